"""Tables of tab cells: rows told apart by width."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from xize.extract.text import read_text
from xize.model.source import Paragraph, SourceDocument, Table

SEEDS = Path(__file__).parents[3].parent / "shared" / "seeds"


def read(text: str) -> SourceDocument:
    return read_text("t.txt", text.encode())


def rows(document: SourceDocument, table: Table) -> list[list[str]]:
    found: list[list[str]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        found[cell.row].append(squash(document.cut(cell.spans)))
    return found


def squash(text: str) -> str:
    return "".join(text.split())


def body(document: SourceDocument) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if isinstance(b, Paragraph)]


HEADER = "\t序号\n\t任务\n\t标准\n\n"


def test_rows_are_told_apart_by_width_across_blank_lines_in_cells() -> None:
    document = read(
        f"护理部\n{HEADER}\t1\n\n（5分）\n\t查房\n\n\n\t未查房扣1分\n\n\t\n\t\n\t无记录扣2分；\n\n无签字扣1分\n\n\t2\n\t培训\n\t少一次扣1分\n"
    )
    (table,) = document.tables()
    assert rows(document, table) == [
        ["序号", "任务", "标准"],
        ["1（5分）", "查房", "未查房扣1分"],
        ["", "", "无记录扣2分；无签字扣1分"],
        ["2", "培训", "少一次扣1分"],
    ]
    assert body(document) == ["护理部"]
    assert not table.spans_known
    assert [document.text[f.at[0].start : f.at[0].end] for f in document.findings] == []


def test_two_blank_lines_end_a_table_only_after_a_complete_row() -> None:
    document = read(
        f"{HEADER}\t1\n\t安全\n\t有隐患扣2分\n\n\t2\n\t保洁\n\n\n（含库房）\n\t不洁扣1分\n\n\n备注：另行通知。\n"
    )
    (table,) = document.tables()
    assert rows(document, table)[2] == ["2", "保洁（含库房）", "不洁扣1分"]
    assert body(document) == ["备注：另行通知。"]


def test_repeated_headers_are_noise_and_a_title_row_spans_the_table() -> None:
    text = "\t病区考核表\n\n" + HEADER + "\t1\n\t甲\n\t乙\n\n" + HEADER + "\t2\n\t丙\n\t丁\n"
    document = read(text)
    (table,) = document.tables()
    assert rows(document, table) == [["病区考核表"], ["序号", "任务", "标准"], ["1", "甲", "乙"], ["2", "丙", "丁"]]
    assert table.cells[0].colspan == 3
    assert table.header_rows == 2
    assert [document.text[start:end] for start, end in table.noise] == ["序号", "任务", "标准"]


def test_a_second_header_row_shows_which_cell_was_split() -> None:
    text = "\t项目\n\t指标\n\t等次\n\n\t\n\t\n\t优\n\t良\n\n\t安全\n\t事故\n\t0\n\t1\n\n\t\n\t隐患\n\t2\n\t3\n"
    document = read(text)
    (table,) = document.tables()
    assert [(cell.col, cell.colspan) for cell in table.cells if cell.row == 0] == [(0, 1), (1, 1), (2, 2)]
    assert document.findings == ()


def test_a_narrow_row_is_a_finding() -> None:
    document = read(f"{HEADER}\t1\n\t甲\n\t乙\n\n\t合计按各项得分相加计算\n\t无\n\n\t2\n\t丙\n\t丁\n")
    (table,) = document.tables()
    assert [(cell.col, cell.colspan) for cell in table.cells if cell.row == 2] == [(0, 2), (2, 1)]
    assert [found.code for found in document.findings] == ["row-narrow"]


def test_cells_without_blank_lines_between_rows_stay_text_with_a_finding() -> None:
    document = read("\t一\n\t二\n\t三\n\t四\n\t五\n\t六\n")
    assert list(document.tables()) == []
    assert len(body(document)) == 6
    assert [found.code for found in document.findings] == ["rows-unclear"]


def test_prose_indented_with_tabs_is_no_table() -> None:
    long = "各单位要把这项工作作为年度考核的重要内容抓紧抓好，明确专人负责，按季度报送进展情况，不得瞒报漏报和迟报数据"
    document = read(f"\t{long}一。\n\t{long}二。\n\n\t{long}三。\n\t{long}四。\n")
    assert list(document.tables()) == []
    assert len(body(document)) == 4


def test_text_after_the_last_cell_is_given_back_with_a_finding() -> None:
    document = read(f"{HEADER}\t1\n\t甲\n\t乙\n\n\t2\n\t丙\n\t丁\n\n说明：本表由院办解释。\n")
    assert body(document) == ["说明：本表由院办解释。"]
    assert [found.code for found in document.findings] == ["table-end-unclear"]


def test_the_same_header_after_a_heading_begins_another_table() -> None:
    document = read(f"甲科\n\n{HEADER}\t1\n\t甲\n\t乙\n\n乙科\n{HEADER}\t1\n\t丙\n\t丁\n")
    assert [table.rows for table in document.tables()] == [2, 2]
    assert body(document) == ["甲科", "乙科"]


def test_carriage_returns_stay_and_offsets_count_them() -> None:
    document = read((HEADER + "\t1\n\t甲\n\t乙\n").replace("\n", "\r\n"))
    (table,) = document.tables()
    assert "\r\n" in document.text
    assert rows(document, table) == [["序号", "任务", "标准"], ["1", "甲", "乙"]]


@pytest.mark.seeds
@pytest.mark.parametrize("number", [0, 1, 3])
def test_the_cells_are_those_of_word(number: int) -> None:
    document = read_text("s.txt", next(SEEDS.glob(f"{number:03}_*.txt")).read_bytes())
    word = docx.Document(str(next(SEEDS.glob(f"{number:03}_*.docx"))))
    tables = list(document.tables())
    assert len(tables) == len(word.tables)
    for table, truth in zip(tables, word.tables, strict=True):
        expected = []
        for tr in truth._tbl.tr_lst:
            expected.append(
                [(tc.grid_span, squash("".join(t.text or "" for t in tc.iter(qn("w:t"))))) for tc in tr.tc_lst]
            )
        header = expected[table.header_rows - 1] if table.header_rows else None
        expected = [row for at, row in enumerate(expected) if at < table.header_rows or row != header]
        found: list[list[tuple[int, str]]] = [[] for _ in range(table.rows)]
        for cell in table.cells:
            found[cell.row].append((cell.colspan, squash(document.cut(cell.spans))))
        assert found == expected


@pytest.mark.seeds
@pytest.mark.parametrize("number", [0, 1, 2, 3, 4])
def test_every_visible_character_is_in_one_block(number: int) -> None:
    document = read_text("s.txt", next(SEEDS.glob(f"{number:03}_*.txt")).read_bytes())
    held: list[tuple[int, int]] = [span for table in document.tables() for span in table.noise]
    held += [span for table in document.tables() for cell in table.cells for span in cell.spans]
    held += [(block.start, block.end) for block in document.blocks if isinstance(block, Paragraph)]
    held.sort()
    assert all(before[1] <= after[0] for before, after in pairwise(held))
    assert sum(len(squash(document.text[a:b])) for a, b in held) == len(squash(document.text))
