"""The cells beside the names: which node a number, a point value or a field belongs to.

A cell goes for its row and the rows below that leave its column empty. It belongs to the largest node that begins in
its row and ends within that stretch; of equally large ones to the innermost. A cell inside a node that goes on beyond
it (one of several criteria rows) is a further piece of that node's field.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from xize.extract.segment.columns import Column
from xize.extract.segment.grid import Entry, Row, squeeze
from xize.extract.segment.node import Node, is_number, numbered, pointed
from xize.extract.segment.points import cell_numbers
from xize.extract.segment.tree import Tree
from xize.model.anchor import Anchor

SHARED = ("department", "owner")
"""Fields that hold for every row down to the next printed one."""
_STANDS_FOR_NAME = ("content", "other", "standard", "target", "criteria")
"""What a row is called that has points but no name of its own."""


_WORDED = ("level", "task", "content", "standard", "criteria", "target", "other")
"""Columns whose cells can say what an amount is for."""

Blanks = frozenset[tuple[int, int]]


@dataclass(frozen=True)
class Printed:
    """An entry with the body rows it goes for, `[at, end)`."""

    entry: Entry
    at: int
    end: int


@dataclass(frozen=True)
class Odd:
    """An entry that is not what its column says; `code` is the finding's.

    It is points-two-numbers, -differ, -unread, or department-carried.
    """

    code: str
    entry: Entry
    node: Node | None
    other: Anchor | None = None
    column: str = ""
    count: int = 1


def assign(
    tree: Tree, rows: list[Row], columns: tuple[Column, ...], nodes: tuple[int, ...], blank: Blanks = frozenset()
) -> list[Odd]:
    """Give every entry beside the names to its node; return those that say something else than their column.

    `blank` are the (row, column) places where the format declares an empty cell of its own.
    """
    points = _point_columns(columns, nodes)
    main = points[0] if points else None
    if main is not None and len(points) == 1:
        _split(tree, _printed(rows, set()).get(main.index, []), rows, columns, nodes)
    for column in columns:
        if column.role == "number" and nodes and column.index > nodes[-1]:
            own = [p for p in _printed(rows, set()).get(column.index, []) if is_number(p.entry)]
            _split(tree, own, rows, columns, nodes)
    names = {id(node.entry.cell) for top in tree.tops for node in top.walk() if node.entry is not None and node.placed}
    beside = _printed(rows, names)
    odd: list[Odd] = []
    for column in columns:
        if column.index in nodes:
            continue
        printed = beside.get(column.index, [])
        if column.role == "amount":
            printed = [_above_blank(p, rows, blank) for p in printed]
        if column.role == "number":
            _numbers(tree, printed, nodes)
        elif column in points:
            odd += _points(tree, printed, column, alone=False, depth=_named_left(column, nodes, points))
        elif column.role == "weight":
            odd += _points(tree, printed, column, alone=main is None)
        else:
            odd += _fields(tree, printed, column, rows, blank)
        if column.role == "amount":
            _pair(tree, printed, rows, columns)
    return odd


def _printed(rows: list[Row], names: set[int]) -> dict[int, list[Printed]]:
    """Return every column's entries that are no names, with the rows they go for."""
    found: dict[int, list[Printed]] = {}
    for at in range(len(rows) - 1, -1, -1):
        for entry in rows[at]:
            if id(entry.cell) not in names:
                below = found.setdefault(entry.col, [])
                below.append(Printed(entry, at, below[-1].at if below else len(rows)))
    return {col: printed[::-1] for col, printed in found.items()}


def _above_blank(p: Printed, rows: list[Row], blank: Blanks) -> Printed:
    """Return an amount that goes for no row whose own cell is declared empty."""
    ends = (at for at in range(p.at + 1, p.end) if rows[at] and (rows[at][0].row, p.entry.col) in blank)
    return replace(p, end=next(ends, p.end))


def _owner(tree: Tree, printed: Printed, *, pointed_title: bool = False) -> Node | None:
    """Return the node a cell belongs to; with `pointed_title` one whose name has points stands back for its leaf."""
    fits = [node for node in tree.starts[printed.at] if node.last < printed.end]
    if pointed_title and len(fits) > 1:
        fits = [node for node in fits[:-1] if node.points is None] + fits[-1:]
    if not fits:
        return tree.leaves[printed.at]
    most = max(node.rows for node in fits)
    largest = [node for node in fits if node.rows == most]
    # What stands left of a name was printed for the name before it.
    before = [node for node in largest if node.entry is not None and node.entry.col < printed.entry.col]
    return (before or largest)[-1]


def _numbers(tree: Tree, printed: list[Printed], nodes: tuple[int, ...]) -> None:
    """Give numbers to the names right of them where each numbers one, else to the leaves."""
    outer = [node for top in tree.tops for node in top.walk() if node.column >= 0]
    right = next((depth for depth, col in enumerate(nodes) if printed and col > printed[0].entry.col), 0)
    level = [node for node in outer if node.column == right]
    by_name = {node.first for node in level} >= {p.at for p in printed}
    for p in printed:
        starts = tree.starts[p.at]
        named_here = [node for node in starts if node.column == right] if by_name else starts[-1:]
        node = named_here[0] if named_here else tree.leaves[p.at]
        if node is None:
            tree.strays.append(p.entry)
            continue
        if node.code is not None or not numbered(node, p.entry):
            node.put("number", p.entry.part())
            node.placed.append((p.entry.spans(), "field:number"))


def _named_left(column: Column, nodes: tuple[int, ...], points: list[Column]) -> int | None:
    """Return which level a points column is for, where several levels have their own: that of the names left of it."""
    left = [depth for depth, col in enumerate(nodes) if col < column.index]
    return left[-1] if left and len(points) > 1 else None


def _point_columns(columns: tuple[Column, ...], nodes: tuple[int, ...]) -> list[Column]:
    """Return the points columns: the first, and any other right of names that stand right of the one before.

    A second one beside the first (基本分, 加分上限) is a column like any other.
    """
    found: list[Column] = []
    for column in columns:
        if column.role == "points" and (not found or any(found[-1].index < col < column.index for col in nodes)):
            found.append(column)
    return found


def _points(tree: Tree, printed: list[Printed], column: Column, *, alone: bool, depth: int | None = None) -> list[Odd]:
    odd: list[Odd] = []
    for p in printed:
        node = next((node for node in tree.starts[p.at] if node.column == depth), None)
        node = node or _owner(tree, p, pointed_title=True)
        before = node.points_at if node is not None and node.points is not None else None
        value = node.points if node is not None else None
        if node is None:
            tree.strays.append(p.entry)
        elif not pointed(node, p.entry, weighted=column.role == "weight" and alone):
            two = cell_numbers(p.entry.text) > 1
            odd.append(Odd("points-two-numbers" if two else "points-unread", p.entry, node))
            node.put(column.header or column.key, p.entry.part())
            node.placed.append((p.entry.spans(), f"field:{column.header or column.key}"))
        elif before is not None and node.points != value:
            # The column is where points are looked for; the name keeps its number in the finding.
            odd.append(Odd("points-differ", p.entry, node, before))
    return odd


def _fields(tree: Tree, printed: list[Printed], column: Column, rows: list[Row], blank: Blanks) -> list[Odd]:
    carried: list[tuple[Entry, Node]] = []
    for p in printed:
        node = _owner(tree, p)
        if node is None:
            tree.strays.append(p.entry)
            continue
        text = p.entry.part()
        if column.role in SHARED:
            leaves = [leaf for leaf in tree.leaves[p.at : p.end] if leaf is not None]
            sharing = list(dict.fromkeys(leaf for leaf in leaves if not leaf.children or leaf is tree.leaves[p.at]))
            for leaf in sharing:
                # A page break prints a department again beside the rest of its indicator.
                if all(squeeze(piece.text) != squeeze(text.text) for piece in leaf.fields.get(column.key, ())):
                    leaf.put(column.key, text)
            carried += [
                (p.entry, leaf)
                for leaf in sharing
                if leaf.first > p.at and rows[leaf.first] and (rows[leaf.first][0].row, column.index) in blank
            ]
            node = sharing[0] if sharing else node
        else:
            node.put(column.key, text)
            node.content = p.entry if column.role == "content" else node.content
        node.bands = node.bands or column.role == "band"
        node.placed.append((p.entry.spans(), f"field:{column.key}"))
    # One finding a column: whoever leaves a cell empty for "as above" does so all the way down.
    return [Odd("department-carried", *carried[0], column=column.header, count=len(carried))] if carried else []


def _pair(tree: Tree, printed: list[Printed], rows: list[Row], columns: tuple[Column, ...]) -> None:
    """Put amounts beside what they are for: the nearest words left of them in their row, if it is the only such row."""
    for p in printed:
        node = _owner(tree, p)
        if node is None:
            continue
        beside = [_words_left(row, p.entry.col, columns) for row in rows[p.at : p.end]]
        alone = beside[0] is not None and not any(beside[1:])
        node.amounts.append((p.entry, beside[0] if alone else None))


def _words_left(row: Row, col: int, columns: tuple[Column, ...]) -> Entry | None:
    words = [entry for entry in row if entry.col < col and columns[entry.col].role in _WORDED]
    return words[-1] if words else None


def _split(
    tree: Tree, each: list[Printed], rows: list[Row], columns: tuple[Column, ...], nodes: tuple[int, ...]
) -> None:
    """Part a leaf whose rows have points (or numbers) `each`: every such row is an indicator without a name column."""
    by_leaf: dict[int, list[int]] = {}
    for p in each:
        leaf = tree.leaves[p.at]
        if leaf is not None:
            by_leaf.setdefault(id(leaf), []).append(p.at)
    words = [column for role in _STANDS_FOR_NAME for column in columns if column.role == role]
    for starts in by_leaf.values():
        leaf = tree.leaves[starts[0]]
        if len(starts) < 2 or leaf is None or starts[0] != leaf.first or leaf.children:
            continue
        for at, end in zip(starts, [*starts[1:], leaf.last + 1], strict=True):
            name = next((e for c in words for e in rows[at] if e.col == c.index and c.index not in nodes), None)
            child = Node(len(nodes), at, end - 1, entry=name)
            child.title = squeeze(name.text) if name else ""
            child.title_at = name.part().at if name else None
            leaf.children.append(child)
            tree.starts[at].append(child)
            tree.leaves[at:end] = [child] * (end - at)
