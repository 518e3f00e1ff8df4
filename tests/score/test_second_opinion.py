"""A sentence, read and scored, gives what a naive second implementation makes of the same words.

The second implementation knows nothing of rules: for each wording it is the few lines a person would write, in
fractions instead of decimals.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xize.model.anchor import Anchor, Text
from xize.model.base import decimal_text
from xize.model.indicator import Indicator, Sheet
from xize.model.rubric import Rubric
from xize.normalize.compose import read_text
from xize.normalize.mode import mode_of
from xize.score.need import needs
from xize.score.run import score

FULL = 20
AMOUNT = st.decimals("0.1", 6, places=1).filter(bool)
COUNT = st.integers(0, 30)
PERCENT = st.integers(500, 1000).map(lambda tenth: Decimal(tenth) / 10)

Case = tuple[str, list[Any], Callable[[], Fraction]]
"""A sentence, the facts it asks for in order, and what a person computes."""


def within(value: Fraction) -> Fraction:
    return max(Fraction(0), min(Fraction(FULL), value))


@st.composite
def per_unit(draw: st.DrawFn) -> Case:
    amount, cap, units = draw(AMOUNT), draw(AMOUNT), draw(COUNT)
    text = f"每发现1例违规扣{decimal_text(amount)}分，最多扣{decimal_text(cap)}分。"
    return text, [Decimal(units)], lambda: within(FULL - min(Fraction(amount) * units, Fraction(cap)))


@st.composite
def every_so_many(draw: st.DrawFn) -> Case:
    amount, per, units = draw(AMOUNT), draw(st.integers(2, 9)), draw(COUNT)
    text = f"每超{per}件扣{decimal_text(amount)}分。"
    return text, [Decimal(units)], lambda: within(FULL - Fraction(amount) * (units // per))


@st.composite
def flat(draw: st.DrawFn) -> Case:
    amount, done = draw(AMOUNT), draw(st.booleans())
    text = f"未建立台账的扣{decimal_text(amount)}分。"
    return text, [done], lambda: within(FULL - (Fraction(amount) if done else 0))


@st.composite
def award(draw: st.DrawFn) -> Case:
    amount, done = draw(AMOUNT), draw(st.booleans())
    return f"建立专家库得{decimal_text(amount)}分。", [done], lambda: within(Fraction(amount) if done else Fraction(0))


@st.composite
def ladder(draw: st.DrawFn) -> Case:
    low, value = draw(AMOUNT), draw(PERCENT)
    high = low + draw(AMOUNT)
    text = f"合格率未达到90%扣{decimal_text(low)}分，未达到80%扣{decimal_text(high)}分。"

    def person() -> Fraction:
        lost = high if value < 80 else low if value < 90 else Decimal(0)
        return within(FULL - Fraction(lost))

    return text, [value], person


@st.composite
def stairs(draw: st.DrawFn) -> Case:
    first, each, value = draw(AMOUNT), draw(AMOUNT), draw(PERCENT)
    text = (
        f"解决率低于75%的，扣{decimal_text(first)}分；每下降5个百分点，加扣{decimal_text(each)}分，不足5个百分点不计。"
    )

    def person() -> Fraction:
        if value >= 75:
            return Fraction(FULL)
        return within(FULL - Fraction(first) - Fraction(each) * ((75 - Fraction(value)) // 5))

    return text, [value], person


@st.composite
def listed(draw: st.DrawFn) -> Case:
    amount, missing = draw(AMOUNT), draw(st.integers(0, 3))
    text = f"无安排、无信息、无总结各扣{decimal_text(amount)}分。"
    return text, [Decimal(missing)], lambda: within(FULL - Fraction(amount) * missing)


@st.composite
def nothing_left(draw: st.DrawFn) -> Case:
    amount, units, lost = draw(AMOUNT), draw(COUNT), draw(st.booleans())
    text = f"每发现1处缺陷扣{decimal_text(amount)}分；发生责任事故的，该项不得分。"
    return text, [Decimal(units), lost], lambda: Fraction(0) if lost else within(FULL - Fraction(amount) * units)


def scored(text: str, values: list[Any]) -> tuple[Decimal | None, Decimal | None]:
    at = Anchor(source="s1", start=0, end=len(text))
    readings = read_text(Text(text=text, at=at), Decimal(FULL))
    assert not readings.unread, text
    rules = tuple(
        reading.rule.model_copy(update={"id": f"1/1#{number}"}) for number, reading in enumerate(readings.rules, 1)
    )
    limits = tuple(limit.model_copy(update={"id": "l", "members": "all"}) for limit in readings.limits)
    node = Indicator(id="1/1", title="指标", level=1, points=Decimal(FULL), rules=rules, limits=limits, at=at)
    node = node.model_copy(update={"mode": mode_of(node)})
    rubric = Rubric(sheets=(Sheet(id="1", title="表", indicators=(node,), at=at),))
    asked = [need.id for need in needs(rubric)]
    assert len(asked) == len(values), (text, asked)
    facts: Mapping[str, Any] = dict(zip(asked, values, strict=True))
    found = score(rubric, facts).sheets[0].indicators[0].score
    assert found is not None
    return found.low, found.high


@pytest.mark.parametrize("kind", [per_unit, every_so_many, flat, award, ladder, stairs, listed, nothing_left])
def test_a_naive_second_implementation_gives_the_same_number(kind: Callable[[], st.SearchStrategy[Case]]) -> None:
    @settings(max_examples=25, deadline=None)
    @given(kind())
    def check(case: Case) -> None:
        text, values, person = case
        low, high = scored(text, values)
        assert low == high
        assert low is not None
        assert Fraction(low) == person()

    check()
