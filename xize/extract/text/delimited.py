"""Tables whose cells stand in one line, parted by tabs (copied from a spreadsheet) or commas (a CSV file).

A cell in double quotes may hold the separator, line breaks and doubled quotes; the quotes around it are noise.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

from xize.extract.text.lines import Line
from xize.extract.text.rows import Rows, Spans, squash, trimmed
from xize.model.source import Span

_HEADER_CELL = 20
"""The longest cell of a CSV header; longer ones are a sentence with commas."""
_STRIPPED = 3
"""The least cells of a row whose last ones are taken for stripped off."""
_WRAPPED = 40
"""In how many lines a row must be complete."""
_NUMBER = re.compile(r"[（(]?(\d{1,3}|[一二三四五六七八九十]{1,3})[）).．、]+|[①-⑳•·●■◆-]|")
_SENTENCE = re.compile(r"[。；;!?！？]")


def could_be(line: Line) -> bool:
    """Whether a line could be a row of cells parted by tabs; a tab before each cell is as good as one between."""
    return "\t" in line.text.strip("\t ")


def read_tabs(lines: Sequence[Line], at: int, text: str) -> tuple[Rows | None, int]:
    """Read rows of cells parted by tabs from line `at` on; return the table, if it is one, and the line after."""
    rows, noise, last = _records(lines, at, text, "\t", blank_ends=True)
    rows = _without_margin(rows)
    width = max(map(len, rows))
    # An editor strips the tabs of empty cells at a line's end, as of a score still to be filled in.
    lengths = Counter(len(row) for row in rows if len(row) == width or len(row) >= max(_STRIPPED, width - 2))
    full = max(lengths.values())
    # Two columns are also what a tab after a list number makes; three rows in line are a table.
    enough = len(rows) >= 2 and full * 2 >= len(rows) and len(rows[0]) == width
    if width < 2 or not enough or (width == 2 and (len(rows) < 3 or _is_list(rows, text))):
        return None, last
    return Rows(at, last, width, tuple(map(tuple, rows)), tuple(noise), ragged=True), last


def _without_margin(rows: list[list[Spans]]) -> list[list[Spans]]:
    """Return the rows without the columns left of all text, which only tabs at the beginning of every line make."""
    margin = min(next((at for at, cell in enumerate(row) if cell), len(row)) for row in rows)
    return [row[margin:] for row in rows] if margin < min(map(len, rows)) else rows


def _is_list(rows: list[list[Spans]], text: str) -> bool:
    """Whether the first of two columns are only list numbers, which a tab parts from their paragraphs."""
    return all(_NUMBER.fullmatch(squash(text, row[0])) for row in rows)


def read_commas(lines: Sequence[Line], text: str) -> Rows | None:
    """Read a whole file as CSV: after lines of one cell (a title), all rows are as wide as a header of short words."""
    shown = [number for number, line in enumerate(lines) if not line.blank]
    head = len(list(takewhile(lambda number: "," not in lines[number].text, shown)))
    if len(shown) - head < 2 or head > 3:
        return None
    first = shown[head]
    header = lines[first].text.split(",")
    if len(header) < 3 or any(len(word) > _HEADER_CELL or _SENTENCE.search(word) for word in header):
        return None
    rows, noise, last = _records(lines, first, text, ",", blank_ends=False)
    if len(rows) < 2 or any(len(row) != len(header) for row in rows):
        return None
    noise += [(at, at + 1) for at in _separators(rows, text, lines[first].start, lines[last - 1].end)]
    return Rows(first, last, len(header), tuple(map(tuple, rows)), tuple(sorted(noise)), ragged=True)


def _separators(rows: list[list[Spans]], text: str, start: int, end: int) -> list[int]:
    """Return where the commas stand that part cells: those outside every cell."""
    held = sorted(span for row in rows for cell in row for span in cell)
    found: list[int] = []
    here = start
    for first, last in [*held, (end, end)]:
        found += [at for at in range(here, first) if text[at] == ","]
        here = last
    return found


def _records(
    lines: Sequence[Line], at: int, text: str, separator: str, *, blank_ends: bool
) -> tuple[list[list[Spans]], list[Span], int]:
    """Read records from line `at` on; return rows, the quotes around cells, and the line after the last record."""
    rows: list[list[Spans]] = []
    noise: list[Span] = []
    while at < len(lines):
        line = lines[at]
        if line.blank or (blank_ends and separator not in line.text):
            if blank_ends:
                break
            at += 1
            continue
        row: list[Spans] = []
        here = line.start
        while True:
            cell, quotes, here = _field(lines, at, text, here, separator)
            row.append(cell)
            noise += quotes
            while at + 1 < len(lines) and here > lines[at].end:
                at += 1
            if blank_ends and rows and (below := _goes_on(lines, at, here, len(rows[0]) - len(row))):
                # A line break inside a cell stays one where a Word row is copied as text.
                whole = [span for line in lines[at + 1 : below] for span in trimmed(text, line.start, line.end)]
                rest, quotes, here = _field(lines, below, text, lines[below].start, separator)
                row[-1] = (*row[-1], *whole, *rest)
                noise += quotes
                at = below
            if here >= lines[at].end:
                break
            here += 1
            if here == lines[at].end:
                row.append(())
                break
        rows.append(row)
        at += 1
    return rows, noise, at


def _goes_on(lines: Sequence[Line], at: int, here: int, missing: int) -> int:
    """Return the line in which the cell that stops at `here`, a line's end, goes on to a tab; 0 where it does not.

    It does where the lines below hold just the tabs that are missing to a whole row.
    """
    if here < lines[at].end or missing <= 0 or at + 1 >= len(lines) or lines[at + 1].text.startswith("\t"):
        return 0
    found = 0
    for below in range(at + 1, min(at + _WRAPPED, len(lines))):
        tabs = lines[below].text.count("\t")
        if lines[below].blank or tabs > missing:
            return 0
        missing -= tabs
        found = found or (below if tabs else 0)
        if not missing:
            return found
    return 0


def _field(lines: Sequence[Line], at: int, text: str, start: int, separator: str) -> tuple[Spans, list[Span], int]:
    """Read one cell from `start` on; return its spans, the quotes around it, and where it ends."""
    end = lines[at].end
    if text.startswith('"', start):
        close = start + 1
        limit = lines[min(at + 200, len(lines) - 1)].end
        while (close := text.find('"', close, limit)) >= 0 and text.startswith('""', close):
            close += 2
        after = text[close + 1 : close + 2] if close >= 0 else "?"
        if close >= 0 and (after in {separator, "\r", "\n", ""}):
            cell, doubled = _undouble(text, start + 1, close)
            return cell, [(start, start + 1), *doubled, (close, close + 1)], close + 1
    stop = text.find(separator, start, end)
    stop = end if stop < 0 else stop
    return trimmed(text, start, stop), [], stop


def _undouble(text: str, start: int, end: int) -> tuple[Spans, list[Span]]:
    """Return a quoted cell's text with one quote for two, and where the other quotes stand."""
    cell: Spans = ()
    doubled: list[Span] = []
    while (at := text.find('""', start, end)) >= 0:
        cell += ((start, at + 1),)
        doubled.append((at + 1, at + 2))
        start = at + 2
    return ((*cell, (start, end)) if cell else trimmed(text, start, end)), doubled
