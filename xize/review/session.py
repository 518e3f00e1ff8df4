"""One review as a pure state machine: the questions, the answers, the place of the reviewer, and every way to move.

Nothing here reads a key, draws, or writes a file: each action returns the new session and the lines the decision log
must hold before the session counts.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from pydantic import JsonValue

from xize.model.question import Decision, Question
from xize.review.identity import reading_key
from xize.review.log import History
from xize.review.queue import identical, matches


@dataclass(frozen=True)
class Stamp:
    """What every line of one sitting shares."""

    by: str
    source_sha256: str
    tool_version: str
    document: str


@dataclass(frozen=True)
class Answer:
    """What a reviewer gave: as in `Decision`."""

    choice: int | Literal["edit", "reject"]
    value: JsonValue = None
    reason: str | None = None


@dataclass(frozen=True)
class Session:
    """A review in progress.

    `questions` are in the order they are asked; `titles` what each stands under; `selected` the ids a filter leaves,
    None without a filter; `cursor` the question on the page, None where nothing is left to ask; `trail` the questions
    shown before it, latest last; `planted` the ids that are seeded errors; `offers` the answers of another document;
    `settling` whether an answer counts only if given to settle a disagreement.
    """

    questions: tuple[Question, ...]
    history: History
    stamp: Stamp
    titles: Mapping[str, str] = field(default_factory=dict)
    offers: Mapping[str, Decision] = field(default_factory=dict)
    planted: frozenset[str] = frozenset()
    settling: bool = False
    cursor: str | None = None
    trail: tuple[str, ...] = ()
    filter: str = ""
    selected: frozenset[str] | None = None

    @property
    def current(self) -> Question | None:
        """Return the question on the page."""
        return next((question for question in self.questions if question.id == self.cursor), None)

    @property
    def open(self) -> tuple[Question, ...]:
        """Return the questions without an answer, in order, whatever the filter."""
        return tuple(question for question in self.questions if self.is_open(question.id))

    def is_open(self, question: str) -> bool:
        """Return whether a question has no answer that counts."""
        answer = self.history.answers.get(question)
        return answer is None or (self.settling and not answer.settles)

    def only(self, questions: Container[str]) -> Session:
        """Return a review of some of the questions again, whatever was answered: to settle disagreements."""
        kept = tuple(question for question in self.questions if question.id in questions)
        return start(replace(self, questions=kept, settling=True, cursor=None))

    def identical(self) -> tuple[Question, ...]:
        """Return the current question and the open ones identical to it."""
        current = self.current
        if current is None:
            return ()
        others = tuple(question for question in self.open if question.id != current.id)
        return identical(current, (current, *others))


def start(session: Session) -> Session:
    """Return the session on its first open question."""
    return replace(session, cursor=_next_open(session))


def answer(session: Session, given: Answer, now: str) -> tuple[Session, tuple[Decision, ...]]:
    """Answer the current question and move on to the next open one."""
    current = session.current
    return _answer(session, () if current is None else (current,), given, now)


def answer_identical(session: Session, index: int, now: str) -> tuple[Session, tuple[Decision, ...]]:
    """Give the current question and all open ones identical to it the same reading, as one step."""
    return _answer(session, session.identical(), Answer(index), now)


def undo(session: Session, now: str) -> tuple[Session, tuple[Decision, ...]]:
    """Take back the last step that still holds: what held before holds again, and the log says both."""
    if not session.history.steps:
        return session, ()
    step = session.history.steps[-1]
    number = session.history.next_step
    lines = []
    for question, before in reversed(step.before):
        held = session.history.answers.get(question)
        model = before or (held.model_copy(update={"choice": "withdraw", "value": None}) if held else None)
        if model is not None:
            stamped = {"by": session.stamp.by, "at_time": now, "step": number, "undoes": step.number}
            lines.append(model.model_copy(update={**stamped, **({} if before else {"reason": "undo"})}))
    first = step.before[0][0]
    known = any(question.id == first for question in session.questions)
    trail = session.trail[:-1] if session.trail[-1:] == (first,) else session.trail
    moved = replace(session, history=session.history.add(lines))
    return replace(moved, cursor=first if known else moved.cursor, trail=trail), tuple(lines)


def skip(session: Session) -> Session:
    """Leave the current question open and move on to the next open one."""
    return _move(session, _next_open(session))


def back(session: Session) -> Session:
    """Return to the question shown before, answered or not."""
    if not session.trail:
        return session
    return replace(session, cursor=session.trail[-1], trail=session.trail[:-1])


def go(session: Session, question: str) -> Session:
    """Move to a question by id."""
    return _move(session, question)


def narrow(session: Session, words: str) -> Session:
    """Ask only questions that match a filter; an empty one asks all. The filter stays where nothing matches it."""
    selected = None
    if words.strip():
        titles = session.titles
        selected = frozenset(q.id for q in session.questions if matches(q, words, titles.get(q.id, "")))
    filtered = replace(session, filter=words.strip(), selected=selected)
    cursor = session.cursor
    keep = cursor is not None and (selected is None or cursor in selected)
    return filtered if keep else _move(filtered, _next_open(filtered))


def _answer(
    session: Session, questions: Iterable[Question], given: Answer, now: str
) -> tuple[Session, tuple[Decision, ...]]:
    lines = tuple(decision(session, question, given, now) for question in questions)
    if not lines:
        return session, ()
    answered = replace(session, history=session.history.add(lines))
    return _move(answered, _next_open(answered)), lines


def decision(session: Session, question: Question, given: Answer, now: str) -> Decision:
    """Return the log line of an answer."""
    label = reading = None
    if isinstance(given.choice, int):
        candidate = question.candidates[given.choice]
        label, reading = candidate.label, reading_key(candidate)
    offer = session.offers.get(question.id)
    confirmed = offer is not None and isinstance(given.choice, int) and offer.reading == reading
    return Decision(
        question=question.id,
        choice=given.choice,
        value=given.value,
        reason=given.reason,
        by=session.stamp.by,
        at_time=now,
        source_sha256=session.stamp.source_sha256,
        tool_version=session.stamp.tool_version,
        document=session.stamp.document,
        kind=question.kind,
        quote=question.quote,
        context=session.titles.get(question.id),
        label=label,
        reading=reading,
        step=session.history.next_step,
        offered_from=offer.source_sha256 if offer is not None and confirmed else None,
        planted=question.id in session.planted,
        settles=session.settling,
    )


def _next_open(session: Session) -> str | None:
    """Return the next open question after the cursor, around the end; the current one only if no other is open."""
    ids = [question.id for question in session.questions]
    at = ids.index(session.cursor) + 1 if session.cursor in ids else 0
    for question in (*ids[at:], *ids[:at]):
        if session.is_open(question) and (session.selected is None or question in session.selected):
            return question
    return None


def _move(session: Session, cursor: str | None) -> Session:
    if cursor == session.cursor:
        return session
    trail = session.trail if session.cursor is None else (*session.trail, session.cursor)
    return replace(session, cursor=cursor, trail=trail)
