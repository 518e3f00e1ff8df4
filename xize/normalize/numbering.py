"""Rules and limits of one text get their ids (编号): `1/2#3` is the third rule of indicator 1/2, `1/2!1` a limit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from xize.model.rule import Limit, Rule
from xize.normalize.cell import CellReading


def numbered(reading: CellReading, prefix: str, rules: int, limits: int) -> tuple[list[Rule], list[Limit]]:
    """Return the rules and limits of one text with ids and groups of the document.

    Args:
        reading: the text as read; groups and members of limits are indices in it.
        prefix: the indicator's id, with an `e` for its elaboration.
        rules: how many rules the texts before it gave.
        limits: how many limits they gave.
    """
    added = [
        item.rule.model_copy(update={"id": f"{prefix}#{rules + index + 1}"}) for index, item in enumerate(reading.rules)
    ]
    added = [
        rule.model_copy(update={"group": f"{prefix}#{rules + 1}:{rule.group}"}) if rule.group else rule
        for rule in added
    ]
    bounds = [
        limit.model_copy(update={"id": f"{prefix}!{limits + index + 1}", "members": members_of(limit, added)})
        for index, limit in enumerate(reading.limits)
    ]
    return added, bounds


def members_of(limit: Limit, rules: list[Rule]) -> tuple[str, ...] | str:
    """Return the ids of the rules a limit of one text bounds."""
    return "all" if limit.members == "all" else tuple(rules[int(index)].id for index in limit.members)


def remove(reading: CellReading, dropped: frozenset[int]) -> None:
    """Drop rules that are none, with what was asked about them; later indices move down."""
    if not dropped:
        return
    kept = [index for index in range(len(reading.rules)) if index not in dropped]
    place = {index: at for at, index in enumerate(kept)}
    reading.rules = [reading.rules[index] for index in kept]
    reading.asks = [
        replace(ask, rules=tuple(place[at] for at in ask.rules), limit=ask.limit and _shift(ask.limit, place))
        for ask in reading.asks
        if dropped.isdisjoint(ask.rules)
    ]
    reading.limits = [_shift(limit, place) for limit in reading.limits]


def _shift(limit: Limit, place: Mapping[int, int]) -> Limit:
    if limit.members == "all":
        return limit
    members = tuple(str(place[int(at)]) for at in limit.members if int(at) in place)
    return limit.model_copy(update={"members": members})
