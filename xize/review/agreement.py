"""How far two reviewers agree: raw, and beyond chance (Cohen's κ)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from xize.model.question import Decision, Question
from xize.review.identity import find_reading
from xize.review.log import History


@dataclass(frozen=True)
class Disagreement:
    """A question two reviewers answered differently."""

    question: Question
    first: Decision
    second: Decision


@dataclass(frozen=True)
class Agreement:
    """The comparison of two decision logs over the questions both answered.

    `kappa` is Cohen's: (raw - expected) / (1 - expected), with the answer given (which reading by its number, an edit
    by its value, a rejection) as category; None where nothing is compared or chance alone already agrees fully.
    """

    compared: int
    agreed: int
    only_first: int
    only_second: int
    raw: Decimal | None
    expected: Decimal | None
    kappa: Decimal | None
    disagreements: tuple[Disagreement, ...]


def agreement(questions: Iterable[Question], first: Iterable[Decision], second: Iterable[Decision]) -> Agreement:
    """Compare two decision logs; answers that settled a disagreement, and planted questions, do not count."""
    one, two = _answers(first), _answers(second)
    pairs: list[tuple[str, str]] = []
    apart: list[Disagreement] = []
    asked = tuple(questions)
    for question in asked:
        if question.id in one and question.id in two:
            pair = _category(question, one[question.id]), _category(question, two[question.id])
            pairs.append(pair)
            if pair[0] != pair[1]:
                apart.append(Disagreement(question, one[question.id], two[question.id]))
    raw, expected, kappa = _kappa(pairs)
    ids = {question.id for question in asked}
    return Agreement(
        compared=len(pairs),
        agreed=len(pairs) - len(apart),
        only_first=len((one.keys() - two.keys()) & ids),
        only_second=len((two.keys() - one.keys()) & ids),
        raw=raw,
        expected=expected,
        kappa=kappa,
        disagreements=tuple(apart),
    )


def _answers(lines: Iterable[Decision]) -> Mapping[str, Decision]:
    return History().add(line for line in lines if not line.settles and not line.planted).answers


def _category(question: Question, decision: Decision) -> str:
    if decision.choice == "edit":
        return f"edit {json.dumps(decision.value, ensure_ascii=False, sort_keys=True)}"
    # A log made on another format may number the readings otherwise; what counts is what they say.
    index = find_reading(decision, question)
    return str(decision.choice if index is None else index)


def _kappa(pairs: list[tuple[str, str]]) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    if not pairs:
        return None, None, None
    total = Decimal(len(pairs))
    raw = sum(a == b for a, b in pairs) / total
    ones, twos = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    expected = sum((Decimal(ones[name] * twos[name]) for name in ones), Decimal(0)) / (total * total)
    kappa = None if expected == 1 else (raw - expected) / (1 - expected)
    places = Decimal("0.0001")
    return raw.quantize(places), expected.quantize(places), None if kappa is None else kappa.quantize(places)
