"""Rows → a tree: which columns name indicators, and which cells stand under which.

A name goes for its row and for the rows below it that leave its column empty, up to the next name in that column or in
one to its left. That is how a merged cell, a cell split by a page and an empty cell under a name all read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from xize.extract.segment.columns import NODE_ROLES, Column
from xize.extract.segment.grid import Entry, Row, squeeze
from xize.extract.segment.node import Node, named
from xize.extract.segment.points import bare_points, cell_points
from xize.extract.segment.special import block_role

_GROUP = 20
"""The name of a group is no longer than this."""


@dataclass
class Tree:
    """The nodes of a table: `tops` in order, the leaf of every row, and the nodes that start there.

    `repeated` are entries that say a name again, `strays` those no name stands over: they are kept as prose.
    """

    tops: list[Node] = field(default_factory=list)
    leaves: list[Node | None] = field(default_factory=list)
    starts: list[list[Node]] = field(default_factory=list)
    repeated: list[Entry] = field(default_factory=list)
    strays: list[Entry] = field(default_factory=list)


def node_columns(columns: tuple[Column, ...], rows: list[Row]) -> tuple[int, ...]:
    """Return the columns whose cells name indicators, from the outermost in.

    A content column names them where it divides what the name to its left covers, or where nothing else does. A column
    of unknown header left of all names does where it groups them.
    """
    names = [column for column in columns if column.role in NODE_ROLES]
    chosen = [column.index for column in columns if names and _groups(column, names[0], rows)]
    for column in names:
        if column.role == "content" and len(names) > 1 and not _divides(column.index, chosen, rows, bool(chosen)):
            continue
        chosen.append(column.index)
    if not chosen:
        roles = ("other", "standard", "target", "criteria", "method")
        free = [column for role in roles for column in columns if column.role == role]
        filled = [column for column in free if any(entry.col == column.index for row in rows for entry in row)]
        chosen = [filled[0].index] if filled else []
    levels = {column.index: column.depth or 0 for column in columns if column.role == "level"}
    return tuple(
        sorted(chosen, key=lambda index: (levels.get(index, 99), index)) if _shuffled(chosen, levels) else chosen
    )


def _groups(column: Column, name: Column, rows: list[Row]) -> bool:
    """Return whether a column groups the names right of it: short words, and several names below one of them."""
    if column.role != "other" or column.index > name.index:
        return False
    texts = [entry.text.strip() for row in rows for entry in row if entry.col == column.index]
    named = sum(entry.col == name.index for row in rows for entry in row)
    words = all(len(text) <= _GROUP and cell_points(text) is None for text in texts)
    return 1 < len(texts) < named and words


def _shuffled(chosen: list[int], levels: dict[int, int]) -> bool:
    depths = [levels[index] for index in chosen if index in levels]
    return depths != sorted(depths)


def _divides(index: int, above: list[int], rows: list[Row], has_left: bool) -> bool:
    """Return whether a column has two cells somewhere under one name of the columns to its left."""
    if not has_left:
        return True
    seen = 0
    for row in rows:
        cols = {entry.col for entry in row}
        seen = 0 if cols & set(above) else seen
        seen += index in cols
        if seen > 1:
            return True
    return False


def build(rows: list[Row], nodes: tuple[int, ...], points: int | None, width: int) -> Tree:
    """Return the tree of a table's body rows.

    Args:
        rows: the body rows, names in their columns.
        nodes: the columns of names, from the outermost in.
        points: the points column, if there is one.
        width: the number of the table's columns.
    """
    tree = Tree()
    bare = _bare(rows, nodes, points)
    current: list[Node | None] = [None] * len(nodes)
    sections: list[Node] = []
    for at, row in enumerate(rows):
        section = _section(row, rows[at + 1 : at + 2], nodes, points, width, at)
        if section is not None:
            _open_section(tree, sections, section)
            current = [None] * len(nodes)
            tree.leaves.append(section)
            tree.starts.append([section])
            continue
        tree.starts.append(
            _name_row(tree, row, nodes, current, sections, points in {e.col for e in row}, _cut(rows, at), bare)
        )
        tree.leaves.append(next((node for node in reversed(current) if node is not None), None))
        for going_on in (*current, *sections):
            if going_on is not None:
                going_on.last = at
    return tree


def _bare(rows: list[Row], nodes: tuple[int, ...], points: int | None) -> bool:
    """Return whether every name ends with a number alone in brackets (巡查（20）), and no column prints points."""
    names = [entry for row in rows for entry in row if entry.col in nodes]
    printed = any(entry.col == points for row in rows for entry in row)
    return len(names) > 1 and not printed and all(bare_points(entry.text) is not None for entry in names)


def _name_row(
    tree: Tree,
    row: Row,
    nodes: tuple[int, ...],
    current: list[Node | None],
    sections: list[Node],
    pointed: bool,
    cut: bool,
    bare: bool,
) -> list[Node]:
    """Hang a row's names into the tree under the `current` ones, which it brings up to date; return the new nodes."""
    at = len(tree.leaves)
    by_col = {entry.col: entry for entry in row}
    started: list[Node] = []
    for depth, col in enumerate(nodes):
        entry, same = by_col.get(col), current[depth]
        if entry is None:
            continue
        goes_on = depth == len(nodes) - 1 and not pointed
        if same is not None and _is_repeat(entry, same) and (goes_on or depth < len(nodes) - 1):
            tree.repeated.append(entry)
            cut = True
        elif same is not None and goes_on and _goes_on(entry, same, cut):
            _continue(same, entry)
        else:
            node = named(Node(depth, at, at, entry=entry), entry, bare=bare)
            above = [*sections, *(name for name in current[:depth] if name is not None)]
            (above[-1].children if above else tree.tops).append(node)
            current[depth:] = [node, *[None] * (len(nodes) - depth - 1)]
            started.append(node)
    return started


def _is_repeat(entry: Entry, node: Node) -> bool:
    """Return whether a cell says again what the node above says, as after a page break."""
    return node.entry is not None and squeeze(entry.text) == squeeze(node.entry.text)


def _goes_on(entry: Entry, node: Node, cut: bool) -> bool:
    """Return whether a name without code goes on a coded one that a page cut."""
    if not cut or node.parsed is None or node.children or named(Node(0, 0, 0), entry).code is not None:
        return False
    # The next number may have lost its point: "5依法开展…" below 4 is a name of its own.
    return re.match(rf"\s*{node.parsed.ordinals[-1] + 1}(?=[^\W\d_])", entry.text) is None


def _cut(rows: list[Row], at: int) -> bool:
    """Return whether the row above ends in the middle of a sentence, the longest of its cells tells."""
    above = max((entry.text.strip() for entry in rows[at - 1]), key=len, default="") if at else ""
    return len(above) > 20 and re.search(r"[。；;！!.)）”分]$", above) is None


def _continue(node: Node, entry: Entry) -> None:
    part = entry.part()
    node.title += squeeze(part.text)
    pieces = [*(node.title_at.pieces() if node.title_at else ()), *part.at.pieces()]
    node.title_at = entry.document.anchor_spans(tuple((piece.start, piece.end) for piece in pieces))
    node.placed.append((entry.spans(), "title"))


def _section(
    row: Row, below: list[Row], nodes: tuple[int, ...], points: int | None, width: int, at: int
) -> Node | None:
    """Return the node of a row that only names the rows below it, or None."""
    names = [entry for entry in row if entry.col != points or cell_points(entry.text) is None]
    if len(names) != 1 or not nodes or len(names[0].text.strip()) > 60:
        return None
    entry = names[0]
    wide = (entry.cell.colspan * 2 >= width and width > 2) or entry.cell.colspan >= 3
    named_below = bool(below) and any(e.col <= nodes[0] for e in below[0])
    block = (
        named_below and entry.col <= nodes[0] and block_role(entry.text) is not None and not below[0][0].text.isdigit()
    )
    if not wide and not block:
        return None
    section = named(Node(-1, at, at), entry)
    section.entry = entry
    return section


def _open_section(tree: Tree, sections: list[Node], section: Node) -> None:
    """Put a section where it belongs: under the open one of another numbering, or beside one of its own."""
    scheme = section.parsed.scheme if section.parsed else None
    known = [open_section.parsed.scheme if open_section.parsed else None for open_section in sections]
    if scheme in known:
        del sections[known.index(scheme) :]
    elif scheme is None or (section.parsed is not None and section.parsed.ordinals[-1] != 1):
        sections.clear()
    (sections[-1].children if sections else tree.tops).append(section)
    sections.append(section)
