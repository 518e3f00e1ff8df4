"""One condition under two rules of one indicator (同一情形两处规定)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from xize.check.found import Found, short
from xize.check.subject import Subject
from xize.model.rule import Rule
from xize.normalize.counterpart import plain

LEAST = 4
"""A condition of fewer characters (未完成的) may well stand for different things in different sentences."""


def condition_repeated(subject: Subject) -> Iterator[Found]:
    """Yield every pair of rules of one place that apply under the same words and thresholds."""
    for place in subject.statements:
        alike: defaultdict[object, list[Rule]] = defaultdict(list)
        for rule in place.rules:
            if (key := _key(rule)) is not None:
                alike[key].append(rule)
        for one, other in (pair for rules in alike.values() for pair in pairwise(rules)):
            if not _belong(one, other):
                yield Found((one.at, other.at), place.node.id, {"one": short(one.quote), "other": short(other.quote)})


def _key(rule: Rule) -> tuple[object, ...] | None:
    if rule.condition is None or len(plain(rule.condition.text)) < LEAST:
        return None
    threshold = rule.threshold.model_dump(exclude={"at"}) if rule.threshold is not None else None
    return plain(rule.condition.text), str(threshold), rule.sign


def _belong(one: Rule, other: Rule) -> bool:
    """Return whether two rules were read from one statement, or say one effect each (扣分，且不得评优)."""
    grouped = one.group is not None and one.group == other.group
    shared = one.condition is not None and other.condition is not None and one.condition.at == other.condition.at
    return grouped or shared or (one.kind == "veto") != (other.kind == "veto")
