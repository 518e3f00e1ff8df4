"""On the real documents: every score phrase claimed once, quotes where they say, few questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from xize import pipeline
from xize.model.rule import Rule

ROOT = Path(__file__).parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
PHRASES = {0: 438, 1: 96, 2: 274, 3: 1293, 4: 149}


@pytest.mark.seeds
@pytest.mark.parametrize("number", PHRASES, ids=lambda number: f"{number:03}")
def test_every_score_phrase_is_claimed_and_every_quote_is_in_place(number: int) -> None:
    document = pipeline.read(next(SEEDS.glob(f"{number:03}_*.txt")))
    draft = pipeline.draft(document)
    claims = draft.accounting.claims
    assert claims.phrases == PHRASES[number]
    assert claims.left == ()
    assert claims.twice == ()
    assert claims.unparsed <= claims.phrases / 100
    rules: list[Rule] = []
    for node in draft.rubric.walk():
        rules += [*node.rules, *(node.elaboration.rules if node.elaboration else ())]
    for rule in rules:
        assert rule.at.cut(document.text) == rule.quote
        assert rule.points_at is None or rule.points_at.cut(document.text) in rule.quote
    assert len({rule.id for rule in rules}) == len(rules)
    assert len({question.id for question in draft.questions}) == len(draft.questions)
    if rules:
        assert len(draft.questions) <= max(12 * len(rules) / 100, 3)
        assert len({question.batch for question in draft.questions}) <= max(3 * len(rules) / 100, 8)
