"""The real documents: the PDF gives the rows and paragraphs of the Word file, white space aside."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from xize.extract.pdf import read_pdf
from xize.extract.reader import read as read_any
from xize.extract.stitch import stitch
from xize.model.source import SourceDocument, Table

ROOT = Path(__file__).parents[3]
SEEDS = ROOT.parent / "shared" / "seeds"

pytestmark = [pytest.mark.seeds, pytest.mark.xdist_group("pdf-seeds")]


def squash(text: str) -> str:
    return "".join(text.split())


def word(number: int) -> tuple[list[list[list[str]]], str]:
    """Return the rows of every table, their empty cells left out, and the running text, straight from Word's XML."""
    path = next(SEEDS.glob(f"{number:03}_*.docx"))
    tables: list[list[list[str]]] = []
    prose: list[str] = []
    for element in docx.Document(str(path)).element.body:
        if element.tag == qn("w:tbl"):
            rows = [
                [squash("".join(t.text or "" for t in cell.iter(qn("w:t")))) for cell in row.findall(qn("w:tc"))]
                for row in element.findall(qn("w:tr"))
            ]
            tables.append([[text for text in row if text] for row in rows])
        elif element.tag == qn("w:p"):
            prose.append(squash("".join(t.text or "" for t in element.iter(qn("w:t")))))
    return tables, "".join(prose)


@cache
def read(number: int) -> SourceDocument:
    path = next(SEEDS.glob(f"{number:03}_*.pdf"))
    return read_pdf(path.name, path.read_bytes())


def rows(document: SourceDocument, table: Table) -> list[list[str]]:
    texts = [(cell.row, squash(document.cut(cell.spans))) for cell in table.cells]
    return [[text for at, text in texts if at == row and text] for row in range(table.rows)]


@pytest.mark.parametrize(("number", "tables"), [(0, 16), (1, 1), (2, 0), pytest.param(3, 4, marks=pytest.mark.slow)])
def test_rows_and_running_text_equal_those_of_word(number: int, tables: int) -> None:
    document = read(number)
    expected, prose = word(number)
    assert [rows(document, table) for table in document.tables()] == expected
    assert len(expected) == tables
    running = (document.text[b.start : b.end] for b in document.blocks if not isinstance(b, Table))
    assert squash("".join(running)) == prose


@pytest.mark.parametrize("number", [0, 1, 2])
def test_every_visible_character_is_in_exactly_one_place(number: int) -> None:
    document = read(number)
    claimed = [0] * len(document.text)
    spans = [(block.start, block.end) for block in (*document.blocks, *document.apart) if not isinstance(block, Table)]
    for table in document.tables():
        spans.extend(span for cell in table.cells for span in cell.spans)
        spans.extend(table.noise)
    for start, end in spans:
        for at in range(start, end):
            claimed[at] += 1
    wrong = [at for at, times in enumerate(claimed) if times != 1 and not document.text[at].isspace()]
    assert wrong == []


@pytest.mark.parametrize("number", [0, 1, pytest.param(3, marks=pytest.mark.slow)])
def test_word_pdf_and_text_give_the_same_rows(number: int) -> None:
    texts = []
    for suffix in ("docx", "pdf", "txt"):
        found = next(SEEDS.glob(f"{number:03}_*.{suffix}"))
        document = stitch(read(number)) if suffix == "pdf" else read_any(found)
        texts.append([rows(document, table) for table in document.tables()])
    assert texts[0] == texts[1] == texts[2]
