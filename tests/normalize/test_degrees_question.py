"""Degrees of one thing are asked about only where two of them can hold at once."""

from __future__ import annotations

import pytest

from tests.helpers.criteria import Sheets, answered, kinds, points_of


@pytest.mark.parametrize(
    ("criteria", "asked"),
    [
        pytest.param("85%≤全年抽检合格率<90%，扣1分。全年抽检合格率<85%，扣1.5分。", False, id="apart"),
        pytest.param("85%≤全年抽检合格率≤90%，扣1分。全年抽检合格率≤85%，扣1.5分。", True, id="a-common-bound"),
        pytest.param("85%≤全年抽检合格率<90%，扣1分。抽检合格率<85%，扣1.5分。", True, id="perhaps-another-measure"),
        pytest.param("85%≤全年抽检合格率<90%，扣1分。全年抽检合格率<88%，扣1.5分。", True, id="overlapping"),
    ],
)
def test_bounds_that_do_not_overlap_raise_no_question(criteria: str, asked: bool) -> None:
    draft = Sheets().add(criteria, "8").draft()
    assert ("degrees" in kinds(draft) or "boundary-overlap" in kinds(draft)) is asked


def test_what_is_settled_says_why_and_is_executed() -> None:
    draft = Sheets().add("85%≤全年抽检合格率<90%，扣1分。全年抽检合格率<85%，扣1.5分。", "8").draft()
    (node,) = draft.rubric.walk()
    assert len(node.rules) == 2
    assert all(rule.evidence for rule in node.rules)
    assert points_of(answered(draft), "1/1", {rule.id: 80 for rule in node.rules}) == 6.5
