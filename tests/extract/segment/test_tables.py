"""Tables of other trades and layouts, each small, in words of our own."""

from __future__ import annotations

import pytest
from grids import codes, lines, outline, sheet

HEADER = ["项目", "分值", "评分标准"]


def test_task_with_points_in_the_number_cell_and_contents_below() -> None:
    made = sheet(
        "信访科（总分：100分）",
        [
            ["序号", "考核任务", "考核内容（要点）", "赋分标准", "得分"],
            ["一\n\n（60分）", "来信办理", "按期登记、转办来信。（40分）", "漏登一件扣2分。", ""],
            ["", "", "定期分析研判。（20分）", "缺一期扣5分。", ""],
            ["", "", "", "", ""],
            ["二\n\n（40分）", "接访值班", "落实领导接访制度。", "缺岗一次扣4分。", ""],
        ],
    )
    assert (made.title, made.subject, made.points) == ("信访科", "信访科", 100)
    assert lines(made) == [
        "1/1 一 来信办理 60",
        "1/1/1 按期登记、转办来信。 40",
        "1/1/2 定期分析研判。 20",
        "1/2 二 接访值班 40",
    ]
    # The one content of a task that has the points is its field, not an indicator of its own.
    assert set(made.indicators[1].fields) == {"content", "criteria"}


def test_hospital_ward_numbers_belong_to_the_rows_where_each_row_has_one() -> None:
    made = sheet(
        "病区护理质量考核表",
        [
            ["序号", "考核项目", "考核内容", "标准分", "扣分标准"],
            ["1", "基础护理", "床单位整洁", "6", "不洁一处扣1分"],
            ["2", "", "晨晚间护理到位", "4", "未做一人次扣2分"],
            ["3", "急救物品", "处于备用状态", "10", "过期一件扣5分"],
        ],
    )
    assert lines(made) == [
        "1/1 基础护理",
        "1/1/1 1 床单位整洁 6",
        "1/1/2 2 晨晚间护理到位 4",
        "1/2 急救物品",
        "1/2/1 3 处于备用状态 10",
    ]


def test_mine_safety_totals_and_signatures_stay_out_of_the_tree() -> None:
    made = outline(
        "采掘队安全检查评分表",
        [
            ["检查内容", "分值", "评分方法"],
            ["顶板管理", "60", "空顶一处扣10分"],
            ["小计", "60", ""],
            ["通风管理", "40", "风量不足扣5分"],
            ["合计", "100", ""],
            ["检查人签字：", "", "被检单位负责人："],
            ["注：两项均不得分的停工整改。", "<", "<"],
        ],
    )
    (only,) = made.rubric.sheets
    assert lines(only) == ["1/1 顶板管理 60", "1/2 通风管理 40"]
    assert only.points == 100
    assert codes(made) == []
    assert [prose.sheet for prose in made.prose] == ["1"]
    assert {p.place for p in made.placements} >= {"total", "signature", "note"}


def test_a_total_row_that_differs_is_a_finding_with_every_place() -> None:
    made = outline(
        "甲表", [["项目", "分值", "评分标准"], ["卫生", "30", "扣1分"], ["秩序", "60", "扣1分"], ["总计", "100", ""]]
    )
    assert codes(made) == [("sum-open", None)]
    (finding,) = made.rubric.findings
    assert len(finding.at) == 3
    assert "10" in finding.message


def test_school_codes_and_the_level_columns() -> None:
    made = sheet(
        "小学办学水平评估细则",
        [
            ["一级指标", "二级指标", "三级指标", "分值", "评估标准", "佐证材料"],
            ["A1 管理（30分）", "B1 制度（30分）", "C1 章程完备", "10", "缺章程扣10分", "章程"],
            ["", "", "C2 计划落实", "20", "无计划扣5分", "计划"],
            ["A2 教学（70分）", "B2 课堂（70分）", "C3 教案规范", "70", "缺一节扣1分", "教案"],
        ],
    )
    assert lines(made) == [
        "1/1 A1 管理 30",
        "1/1/1 B1 制度 30",
        "1/1/1/1 C1 章程完备 10",
        "1/1/1/2 C2 计划落实 20",
        "1/2 A2 教学 70",
        "1/2/1 B2 课堂 70",
        "1/2/1/1 C3 教案规范 70",
    ]
    assert made.indicators[0].children[0].children[0].fields["evidence"].text == "章程"


def test_tender_with_the_points_first() -> None:
    made = sheet(
        "物业服务评分表",
        [
            ["分值", "评审因素", "评审内容", "评审标准"],
            ["12", "商务", "业绩", "每个2分"],
            ["8", "", "认证", "每项4分"],
            ["80", "技术", "方案", "优得80分"],
        ],
    )
    assert lines(made) == ["1/1 商务", "1/1/1 业绩 12", "1/1/2 认证 8", "1/2 技术", "1/2/1 方案 80"]


def test_river_chief_weights() -> None:
    made = sheet(
        "河长履职考核指标",
        [["考核指标", "权重", "评分说明"], ["巡河到位", "40%", "少一次扣5分"], ["水质达标", "60%", "超标一次扣10分"]],
    )
    assert [(str(node.weight), node.points) for node in made.indicators] == [("0.4", None), ("0.6", None)]


def test_header_of_two_rows_with_bands() -> None:
    made = sheet(
        "绩效目标表",
        [
            ["水务局", "<", "<", "<", "<"],
            ["职责活动", "年度预算数", "绩效指标", "评价标准", ""],
            ["", "", "", "优", "差"],
            ["供水管理", "9.5", "", "", ""],
            ["　　管网巡护", "9.5", "漏损率", "5%", "12%"],
            ["", "", "巡护率", "95%", "60%"],
        ],
    )
    assert made.subject == "水务局"
    assert lines(made) == ["1/1 供水管理", "1/1/1 管网巡护", "1/1/1/1 漏损率", "1/1/1/2 巡护率"]
    leaf = made.indicators[0].children[0].children[0]
    assert leaf.mode == "band"
    assert {key: text.text for key, text in leaf.fields.items()} == {"优": "5%", "差": "12%"}
    assert made.indicators[0].children[0].fields["budget"].text == "9.5"


def test_the_same_tree_where_the_blanks_before_the_name_are_lost() -> None:
    rows = [
        ["职责活动", "绩效指标", "优", "差"],
        ["供水管理", "", "", ""],
        ["管网巡护", "漏损率", "5%", "12%"],
        ["水厂运行", "达标率", "99%", "90%"],
    ]
    assert lines(sheet("目标表", rows)) == [
        "1/1 供水管理",
        "1/1/1 管网巡护",
        "1/1/1/1 漏损率",
        "1/1/2 水厂运行",
        "1/1/2/1 达标率",
    ]


def test_title_inside_the_table_and_columns_in_another_order() -> None:
    made = sheet(
        [
            ["环卫作业考评表（满分100分）", "<", "<", "<"],
            ["责任部门", "评分细则", "标准分", "考评内容"],
            ["环卫所", "未清扫扣2分", "55", "路面清扫"],
            ["", "满溢扣1分", "45", "垃圾清运"],
        ]
    )
    assert (made.title, made.points) == ("环卫作业考评表", 100)
    assert lines(made) == ["1/1 路面清扫 55", "1/2 垃圾清运 45"]
    assert [node.fields["department"].text for node in made.indicators] == ["环卫所", "环卫所"]


def test_bonus_penalty_and_veto_blocks_keep_out_of_the_sum() -> None:
    made = outline(
        "综合考核表（100分）",
        [
            ["考核项目", "考核内容", "分值", "评分标准"],
            ["日常工作", "按时完成任务", "60", "缺一项扣3分"],
            ["", "资料齐全", "40", "缺一份扣1分"],
            ["加分项", "获市级表彰", "5", "每次加1分"],
            ["扣分项", "被通报批评", "", "每次扣2分"],
            ["一票否决项", "发生责任事故", "", "取消评优资格"],
        ],
    )
    (only,) = made.rubric.sheets
    assert lines(only) == [
        "1/1 日常工作",
        "1/1/1 按时完成任务 60",
        "1/1/2 资料齐全 40",
        "1/2 加分项 bonus",
        "1/2/1 获市级表彰 5 bonus",
        "1/3 扣分项 penalty",
        "1/3/1 被通报批评 penalty",
        "1/4 一票否决项 veto",
        "1/4/1 发生责任事故 veto",
    ]
    assert codes(made) == []


def test_section_rows_over_the_whole_width() -> None:
    made = sheet(
        "站所考核表",
        [
            ["序号", "考核内容", "分值", "评分标准"],
            ["一、队伍建设（30分）", "<", "<", "<"],
            ["1", "学习制度", "10", "缺一次扣1分"],
            ["2", "考勤制度", "20", "缺一天扣1分"],
            ["二、业务工作（70分）", "<", "<", "<"],
            ["1", "案卷质量", "70", "差错一处扣2分"],
        ],
    )
    assert lines(made) == [
        "1/1 一 队伍建设 30",
        "1/1/1 1 学习制度 10",
        "1/1/2 2 考勤制度 20",
        "1/2 二 业务工作 70",
        "1/2/1 1 案卷质量 70",
    ]


def test_several_criteria_rows_of_one_indicator_are_pieces_of_its_field() -> None:
    made = sheet(
        "抽检表",
        [
            ["一级指标", "二级指标", "分值", "评分标准"],
            ["Ⅰ抽检（10分）", "Ⅰ-1抽样规范", "10", "未抽样扣5分。"],
            ["", "", "", "记录不全扣1分。"],
        ],
    )
    (leaf,) = made.indicators[0].children
    assert leaf.fields["criteria"].text == "未抽样扣5分。记录不全扣1分。"
    assert len(leaf.fields["criteria"].at.pieces()) == 2


def test_rows_with_points_but_no_name_are_indicators_by_their_criteria() -> None:
    made = sheet(
        "内务表",
        [
            ["项目", "分值", "评分标准"],
            ["宿舍", "3", "被褥未叠扣1分"],
            ["", "2", "地面不洁扣1分"],
            ["食堂", "5", "浪费扣1分"],
        ],
    )
    assert lines(made) == ["1/1 宿舍", "1/1/1 被褥未叠扣1分 3", "1/1/2 地面不洁扣1分 2", "1/2 食堂 5"]


def test_items_with_points_inside_one_cell_are_indicators() -> None:
    made = sheet(
        "宣传科（总分：10分）",
        [
            ["序号", "考核任务", "考核内容", "赋分标准"],
            [
                "一（10分）",
                "宣传报道",
                "1．媒体刊稿不少于8条。（7分）\n2．完成调研一篇。（3分）",
                "以实际刊发为准。",
            ],
        ],
    )
    assert lines(made) == [
        "1/1 一 宣传报道 10",
        "1/1/1 1 媒体刊稿不少于8条。 7",
        "1/1/2 2 完成调研一篇。 3",
    ]


def test_two_numbers_in_one_points_cell_are_no_points() -> None:
    made = outline("表", [HEADER, ["甲", "7\n2", "扣1分"], ["乙", "8", "扣1分"]])
    assert made.rubric.sheets[0].indicators[0].points is None
    assert ("points-two-numbers", "1/1") in codes(made)


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (["Ⅰ-1-1", "Ⅰ-1-3"], ("code-missing", "1/1/1/2")),
        (["Ⅰ-1-1", "Ⅰ-1-1"], ("code-duplicate", "1/1/1/2")),
        (["Ⅰ-1-1", "Ⅲ-1-2"], ("code-misplaced", "1/1/1/2")),
        (["Ⅰ-1-2", "Ⅰ-1-1"], ("code-order", "1/1/1/2")),
    ],
)
def test_codes_against_the_tree(numbers: list[str], expected: tuple[str, str]) -> None:
    made = outline(
        "表",
        [
            ["一级指标", "二级指标", "三级指标", "分值", "评分标准"],
            ["Ⅰ甲（4分）", "Ⅰ-1乙（4分）", f"{numbers[0]}丙", "2", "扣1分"],
            ["", "", f"{numbers[1]}丁", "2", "扣1分"],
        ],
    )
    assert codes(made) == [expected]


def test_points_missing_beside_others() -> None:
    made = outline(
        "表", [["项目", "分值", "评分标准"], ["甲", "2", "扣1分"], ["乙", "", "扣1分"], ["丙", "3", "扣1分"]]
    )
    assert codes(made) == [("points-missing", "1/2")]


def test_a_column_without_header_keeps_its_content() -> None:
    made = outline(
        "表", [["项目", "分值", "评分标准", ""], ["甲", "2", "扣1分", "综合科"], ["乙", "3", "扣2分", "业务科"]]
    )
    assert codes(made) == [("header-empty", None)]
    assert made.rubric.sheets[0].indicators[0].fields["column 4"].text == "综合科"


def test_an_unknown_header_keeps_its_own_words() -> None:
    made = sheet("表", [["项目", "分值", "评分标准", "联络渠道"], ["甲", "2", "扣1分", "电话"]])
    assert made.indicators[0].fields["联络渠道"].text == "电话"


def test_a_table_without_any_header_loses_nothing_and_guesses_no_points() -> None:
    made = outline("表", [["文电", "漏登一件扣2分", "10"], ["会务", "迟到一次扣1分", "5"]])
    assert ("header-missing", None) in codes(made)
    assert all(node.points is None for node in made.rubric.walk())


def test_a_table_that_is_no_rubric_is_prose() -> None:
    made = outline("通讯录", [["张三", "办公室"], ["李四", "财务科"]])
    assert made.rubric.sheets == ()
    assert len(made.prose) == 5


def test_a_header_in_a_table_of_its_own() -> None:
    body = [["1", "卫生", "50", "扣1分"], ["2", "秩序", "50", "扣2分"]]
    made = sheet("分表", [["序号", "考核项目", "分值", "评分标准"]], body)
    assert lines(made) == ["1/1 1 卫生 50", "1/2 2 秩序 50"]


def test_dotted_codes_nest_in_one_column() -> None:
    made = outline(
        "表",
        [
            ["编号", "检查内容", "分值", "评分标准"],
            ["1", "管理", "30", ""],
            ["1.1", "制度", "10", "扣1分"],
            ["1.2", "培训", "20", "扣1分"],
            ["2", "现场", "70", ""],
            ["2.1", "设备", "70", "扣1分"],
        ],
    )
    assert lines(made.rubric.sheets[0]) == [
        "1/1 1 管理 30",
        "1/1/1 1.1 制度 10",
        "1/1/2 1.2 培训 20",
        "1/2 2 现场 70",
        "1/2/1 2.1 设备 70",
    ]
    assert codes(made) == []


def test_a_name_repeated_after_a_page_break_is_one_name() -> None:
    made = sheet(
        "表",
        [
            ["一级指标", "二级指标", "分值", "评分标准"],
            ["Ⅰ监管（5分）", "Ⅰ-1巡查", "2", "扣1分"],
            ["一级指标", "二级指标", "分值", "评分标准"],
            ["Ⅰ监管（5分）", "Ⅰ-2处置", "3", "扣1分"],
        ],
    )
    assert lines(made) == ["1/1 Ⅰ 监管 5", "1/1/1 Ⅰ-1 巡查 2", "1/1/2 Ⅰ-2 处置 3"]
