"""Planted errors (埋设错误): known-wrong readings put among the questions, to measure how many a reviewer catches.

A planted question is made of a rule that was read without any doubt: it offers that reading and one with a mistake of
the kind that readers of these documents make, the wrong one suggested. As many controls are asked beside them: made the
same way, but with the right reading suggested, so that nothing on the page tells a planted error from a sound
suggestion. Which is which follows from the seed. Answers to all of them are kept in the same log, marked, and shape no
rubric.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from xize.model.base import decimal_text
from xize.model.quantity import Cap
from xize.model.question import Candidate, Decision, Question
from xize.model.rubric import Draft
from xize.model.rule import PerUnit, Rule, Tiers
from xize.review.apply import chosen
from xize.review.identity import reading_key
from xize.review.say import words

_SWAPPED_OPS = {">=": ">", ">": ">=", "<=": "<", "<": "<="}
_SWAPPED_SIGNS = {"-": "+", "+": "-"}


@dataclass(frozen=True)
class Planted:
    """Seeded questions; `right` is the index of the reading that is known to be right, by question id."""

    questions: tuple[Question, ...]
    right: Mapping[str, int]

    def is_error(self, question: Question) -> bool:
        """Return whether the wrong reading is the suggested one; else the question is a control."""
        return question.suggested != self.right[question.id]

    @property
    def ids(self) -> frozenset[str]:
        """Return the ids of the seeded questions."""
        return frozenset(self.right)

    def mixed(self, draft: Draft) -> Draft:
        """Return a draft that asks the seeded questions among its own."""
        return draft.model_copy(update={"questions": (*draft.questions, *self.questions)})


@dataclass(frozen=True)
class Catch:
    """What a reviewer made of one planted question.

    `error` is whether the wrong reading was suggested (else it is a control); `caught` whether the answer is right,
    None while there is none.
    """

    question: Question
    error: bool
    wrong: str
    right: str
    decision: Decision | None
    caught: bool | None


def plant(draft: Draft, count: int, seed: int) -> Planted:
    """Seed `count` known-wrong readings and as many controls, fewer where the draft has fewer undoubted rules."""
    chance = random.Random(seed)  # noqa: S311 (a repeatable choice, nothing secret)
    found: list[tuple[Rule, str, Rule]] = []
    for node in draft.rubric.walk():
        for rule in node.rules:
            wrong = [made for make in _MISTAKES if not rule.open and (made := make(rule)) is not None]
            if wrong:
                found.append((rule, node.id, chance.choice(wrong)))
    chosen_rules = chance.sample(found, min(count * 2, len(found)))
    errors = min(count, (len(chosen_rules) + 1) // 2)
    questions: list[Question] = []
    right: dict[str, int] = {}
    for place, (rule, indicator, wrong_rule) in enumerate(chosen_rules):
        readings = [_reading(rule), _reading(wrong_rule)]
        chance.shuffle(readings)
        at = next(index for index, reading in enumerate(readings) if reading.rules[0] is rule)
        id_ = "q" + hashlib.sha256(f"{seed}:{rule.id}:{rule.quote}".encode()).hexdigest()[:12]
        questions.append(
            Question(
                id=id_,
                kind="reading",
                batch=id_,
                prompt=words("plant_prompt"),
                quote=rule.quote,
                at=rule.at,
                indicator=indicator,
                targets=(rule.id,),
                candidates=tuple(readings),
                suggested=1 - at if place < errors else at,
                reason=words("plant_reason"),
            )
        )
        right[id_] = at
    return Planted(tuple(questions), right)


def catches(planted: Planted, answers: Mapping[str, Decision]) -> tuple[Catch, ...]:
    """Return what became of every planted question; an edit to the right reading is right too.

    A rejection catches an error, but it is wrong of a control, whose right reading was on offer.
    """
    found = []
    for question in planted.questions:
        right = question.candidates[planted.right[question.id]]
        wrong = question.candidates[1 - planted.right[question.id]]
        decision = answers.get(question.id)
        error = planted.is_error(question)
        caught: bool | None = None
        if decision is not None:
            reading, problem = chosen(question, decision)
            same = reading is not None and reading_key(reading) == reading_key(right)
            caught = not problem and (same or (reading is None and error))
        found.append(Catch(question, error, wrong.label, right.label, decision, caught))
    return tuple(found)


def _reading(rule: Rule) -> Candidate:
    return Candidate(label=_label(rule), rules=(rule,), effect="")


def _label(rule: Rule) -> str:
    """Return a rule in a few words, enough to tell a right reading from a wrong one."""
    sign = words({"-": "plant_deduct", "+": "plant_award", "0": "plant_points"}[rule.sign])
    parts = [f"{sign} {decimal_text(rule.points)}" if rule.points is not None else rule.kind]
    if isinstance(rule, PerUnit):
        parts.append(words("plant_per", count=decimal_text(rule.per.count), unit=rule.per.unit))
    if isinstance(rule, Tiers):
        parts = [" / ".join(decimal_text(band.points) for band in rule.bands if band.points is not None)]
    if rule.threshold is not None and rule.threshold.value is not None:
        bound = f"{rule.threshold.op} {decimal_text(rule.threshold.value)}{rule.threshold.unit or ''}"
        parts.append(words("plant_where", metric=rule.threshold.metric or "", bound=bound))
    if rule.cap is not None:
        value = rule.cap.value if rule.cap.value == "indicator" else decimal_text(Decimal(rule.cap.value))
        parts.append(words("plant_cap", value=words("plant_full") if value == "indicator" else value))
    return words("comma").join(parts)


def _amount(rule: Rule) -> Rule | None:
    """扣0.5分 read as 扣5分, 扣2分 as 扣1分."""
    if rule.points is None or rule.points == 0 or isinstance(rule, Tiers):
        return None
    wrong = rule.points * 10 if rule.points < 1 else rule.points + 1 if rule.points == 1 else rule.points - 1
    return rule.model_copy(update={"points": wrong})


def _sign(rule: Rule) -> Rule | None:
    if rule.sign == "0" or rule.points is None:
        return None
    return rule.model_copy(update={"sign": _SWAPPED_SIGNS[rule.sign]})


def _boundary(rule: Rule) -> Rule | None:
    """以上 read without the number itself."""
    if rule.threshold is None or rule.threshold.op not in _SWAPPED_OPS:
        return None
    op = _SWAPPED_OPS[rule.threshold.op]
    return rule.model_copy(update={"threshold": rule.threshold.model_copy(update={"op": op})})


def _count(rule: Rule) -> Rule | None:
    """每2次 read as 每次."""
    if not isinstance(rule, PerUnit):
        return None
    wrong = rule.per.count + 1 if rule.per.count == 1 else Decimal(1)
    return rule.model_copy(update={"per": rule.per.model_copy(update={"count": wrong})})


def _cap(rule: Rule) -> Rule | None:
    """A cap lost, or taken from nowhere."""
    if rule.cap is not None:
        return rule.model_copy(update={"cap": None})
    if not isinstance(rule, PerUnit) or rule.points is None:
        return None
    return rule.model_copy(update={"cap": Cap(value=rule.points * 2, origin="printed", at=rule.at)})


_MISTAKES: tuple[Callable[[Rule], Rule | None], ...] = (_amount, _sign, _boundary, _count, _cap)
