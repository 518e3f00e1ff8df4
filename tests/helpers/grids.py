"""Documents built from simple grids, for tests of segmentation."""

from __future__ import annotations

from collections.abc import Sequence

from xize.extract.segment import segment
from xize.extract.stitch import stitch
from xize.model.indicator import Indicator, Sheet
from xize.model.outline import Outline
from xize.model.source import Block, Cell, Paragraph, SourceDocument, Table
from xize.normalize.placement import account_text

Grid = Sequence[Sequence[str]]


def document(*parts: str | Grid) -> SourceDocument:
    """Return a document of paragraphs and tables; in a table "<" goes on with the cell to the left, "" is empty."""
    text = ""
    blocks: list[Block] = []
    for part in parts:
        if isinstance(part, str):
            blocks.append(Paragraph(start=len(text), end=len(text) + len(part)))
            text += part + "\n"
            continue
        start = len(text)
        cells: list[Cell] = []
        for row, line in enumerate(part):
            for col, words in enumerate(line):
                if words == "<":
                    continue
                wide = 1
                while col + wide < len(line) and line[col + wide] == "<":
                    wide += 1
                spans = ((len(text), len(text) + len(words)),) if words else ()
                cells.append(Cell(row=row, col=col, spans=spans, colspan=wide))
                text += words + "\t"
            text += "\n"
        tables = sum(isinstance(block, Table) for block in blocks)
        width = max(len(line) for line in part)
        blocks.append(Table(tables, start, len(text), len(part), width, tuple(cells), spans_known=False))
    return SourceDocument("s1", "a.txt", "text/plain", "0" * 64, text, tuple(blocks))


def outline(*parts: str | Grid) -> Outline:
    """Return the outline of such a document, having seen that every character went to exactly one place."""
    source = stitch(document(*parts))
    made = segment(source)
    account = account_text(made.placements, source.text, source.id)
    assert account.rest == ()
    assert account.twice == ()
    for node in made.rubric.walk():
        for text in node.fields.values():
            assert text.at.cut(source.text) == text.text
        for at in (node.code_at, node.title_at, node.points_at):
            assert at is None or at.cut(source.text).strip()
    return made


def sheet(*parts: str | Grid) -> Sheet:
    """Return the only sheet of such a document."""
    (only,) = outline(*parts).rubric.sheets
    return only


def lines(of: Sheet) -> list[str]:
    """Return "id code title points role" of every indicator, for tests to read."""
    return [line(node) for node in of.walk()]


def line(node: Indicator) -> str:
    """Return the line of one indicator; what it has not is left out."""
    role = None if node.role == "scored" else node.role
    return " ".join(str(value) for value in (node.id, node.code, node.title, node.points, role) if value is not None)


def codes(of: Outline) -> list[tuple[str, str | None]]:
    """Return the findings as (code, indicator)."""
    return [(finding.code, finding.indicator) for finding in of.rubric.findings]
