"""Scores computed by hand, kind by kind and limit by limit."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal as D  # noqa: N817 (a hundred short numbers read better)
from typing import Any

import pytest

from xize.model.anchor import Anchor, Text
from xize.model.finding import Finding
from xize.model.indicator import Indicator, Sheet
from xize.model.quantity import Cap, Condition, Per, Threshold
from xize.model.rubric import Rubric
from xize.model.rule import (
    Band,
    Checklist,
    Discretion,
    Distribute,
    Flat,
    FormulaRule,
    Full,
    Limit,
    PerUnit,
    Rank,
    Rule,
    Step,
    Tiers,
    Veto,
    Zero,
)
from xize.model.statement import Formula, Grade, Predicate, Term
from xize.score.need import needs
from xize.score.run import score
from xize.score.symbol import Fact
from xize.words import lang

AT = Anchor(source="s1", start=0, end=1)


def common(number: int, sign: str = "-", **rest: Any) -> dict[str, Any]:
    return {"id": f"1/1#{number}", "sign": sign, "quote": "…", "at": AT, **rest}


def per(unit: str = "例", count: str = "1", basis: str = "occurrence", **rest: Any) -> Per:
    return Per(count=D(count), unit=unit, basis=basis, explicit=True, **rest)


def rubric(*rules: Rule, points: str | None = "10", mode: str = "deduct", **node: Any) -> Rubric:
    top = Indicator(
        id="1/1", title="指标", level=1, points=None if points is None else D(points), mode=mode, rules=rules, at=AT,
        **node,
    )  # fmt: skip
    return Rubric(sheets=(Sheet(id="1", title="表", indicators=(top,), at=AT),))


def ends(of: Rubric, facts: Mapping[str, Fact]) -> tuple[D | None, D | None]:
    found = score(of, facts).sheets[0].indicators[0].score
    assert found is not None
    return found.low, found.high


def exact(of: Rubric, facts: Mapping[str, Fact]) -> D:
    low, high = ends(of, facts)
    assert low == high
    assert low is not None
    return low


def below(value: str) -> Threshold:
    return Threshold(op="<", value=D(value), unit="%")


EACH = PerUnit(**common(1, points=D(1)), per=per())
FLAT = Flat(**common(2, points=D("0.5")))


def test_per_unit_deductions_stop_at_the_points() -> None:
    assert exact(rubric(EACH), {"1/1#1": D(3)}) == 7
    assert exact(rubric(EACH), {"1/1#1": D(30)}) == 0


def test_every_full_five_counts_once() -> None:
    rule = PerUnit(**common(1, points=D(2)), per=per(count="5"))
    assert [exact(rubric(rule), {"1/1#1": D(n)}) for n in (4, 5, 14)] == [10, 8, 6]


def test_a_cap_bounds_its_rule_and_a_limit_bounds_its_members() -> None:
    capped = EACH.model_copy(update={"cap": Cap(value=D(3), origin="printed")})
    assert exact(rubric(capped), {"1/1#1": D(9)}) == 7
    limits = (Limit(id="l1", sign="-", bound=D(2), members=("1/1#1", "1/1#2"), origin="printed"),)
    assert exact(rubric(EACH, FLAT, limits=limits), {"1/1#1": D(5), "1/1#2": True}) == 8


def test_an_unlimited_deduction_goes_below_zero() -> None:
    limits = (Limit(id="l1", sign="-", bound="unlimited", members="all", origin="printed"),)
    assert exact(rubric(EACH, limits=limits), {"1/1#1": D(12)}) == -2


def test_of_a_severity_pair_only_the_heavier_counts() -> None:
    pair = (
        Flat(**common(1, points=D("0.8"), group="severity-1")),
        Flat(**common(2, points=D("0.4"), group="severity-1")),
    )
    assert exact(rubric(*pair), {"1/1#1": True, "1/1#2": True}) == D("9.2")


@pytest.mark.parametrize(
    ("won", "stains", "puddles", "score"),
    [(True, 0, 0, 5), (False, 1, 0, 4), (False, 1, 1, 2), (False, 1, 2, 0), (False, 3, 3, 0), (False, 0, 0, 0)],
)
def test_deductions_from_an_award_add_up_until_it_is_used_up(won: bool, stains: int, puddles: int, score: int) -> None:
    rules = (
        Flat(**common(1, "+", points=D(5), group="spent-1")),
        PerUnit(**common(2, points=D(1), group="spent-1"), per=per("处")),
        PerUnit(**common(3, points=D(2), group="spent-1"), per=per("处")),
    )
    limits = (Limit(id="l1", sign="-", bound=D(5), members=("1/1#2", "1/1#3"), origin="printed"),)
    facts: dict[str, Fact] = {"1/1#1": won, "1/1#2": D(stains), "1/1#3": D(puddles)}
    assert exact(rubric(*rules, points="5", limits=limits, mode="mixed"), facts) == score


@pytest.mark.parametrize(("littered", "score"), [(False, 5), (True, 4)])
def test_a_failing_taken_from_an_award_leaves_the_rest_of_it(littered: bool, score: int) -> None:
    rules = (
        Flat(**common(1, "+", points=D(5), group="spent-1")),
        Flat(**common(2, points=D(1), group="spent-1", cap=Cap(value=D(5), origin="printed"))),
    )
    assert exact(rubric(*rules, points="5", mode="mixed"), {"1/1#1": not littered, "1/1#2": littered}) == score


@pytest.mark.parametrize(("value", "left"), [("91", "10"), ("89", "9.5"), ("87", "9"), ("80", "8.5")])
def test_a_ladder_takes_its_worst_rung(value: str, left: str) -> None:
    bands = tuple(Band(threshold=below(t), points=D(p)) for t, p in (("90", "0.5"), ("88", "1"), ("85", "1.5")))
    rule = Tiers(**common(1), bands=bands, selection="worst")
    assert exact(rubric(rule), {"1/1#1": D(value)}) == D(left)


def test_a_ladder_that_adds_up_takes_every_rung() -> None:
    bands = tuple(Band(threshold=below(t), points=D(p)) for t, p in (("90", "0.5"), ("88", "1")))
    assert exact(rubric(Tiers(**common(1), bands=bands, selection="sum")), {"1/1#1": D(80)}) == D("8.5")


def test_levels_are_counted_each_or_the_highest_only() -> None:
    bands = tuple(Band(level=level, points=D(p), per=per("次")) for level, p in (("国家", 5), ("省", 3)))
    facts: dict[str, Fact] = {"1/1#1/国家": D(1), "1/1#1/省": D(2)}
    for selection, gain in (("sum", 11), ("highest", 6)):
        rule = Tiers(**common(1, "+"), bands=bands, selection=selection)
        assert exact(rubric(rule, points=None, mode="award", role="bonus"), facts) == gain


def test_ranks_are_counted_from_the_bottom_where_printed_so() -> None:
    bands = (
        Band(rank=Rank(first=1, end="bottom"), points=D(3)),
        Band(rank=Rank(first=2, last=3, end="bottom"), points=D(2)),
    )
    rule = Tiers(**common(1), bands=bands, selection="unique")
    assert [exact(rubric(rule), {"1/1#1": D(place)}) for place in (1, 2, 3, 4)] == [7, 8, 8, 10]


@pytest.mark.parametrize(("rounding", "left"), [("down", "9"), ("up", "8"), ("exact", "8.6")])
def test_a_step_rule_counts_parts_of_a_step_as_it_says(rounding: str, left: str) -> None:
    rule = Step(**common(1, points=D(1), threshold=below("90")), per=per("百分点", "5", "drop"), rounding=rounding)
    assert exact(rubric(rule), {"1/1#1": D(83)}) == D(left)
    assert exact(rubric(rule), {"1/1#1": D(90)}) == 10


def test_a_step_rule_without_a_word_on_parts_leaves_both_open() -> None:
    rule = Step(**common(1, points=D(1), threshold=below("90")), per=per("百分点", "5", "drop"), initial=D(1))
    assert ends(rubric(rule), {"1/1#1": D(83)}) == (7, 8)


def test_a_step_in_percent_is_a_share_of_where_it_starts() -> None:
    rule = Step(**common(1, points=D(1), threshold=below("90")), per=per("%", "5", "drop"), rounding="down")
    # 81% is 10% below 90%: two steps; 83% is 7.8% below it.
    assert [exact(rubric(rule), {"1/1#1": D(value)}) for value in (81, 83, 90)] == [8, 9, 10]


def test_tiers_that_add_up_are_asked_one_by_one() -> None:
    bands = (Band(level="国家级", points=D(5)), Band(level="省级", points=D(3)), Band(level="市级", points=D(1)))
    rule = Tiers(**common(1), bands=bands, selection="sum")
    assert exact(rubric(rule), {"1/1#1/国家级": True, "1/1#1/省级": False, "1/1#1/市级": True}) == 4


@pytest.mark.parametrize(
    ("basis", "asked"), [("occurrence", "总共有多少"), ("excess", "超过多少"), ("shortfall", "少了多少")]
)
def test_a_count_says_what_is_counted(basis: str, asked: str) -> None:
    bound = Threshold(op=">", value=D(5), unit="次", at=AT)
    rule = PerUnit(**common(1, points=D(1), threshold=bound), per=per("次", "1", basis))
    token = lang.set("zh")
    try:
        (need,) = needs(rubric(rule))
    finally:
        lang.reset(token)
    assert need.question.removeprefix("达到条件时").startswith(asked)


@pytest.mark.parametrize(("connective", "word"), [("any", "at least one"), ("all", "all of these")])
def test_a_condition_of_parts_is_asked_as_it_was_read(connective: str, word: str) -> None:
    parts = tuple(Text(text=name, at=AT) for name in ("未登记", "未归档"))
    condition = Condition(text="未登记、未归档", at=AT, connective=connective, parts=parts)
    token = lang.set("en")
    try:
        (need,) = needs(rubric(Flat(**common(1, points=D(1)) | {"condition": condition})))
    finally:
        lang.reset(token)
    assert word in need.question


def test_distribute_and_conditions_counted_each() -> None:
    items = tuple(Text(text=name, at=AT) for name in ("方案", "总结", "信息"))
    rule = Distribute(**common(1, points=D(2)), items=items)
    assert exact(rubric(rule), {"1/1#1": D(2)}) == 6
    condition = Condition(text="未A，未B", at=AT, connective="each", parts=items[:2])
    assert exact(rubric(Flat(**common(1, points=D(1), condition=condition))), {"1/1#1": D(2)}) == 8


def test_awards_start_at_nothing_and_stop_at_the_points() -> None:
    rules = (Flat(**common(1, "+", points=D(5))), Flat(**common(2, "+", points=D(7))))
    assert exact(rubric(*rules, mode="award"), {"1/1#1": True, "1/1#2": False}) == 5
    assert exact(rubric(*rules, mode="award"), {"1/1#1": True, "1/1#2": True}) == 10


def test_a_mixed_indicator_starts_where_its_points_come_from() -> None:
    won = Flat(**common(2, "+", points=D(10)))
    extra = Flat(**common(2, "+", points=D(3)))
    assert exact(rubric(EACH, won, mode="mixed"), {"1/1#1": D(2), "1/1#2": True}) == 8
    assert exact(rubric(EACH, extra, mode="mixed"), {"1/1#1": D(4), "1/1#2": True}) == 9


def test_checklist_and_its_otherwise() -> None:
    rule = Checklist(**common(1, "+", points=D(5)), need=D(2), otherwise=Text(text="酌情减分", at=AT))
    assert exact(rubric(rule, points="5", mode="award"), {"1/1#1": D(2)}) == 5
    assert ends(rubric(rule, points="5", mode="award"), {"1/1#1": D(1)}) == (0, 5)


def test_no_score_overrides_and_full_marks_do_not() -> None:
    zero, full = Zero(**common(2, "0")), Full(**common(3, "+"))
    assert exact(rubric(EACH, zero), {"1/1#1": D(1), "1/1#2": True}) == 0
    assert ends(rubric(EACH, zero), {"1/1#1": D(1)}) == (0, 9)
    assert exact(rubric(full, mode="award"), {"1/1#3": True}) == 10
    assert exact(rubric(full, zero, mode="award"), {"1/1#3": True, "1/1#2": True}) == 0


def test_a_discretion_is_an_interval_until_it_is_given() -> None:
    rule = Discretion(**common(1, points=D(1), points_max=D(5)))
    assert ends(rubric(rule), {}) == (5, 10)
    assert exact(rubric(rule), {"1/1#1": D(2)}) == 8


def test_a_formula_is_computed_from_its_variables() -> None:
    rule = FormulaRule(**common(1, "+"), expression="10分×完成率×系数", variables=("完成率", "系数"))
    facts: dict[str, Fact] = {"1/1#1/完成率": D("0.9"), "1/1#1/系数": D("0.8")}
    assert exact(rubric(rule, mode="award"), facts) == D("7.2")
    assert ends(rubric(rule, mode="award"), {"1/1#1/系数": D(1)}) == (0, 10)


def test_a_veto_acts_on_the_rating_and_not_on_the_number() -> None:
    veto = Veto(**common(1, "0"), consequence="一票否决")
    result = score(rubric(EACH.model_copy(update={"id": "1/1#2"}), veto), {"1/1#1": True, "1/1#2": D(0)})
    assert [(c.consequence, c.certain) for c in result.consequences] == [("一票否决", True)]
    assert result.sheets[0].total.low == 10


def test_what_only_a_person_can_score_is_asked_of_a_person() -> None:
    assert ends(rubric(), {}) == (0, 10)
    assert exact(rubric(), {"1/1": D("7.5")}) == D("7.5")


def test_an_indicator_with_a_sentence_nobody_read_is_refused() -> None:
    found = Finding(code="unparsed", severity="error", message="酌情处理", indicator="1/1")
    result = score(rubric(EACH).model_copy(update={"findings": (found,)}), {"1/1#1": D(0)})
    node = result.sheets[0].indicators[0]
    assert (node.status, node.score.low, node.score.high) == ("refused", 0, 10)  # type: ignore[union-attr]


def test_sums_go_up_the_tree_with_pools_weights_formulas_and_grades() -> None:
    def leaf(number: str, points: str, **rest: Any) -> Indicator:
        return Indicator(id=number, title=f"项{number}", level=2, points=D(points), at=AT, **rest)

    work = Indicator(
        id="1/1", title="指标考核", level=1, points=D(100), at=AT, children=(leaf("1/1/1", "60"), leaf("1/1/2", "40"))
    )
    view = leaf("1/2", "100").model_copy(update={"title": "公众评议"})
    formula = Formula(
        expression="总分=指标考核得分×70%+公众评议得分×30%", at=AT,
        terms=(Term(name="指标考核得分", weight=D("0.7")), Term(name="公众评议得分", weight=D("0.3"))),
    )  # fmt: skip
    grades = (
        Grade(label="优秀", at=AT, predicates=(Predicate(node="总分", threshold=Threshold(op=">=", value=D(180))),)),
        Grade(label="合格", at=AT, predicates=(Predicate(node="总分", threshold=Threshold(op=">=", value=D(120))),)),
    )
    whole = Rubric(
        sheets=(Sheet(id="1", title="表", indicators=(work, view), grades=grades, at=AT),), formulas=(formula,)
    )
    result = score(whole, {"1/1/1": D(50), "1/1/2": D(40), "1/2": D(80)})
    assert result.sheets[0].total.low == 170
    assert result.formulas[0].value is not None
    assert result.formulas[0].value.low == D("87")
    assert result.sheets[0].grades == ("合格",)
    assert score(whole, {"1/1/1": D(50), "1/1/2": D(40)}).sheets[0].grades == ("优秀", "合格")


def test_a_bonus_pool_is_bounded_by_its_parent() -> None:
    gain = PerUnit(id="1/1/1#1", sign="+", points=D(2), per=per(), quote="…", at=AT)
    child = Indicator(id="1/1/1", title="荣誉", level=2, role="bonus", mode="award", rules=(gain,), at=AT)
    pool = Indicator(
        id="1/1", title="加分项", level=1, role="bonus", children=(child,), at=AT,
        limits=(Limit(id="l1", sign="+", bound=D(5), members="all", origin="printed"),),
    )  # fmt: skip
    whole = Rubric(sheets=(Sheet(id="1", title="表", indicators=(pool,), at=AT),))
    assert exact(whole, {"1/1/1#1": D(9)}) == 5
