"""Answers to the close calls of a comparison, given as `ID=NUMBER`, kept in a decision file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xize.diff.words import say
from xize.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from xize.model.question import Decision, Question


def record(path: Path | None, answers: Iterable[str], questions: Iterable[Question], sha256: str) -> None:
    """Append answers to the decision file.

    Args:
        path: the file; made if absent.
        answers: each `ID=NUMBER`, the number counted from 1 as printed.
        questions: what is open.
        sha256: of the new document.

    Raises:
        UsageError: no file is given, or an answer is to no open question, or chooses what it does not offer.
        DecisionLogError: the file cannot be written, or is in use.
    """
    from xize.review.desk import now, reviewer
    from xize.review.store import Store

    if path is None:
        raise UsageError(say("answer_nowhere"), say("answer_nowhere_hint"))
    known = {question.id: question for question in questions}
    lines = tuple(_decision(text, known, sha256, reviewer(None), now()) for text in answers)
    with Store(path, "xize diff") as store:
        store.append(lines)


def _decision(text: str, known: dict[str, Question], sha256: str, by: str, time: str) -> Decision:
    from xize import __version__
    from xize.model.question import Decision
    from xize.review.identity import reading_key

    name, _, number = text.partition("=")
    question = known.get(name)
    if question is None:
        raise UsageError(say("answer_unknown", text=text), say("answer_hint"))
    if not (number.isascii() and number.isdigit()) or not 1 <= int(number) <= len(question.candidates):
        raise UsageError(say("answer_number", text=text, last=len(question.candidates)), say("answer_hint"))
    chosen = question.candidates[int(number) - 1]
    return Decision(
        question=question.id, choice=int(number) - 1, by=by, at_time=time,
        source_sha256=sha256, tool_version=__version__, kind=question.kind, quote=question.quote, label=chosen.label,
        reading=reading_key(chosen),
    )  # fmt: skip
