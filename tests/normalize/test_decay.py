"""A share less each place (其余依次按10%递减): two readings, and neither is taken for the other."""

from __future__ import annotations

import pytest

from xize.evaluate.sentence import read_sentence
from xize.model.expression import ExpressionError, names, parse
from xize.model.rule import FormulaRule
from xize.score.need import formula_variables


@pytest.mark.parametrize(
    ("sentence", "even"),
    [
        ("第一名得20分，其余依次按10%递减。", "20×(1-10%×(名次-1))"),
        ("列第二名的计8分，其后逐名递减5%", "8×(1-5%×(名次-2))"),
    ],
)
def test_both_readings_are_asked_about(sentence: str, even: str) -> None:
    draft = read_sentence(sentence)
    (question,) = draft.questions
    rules = [candidate.rules[0] for candidate in question.candidates]
    assert question.kind == "decay-base"
    assert question.suggested is None
    assert all(isinstance(rule, FormulaRule) for rule in rules)
    expressions = [rule.expression for rule in rules if isinstance(rule, FormulaRule)]
    assert expressions[0] == even
    assert names(parse(even)) == ("名次",)


def test_the_scorer_asks_for_the_amount_of_what_it_cannot_compute() -> None:
    (question,) = read_sentence("第一名得20分，其余依次按10%递减。").questions
    rule = question.candidates[1].rules[0]
    assert isinstance(rule, FormulaRule)
    with pytest.raises(ExpressionError):
        parse(rule.expression)
    assert formula_variables(rule, None) is None


@pytest.mark.parametrize(
    "sentence", ["其余依次按10%递减。", "前三名得10分，其余依次按10%递减。", "第一名得10分，其余依次按60%递减。"]
)
def test_without_one_place_to_begin_from_nothing_is_made_of_it(sentence: str) -> None:
    draft = read_sentence(sentence)
    assert any("递减" in item.quote for item in draft.unparsed)
    assert draft.questions == ()
