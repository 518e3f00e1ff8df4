"""A cap for each item in a cell of its own bounds the items beside it, where it is certain what an item is."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from tests.helpers.word_tables import read_table
from xize.model.rubric import Draft

HEADER = ("序号", "考核内容", "分值", "评分标准", "备注")


def table(path: Path, *rows: tuple[str, ...]) -> Draft:
    return read_table(path, "南坪小学2024年食堂考核标准", HEADER, *rows)


def bounds(draft: Draft) -> list[tuple[str, Decimal | str, tuple[str, ...] | str]]:
    return [(limit.sign, limit.bound, limit.members) for node in draft.rubric.walk() for limit in node.limits]


def test_each_list_item_beside_it_is_bounded(tmp_path: Path) -> None:
    standard = "1.地面有积水的，每处扣1分；餐盘未消毒的，每次扣2分；2.留样不全的，每次扣2分。"
    draft = table(tmp_path / "a.docx", ("1", "后厨卫生", "30", standard, "每项最高扣10分"))
    assert bounds(draft) == [("-", Decimal(10), ("1/1#1", "1/1#2")), ("-", Decimal(10), ("1/1#3",))]
    assert draft.unparsed == ()
    assert draft.accounting.claims.left == ()


def test_the_only_rule_beside_it_is_the_item(tmp_path: Path) -> None:
    draft = table(tmp_path / "a.docx", ("1", "采购管理", "20", "无索证的每次扣2分。", "单项最多扣6分"))
    assert bounds(draft) == [("-", Decimal(6), ("1/1#1",))]


def test_several_rules_outside_a_list_leave_it_unread(tmp_path: Path) -> None:
    standard = "无健康证的每人扣2分，未穿工装的每人扣1分。"
    draft = table(tmp_path / "a.docx", ("1", "人员管理", "20", standard, "每项最高扣8分"))
    assert bounds(draft) == []
    assert [item.quote for item in draft.unparsed] == ["每项最高扣8分"]


def test_an_award_is_not_bounded_by_a_cap_of_deductions(tmp_path: Path) -> None:
    draft = table(tmp_path / "a.docx", ("1", "创新", "20", "获表彰的每次加2分。", "每项最高扣8分"))
    assert bounds(draft) == []
    assert [item.quote for item in draft.unparsed] == ["每项最高扣8分"]
