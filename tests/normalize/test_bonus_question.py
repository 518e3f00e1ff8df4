"""May awards carry a score above its points? Asked once a document, and only where nothing printed says so."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.helpers.criteria import Sheets, answered, kinds, points_of
from xize.review.context import Places
from xize.review.example import examples

ASKED = [
    pytest.param("未报送信息的扣1分，每多报1篇加0.5分。", "10", id="full-marks-and-an-award"),
    pytest.param("每开展1次义诊加1分。", "6", id="an-award-without-limit"),
    pytest.param("获省级表彰的加5分，获市级表彰的加3分。", "4", id="one-award-above-the-points"),
    pytest.param(
        "未巡河的每次扣1分，扣完为止。超额巡河的每次加0.2分，最多加2分。", "10", id="a-cap-on-top-of-full-marks"
    ),
    pytest.param("完成植树任务得8分，每多植10亩奖励0.5分。", "8", id="rewarded"),
]

SETTLED = [
    pytest.param("每开展1次义诊加1分，加满6分为止。", "6", id="filled-up"),
    pytest.param("每开展1次义诊加1分，最多加5分。", "6", id="capped-below"),
    pytest.param("每开展1次义诊加1分，不设上限。", "6", id="no-bound-printed"),
    pytest.param("有计划加2分，有总结加3分，有台账加1分。", "6", id="adds-up"),
    pytest.param("每办结1件得2分。", "6", id="won-not-added"),
    pytest.param("未报送信息的扣1分，每多报1篇加0.5分。", None, id="no-points"),
    pytest.param("每多报1篇在总分中加0.5分。", "6", id="added-elsewhere"),
]


@pytest.mark.parametrize(("criteria", "points"), ASKED)
def test_asked_where_awards_could_exceed_the_points(criteria: str, points: str) -> None:
    draft = Sheets().add(criteria, points).draft()
    assert kinds(draft).count("bonus-above") == 1
    waiting = [rule for node in draft.rubric.walk() for rule in node.rules if rule.sign == "+"]
    (question,) = [question for question in draft.questions if question.kind == "bonus-above"]
    assert any(question.id in rule.open for rule in waiting)
    assert question.targets == ()


@pytest.mark.parametrize(("criteria", "points"), SETTLED)
def test_not_asked_where_the_document_says_so(criteria: str, points: str | None) -> None:
    assert "bonus-above" not in kinds(Sheets().add(criteria, points).draft())


def test_once_for_all_indicators() -> None:
    sheets = Sheets().add("每开展1次义诊加1分。", "6").add("每多报1篇加0.5分。", "4")
    assert kinds(sheets.draft()).count("bonus-above") == 1


@pytest.mark.parametrize(("choice", "expected"), [(0, "10"), (1, "12.5")])
def test_the_answer_decides_the_score(choice: int, expected: str) -> None:
    draft = Sheets().add("未报送信息的扣1分，每多报1篇加0.5分。", "10").draft()
    rubric = answered(draft, bonus_above=choice)
    assert rubric.settings["bonus_above"].value == ("within", "above")[choice]
    facts = {"1/1#1": False, "1/1#2": Decimal(5)}
    assert points_of(rubric, "1/1", facts) == Decimal(expected)


def test_awards_make_good_for_deductions_either_way() -> None:
    draft = Sheets().add("未报送信息的扣3分，每多报1篇加0.5分。", "10").draft()
    facts = {"1/1#1": True, "1/1#2": Decimal(4)}
    assert {points_of(answered(draft, bonus_above=choice), "1/1", facts) for choice in (0, 1)} == {Decimal(9)}


def test_the_points_above_bound_an_award_of_a_part_without_points() -> None:
    sheets = Sheets().add("未建档的扣2分。", "10")
    part = Sheets().add("").add("获先进的加5分。")
    child = part.nodes[1].model_copy(update={"id": "1/1/1", "level": 2})
    shift = len(sheets.text)
    sheets.text += part.text
    fields = {
        key: text.model_copy(update={"at": text.at.model_copy(
            update={"start": text.at.start + shift, "end": text.at.end + shift})})
        for key, text in child.fields.items()
    }  # fmt: skip
    child = child.model_copy(update={"fields": fields})
    sheets.nodes[0] = sheets.nodes[0].model_copy(update={"children": (child,)})
    draft = sheets.draft()
    assert "bonus-above" in kinds(draft)
    facts = {"1/1#1": False, "1/1/1#1": True}
    assert points_of(answered(draft, bonus_above=0), "1/1", facts) == 10
    assert points_of(answered(draft, bonus_above=1), "1/1", facts) == 15


def test_what_a_bonus_item_prints_is_its_limit_unless_one_award_is_more() -> None:
    assert "bonus-above" not in kinds(Sheets().add("每获1次表彰加1分。", "5", role="bonus").draft())
    assert "bonus-above" in kinds(Sheets().add("获国家级表彰加8分。", "5", role="bonus").draft())


@pytest.mark.parametrize(("choice", "score"), [(0, "10"), (1, "11.5")])
def test_the_page_shows_what_each_answer_comes_to(choice: int, score: str) -> None:
    draft = Sheets().add("未报送信息的扣1分，每次多报加0.5分。", "10").draft()
    (question,) = [question for question in draft.questions if question.kind == "bonus-above"]
    assert examples(question, Places(draft.rubric))[choice].endswith(f" {score}")
