"""Which question comes next: document-wide ones first, then by the points at stake, then as printed."""

from __future__ import annotations

from decimal import Decimal

from xize.model.question import Question
from xize.model.rubric import Draft
from xize.review.identity import fold


def document_wide(question: Question) -> bool:
    """Return whether a question is about the whole document."""
    return question.indicator is None and not question.targets


def order(draft: Draft) -> tuple[Question, ...]:
    """Return the questions of a draft in the order they are asked."""
    points = {node.id: node.points for node in draft.rubric.walk()}
    return tuple(
        sorted(
            draft.questions,
            key=lambda question: (
                not document_wide(question),
                -stake(question, points.get(question.indicator or "")),
                question.at.source,
                question.at.start,
                question.id,
            ),
        )
    )


def stake(question: Question, points: Decimal | None) -> Decimal:
    """Return how many points an answer can move at most: the indicator's, or the largest amount among the readings."""
    amounts = [
        amount
        for candidate in question.candidates
        for rule in candidate.rules
        for amount in (rule.points, rule.points_max)
        if amount is not None
    ]
    return points if points is not None else max(amounts, default=Decimal(0))


def identical(question: Question, among: tuple[Question, ...]) -> tuple[Question, ...]:
    """Return the questions that are the same question asked of several places, with the same readings; itself first."""
    if not question.candidates:
        return (question,)
    same = [other for other in among if other.id != question.id and other.batch == question.batch]
    labels = _labels(question)
    return (question, *(other for other in same if _labels(other) == labels))


def _labels(question: Question) -> list[str]:
    return [candidate.label for candidate in question.candidates]


def matches(question: Question, words: str, titles: str) -> bool:
    """Return whether every word of a filter is found in a question's kind, sentence, prompt, id, or its titles."""
    text = fold(f"{question.kind} {question.quote} {question.prompt} {question.id} {titles}")
    return all(fold(word) in text for word in words.split())
