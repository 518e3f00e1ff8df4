"""Open points become questions with identities that need no positions (待确认)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from xize.model.anchor import Anchor
from xize.model.base import decimal_text
from xize.model.question import Candidate, Question
from xize.model.rule import Limit, PerUnit, Rule, Tiers
from xize.normalize.ask import Ask, Option
from xize.normalize.fold import fold_key
from xize.words import Words

words = Words("xize.normalize", "questions.toml")

BY_FORM = frozenset(
    {
        "any-all",
        "list-each",
        "part-step",
        "percent-points",
        "severity",
        "degrees",
        "otherwise",
        "start-boundary",
        "boundary-overlap",
        "mixed-metric",
        "discretion-bound",
        "ladder",
        "cap-scope",
        "units-past",
        "zero-scope",
        "signed-amount",
        "table-elaboration",
        "sample-each",
        "sample-bound",
        "decay-base",
        "whole-parts",
        "award-taken",
        "between",
    }
)
"""Kinds whose questions are one convention of the document: one batch a kind, not one a sentence."""


@dataclass
class Asker:
    """Collects the questions of one document; equal sentences in equal contexts are told apart by occurrence."""

    questions: list[Question] = field(default_factory=list)
    _seen: Counter[str] = field(default_factory=Counter)

    def add(
        self, ask: Ask, rules: tuple[Rule, ...], candidates: tuple[Candidate, ...], *,
        indicator: str | None, context: str, points: Decimal | None, targets: tuple[str, ...] = (),
        why: str | None = None,
    ) -> Question:  # fmt: skip
        """Add the question of an ask about `rules` (with their ids) and return it; `why` is the reason in words."""
        first = rules[0]
        stem = "\0".join((ask.kind, fold_key(first.quote), fold_key(context)))
        self._seen[stem] += 1
        batch = ask.kind if ask.kind in BY_FORM else f"{ask.kind}\0{fold_key(first.quote)}"
        question = Question(
            id=_hash(f"{stem}\0{self._seen[stem]}"),
            kind=ask.kind,
            batch=_hash(batch),
            prompt=words(f"prompt.{ask.kind}"),
            quote=first.quote,
            at=first.at,
            indicator=indicator,
            targets=targets or tuple(rule.id for rule in rules),
            candidates=candidates,
            suggested=ask.suggested,
            reason=why or reason_of(ask, first, points),
        )
        self.questions.append(question)
        return question

    def document(
        self, kind: str, options: Iterable[tuple[str, str]], setting: str, reason: str, quote: str, at: Anchor
    ) -> Question:
        """Add a document-wide question: each option is its words' key and the value of the setting."""
        candidates = tuple(
            Candidate(label=words(f"label.{key}"), values={f"settings.{setting}": value}, effect=words(f"effect.{key}"))
            for key, value in options
        )
        question = Question(
            id=_hash(kind), kind=kind, batch=_hash(kind), prompt=words(f"prompt.{kind}"), quote=quote, at=at,
            candidates=candidates, suggested=0, reason=words(f"why.{reason}"),
        )  # fmt: skip
        self.questions.append(question)
        return question


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def candidate(option: Option, limits: tuple[Limit, ...] = ()) -> Candidate:
    """Return the candidate of an option, its effect in words."""
    return Candidate(
        label=words(f"label.{option.key}"),
        rules=option.rules,
        limits=limits,
        effect=words(f"effect.{option.key}", **_figures(option.rules[0] if option.rules else None, option.limits)),
    )


def _figures(rule: Rule | None, limits: tuple[Limit, ...] = ()) -> dict[str, str]:
    amounts = [band.points or Decimal(0) for band in rule.bands] if isinstance(rule, Tiers) else []
    steps = rule.per.up_to if isinstance(rule, PerUnit) else None
    bound = limits[0].bound if limits else rule.cap.value if rule is not None and rule.cap is not None else ""
    return {
        "points": decimal_text(rule.points) if rule is not None and rule.points is not None else "?",
        "top": decimal_text(max(amounts)) if amounts else "?",
        "total": decimal_text(sum(amounts, Decimal(0))) if amounts else "?",
        "steps": decimal_text(steps) if steps is not None else "?",
        "bound": decimal_text(bound) if isinstance(bound, Decimal) else str(bound),
    }


def reason_of(ask: Ask, rule: Rule, points: Decimal | None) -> str | None:
    """Return in words what speaks for the suggested reading of an ask, or None."""
    if not ask.reason:
        return None
    return words(f"why.{ask.reason}", **_figures(rule), full=decimal_text(points) if points is not None else "?")
