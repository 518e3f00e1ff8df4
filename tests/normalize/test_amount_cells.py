"""Columns of amounts (扣分值): the text beside a number and the header's words make the statement, all anchored."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from tests.helpers.word_tables import read_table
from xize import pipeline
from xize.model.rubric import Draft
from xize.model.rule import Rule

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "corpora" / "documents" / "records"


def draft_of(path: Path) -> Draft:
    return pipeline.draft(pipeline.read(path))


def rules(draft: Draft) -> list[Rule]:
    return [rule for node in draft.rubric.walk() for rule in node.rules]


def said(rule: Rule) -> tuple[str, str, str | None, str]:
    unit = rule.per.unit if rule.kind == "per_unit" else None
    amount = "" if rule.points is None else f"{rule.points}{'' if rule.points_max is None else f'-{rule.points_max}'}"
    return rule.kind, rule.sign + amount, unit, rule.quote


def table(path: Path, *rows: tuple[str, ...]) -> Draft:
    return read_table(path, "北仓物流园2023年叉车作业检查表", *rows)


@pytest.mark.parametrize("suffix", ["docx", "pdf", "txt"])
def test_each_amount_makes_a_statement_with_its_row_and_header(suffix: str) -> None:
    draft = draft_of(DOCUMENT.with_suffix(f".{suffix}"))
    assert [said(rule) for rule in rules(draft)] == [
        ("flat", "-20", None, "首页整页空白扣20分"),
        ("per_unit", "-5", "例", "主要诊断选择有误扣5分/例"),
        ("per_unit", "-1", "项", "其他栏目漏填扣1分/项"),
        ("flat", "-2", None, "医嘱更改未签名扣2分"),
        ("per_unit", "-1", "处", "药品剂量书写错误每处扣1分"),
        ("discretion", "-1-2", None, "病情描述简单扣1-2分"),
        ("veto", "0", None, "拒收危重病人单项否决"),
    ]
    assert draft.accounting.claims.left == ()
    text = pipeline.read(DOCUMENT.with_suffix(f".{suffix}")).text
    assert all(rule.at.cut(text) == rule.quote for rule in rules(draft))


def test_a_requirement_is_no_failing(tmp_path: Path) -> None:
    draft = table(
        tmp_path / "a.docx",
        ("项目", "作业要求", "扣分值"),
        ("叉车作业", "持证上岗并佩戴安全带", "3"),
        ("叉车作业", "货叉载人", "5"),
    )
    assert rules(draft) == []
    assert [(item.quote, "requirement" in item.reason or "要求" in item.reason) for item in draft.unparsed] == [
        ("3", True), ("5", True),
    ]  # fmt: skip


def test_a_column_of_failings_says_so_in_its_header(tmp_path: Path) -> None:
    draft = table(
        tmp_path / "b.docx",
        ("项目", "违章行为", "扣分值"),
        ("叉车作业", "货叉载人", "5"),
        ("装卸作业", "野蛮装卸", "２.５"),
    )
    assert [said(rule) for rule in rules(draft)] == [
        ("flat", "-5", None, "货叉载人扣5分"), ("flat", "-2.5", None, "野蛮装卸扣２.５分"),
    ]  # fmt: skip


def test_awards_need_no_failing(tmp_path: Path) -> None:
    draft = table(
        tmp_path / "c.docx",
        ("项目", "加分内容", "加分值"),
        ("安全改善", "提出合理化建议被采纳", "2/条"),
        ("安全改善", "及时制止险情", "5"),
    )
    assert [said(rule) for rule in rules(draft)] == [
        ("per_unit", "+2", "条", "提出合理化建议被采纳加2分/条"), ("flat", "+5", None, "及时制止险情加5分"),
    ]  # fmt: skip


def test_a_text_with_amounts_of_its_own_leaves_the_column_unread(tmp_path: Path) -> None:
    draft = table(
        tmp_path / "d.docx",
        ("项目", "考核办法", "扣分值"),
        ("堆码", "倒垛每次扣1分", "5"),
        ("盘点", "账物不符。漏盘", "4"),
    )
    assert [rule.quote for rule in rules(draft)] == ["倒垛每次扣1分"]
    assert [item.quote for item in draft.unparsed] == ["5", "4"]


def test_one_amount_beside_several_rows_is_not_shared_out(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("北仓物流园2023年叉车作业检查表")
    cells = document.add_table(rows=4, cols=3)
    texts = [("项目", "违章行为", "扣分值"), ("行驶", "超速行驶", "3"), ("", "逆向行驶", ""), ("停放", "未拉手刹", "2")]
    for row, line in zip(cells.rows, texts, strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            cell.text = text
    cells.cell(1, 2).merge(cells.cell(2, 2))
    document.save(str(tmp_path / "e.docx"))
    draft = draft_of(tmp_path / "e.docx")
    assert [rule.quote for rule in rules(draft)] == ["未拉手刹扣2分"]
    assert [item.quote for item in draft.unparsed] == ["3"]


def test_a_column_the_assessor_fills_in_stays_empty(tmp_path: Path) -> None:
    draft = table(
        tmp_path / "f.docx",
        ("项目", "评分标准", "分值", "扣分"),
        ("充电", "未断电扣2分", "10", ""),
        ("保养", "漏油扣1分", "10", ""),
    )
    assert [rule.quote for rule in rules(draft)] == ["未断电扣2分", "漏油扣1分"]


def test_a_header_in_two_rows_gives_unit_and_verb(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("北仓物流园2023年叉车作业检查表")
    texts = [
        ("类别", "序号", "违章行为", "扣分", ""), ("", "", "", "每次", "每人"), ("行驶", "1", "超速行驶", "3", "2"),
        ("", "2", "货叉载人", "5", ""), ("停放", "3", "未拉手刹", "2", "0.5"), ("", "4", "占用通道", "1", ""),
    ]  # fmt: skip
    cells = document.add_table(rows=6, cols=5)
    for row, line in zip(cells.rows, texts, strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            cell.text = text
    for above, below in [((0, 3), (0, 4)), ((2, 0), (3, 0)), ((4, 0), (5, 0)), *(((0, n), (1, n)) for n in range(3))]:
        cells.cell(*above).merge(cells.cell(*below))
    document.save(str(tmp_path / "g.docx"))
    draft = draft_of(tmp_path / "g.docx")
    assert [said(rule) for rule in rules(draft)] == [
        ("per_unit", "-3", "次", "超速行驶每次扣3分"), ("per_unit", "-2", "人", "超速行驶每人扣2分"),
        ("per_unit", "-5", "次", "货叉载人每次扣5分"), ("per_unit", "-2", "次", "未拉手刹每次扣2分"),
        ("per_unit", "-0.5", "人", "未拉手刹每人扣0.5分"), ("per_unit", "-1", "次", "占用通道每次扣1分"),
    ]  # fmt: skip
    assert draft.unparsed == ()


def test_a_header_that_says_which_cases_leaves_its_amounts_unread(tmp_path: Path) -> None:
    draft = table(
        tmp_path / "h.docx",
        ("项目", "违章行为", "一般扣分", "严重扣分"),
        ("行驶", "超速行驶", "3", "6"),
        ("停放", "未拉手刹", "1", "2"),
    )
    assert rules(draft) == []
    assert sorted(item.quote for item in draft.unparsed) == ["1", "2", "3", "6"]
