"""Tables and pages as they are drawn in many ways: the same rows come back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from reportlab.pdfgen.canvas import Canvas

from xize.extract.pdf import read_pdf
from xize.model.source import Paragraph

ROWS = [
    ["序号", "考核内容", "分值", "评分标准"],
    ["1", "安全生产", "10", "每发现一起扣2分"],
    ["2", "信息报送", "5", "少一条扣1分"],
    ["3", "档案管理", "5", "缺一份扣0.5分"],
]
XS = [60, 110, 250, 300, 500]

Stroke = Callable[[Canvas, float, float, float, float], None]


def plain(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    canvas.line(x0, y0, x1, y1)


def double(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    canvas.line(x0, y0, x1, y1)
    canvas.line(x0 + (x0 == x1) * 1.5, y0 - (y0 == y1) * 1.5, x1 + (x0 == x1) * 1.5, y1 - (y0 == y1) * 1.5)


def dashes(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    count = int(max(abs(x1 - x0), abs(y1 - y0)) // 5)
    for i in range(count):
        start, end = i / count, (i + 0.5) / count
        canvas.line(x0 + (x1 - x0) * start, y0 + (y1 - y0) * start, x0 + (x1 - x0) * end, y0 + (y1 - y0) * end)


def thin_box(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    canvas.rect(x0, min(y0, y1), max(x1 - x0, 0.6), max(abs(y1 - y0), 0.6), stroke=0, fill=1)


def level_only(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    if y0 == y1:
        canvas.line(x0, y0, x1, y1)


def none(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    """Draw nothing."""


def table(
    canvas: Canvas, rows: list[list[str]] = ROWS, stroke: Stroke = plain, top: float = 780, outer: bool = True
) -> None:
    inner = 0 if outer else 1
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            canvas.drawString(XS[c] + 4, top - r * 20 - 14, text)
    for r in range(inner, len(rows) + 1 - inner):
        stroke(canvas, XS[0], top - r * 20, XS[-1], top - r * 20)
    for x in XS[inner : len(XS) - inner]:
        stroke(canvas, x, top, x, top - len(rows) * 20)


@pytest.mark.parametrize("stroke", [plain, double, dashes, thin_box, level_only, none])
def test_rules_of_every_make(stroke: Stroke, draw: Any, rows_of: Any) -> None:
    document = read_pdf("a.pdf", draw(lambda canvas: table(canvas, stroke=stroke)))
    (found,) = document.tables()
    assert rows_of(document, found) == ROWS
    unruled = [finding.code for finding in document.findings]
    assert unruled == (["table-unruled"] if stroke in {level_only, none} else [])


def test_table_open_on_all_sides(draw: Any, rows_of: Any) -> None:
    document = read_pdf("a.pdf", draw(lambda canvas: table(canvas, outer=False)))
    (found,) = document.tables()
    assert rows_of(document, found) == ROWS


def test_numbers_alone(draw: Any, rows_of: Any) -> None:
    rows = [["1", "2", "3", "4"], ["5", "6", "7.5", "8"], ["9", "10", "11%", "12"]]
    document = read_pdf("a.pdf", draw(lambda canvas: table(canvas, rows)))
    (found,) = document.tables()
    assert rows_of(document, found) == rows


def test_filled_header_and_page_frame_are_no_cells(draw: Any, rows_of: Any) -> None:
    def page(canvas: Canvas) -> None:
        canvas.rect(20, 20, 555, 800)
        canvas.setFillColorRGB(0.8, 0.9, 1)
        canvas.rect(60, 760, 440, 20, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
        table(canvas)

    document = read_pdf("a.pdf", draw(page))
    (found,) = document.tables()
    assert rows_of(document, found) == ROWS


def turned(canvas: Canvas, page_turned: bool) -> None:
    if page_turned:
        canvas.setPageRotation(90)
    canvas.translate(595, 0)
    canvas.rotate(90)
    canvas.setFont("STSong-Light", 10)
    canvas.drawString(60, 550, "横排的表")
    table(canvas, top=500)


@pytest.mark.parametrize("page_turned", [True, False])
def test_rotated_page(page_turned: bool, draw: Any, rows_of: Any) -> None:
    document = read_pdf("a.pdf", draw(lambda canvas: turned(canvas, page_turned)))
    (found,) = document.tables()
    assert rows_of(document, found) == ROWS
    title = document.blocks[0]
    assert isinstance(title, Paragraph)
    assert document.text[title.start : title.end] == "横排的表"
    box = document.anchor(title.start, title.end).box
    assert box is not None
    # Where the text stands as printed: along the page if the viewer turns it, up the page's side if not.
    assert (box[2] - box[0] > box[3] - box[1]) is page_turned


def test_sideways_text_stands_apart(draw: Any) -> None:
    def page(canvas: Canvas) -> None:
        table(canvas)
        canvas.translate(30, 400)
        canvas.rotate(90)
        canvas.drawString(0, 0, "装订线")

    document = read_pdf("a.pdf", draw(page))
    assert [document.text[p.start : p.end] for p in document.apart] == ["装订线"]
    assert "text-sideways" in [finding.code for finding in document.findings]


def test_running_heads_and_page_numbers_stand_apart(draw: Any) -> None:
    def page(number: int) -> Callable[[Canvas], None]:
        def content(canvas: Canvas) -> None:
            canvas.drawString(200, 815, "某县考核办法（试行）")
            canvas.drawString(60, 700, f"{'甲乙丙丁'[number - 1]}方面的要求。")
            canvas.drawString(280, 30, f"— {number} —")

        return content

    document = read_pdf("a.pdf", draw(*map(page, range(1, 5))))
    body = [document.text[block.start : block.end] for block in document.blocks]
    assert body == ["甲方面的要求。", "乙方面的要求。", "丙方面的要求。", "丁方面的要求。"]
    assert [p.kind for p in document.apart] == ["header", "page_number"] * 4
    assert document.text.index("\f") < document.apart[0].start


def test_two_columns_are_read_one_after_the_other(draw: Any) -> None:
    def page(canvas: Canvas) -> None:
        for line in range(8):
            canvas.drawString(60, 780 - line * 16, "左边一栏的文字排满整行不留空白直到行尾")
            canvas.drawString(310, 780 - line * 16, "右边一栏的文字排满整行不留空白直到行尾")

    document = read_pdf("a.pdf", draw(page))
    assert document.text.rindex("左边") < document.text.index("右边")


def test_centred_first_column_is_no_clear_table(draw: Any) -> None:
    def page(canvas: Canvas) -> None:
        lines = ["内容上", "内容中", "内容下"] * 3
        for c, head in enumerate(["序号", "内容", "分值"]):
            canvas.drawString(60 + 150 * c, 780, head)
        for at, text in enumerate(lines):
            y = 766 - at * 14
            canvas.drawString(210, y, text)
            if at % 3 == 1:
                canvas.drawString(60, y, str(at // 3 + 1))
                canvas.drawString(360, y, "5")

    assert not list(read_pdf("a.pdf", draw(page)).tables())


def test_struck_twice_is_one_character(draw: Any) -> None:
    def page(canvas: Canvas) -> None:
        for x in (60, 60.3):
            canvas.drawString(x, 800, "扣10分")
        canvas.drawString(60, 780, "11分22分")

    assert read_pdf("a.pdf", draw(page)).text.split() == ["扣10分", "11分22分"]
