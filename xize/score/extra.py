"""Awards on top of the points (加分): what the document-wide answer about them means for the score."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xize.model.indicator import Indicator
from xize.model.statement import Setting


def on_top(nodes: Iterable[Indicator], settings: Mapping[str, Setting]) -> frozenset[str]:
    """Return the awards the question about them was asked of: they are given on top of what is won, whatever it is."""
    setting = settings.get("bonus_above")
    if setting is None or setting.question is None:
        return frozenset()
    return frozenset(rule.id for node in nodes for rule in node.rules if setting.question in rule.decided_by)


def risen(nodes: Iterable[Indicator], settings: Mapping[str, Setting]) -> frozenset[str]:
    """Return the indicators whose score may rise above their points by the answer, and those above them."""
    nodes = tuple(nodes)
    setting = settings.get("bonus_above")
    if setting is None or setting.value != "above":
        return frozenset()
    asked = on_top(nodes, settings)
    return frozenset(node.id for node in nodes if any(rule.id in asked for low in node.walk() for rule in low.rules))
