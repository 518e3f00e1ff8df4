"""Tables without upright rules (无框线表): columns told from blanks that run through several lines, where clear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from xize.extract.pdf.grid import Grid, GridCell
from xize.extract.pdf.lines import Line, split_at_gaps
from xize.extract.pdf.rules import Rule

_GAP = 1.6
"""The blank between two columns, in ems, by which a line is parted."""

_GUTTER = 0.8
"""What must be left of it, in ems, when all lines lie over one another."""

_PITCH = 4.0
"""Lines further apart than this, in ems, are not of one table."""

_COLUMNS = 3
_ROWS = 3
_HEADER_CHARS = 12


@dataclass
class _Run:
    """Lines that keep to the columns of their first; `columns` are the widths taken up so far."""

    columns: list[tuple[float, float]]
    lines: list[list[Line]] = field(default_factory=list)

    def take(self, pieces: list[Line]) -> bool:
        """Add a line if its pieces keep to the columns and leave the gutters open."""
        columns = list(self.columns)
        for piece in pieces:
            over = [i for i, (x0, x1) in enumerate(columns) if piece.x0 < x1 and piece.x1 > x0]
            if len(over) != 1:
                return False
            x0, x1 = columns[over[0]]
            columns[over[0]] = (min(x0, piece.x0), max(x1, piece.x1))
        if any(right[0] - left[1] < _GUTTER * pieces[0].size for left, right in pairwise(columns)):
            return False
        self.columns = columns
        self.lines.append(pieces)
        return True

    def column(self, piece: Line) -> int:
        """Return the column a piece stands in."""
        return next(i for i, (x0, x1) in enumerate(self.columns) if piece.x0 < x1 and piece.x1 > x0)


def aligned_tables(lines: Sequence[Line], rules: Sequence[Rule], page: int) -> tuple[list[Grid], list[Line]]:
    """Return the tables that lines form by their alignment, and the lines left over.

    Args:
        lines: the lines outside ruled tables, from top to bottom.
        rules: the level rules that belong to no ruled table; between rows, or above and below a header.
        page: the page's number.
    """
    grids: list[Grid] = []
    rest: list[Line] = []
    at = 0
    while at < len(lines):
        run = _run(lines, at)
        grid = _grid(run, rules, page) if run else None
        if run is None or grid is None:
            rest.append(lines[at])
            at += 1
        else:
            grids.append(grid)
            at += len(run.lines)
    return grids, rest


def _run(lines: Sequence[Line], at: int) -> _Run | None:
    pieces = split_at_gaps(lines[at], _GAP * lines[at].size)
    if len(pieces) < _COLUMNS or any(len(piece.text) > _HEADER_CHARS for piece in pieces):
        return None
    run = _Run([(piece.x0, piece.x1) for piece in pieces])
    run.take(pieces)
    for above, line in pairwise(lines[at:]):
        if line.base - above.base > _PITCH * above.size:
            break
        if not run.take(split_at_gaps(line, _GAP * line.size)):
            break
    return run


def _grid(run: _Run, rules: Sequence[Rule], page: int) -> Grid | None:
    """Return the grid of a run, or None where it is not clearly a table: too few rows, or rows with holes."""
    rows, sure = _rows(run, rules)
    if not sure:
        return None
    filled = [len({run.column(piece) for line in row for piece in line}) for row in rows]
    width = len(run.columns)
    if len(rows) < _ROWS or sum(count >= width - 1 for count in filled) < 0.8 * len(rows):
        return None
    xs = [
        run.columns[0][0] - 1,
        *((left[1] + right[0]) / 2 for left, right in pairwise(run.columns)),
        run.columns[-1][1] + 1,
    ]
    tops = [min(piece.top for line in row for piece in line) - 1 for row in rows]
    bottom = max(piece.bottom for line in rows[-1] for piece in line) + 1
    grid = Grid(page, xs, [*tops, bottom], [], ruled=False)
    for r, (row, (top, below)) in enumerate(zip(rows, pairwise(grid.ys), strict=True)):
        cells = [GridCell(r, c, 1, 1, x0, top, x1, below) for c, (x0, x1) in enumerate(pairwise(xs))]
        for line in row:
            for piece in line:
                cells[run.column(piece)].lines.append(piece)
        grid.cells.extend(cells)
    return grid


def _rows(run: _Run, rules: Sequence[Rule]) -> tuple[list[list[list[Line]]], bool]:
    """Group the lines of a run to rows: at the rules where each row has one, else where the first column begins.

    The second value tells whether that is sure: rows of several lines must be parted by rules or by wider gaps, for a
    first column that is set in the middle of its row would take the lines above it for the row before.
    """
    rows: list[list[list[Line]]] = [[run.lines[0]]]
    ruled = [_between(above, line, rules) for above, line in pairwise(run.lines)]
    by_rules = sum(ruled) >= 2
    for line, rule in zip(run.lines[1:], ruled, strict=True):
        columns = {run.column(piece) for piece in line}
        if rule or (not by_rules and (0 in columns or len(columns) > 0.6 * len(run.columns))):
            rows.append([line])
        else:
            rows[-1].append(line)
    if by_rules or all(len(row) == 1 for row in rows):
        return rows, True
    inner = max(below[0].base - above[0].base for row in rows for above, below in pairwise(row))
    outer = min(below[0][0].base - above[-1][0].base for above, below in pairwise(rows)) if len(rows) > 1 else 0.0
    return rows, outer > 1.2 * inner


def _between(above: Sequence[Line], line: Sequence[Line], rules: Sequence[Rule]) -> bool:
    low, high = max(piece.base for piece in above), min(piece.base for piece in line)
    return any(low < rule.at < high and rule.start <= line[0].x0 and rule.end >= line[-1].x0 for rule in rules)
