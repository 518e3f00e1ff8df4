"""Tables whose columns are lined up with spaces; Chinese characters are two columns wide.

Read only where it is clear: a header of at least three short words, and every line below begins its pieces exactly
where the header does. Anything less stays text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from xize.extract.text.lines import Line
from xize.extract.text.rows import Rows, Spans

_GAP = re.compile(r"(?: {2,}|\u3000)[ \u3000]*")
_WORD = 12
"""The longest header word."""


@dataclass(frozen=True)
class _Piece:
    column: int
    start: int
    end: int


def could_be(line: Line) -> bool:
    """Whether a line could be a header: at least three short words with wide gaps."""
    if line.text[:1].isspace() or len(line.text) > 300:
        return False
    words = [word for word in _GAP.split(line.text) if word.strip()]
    return len(words) >= 3 and all(len(word) <= _WORD for word in words)


def read_table(lines: Sequence[Line], at: int) -> tuple[Rows | None, int]:
    """Read the aligned columns below the header in line `at`; return the table, if it is one, and the line after."""
    starts = [piece.column for piece in _pieces(lines[at])]
    rows: list[list[Spans]] = []
    last = at
    # A line with tabs begins a table of another shape, below a line of blanks to fill in.
    while last < len(lines) and not lines[last].blank and "\t" not in lines[last].text.strip():
        pieces = _pieces(lines[last])
        if any(piece.column not in starts for piece in pieces):
            return None, at + 1
        row: list[Spans] = [()] * len(starts)
        for piece in pieces:
            row[starts.index(piece.column)] = ((piece.start, piece.end),)
        if len(pieces) == 1 and rows and not row[0]:
            # One piece below another column: the cell above went on in a second line.
            rows[-1] = [above + below for above, below in zip(rows[-1], row, strict=True)]
        else:
            rows.append(row)
        last += 1
    if len(rows) < 3 or sum(sum(map(bool, row)) >= 2 for row in rows) < len(rows):
        return None, last
    return Rows(at, last, len(starts), tuple(map(tuple, rows))), last


def _pieces(line: Line) -> list[_Piece]:
    """Return the stretches of a line between wide gaps, with the screen column each begins in."""
    pieces: list[_Piece] = []
    column = here = 0
    text = line.text.rstrip()
    gaps = [found.span() for found in _GAP.finditer(text)]
    for start, end in [*gaps, (len(text), len(text))]:
        if start > here:
            pieces.append(_Piece(column, line.start + here, line.start + start))
        column += sum(_width(character) for character in text[here:end])
        here = end
    return pieces


def _width(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1
