"""On the real documents: every score phrase claimed once, quotes where they say, few questions."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from xize import pipeline
from xize.model.rubric import Draft
from xize.model.rule import Rule
from xize.model.source import SourceDocument
from xize.review.queue import document_wide

ROOT = Path(__file__).parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
PHRASES = {0: 438, 1: 96, 2: 274, 3: 1293, 4: 149}


@cache
def drafted(number: int) -> tuple[SourceDocument, Draft]:
    document = pipeline.read(next(SEEDS.glob(f"{number:03}_*.txt")))
    return document, pipeline.draft(document)


def rules_of(draft: Draft) -> list[Rule]:
    rules: list[Rule] = []
    for node in draft.rubric.walk():
        rules += [*node.rules, *(node.elaboration.rules if node.elaboration else ())]
    return rules


@pytest.mark.seeds
@pytest.mark.parametrize("number", PHRASES, ids=lambda number: f"{number:03}")
def test_every_score_phrase_is_claimed_and_every_quote_is_in_place(number: int) -> None:
    document, draft = drafted(number)
    claims = draft.accounting.claims
    assert claims.phrases == PHRASES[number]
    assert claims.left == ()
    assert claims.twice == ()
    assert claims.unparsed <= claims.phrases / 100
    rules = rules_of(draft)
    for rule in rules:
        assert rule.at.cut(document.text) == rule.quote
        assert rule.points_at is None or rule.points_at.cut(document.text) in rule.quote
    assert len({rule.id for rule in rules}) == len(rules)
    assert len({question.id for question in draft.questions}) == len(draft.questions)
    # A document of few sentences may still have each of the document-wide questions.
    assert sum(not document_wide(question) for question in draft.questions) <= 12 * len(rules) / 100
    assert len({question.batch for question in draft.questions}) <= max(3 * len(rules) / 100, 8)


@pytest.mark.seeds
def test_few_questions_in_all() -> None:
    drafts = [drafted(number)[1] for number in PHRASES]
    sentences = sum(len(rules_of(draft)) + len(draft.unparsed) for draft in drafts)
    assert sum(len(draft.questions) for draft in drafts) <= 12 * sentences / 100
    assert sum(len({question.batch for question in draft.questions}) for draft in drafts) <= 3 * sentences / 100
