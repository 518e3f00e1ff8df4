"""The grid of a table: where each cell stands, from spans, merges, left-out columns and widths."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import TYPE_CHECKING, Literal

from xize.extract import limits
from xize.extract.word.guard import within
from xize.extract.word.names import MC, VAL, W, chosen, elements, flag, integer, properties, raw_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

Merge = Literal["restart", "continue"] | None

SLIVER = 115
"""Twips (2 mm). Column edges nearer than this are one edge: rows drawn by hand seldom meet exactly."""


@dataclass(frozen=True)
class RawCell:
    """A `w:tc` with the grid columns it takes before its row is aligned."""

    element: Element
    start: int
    end: int
    merge: Merge
    width: int | None


@dataclass(frozen=True)
class RawRow:
    """A `w:tr`: `end` counts the columns it takes with those left out before and after its cells."""

    cells: tuple[RawCell, ...]
    before: int
    end: int
    header: bool


@dataclass
class Placed:
    """A cell in its place; `covered` are the `w:tc` under it that a vertical merge hides."""

    element: Element
    row: int
    col: int
    colspan: int
    rowspan: int = 1
    covered: list[Element] = field(default_factory=list)


@dataclass(frozen=True)
class Grid:
    """The cells by row; `unaligned` are rows that do not fill the grid, `removed` the texts of deleted rows."""

    rows: tuple[tuple[Placed, ...], ...]
    headers: tuple[bool, ...]
    cols: int
    unaligned: tuple[int, ...]
    removed: tuple[str, ...]


def read_grid(name: str, table: Element) -> Grid:
    """Return the grid of a `w:tbl`; text is not read.

    Raises:
        OverLimitError: more columns or positions than the limits allow.
    """
    widths = [integer(it, W + "w") or 0 for it in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    found = [(element, properties(element.find(W + "trPr"))) for element in _inside(table, "tr")]
    removed = tuple(raw_text(element) for element, own in found if _removed(own))
    rows = [row for row in (_row(element, own) for element, own in found if not _removed(own)) if row.cells]
    ends = Counter(row.end for row in rows)
    if not ends:
        return Grid((), (), 0, (), removed)
    within(name, "columns", max(ends), limits.COLUMNS)
    within(name, "cells", max(ends) * len(rows), limits.CELLS)
    usual = len(widths) if len(widths) in ends else ends.most_common(1)[0][0]
    edges = [0, *accumulate(widths)] if all(widths) else [0]
    rows = [row if row.end == usual else _by_width(row, edges) for row in rows]
    columns = _columns(rows, edges)
    return Grid(
        rows=_place(rows, columns),
        headers=tuple(row.header for row in rows),
        cols=max(columns.values()),
        unaligned=tuple(index for index, row in enumerate(rows) if row.end != usual),
        removed=removed,
    )


def _inside(parent: Element, name: str) -> Iterator[Element]:
    """Yield the rows or cells of `parent`, through content controls and other wrappers, but not into nested tables."""
    for child in elements(parent):
        if child.tag == W + name:
            yield child
        elif child.tag == MC + "AlternateContent":
            for inner in chosen(child):
                yield from [inner] if inner.tag == W + name else _inside(inner, name)
        elif child.tag in {W + "sdt", W + "sdtContent", W + "customXml", W + "ins", W + "moveTo"}:
            yield from _inside(child, name)


def _removed(own: dict[str, Element]) -> bool:
    return W + "del" in own or W + "cellDel" in own


def _row(element: Element, own: dict[str, Element]) -> RawRow:
    before = max(integer(own.get(W + "gridBefore")) or 0, 0)
    after = max(integer(own.get(W + "gridAfter")) or 0, 0)
    cells: list[RawCell] = []
    at = before
    for cell in _inside(element, "tc"):
        said = properties(cell.find(W + "tcPr"))
        if _removed(said):
            continue
        span = max(integer(said.get(W + "gridSpan")) or 1, 1)
        across = said.get(W + "hMerge")
        if across is not None and across.get(VAL, "continue") != "restart" and cells:
            cells[-1] = replace(cells[-1], end=at + span)
        else:
            cells.append(RawCell(cell, at, at + span, _merge(said), _width(said)))
        at += span
    return RawRow(tuple(cells), before, at + after, bool(flag(own.get(W + "tblHeader"))))


def _width(own: dict[str, Element]) -> int | None:
    size = own.get(W + "tcW")
    return integer(size, W + "w") if size is not None and size.get(W + "type", "dxa") == "dxa" else None


def _merge(own: dict[str, Element]) -> Merge:
    found = own.get(W + "vMerge")
    if found is not None:
        return "restart" if found.get(VAL) == "restart" else "continue"
    tracked = own.get(W + "cellMerge")
    if tracked is not None and (value := tracked.get(W + "vMerge")) is not None:
        return "restart" if value == "rest" else "continue"
    return None


def _by_width(row: RawRow, edges: list[int]) -> RawRow:
    """Align a row by its widths where all its cells end on edges of the grid; else leave it as it is."""
    at = edges[min(row.before, len(edges) - 1)]
    cells: list[RawCell] = []
    for cell in row.cells:
        if not cell.width:
            return row
        start, at = at, at + cell.width
        first, last = _edge(edges, start), _edge(edges, at)
        if first is None or last is None or last <= first:
            return row
        cells.append(replace(cell, start=first, end=last))
    return replace(row, cells=tuple(cells), end=cells[-1].end)


def _edge(edges: list[int], at: int) -> int | None:
    index = bisect_left(edges, at - SLIVER)
    return index if index < len(edges) and abs(edges[index] - at) <= SLIVER else None


def _columns(rows: list[RawRow], edges: list[int]) -> dict[int, int]:
    """Map grid edges to columns: edges where no cell begins or ends vanish, those a sliver apart are one."""
    ends: dict[int, set[int]] = {}
    for row in rows:
        for cell in row.cells:
            ends.setdefault(cell.start, set()).add(cell.end)
    columns: dict[int, int] = {}
    column, group = -1, list[int]()
    for edge in sorted(set(ends).union(*ends.values())):
        near = bool(group) and edge < len(edges) and edges[edge] - edges[group[0]] <= SLIVER
        # A narrow cell of its own keeps its edges apart.
        if not near or any(edge in ends.get(start, ()) for start in group):
            column, group = column + 1, []
        group.append(edge)
        columns[edge] = column
    return columns


def _place(rows: list[RawRow], columns: dict[int, int]) -> tuple[tuple[Placed, ...], ...]:
    above: dict[int, Placed] = {}
    placed: list[tuple[Placed, ...]] = []
    for index, row in enumerate(rows):
        here: list[Placed] = []
        open_cells: dict[int, Placed] = {}
        for cell in row.cells:
            col = columns[cell.start]
            span = columns[cell.end] - col
            upper = above.get(col) if cell.merge == "continue" else None
            if upper is not None and upper.colspan == span:
                upper.rowspan += 1
                upper.covered.append(cell.element)
                open_cells[col] = upper
                continue
            new = Placed(cell.element, index, col, span)
            here.append(new)
            if cell.merge is not None:
                open_cells[col] = new
        above = open_cells
        placed.append(tuple(here))
    return tuple(placed)
