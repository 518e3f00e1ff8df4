"""A table as rows of non-empty cells, the same for Word, PDF and text.

Declared vertical merges are not relied on: in real files a merged cell ends at a page and goes on as an empty one, and
text has none. What a cell covers is told from the emptiness below it (see `tree`), so every format gives one tree.
"""

from __future__ import annotations

from dataclasses import dataclass

from xize.extract.segment.points import cell_numbers, cell_points
from xize.model.anchor import Text
from xize.model.source import Cell, SourceDocument, Span, Table


@dataclass(frozen=True)
class Entry:
    """A non-empty cell. `text` is verbatim; `cut` and `spans` address parts of it by its own offsets."""

    document: SourceDocument
    cell: Cell
    row: int
    col: int

    @property
    def text(self) -> str:
        """Return the verbatim text of the cell."""
        return self.document.cut(self.cell.spans)

    def moved(self, col: int) -> Entry:
        """Return the entry as if it stood in another column."""
        return Entry(self.document, self.cell, self.row, col)

    def spans(self, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
        """Return the source ranges of `[start, end)` of the cell's text."""
        found: list[Span] = []
        offset = 0
        for low, high in self.cell.spans:
            length = high - low
            first, last = max(start - offset, 0), length if end is None else min(end - offset, length)
            if first < last:
                found.append((low + first, low + last))
            offset += length
        return tuple(found)

    def part(self, start: int = 0, end: int | None = None) -> Text:
        """Return `[start, end)` of the cell's text, without white space at its ends, with its anchor."""
        text = self.text[start:end]
        lead = len(text) - len(text.lstrip())
        low, high = start + lead, start + lead + len(text.strip())
        return self.document.text_of(self.spans(low, high))


Row = tuple[Entry, ...]


def rows(document: SourceDocument, table: Table) -> list[Row]:
    """Return every row's non-empty cells in column order; nested tables count as text of their cell."""
    found: list[list[Entry]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        if document.cut(cell.spans).strip():
            found[cell.row].append(Entry(document, cell, cell.row, cell.col))
    return [tuple(sorted(row, key=lambda entry: entry.col)) for row in found]


def squeeze(text: str) -> str:
    """Return a text on one line: white space between Chinese characters drops out, elsewhere it is one blank."""
    words = text.split()
    line = ""
    for word in words:
        glue = " " if line and line[-1].isascii() and word[0].isascii() else ""
        line += glue + word
    return line


def realigned(row: Row, *, points: int | None, score: int | None, criteria: int | None) -> Row:
    """Return a row with a cell too few, whose cells slipped one column to the left or right, put right.

    The signs of it are a points column with words in it and a cell further right that is as wide as two columns; or
    words in the column the score is filled in, right of criteria that are not there.
    """
    words = next((entry for entry in row if entry.col == score and len(entry.text.strip()) > 6), None)
    if words is not None and criteria == words.col - 1 and all(entry.col != criteria for entry in row):
        return tuple(entry.moved(criteria) if entry is words else entry for entry in row)
    at = next((entry for entry in row if entry.col == points), None)
    if at is None or at.cell.colspan > 1 or cell_points(at.text) is not None or cell_numbers(at.text):
        return row
    wide = next((entry for entry in row if entry.col > at.col and entry.cell.colspan > 1), None)
    if wide is None:
        return row
    moved = range(at.col, wide.col + 1)
    return tuple(e.moved(e.col + 1) if e.col in moved else e for e in row)
