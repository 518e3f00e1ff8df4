"""Join the tables of consecutive pages: repeated headers, rows split by a page, merged cells carried over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from xize.extract.pdf.grid import Grid, GridCell
from xize.extract.pdf.lines import Line
from xize.extract.pdf.seam import NEVER, Seam, goes_on

_SAME = 3.0
"""Column edges nearer than this are the same edge."""

_MOST_HEADER_ROWS = 5


@dataclass
class Piece:
    """The part of a cell that one page holds."""

    lines: list[Line]
    x0: float
    x1: float
    top: float
    bottom: float


@dataclass
class WholeCell:
    """A cell of a joined table with its part on each page."""

    row: int
    col: int
    rowspan: int
    colspan: int
    pieces: list[Piece]

    @property
    def text(self) -> str:
        """Its characters without white space."""
        return "".join("".join(line.text.split()) for piece in self.pieces for line in piece.lines)


@dataclass
class WholeTable:
    """A table with all its pages.

    `noise` are the lines dropped, each after a row; `starts` the rows that pages begin with; `unsure` the lines that
    begin a page and may or may not go on with the row before.
    """

    xs: list[float]
    rows: int
    cells: list[WholeCell]
    page: int
    ruled: bool
    header_rows: int = 0
    noise: list[tuple[int, list[Line]]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    irregular: bool = False
    unsure: list[Line] = field(default_factory=list)

    def at(self, row: int, col: int) -> WholeCell | None:
        """Return the cell that covers a position."""
        for cell in reversed(self.cells):
            if cell.row <= row < cell.row + cell.rowspan and cell.col <= col < cell.col + cell.colspan:
                return cell
        return None


def whole(grid: Grid) -> WholeTable:
    """Return a page's grid as a table of its own."""
    cells = [_whole_cell(cell, 0) for cell in grid.cells]
    return WholeTable(
        list(grid.xs), len(grid.ys) - 1, cells, grid.page, grid.ruled, starts=[0], irregular=grid.irregular
    )


def _whole_cell(cell: GridCell, shift: int) -> WholeCell:
    return WholeCell(cell.row + shift, cell.col, cell.rowspan, cell.colspan, [_piece(cell)])


def _piece(cell: GridCell) -> Piece:
    return Piece(cell.lines, cell.x0, cell.x1, cell.top, cell.bottom)


def same_columns(table: WholeTable, grid: Grid) -> bool:
    """Tell whether a grid has a table's columns: the same outer edges, and no inner edge that contradicts them."""
    if abs(table.xs[0] - grid.xs[0]) > _SAME or abs(table.xs[-1] - grid.xs[-1]) > _SAME:
        return False
    few, many = sorted((table.xs, grid.xs), key=len)
    return all(any(abs(edge - other) <= _SAME for other in many) for edge in few)


def extend(table: WholeTable, grid: Grid) -> None:
    """Join the grid that goes on with a table on the next page."""
    _unite_columns(table, grid)
    head = _repeated_header(table, grid)
    body = [cell for cell in grid.cells if cell.row >= head]
    dropped = [line for cell in grid.cells if cell.row < head for line in cell.lines]
    for cell in body:
        cell.row -= head
    table.header_rows = max(table.header_rows, head)
    table.page = grid.page
    table.irregular = table.irregular or grid.irregular
    weight = _row_goes_on(table, [cell for cell in body if cell.row == 0])
    split = weight > 0
    if -1 <= weight <= 1:
        table.unsure.append(next(line for cell in body if cell.row == 0 for line in cell.lines))
    shift = table.rows - 1 if split else table.rows
    table.starts.append(shift)
    if dropped:
        table.noise.append((table.rows - 1, dropped))
    for cell in body:
        upper = table.at(table.rows - 1, cell.col) if cell.row == 0 else None
        if upper is not None and upper.colspan == cell.colspan and (split or _carried(table, upper, cell, body)):
            _carry(table, upper, cell, shift, split)
        else:
            table.cells.append(_whole_cell(cell, shift))
    table.rows = max(cell.row + cell.rowspan for cell in table.cells)
    table.cells.sort(key=lambda cell: (cell.row, cell.col))


def _carry(table: WholeTable, upper: WholeCell, cell: GridCell, shift: int, split: bool) -> None:
    upper.rowspan = shift + cell.rowspan - upper.row
    if cell.text and not split and cell.text == upper.text:
        table.noise.append((shift - 1, cell.lines))
    else:
        upper.pieces.append(_piece(cell))


def _unite_columns(table: WholeTable, grid: Grid) -> None:
    """Give both the union of their column edges."""
    edges = list(table.xs)
    edges.extend(edge for edge in grid.xs if all(abs(edge - other) > _SAME for other in table.xs))
    edges.sort()
    _move(table.cells, [_nearest(edges, x) for x in table.xs])
    _move(grid.cells, [_nearest(edges, x) for x in grid.xs])
    table.xs, grid.xs = edges, list(edges)


def _nearest(edges: Sequence[float], x: float) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - x))


def _move(cells: Sequence[WholeCell] | Sequence[GridCell], place: Sequence[int]) -> None:
    for cell in cells:
        end = place[cell.col + cell.colspan]
        cell.col = place[cell.col]
        cell.colspan = end - cell.col


def _repeated_header(table: WholeTable, grid: Grid) -> int:
    """Return how many rows at the top of a grid print the first rows of the table again."""
    count = 0
    for row in range(min(_MOST_HEADER_ROWS, table.rows, len(grid.ys) - 1)):
        mine = {(cell.col, cell.text) for cell in table.cells if cell.row == row and cell.text}
        again = {(cell.col, cell.text) for cell in grid.cells if cell.row == row and cell.text}
        if mine != again or not mine:
            break
        count += 1
    return count


def _carried(table: WholeTable, upper: WholeCell, cell: GridCell, body: Sequence[GridCell]) -> bool:
    """Tell whether a cell at the top of a page is the merged cell that stood at the bottom of the page before.

    It is where it prints the words of a merged label again and all to its left is carried, too; or where it is empty
    and itself merged, or the column has merged cells but no empty cell of its own. An empty cell under an empty cell
    goes with it where all to its left does.
    """
    merges = _merges(table, body, cell.col)
    leading = all(_same_label(table, left) for left in body if left.row == 0 and left.col < cell.col)
    if cell.text:
        return leading and merges and cell.text == upper.text and _has_more(body, cell.col)
    own_empty = any(
        not other.text and other.rowspan == 1 and other.col == cell.col and other is not upper
        for other in table.cells
        if other.row >= table.header_rows
    )
    if cell.rowspan > 1 and upper.text:
        return True
    return not own_empty and (merges if upper.text else leading)


def _same_label(table: WholeTable, cell: GridCell) -> bool:
    """Tell whether a cell at the top of a page is empty or prints what stood at the bottom of the page before."""
    upper = table.at(table.rows - 1, cell.col)
    return upper is not None and cell.text in {"", upper.text}


def _merges(table: WholeTable, body: Sequence[GridCell], col: int) -> bool:
    """Tell whether a column has cells merged from row to row."""
    spans = [(cell.rowspan, cell.col) for cell in table.cells] + [(cell.rowspan, cell.col) for cell in body]
    return any(rowspan > 1 and at == col for rowspan, at in spans)


def _has_more(body: Sequence[GridCell], col: int) -> bool:
    """Tell whether something to the right in the same row has text: what the merged label belongs to."""
    return any(cell.row == 0 and cell.col > col and cell.text for cell in body)


def _always_filled(table: WholeTable, col: int) -> bool:
    """Tell whether a column has text in every row, so that a row without is none of its own."""
    return all(cell.text and cell.rowspan == 1 for cell in table.cells if cell.col == col)


def _row_goes_on(table: WholeTable, first: Sequence[GridCell]) -> int:
    """Weigh whether a page's first row goes on with the last row of the page before; see `goes_on`."""
    seams: list[Seam] = []
    silent = 0
    for cell in first:
        upper = table.at(table.rows - 1, cell.col)
        if upper is None or (cell.text and upper.colspan != cell.colspan):
            return NEVER
        piece = upper.pieces[-1]
        if cell.text:
            seams.append(Seam(piece.lines, cell.lines, piece.x0, piece.x1, piece.bottom))
        elif upper.text and upper.row == table.rows - 1 and (seams or _always_filled(table, cell.col)):
            silent += 1
    return goes_on(seams, silent)
