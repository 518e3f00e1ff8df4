r"""Walk the blocks of a story once and lay its text out.

The linear text: a body paragraph is a line (a line break inside makes two lines); the cells of a row are parted by
tabs, rows by line ends; paragraphs of a cell by "\n", so that a cell's text is one stretch. A nested table is part of
its cell's stretch, laid out the same way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from xize.extract.word.grid import Placed, read_grid
from xize.extract.word.inline import Note
from xize.extract.word.line import Line, LineReader, Marked, shifted
from xize.extract.word.names import MC, W, chosen, elements, raw_text
from xize.extract.word.styles import Styles
from xize.model.source import Block, Cell, Paragraph, Span, Table

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

Kind = Literal["body", "header", "footer", "footnote", "textbox"]

_NOT_BLOCKS = frozenset(W + it for it in ("sectPr", "tcPr", "sdtPr", "sdtEndPr", "customXmlPr", "del", "moveFrom"))
_IMPORTED = frozenset({W + "altChunk", W + "subDoc"})


@dataclass
class Paper:
    """What is being written: the text so far, and the notes on it."""

    parts: list[str] = field(default_factory=list)
    position: int = 0
    notes: list[Note] = field(default_factory=list)

    def write(self, text: str) -> Span:
        """Append `text` and return where it stands."""
        start = self.position
        self.parts.append(text)
        self.position += len(text)
        return start, self.position

    def note(self, code: str, quote: str) -> None:
        """Note something at the present place."""
        self.notes.append(Note(code, self.position, self.position, quote))


class _CellPen:
    """Writes the paragraphs of a cell: parted by line ends, none before the first or after the last."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self._pending = 0
        self.start: int | None = None
        self.end = paper.position

    def begin(self) -> int:
        """Write the line ends that are due and return the place of what comes now."""
        if self.start is None:
            self.start = self._paper.position
        else:
            self._paper.write("\n" * self._pending)
        self._pending = 0
        return self._paper.position

    def done(self) -> None:
        """End a paragraph or table."""
        self.end = self._paper.position
        self._pending += self.start is not None


class Story:
    """One story: the body, a header, a note. `marks` are (kind, id, place) of the footnote references in it."""

    def __init__(self, name: str, paper: Paper, styles: Styles, numbering: Element | None) -> None:
        self._name = name
        self._paper = paper
        self._lines = LineReader(styles, numbering)
        self._tables = 0
        self.marks: list[tuple[str, int, int]] = []

    def blocks(self, container: Element, kind: Kind = "body") -> Iterator[Block]:
        """Write the blocks of a container and yield them."""
        for block in self._blocks(container):
            if not isinstance(block, Line):
                table = self._table(block, self._tables)
                if table is not None:
                    self._paper.write("\n")
                    self._tables += 1
                    yield table
                continue
            yield from self._paragraphs(block, kind)
            for box in block.boxes:
                yield from self.blocks(box, "textbox")

    def apart(self, container: Element, kind: Kind) -> Iterator[Paragraph]:
        """Write a story that stands apart and yield its paragraphs; its tables are written cell by cell."""
        for block in self._blocks(container):
            if not isinstance(block, Line):
                for cell in (cell for row in read_grid(self._name, block).rows for cell in row):
                    yield from self.apart(cell.element, kind)
                continue
            yield from self._paragraphs(block, kind)
            for box in block.boxes:
                yield from self.apart(box, kind)

    def _blocks(self, container: Element) -> Iterator[Line | Element]:
        """Yield the lines and `w:tbl` of a container; paragraphs whose mark is deleted are joined with the next."""
        joined: list[Marked] = []
        for element in _flat(container):
            if element.tag == W + "p":
                joined.append(Marked(element))
                if joined[-1].deleted:
                    continue
            if joined:
                yield self._lines.read(joined)
                joined = []
            if element.tag == W + "tbl":
                yield element
            elif element.tag in _IMPORTED:
                self._paper.note("object-left-out", element.tag.removeprefix(W))
        if joined:
            yield self._lines.read(joined)

    def _paragraphs(self, line: Line, kind: Kind) -> Iterator[Paragraph]:
        """Write a line and yield a paragraph for each stretch between line breaks that is not blank."""
        self._take(line)
        number = line.number
        for text in () if line.text is None else line.text.split("\n"):
            start, end = self._paper.write(text)
            self._paper.write("\n")
            if text.strip():
                yield Paragraph(
                    start=start,
                    end=end,
                    kind=kind,
                    level=line.level,
                    number_end=start + number if number else None,
                    centered=line.centered,
                    bold=line.bold,
                    size=line.size,
                    style=line.style,
                )
            number = 0

    def _take(self, line: Line) -> None:
        """Take over the notes and marks of a line about to be written."""
        self._paper.notes.extend(shifted(note, self._paper.position) for note in line.notes)
        self.marks.extend((kind, key, self._paper.position + at) for kind, key, at in line.marks)

    def _table(self, element: Element, index: int) -> Table | None:
        grid = read_grid(self._name, element)
        for text in grid.removed:
            self._paper.note("text-deleted", text)
        if not grid.rows:
            return None
        start = self._paper.position
        cells: list[Cell] = []
        for number, row in enumerate(grid.rows):
            if number:
                self._paper.write("\n")
            began = self._paper.position
            cells.extend(self._row(row, grid.headers[number], grid.cols))
            if number in grid.unaligned:
                self._paper.notes.append(Note("row-unaligned", began, self._paper.position, f"{number + 1}"))
        leading = next((i for i, header in enumerate(grid.headers) if not header), len(grid.headers))
        return Table(
            index=index,
            start=start,
            end=self._paper.position,
            rows=len(grid.rows),
            cols=grid.cols,
            cells=tuple(cells),
            header_rows=leading,
        )

    def _row(self, row: tuple[Placed, ...], header: bool, cols: int) -> Iterator[Cell]:
        """Write the cells of a row at their tab stops: a column merged away or left out leaves its tab."""
        at = 0
        for placed in row:
            self._paper.write("\t" * (placed.col - at))
            at = placed.col
            spans, tables = self._cell(placed.element)
            for quote in filter(None, map(raw_text, placed.covered)):
                self._paper.note("covered-text", quote)
            yield Cell(
                row=placed.row,
                col=placed.col,
                spans=spans,
                rowspan=placed.rowspan,
                colspan=placed.colspan,
                header=header,
                tables=tables,
            )
        self._paper.write("\t" * (cols - 1 - at))

    def _cell(self, element: Element) -> tuple[tuple[Span, ...], tuple[Table, ...]]:
        first, pen, tables = len(self._paper.parts), _CellPen(self._paper), list[Table]()
        self._content(element, pen, tables)
        blank = pen.start is None or not any(part.strip() for part in self._paper.parts[first:])
        return () if blank else ((pen.start or 0, pen.end),), tuple(tables)

    def _content(self, container: Element, pen: _CellPen, tables: list[Table]) -> None:
        for block in self._blocks(container):
            if not isinstance(block, Line):
                pen.begin()
                table = self._table(block, len(tables))
                if table is not None:
                    tables.append(table)
                pen.done()
                continue
            if block.text:
                pen.begin()
            self._take(block)
            if block.text is not None:
                self._paper.write(block.text)
                pen.done()
            for box in block.boxes:
                self._content(box, pen, tables)


def _flat(container: Element) -> Iterator[Element]:
    """Yield the paragraphs and tables of a container, through content controls and other wrappers."""
    for child in elements(container):
        if child.tag == W + "p" or child.tag == W + "tbl" or child.tag in _IMPORTED:
            yield child
        elif child.tag == MC + "AlternateContent":
            for inner in chosen(child):
                yield from [inner] if inner.tag in {W + "p", W + "tbl"} else _flat(inner)
        elif child.tag not in _NOT_BLOCKS:
            yield from _flat(child)
