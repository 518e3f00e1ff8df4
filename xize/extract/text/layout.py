"""From rows of tab cells to a table: which columns the cells of a narrower row cover, and what is a repeated header."""

from __future__ import annotations

from collections.abc import Sequence

from xize.extract.text.lines import Line
from xize.extract.text.tabbed import Row, TabTable, cell_text
from xize.model.source import Cell, Span, Table


def lay_out(lines: Sequence[Line], found: TabTable, index: int) -> tuple[Table, list[tuple[Span, int]]]:
    """Return the table, and range and cells of each row whose merged cells could only be supposed.

    Merged cells are not declared in text: an empty cell may be the continuation of the one above or to the left.
    """
    header, rows, dropped = _drop_repeats(lines, found)
    cells: list[Cell] = []
    doubtful: list[tuple[Span, int]] = []
    for number, row in enumerate(rows):
        below = rows[number + 1] if number + 1 < len(rows) else ()
        spans, sure = _spans(lines, row, below, found.width)
        if not sure:
            doubtful.append((_extent(lines, row), len(row)))
        col = 0
        for cell, width in zip(row, spans, strict=True):
            texts = (cell.span,) if cell.span else ()
            cells.append(Cell(row=number, col=col, spans=texts, colspan=width, header=number < header))
            col += width
    extent = (lines[found.first].start, lines[found.last - 1].end)
    table = Table(
        index=index,
        start=extent[0],
        end=extent[1],
        rows=len(rows),
        cols=found.width,
        cells=tuple(cells),
        spans_known=False,
        header_rows=header,
        noise=tuple(cell.span for row in dropped for cell in row if cell.span),
        pieces=(extent,),
    )
    return table, doubtful


def _drop_repeats(lines: Sequence[Line], found: TabTable) -> tuple[int, list[Row], list[Row]]:
    """Return the number of header rows that repeat (0: none does), the rows without repeats, and the repeats."""
    first = next(number for number, row in enumerate(found.rows) if len(row) == found.width)
    header = _texts(lines, found.rows[first])
    kept: list[Row] = []
    dropped: list[Row] = []
    for number, row in enumerate(found.rows):
        # A header says something in nearly every column; a row of blanks repeats without being one.
        repeats = number > first and sum(map(bool, header)) * 2 > found.width and _texts(lines, row) == header
        (dropped if repeats else kept).append(row)
    return (first + 1 if dropped else 0), kept, dropped


def _texts(lines: Sequence[Line], row: Row) -> list[str]:
    return [cell_text(lines, cell) for cell in row]


def _extent(lines: Sequence[Line], row: Row) -> Span:
    return lines[row[0].first].start, lines[row[-1].last - 1].end


def _spans(lines: Sequence[Line], row: Row, below: Row, width: int) -> tuple[list[int], bool]:
    """Return how many columns each cell of a row covers, and whether that is sure.

    Sure: a full row; a single cell (a title across the table); and a header row above one whose empty cells show which
    column was split. Else the longest text is supposed to be the merged cell, for which it had the room.
    """
    surplus = width - len(row)
    if surplus == 0:
        return [1] * width, True
    texts = _texts(lines, row)
    if len(row) == 1:
        return [width], True
    fits = [at for at in range(len(row)) if _splits(lines, at, surplus, below, width)]
    wide = fits[0] if len(fits) == 1 else max(range(len(row)), key=lambda at: len(texts[at]))
    return [1 + surplus if at == wide else 1 for at in range(len(row))], len(fits) == 1


def _splits(lines: Sequence[Line], at: int, surplus: int, below: Row, width: int) -> bool:
    """Whether the row below has text exactly under cell `at` widened by `surplus`, as a second header row has."""
    if len(below) != width:
        return False
    under = range(at, at + surplus + 1)
    return all(bool(text) == (col in under) for col, text in enumerate(_texts(lines, below)))
