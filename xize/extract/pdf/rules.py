"""Rules (表格线): the straight strokes of a page, put together from lines, thin rectangles, boxes and dashes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from xize.extract.pdf.characters import Frame

SNAP = 3.0
"""Strokes nearer than this are one rule: double rules, and the two edges of a thin rectangle."""

BRIDGE = 4.5
"""Gaps up to this are bridged: dashes, hairline gaps where cells meet."""

_THIN = 3.0
_SHORTEST = 4.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight rule, `at` across, from `start` to `end` along; `level` if it runs from left to right."""

    level: bool
    at: float
    start: float
    end: float


def rules_of(shapes: Iterable[dict[str, Any]], frame: Frame) -> list[Rule]:
    """Return the rules that a page's lines, rectangles and curves draw."""
    strokes: list[Rule] = []
    for shape in shapes:
        strokes.extend(_strokes(shape, frame))
    joined = [*_join([s for s in strokes if s.level]), *_join([s for s in strokes if not s.level])]
    return [rule for rule in joined if rule.end - rule.start >= _SHORTEST]


def _strokes(shape: dict[str, Any], frame: Frame) -> list[Rule]:
    x0, top, x1, bottom = frame.upright_box(shape["x0"], shape["top"], shape["x1"], shape["bottom"])
    if _invisible(shape):
        return []
    width, height = x1 - x0, bottom - top
    if height <= _THIN and width > height:
        return [Rule(True, (top + bottom) / 2, x0, x1)]
    if width <= _THIN and height > width:
        return [Rule(False, (x0 + x1) / 2, top, bottom)]
    if shape["object_type"] == "rect" and shape.get("stroke"):
        return [*(Rule(True, y, x0, x1) for y in (top, bottom)), *(Rule(False, x, top, bottom) for x in (x0, x1))]
    if shape["object_type"] == "curve" and shape.get("stroke"):
        return _polygon(shape, frame)
    return []


def _polygon(shape: dict[str, Any], frame: Frame) -> list[Rule]:
    """Return the level and upright sides of a path drawn in one stroke."""
    points = [frame.upright(x, y) for x, y in shape.get("pts", ())]
    sides: list[Rule] = []
    for (x0, y0), (x1, y1) in pairwise(points):
        if abs(y0 - y1) <= 0.5:
            sides.append(Rule(True, (y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x0 - x1) <= 0.5:
            sides.append(Rule(False, (x0 + x1) / 2, min(y0, y1), max(y0, y1)))
    return sides


def _invisible(shape: dict[str, Any]) -> bool:
    """Tell whether a shape is drawn neither by its outline nor by its area."""
    return not shape.get("stroke") and not shape.get("fill")


def _join(strokes: Sequence[Rule]) -> list[Rule]:
    """Join the strokes on one line that touch, overlap, or leave only a small gap."""
    rules: list[Rule] = []
    for group in cluster(strokes):
        at = sum(s.at * (s.end - s.start) for s in group) / max(sum(s.end - s.start for s in group), 1e-9)
        run: list[float] | None = None
        for stroke in sorted(group, key=lambda s: s.start):
            if run is not None and stroke.start - run[1] <= BRIDGE:
                run[1] = max(run[1], stroke.end)
                continue
            if run is not None:
                rules.append(Rule(stroke.level, at, run[0], run[1]))
            run = [stroke.start, stroke.end]
        if run is not None:
            rules.append(Rule(group[0].level, at, run[0], run[1]))
    return rules


def cluster(strokes: Sequence[Rule]) -> list[list[Rule]]:
    """Group parallel strokes that lie at the same place, to within `SNAP` of the first."""
    groups: list[list[Rule]] = []
    for stroke in sorted(strokes, key=lambda s: s.at):
        if groups and stroke.at - groups[-1][0].at <= SNAP:
            groups[-1].append(stroke)
        else:
            groups.append([stroke])
    return groups


def connected(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Group the rules that touch or cross one another, directly or through others."""
    parent = list(range(len(rules)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    levels = [i for i, rule in enumerate(rules) if rule.level]
    uprights = [i for i, rule in enumerate(rules) if not rule.level]
    for i in levels:
        for j in uprights:
            level, upright = rules[i], rules[j]
            if (
                level.start - BRIDGE <= upright.at <= level.end + BRIDGE
                and upright.start - BRIDGE <= level.at <= upright.end + BRIDGE
            ):
                parent[root(i)] = root(j)
    groups: dict[int, list[Rule]] = {}
    for index, rule in enumerate(rules):
        groups.setdefault(root(index), []).append(rule)
    return list(groups.values())
