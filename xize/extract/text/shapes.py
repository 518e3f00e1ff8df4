"""Which lines of a text are tables: each shape is asked in turn where a line looks like its beginning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xize.extract.text import aligned, delimited, drawn, tabbed
from xize.extract.text.lines import Line
from xize.extract.text.rows import Rows, Unclear


def find_tables(text: str, lines: Sequence[Line]) -> Iterator[Rows | Unclear]:
    """Yield the tables of a text in order, and the places where there is one whose rows cannot be told."""
    whole = delimited.read_commas(lines, text)
    if whole is not None:
        yield whole
        return
    at = 0
    while at < len(lines):
        found, after = _read(text, lines, at)
        if found is not None:
            yield found
        at = max(after, at + 1)


def _read(text: str, lines: Sequence[Line], at: int) -> tuple[Rows | Unclear | None, int]:
    line = lines[at]
    if tabbed.is_cell(line):
        return tabbed.read_table(lines, at)
    if line.blank:
        return None, at + 1
    if drawn.could_be(line):
        return drawn.read_table(lines, at, text)
    if delimited.could_be(line):
        return delimited.read_tabs(lines, at, text)
    if aligned.could_be(line):
        return aligned.read_table(lines, at)
    return None, at + 1
