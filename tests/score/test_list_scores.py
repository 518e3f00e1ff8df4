"""Scores, computed by hand, of what lists, degrees and their caps are read as."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal as D  # noqa: N817 (a hundred short numbers read better)

import pytest

from xize.evaluate.sentence import read_sentence
from xize.model.rubric import Rubric
from xize.normalize.mode import mode_of
from xize.score.run import score
from xize.score.symbol import Fact


def of(sentence: str, points: str, facts: Mapping[str, Fact]) -> D:
    """Return the score of one indicator with these points and this sentence; the suggested readings stand."""
    sheet = read_sentence(sentence).rubric.sheets[0]
    (node,) = sheet.indicators
    rules = tuple(rule.model_copy(update={"open": ()}) for rule in node.rules)
    limits = tuple(limit.model_copy(update={"open": ()}) for limit in node.limits)
    update = {"points": D(points), "mode": mode_of(node), "rules": rules, "limits": limits}
    top = node.model_copy(update=update)
    rubric = Rubric(sheets=(sheet.model_copy(update={"indicators": (top,)}),))
    found = score(rubric, {f"1/1#{name}": fact for name, fact in facts.items()}).sheets[0].indicators[0].score
    assert found is not None
    assert found.low == found.high
    assert found.low is not None
    return found.low


MEETING = "性能优于招标要求得5分，满足得3分，基本满足得1分，不满足不得分"
WARD = "有台账得2分，记录完整得3分，基本完整得1分，不完整不得分"


@pytest.mark.parametrize(
    ("sentence", "points", "facts", "expected"),
    [
        (MEETING, "5", {"1": "优于招标要求", "2": False}, "5"),
        (MEETING, "5", {"1": "满足", "2": False}, "3"),
        (MEETING, "5", {"1": "基本满足", "2": False}, "1"),
        (MEETING, "5", {"1": None, "2": True}, "0"),
        # The scale's zero empties the scale, not the ledger beside it.
        (WARD, "5", {"1": True, "2": "完整", "3": False}, "5"),
        (WARD, "5", {"1": True, "2": None, "3": True}, "2"),
        ("方案合理的得8-10分，较合理的得5-7分", "10", {"1": "较合理", "1/较合理/points": D(6)}, "6"),
        ("河道保洁到位的得满分，基本到位的得60%，不到位的不得分", "20", {"1": "基本到位", "2": False}, "12"),
    ],
)
def test_a_degree_is_one_choice(sentence: str, points: str, facts: dict[str, Fact], expected: str) -> None:
    assert of(sentence, points, facts) == D(expected)


ANY_TWO = "满足以下条件中两项及以上的得4分：①通过质量认证；②通过环境认证；③通过安全认证"
EVERY = "同时具备以下三项条件的得5分：①有执照；②有场地；③有人员"
EACH = "以下资料每提供一项得1分，最高得2分：①身份证；②学历证；③职称证"
LACKS = "三项齐全得3分，缺一项扣1分，缺两项及以上不得分；人员在岗得2分"


@pytest.mark.parametrize(
    ("sentence", "points", "facts", "expected"),
    [
        (ANY_TWO, "4", {"1": D(1)}, "0"),
        (ANY_TWO, "4", {"1": D(2)}, "4"),
        (EVERY, "5", {"1": D(2)}, "0"),
        (EVERY, "5", {"1": D(3)}, "5"),
        (EACH, "2", {"1": D(1)}, "1"),
        (EACH, "2", {"1": D(3)}, "2"),
        ("有下列情形之一的扣3分：①擅自离岗；②酒后上岗", "10", {"1": D(2)}, "7"),
        ("有下列情形之一的，扣2分，最多扣4分：①迟到；②早退；③旷课", "10", {"1": D(3)}, "6"),
        ("每有一项达标得5分，反之减5分", "20", {"1": D(3), "2": D(1)}, "10"),
    ],
)
def test_a_list_counts_its_items(sentence: str, points: str, facts: dict[str, Fact], expected: str) -> None:
    assert of(sentence, points, facts) == D(expected)


@pytest.mark.parametrize(
    ("sentence", "points", "facts", "expected"),
    [
        # 3 less 1 for one that is missing; with two missing its own points are gone, and the 2 of the others stay.
        (LACKS, "5", {"1": D(3), "2": D(0), "3": D(0), "4": True}, "5"),
        (LACKS, "5", {"2": D(1), "3": D(1), "4": True}, "4"),
        (LACKS, "5", {"2": D(2), "3": D(2), "4": True}, "2"),
        ("满意率达到95%得10分，每低1个百分点扣0.5分，不足1个百分点按1个百分点计", "10", {"2": D(94)}, "9.5"),
        ("满意率达到95%得10分，每低1个百分点扣0.5分，不足1个百分点按1个百分点计", "10", {"2": D(97)}, "10"),
        ("无投诉得5分，每发生1起投诉扣1分", "5", {"2": D(2)}, "3"),
        # Whether there is a rule at all is a fact of its own: without one nothing is won.
        ("建立制度得10分，每缺一项扣2分", "10", {"1": False, "2": D(0)}, "0"),
        ("建立制度得10分，每缺一项扣2分", "10", {"1": True, "2": D(1)}, "8"),
    ],
)
def test_a_deduction_takes_from_its_award(sentence: str, points: str, facts: dict[str, Fact], expected: str) -> None:
    assert of(sentence, points, facts) == D(expected)


@pytest.mark.parametrize(
    ("sentence", "points", "facts", "expected"),
    [
        ("全年无事故得10分，发生1起得5分，发生2起及以上不得分", "10", {"1": "全年无事故"}, "10"),
        ("全年无事故得10分，发生1起得5分，发生2起及以上不得分", "10", {"1": "==1起"}, "5"),
        ("有方案、有总结、有照片，三项均有得3分，有两项得2分，有一项得1分", "3", {"1": D(2)}, "2"),
        ("两项之一不符合扣1分，两项以上不符合的扣3分", "5", {"1": D(2)}, "2"),
    ],
)
def test_a_ladder_has_its_first_rung(sentence: str, points: str, facts: dict[str, Fact], expected: str) -> None:
    assert of(sentence, points, facts) == D(expected)


NESTED = "1.迟到每次扣1分，早退每次扣1分；2.旷课每节扣2分。单项最多扣5分"
HEADED = "1.考勤（最多扣5分）：每迟到1次扣1分；每早退1次扣1分。2.未请假每次扣2分"
TWO_CAPS = "每发表1篇加1分；每获奖1项加2分；单项加分最高不超过4分，累计加分不超过6分"


@pytest.mark.parametrize(
    ("sentence", "points", "facts", "expected"),
    [
        # 3 late and 4 early are 7, at most 5 for their item; 2 lessons missed are 4.
        (NESTED, "20", {"1": D(3), "2": D(4), "3": D(2)}, "11"),
        (NESTED, "20", {"1": D(0), "2": D(0), "3": D(9)}, "15"),
        (HEADED, "20", {"1": D(4), "2": D(4), "3": D(3)}, "9"),
        (TWO_CAPS, "10", {"1": D(9), "2": D(1)}, "6"),
        (TWO_CAPS, "10", {"1": D(9), "2": D(0)}, "4"),
        # Of an ordinary failing and a graver one, the greater amount alone is taken.
        ("未及时处理扣1分，情节严重的扣5分", "10", {"1": True, "2": True}, "5"),
        ("未及时处理扣1分，情节严重的扣5分", "10", {"1": True, "2": False}, "9"),
        # Three cases, one of them with consequences: two at 1 and one at 5.
        ("每发现1例扣1分，造成后果的扣5分", "10", {"1": D(2), "2": D(1)}, "3"),
        ("每发现1处隐患扣1分，情节严重的加扣2分", "10", {"1": D(3), "2": True}, "5"),
    ],
)
def test_what_is_bounded_and_what_is_taken_instead(
    sentence: str, points: str, facts: dict[str, Fact], expected: str
) -> None:
    assert of(sentence, points, facts) == D(expected)


def test_a_failing_treated_as_another_costs_what_the_assessor_gives_it() -> None:
    assert of("材料齐全得10分，逾期提交的按缺项论处", "10", {"1": True, "2": D(4)}) == D(6)
    assert of("材料齐全得10分，逾期提交的视为不得分", "10", {"1": True, "2": True}) == D(0)


WITHIN = "使用率85%-93%得满分，每低或高1个百分点扣0.5分"


@pytest.mark.parametrize(
    ("sentence", "points", "facts", "expected"),
    [
        # Above the band the steps start at its upper end, below it at its lower one.
        (WITHIN, "5", {"1": False, "2": D(95), "3": D(95)}, "4"),
        (WITHIN, "5", {"1": False, "2": D(83), "3": D(83)}, "4"),
        (WITHIN, "5", {"1": D(90), "2": D(90), "3": D(90)}, "5"),
        # More than the number must hold: the whole condition is asked.
        ("满意度达到90%且无投诉的得5分", "5", {"1": False}, "0"),
        ("满意度达到90%，无投诉的得5分", "5", {"1": True}, "5"),
        ("满意度达到90%的得5分", "5", {"1": D(92)}, "5"),
        ("满意度低于80%或发生群体投诉的扣3分", "5", {"1": True}, "2"),
    ],
)
def test_a_band_has_two_ends_and_a_number_may_not_be_all(
    sentence: str, points: str, facts: dict[str, Fact], expected: str
) -> None:
    assert of(sentence, points, facts) == D(expected)


BOTH = "完成率达到100%且资料齐全的得10分，每降低1个百分点扣0.2分，不足1个百分点不计"
FEWER = "培训不少于4次且有签到记录的得5分，每少1次扣1分"


@pytest.mark.parametrize(
    ("sentence", "points", "facts", "expected"),
    [
        (BOTH, "10", {"1": True, "2": D(95)}, "9"),
        # Without the papers nothing is won, whatever the rate.
        (BOTH, "10", {"1": False, "2": D(100)}, "0"),
        (BOTH, "10", {"1": True, "2": D(100)}, "10"),
        (FEWER, "5", {"1": True, "2": D(2)}, "3"),
        (FEWER, "5", {"1": False, "2": D(2)}, "0"),
    ],
)
def test_an_award_taken_from_needs_all_it_says(
    sentence: str, points: str, facts: dict[str, Fact], expected: str
) -> None:
    assert of(sentence, points, facts) == D(expected)


TOP = "完成率100%得5分，90%以上得3分"
RATES = "合格率95%得5分，90%得3分"
TIMES = "迟到1次扣1分，2次扣3分"


@pytest.mark.parametrize(
    ("sentence", "points", "facts", "expected"),
    [
        (TOP, "5", {"1": D(105)}, "5"),
        (TOP, "5", {"1": D(99)}, "3"),
        ("90%以上得3分，100%得5分", "5", {"1": D(105)}, "5"),
        ("安装率100%得5分", "5", {"1": D(120)}, "5"),
        (RATES, "5", {"1": D(97)}, "5"),
        (RATES, "5", {"1": D(92)}, "3"),
        (RATES, "5", {"1": D(89)}, "0"),
        ("投诉率5%得5分，10%得3分", "5", {"1": D(3)}, "5"),
        ("投诉率5%得5分，10%得3分", "5", {"1": D(11)}, "0"),
        (TIMES, "5", {"1": D(0)}, "5"),
        (TIMES, "5", {"1": D(4)}, "2"),
    ],
)
def test_a_number_alone_reaches_as_far_as_its_scale(
    sentence: str, points: str, facts: dict[str, Fact], expected: str
) -> None:
    assert of(sentence, points, facts) == D(expected)
