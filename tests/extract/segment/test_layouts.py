"""Layouts that office workers make and no standard knows: each was once read wrong without a word."""

from __future__ import annotations

from dataclasses import replace

import pytest
from grids import codes, document, lines, outline, sheet

from xize.extract.segment import columns, flattened, segment
from xize.extract.stitch import stitch
from xize.model.source import Table


def test_a_header_merged_over_contents_and_their_points() -> None:
    made = sheet(
        "病区护理检查表",
        [
            ["项目", "考核内容（40分）", "<", "扣分标准"],
            ["文书（40分）", "1.体温单准确", "15", "一处错误扣1分"],
            ["", "2.记录及时", "25", "漏记一次扣2分"],
        ],
    )
    assert lines(made) == ["1/1 文书 40", "1/1/1 1 体温单准确 15", "1/1/2 2 记录及时 25"]


def test_weights_in_names_under_a_header_that_says_so() -> None:
    made = sheet(
        "学院考核指标",
        [
            ["一级指标及权重", "观测点", "分值", "考核部门"],
            ["A1 教学（0.4）", "C1 课程评价", "60", "教务处"],
            ["", "C2 教学事故", "40", "教务处"],
            ["A2 科研（0.6）", "C3 立项数", "100", "科研处"],
        ],
    )
    assert lines(made) == [
        "1/1 A1 教学", "1/1/1 C1 课程评价 60", "1/1/2 C2 教学事故 40", "1/2 A2 科研", "1/2/1 C3 立项数 100",
    ]  # fmt: skip
    assert [str(node.weight) for node in made.indicators] == ["0.4", "0.6"]


def test_every_level_with_a_points_column_of_its_own() -> None:
    made = sheet(
        "供电所考核表",
        [
            ["一级指标", "分值", "二级指标", "分值", "评分标准"],
            ["安全", "60", "两票", "20", "不合格一张扣2分"],
            ["", "", "现场", "40", "违章一次扣5分"],
            ["服务", "40", "抢修", "40", "超时一次扣3分"],
        ],
    )
    assert lines(made) == ["1/1 安全 60", "1/1/1 两票 20", "1/1/2 现场 40", "1/2 服务 40", "1/2/1 抢修 40"]


def test_a_table_in_two_halves_is_read_left_half_first() -> None:
    made = sheet(
        "宿舍检查表", [["项目", "分值", "项目", "分值"], ["地面", "10", "门窗", "20"], ["床铺", "30", "阳台", "40"]]
    )
    assert lines(made) == ["1/1 地面 10", "1/2 床铺 30", "1/3 门窗 20", "1/4 阳台 40"]


def test_numbers_alone_in_brackets_are_points_where_every_name_has_one() -> None:
    table = [
        ["评价内容", "评价指标", "赋分标准"],
        ["履职（50）", "巡查（20）", "少一次扣2分"],
        ["", "交办（30）", "漏一件扣3分"],
    ]
    assert lines(sheet("河长评分表", table)) == ["1/1 履职 50", "1/1/1 巡查 20", "1/1/2 交办 30"]
    table[2][1] = "交办（含转办）"
    assert lines(sheet("河长评分表", table))[0] == "1/1 履职（50）"


def test_a_range_from_nothing_ends_with_the_full_marks() -> None:
    made = sheet(
        "评标表", [["评审因素", "分值", "评审标准"], ["业绩", "0-10", "每个得2分"], ["信用", "0～5分", "AAA得5分"]]
    )
    assert lines(made) == ["1/1 业绩 10", "1/2 信用 5"]


def test_a_subtotal_is_held_against_the_rows_above_it() -> None:
    header = ["类别", "内容", "分值", "标准"]
    rows = [["作风", "仪表", "20", "不整洁扣2分"], ["", "态度", "30", "投诉一次扣5分"]]
    made = outline("窗口考核", [header, *rows, ["小计", "<", "60", ""], ["效率", "时限", "40", "超时扣2分"]])
    assert codes(made) == [("subtotal-open", None)]
    assert len(made.rubric.findings[0].at) == 3
    assert codes(outline("窗口考核", [header, *rows, ["小计", "<", "50", ""]])) == []


def test_a_table_that_says_it_goes_on_is_one() -> None:
    header = ["序号", "考核内容", "分值", "评分标准"]
    made = sheet("市容考核", [header, ["1", "秩序", "60", "扣1分"]], "（续表）", [header, ["2", "绿化", "40", "扣1分"]])
    assert lines(made) == ["1/1 1 秩序 60", "1/2 2 绿化 40"]


def test_a_table_without_header_is_told_by_its_contents() -> None:
    rows = [["出勤", "10分", "迟到一次扣1分"], ["会议", "5分", "缺会一次扣2分"]]
    made = outline("考勤纪律", rows)
    assert lines(made.rubric.sheets[0]) == ["1/1 出勤 10", "1/2 会议 5"]
    assert [set(node.fields) for node in made.rubric.walk()] == [{"criteria"}, {"criteria"}]
    assert codes(made) == [("header-missing", None)]


def test_a_declared_header_that_scores_is_none() -> None:
    source = document("考勤纪律", [["出勤", "10分", "迟到一次扣1分"], ["会议", "5分", "缺会一次扣2分"]])
    blocks = tuple(replace(block, header_rows=1) if isinstance(block, Table) else block for block in source.blocks)
    (made,) = segment(stitch(replace(source, blocks=blocks))).rubric.sheets
    assert lines(made) == ["1/1 出勤 10", "1/2 会议 5"]


def test_an_empty_department_cell_of_its_own_is_said() -> None:
    source = document(
        "绩效指标",
        [["指标名称", "分值", "评分标准", "责任单位"], ["招商", "20", "扣2分", "商务局"], ["项目", "20", "扣1分", ""]],
    )
    blocks = tuple(replace(block, spans_known=True) if isinstance(block, Table) else block for block in source.blocks)
    assert codes(segment(source)) == []
    assert codes(segment(replace(source, blocks=blocks))) == [("department-carried", "1/2")]


def test_latin_translations_and_left_out_names() -> None:
    made = sheet(
        "XX银行支行考核表",
        [
            ["KPI指标", "KPI权重", "目标值 Target", "计分规则 Rule"],
            ["存款 Deposit", "60", "5亿元", "按比例得分"],
            ["投诉", "40", "0件", "一件扣5分"],
        ],
    )
    assert (made.title, made.subject) == ("XX银行支行考核表", None)
    assert [set(node.fields) for node in made.indicators] == [{"target", "criteria"}] * 2
    assert [node.points for node in made.indicators] == [60, 40]


def test_a_table_of_contents_names_nothing() -> None:
    made = outline(
        "村务考评方案", "目  录", "一、考评内容……………………2", "附件：考评细则………………6",
        "一、考评内容", "（一）村务公开（60分）。少公开一次扣10分。", "（二）财务（40分）。白条一张扣5分。",
    )  # fmt: skip
    assert made.rubric.title == "村务考评方案"
    assert [str(node.points) for node in made.rubric.sheets[0].walk() if node.points] == ["60", "40"]
    assert sum(place.place == "noise:page furniture" for place in made.placements) == 3


def test_points_of_each_item_and_of_all() -> None:
    made = sheet(
        "网格员考核办法",
        "（一）信息采集（每项5分，共10分）",
        "1.人口准确，漏采一人扣1分。",
        "2.房屋准确，漏采一户扣1分。",
        "（二）调处（90分）",
        "1.排查及时，漏报一起扣3分。",
    )
    assert [(node.id, str(node.points)) for node in made.walk()][:3] == [("1/1", "10"), ("1/1/1", "5"), ("1/1/2", "5")]


def test_a_line_to_fill_in_is_no_name() -> None:
    made = sheet(
        "物业考核表", "小区：________    月份：____年__月", [["项目", "分值", "评分标准"], ["保洁", "10", "扣1分"]]
    )
    assert made.title == "物业考核表"


def test_looking_for_headers_asks_each_line_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def role_of(text: str) -> str | None:
        asked.append(text)
        return columns.role_of(text)

    monkeypatch.setattr(flattened, "role_of", role_of)
    source = document(*["考核内容", "说明"] * 200)
    flattened.restore_tables(source, source.blocks)
    assert len(asked) == len(source.blocks)


def test_rows_with_numbers_of_their_own_under_a_merged_name_are_indicators() -> None:
    made = sheet(
        "工地违章扣分表",
        [
            ["类别", "序号", "违章行为", "扣分", "<", "备注"],
            ["", "", "", "每次", "每人", ""],
            ["高处作业", "1", "未系安全带", "3", "2", ""],
            ["", "2", "临边未设护栏", "4", "", ""],
            ["动火作业", "3", "未办动火证", "5", "", ""],
            ["", "4", "气瓶间距不足", "2", "1", ""],
        ],
    )
    assert lines(made) == [
        "1/1 高处作业", "1/1/1 1 未系安全带", "1/1/2 2 临边未设护栏",
        "1/2 动火作业", "1/2/1 3 未办动火证", "1/2/2 4 气瓶间距不足",
    ]  # fmt: skip


def test_what_must_be_signed_is_no_signature() -> None:
    made = sheet(
        "病案检查表",
        [
            ["项目", "分值", "质量要求", "评分方法"],
            ["病程记录", "20", "1.按时完成。", "迟一次扣1分"],
            ["", "", "2.医嘱签名齐全。", "漏签名一处扣0.5分，最多扣4分"],
            ["检查人签名：", "", "", "被检科室签字"],
        ],
    )
    (only,) = made.indicators
    assert only.fields["criteria"].text == "迟一次扣1分漏签名一处扣0.5分，最多扣4分"


def test_a_form_line_with_the_total_is_no_name_and_a_table_number_no_subject() -> None:
    rows = [["项目", "分值", "评分标准"], ["保洁", "60", "扣1分"], ["绿化", "40", "扣1分"]]
    made = sheet("小区物业检查表", "楼栋：________  检查人：________  总分：100分", rows)
    assert (made.title, made.points) == ("小区物业检查表", 100)
    numbered = sheet("表3-2  园区保洁评分表", rows)
    assert (numbered.title, numbered.subject) == ("园区保洁评分表", None)


def test_kinds_of_extra_items_in_a_merged_column_give_their_roles_and_a_most_is_points() -> None:
    made = sheet(
        "附加项",
        [
            ["类型", "考核事项", "加（扣）分标准", "分值上限"],
            ["加分项", "获得表彰", "市级表彰每次加2分", "5"],
            ["", "经验推广", "每次加1分", "3"],
            ["扣分项", "通报批评", "每次扣2分", "8"],
            ["", "媒体曝光", "每次扣3分", "9"],
        ],
    )
    assert lines(made) == [
        "1/1 加分项 bonus", "1/1/1 获得表彰 5 bonus", "1/1/2 经验推广 3 bonus",
        "1/2 扣分项 penalty", "1/2/1 通报批评 8 penalty", "1/2/2 媒体曝光 9 penalty",
    ]  # fmt: skip


def test_a_column_of_unknown_header_that_groups_the_names_is_a_level() -> None:
    made = sheet(
        "门店神秘顾客检查表",
        [
            ["检查大类", "检查项目", "分值", "扣分细则"],
            ["迎宾", "微笑问候", "3", "未问候扣3分"],
            ["", "引领入座", "2", "未引领扣2分"],
            ["点餐", "介绍特色", "4", "少介绍1道扣2分"],
            ["", "复述菜单", "2", "未复述扣2分"],
        ],
    )
    assert lines(made) == [
        "1/1 迎宾", "1/1/1 微笑问候 3", "1/1/2 引领入座 2", "1/2 点餐", "1/2/1 介绍特色 4", "1/2/2 复述菜单 2",
    ]  # fmt: skip


def test_numbers_of_several_rows_never_run_together() -> None:
    made = sheet(
        "库房检查表",
        [["项目", "分值", "评分标准", "抽查数"], ["消防", "40", "过期一具扣2分", "12"], ["", "", "压力不足扣1分", "8"]],
    )
    (only,) = made.indicators
    assert [text.text for key, text in only.fields.items() if key.startswith("抽查数")] == ["12", "8"]
