"""From rows of cells to a table: which columns the cells of a narrower row cover, and what is a repeated header."""

from __future__ import annotations

from collections.abc import Sequence

from xize.extract.text.rows import Rows, Spans, extent, squash
from xize.model.source import Cell, Span, Table

Row = Sequence[Spans]


def lay_out(text: str, found: Rows, limits: Span, index: int) -> tuple[Table, list[tuple[Span, int]]]:
    """Return the table, and range and number of cells of each row whose merged cells could only be supposed.

    Merged cells are not declared in text: an empty cell may be the continuation of the one above or to the left.

    Args:
        text: the whole text.
        found: the rows.
        limits: the range of the table in the text.
        index: the table's number in the document.
    """
    header, rows, dropped = _drop_repeats(text, found)
    cells: list[Cell] = []
    doubtful: list[tuple[Span, int]] = []
    for number, row in enumerate(rows):
        below = rows[number + 1] if number + 1 < len(rows) else ()
        widths, sure = _widths(text, row, below, found)
        printed = extent(row)
        if not sure and printed:
            doubtful.append((printed, len(row)))
        col = 0
        for cell, width in zip(row, widths, strict=True):
            cells.append(Cell(row=number, col=col, spans=cell, colspan=width, header=number < header))
            col += width
    repeats = [span for row in dropped for cell in row for span in cell]
    table = Table(
        index=index,
        start=limits[0],
        end=limits[1],
        rows=len(rows),
        cols=found.width,
        cells=tuple(cells),
        spans_known=False,
        header_rows=header,
        noise=tuple(sorted((*repeats, *found.noise))),
        pieces=(limits,),
    )
    return table, doubtful


def _drop_repeats(text: str, found: Rows) -> tuple[int, list[Row], list[Row]]:
    """Return the number of header rows that repeat (0: none does), the rows without repeats, and the repeats."""
    first = next(number for number, row in enumerate(found.rows) if len(row) == found.width)
    header = [squash(text, cell) for cell in found.rows[first]]
    # A header says something in nearly every column; a row of blanks repeats without being one.
    telling = sum(map(bool, header)) * 2 > found.width
    kept: list[Row] = []
    dropped: list[Row] = []
    for number, row in enumerate(found.rows):
        repeats = telling and number > first and [squash(text, cell) for cell in row] == header
        (dropped if repeats else kept).append(row)
    return (first + 1 if dropped else 0), kept, dropped


def _widths(text: str, row: Row, below: Row, found: Rows) -> tuple[list[int], bool]:
    """Return how many columns each cell of a row covers, and whether that is sure.

    Sure: a full row; a single cell (a title across the table); and a header row above one whose empty cells show which
    column was split. Else the longest text is supposed to be the merged cell, for which it had the room.
    """
    surplus = found.width - len(row)
    if surplus == 0 or found.ragged:
        return [1] * len(row), True
    if len(row) == 1:
        return [found.width], True
    fits = [at for at in range(len(row)) if _splits(text, range(at, at + surplus + 1), below, found.width)]
    wide = fits[0] if len(fits) == 1 else max(range(len(row)), key=lambda at: len(squash(text, row[at])))
    return [1 + surplus if at == wide else 1 for at in range(len(row))], len(fits) == 1


def _splits(text: str, under: range, below: Row, width: int) -> bool:
    """Whether the row below has text exactly in the columns `under`, as a second header row has under a split cell."""
    return len(below) == width and all(bool(squash(text, cell)) == (col in under) for col, cell in enumerate(below))
