"""What a tree's names say of its shape: nesting by indentation and by codes, single children, items with points."""

from __future__ import annotations

from itertools import pairwise

from xize.extract.segment.node import Node, items_with_points, named
from xize.model.source import Span

_OWN = ("criteria", "method", "standard")
"""A node with one of these is an indicator, no heading for the ones below."""


def shape(tops: list[Node], content: int | None) -> list[Node]:
    """Return the top nodes nested, with single contents folded in and items unfolded.

    Args:
        tops: the top nodes by columns.
        content: the depth of the content column among the node columns, or None where it names no indicators.
    """
    tops = _under_headings(_nest(tops))
    _move_late(tops)
    for top in tops:
        for node in top.walk():
            node.children = _nest(node.children)
    for top in tops:
        for node in top.walk():
            _fold(node, content)
            _unfold(node)
    return tops


def _nest(nodes: list[Node]) -> list[Node]:
    """Return siblings as a forest: deeper indentation, or a deeper code, stands under the last shallower one."""
    tops: list[Node] = []
    stack: list[Node] = []
    for node in nodes:
        while stack and not _is_under(node, stack[-1]):
            stack.pop()
        (stack[-1].children if stack else tops).append(node)
        if stack:
            for above in stack:
                above.last = max(above.last, node.last)
        stack.append(node)
    return tops


def _under_headings(nodes: list[Node]) -> list[Node]:
    """Return siblings with those below a heading under it: a name that has and scores nothing before ones that do.

    Word and PDF lose the blanks that set a duty off from its activities; what is left is that only these have
    indicators.
    """
    if not any(node.children for node in nodes):
        return nodes
    tops: list[Node] = []
    for node in nodes:
        heading = tops[-1] if tops and _is_heading(tops[-1]) else None
        if heading is None or _is_heading(node) or node.column != heading.column:
            node.heads = _scores_nothing(node)
            tops.append(node)
        else:
            heading.children.append(node)
            heading.last = node.last
    return tops


def _is_heading(node: Node) -> bool:
    return node.heads or _scores_nothing(node)


def _scores_nothing(node: Node) -> bool:
    return not node.children and node.points is None and not node.bands and not any(key in node.fields for key in _OWN)


def _is_under(node: Node, above: Node) -> bool:
    if node.indent != above.indent and node.parsed is None and above.parsed is None:
        return node.indent > above.indent
    if node.parsed is None or above.parsed is None:
        return False
    if node.parsed.is_path or node.parsed.scheme == above.parsed.scheme:
        return node.parsed.under(above.parsed)
    # A numbering that begins anew under a heading that scores nothing itself: 一、… 1.… 2.… 二、… 1.…
    heading = not any(key in above.fields for key in _OWN)
    later = bool(above.children) and above.children[-1].parsed is not None
    begins = node.parsed.ordinals == (1,) or (
        later and node.parsed.follows(above.children[-1].parsed)  # type: ignore[arg-type]  # `later` says it is there
    )
    return heading and begins and not above.parsed.is_path


def _move_late(tops: list[Node]) -> None:
    """Move a name to the one its code names, where that was printed only after a page break.

    At the foot of a page a row may stand before its parent's name; on the next page the parent and the name are both
    printed, and the name's code says that it belongs there.
    """
    for here, after in pairwise(tops):
        while here.children and after.children and _is_late(here.children[-1], here, after):
            late, again = here.children.pop(), after.children[0]
            again.children[:0] = late.children
            again.first = after.first = late.first
            again.placed += [(spans, "noise:repeated cell") for spans, _ in late.placed]


def _is_late(node: Node, here: Node, after: Node) -> bool:
    again = after.children[0]
    if node.parsed is None or here.parsed is None or after.parsed is None or again.parsed is None:
        return False
    if node.parsed.under(here.parsed) or not node.parsed.under(after.parsed):
        return False
    return node.parsed.key == again.parsed.key and node.title == again.title and bool(node.children)


def _fold(node: Node, content: int | None) -> None:
    """Make the one content of a task with points its field, where that content has no points or children of its own."""
    if content is None or len(node.children) != 1:
        return
    (child,) = node.children
    if child.column != content or child.entry is None or child.children or node.points is None:
        return
    if child.points is not None or child.weight is not None or child.code is not None:
        return
    node.children = []
    node.content = child.entry
    node.put("content", child.entry.part())
    for key, texts in child.fields.items():
        for text in texts:
            node.put(key, text)
    node.bands = node.bands or child.bands
    node.placed.append((child.entry.spans(), "field:content"))
    node.placed += [placed for placed in child.placed if placed[1].startswith("field")]


def _unfold(node: Node) -> None:
    """Make the numbered items of a leaf's content indicators, where each has points of its own."""
    cell = node.content or node.entry
    if node.children or cell is None:
        return
    ranges = items_with_points(cell.text)
    if not ranges:
        return
    own = set(cell.spans())
    node.fields.pop("content", None)
    node.placed = [placed for placed in node.placed if not own & _touched(placed[0], own)]
    for low, high in ranges:
        child = named(Node(node.column + 1, node.first, node.last), cell, start=low, end=high, listed=False)
        child.put("content", cell.part(low, high))
        node.children.append(child)


def _touched(spans: tuple[Span, ...], own: set[Span]) -> set[Span]:
    """Return the ranges of a cell that any of the spans lies in."""
    return {(low, high) for low, high in own for start, end in spans if low <= start and end <= high}
