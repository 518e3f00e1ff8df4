"""Tables flattened to bare lines, put together again."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from xize import pipeline
from xize.extract.reader import read_data
from xize.model.indicator import Indicator
from xize.model.rubric import Draft

SEEDS = Path(__file__).parents[3].parent / "shared" / "seeds"

PLAN = """\
车站服务质量考核表

项目

考核类别

考核指标

工作要求

评分办法

责任人

旅客服务（60分）

窗口服务（35分）

（一）售票组织，减少排队

20

1.高峰时段开足窗口。

（12分）

1.未开足窗口的，每次扣2分；

旅客投诉的，每起扣1分。

2.公示票价（8分）

2.未公示的扣8分。

（二）问讯服务

15

1.实行首问负责制。

2.设置导引标志。

1.推诿旅客的，每次扣3分。

2.标志缺损的，每处扣1分。

设施设备（25分）

候车室环境

10

地面整洁、座椅完好。

座椅损坏的，每处扣1分。

旅客服务（60分）

（三）应急处置

15

每季度演练一次。

少一次扣5分。

未制定预案的，扣10分。
"""


def parse(text: str) -> Draft:
    return pipeline.draft(read_data("t.txt", text.encode()))


def tree(nodes: tuple[Indicator, ...]) -> list[object]:
    return [
        [
            node.code or "",
            node.title,
            node.points,
            "".join(text.text for text in node.fields.values()).replace("\n", ""),
        ]
        + ([tree(node.children)] if node.children else [])
        for node in nodes
    ]


def test_groups_levels_tasks_and_criteria_come_back() -> None:
    draft = parse(PLAN)
    (sheet,) = draft.rubric.sheets
    assert sheet.title == "车站服务质量考核表"
    (top,) = sheet.indicators
    assert (top.title, top.points) == ("旅客服务", Decimal(60))
    assert [(node.title, node.points) for node in top.children] == [
        ("窗口服务", Decimal(35)),
        ("设施设备", Decimal(25)),
    ]
    window, equipment = top.children
    assert tree(window.children) == [
        [
            "（一）",
            "售票组织，减少排队",
            Decimal(20),
            "",
            [
                ["1", "高峰时段开足窗口。", Decimal(12), "1.未开足窗口的，每次扣2分；旅客投诉的，每起扣1分。"],
                ["2", "公示票价", Decimal(8), "2.未公示的扣8分。"],
            ],
        ],
        [
            "（二）",
            "问讯服务",
            Decimal(15),
            "",
            [
                ["1", "实行首问负责制。", None, "1.推诿旅客的，每次扣3分。"],
                ["2", "设置导引标志。", None, "2.标志缺损的，每处扣1分。"],
            ],
        ],
    ]
    assert [(node.code, node.title, node.points) for node in equipment.children] == [
        (None, "候车室环境", Decimal(10)),
        ("（三）", "应急处置", Decimal(15)),
    ]
    drill = equipment.children[1]
    assert {key: "".join(text.text.split()) for key, text in drill.fields.items()} == {
        "content": "每季度演练一次。",
        "criteria": "少一次扣5分。未制定预案的，扣10分。",
    }


def test_a_repeated_group_heading_is_noise_and_nothing_is_left_over() -> None:
    account = parse(PLAN).accounting.text
    assert account.rest == ()
    assert account.twice == ()
    assert account.by_place["noise:repeated header"] == len("旅客服务（60分）")


def test_every_value_is_cut_out_of_the_source() -> None:
    document = read_data("t.txt", PLAN.encode())
    for node in pipeline.draft(document).rubric.walk():
        for text in node.fields.values():
            assert text.at.cut(document.text) == text.text


def test_criteria_that_could_be_of_several_tasks_are_reported() -> None:
    text = PLAN.replace("1.推诿旅客的，每次扣3分。", "推诿旅客的，每次扣3分。").replace(
        "2.标志缺损的，每处扣1分。", "标志缺损的，每处扣1分。\n\n着装不整的，每次扣1分。"
    )
    codes = [found.code for found in parse(text).rubric.findings]
    assert "criteria-shared" in codes
    assert parse(text).accounting.text.rest == ()


def test_criteria_numbered_for_another_task_are_reported() -> None:
    text = PLAN.replace("2.未公示的扣8分。", "4.未公示的扣8分。")
    assert "criteria-number" in [found.code for found in parse(text).rubric.findings]


def test_a_header_with_points_of_its_own_and_no_tasks() -> None:
    text = "\n".join(
        ["类别", "考核指标", "分值", "评分办法", "得分", "管理（40分）", "（一）纪律", "15", "1.迟到扣1分；"]
    )
    text += "\n2.旷工扣5分。\n（二）卫生\n25\n1.不洁的，每处扣1分。\n注：按季考核。\n"
    draft = parse(text)
    (sheet,) = draft.rubric.sheets
    assert tree(sheet.indicators) == [
        [
            "",
            "管理",
            Decimal(40),
            "",
            [
                ["（一）", "纪律", Decimal(15), "1.迟到扣1分；2.旷工扣5分。"],
                ["（二）", "卫生", Decimal(25), "1.不洁的，每处扣1分。"],
            ],
        ]
    ]
    assert draft.accounting.text.rest == ()


def outline(nodes: tuple[Indicator, ...]) -> list[tuple[str | None, str, str, int]]:
    return [(node.code, node.title, str(node.points), node.level) for top in nodes for node in top.walk()]


def test_serial_numbers_and_points_are_told_apart() -> None:
    text = "物业评分表\n序号\n评价内容\n标准分\n评分细则\n得分\n1\n保洁\n15\n有垃圾的，每处扣0.5分\n2\n绿化\n25\n"
    text += "黄土裸露的，每处扣1分\n枯死的，每株扣2分\n"
    draft = parse(text)
    (sheet,) = draft.rubric.sheets
    assert outline(sheet.indicators) == [("1", "保洁", "15", 1), ("2", "绿化", "25", 1)]
    assert sheet.indicators[1].fields["criteria"].text == "黄土裸露的，每处扣1分\n枯死的，每株扣2分"
    assert draft.accounting.text.rest == ()


def test_lettered_levels_go_to_their_columns() -> None:
    text = "一级指标\n二级指标\n三级指标\n权重\n评价要点\nA1 组织（20分）\nB1 机构（20分）\nC1 专班\n5\n成立得5分\n"
    text += "C2 专人\n15\n有专人得15分\nA2 成效（80分）\nB2 完成（80分）\nC3 完成率\n80\n每低1%扣2分\n"
    draft = parse(text)
    assert [(title, points, level) for _, title, points, level in outline(draft.rubric.sheets[0].indicators)] == [
        ("组织", "20", 1),
        ("机构", "20", 2),
        ("专班", "5", 3),
        ("专人", "15", 3),
        ("成效", "80", 1),
        ("完成", "80", 2),
        ("完成率", "80", 3),
    ]
    assert draft.accounting.text.rest == ()


def test_points_right_of_the_criteria_belong_to_the_row_they_end() -> None:
    text = "食堂考核\n考核项目\n考核内容\n考核标准\n分值\n采购\n索证齐全\n缺一份扣1分\n10\n建立台账\n无台账扣5分\n20\n"
    text += "加工\n生熟分开\n不分开扣5分\n15\n"
    draft = parse(text)
    assert [(title, points) for _, title, points, _ in outline(draft.rubric.sheets[0].indicators)] == [
        ("采购", "None"),
        ("索证齐全", "10"),
        ("建立台账", "20"),
        ("加工", "None"),
        ("生熟分开", "15"),
    ]
    assert draft.accounting.text.rest == ()


@pytest.mark.parametrize("text", ["项目\n指标\n分值\n", "考核项目\n考核指标\n评分标准\n一、总则\n本办法适用于全院。\n"])
def test_header_words_alone_make_no_table(text: str) -> None:
    draft = parse(text)
    assert draft.accounting.text.rest == ()
    assert all(not node.points for node in draft.rubric.walk())


@pytest.mark.seeds
def test_the_flattened_plan_comes_back_as_a_tree_with_its_points() -> None:
    (path,) = SEEDS.glob("004_*.txt")
    draft = pipeline.parse(path)
    sheet = draft.rubric.sheets[-1]
    (top,) = sheet.indicators
    assert top.points == 90
    assert [node.points for node in top.children] == [19, 10, 28]
    assert [len(node.children) for node in top.children] == [10, 4, 8]
    assert [node.points for node in top.children[0].children[:4]] == [2, Decimal("1.5"), 3, None]
    assert [len(node.children) for node in top.children[0].children] == [3, 3, 5, 3, 3, 3, 3, 5, 3, 3]
    assert [len(node.children) for node in top.children[1].children] == [2, 3, 1, 1]
    assert [len(node.children) for node in top.children[2].children] == [5, 3, 6, 3, 3, 3, 1, 1]
    assert [node.role for node in top.children[2].children[0].children] == ["scored"] * 4 + ["veto"]
    codes = [found.code for found in draft.rubric.findings]
    assert codes.count("truncated-end") == 1
    assert draft.accounting.text.rest == ()
    assert draft.accounting.text.twice == ()
    assert draft.accounting.text.by_place["noise:page furniture"] > 500
