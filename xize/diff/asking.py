"""Close calls as questions, and the answers that settle them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from xize.diff.similarity import fold
from xize.diff.words import say
from xize.errors import UsageError
from xize.model.anchor import Anchor
from xize.model.question import Candidate, Decision, Question
from xize.review.identity import find_reading

Choice = tuple[str, str]
"""A possible partner: its place in words, and its own words."""


def question(kind: str, new: Choice, choices: Sequence[Choice], at: Anchor, target: str, indicator: str) -> Question:
    """Return the question which of several old things a new one is.

    Args:
        kind: "match-indicator" or "match-rule".
        new: the new thing in words.
        choices: the old things it may be, the suggested one first.
        at: where the new thing stands.
        target: its id.
        indicator: the id of its indicator.
    """
    names = [f"{path} · {text}" if path else text for path, text in choices]
    candidates = [
        Candidate(label=name, values={"match": _digest([name])}, effect=say("effect_match")) for name in names
    ]
    candidates.append(Candidate(label=say("no_match"), values={"match": None}, effect=say("effect_no_match")))
    identity = _digest([kind, *new, *sorted(names)])
    return Question(
        id=f"{kind}-{identity}", kind=kind, batch=identity, prompt=say(kind.replace("-", "_"), text=_short(new[1])),
        quote=new[1], at=at, indicator=indicator, targets=(target,), candidates=tuple(candidates), suggested=0,
        reason=say("closest"),
    )  # fmt: skip


def answer(asked: Question, decisions: Mapping[str, Decision]) -> int | None:
    """Return the index of the candidate a decision chose, the last one for a rejection; None where it is open.

    Raises:
        UsageError: the decision chooses what the question does not offer.
    """
    decision = decisions.get(asked.id)
    if decision is None:
        return None
    if decision.choice == "reject":
        return len(asked.candidates) - 1
    found = find_reading(decision, asked)
    if found is None:
        raise UsageError(
            say("no_such_choice", id=asked.id, choice=decision.choice, last=len(asked.candidates) - 1),
            say("no_such_choice_hint"),
        )
    return found


def _digest(parts: Sequence[str]) -> str:
    return hashlib.sha256("\x1f".join(fold(part) for part in parts).encode()).hexdigest()[:16]


def _short(text: str) -> str:
    flat = "".join(text.split())
    return flat if len(flat) <= 60 else flat[:59] + "…"
