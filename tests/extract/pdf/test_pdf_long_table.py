"""A table of 600 rows over some 44 pages, with repeated headers and rows split by pages, equals its Word source."""

from __future__ import annotations

import subprocess
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from xize.extract.pdf import read_pdf

pytestmark = [pytest.mark.office, pytest.mark.slow]

HEADER = ["序号", "考核项目", "考核内容", "分值", "评分标准"]
TASKS = ["安全生产巡查", "档案资料归集", "信访事项办理", "窗口服务规范", "设备维护保养", "应急演练组织", "宣传报道投稿"]
CONTENT = "按照年度计划组织开展本项工作，明确责任人员和完成时限，过程资料齐全，结果及时反馈有关单位"
RULES = [
    "未按计划开展的扣{a}分；资料不全的，每缺一项扣0.{b}分，扣完为止。",
    "每发现1例不符合要求的扣0.{b}分，最多扣{a}分。",
    "1．未制定方案的扣{a}分；\n2．未按方案实施的，每次扣0.{b}分；\n3．未总结的扣1分。",
]


def source_rows() -> list[list[str]]:
    rows = []
    for number in range(1, 601):
        content = f"{CONTENT}，" * (number % 3) + f"第{number}项以书面记录为准。"
        rule = RULES[number % 3].format(a=1 + number % 5, b=1 + number % 9)
        rows.append([str(number), TASKS[number % 7], content, str(1 + number % 10), rule])
    return rows


def build(path: Path, rows: list[list[str]]) -> None:
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(9)
    document.styles["Normal"].paragraph_format.space_after = Pt(0)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    document.add_heading("长表格", level=1)
    table = document.add_table(rows=0, cols=len(HEADER), style="Table Grid")
    table.autofit = False
    widths = (1.2, 3.0, 10.0, 1.2, 9.0)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row in [HEADER, *rows]:
        cells = table.add_row().cells
        for cell, text, width in zip(cells, row, widths, strict=True):
            cell.width = Cm(width)
            first, *more = text.split("\n")
            cell.paragraphs[0].text = first
            for paragraph in more:
                cell.add_paragraph(paragraph)
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))
    properties[-1].set(qn("w:val"), "true")
    document.save(str(path))


def test_rows_come_back(tmp_path: Path) -> None:
    rows = source_rows()
    build(tmp_path / "long.docx", rows)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), "long.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=180)
    document = read_pdf("long.pdf", (tmp_path / "long.pdf").read_bytes())
    (table,) = document.tables()
    texts = [[""] * table.cols for _ in range(table.rows)]
    for cell in table.cells:
        texts[cell.row][cell.col] = "".join(document.cut(cell.spans).split())
    assert texts == [["".join(text.split()) for text in row] for row in [HEADER, *rows]]
    assert document.pages is not None
    assert document.pages >= 40
    assert table.header_rows == 1
    assert len(table.pieces) == document.pages
    first = {cell.row: document.anchor(*cell.spans[0]).page for cell in table.cells if cell.col == 2}
    last = {
        cell.row: document.anchor(cell.spans[0][1] - 1, cell.spans[0][1]).page for cell in table.cells if cell.col == 2
    }
    assert sum(first[row] != last[row] for row in first) > 10
