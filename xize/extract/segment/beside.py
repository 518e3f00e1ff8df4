"""A table set in two halves to save paper (双栏表): the same header twice side by side, read left half first."""

from __future__ import annotations

from dataclasses import replace

from xize.extract.segment.columns import NODE_ROLES, header_words, role_of
from xize.model.source import SourceDocument, Table

_ROWS = 3
"""The header stands in the first rows."""


def one_below_the_other(document: SourceDocument, table: Table) -> Table:
    """Return a table whose header is printed twice side by side with the right half below the left; others as is.

    The right half's header is then a repeated one. A cell over both halves (a title, a note) stays where it is, unless
    there is one below the header: then the halves are no tables of their own.
    """
    half = table.cols // 2
    top = next((row for row in range(min(_ROWS, table.rows)) if _is_twice(document, table, row)), None)
    if top is None:
        return table
    body = [cell for cell in table.cells if cell.row >= top]
    if any(cell.col < half < cell.col + cell.colspan for cell in body):
        return table
    below = table.rows - top
    cells = [replace(cell, colspan=min(cell.colspan, half)) for cell in table.cells if cell.row < top]
    cells += [cell if cell.col < half else replace(cell, row=cell.row + below, col=cell.col - half) for cell in body]
    cells.sort(key=lambda cell: (cell.row, cell.col))
    return replace(table, rows=table.rows + below, cols=half, cells=tuple(cells))


def _is_twice(document: SourceDocument, table: Table, row: int) -> bool:
    """Return whether a row is the same header twice: at least two known words, a name among them."""
    words = {cell.col: header_words(document.cut(cell.spans)) for cell in table.cells if cell.row == row}
    half, odd = divmod(table.cols, 2)
    if odd or half < 2 or len(words) != table.cols:
        return False
    left, right = ([words.get(col, "") for col in range(start, start + half)] for start in (0, half))
    roles = [role_of(text) for text in left]
    return (
        left == right and all(left) and sum(role is not None for role in roles) > 1 and bool({*roles} & {*NODE_ROLES})
    )
