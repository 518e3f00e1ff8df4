"""How the score of an indicator begins (计分方式)."""

from __future__ import annotations

from xize.model.indicator import Indicator, Mode


def mode_of(node: Indicator) -> Mode:
    """Return how the score of a node begins: full marks, nothing, both, bands, or by hand."""
    if any(rule.pattern == "tiers.grade-columns" for rule in node.rules):
        return "band"
    signs = {rule.sign for rule in node.rules if rule.kind not in {"reference", "veto", "zero", "full"}}
    signs |= {"+" for rule in node.rules if rule.kind == "full"}
    signs |= {"-" for rule in node.rules if rule.kind in {"zero", "veto"} and "+" not in signs}
    if {"+", "-"} <= signs:
        return "mixed"
    if "+" in signs:
        return "award"
    if "-" in signs:
        return "deduct"
    return "manual" if node.points is not None and not node.children else "none"
