"""The real documents in Word read as their text files and their legacy versions do."""

from __future__ import annotations

from pathlib import Path

import pytest

from xize.extract.word.read import read_doc, read_docx
from xize.model.source import SourceDocument

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
pytestmark = pytest.mark.seeds


def one(number: int, suffix: str) -> Path:
    return next(SEEDS.glob(f"{number:03}_*.{suffix}"))


def bare(text: str) -> str:
    return "".join(text.split())


def cells(document: SourceDocument) -> list[str]:
    found = (bare(document.cut(cell.spans)) for table in document.tables() for cell in table.cells)
    return [text for text in found if text]


@pytest.mark.parametrize(
    ("number", "shapes"),
    [
        (0, [(11, 5), (16, 5), (6, 5), (11, 5), (6, 5), (9, 5), (8, 5), (5, 5), (12, 5), (8, 5), (12, 5), (5, 5),
             (6, 5), (8, 5), (5, 5), (7, 5)]),
        (1, [(31, 9)]),
        (2, []),
        (3, [(73, 8), (83, 8), (30, 8), (63, 7)]),
    ],
)  # fmt: skip
def test_word_has_the_text_and_the_cells_of_the_text_file(number: int, shapes: list[tuple[int, int]]) -> None:
    document = read_docx("seed.docx", one(number, "docx").read_bytes())
    text = one(number, "txt").read_text(encoding="utf-8-sig")
    assert bare(document.text) == bare(text)
    assert [(table.rows, table.cols) for table in document.tables()] == shapes
    fields = iter([bare(field) for field in text.split("\t")])
    # In order, each cell begins a field; prose after a table hangs on to its last field.
    assert all(any(field.startswith(cell) for field in fields) for cell in cells(document))


@pytest.mark.office
def test_a_legacy_document_reads_as_its_docx() -> None:
    new = read_docx("seed.docx", one(0, "docx").read_bytes())
    old = read_doc("seed.doc", one(0, "doc").read_bytes())
    assert old.text == new.text
    assert [table.cells for table in old.tables()] == [table.cells for table in new.tables()]
    assert old.media_type == "application/msword"
    assert [finding.code for finding in old.findings] == ["converted"]
