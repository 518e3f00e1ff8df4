"""Answers without a screen: one given as `ID=2`, or a whole log applied to a draft."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace

from xize.errors import UsageError
from xize.model.question import Decision, Question
from xize.review import session as act
from xize.review.apply import chosen
from xize.review.desk import Desk
from xize.review.identity import find_reading
from xize.review.offer import meet
from xize.review.say import words
from xize.review.session import Answer, Session


def given(session: Session, text: str, now: str) -> tuple[Session, tuple[Decision, ...]]:
    """Answer one question as told: `ID=2`, `ID=reject:reason` or `ID=edit:{"set": {…}}`.

    The id may be shortened as long as one question has it; the number is the one on the page, from 1.

    Raises:
        UsageError: the text names no question, or no answer to it.
    """
    id_, _, told = text.partition("=")
    exact = [question for question in session.questions if question.id == id_]
    found = exact or [question for question in session.questions if id_ and question.id.startswith(id_)]
    if len(found) != 1:
        raise _refused(text, words("answer_no_question"))
    placed = replace(session, cursor=found[0].id)
    return act.answer(placed, _told(found[0], told, text), now)


def transfer(desk: Desk, session: Session, lines: Iterable[Decision], now: str) -> tuple[Session, tuple[Decision, ...]]:
    """Carry the answers of another log over to open questions; those given on another document stay where they are."""
    meeting = meet(desk.draft, lines, same=desk.same or None)
    written: list[Decision] = []
    for question in session.open:
        answer = meeting.history.answers.get(question.id)
        if answer is None or answer.planted or chosen(question, answer)[1]:
            continue
        choice = find_reading(answer, question) if isinstance(answer.choice, int) else answer.choice
        if choice is None or choice == "withdraw":
            continue
        placed = replace(session, cursor=question.id)
        session, made = act.answer(placed, Answer(choice, answer.value, answer.reason), now)
        # Who answered, and when, stays true; only the step and the document are of this log.
        kept = tuple(line.model_copy(update={"by": answer.by, "at_time": answer.at_time}) for line in made)
        written += kept
    return session, tuple(written)


def _told(question: Question, told: str, text: str) -> Answer:
    if told.isascii() and told.isdigit():
        if not 1 <= int(told) <= len(question.candidates):
            raise _refused(text, words("answer_no_number", number=told))
        return Answer(int(told) - 1)
    how, colon, rest = told.partition(":")
    if how == "reject" and colon:
        if not rest.strip():
            raise _refused(text, words("answer_no_reason"))
        return Answer("reject", reason=rest.strip())
    if how == "edit" and colon:
        try:
            value = json.loads(rest)
        except (ValueError, RecursionError) as error:
            raise _refused(text, str(error)) from error
        answer = Answer("edit", value=value)
        _, problem = chosen(question, _probe(question, answer))
        if problem:
            raise _refused(text, problem)
        return answer
    raise _refused(text, words("answer_no_form"))


def _probe(question: Question, answer: Answer) -> Decision:
    return Decision(
        question=question.id, choice=answer.choice, value=answer.value, by="", at_time="", source_sha256="",
        tool_version="",
    )  # fmt: skip


def _refused(text: str, why: str) -> UsageError:
    return UsageError(words("bad_answer", text=text, why=why), words("bad_answer_hint"))
