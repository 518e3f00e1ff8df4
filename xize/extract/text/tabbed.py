r"""Tables whose every cell is a line that starts with a tab: what is left when a Word table becomes text.

A cell may hold several lines, and blank ones; rows are parted by a blank line. A blank line before a tab therefore ends
either a row or only a cell, and the width of the table tells which: the chunks between such blank lines are joined into
rows of the table's width. A row that stays narrower had cells merged horizontally. Two blank lines before text that
starts without a tab end the table, unless a row is still incomplete there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from xize.extract import limits
from xize.extract.text.lines import Line
from xize.extract.text.rows import Rows, Unclear
from xize.model.source import Span

_JOIN = 0.05
"""What it costs to take a blank line for the inside of a row; a row narrower than the table costs 1."""
_SPLIT = 0.6
"""What it costs to part a chunk that holds several rows without a blank line."""
_WIDTHS = 6
"""How many of the most frequent chunk lengths are tried as the table's width."""
_HEADING = 40
"""The longest cell of a header row; a run of longer ones is prose that indents with tabs."""


@dataclass(frozen=True, slots=True)
class TabCell:
    """A cell: its lines `[first, last)`, its text range (None: empty), and the number of blank lines after it."""

    first: int
    last: int
    span: Span | None
    blank_after: int = 0


Row = tuple[TabCell, ...]
_LOOK_BACK = 4 * limits.COLUMNS
"""How many cells are looked back at for the table's width while it is still being read."""


def is_cell(line: Line) -> bool:
    """Whether a line is a tab cell: one tab at its start (several are the separators of another shape)."""
    return line.text.startswith("\t") and "\t" not in line.text[1:]


def read_table(lines: Sequence[Line], at: int) -> tuple[Rows | Unclear | None, int]:
    """Read the tab cells from line `at` on.

    Returns:
        The table, or why there is none, and the first line after the cells that were looked at.
    """
    cells, soft_end = _cells(lines, at)
    last = cells[-1].last
    chunks = _chunks(cells)
    width = _width(chunks)
    if width < 2:
        return None, last
    if len(chunks) == 1:
        return (Unclear(at, last) if len(cells) >= 6 else None), last
    rows = _rows(chunks, width)[1]
    if sum(len(row) == width for row in rows) < 2 or not _has_header(lines, rows, width):
        return None, last
    unclear: Span | None = None
    if soft_end:
        rows[-1], last, unclear = _without_tail(lines, rows[-1], last)
    spans = tuple(tuple((cell.span,) if cell.span else () for cell in row) for row in rows)
    return Rows(at, last, width, spans, unclear_end=unclear), last


def _text(lines: Sequence[Line], cell: TabCell) -> str:
    return "".join("".join(line.text.split()) for line in lines[cell.first : cell.last])


def _cells(lines: Sequence[Line], at: int) -> tuple[list[TabCell], bool]:
    """Read cells up to the end of the table; also tell whether the end is soft (no two blank lines mark it)."""
    cells: list[TabCell] = []
    header: list[str] = []
    while at < len(lines) and is_cell(lines[at]):
        last, blank, hard = _reach(lines, at)
        if hard and _row_open(lines, cells, at, last + blank):
            # Two blank lines inside a cell: the row they stand in is complete only with what follows.
            last, blank, hard = _reach(lines, at, across=last + blank)
        cells.append(TabCell(at, last, _span(lines, at, last), blank))
        at = last + blank
        if hard or at >= len(lines):
            return cells, not hard
        if not header and blank:
            header = [_text(lines, cell) for cell in cells]
        elif header and (_begins_again(lines, cells[-1], at, header) or _left_below(lines, cells, len(header))):
            return cells, True
    return cells, True


def _reach(lines: Sequence[Line], at: int, across: int = -1) -> tuple[int, int, bool]:
    """Return the line after the cell's text, the blank lines after it, and whether two of them precede plain text."""
    last = here = at + 1
    while here < len(lines):
        if lines[here].blank and not is_cell(lines[here]):
            here += 1
            continue
        if is_cell(lines[here]):
            return last, here - last, False
        if here - last >= 2 and here > across:
            return last, here - last, True
        here = last = here + 1
    return last, len(lines) - last, False


def _row_open(lines: Sequence[Line], cells: list[TabCell], at: int, text: int) -> bool:
    """Whether the cell at line `at` leaves its row open and the cells after the text at line `text` complete it."""
    if not cells:
        return False
    chunks = _chunks([*cells[-_LOOK_BACK:], TabCell(at, at + 1, None)])
    width = Counter(len(chunk) for chunk in chunks).most_common(1)[0][0]
    missing = width - len(chunks[-1])
    if missing <= 0:
        return False
    here = text
    while here < len(lines) and not is_cell(lines[here]):
        if here - text > 1 and lines[here].blank and lines[here - 1].blank:
            return False
        here += 1
    following = sum(1 for _ in _same_chunk(lines, here))
    return following == missing


def _same_chunk(lines: Sequence[Line], at: int) -> list[int]:
    """Return the lines of the cells from `at` on, up to the first blank line before a tab."""
    found: list[int] = []
    while at < len(lines) and is_cell(lines[at]) and len(found) <= limits.COLUMNS:
        found.append(at)
        last, blank, _ = _reach(lines, at)
        if blank:
            break
        at = last
    return found


def _begins_again(lines: Sequence[Line], cell: TabCell, at: int, header: list[str]) -> bool:
    """Whether text after this cell leads to another table with the same header, which the cell cannot hold."""
    if cell.last - cell.first < 2 or len(header) < 2:
        return False
    following = [_text(lines, TabCell(here, here + 1, None)) for here in _same_chunk(lines, at)]
    return following[:2] == header[:2]


def _left_below(lines: Sequence[Line], cells: list[TabCell], width: int) -> bool:
    """Whether text stands a blank line below an empty cell that completes its row: it is no text of that cell."""
    cell = cells[-1]
    if cell.last - cell.first < 3 or not (lines[cell.first].blank and lines[cell.first + 1].blank):
        return False
    return len(_chunks(cells[-_LOOK_BACK:])[-1]) == width


def _span(lines: Sequence[Line], first: int, last: int) -> Span | None:
    """Return the text range of a cell without its tab and the blank lines around it; indents are kept."""
    shown = [line for line in lines[first:last] if not line.blank]
    if not shown:
        return None
    start = shown[0].start + (1 if shown[0] is lines[first] else 0)
    return start, shown[-1].start + len(shown[-1].text.rstrip())


def _chunks(cells: Sequence[TabCell]) -> list[Row]:
    """Part cells where a blank line precedes the next one."""
    number = 0
    numbered: list[tuple[int, TabCell]] = []
    for cell in cells:
        numbered.append((number, cell))
        number += cell.blank_after > 0
    return [tuple(cell for _, cell in group) for _, group in groupby(numbered, key=lambda item: item[0])]


def _width(chunks: list[Row]) -> int:
    """Return the width under which the chunks make the most regular table; 0 where there is none."""
    lengths = Counter(len(chunk) for chunk in chunks)
    tried = {length for length, _ in lengths.most_common(_WIDTHS)} | {max(lengths)}
    costs = [(_rows(chunks, width)[0], -width) for width in tried if width >= 2]
    return -min(costs)[1] if costs else 0


def _rows(chunks: list[Row], width: int) -> tuple[float, list[Row]]:
    """Join chunks into rows of `width`; return the cost and the rows of the cheapest way."""
    pieces: list[Row] = []
    split = 0.0
    for chunk in chunks:
        if len(chunk) > width and len(chunk) % width:
            return float("inf"), []
        pieces.extend(chunk[start : start + width] for start in range(0, len(chunk), width))
        split += _SPLIT * ((len(chunk) - 1) // width)
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(pieces) + 1):
        size, start, cheapest = 0, end, (float("inf"), end - 1)
        while start > 0 and size + len(pieces[start - 1]) <= width:
            start -= 1
            size += len(pieces[start])
            cost = best[start][0] + (0.0 if size == width else 1.0) + _JOIN * (end - start - 1)
            # A narrow row is one chunk: joining chunks is only worth it where it completes a row.
            if (size == width or end - start == 1) and cost < cheapest[0]:
                cheapest = (cost, start)
        best.append(cheapest)
    rows: list[Row] = []
    end = len(pieces)
    while end > 0:
        start = best[end][1]
        rows.append(tuple(cell for piece in pieces[start:end] for cell in piece))
        end = start
    return best[-1][0] + split, rows[::-1]


def _has_header(lines: Sequence[Line], rows: Sequence[Row], width: int) -> bool:
    header = next(row for row in rows if len(row) == width)
    return all(len(_text(lines, cell)) <= _HEADING for cell in header)


def _without_tail(lines: Sequence[Line], row: Row, last: int) -> tuple[Row, int, Span | None]:
    """Give the text after the last cell's first blank line back to the body: nothing says that the cell holds it.

    Returns:
        The row without that text, the line after it, and the place where it is not clear that the cell ends.
    """
    cell = row[-1]
    stop = next((at for at in range(cell.first + 1, cell.last) if lines[at].blank), cell.last)
    if lines[cell.first].blank:
        stop = cell.first + 1
    tail = [line for line in lines[stop : cell.last] if not line.blank]
    if not tail:
        return row, last, None
    cut = replace(cell, last=stop, span=_span(lines, cell.first, stop))
    # An empty last cell holds no paragraphs below; after a full one they may be its own.
    return (*row[:-1], cut), stop, (tail[0].start, tail[0].end) if cut.span else None
