"""What a row's changes mean: stricter or looser, by how much at most, and the facts that show it.

Facts are generated at every bend of the rules that changed (thresholds, steps, caps) and both versions are scored under
them. Where full marks are the base, what is compared is the loss, so that more points alone are neither stricter nor
looser; where points are won, the score itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xize.diff.changes import Effect, Verdict
from xize.diff.situations import Situation, Version, situations
from xize.model.base import decimal_text
from xize.model.indicator import Indicator, Sheet
from xize.model.rubric import Rubric
from xize.model.rule import Veto
from xize.model.statement import Setting
from xize.score.combine import base_of
from xize.score.extra import on_top
from xize.score.interval import Interval
from xize.score.run import fact_json
from xize.score.span import Span
from xize.score.symbol import Fact, compute
from xize.score.tree import lay_out

_ZERO = Decimal(0)
_SWEEPS = 2
_RULES = 30
"""More rules of one row than this are varied no further."""


@dataclass(frozen=True)
class RulePair:
    """A rule on both sides with its indicators, and whether its meaning changed."""

    old: Version
    new: Version
    changed: bool


@dataclass(frozen=True)
class _Outcome:
    """What facts come to: scores as printed for people, and the difference that is judged."""

    old: Decimal
    new: Decimal
    difference: Decimal
    chosen: tuple[Situation, ...]


def effect(
    old: Sequence[Indicator],
    new: Sequence[Indicator],
    pairs: Sequence[RulePair],
    settings: tuple[Mapping[str, Setting], Mapping[str, Setting]],
) -> Effect | None:
    """Return what the changes of a row do to a score; None where no rule is concerned.

    Args:
        old: the indicators of the old side.
        new: the indicators of the new side.
        pairs: every rule of the row.
        settings: the document-wide answers of each side, which the scorer minds.
    """
    changed = [pair for pair in pairs if pair.changed] or list(pairs)
    veto = _veto(changed)
    if veto is not None:
        return veto
    changed = changed[:_RULES]
    options = [situations(pair.old, pair.new) for pair in changed]
    if not options:
        return None
    if not all(options):
        return Effect(verdict="unclear", reason="facts")
    for pair in _needed(old, new, changed, pairs):
        # A rule that did not change stands at what costs nothing, so that no indicator is left without rules.
        neutral = situations(pair.old, pair.new)[:1]
        if neutral:
            changed = [*changed, pair]
            options.append(neutral)
    left = _Scorer(old, {pair.old.rule.id for pair in changed if pair.old.rule is not None}, settings[0])
    right = _Scorer(new, {pair.new.rule.id for pair in changed if pair.new.rule is not None}, settings[1])
    search = _Search(left, right, options)
    low, high = search.best(-1), search.best(1)
    if low is None or high is None:
        return Effect(verdict="unclear", reason="open")
    return _verdict(low, high)


def _needed(
    old: Sequence[Indicator], new: Sequence[Indicator], changed: Sequence[RulePair], pairs: Sequence[RulePair]
) -> list[RulePair]:
    """Return the unchanged pairs, where one side would be left without any rule but for them."""
    for nodes, versions in ((old, [pair.old for pair in changed]), (new, [pair.new for pair in changed])):
        varied = {version.rule.id for version in versions if version.rule is not None}
        if any(node.rules and varied.isdisjoint(rule.id for rule in node.rules) for node in nodes):
            return [pair for pair in pairs if not pair.changed]
    return []


def _veto(changed: Sequence[RulePair]) -> Effect | None:
    for pair in changed:
        if isinstance(pair.old.rule, Veto) != isinstance(pair.new.rule, Veto):
            return Effect(verdict="stricter" if isinstance(pair.new.rule, Veto) else "looser", reason="veto")
    return None


class _Search:
    """Looks for the facts under which the two versions differ most, one rule after the other."""

    def __init__(self, old: _Scorer, new: _Scorer, options: list[list[Situation]]) -> None:
        self._old, self._new, self._options = old, new, options
        self._known: dict[tuple[int, ...], _Outcome | None] = {}

    def best(self, direction: int) -> _Outcome | None:
        """Return the outcome that differs most in a direction (1 more points, -1 fewer), None where one is open."""
        chosen = (0,) * len(self._options)
        found = self._outcome(chosen)
        if found is None:
            return None
        for _ in range(_SWEEPS):
            before = found.difference
            for place, choices in enumerate(self._options):
                for choice in range(len(choices)):
                    tried = (*chosen[:place], choice, *chosen[place + 1 :])
                    outcome = self._outcome(tried)
                    if outcome is None:
                        return None
                    if (outcome.difference - found.difference) * direction > 0:
                        found, chosen = outcome, tried
            if found.difference == before:
                break
        return found

    def _outcome(self, places: tuple[int, ...]) -> _Outcome | None:
        if places not in self._known:
            self._known[places] = self._scored(places)
        return self._known[places]

    def _scored(self, places: tuple[int, ...]) -> _Outcome | None:
        chosen = [options[place] for options, place in zip(self._options, places, strict=True)]
        old_facts = {name: fact for situation in chosen for name, fact in situation.old}
        new_facts = {name: fact for situation in chosen for name, fact in situation.new}
        left, right = self._old.score(old_facts), self._new.score(new_facts)
        if left is None or right is None:
            return None
        return _Outcome(left[0], right[0], right[1] - left[1], tuple(chosen))


class _Scorer:
    """Scores the indicators of one side by those of their rules that are varied, children and other rules apart."""

    def __init__(self, nodes: Sequence[Indicator], varied: set[str], settings: Mapping[str, Setting]) -> None:
        cut = [
            node.model_copy(update={"children": (), "rules": tuple(rule for rule in node.rules if rule.id in varied)})
            for node in nodes
        ]
        # Parts of a document that was read are sound; only what is compared is kept of it.
        sheets = [Sheet.model_construct(id=node.id, title="", indicators=(node,), at=node.at) for node in cut]
        self._plan = lay_out(Rubric.model_construct(sheets=tuple(sheets), settings=dict(settings)))
        extra = on_top(cut, settings)
        self._start = sum((base_of(node, extra) for node in cut), _ZERO)

    def score(self, facts: Mapping[str, Fact]) -> tuple[Decimal, Decimal] | None:
        """Return the score and the value that is judged; None where it is open."""
        done: list[Interval] = []
        for result in self._plan.results:
            done.append(_value(result.span, facts, done))
        scores = [node.score for sheet in self._plan.sheets for node in sheet.nodes if node.score is not None]
        values = [_value(span, facts, done) for span in scores]
        if not all(value.exact and value.low.is_finite() for value in values):
            return None
        score = sum((value.low for value in values), _ZERO)
        return score, score - self._start


def _value(span: Span, facts: Mapping[str, Fact], done: list[Interval]) -> Interval:
    low, high = compute(span.low, facts, done), compute(span.high, facts, done)
    return Interval(min(low, high), max(low, high))


def _verdict(low: _Outcome, high: _Outcome) -> Effect:
    verdict: Verdict = "same"
    if low.difference < 0 and high.difference > 0:
        verdict = "mixed"
    elif low.difference < 0:
        verdict = "stricter"
    elif high.difference > 0:
        verdict = "looser"
    shown = low if -low.difference >= high.difference else high
    endless = any(situation.far for situation in shown.chosen)
    facts = {name: fact_json(fact) for situation in shown.chosen for name, fact in situation.old or situation.new}
    return Effect(
        verdict=verdict, by=None if endless else abs(shown.difference), facts=facts if verdict != "same" else {},
        old_score=decimal_text(shown.old) if verdict != "same" else None,
        new_score=decimal_text(shown.new) if verdict != "same" else None,
        reason="endless" if endless and verdict != "same" else None,
    )  # fmt: skip
