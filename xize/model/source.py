"""A document as read: verbatim linear text, and the blocks, tables and boxes that lie over it.

Every offset is a half-open code-point range into `SourceDocument.text`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from xize.model.anchor import Anchor, Text
from xize.model.finding import Finding

Span = tuple[int, int]
"""A half-open range `[start, end)` of code points."""


@dataclass(frozen=True)
class Box:
    """One visual line of a page and the characters it holds; points from the page's top left."""

    start: int
    end: int
    page: int
    x0: float | None = None
    top: float | None = None
    x1: float | None = None
    bottom: float | None = None


@dataclass(frozen=True)
class Paragraph:
    """A paragraph or line of running text.

    `number_end` is where a rendered automatic number ends (equal to `start` where there is none); the number is part
    of the text. `level` is the outline level the format declares (1 = top) or None. `style` is the format's own name
    of the paragraph style.
    """

    start: int
    end: int
    kind: Literal["body", "header", "footer", "footnote", "textbox", "page_number", "furniture"] = "body"
    level: int | None = None
    number_end: int | None = None
    centered: bool | None = None
    bold: bool | None = None
    size: float | None = None
    style: str | None = None


@dataclass(frozen=True)
class Cell:
    r"""A table cell. `spans` are the pieces of its text in reading order (none: an empty cell).

    Joined without separator they are the verbatim cell text; paragraphs inside are parted by "\n". A cell covers
    `rowspan` × `colspan` grid positions.
    `header` is set where the format declares the row a repeated header; `tables` are tables nested inside.
    """

    row: int
    col: int
    spans: tuple[Span, ...] = ()
    rowspan: int = 1
    colspan: int = 1
    header: bool = False
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True)
class Table:
    """A logical table; a table that went over pages or came in pieces is one.

    `cells` are ordered by row, then column; a position covered by a merged cell has no cell of its own.
    `spans_known` tells whether merged cells are declared (Word, PDF) or must be inferred from emptiness (text).
    `noise` are stretches inside `[start, end)` that belong to no cell: dropped repeats of the header row, separators.
    `pieces` are the ranges of the physical tables that were joined; `index` is 0-based in document order.
    """

    index: int
    start: int
    end: int
    rows: int
    cols: int
    cells: tuple[Cell, ...]
    spans_known: bool = True
    header_rows: int = 0
    noise: tuple[Span, ...] = ()
    pieces: tuple[Span, ...] = ()

    def grid(self) -> list[list[Cell | None]]:
        """Return rows × cols references; a merged cell stands at every position it covers, None is a hole."""
        grid: list[list[Cell | None]] = [[None] * self.cols for _ in range(self.rows)]
        for cell in self.cells:
            for row in range(cell.row, min(cell.row + cell.rowspan, self.rows)):
                for col in range(cell.col, min(cell.col + cell.colspan, self.cols)):
                    grid[row][col] = cell
        return grid


Block = Paragraph | Table


@dataclass(frozen=True)
class SourceDocument:
    """One document: `blocks` in reading order; `apart` (headers, footers, page numbers, footnotes) after the body."""

    id: str
    name: str
    media_type: str
    sha256: str
    text: str
    blocks: tuple[Block, ...]
    pages: int | None = None
    apart: tuple[Paragraph, ...] = ()
    boxes: tuple[Box, ...] = ()
    findings: tuple[Finding, ...] = ()
    encoding: str | None = None
    properties: dict[str, str] = field(default_factory=dict)

    @cached_property
    def _box_starts(self) -> list[int]:
        return [box.start for box in self.boxes]

    @cached_property
    def _cell_spans(self) -> tuple[list[int], list[tuple[int, int, int, int, int]]]:
        rows = sorted(
            (start, end, table.index, cell.row, cell.col)
            for table in self.tables()
            for cell in table.cells
            for start, end in cell.spans
        )
        return [row[0] for row in rows], rows

    def tables(self) -> Iterator[Table]:
        """Yield the top-level tables in document order."""
        return (block for block in self.blocks if isinstance(block, Table))

    def cut(self, spans: tuple[Span, ...]) -> str:
        """Return the verbatim text of the spans, joined without separator."""
        return "".join(self.text[start:end] for start, end in spans)

    def anchor(self, start: int, end: int) -> Anchor:
        """Return the anchor of `[start, end)`: page and box from the visual lines, table, row and column from the grid.

        The box is the union of the visual lines touched on the first page touched.
        """
        page: int | None = None
        box: tuple[float, float, float, float] | None = None
        low = max(bisect_right(self._box_starts, start) - 1, 0)
        high = bisect_left(self._box_starts, max(end, start + 1), lo=low)
        for line in self.boxes[low:high]:
            if line.end <= start and start != line.start:
                continue
            if page is None:
                page = line.page
            if line.page != page or line.x0 is None or line.top is None or line.x1 is None or line.bottom is None:
                continue
            corners = (line.x0, line.top, line.x1, line.bottom)
            box = corners if box is None else (
                min(box[0], corners[0]), min(box[1], corners[1]), max(box[2], corners[2]), max(box[3], corners[3]),
            )  # fmt: skip
        table = row = col = None
        starts, cells = self._cell_spans
        at = bisect_right(starts, start) - 1
        if at >= 0 and start <= cells[at][1] and end <= cells[at][1]:
            _, _, table, row, col = cells[at]
        return Anchor(source=self.id, start=start, end=end, page=page, box=box, table=table, row=row, col=col)

    def anchor_spans(self, spans: tuple[Span, ...]) -> Anchor:
        """Return one anchor for a text printed in several pieces."""
        first, *rest = (self.anchor(start, end) for start, end in spans)
        return first.model_copy(update={"continued": tuple(rest)}) if rest else first

    def text_of(self, spans: tuple[Span, ...]) -> Text:
        """Return the verbatim text of the spans with its anchor."""
        return Text(text=self.cut(spans), at=self.anchor_spans(spans))
