"""Which old rule of an indicator is which new one: by what it says and when it applies, never by position."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from xize.diff.assign import Candidate, Matching, Pair, exact, greedy
from xize.diff.nodes import Node, shape
from xize.diff.similarity import Features, Index, Rarity, features, fold, mask
from xize.model.rule import Rule

_LEAST = 0.42
_ALL_PAIRS = 900
"""Up to so many pairs are compared all with all; beyond, candidates come from the index."""


@dataclass
class RuleItem:
    """A rule and where it stands: in the indicator itself or in its elaboration."""

    rule: Rule
    elaborated: bool

    @cached_property
    def quote(self) -> str:
        """The folded statement."""
        return fold(self.rule.quote)

    @cached_property
    def condition(self) -> str:
        """When it applies, with numbers masked; the whole statement where no condition is printed."""
        condition = self.rule.condition
        return mask(condition.text if condition is not None else self.rule.quote)

    @cached_property
    def shape(self) -> str:
        """What it says without words."""
        return shape(self.rule)

    @cached_property
    def features(self) -> Features:
        """The words of the statement."""
        return features(self.rule.quote)

    @cached_property
    def condition_features(self) -> Features:
        """The words of the condition."""
        return features(self.condition)


def items(nodes: list[Node]) -> list[RuleItem]:
    """Return the rules of indicators and of their elaborations."""
    found: list[RuleItem] = []
    for node in nodes:
        found += [RuleItem(rule, False) for rule in node.indicator.rules]
        if node.indicator.elaboration is not None:
            found += [RuleItem(rule, True) for rule in node.indicator.elaboration.rules]
    return found


def match_rules(old: list[RuleItem], new: list[RuleItem], settled: Mapping[int, int | None]) -> Matching:
    """Match the rules of one row.

    Args:
        old: the rules of the old side.
        new: the rules of the new side.
        settled: pairs a person has settled, by new index; None where the new one has no partner.
    """
    matching = Matching()
    alone = {index for index, partner in settled.items() if partner is None}
    for index, partner in settled.items():
        if partner is not None:
            matching.add(Pair(partner, index, "decided"))
    keys = (
        ("identical", lambda item: (item.elaborated, item.quote, item.shape)),
        ("same-text", lambda item: (item.elaborated, item.quote)),
        ("same-condition", lambda item: (item.elaborated, item.condition, item.rule.sign, item.rule.kind)),
        ("same-condition", lambda item: (item.elaborated, item.condition)),
    )
    for by, key in keys:
        left = {at: key(item) for at, item in enumerate(old)}
        right = {at: key(item) for at, item in enumerate(new) if at not in alone}
        exact(matching, by, left, right, indistinct=by == "identical")
    free_old = [at for at in range(len(old)) if at not in matching.old]
    free_new = [at for at in range(len(new)) if at not in matching.new and at not in alone]
    if free_old and free_new:
        candidates = _candidates(old, new, free_old, free_new)
        greedy(
            matching,
            "similar",
            candidates,
            _LEAST,
            lambda a, b: (old[a].quote, old[a].shape) == (old[b].quote, old[b].shape),
        )
    return matching


def _candidates(old: list[RuleItem], new: list[RuleItem], free_old: list[int], free_new: list[int]) -> list[Candidate]:
    # Rarity is counted over all rules of the row: what they have in common tells nothing about which is which.
    rarity = Rarity(item.features for item in (*old, *new))
    index = None
    if len(free_old) * len(free_new) > _ALL_PAIRS:
        index = Index({at: old[at].features for at in free_old}, rarity)
    found: list[Candidate] = []
    for right in free_new:
        near = free_old if index is None else index.near(new[right].features)
        for left in near:
            if old[left].elaborated == new[right].elaborated:
                found.append(Candidate(_score(old[left], new[right], rarity), left, right))
    return found


def _score(old: RuleItem, new: RuleItem, rarity: Rarity) -> float:
    words = rarity.alike(old.features, new.features)
    condition = rarity.alike(old.condition_features, new.condition_features)
    words = max(words, condition)
    if words < 0.2:
        return 0.0
    same = [old.rule.kind == new.rule.kind, old.rule.sign == new.rule.sign, old.rule.points == new.rule.points]
    same.append(old.shape == new.shape)
    return (10 * words + sum(same)) / (10 + len(same))
