r"""Tables drawn with characters: Markdown and other pipe tables, +---+ and box-drawing (┌─┬─┐) grids.

The drawing is visible text that says nothing, so it goes to the table's noise. In a grid with a rule between the rows a
row may have several lines, and a rule that leaves out a column shows a cell merged downwards.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from xize.extract.text.lines import Line
from xize.extract.text.rows import Rows, Spans, Unclear, trimmed
from xize.model.source import Span

_BAR = re.compile(r"(?<!\\)[|｜│┃║]")
_RULE = re.compile(r"[\s|｜│┃║+:\-—–=─━═┄┈┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝╭╮╰╯]+")
_STROKE = re.compile(r"[-—–=─━═┄┈]")
_CORNER = re.compile(r"[+┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝╭╮╰╯]")
_JOINT = re.compile(r"(?<!\\)[|｜│┃║+├┼┤┣╋┫╠╬╣]")
_PARTIAL = re.compile(r"[├┤┣┫╠╣]|\+-{2,}")
_BREAK = re.compile(r"<br\s*/?>|\\(?=[|｜])", re.IGNORECASE)


def could_be(line: Line) -> bool:
    """Whether a line could be the first of a drawn table."""
    return _BAR.search(line.text) is not None or (_CORNER.search(line.text) is not None and is_rule(line))


def is_rule(line: Line) -> bool:
    """Whether a line only draws: `| --- | :-: |`, `+---+---+`, `├──┼──┤`."""
    return _RULE.fullmatch(line.text) is not None and _STROKE.search(line.text) is not None


def read_table(lines: Sequence[Line], at: int, text: str) -> tuple[Rows | Unclear | None, int]:
    """Read the drawn table that begins at line `at`.

    Returns:
        The table, or why there is none, and the first line after it.
    """
    last = at
    while last < len(lines) and (_BAR.search(lines[last].text) or is_rule(lines[last])):
        last += 1
    block = lines[at:last]
    ruled = [number for number, line in enumerate(block) if is_rule(line)]
    rows_are_ruled = _rows_are_ruled(block, ruled)
    drawn = _Drawing(text, rows_are_ruled)
    for line in block:
        drawn.add(line)
    rows = drawn.rows()
    width = max((len(row) for row in rows), default=0)
    even = sum(len(row) == width for row in rows)
    if width < 2 or len(rows) < 2 or even * 2 < len(rows) or not (ruled or _framed(block)):
        return None, last
    if rows_are_ruled and _crowded(block, ruled, width):
        return Unclear(at, last), last
    return Rows(at, last, width, tuple(tuple(map(tuple, row)) for row in rows), tuple(drawn.noise)), last


def _framed(block: Sequence[Line]) -> bool:
    """Whether every line begins and ends with a bar: without any rule nothing less says that this is a table."""
    return all(_BAR.match(line.text.strip()) and _BAR.search(line.text.rstrip()[-1:]) for line in block)


def _rows_are_ruled(block: Sequence[Line], ruled: list[int]) -> bool:
    """Whether rules part every row (then a row may have several lines), not only the header from the rest."""
    corners = any(_CORNER.search(block[number].text) for number in ruled)
    inner = [number for number in ruled if 0 < number < len(block) - 1]
    return corners and len(inner) >= 2


def _crowded(block: Sequence[Line], ruled: list[int], width: int) -> bool:
    """Whether lines between two rules are all full: they may be rows of their own as well as one row's lines."""
    for above, below in pairwise(ruled):
        between = block[above + 1 : below]
        cells = [[piece for piece in _BAR.split(line.text) if piece.strip()] for line in between]
        if len(between) > 1 and all(len(row) >= width for row in cells):
            return True
    return False


@dataclass
class _Drawing:
    """Takes the lines of a drawn table one by one."""

    text: str
    rows_are_ruled: bool
    noise: list[Span] = field(default_factory=list)
    _rows: list[list[Spans]] = field(default_factory=list)
    _open: list[Spans] = field(default_factory=list)

    def add(self, line: Line) -> None:
        """Add a line: a rule ends the row, any other line fills it."""
        if is_rule(line):
            self.noise.append((line.start, line.end))
            self._close()
            return
        cells = self._cells(line)
        self._open += [()] * (len(cells) - len(self._open))
        for number, spans in enumerate(cells):
            self._open[number] += spans
        if not self.rows_are_ruled or _PARTIAL.search(line.text):
            self._close()

    def rows(self) -> list[list[Spans]]:
        """Return the rows of all lines added."""
        self._close()
        return self._rows

    def _close(self) -> None:
        if self._open:
            self._rows.append(self._open)
            self._open = []

    def _cells(self, line: Line) -> list[Spans]:
        """Part a line at its bars; the bars, the outer ones too, are noise."""
        bars = [found.span() for found in _BAR.finditer(line.text)]
        partial = self.rows_are_ruled and _PARTIAL.search(line.text) is not None
        if partial:
            bars = [found.span() for found in _JOINT.finditer(line.text)]
        self.noise += [(line.start + start, line.start + end) for start, end in bars]
        edges = [(0, 0), *bars, (len(line.text), len(line.text))]
        pieces = [(a[1], b[0]) for a, b in pairwise(edges)]
        if bars and not line.text[: bars[0][0]].strip():
            pieces = pieces[1:]
        if bars and not line.text[bars[-1][1] :].strip():
            pieces = pieces[:-1]
        if partial:
            return [self._partial_rule(line, start, end) for start, end in pieces]
        return [self._spans(line.start + start, line.start + end) for start, end in pieces]

    def _partial_rule(self, line: Line, start: int, end: int) -> Spans:
        """Take one column of a line that rules only some columns."""
        if _RULE.fullmatch(line.text[start:end]):
            self.noise += trimmed(self.text, line.start + start, line.start + end)
            return ()
        return self._spans(line.start + start, line.start + end)

    def _spans(self, start: int, end: int) -> Spans:
        """Return a cell's text without line-break tags and the backslash of an escaped bar, which are noise."""
        spans: Spans = ()
        for found in _BREAK.finditer(self.text, start, end):
            spans += trimmed(self.text, start, found.start())
            self.noise.append(found.span())
            start = found.end()
        return spans + trimmed(self.text, start, end)
