"""Amounts on a sample (抽查): taken once or for each, bounded by the sample or not, and what the points settle."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.helpers.criteria import Sheets, answered, kinds, points_of
from xize.model.rule import Flat, PerUnit, Rule
from xize.review.context import Places
from xize.review.example import examples


def one(criteria: str, points: str | None) -> tuple[Rule, list[str]]:
    draft = Sheets().add(criteria, points).draft()
    (node,) = draft.rubric.walk()
    (rule,) = node.rules
    return rule, kinds(draft)


CLOSED = [
    pytest.param("抽查10份病历，1份不合格扣0.5分。", "5", 10, id="one-of-them"),
    pytest.param("随机抽查5户，每户2分。", "10", 5, id="won-by-each"),
    pytest.param("抽查3个村，未建台账的扣2分。", "6", 3, id="neither-each-nor-one"),
    pytest.param("抽查2名职工、3名群众，不知晓的扣1分。", "5", 5, id="two-lists"),
]


@pytest.mark.parametrize(("criteria", "points", "drawn"), CLOSED)
def test_a_sample_worth_the_points_is_counted_one_by_one_without_asking(criteria: str, points: str, drawn: int) -> None:
    rule, asked = one(criteria, points)
    assert isinstance(rule, PerUnit)
    assert (rule.per.up_to, asked) == (drawn, [])
    assert rule.evidence is not None
    assert points in rule.evidence


def test_an_amount_that_is_all_of_the_points_is_taken_once() -> None:
    rule, asked = one("抽查3个村，未建台账的扣6分。", "6")
    assert isinstance(rule, Flat)
    assert asked == []
    assert rule.evidence is not None


@pytest.mark.parametrize(("choice", "failing", "expected"), [(0, 3, "8"), (1, 3, "4"), (1, 2, "6"), (0, 0, "10")])
def test_once_or_for_each_is_what_is_executed(choice: int, failing: int, expected: str) -> None:
    draft = Sheets().add("抽查3个村，未建台账的扣2分。", "10").draft()
    assert kinds(draft) == ["sample-each"]
    rubric = answered(draft, sample_each=choice)
    fact = Decimal(failing) if choice else failing > 0
    assert points_of(rubric, "1/1", {"1/1#1": fact}) == Decimal(expected)


@pytest.mark.parametrize(("choice", "expected"), [(0, "3"), (1, "5")])
def test_whether_the_sample_bounds_what_is_found_is_what_is_executed(choice: int, expected: str) -> None:
    draft = Sheets().add("随机抽查5名学生，不知晓的，每人扣1分。", "10").draft()
    assert kinds(draft) == ["sample-bound", "implied-cap"]
    rubric = answered(draft, sample_bound=choice)
    assert points_of(rubric, "1/1", {"1/1#1": Decimal(7)}) == Decimal(expected)


@pytest.mark.parametrize(
    ("criteria", "points"),
    [
        pytest.param("抽查10份病历，每份不合格扣1分，最多扣5分。", "20", id="a-cap-comes-first"),
        pytest.param("抽查10份病历，每份不合格扣1分，扣完为止。", "5", id="the-points-come-first"),
        pytest.param("抽查三个档案，每少一项内容扣0.5分。", "20", id="something-else-is-counted"),
        pytest.param("每月抽查10份档案，少1份扣0.5分。", "20", id="a-duty"),
        pytest.param("未按要求抽查5户的扣1分。", "20", id="not-drawn"),
        pytest.param("抽查不少于5户，未整改的扣1分。", "20", id="at-least"),
        pytest.param("抽查2次，未落实的扣1分。", "20", id="how-often"),
        pytest.param("抽查5份处方，合格率低于90%的扣2分。", "20", id="a-rate"),
        pytest.param("抽查5户，均不合格的扣1分。", "20", id="all-of-them"),
        pytest.param("抽查1份档案，不完整的扣1分。", "20", id="one-thing"),
        pytest.param("抽查部分档案，不完整的扣1分。", "20", id="no-number"),
    ],
)
def test_nothing_is_asked_where_it_makes_no_difference(criteria: str, points: str) -> None:
    assert not [kind for kind in one(criteria, points)[1] if kind.startswith("sample-")]


def test_a_number_drawn_is_no_bound_on_a_measured_value() -> None:
    rule, asked = one("抽查1-2份档案，检查未形成闭环的扣0.4分。", "4")
    assert rule.threshold is None
    assert asked == ["sample-each"]


def test_one_batch_a_document() -> None:
    sheets = Sheets().add("抽查3个村，未建台账的扣2分。", "10").add("提问4名护士，答不出的扣1分。", "9")
    asked = [question for question in sheets.draft().questions if question.kind == "sample-each"]
    assert len(asked) == 2
    assert len({question.batch for question in asked}) == 1


def test_two_questions_about_one_flat_rule_are_never_asked_at_once() -> None:
    draft = Sheets().add("抽查5户，未公示，未备案的扣1分。", "10").draft()
    assert kinds(draft) == ["any-all"]
    for choice in range(3):
        answered(draft, any_all=choice)


def test_a_compound_condition_and_the_bound_of_the_sample_combine() -> None:
    draft = Sheets().add("抽查5户，未公示，未备案的每户扣1分。", "10").draft()
    assert {"any-all", "sample-bound"} <= set(kinds(draft))
    (node,) = answered(draft, any_all=1, sample_bound=1).walk()
    (rule,) = node.rules
    assert isinstance(rule, PerUnit)
    assert (rule.per.up_to, rule.condition and rule.condition.connective) == (5, "all")


def test_the_page_tells_the_readings_apart() -> None:
    draft = Sheets().add("随机抽查5名学生，不知晓的，每人扣1分。", "10").draft()
    question = next(question for question in draft.questions if question.kind == "sample-bound")
    found, drawn = examples(question, Places(draft.rubric))
    assert ("7" in found, "minus 5" in drawn) == (True, True)
