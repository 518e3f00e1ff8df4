"""Tables over pages: headers dropped, labels carried, rows joined or kept apart."""

from __future__ import annotations

from typing import Any

from reportlab.pdfgen.canvas import Canvas

from xize.extract.pdf import read_pdf

XS = [60, 150, 400, 450]
HEAD = ["类别", "内容", "分值"]


def labelled(canvas: Canvas, rows: list[list[str]], top: float) -> None:
    """Draw a table whose first column is merged over the rows that leave it empty; " " is an empty cell of its own."""
    for r, row in enumerate(rows):
        y = top - r * 20
        for c, text in enumerate(row):
            canvas.drawString(XS[c] + 4, y - 14, text)
            if c or not r or row[0]:
                canvas.line(XS[c], y, XS[c + 1], y)
    bottom = top - len(rows) * 20
    canvas.line(XS[0], bottom, XS[-1], bottom)
    for x in XS:
        canvas.line(x, top, x, bottom)


FIRST = [HEAD, ["一、安全", "检查", "5"], ["", "演练", "5"]]
REST = [["", "宣传", "5"], ["二、信息", "报送", "5"]]
WHOLE = [
    HEAD,
    ["一、安全", "检查", "5"],
    [None, "演练", "5"],
    [None, "培训", "5"],
    [None, "宣传", "5"],
    ["二、信息", "报送", "5"],
]


def test_label_printed_again_is_one_cell(draw: Any, rows_of: Any) -> None:
    pages = draw(
        lambda canvas: labelled(canvas, FIRST, 120),
        lambda canvas: labelled(canvas, [HEAD, ["一、安全", "培训", "5"], *REST], 780),
    )
    document = read_pdf("a.pdf", pages)
    (table,) = document.tables()
    assert rows_of(document, table) == WHOLE
    assert [document.text[start:end] for start, end in table.noise] == [*HEAD, "一、安全"]
    assert len(table.pieces) == 2


def test_merged_cell_goes_on_without_its_label(draw: Any, rows_of: Any) -> None:
    pages = draw(
        lambda canvas: labelled(canvas, FIRST, 120),
        lambda canvas: labelled(canvas, [HEAD, [" ", "培训", "5"], *REST], 780),
    )
    document = read_pdf("a.pdf", pages)
    (table,) = document.tables()
    assert rows_of(document, table) == WHOLE
    label = next(cell for cell in table.cells if cell.row == 1 and cell.col == 0)
    assert label.rowspan == 4


def test_title_between_makes_two_tables(draw: Any) -> None:
    def second(canvas: Canvas) -> None:
        canvas.drawString(60, 800, "表二 加分项目")
        labelled(canvas, FIRST, 780)

    document = read_pdf("a.pdf", draw(lambda canvas: labelled(canvas, FIRST, 120), second))
    assert [table.rows for table in document.tables()] == [3, 3]


def test_other_columns_make_two_tables(draw: Any) -> None:
    def second(canvas: Canvas) -> None:
        for x in (60, 250, 300, 450):
            canvas.line(x, 780, x, 760)
        for y in (780, 760):
            canvas.line(60, y, 450, y)
        canvas.drawString(64, 766, "其他")

    document = read_pdf("a.pdf", draw(lambda canvas: labelled(canvas, FIRST, 120), second))
    assert [table.rows for table in document.tables()] == [3, 1]


def wrapped(canvas: Canvas, top: float, number: str, lines: list[str], points: str) -> None:
    """Draw one row whose middle cell is set in several lines that fill it."""
    xs = [60, 100, 222, 270]
    bottom = top - 14 * len(lines) - 4
    for y in (top, bottom):
        canvas.line(xs[0], y, xs[-1], y)
    for x in xs:
        canvas.line(x, top, x, bottom)
    canvas.drawString(xs[0] + 4, top - 12, number)
    canvas.drawString(xs[2] + 4, top - 12, points)
    for at, line in enumerate(lines):
        canvas.drawString(xs[1] + 4, top - 12 - 14 * at, line)


def test_row_split_by_a_page_is_one_row(draw: Any, rows_of: Any) -> None:
    pages = draw(
        lambda canvas: wrapped(canvas, 120, "1", ["各单位应当建立健全应急", "预案并且按照年度计划组"], "5"),
        lambda canvas: wrapped(canvas, 780, "", ["织演练。"], ""),
    )
    document = read_pdf("a.pdf", pages)
    (table,) = document.tables()
    assert rows_of(document, table) == [["1", "各单位应当建立健全应急预案并且按照年度计划组织演练。", "5"]]
    cell = table.cells[1]
    assert document.cut(cell.spans) == "各单位应当建立健全应急预案并且按照年度计划组织演练。"
    assert {box.page for box in document.boxes if cell.spans[0][0] <= box.start < cell.spans[0][1]} == {1, 2}


def test_next_number_is_the_next_row(draw: Any, rows_of: Any) -> None:
    pages = draw(
        lambda canvas: wrapped(canvas, 120, "1", ["按照年度计划组织演练的"], "5"),
        lambda canvas: wrapped(canvas, 780, "2", ["开展宣传。"], "5"),
    )
    document = read_pdf("a.pdf", pages)
    (table,) = document.tables()
    assert rows_of(document, table) == [["1", "按照年度计划组织演练的", "5"], ["2", "开展宣传。", "5"]]
