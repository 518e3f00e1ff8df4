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
    top = node.model_copy(update={"points": D(points), "mode": mode_of(node)})
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
