"""A rubric laid out for comparison: every indicator with what it says itself, what is above and what is below it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import cached_property

from xize.diff.similarity import Features, features, figures, fold
from xize.model.indicator import Indicator, Sheet
from xize.model.rubric import RubricBody
from xize.model.rule import Rule


@dataclass
class Interner:
    """Gives equal keys equal numbers, over both sides of a comparison."""

    numbers: dict[Hashable, int] = field(default_factory=dict)

    def __call__(self, key: Hashable) -> int:
        """Return the number of a key."""
        return self.numbers.setdefault(key, len(self.numbers))


@dataclass
class Node:
    """One indicator: `own` numbers its own words, `above` those of all ancestors, `below` its whole branch."""

    index: int
    indicator: Indicator
    sheet: int
    parent: int | None
    own: int
    above: int
    code: str
    words: str
    children: list[int] = field(default_factory=list)
    below: int = 0

    @cached_property
    def title_features(self) -> Features:
        """What the title says, its numbers too: they tell items of a series apart."""
        return features(self.indicator.title) | {f"n{number}" for number in figures(self.indicator.title)}

    @cached_property
    def features(self) -> Features:
        """What title, columns and elaboration say."""
        return features(self.words) | self.title_features

    @cached_property
    def shapes(self) -> frozenset[str]:
        """What the rules say, apart from their words."""
        return frozenset(shape(rule) for rule in self.indicator.rules)

    @property
    def path(self) -> str:
        """The title, or the words of a node that has none."""
        return " ".join(self.words.split()) if not self.indicator.title.strip() else self.indicator.title


@dataclass(frozen=True)
class Forest:
    """All indicators of a rubric, in document order."""

    body: RubricBody
    nodes: tuple[Node, ...]

    def path(self, node: Node) -> str:
        """Return where an indicator stands, in words: sheet and ancestors."""
        names: list[str] = []
        parent = node.parent
        while parent is not None:
            names.append("".join(self.nodes[parent].path.split())[:40])
            parent = self.nodes[parent].parent
        names.append("".join(self.body.sheets[node.sheet].title.split()))
        return " / ".join(name for name in reversed(names) if name)


def lay_out(body: RubricBody, number: Interner) -> Forest:
    """Lay out a rubric."""
    nodes: list[Node] = []
    for place, sheet in enumerate(body.sheets):
        _sheet(sheet, place, nodes, number)
    for node in reversed(nodes):
        points = node.indicator.points
        below = tuple(nodes[child].below for child in node.children)
        node.below = number(("below", node.own, node.code, points, frozenset(node.shapes), below))
    return Forest(body, tuple(nodes))


def _sheet(sheet: Sheet, place: int, nodes: list[Node], number: Interner) -> None:
    root = number(("sheet", fold(sheet.title)))
    stack: list[tuple[Indicator, int | None]] = [(top, None) for top in reversed(sheet.indicators)]
    while stack:
        indicator, parent = stack.pop()
        words = " ".join([indicator.title, *(text.text for text in indicator.fields.values())])
        if indicator.elaboration is not None:
            words = " ".join([words, *(text.text for text in indicator.elaboration.fields.values())])
        above = root if parent is None else number(("above", nodes[parent].above, nodes[parent].own))
        own = number(("own", fold(words)))
        node = Node(len(nodes), indicator, place, parent, own, above, fold(indicator.code or ""), words)
        if parent is not None:
            nodes[parent].children.append(node.index)
        nodes.append(node)
        stack.extend((child, node.index) for child in reversed(indicator.children))


def shape(rule: Rule) -> str:
    """Return what a rule says without its words: kind, sign, amounts, unit, threshold, cap."""
    parts: list[object] = [rule.kind, rule.sign, rule.points, rule.points_max, rule.share, rule.multiplier]
    per = getattr(rule, "per", None)
    parts += [] if per is None else [per.count, per.unit, per.basis]
    if rule.threshold is not None:
        threshold = rule.threshold
        parts += [threshold.op, threshold.value, threshold.value_max, threshold.unit, threshold.closed]
    if rule.cap is not None:
        parts.append(("cap", str(rule.cap.value)))
    bands = getattr(rule, "bands", ())
    parts += [(band.points, band.threshold and (band.threshold.op, band.threshold.value)) for band in bands]
    return repr(parts)
