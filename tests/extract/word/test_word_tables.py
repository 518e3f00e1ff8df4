"""Tables: merged cells, odd grids, nesting, wrappers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from xize.model.source import SourceDocument, Table

Read = Callable[..., SourceDocument]


def p(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(map(p, text.split('|')))}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str, widths: tuple[int, ...] = ()) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def only(document: SourceDocument) -> Table:
    (table,) = document.tables()
    return table


def shape(document: SourceDocument) -> list[tuple[int, int, int, int, str]]:
    return [(cell.row, cell.col, cell.rowspan, cell.colspan, document.cut(cell.spans)) for cell in only(document).cells]


SPAN2 = '<w:gridSpan w:val="2"/>'
START, GO = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def test_merged_cells_stand_once_and_leave_their_tab(read: Read) -> None:
    document = read(
        tbl(tr(tc("甲", SPAN2), tc("乙")), tr(tc("丙", START), tc("丁"), tc("戊")), tr(tc("", GO), tc("己"), tc("")))
    )
    assert shape(document) == [
        (0, 0, 1, 2, "甲"), (0, 2, 1, 1, "乙"),
        (1, 0, 2, 1, "丙"), (1, 1, 1, 1, "丁"), (1, 2, 1, 1, "戊"),
        (2, 1, 1, 1, "己"), (2, 2, 1, 1, ""),
    ]  # fmt: skip
    assert document.text == "甲\t\t乙\n丙\t丁\t戊\n\t己\t\n"


def test_a_cell_is_one_stretch_without_the_blank_paragraphs_around_it(read: Read) -> None:
    document = read(tbl(tr(tc("|一|（2分）||二|"), tc("三"))))
    assert [text for *_, text in shape(document)] == ["一\n（2分）\n\n二", "三"]
    (span,) = only(document).cells[0].spans
    anchor = document.anchor(*span)
    assert (anchor.table, anchor.row, anchor.col) == (0, 0, 0)


def test_columns_left_out_before_and_after(read: Read) -> None:
    gap = '<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'
    document = read(tbl(tr(tc("甲"), tc("乙"), tc("丙")), tr(tc("丁"), properties=gap)))
    assert shape(document)[-1] == (1, 1, 1, 1, "丁")
    assert not document.findings


def test_a_cell_beyond_the_grid_is_kept_and_its_row_reported(read: Read) -> None:
    document = read(tbl(tr(tc("甲"), tc("乙")), tr(tc("丙"), tc("丁"), tc("5分")), widths=(1000, 1000)))
    assert shape(document)[-1] == (1, 2, 1, 1, "5分")
    assert only(document).cols == 3
    (finding,) = document.findings
    assert finding.code == "row-unaligned"
    assert finding.at[0].cut(document.text) == "丙\t丁\t5分"


def test_a_short_row_is_aligned_by_its_widths(read: Read) -> None:
    wide, narrow = '<w:tcW w:w="3000" w:type="dxa"/>', '<w:tcW w:w="1000" w:type="dxa"/>'
    rows = tr(tc("甲"), tc("乙"), tc("丙"), tc("丁")), tr(tc("合计", wide), tc("100", narrow))
    document = read(tbl(*rows, widths=(1000, 1000, 1000, 1000)))
    assert shape(document)[-2:] == [(1, 0, 1, 3, "合计"), (1, 3, 1, 1, "100")]
    assert not document.findings


def test_edges_a_hair_apart_are_one_column(read: Read) -> None:
    rows = (
        tr(tc("甲"), tc("乙", SPAN2), tc("丙")),
        tr(tc("丁", SPAN2), tc("戊"), tc("己")),
    )
    document = read(tbl(*rows, widths=(2000, 12, 2000, 2000)))
    assert only(document).cols == 3
    assert {(cell.colspan, cell.rowspan) for cell in only(document).cells} == {(1, 1)}


def test_a_narrow_column_with_cells_of_its_own_stays(read: Read) -> None:
    document = read(tbl(tr(tc("甲"), tc("|"), tc("乙")), widths=(2000, 60, 2000)))
    assert only(document).cols == 3


def test_legacy_horizontal_merges(read: Read) -> None:
    on, off = '<w:hMerge w:val="restart"/>', "<w:hMerge/>"
    document = read(tbl(tr(tc("甲", on), tc("", off), tc("乙")), tr(tc("一"), tc("二"), tc("三"))))
    assert shape(document)[:2] == [(0, 0, 1, 2, "甲"), (0, 2, 1, 1, "乙")]


def test_a_continuation_under_nothing_is_a_cell(read: Read) -> None:
    document = read(tbl(tr(tc("甲", GO), tc("乙")), tr(tc("丙"), tc("丁", GO))))
    assert [text for *_, text in shape(document)] == ["甲", "乙", "丙", "丁"]


def test_text_under_a_merged_cell_is_reported(read: Read) -> None:
    document = read(tbl(tr(tc("甲", START), tc("乙")), tr(tc("遗留10分", GO), tc("丙"))))
    (finding,) = document.findings
    assert finding.code == "covered-text"
    assert "遗留10分" in finding.message
    assert "遗留" not in document.text


def test_nested_tables_are_inside_their_cell(read: Read) -> None:
    inner = tbl(tr(tc("内一"), tc("内二")), tr(tc("内三"), tc("内四")))
    document = read(tbl(tr(f"<w:tc>{p('前')}{inner}{p('后')}</w:tc>", tc("右"))))
    left, right = only(document).cells
    assert document.cut(left.spans) == "前\n内一\t内二\n内三\t内四\n后"
    assert document.cut(right.spans) == "右"
    (nested,) = left.tables
    assert [document.cut(cell.spans) for cell in nested.cells] == ["内一", "内二", "内三", "内四"]
    assert (nested.rows, nested.cols) == (2, 2)


def test_repeated_header_rows(read: Read) -> None:
    head = "<w:tblHeader/>"
    rows = (
        tr(tc("项目"), properties=head),
        tr(tc("分值"), properties=head),
        tr(tc("甲"), properties='<w:tblHeader w:val="0"/>'),
        tr(tc("乙"), properties=head),
    )
    table = only(read(tbl(*rows)))
    assert table.header_rows == 2
    assert [cell.header for cell in table.cells] == [True, True, False, True]


@pytest.mark.parametrize("wrapper", ["sdt", "customXml"])
def test_rows_and_cells_inside_wrappers(read: Read, wrapper: str) -> None:
    def wrap(inner: str) -> str:
        if wrapper == "sdt":
            properties = '<w:sdtPr><w:alias w:val="不是正文"/></w:sdtPr>'
            return f"<w:sdt>{properties}<w:sdtContent>{inner}</w:sdtContent></w:sdt>"
        return f'<w:customXml w:element="e">{inner}</w:customXml>'

    rows = tr(tc("甲"), wrap(tc("乙"))), wrap(wrap(tr(tc("丙"), tc("丁"))))
    document = read(wrap(tbl(*rows)) + wrap(p("尾")))
    assert [text for *_, text in shape(document)] == ["甲", "乙", "丙", "丁"]
    assert document.text == "甲\t乙\n丙\t丁\n尾\n"


def test_deleted_rows_and_cells_are_left_out_inserted_ones_kept(read: Read) -> None:
    rows = (
        tr(tc("甲")),
        tr(tc("乙"), properties='<w:ins w:id="1" w:author="a"/>'),
        tr(tc("丙"), properties='<w:del w:id="2" w:author="a"/>'),
    )
    document = read(tbl(*rows))
    assert [text for *_, text in shape(document)] == ["甲", "乙"]
    assert [finding.code for finding in document.findings] == ["text-deleted"]
    assert "丙" in document.findings[0].message


def test_a_table_without_rows_or_cells_is_nothing(read: Read) -> None:
    document = read(p("正文") + tbl() + tbl("<w:tr/>"))
    assert not list(document.tables())
    assert document.text == "正文\n"
