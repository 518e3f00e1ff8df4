"""How two clauses of a text stand to each other: in one item, one after the other, over one stretch (相邻)."""

from __future__ import annotations

from typing import Any

from xize.normalize.clauses import Clause
from xize.normalize.ground import Ground
from xize.normalize.parts import Reading


def near(one: Reading, other: Reading) -> bool:
    """Whether two readings stand in one item, in the same or neighbouring sentences."""
    return (
        clause_of(one).item == clause_of(other).item and abs(clause_of(one).sentence - clause_of(other).sentence) <= 1
    )


def clause_of(reading: Reading) -> Clause:
    """Return the clause a reading was made of."""
    return reading.match.clause


def span(readings: list[Reading], ground: Ground) -> dict[str, Any]:
    """Return quote and anchor from the first reading's beginning to the last one's end."""
    first, last = clause_of(readings[0]), clause_of(readings[-1])
    start = (first.region or first.context or (first.effect,))[0].start
    exceptions = tuple(text for reading in readings for text in reading.rule.exceptions)
    text = ground.text(start, last.end)
    cap = next((reading.rule.cap for reading in reversed(readings) if reading.rule.cap), None)
    return {"quote": text.text, "at": text.at, "exceptions": exceptions, "cap": cap}


def follows(one: Reading, other: Reading) -> bool:
    """Whether the second reading goes on where the first ends, and takes or gives as it does."""
    first, second = clause_of(one), clause_of(other)
    return second.item == first.item and second.sentence - first.sentence <= 1 and one.rule.sign == other.rule.sign


def condition_text(reading: Reading) -> str:
    """Return the printed condition of a reading; empty where there is none."""
    return reading.rule.condition.text if reading.rule.condition else ""
