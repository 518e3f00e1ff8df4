from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from xize.errors import FactsError
from xize.export.workbook import write_workbook
from xize.export.workbook.naming import sheet_names
from xize.model.rubric import Rubric
from xize.score.need import needs
from xize.score.workbook import FACT_COLUMN, VALUE_COLUMN, read_workbook


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def filled(rubric: Rubric, **values: Any) -> bytes:
    book = opened(write_workbook(rubric))
    for sheet in book.worksheets:
        marks = {sheet.cell(1, column).value: column for column in range(1, sheet.max_column + 1)}
        if FACT_COLUMN in marks:
            for row in range(2, sheet.max_row + 1):
                id_ = sheet.cell(row, marks[FACT_COLUMN]).value
                if id_ in values:
                    sheet.cell(row, marks[VALUE_COLUMN]).value = values[id_]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_the_same_rubric_gives_the_same_bytes(hostile: Rubric) -> None:
    first = write_workbook(hostile)
    assert first == write_workbook(hostile)
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {item.date_time for item in package.infolist()} == {(2000, 1, 1, 0, 0, 0)}


def test_no_text_of_the_document_becomes_a_formula(hostile: Rubric) -> None:
    book = opened(write_workbook(hostile))
    texts = {cell.value: cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row
             if cell.data_type == "s"}  # fmt: skip
    for text in ("=1+1，扣1分", '@1 =HYPERLINK("x")', "-2+3", "+cmd|' /c calc'!A0"):
        assert texts[text].data_type == "s"
        assert texts[text].quotePrefix
    formulas = [cell.value for sheet in book.worksheets for row in sheet.iter_rows() for cell in row
                if cell.data_type == "f"]  # fmt: skip
    assert formulas
    assert not any("HYPERLINK" in formula or "cmd" in formula for formula in formulas)


def test_sheet_names_are_valid_short_and_unique() -> None:
    titles = ["考核[表]:*?/\\", "考核表", "", "很长" * 30, "很长" * 30, "'引号'", "Sheet1", "history", "😀" * 20]
    names = sheet_names(titles, "表")
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
    assert names[0] == "考核表"
    assert names[1] == "考核表(2)"
    assert names[2] == "表3"


def test_every_fact_has_one_restricted_input_cell(hostile: Rubric) -> None:
    book = opened(write_workbook(hostile))
    found: list[str] = []
    for sheet in book.worksheets:
        marks = {sheet.cell(1, column).value: column for column in range(1, sheet.max_column + 1)}
        if FACT_COLUMN not in marks:
            continue
        restricted = {str(area) for rule in sheet.data_validations.dataValidation for area in rule.sqref.ranges}
        for row in range(5, sheet.max_row + 1):
            id_ = sheet.cell(row, marks[FACT_COLUMN]).value
            if id_:
                cell = sheet.cell(row, marks[VALUE_COLUMN])
                found.append(id_)
                assert cell.coordinate in restricted
                assert not cell.protection.locked
                assert cell.value is None
    assert found == [need.id for need in needs(hostile)]


def test_pages_print_in_landscape_with_the_header_on_every_page(hostile: Rubric) -> None:
    sheet = opened(write_workbook(hostile)).worksheets[0]
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$4:$4"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    comments = [cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment]
    assert any("=1+1，扣1分" in text and "3–9" in text for text in comments)


def test_facts_are_read_back_from_a_filled_workbook(hostile: Rubric) -> None:
    values = {"1/1#1": "是", "1/1#2": 3, "1/1#3": 89.9, "1/1#4": '差"', "1/1#5": 2.5, "2/1": 7}
    assert read_workbook(filled(hostile, **values), "f.xlsx", needs(hostile)) == {
        "1/1#1": True, "1/1#2": Decimal(3), "1/1#3": Decimal("89.9"), "1/1#4": '差"', "1/1#5": Decimal("2.5"),
        "2/1": Decimal(7),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("fact", "value"), [("1/1#1", "也许"), ("1/1#2", -1), ("1/1#2", 1.5), ("1/1#5", 0.5), ("1/1#6", 2), ("2/1", 11)]
)
def test_a_value_that_does_not_fit_is_refused(hostile: Rubric, fact: str, value: object) -> None:
    with pytest.raises(FactsError, match=fact):
        read_workbook(filled(hostile, **{fact: value}), "f.xlsx", needs(hostile))


def test_another_zip_is_no_workbook(hostile: Rubric) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("a.txt", "x")
    with pytest.raises(FactsError):
        read_workbook(out.getvalue(), "f.xlsx", needs(hostile))
    with pytest.raises(FactsError):
        read_workbook(b"PK\x03\x04broken", "f.xlsx", needs(hostile))
    book = openpyxl.Workbook()
    plain = io.BytesIO()
    book.save(plain)
    with pytest.raises(FactsError):
        read_workbook(plain.getvalue(), "f.xlsx", needs(hostile))
