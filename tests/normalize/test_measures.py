"""Measure words are data: each is read as the unit of what is counted, and none out of the middle of a longer word."""

from __future__ import annotations

import pytest

from xize.evaluate.sentence import read_sentence
from xize.model.rule import PerUnit, Rule, Step
from xize.normalize.catalogue.measures import continuous, measures, things

BEGIN_NOUNS = (
    "单位", "部门", "科室", "支部", "班级", "台账", "案例", "岗位", "床位", "点位", "版面", "字段", "课题", "桶装水",
    "封闭区", "片区", "轮岗", "面积", "口岸", "升级", "届满",
)  # fmt: skip
DURATIONS = {"年", "月", "周", "天", "日", "季度", "星期"}


def only(sentence: str) -> Rule:
    (node,) = read_sentence(sentence).rubric.walk()
    (rule,) = node.rules
    return rule


@pytest.mark.parametrize("word", sorted(set(measures()) - DURATIONS))
def test_a_measure_word_after_a_number_is_the_unit(word: str) -> None:
    rule = only(f"记录每少2{word}扣1分")
    assert isinstance(rule, PerUnit | Step)
    assert (rule.per.unit, rule.per.count) == (word, 2)


@pytest.mark.parametrize("word", sorted(things()))
def test_a_noun_counted_without_a_measure_word_is_the_unit(word: str) -> None:
    rule = only(f"未按时上报的，每{word}扣1分")
    assert isinstance(rule, PerUnit)
    assert (rule.per.unit, rule.per.explicit) == (word, True)


@pytest.mark.parametrize("noun", BEGIN_NOUNS)
def test_a_noun_is_never_counted_by_its_first_character(noun: str) -> None:
    (node,) = read_sentence(f"检查中发现1{noun}未登记的扣1分").rubric.walk()
    assert all(not isinstance(rule, PerUnit) or rule.per.unit != noun[0] for rule in node.rules)


@pytest.mark.parametrize("word", sorted(continuous()))
def test_what_is_measured_along_a_scale_goes_in_steps(word: str) -> None:
    rule = only(f"实测值高于限值的，每超1{word}扣1分")
    assert isinstance(rule, Step)
    assert (rule.per.basis, rule.per.unit) == ("rise", word)
