"""Properties that hold for every rubric and every set of facts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from xize.model.anchor import Anchor
from xize.model.indicator import Indicator, Sheet
from xize.model.quantity import Cap, Per, Threshold
from xize.model.rubric import Rubric
from xize.model.rule import Band, Discretion, Flat, Limit, PerUnit, Rule, Step, Tiers, Zero
from xize.score.need import Need, needs
from xize.score.run import score
from xize.score.symbol import Fact

AT = Anchor(source="s1", start=0, end=1)
POINTS = st.decimals(min_value=0, max_value=8, places=1)


def common(number: int, sign: str, **rest: Any) -> dict[str, Any]:
    return {"id": f"1/1#{number}", "sign": sign, "quote": "…", "at": AT, **rest}


@st.composite
def rules(draw: st.DrawFn, number: int, sign: str) -> Rule:
    kind = draw(st.sampled_from(["flat", "per_unit", "step", "tiers", "discretion", "zero"]))
    cap = draw(st.none() | st.builds(Cap, value=POINTS, origin=st.just("printed")))
    points = draw(POINTS)
    per = Per(count=draw(st.sampled_from([Decimal(1), Decimal(5)])), unit="例", basis="occurrence", explicit=True)
    if kind == "flat":
        return Flat(**common(number, sign, points=points, cap=cap))
    if kind == "per_unit":
        return PerUnit(**common(number, sign, points=points, cap=cap), per=per)
    if kind == "step":
        start = Threshold(op="<", value=Decimal(90), unit="%")
        drop = per.model_copy(update={"basis": "drop"})
        rounding = draw(st.sampled_from(["up", "down", "exact", None]))
        return Step(**common(number, sign, points=points, cap=cap, threshold=start), per=drop, rounding=rounding)
    if kind == "tiers":
        bounds = sorted(draw(st.sets(st.integers(50, 100), min_size=1, max_size=3)), reverse=True)
        bands = tuple(
            Band(threshold=Threshold(op="<", value=Decimal(bound)), points=Decimal(place))
            for place, bound in enumerate(bounds, 1)
        )
        selection = draw(st.sampled_from(["worst", "sum"]))
        return Tiers(**common(number, sign, cap=cap), bands=bands, selection=selection)
    if kind == "discretion":
        return Discretion(**common(number, sign, points=points, points_max=points + 1))
    return Zero(**common(number, "0"))


@st.composite
def rubrics(draw: st.DrawFn, signs: tuple[str, ...] = ("-", "+")) -> Rubric:
    count = draw(st.integers(1, 5))
    found = tuple(draw(rules(number, draw(st.sampled_from(signs)))) for number in range(1, count + 1))
    inside = [rule.id for rule in found if rule.sign == "-"]
    limits: tuple[Limit, ...] = ()
    if inside and draw(st.booleans()):
        members = tuple(draw(st.sets(st.sampled_from(inside), min_size=1)))
        limits = (Limit(id="l1", sign="-", bound=draw(POINTS), members=tuple(sorted(members)), origin="printed"),)
    mode = "deduct" if signs == ("-",) else draw(st.sampled_from(["deduct", "award", "mixed"]))
    node = Indicator(
        id="1/1", title="指标", level=1, points=draw(st.sampled_from([Decimal(5), Decimal(10)])), mode=mode,
        rules=found, limits=limits, at=AT,
    )  # fmt: skip
    return Rubric(sheets=(Sheet(id="1", title="表", indicators=(node,), at=AT),))


@st.composite
def fact(draw: st.DrawFn, need: Need) -> Fact:
    if need.type == "yes_no":
        return draw(st.booleans())
    if need.type == "value":
        return draw(st.decimals(min_value=40, max_value=110, places=1))
    top = int(need.maximum) if need.maximum is not None else 20
    return Decimal(draw(st.integers(0, top)))


@st.composite
def scored(draw: st.DrawFn, signs: tuple[str, ...] = ("-", "+")) -> tuple[Rubric, dict[str, Fact]]:
    rubric = draw(rubrics(signs))
    return rubric, {need.id: draw(fact(need)) for need in needs(rubric)}


def ends(rubric: Rubric, facts: dict[str, Fact]) -> tuple[Decimal, Decimal]:
    found = score(rubric, facts).sheets[0].indicators[0].score
    assert found is not None
    assert found.low is not None
    assert found.high is not None
    return found.low, found.high


@settings(max_examples=50, deadline=None)
@given(scored())
def test_scores_stay_between_nothing_and_the_points(case: tuple[Rubric, dict[str, Fact]]) -> None:
    rubric, facts = case
    low, high = ends(rubric, facts)
    points = rubric.sheets[0].indicators[0].points
    assert points is not None
    assert 0 <= low <= high <= points


@settings(max_examples=50, deadline=None)
@given(scored(("-",)), st.data())
def test_one_violation_more_never_raises_a_score_that_only_deducts(
    case: tuple[Rubric, dict[str, Fact]], data: st.DataObject
) -> None:
    rubric, facts = case
    key = data.draw(st.sampled_from(sorted(facts)))
    need = next(need for need in needs(rubric) if need.id == key)
    worse: dict[str, Fact] = dict(facts)
    value = facts[key]
    if isinstance(value, bool):
        worse[key] = True
    elif isinstance(value, Decimal) and need.type == "value":
        worse[key] = value - 3
    elif isinstance(value, Decimal) and (need.maximum is None or value + 1 <= need.maximum):
        worse[key] = value + 1
    before, after = ends(rubric, facts), ends(rubric, worse)
    assert after[0] <= before[0]
    assert after[1] <= before[1]


@settings(max_examples=40, deadline=None)
@given(scored(), st.randoms())
def test_the_order_of_facts_is_irrelevant(case: tuple[Rubric, dict[str, Fact]], random: Any) -> None:
    rubric, facts = case
    shuffled = list(facts.items())
    random.shuffle(shuffled)
    assert score(rubric, dict(shuffled)) == score(rubric, facts)


@settings(max_examples=50, deadline=None)
@given(scored(), st.data())
def test_an_open_fact_gives_an_interval_that_holds_every_closed_score(
    case: tuple[Rubric, dict[str, Fact]], data: st.DataObject
) -> None:
    rubric, facts = case
    opened = data.draw(st.sampled_from(sorted(facts)))
    low, high = ends(rubric, {key: value for key, value in facts.items() if key != opened})
    closed = ends(rubric, facts)
    assert low <= closed[0]
    assert closed[1] <= high


@settings(max_examples=40, deadline=None)
@given(rubrics())
def test_the_ends_of_an_interval_are_attained(rubric: Rubric) -> None:
    asked = needs(rubric)
    low, high = ends(rubric, {})
    reached = set()
    for take, give in ((True, False), (False, True)):
        facts: dict[str, Fact] = {}
        for need in asked:
            rule = next(rule for rule in rubric.sheets[0].indicators[0].rules if rule.id == need.id)
            want = give if rule.sign == "+" else take
            top = need.maximum if need.maximum is not None else Decimal(1000)
            facts[need.id] = want if need.type == "yes_no" else (
                (Decimal(-1000) if want else Decimal(1000)) if need.type == "value" else (top if want else Decimal(0))
            )  # fmt: skip
        reached |= set(ends(rubric, facts))
    assert {low, high} <= reached


@settings(max_examples=30, deadline=None)
@given(POINTS, POINTS)
def test_splitting_an_award_in_two_keeps_the_total(first: Decimal, second: Decimal) -> None:
    def award(*amounts: Decimal) -> Decimal:
        found = tuple(Flat(**common(number, "+", points=value)) for number, value in enumerate(amounts, 1))
        node = Indicator(id="1/1", title="", level=1, points=Decimal(10), mode="award", rules=found, at=AT)
        rubric = Rubric(sheets=(Sheet(id="1", title="", indicators=(node,), at=AT),))
        return ends(rubric, {rule.id: True for rule in found})[0]

    assert award(first + second) == award(first, second)
