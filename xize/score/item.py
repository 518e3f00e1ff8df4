"""Which rules stand in one numbered item of a text (1.… 2.…), for 不得分 that empties its own item only."""

from __future__ import annotations

from xize.model.indicator import Indicator
from xize.model.rule import Rule
from xize.normalize.compose import read_text


def item_mates(rule: Rule, node: Indicator) -> frozenset[str]:
    """Return the ids of the other rules in the same group, else the same numbered item; none where that is not told."""
    if rule.group is not None:
        return frozenset(other.id for other in node.rules if other.id != rule.id and other.group == rule.group)
    for text in node.fields.values():
        if not (text.at.start <= rule.at.start and rule.at.end <= text.at.end):
            continue
        items = {reading.rule.at.start: reading.match.clause.item for reading in read_text(text, node.points).rules}
        own = items.get(rule.at.start)
        if own is not None:
            return frozenset(
                other.id for other in node.rules if other.id != rule.id and items.get(other.at.start) == own
            )
    return frozenset()
