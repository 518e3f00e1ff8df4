"""Asks of one text become questions about rules that have ids (提问)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from xize.model.indicator import Indicator
from xize.model.rule import Rule
from xize.normalize.ask import Ask, Option
from xize.normalize.cell import CellReading
from xize.normalize.numbering import members_of
from xize.normalize.questions import Asker, candidate, reason_of


@dataclass
class Poser:
    """Asks what one text leaves open; `rules` are its rules with ids, changed in place, `read` the same before.

    `limit_id` is the id a limit gets that only one of the readings has.
    """

    asker: Asker
    node: Indicator
    points: Decimal | None
    rules: list[Rule]
    read: tuple[Rule, ...]
    limit_id: str

    def pose(self, reading: CellReading) -> None:
        """Ask every open point of the text; where the points settled one, the rules say so."""
        for ask in reading.asks:
            if ask.settled:
                self._settled(ask)
            elif ask.kind == "cap-scope" and ask.limit is not None:
                self._scope(ask)
            else:
                self._readings(ask)

    def _settled(self, ask: Ask) -> None:
        for index in ask.rules:
            evidence = reason_of(ask, self.rules[index], self.points)
            self.rules[index] = self.rules[index].model_copy(update={"evidence": evidence})

    def _readings(self, ask: Ask) -> None:
        standing = tuple(self.rules[index] for index in ask.rules)
        read = tuple(self.read[index] for index in ask.rules)
        options = tuple(_placed(option, standing, read) for option in ask.options)
        candidates = tuple(candidate(option) for option in options)
        question = self.asker.add(
            ask, standing, candidates, indicator=self.node.id, context=self.node.title, points=self.points
        )
        shown = options[ask.suggested].rules if ask.suggested is not None else standing
        for index, rule in zip(ask.rules, shown, strict=True):
            self.rules[index] = rule.model_copy(update={"open": (*self.rules[index].open, question.id)})

    def _scope(self, ask: Ask) -> None:
        assert ask.limit is not None  # noqa: S101 (the caller's condition)
        standing = tuple(self.rules[index] for index in ask.rules)
        whole = ask.limit.model_copy(update={"id": self.limit_id, "members": members_of(ask.limit, self.rules)})
        freed = tuple(rule.model_copy(update={"cap": None}) for rule in standing)
        last = len(standing) == 1
        candidates = (
            candidate(Option("cap_last" if last else "cap_each", standing)),
            candidate(Option("cap_all", freed, (whole,)), (whole,)),
        )
        asked = replace(ask, reason="cap_last") if last else replace(ask, suggested=None)
        question = self.asker.add(
            asked, standing, candidates, indicator=self.node.id, context=self.node.title, points=self.points,
            targets=(*(rule.id for rule in standing), self.limit_id),
        )  # fmt: skip
        for index, rule in zip(ask.rules, standing, strict=True):
            self.rules[index] = rule.model_copy(update={"open": (*rule.open, question.id)})


def _placed(option: Option, standing: tuple[Rule, ...], read: tuple[Rule, ...]) -> Option:
    """Return a reading as it would stand: what it says differently from the rules as read, put into those standing.

    Readings of another kind take the ids and groups of the rules they replace; where there are more, they get a letter.
    """
    if [rule.kind for rule in option.rules] == [rule.kind for rule in read]:
        placed = tuple(
            now.model_copy(
                update={
                    name: getattr(new, name)
                    for name in type(new).model_fields
                    if getattr(new, name) != getattr(old, name)
                }
            )
            for new, old, now in zip(option.rules, read, standing, strict=True)
        )
        return Option(option.key, placed, option.limits)
    if len(option.rules) == len(standing):
        pairs = zip(option.rules, standing, strict=True)
        same = tuple(new.model_copy(update={"id": now.id, "group": now.group, "open": ()}) for new, now in pairs)
        return Option(option.key, same, option.limits)
    rules = tuple(
        rule.model_copy(
            update={
                "id": standing[0].id + (chr(ord("a") + place) if place else ""),
                "group": standing[0].group,
                "open": (),
            }
        )
        for place, rule in enumerate(option.rules)
    )
    return Option(option.key, rules, option.limits)
