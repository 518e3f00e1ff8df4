"""What the finished tree says against itself: sums that do not close, points and codes missing, double, misplaced."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from decimal import Decimal

from xize.extract.segment.codes import Code, cell_code
from xize.extract.segment.part import Part
from xize.extract.segment.say import finding
from xize.model.anchor import Anchor
from xize.model.base import decimal_text
from xize.model.finding import Finding
from xize.model.indicator import Indicator, Sheet

_MOST = 12
"""A message names at most this many codes."""


def check_tree(part: Part) -> tuple[Finding, ...]:
    """Return the findings about every sheet's sums, points and codes."""
    return tuple(finding for sheet in part.sheets for finding in check_sheet(sheet))


def check_sheet(sheet: Sheet) -> tuple[Finding, ...]:
    """Return the findings about one sheet's sums, points and codes."""
    return (*_sums(sheet), *_missing_points(sheet), *_codes(sheet))


def total(nodes: tuple[Indicator, ...]) -> Decimal | None:
    """Return the points of nodes added up; one without points counts for what is below it; None where one has none."""
    values = [node.points if node.points is not None else total(node.children) for node in nodes]
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if values and len(known) == len(values) else None


def _sums(sheet: Sheet) -> Iterator[Finding]:
    places: list[tuple[str, str | None, Decimal | None, Anchor | None, tuple[Indicator, ...]]] = [
        (sheet.title, None, sheet.points, sheet.points_at, sheet.indicators)
    ]
    places += [(node.title, node.id, node.points, node.points_at, node.children) for node in sheet.walk()]
    for title, node_id, points, at, children in places:
        sums = _possible(children)
        if points is None or not sums or points in sums:
            continue
        most = sums[0]
        anchors = tuple(a for a in (at, *(child.points_at for child in children)) if a is not None)
        yield finding(
            "sum-open",
            "warning",
            anchors,
            indicator=node_id,
            key="sum_short" if most < points else "sum_over",
            title=title[:40],
            points=decimal_text(points),
            found=decimal_text(most),
            difference=decimal_text(abs(most - points)),
        )


def _possible(children: tuple[Indicator, ...]) -> list[Decimal]:
    """Return what the children may add up to: the scored ones, and all of them where bonus points are counted in."""
    own = [child for child in children if child.role == "scored"]
    groups = [tuple(own or children), children, tuple(c for c in children if c.role in ("scored", "bonus"))]
    return [value for group in groups if (value := total(group)) is not None]


def _missing_points(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every scored leaf without points among siblings that have them."""
    for children in (sheet.indicators, *(node.children for node in sheet.walk())):
        scored = [node for node in children if node.role == "scored" and node.mode != "band" and node.weight is None]
        without = [node for node in scored if total((node,)) is None and not node.children]
        if len(without) < len(scored):
            for node in without:
                yield finding("points-missing", "warning", (node.at,), indicator=node.id, title=node.title[:40])


def _codes(sheet: Sheet) -> Iterator[Finding]:
    seen: dict[object, Indicator] = {}
    for above, children in ((None, sheet.indicators), *((node, node.children) for node in sheet.walk())):
        codes = [(node, code) for node in children if (code := _code(node)) is not None]
        parent = _code(above) if above is not None else None
        placed = []
        for node, code in codes:
            twin = seen.setdefault(code.key if code.is_path else (id(children), code.key), node)
            if twin is not node:
                yield _said("code-duplicate", node, twin)
            if parent is not None and above is not None and _is_elsewhere(code, parent):
                yield _said("code-misplaced", node, above)
            elif twin is node:
                placed.append((node, code))
        yield from _gaps(placed)


def _gaps(codes: list[tuple[Indicator, Code]]) -> Iterator[Finding]:
    for (before, code), (node, after) in itertools.pairwise(codes):
        same = after.scheme == code.scheme and after.ordinals[:-1] == code.ordinals[:-1]
        step = after.ordinals[-1] - code.ordinals[-1]
        if same and 1 < step <= _MOST:
            yield _said("code-missing", node, before, count=step - 1)
        elif same and step < 0:
            yield _said("code-order", node, before)


def _is_elsewhere(code: Code, parent: Code) -> bool:
    """Return whether a code names another parent than the one it stands under."""
    return code.scheme == parent.scheme and len(code.ordinals) > len(parent.ordinals) and not code.under(parent)


def _code(node: Indicator) -> Code | None:
    return cell_code(node.code) if node.code is not None else None


def _said(code: str, node: Indicator, other: Indicator, count: int = 0) -> Finding:
    return finding(
        code,
        "warning",
        tuple(at for at in (node.code_at, other.code_at) if at is not None),
        indicator=node.id,
        printed=node.code,
        title=node.title[:30],
        other=other.code,
        other_title=other.title[:30],
        count=count,
    )
