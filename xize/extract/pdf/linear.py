"""Write the linear text: every character once, and boxes, paragraphs and cells as ranges over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from xize.extract.pdf.characters import UNMAPPED, Frame
from xize.extract.pdf.join import WholeCell, WholeTable
from xize.extract.pdf.lines import Line, Measure, cut_number, joiner
from xize.model.source import Block, Box, Cell, Paragraph, Span, Table


@dataclass
class Marks:
    """Places in the linear text that a finding speaks of, by its code."""

    places: dict[str, list[Span]] = field(default_factory=dict)

    def add(self, code: str, start: int, end: int) -> None:
        """Remember a place; one that follows on from the last is the same."""
        spans = self.places.setdefault(code, [])
        if spans and spans[-1][1] == start:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))


class Writer:
    """The linear text as it grows. `frames` tell how each page is turned, so that boxes lie on the page as printed."""

    def __init__(self, frames: dict[int, Frame]) -> None:
        self.frames = frames
        self.parts: list[str] = []
        self.length = 0
        self.boxes: list[Box] = []
        self.blocks: list[Block] = []
        self.apart: list[Paragraph] = []
        self.marks = Marks()
        self.folded = 0
        self._tables = 0
        self._unsure: set[int] = set()

    @property
    def text(self) -> str:
        """What has been written."""
        return "".join(self.parts)

    def write(self, text: str) -> Span:
        """Append characters; return their range."""
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return start, self.length

    def line(self, line: Line) -> Span:
        """Append a visual line with its box."""
        start, end = self.write(line.text)
        if id(line) in self._unsure:
            self.marks.add("row-break-unsure", start, end)
        place = self.frames[line.page].back_box(line.x0, line.top, line.x1, line.bottom)
        x0, top, x1, bottom = (round(value, 2) for value in place)
        self.boxes.append(Box(start, end, line.page, x0, top, x1, bottom))
        self.folded += sum(glyph.folded for glyph in line.glyphs)
        for offset, character in enumerate(line.text, start):
            if character == UNMAPPED:
                self.marks.add("character-unmapped", offset, offset + 1)
            elif "\ue000" <= character <= "\uf8ff" or character >= "\U000f0000":
                self.marks.add("character-private", offset, offset + 1)
        return start, end

    def prose(self, lines: Sequence[Line], measures: dict[int, Measure]) -> None:
        """Append running text: lines joined to paragraphs, each a block and a line of the linear text."""
        group: list[Line] = []
        glue: list[str] = []
        for line in lines:
            between = _between(group[-1], line, measures) if group else "\n"
            if between == "\n" and group:
                self._paragraph(group, glue, measures)
                group, glue = [], []
            elif group:
                glue.append(between)
            group.append(line)
        if group:
            self._paragraph(group, glue, measures)

    def _paragraph(self, lines: Sequence[Line], glue: Sequence[str], measures: dict[int, Measure]) -> None:
        start, end = self._glued(lines, glue)
        measure = lines[0].measure or measures[lines[0].page]
        left, right = lines[0].x0 - measure.left, measure.right - lines[0].x1
        self.blocks.append(
            Paragraph(
                start,
                end,
                centered=left > 2 * lines[0].size and abs(left - right) < 1.5 * lines[0].size,
                bold=all(glyph.bold for line in lines for glyph in line.inked),
                size=round(lines[0].size, 2),
            )
        )
        self.write("\n")

    def _glued(self, lines: Sequence[Line], glue: Sequence[str]) -> Span:
        start = self.length
        for index, line in enumerate(lines):
            if index:
                seam = self.length
                self.write(glue[index - 1])
                if glue[index - 1] != "\n" and cut_number(lines[index - 1], line):
                    self.marks.add("wrap-in-number", seam - 1, self.length + 1)
            self.line(line)
        return start, self.length

    def table(self, table: WholeTable) -> None:
        """Append a table: cells parted by tabs, rows by line ends; what belongs to no cell is noise."""
        pad = _padding(table)
        self._unsure = {id(line) for line in table.unsure}
        cells: list[Cell] = []
        noise: list[Span] = []
        row_starts: list[int] = []
        by_row: dict[int, dict[int, WholeCell]] = {}
        for cell in table.cells:
            by_row.setdefault(cell.row, {})[cell.col] = cell
        for row in range(table.rows):
            row_starts.append(self.length)
            here = by_row.get(row, {})
            for col in range(len(table.xs) - 1):
                if col:
                    self.write("\t")
                if col in here:
                    cells.append(self._cell(here[col], pad, row < table.header_rows))
            self.write("\n")
            for after, lines in table.noise:
                if after == row:
                    noise.extend(self.line(line) if not i else self._next(line) for i, line in enumerate(lines))
                    self.write("\n")
        starts = [row_starts[row] for row in table.starts]
        ends = [*starts[1:], self.length - 1]
        self.blocks.append(
            Table(
                index=self._tables,
                start=row_starts[0],
                end=self.length - 1,
                rows=table.rows,
                cols=len(table.xs) - 1,
                cells=tuple(cells),
                header_rows=table.header_rows,
                noise=tuple(noise),
                pieces=tuple(zip(starts, ends, strict=True)),
            )
        )
        self._tables += 1

    def _next(self, line: Line) -> Span:
        self.write("\t")
        return self.line(line)

    def _cell(self, cell: WholeCell, pad: float, header: bool) -> Cell:
        lines = [(line, piece) for piece in cell.pieces for line in piece.lines]
        glue: list[str] = []
        for (above, piece), (below, _) in pairwise(lines):
            right = max(piece.x1 - pad, *(line.x1 for line in piece.lines))
            glue.append(joiner(above, below, Measure(piece.x0 + pad, right)))
        start, end = self._glued([line for line, _ in lines], glue)
        spans = ((start, end),) if end > start else ()
        return Cell(cell.row, cell.col, spans, cell.rowspan, cell.colspan, header)

    def aside(self, line: Line, kind: str) -> None:
        """Append a line that is no part of the body, after the body."""
        start, end = self.line(line)
        self.apart.append(Paragraph(start, end, kind=kind))  # type: ignore[arg-type]  # the caller passes a kind
        self.write("\n")


def _between(above: Line, below: Line, measures: dict[int, Measure]) -> str:
    """Return what stands between two lines of running text; a gap wider than the lines are apart ends a paragraph."""
    if (
        above.measure is None
        and above.page == below.page
        and below.base - above.base > 2.2 * max(above.size, below.size)
    ):
        return "\n"
    if abs(above.size - below.size) > 0.15 * max(above.size, below.size):
        return "\n"
    return joiner(above, below, above.measure or measures[above.page])


def _padding(table: WholeTable) -> float:
    """Return how far text stands off the rules, by the closest text."""
    inside = [line.x0 - piece.x0 for cell in table.cells for piece in cell.pieces for line in piece.lines]
    return min(max(min(inside, default=0.5), 0.5), 8.0)
