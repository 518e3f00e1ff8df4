"""Small documents of numbered lists, of many trades and numbering habits, each against its whole tree."""

from __future__ import annotations

from textwrap import dedent

import pytest

from xize.extract.segment import segment
from xize.model.indicator import Indicator
from xize.model.outline import Outline
from xize.model.source import Paragraph, SourceDocument
from xize.normalize.placement import account_text


def document(text: str) -> SourceDocument:
    text = dedent(text).lstrip("\n")
    blocks, start = [], 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            blocks.append(Paragraph(start=start, end=start + len(line.rstrip("\n"))))
        start += len(line)
    return SourceDocument("s1", "list.txt", "text/plain", "0" * 64, text, tuple(blocks))


def outline(text: str) -> Outline:
    """Segment a text, and prove of every document what holds of all: nothing lost, anchors cut what they say."""
    source = document(text)
    found = segment(source)
    account = account_text(found.placements, source.text, source.id)
    assert (account.rest, account.twice) == ((), ())
    for node in found.rubric.walk():
        for value in node.fields.values():
            assert value.at.cut(source.text) == value.text
        if node.points is not None:
            assert node.points_at is not None
            assert str(node.points) in node.points_at.cut(source.text)
    return found


def lines(found: Outline) -> list[str]:
    """Return a sheet or indicator a line: indent, code, name, points, role where it is not the usual, fields."""

    def line(node: Indicator) -> str:
        fields = " ".join(f"{key}={''.join(value.text.split())}" for key, value in node.fields.items())
        role = "" if node.role == "scored" else f"[{node.role}]"
        points = "" if node.points is None else f"{node.points}"
        parts = (node.code or "•", node.title, points, role, fields)
        return "  " * node.level + " ".join(part for part in parts if part)

    result = []
    for sheet in found.rubric.sheets:
        result.append(f"# {sheet.title}" + (f" {sheet.points}" if sheet.points is not None else ""))
        result += [line(node) for node in sheet.walk()]
    return result


def prose(found: Outline) -> list[str]:
    return ["".join(part.text.text.split()) for part in found.prose]


def test_chapters_and_articles_with_the_signature_at_the_end() -> None:
    found = outline(
        """
        青河县人民医院护理部
        2024年度护理质量考核细则（总分100分）
        本细则适用于全院各病区，满分100分。
        第一章 病区管理（40分）
        第一条 病房整洁、安静，物品定位放置。（15分）未达要求的每处扣1分，扣完为止。
        第二条 抢救车药品齐全，班班交接（25分）：缺一种扣5分；无交接记录扣10分。
        第二章 护理文书（60分）
        第三条 体温单绘制准确（20分）
        漏绘一次扣2分，涂改一处扣1分。
        第四条 护理记录及时、客观。（40分）
        未在6小时内补记抢救记录的，该项不得分。
        第三章 附则
        本细则由护理部负责解释。
        青河县人民医院护理部
        二〇二四年三月五日
        """
    )
    assert lines(found) == [
        "# 青河县人民医院护理部2024年度护理质量考核细则 100",
        "  第一章 病区管理 40",
        "    第一条 病房整洁、安静，物品定位放置 15 criteria=未达要求的每处扣1分，扣完为止。",
        "    第二条 抢救车药品齐全，班班交接 25 criteria=缺一种扣5分；无交接记录扣10分。",
        "  第二章 护理文书 60",
        "    第三条 体温单绘制准确 20 criteria=漏绘一次扣2分，涂改一处扣1分。",
        "    第四条 护理记录及时、客观 40 criteria=未在6小时内补记抢救记录的，该项不得分。",
    ]
    rubric = found.rubric
    assert (rubric.issued_on, rubric.period, rubric.issuer) == ("2024-03-05", "2024", "青河县人民医院护理部")
    assert rubric.sheets[0].subject == "青河县人民医院护理部"
    assert prose(found) == ["本细则适用于全院各病区，满分100分。", "本细则由护理部负责解释。"]


def test_points_for_each_item_printed_once_and_blocks_outside_the_full_marks() -> None:
    found = outline(
        """
        关于印发《白石煤矿2025年安全绩效考核方案》的通知
        白煤发〔2025〕7号
        各区队、科室：
        现将方案印发给你们，请遵照执行。
        一、考核对象
        各采掘区队、机电队、通风队。
        二、考核内容及分值
        （一）隐患排查（每项10分）
        1.每班有排查记录。
        2.隐患整改闭环。
        （二）安全培训（20分）
        1.班前会有记录。
        2.新工人培训不少于72学时。
        （三）现场管理（50分）
        1.顶板支护合格，每发现一处不合格扣2分（20分）
        2.通风设施完好，损坏一处扣3分（30分）
        三、加减分
        1.获得上级表彰的加5分；
        2.发生“三违”一人次扣2分。
        四、一票否决
        1.发生死亡事故的，一票否决；
        2.瞒报事故的，取消评先资格。
        五、结果运用
        1.90分以上为优秀。
        2.60分以下扣发当月奖金的10%。
        """
    )
    assert lines(found) == [
        "# 白石煤矿2025年安全绩效考核方案",
        "  二 考核内容及分值",
        "    （一） 隐患排查",
        "      1 每班有排查记录 10",
        "      2 隐患整改闭环 10",
        "    （二） 安全培训 20 content=1.班前会有记录。2.新工人培训不少于72学时。",
        "    （三） 现场管理 50",
        "      1 顶板支护合格，每发现一处不合格扣2分 20 criteria=顶板支护合格，每发现一处不合格扣2分",
        "      2 通风设施完好，损坏一处扣3分 30 criteria=通风设施完好，损坏一处扣3分",
        "  三 加减分",
        "    1 获得上级表彰的加5分 [bonus] criteria=获得上级表彰的加5分；",
        "    2 发生“三违”一人次扣2分 [penalty] criteria=发生“三违”一人次扣2分。",
        "  四 一票否决 [veto]",
        "    1 发生死亡事故的，一票否决 [veto] criteria=发生死亡事故的，一票否决；",
        "    2 瞒报事故的，取消评先资格 [veto] criteria=瞒报事故的，取消评先资格。",
    ]
    assert found.rubric.number == "白煤发〔2025〕7号"
    assert found.prose[-1].headings == ("五、结果运用",)
    assert prose(found)[-2:] == ["1.90分以上为优秀。", "2.60分以下扣发当月奖金的10%。"]


def test_composite_numbers_three_deep() -> None:
    found = outline(
        """
        实验小学教师量化考核标准
        1 师德师风
        1.1 遵守职业道德规范 10分
        1.2 无有偿补课行为（10分）
        2 教学工作
        2.1 备课
        2.1.1 教案完整（8分）
        2.1.2 有教学反思（7分）
        2.2 上课（25分）
        """
    )
    assert lines(found) == [
        "# 实验小学教师量化考核标准",
        "  1 师德师风",
        "    1.1 遵守职业道德规范 10",
        "    1.2 无有偿补课行为 10",
        "  2 教学工作",
        "    2.1 备课",
        "      2.1.1 教案完整 8",
        "      2.1.2 有教学反思 7",
        "    2.2 上课 25",
    ]


def test_letters_and_bullets_where_only_the_parent_has_points() -> None:
    found = outline(
        """
        窗口服务考核
        A、服务态度（30分）
        ● 主动问候，微笑服务
        ● 使用文明用语
        B、服务效率（40分）
        ● 即办件当场办结，超时一件扣2分
        ● 承诺件按期办结，超时一件扣1分
        C、服务环境（30分）
        a. 台面整洁（10分）
        b. 着装规范（20分）
        """
    )
    assert lines(found) == [
        "# 窗口服务考核",
        "  A 服务态度 30 content=●主动问候，微笑服务●使用文明用语",
        "  B 服务效率 40 criteria=●即办件当场办结，超时一件扣2分●承诺件按期办结，超时一件扣1分",
        "  C 服务环境 30",
        "    a 台面整洁 10",
        "    b 着装规范 20",
    ]


def test_points_in_front() -> None:
    found = outline(
        """
        河长制工作考核评分表
        1、10分：巡河每月不少于2次，少一次扣1分。
        2、20分：河道保洁到位，发现漂浮物每处扣0.5分。
        3、（15分）问题整改按时完成，逾期一件扣3分。
        4、【5分】信息报送及时。
        """
    )
    assert [(n.code, int(n.points or 0)) for n in found.rubric.walk()] == [("1", 10), ("2", 20), ("3", 15), ("4", 5)]
    assert found.rubric.walk()[0].title == "巡河每月不少于2次，少一次扣1分"
    assert found.rubric.walk()[3].title == "信息报送及时"


def test_full_marks_in_headings_and_bands_below() -> None:
    found = outline(
        """
        物资采购投标评审办法
        一、商务部分 满分20分
        1、企业业绩：每提供一份类似业绩得2分，最高得10分。
        2、财务状况良好得10分。
        二、技术部分 满分50分
        1、方案完整性（20分）
        优：16-20分；良：10-15分；一般：0-9分。
        2、进度计划（30分）
        优：25-30分；良：15-24分；差：0-14分。
        三、价格部分 满分30分
        以有效投标报价的平均值为基准价，等于基准价得30分，每高1%扣1分。
        """
    )
    assert lines(found) == [
        "# 物资采购投标评审办法",
        "  一 商务部分 20 criteria=1、企业业绩：每提供一份类似业绩得2分，最高得10分。2、财务状况良好得10分。",
        "  二 技术部分 50",
        "    1 方案完整性 20 criteria=优：16-20分；良：10-15分；一般：0-9分。",
        "    2 进度计划 30 criteria=优：25-30分；良：15-24分；差：0-14分。",
        "  三 价格部分 30 criteria=以有效投标报价的平均值为基准价，等于基准价得30分，每高1%扣1分。",
    ]


def test_scoring_sentences_without_any_points() -> None:
    found = outline(
        """
        社区网格员考核办法
        一、基础工作
        （一）入户走访
        1、每月走访全覆盖，漏访一户扣1分；
        2、台账清楚，缺一份扣0.5分。
        二、重点工作
        （一）防汛抗旱
        ①预案完备，无预案扣5分
        ②物资到位，缺一项扣1分
        """
    )
    assert [(n.level, n.code, n.points) for n in found.rubric.walk()] == [
        (1, "一", None), (2, "（一）", None), (3, "1", None), (3, "2", None),
        (1, "二", None), (2, "（一）", None), (3, "①", None), (3, "②", None),
    ]  # fmt: skip
    assert sum("criteria" in n.fields for n in found.rubric.walk()) == 4


def test_lists_under_plain_names_and_a_note() -> None:
    found = outline(
        """
        物业保洁质量检查标准
        大堂
        1、地面无污渍（10分）
        2、玻璃明亮（10分）
        电梯
        1、轿厢无异味（5分）
        2、按钮无手印（5分）
        注：以上各项检查不合格的，每处扣1分，扣完该项分值为止。
        """
    )
    assert [(s.title, len(s.indicators)) for s in found.rubric.sheets] == [("大堂", 2), ("电梯", 2)]
    assert prose(found) == ["注：以上各项检查不合格的，每处扣1分，扣完该项分值为止。"]


def test_numbered_requirements_without_points_are_prose() -> None:
    found = outline(
        """
        公文处理工作规定
        一、收文
        1、及时签收。
        2、登记编号。
        二、归档
        每年六月底前完成，归档率达到100%，共分3个部分。
        """
    )
    assert found.rubric.sheets == ()
    assert [part.headings[-1] for part in found.prose] == ["一、收文", "一、收文", "二、归档"]


def test_labelled_parts_of_an_item_are_its_fields() -> None:
    found = outline(
        """
        附件2
        车间班组安全标准化考核细则
        1、安全管理（30分）
        考核内容：制度上墙，记录齐全。
        考核方法：查阅资料
        评分标准：
        （1）无制度扣5分；
        （2）记录缺一次扣1分。
        责任部门：安环科
        2、设备管理（70分）
        考核内容：设备完好，点检到位。
        评分标准：未点检一次扣2分，带病运行一台扣5分。
        责任部门：设备科
        """
    )
    first, second = found.rubric.walk()
    assert {key: "".join(value.text.split()) for key, value in first.fields.items()} == {
        "content": "制度上墙，记录齐全。",
        "method": "查阅资料",
        "criteria": "（1）无制度扣5分；（2）记录缺一次扣1分。",
        "department": "安环科",
    }
    assert set(second.fields) == {"content", "criteria", "department"}
    assert found.rubric.title == "车间班组安全标准化考核细则"


def test_a_list_spelled_out_again_below_it() -> None:
    found = outline(
        """
        档案工作考核指标
        A1 组织管理（20分）
        A1.1 有分管领导（5分）
        A1.2 有专职人员（15分）
        A2 基础业务（80分）
        A2.1 归档率达到98%（50分）
        A2.2 档案利用登记完整（30分）
        指标解释
        A1.1 有分管领导：指单位明确一名领导分管档案工作，未明确的不得分。
        A1.2 有专职人员：指配备持证上岗人员，缺一人扣5分。
        A2.1 归档率：应归档文件实际归档的比例，每低1%扣2分。
        A2.2 档案利用登记：利用登记簿记录完整，缺一次扣1分。
        """
    )
    leaves = [node for node in found.rubric.walk() if not node.children]
    assert all(node.elaboration is not None and set(node.elaboration.fields) == {"criteria"} for node in leaves)
    assert [int(node.points or 0) for node in leaves] == [5, 15, 50, 30]


def test_sentences_and_points_cut_by_lines_are_joined() -> None:
    found = outline(
        """
        学校食堂卫生评比细则
        (一)个人卫生30分
        1.工作时间穿戴工作服，一人不合格扣
        2分。
        2.健康证齐全，缺一证扣5
        分。
        (二)环境卫生40分
        1.地面干净无积水，不合格扣5分，
        严重的扣10分。
        2.餐具消毒记录完整（年
        底归档），少一次扣1分。
        (三)食品留样
        每餐每样不少于125克，留样48小时。
        (30分)
        奖励加分：获得县级以上表彰的加5分。
        """
    )
    assert lines(found) == [
        "# 学校食堂卫生评比细则",
        "  (一) 个人卫生 30 criteria=1.工作时间穿戴工作服，一人不合格扣2分。2.健康证齐全，缺一证扣5分。",
        "  (二) 环境卫生 40 criteria="
        "1.地面干净无积水，不合格扣5分，严重的扣10分。2.餐具消毒记录完整（年底归档），少一次扣1分。",
        "  (三) 食品留样 30 content=每餐每样不少于125克，留样48小时。",
        "  • 奖励加分 [bonus] criteria=奖励加分：获得县级以上表彰的加5分。",
    ]


@pytest.mark.parametrize("tail", ["（人事科负责考核）", "(责任部门：人事科)"])
def test_the_department_that_assesses_is_a_field(tail: str) -> None:
    found = outline(
        f"""
        机关作风考核办法
        一、加分项目
        1、受到市级表彰的，每次加2分。{tail}
        2、受到县级表彰的，每次加1分。{tail}
        """
    )
    assert [node.fields["department"].text for node in found.rubric.walk()] == ["人事科", "人事科"]
    assert [node.fields["criteria"].text for node in found.rubric.walk()] == [
        "受到市级表彰的，每次加2分。",
        "受到县级表彰的，每次加1分。",
    ]


def test_a_remnant_of_a_scan_is_no_text_of_an_item() -> None:
    found = outline(
        """
        设备科任务清单
        1、设备巡检每周一次。（10分）
        分)
        2、备件账物相符。（10分）
        """
    )
    assert [node.fields for node in found.rubric.walk()] == [{}, {}]
    assert [finding.code for finding in found.rubric.findings] == ["text-remnant"]


def test_a_hundred_point_system_whose_list_does_not_add_up_is_a_finding() -> None:
    text = """
        一、考核方式
        考核实行百分制。
        保卫科2024年考核任务清单
        1、门卫登记齐全。（60分）
        2、消防通道畅通。（{}分）
        """
    assert [f.code for f in outline(text.format(40)).rubric.findings] == []
    (finding,) = outline(text.format(30)).rubric.findings
    assert (finding.code, len(finding.at)) == ("hundred-open", 2)


def test_hostile_text_costs_no_more_than_its_length_and_nests_no_deeper_than_lists_do() -> None:
    for text in (
        "1、" + "（" * 20_000 + "\n2、好（10分）\n",
        "".join(f"1、第{n}：\n" for n in range(1500)),
        "".join(f"没有结束的句子，第{n}行\n" for n in range(1000)),
        "评分标准：\n" * 1000,
        "关于印发《" + "《" * 3000 + "》的通知",
    ):
        found = outline(text)
        assert max((node.level for node in found.rubric.walk()), default=0) <= 13


def test_a_quantity_at_the_beginning_of_a_line_is_no_list_number() -> None:
    found = outline(
        """
        设备科任务清单
        1、全年巡检不少于
        20 家单位，每少一家扣1分。（10分）
        2、备件盘点。（5分）
        """
    )
    assert [(node.code, int(node.points or 0)) for node in found.rubric.walk()] == [("1", 10), ("2", 5)]


def test_the_colon_of_a_time_parts_no_name() -> None:
    found = outline("""
        环卫作业考核细则
        一、道路清扫（20分）
        1.首遍清扫须于早7:00前完成（10分）。未完成的每条路段扣1分。
        2.巡回保洁:路面无垃圾（10分）。每发现一处扣0.5分。
        3.洒水稀释比例为1:200，浓度不符的扣1分。
        """)
    titles = [node.title for node in found.rubric.walk() if node.code in {"1", "2", "3"}]
    assert titles[0].startswith("首遍清扫须于早7:00前完成")
    assert titles[1].startswith("巡回保洁")
    assert not titles[2].endswith("1")
