"""Tables in text of every shape but tab cells: the rows they give, and that no visible character is lost."""

from __future__ import annotations

import pytest

from xize.errors import OverLimitError
from xize.extract import limits
from xize.extract.text import read_text
from xize.model.source import Paragraph, SourceDocument

MARKDOWN = """巡查考核
| 项目 | 指标 | 分值 |
| --- | :---: | --- |
| 巡查 | 每月<br>两次 | 60 |
|  | 缺a\\|b的 | 40 |
备注
"""
BARE = "项目 | 分值\n--- | ---\n甲 | 10\n乙 | 20\n"
BOX = """\
┌──────┬────┬────────┐
│ 项目 │分值│ 标准   │
├──────┼────┼────────┤
│ 安全 │ 10 │未检查的│
│ 管理 │    │扣2分。 │
│      ├────┼────────┤
│      │ 5  │无记录扣│
│      │    │1分     │
└──────┴────┴────────┘
"""
PLUS = "+-----+----+\n| 项  | 分 |\n+=====+====+\n| 安全| 10 |\n| 保洁| 20 |\n+-----+----+\n"
SHEET = '序号\t项目\t标准\n1\t安全\t"未建的扣2分；\n无""章""扣1分"\n2\t\t扣5分\n'
MARGIN = "\t项目\t分值\n\t安全\t10\n\t\t20\n"
COPIED = "项目\t要求\t分值\t标准\n风机\t1.双回路；\n2.能反风；\n3.有备用\t5\t缺一项扣1分\n水泵\t完好\t4\t不完好扣2分；"
COMMAS = '考核表\n序号,项目,标准\n1,安全,"未建,扣2分"\n2,保洁,不净扣1分\n'
SPACES = """\
序号  考核项目    分值  评分标准
1     安全生产    10    未检查的扣2分；
                        无记录扣1分
2     环境卫生    ５    不净扣1分
"""
PSQL = " 项目 | 分 \n------+----\n 甲   | 1  \n 乙   | 2  \n"


def read(text: str) -> SourceDocument:
    return read_text("t.txt", text.encode())


def rows(document: SourceDocument) -> list[list[str]]:
    (table,) = document.tables()
    found: list[list[str]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        found[cell.row].append(document.cut(cell.spans))
    return found


def visible(text: str) -> int:
    return sum(not character.isspace() for character in text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (MARKDOWN, [["项目", "指标", "分值"], ["巡查", "每月两次", "60"], ["", "缺a|b的", "40"]]),
        (BARE, [["项目", "分值"], ["甲", "10"], ["乙", "20"]]),
        (BOX, [["项目", "分值", "标准"], ["安全管理", "10", "未检查的扣2分。"], ["", "5", "无记录扣1分"]]),
        (PLUS, [["项", "分"], ["安全", "10"], ["保洁", "20"]]),
        (PSQL, [["项目", "分"], ["甲", "1"], ["乙", "2"]]),
        ("｜项目｜分值｜\n｜安全｜10｜\n", [["项目", "分值"], ["安全", "10"]]),
        (SHEET, [["序号", "项目", "标准"], ["1", "安全", '未建的扣2分；\n无"章"扣1分'], ["2", "", "扣5分"]]),
        (MARGIN, [["项目", "分值"], ["安全", "10"], ["", "20"]]),
        (
            COPIED,
            [
                ["项目", "要求", "分值", "标准"],
                ["风机", "1.双回路；2.能反风；3.有备用", "5", "缺一项扣1分"],
                ["水泵", "完好", "4", "不完好扣2分；"],
            ],
        ),
        (COMMAS, [["序号", "项目", "标准"], ["1", "安全", "未建,扣2分"], ["2", "保洁", "不净扣1分"]]),
        (
            SPACES,
            [
                ["序号", "考核项目", "分值", "评分标准"],
                ["1", "安全生产", "10", "未检查的扣2分；无记录扣1分"],
                ["2", "环境卫生", "５", "不净扣1分"],
            ],
        ),
    ],
    ids=["markdown", "bare", "box", "plus", "psql", "wide-bars", "tabs", "margin", "copied", "commas", "spaces"],
)
def test_a_table_gives_its_rows_and_loses_no_character(text: str, expected: list[list[str]]) -> None:
    document = read(text)
    assert rows(document) == expected
    held = 0
    for block in document.blocks:
        if isinstance(block, Paragraph):
            held += visible(document.text[block.start : block.end])
        else:
            held += visible(document.cut(block.noise)) + sum(visible(document.cut(cell.spans)) for cell in block.cells)
    assert held == visible(text)
    assert document.findings == ()


@pytest.mark.parametrize(
    "text",
    [
        "得分=|实际-计划|/计划×100\n偏差=|甲-乙|\n",
        "1.\t甲单位\n2.\t乙单位\n3.\t丙单位\n",
        "签字：        日期：        盖章：\n\n",
        "甲  乙  丙\n各单位要  认真  落实，  并按时\n报送。\n",
        "未落实,扣2分,最多扣6分。\n未上报,扣1分,最多扣3分。\n迟报,扣1分,最多扣2分。\n",
        "项目 | 分值\n",
    ],
)
def test_what_only_looks_like_a_table_stays_text(text: str) -> None:
    document = read(text)
    assert list(document.tables()) == []
    assert "".join(document.text[b.start : b.end] for b in document.blocks) == text.replace("\n", "")


def test_full_lines_between_rules_are_not_guessed_to_be_rows() -> None:
    rule = "├──┼──┤\n"
    document = read("┌──┬──┐\n│项│分│\n" + rule + "│甲│ 1│\n│乙│ 2│\n" + rule + "│丙│ 3│\n└──┴──┘\n")
    assert [found.code for found in document.findings] == ["rows-unclear"]


@pytest.mark.parametrize(
    "text",
    [
        "\t".join(["列"] * (limits.COLUMNS + 1)) + "\n" + "\t".join(["值"] * (limits.COLUMNS + 1)) + "\n",
        "字" * (limits.LINE_CHARS + 1),
        "一\n" * (limits.LINES + 1),
        "字" * (limits.TEXT_BYTES // 3 + 1),
    ],
    ids=["columns", "line", "lines", "bytes"],
)
def test_what_is_over_a_limit_is_refused(text: str) -> None:
    with pytest.raises(OverLimitError, match=r"t\.txt"):
        read(text)


def test_rows_whose_last_empty_cells_were_stripped_are_rows() -> None:
    text = "检查项目\t要求\t分值\t评分办法\t得分\n一、支护\t1.支架完好\t10\t缺1架扣2分\n\t2.端面距合规\t5\t超过扣1分\n"
    document = read(text)
    assert rows(document) == [
        ["检查项目", "要求", "分值", "评分办法", "得分"],
        ["一、支护", "1.支架完好", "10", "缺1架扣2分"],
        ["", "2.端面距合规", "5", "超过扣1分"],
    ]


def test_a_form_line_with_wide_gaps_does_not_hide_the_table_below() -> None:
    document = read("检查表\n店名：      时间：      检查员：\n项目\t分值\n安全\t10\n保洁\t20\n")
    assert rows(document) == [["项目", "分值"], ["安全", "10"], ["保洁", "20"]]
