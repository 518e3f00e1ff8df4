"""What a whole cell says beyond its single rules: evidence of closure, and grades printed among the criteria."""

from __future__ import annotations

from decimal import Decimal

import pytest

from xize.model.anchor import Anchor, Text
from xize.model.indicator import Indicator, Sheet
from xize.model.outline import Outline
from xize.model.rubric import Draft, DraftRubric, Source
from xize.normalize import interpret


def read(sentence: str, points: str | None = None) -> Draft:
    at = Anchor(source="s1", start=0, end=len(sentence))
    worth = Decimal(points) if points is not None else None
    criteria = {"criteria": Text(text=sentence, at=at)}
    node = Indicator(id="1/1", title="", level=1, points=worth, fields=criteria, at=at)
    source = Source(id="s1", name="cell", media_type="text/plain", sha256="0" * 64, chars=len(sentence))
    rubric = DraftRubric(sources=(source,), sheets=(Sheet(id="1", title="", indicators=(node,), at=at),))
    return interpret(Outline(rubric=rubric), {"s1": sentence})


LADDER = "办结率未达到95%的扣1分，未达到90%的扣2分，未达到80%的扣3分"


def test_a_ladder_that_only_its_worst_tier_fits_is_settled_with_the_evidence() -> None:
    draft = read(LADDER, "3")
    (rule,) = draft.rubric.walk()[0].rules
    assert rule.evidence is not None
    assert "3" in rule.evidence
    assert not any(question.kind == "ladder" for question in draft.questions)


def test_a_ladder_without_evidence_is_asked() -> None:
    draft = read(LADDER)
    (rule,) = draft.rubric.walk()[0].rules
    assert rule.evidence is None
    assert [question.kind for question in draft.questions] == ["ladder"]


def test_grades_in_a_cell_are_grades_of_the_sheet() -> None:
    draft = read("综合得分90分及以上为优秀，75分及以上不足90分为良好，60分以上不足75分为合格，60分以下为不合格")
    (sheet,) = draft.rubric.sheets
    assert [grade.label for grade in sheet.grades] == ["优秀", "良好", "合格", "不合格"]
    bounds = [grade.predicates[0].threshold for grade in sheet.grades]
    assert [(bound.op, bound.value, bound.value_max) for bound in bounds] == [
        (">=", 90, None), ("in", 75, 90), ("in", 60, 75), ("<=", 60, None),
    ]  # fmt: skip
    assert draft.rubric.walk()[0].rules == ()
    assert draft.unparsed == ()


@pytest.mark.parametrize("sentence", ["测试80分以上为合格", "每人考试60分以上为合格，不合格的每人扣1分"])
def test_one_bound_in_a_cell_is_no_grade_of_the_total(sentence: str) -> None:
    assert read(sentence).rubric.sheets[0].grades == ()
