"""What a rule acts on: its indicator, the one above, the sheet, its own item, or an account outside."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal as D  # noqa: N817 (many short numbers read better)
from typing import Any

import pytest

from xize.model.anchor import Anchor, Text
from xize.model.finding import Finding
from xize.model.indicator import Elaboration, Indicator, Sheet
from xize.model.quantity import Cap, Per, Threshold
from xize.model.rubric import Rubric
from xize.model.rule import (
    Band,
    Checklist,
    Discretion,
    Flat,
    FormulaRule,
    Full,
    Limit,
    PerUnit,
    Reference,
    Rule,
    Step,
    Tiers,
    Veto,
    Zero,
)
from xize.model.statement import Setting
from xize.score.need import needs
from xize.score.run import score
from xize.score.symbol import Fact

AT = Anchor(source="s1", start=0, end=1)
EACH = Per(count=D(1), unit="例", basis="occurrence", explicit=True)


def common(id_: str, sign: str = "-", **rest: Any) -> dict[str, Any]:
    return {"id": id_, "sign": sign, "quote": "…", "at": AT, **rest}


def node(id_: str, points: str | None, *rules: Rule, mode: str = "deduct", **rest: Any) -> Indicator:
    rest.setdefault("title", f"项{id_}")
    rest.setdefault("at", AT)
    return Indicator(
        id=id_, level=id_.count("/"), points=None if points is None else D(points), mode=mode, rules=rules, **rest
    )


def rubric(*nodes: Indicator, points: str | None = None, **rest: Any) -> Rubric:
    sheet = Sheet(id="1", title="表", points=None if points is None else D(points), indicators=nodes, at=AT)
    return Rubric(sheets=(sheet,), **rest)


def scores(of: Rubric, facts: Mapping[str, Fact]) -> dict[str, tuple[D | None, D | None]]:
    sheet = score(of, facts).sheets[0]
    found = {row.id: (row.score.low, row.score.high) for row in sheet.indicators if row.score is not None}
    return {**found, "total": (sheet.total.low, sheet.total.high)}


def settled(of: Rubric, facts: Mapping[str, Fact]) -> dict[str, D]:
    found = scores(of, facts)
    assert all(low == high for low, high in found.values()), found
    return {key: low for key, (low, _) in found.items() if low is not None}


def yes(id_: str, amount: str, sign: str = "-", **rest: Any) -> Flat:
    return Flat(**common(id_, sign, points=D(amount)), **rest)


def test_what_children_without_points_lose_is_lost_by_the_node_that_has_them() -> None:
    children = (node("1/1/1", None, yes("a", "3")), node("1/1/2", None, yes("b", "9")))
    whole = rubric(node("1/1", "10", mode="none", children=children))
    assert settled(whole, {"a": True, "b": False})["1/1"] == 7
    assert settled(whole, {"a": True, "b": True})["total"] == 0


def test_what_a_sheet_of_indicators_without_points_loses_is_lost_by_the_sheet() -> None:
    whole = rubric(node("1/1", None, yes("a", "3")), node("1/2", None, yes("b", "4")), points="100")
    assert settled(whole, {"a": True, "b": True})["total"] == 93


def test_points_above_children_that_score_nothing_are_given_by_a_person() -> None:
    whole = rubric(node("1/1", "10", mode="none", children=(node("1/1/1", None, mode="none"),)))
    assert [need.id for need in needs(whole)] == ["1/1"]
    assert settled(whole, {"1/1": D(8)})["total"] == 8


def test_nothing_for_the_parent_empties_the_parent_only() -> None:
    zero = Zero(**common("z", "0", target="parent"))
    first = node("1/1", "10", mode="none", children=(node("1/1/1", "4", zero), node("1/1/2", "6", yes("a", "1"))))
    other = node("1/2", "5", mode="none", children=(node("1/2/1", "5", yes("b", "1")),))
    found = settled(rubric(first, other), {"z": True, "a": False, "b": False})
    assert (found["1/1"], found["1/2"], found["total"]) == (0, 5, 5)


def test_nothing_for_a_part_of_the_tree_does_not_leak_to_a_later_sibling() -> None:
    zero = Zero(**common("z", "0", target="parent"))
    inner = node("1/1/1", "4", zero)
    later = node("1/1/2", "6", mode="none", children=(node("1/1/2/1", "6", yes("a", "1")),))
    found = settled(rubric(node("1/1", "10", mode="none", children=(inner, later))), {"z": True, "a": False})
    assert (found["1/1/2"], found["1/1"]) == (6, 0)


def test_nothing_for_the_whole_and_points_off_the_total() -> None:
    zero = Zero(**common("z", "0", target="total"))
    off = yes("t", "30", target="total")
    whole = rubric(node("1/1", "10", zero, off), node("1/2", "90", yes("a", "1")))
    assert settled(whole, {"z": False, "t": True, "a": False})["total"] == 70
    assert settled(whole, {"z": True, "t": False, "a": False})["total"] == 0


def test_points_on_an_account_outside_are_told_and_not_deducted() -> None:
    whole = rubric(node("1/1", "10", yes("a", "2", target="责任部门"), yes("b", "1")))
    result = score(whole, {"a": True, "b": True})
    assert result.sheets[0].total.low == 9
    assert [(effect.target, effect.change.low) for effect in result.effects] == [("责任部门", -2)]


def test_nothing_for_an_item_empties_what_stands_in_that_item() -> None:
    text = "1.建立制度得3分；组织培训得2分；弄虚作假的不得分。2.开展宣传得5分。"
    at = Anchor(source="s1", start=0, end=len(text))

    def place(words: str) -> Anchor:
        start = text.index(words)
        return Anchor(source="s1", start=start, end=start + len(words))

    rules = (
        Flat(id="a", sign="+", points=D(3), quote="", at=place("建立制度得3分")),
        Flat(id="b", sign="+", points=D(2), quote="", at=place("组织培训得2分")),
        Zero(id="z", sign="0", target="item", quote="", at=place("弄虚作假的不得分")),
        Flat(id="c", sign="+", points=D(5), quote="", at=place("开展宣传得5分")),
    )
    whole = rubric(node("1/1", "10", *rules, mode="award", at=at, fields={"criteria": Text(text=text, at=at)}))
    facts: dict[str, Fact] = {"a": True, "b": True, "c": True}
    assert settled(whole, {**facts, "z": True})["1/1"] == 5
    assert settled(whole, {**facts, "z": False})["1/1"] == 10
    assert scores(whole, facts)["1/1"] == (5, 10)


def test_nothing_for_something_unknown_leaves_the_score_open() -> None:
    whole = rubric(node("1/1", "10", yes("a", "1"), Zero(**common("z", "0", target="当月"))))
    assert scores(whole, {"a": True, "z": True})["1/1"] == (0, 9)
    assert settled(whole, {"a": True, "z": False})["1/1"] == 9


@pytest.mark.parametrize(("factor", "left"), [("2", "4"), ("0.5", "8.5")])
def test_a_multiplier_acts_on_the_rule_before_it_and_the_cap_comes_after(factor: str, left: str) -> None:
    counted = PerUnit(**common("a", points=D(1), cap=Cap(value=D(6), origin="printed")), per=EACH)
    times = Flat(**common("m", multiplier=D(factor)))
    whole = rubric(node("1/1", "10", counted, times))
    three = D(3)
    assert settled(whole, {"a": three, "m": three})["1/1"] == D(left)
    assert settled(whole, {"a": three, "m": D(0)})["1/1"] == 7
    assert settled(whole, {"a": D(5), "m": D(5)})["1/1"] == (4 if factor == "2" else D("7.5"))
    assert scores(whole, {"a": three})["1/1"] == tuple(sorted((D(left), D(7))))


def test_a_multiplier_of_nothing_is_asked_of_the_assessor() -> None:
    whole = rubric(node("1/1", "10", Flat(**common("m", multiplier=D(2)))))
    assert [need.id for need in needs(whole)] == ["m", "m/points"]
    assert settled(whole, {"m": True, "m/points": D(4)})["1/1"] == 6


def test_steps_begin_beyond_their_start_whatever_its_wording() -> None:
    drop = Per(count=D(1), unit="%", basis="drop", explicit=True)
    for op in ("<", ">=", "<="):
        start = Threshold(op=op, value=D(90), unit="%")
        rule = Step(**common("s", points=D(2), threshold=start), per=drop, rounding="down")
        whole = rubric(node("1/1", "10", rule))
        assert [settled(whole, {"s": D(value)})["1/1"] for value in (95, 90, 89, 87)] == [10, 10, 8, 4]


def test_an_initial_amount_is_due_only_once_there_is_a_drop() -> None:
    drop = Per(count=D(5), unit="%", basis="drop", explicit=True)
    whole = rubric(node("1/1", "10", Step(**common("s", points=D(1)), per=drop, initial=D(3), rounding="down")))
    assert [settled(whole, {"s": D(value)})["1/1"] for value in (0, 1, 5, 11)] == [10, 7, 6, 5]


def test_a_free_band_costs_nothing_up_to_its_end() -> None:
    rise = Per(count=D("0.5"), unit="%", basis="rise", explicit=True)
    rule = Step(**common("s", points=D("1.2")), per=rise, free_band=D(1), rounding="up")
    found = [settled(rubric(node("1/1", "10", rule)), {"s": D(value)})["1/1"] for value in ("1", "1.1", "1.5", "1.6")]
    assert found == [10, D("8.8"), D("8.8"), D("7.6")]


def test_an_amount_printed_as_a_range_is_decided_by_the_assessor() -> None:
    rule = PerUnit(**common("a", points=D(5), points_max=D(10)), per=EACH)
    whole = rubric(node("1/1", "100", rule))
    assert scores(whole, {"a": D(2)})["1/1"] == (80, 90)
    assert settled(whole, {"a": D(2), "a/points": D(7)})["1/1"] == 86


def test_a_checklist_below_its_number_is_decided_where_the_text_says_so() -> None:
    rule = Checklist(**common("c", "+", points=D(5)), need=D(2), otherwise=Text(text="酌情", at=AT))
    whole = rubric(node("1/1", "5", rule, mode="award"))
    assert settled(whole, {"c": D(1), "c/otherwise": D("1.5")})["1/1"] == D("1.5")
    assert settled(whole, {"c": D(2), "c/otherwise": D("1.5")})["1/1"] == 5


def test_a_formula_without_a_verb_is_the_score_and_knows_the_full_marks() -> None:
    rule = FormulaRule(**common("f", "0"), expression="得分＝分值×完成率", variables=("分值", "完成率"))
    whole = rubric(node("1/1", "8", rule, mode="manual"))
    assert [need.id for need in needs(whole)] == ["f/完成率"]
    assert settled(whole, {"f/完成率": D("0.5")})["1/1"] == 4


def test_a_formula_that_divides_by_nothing_stays_open() -> None:
    rule = FormulaRule(**common("f", "+"), expression="10×甲/(乙/丙)", variables=("甲", "乙", "丙"))
    whole = rubric(node("1/1", "10", rule, mode="award"))
    assert settled(whole, {"f/甲": D(1), "f/乙": D(4), "f/丙": D(2)})["1/1"] == 5
    for zero in ("乙", "丙"):
        facts = {"f/甲": D(1), "f/乙": D(4), "f/丙": D(2), f"f/{zero}": D(0)}
        assert scores(whole, facts)["1/1"] == (0, 10)


def test_a_formula_in_words_is_computed_by_a_person() -> None:
    rule = FormulaRule(**common("f", "+"), expression="高1%扣1分（线性插入）", variables=("高",))
    whole = rubric(node("1/1", "10", rule, mode="award"))
    assert [(need.id, need.judgement) for need in needs(whole)] == [("f", True)]
    assert settled(whole, {"f": D(6)})["1/1"] == 6


def test_a_reference_takes_points_where_points_are_only_lost() -> None:
    whole = rubric(node("1/1", "10", yes("a", "1"), Reference(**common("r", "0"), to="《办法》")))
    assert settled(whole, {"a": True, "r": D(2)})["1/1"] == 7
    alone = rubric(node("1/1", "10", Reference(**common("r", "0"), to="《办法》"), mode="manual"))
    assert settled(alone, {"r": D(2)})["1/1"] == 2


def test_a_veto_alone_leaves_full_marks() -> None:
    whole = rubric(node("1/1", "10", Veto(**common("v", "0"), consequence="一票否决")))
    assert settled(whole, {"v": True})["1/1"] == 10


def test_full_marks_of_a_parent() -> None:
    children = (node("1/1/1", "4", yes("a", "1")), node("1/1/2", "6", yes("b", "1")))
    whole = rubric(node("1/1", "10", Full(**common("f", "+")), mode="award", children=children))
    assert settled(whole, {"f": True, "a": True, "b": True})["1/1"] == 10


def test_a_bonus_below_a_scored_node_comes_on_top_unless_it_is_part_of_its_points() -> None:
    gain = yes("g", "3", "+")
    work = node("1/1/1", "10", yes("a", "1"))
    on_top = rubric(
        node("1/1", "10", mode="none", children=(work, node("1/1/2", "5", gain, mode="award", role="bonus")))
    )
    inside = rubric(
        node("1/1", "15", mode="none", children=(work, node("1/1/2", "5", gain, mode="award", role="bonus")))
    )
    facts: dict[str, Fact] = {"a": False, "g": True}
    assert settled(on_top, facts)["1/1"] == 13
    assert settled(inside, facts)["1/1"] == 13
    assert settled(inside, {"a": True, "g": True})["1/1"] == 12


def test_a_limit_of_a_parent_counts_from_where_its_children_start() -> None:
    children = (node("1/1/1", "40", yes("a", "15")), node("1/1/2", "60", yes("b", "15")))
    limit = Limit(id="l", sign="-", bound=D(20), members="all", origin="printed")
    whole = rubric(node("1/1", "100", mode="none", children=children, limits=(limit,)))
    assert settled(whole, {"a": True, "b": True})["1/1"] == 80


def test_limits_that_overlap_keep_both_readings() -> None:
    rules = tuple(yes(name, "4") for name in "abc")
    limits = (
        Limit(id="l1", sign="-", bound=D(5), members=("a", "b"), origin="printed"),
        Limit(id="l2", sign="-", bound=D(2), members=("b", "c"), origin="printed"),
    )
    low, high = scores(rubric(node("1/1", "20", *rules, limits=limits)), {"a": True, "b": True, "c": True})["1/1"]
    assert low is not None
    assert high is not None
    assert low < high


def test_a_document_without_implied_caps_lets_counted_deductions_go_below_zero() -> None:
    rule = PerUnit(**common("a", points=D(1)), per=EACH)
    free = rubric(node("1/1", "10", rule), settings={"implied_cap": Setting(value="none", origin="reviewed")})
    assert settled(free, {"a": D(12)})["1/1"] == -2
    assert settled(rubric(node("1/1", "10", rule)), {"a": D(12)})["1/1"] == 0


def test_a_refused_indicator_can_be_scored_by_a_person() -> None:
    found = Finding(code="rejected-reading", severity="error", message="…", indicator="1/1")
    whole = rubric(node("1/1", "10", yes("a", "1")), findings=(found,))
    assert [need.id for need in needs(whole)] == ["1/1"]
    assert scores(whole, {})["1/1"] == (0, 10)
    assert settled(whole, {"1/1": D(6)})["1/1"] == 6
    assert score(whole, {"1/1": D(6)}).sheets[0].indicators[0].status == "scored"


def test_a_sentence_of_the_spelled_out_version_refuses_nothing() -> None:
    place = Anchor(source="s1", start=50, end=60)
    spelled = Elaboration(fields={"criteria": Text(text="x" * 10, at=place)}, at=place)
    found = Finding(code="unparsed", severity="error", message="…", indicator="1/1", at=(place,))
    whole = rubric(node("1/1", "10", yes("a", "1"), elaboration=spelled), findings=(found,))
    assert settled(whole, {"a": True})["1/1"] == 9


def test_judgements_have_the_bounds_that_are_printed() -> None:
    one = Discretion(**common("d", points=D(1), points_max=D(5)))
    some = Discretion(**common("e", points=D(1), points_max=D(3)), choices=(D(1), D(2), D(3)))
    found = {need.id: need for need in needs(rubric(node("1/1", "10", one, some)))}
    assert (found["d"].least, found["d"].maximum) == (1, 5)
    assert found["e"].amounts == (1, 2, 3)


def test_tiers_of_one_name_are_told_apart() -> None:
    bands = (Band(level="县", points=D(1)), Band(level="县", points=D(2)))
    whole = rubric(node("1/1", "10", Tiers(**common("t"), bands=bands, selection="unique")))
    assert needs(whole)[0].choices == ("县", "县(2)")
    assert settled(whole, {"t": "县(2)"})["1/1"] == 8


def test_a_value_under_grades_without_points_is_rated() -> None:
    bands = tuple(
        Band(grade=grade, threshold=Threshold(op=">=", value=D(bound), unit="%"))
        for grade, bound in (("优", 90), ("良", 70))
    )
    whole = rubric(node("1/1", None, Tiers(**common("t", "0"), bands=bands, selection="highest"), mode="band"))
    rated = [score(whole, {"t": D(value)}).sheets[0].indicators[0].ratings for value in (95, 90, 75, 60)]
    assert rated == [("优",), ("优",), ("良",), ("",)]
    assert score(whole, {}).missing == ("t",)
