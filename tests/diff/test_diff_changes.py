"""One edit of a document, one typed change."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from xize.diff.changes import DiffResult

Compare = Callable[..., DiffResult]

EDITS = [
    (("每发现1件扣2分", "每发现1件扣3分"), {"amount": 1}),
    (("最多扣8分", "最多扣6分"), {"cap": 1}),
    (("，最多扣8分", ""), {"cap-removed": 1}),
    (("台账更新不及时的，每次扣2分", "台账更新不及时的，每次扣2分，最多扣6分"), {"cap-added": 1}),
    (("完成率低于90%", "完成率低于85%"), {"threshold": 1}),
    (("完成率低于90%", "完成率未超过90%"), {"boundary": 1}),
    (("传阅超过两个工作日的，每件扣1分", "传阅超过两个工作日的，每次扣1分"), {"unit": 1}),
    (("未建立督办台账的扣10分；", ""), {"rule-removed": 1}),
    (("未建立督办台账的扣10分；", "未建立督办台账的扣10分；未按期办结的，每项扣4分；"), {"rule-added": 1}),
    (("\t二\n（20分）", "\t三\n（20分）"), {"indicator-renumbered": 1}),
    (("\t督查督办", "\t督查和督办"), {"indicator-renamed": 1}),
    (("会议通知不到位的", "会议通知未到位的"), {"wording": 1}),
    (("2024年度", "2025年度"), {"metadata": 2}),
]


@pytest.mark.parametrize(("edit", "expected"), EDITS, ids=[edit[0][1][:12] for edit in EDITS])
def test_one_edit_is_told_as_its_type(compare: Compare, edit: tuple[str, str], expected: dict[str, int]) -> None:
    result = compare(edit)
    assert {kind: number for kind, number in result.counts().items() if kind != "layout"} == expected


def test_identical_documents_have_no_change(compare: Compare) -> None:
    result = compare()
    assert not result.all_changes()
    assert not result.different()
    assert len(result.rows) == 5


def test_a_changed_place_in_the_text_is_no_change(compare: Compare) -> None:
    result = compare(("城建局2024年度绩效考核细则\n", "城建局2024年度绩效考核细则\n\n\n\n"))
    assert not result.different()


def test_both_sides_have_their_own_anchor(compare: Compare) -> None:
    result = compare(("未建立督办台账", "一直未建立督办台账"), ("每次扣2分", "每次扣4分"))
    (change,) = [change for change in result.all_changes() if change.type == "amount"]
    assert change.before_at is not None
    assert change.after_at is not None
    assert change.after_at.start == change.before_at.start + 2


@pytest.mark.parametrize(
    ("edit", "verdict", "by"),
    [
        (("台账更新不及时的，每次扣2分", "台账更新不及时的，每次扣3分"), "stricter", "6"),
        (("最多扣8分", "最多扣5分"), "looser", "3"),
        (("扣10分", "扣6分"), "looser", "4"),
        (("未建立督办台账的扣10分；", ""), "looser", "10"),
        (("传阅超过两个工作日的，每件扣1分", "传阅超过两个工作日的，每件扣1分；无交接记录的扣4分"), "stricter", "4"),
        (("完成率低于90%", "完成率低于95%"), "stricter", "5"),
    ],
)
def test_what_a_change_costs(compare: Compare, edit: tuple[str, str], verdict: str, by: str) -> None:
    (effect,) = [row.effect for row in compare(edit).rows if row.effect is not None]
    assert (effect.verdict, str(effect.by)) == (verdict, by)
    assert effect.facts
