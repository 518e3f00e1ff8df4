"""The decision log as values: its lines, the answers that hold, and the steps that can be undone.

One JSON `Decision` a line, append-only. The last line about a question is its answer; "withdraw" opens it again. An
undo is further lines, which restore what held before a step and name it in `undoes`: nothing is ever removed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from pydantic import ValidationError

from xize.errors import DecisionLogError
from xize.model.question import Decision
from xize.review.say import words


@dataclass(frozen=True)
class Step:
    """One action of a reviewer that can be undone: each question it answered, with what held before."""

    number: int
    before: tuple[tuple[str, Decision | None], ...]


@dataclass(frozen=True)
class History:
    """What a log says: answers that hold, in order of their last line; steps not undone; the next step's number."""

    answers: Mapping[str, Decision] = field(default_factory=lambda: MappingProxyType({}))
    steps: tuple[Step, ...] = ()
    next_step: int = 1

    def add(self, lines: Iterable[Decision]) -> History:
        """Return the history after further lines."""
        answers, steps, last = dict(self.answers), list(self.steps), self.next_step - 1
        for line in lines:
            # Lines of other tools may carry no step: each is one of its own.
            number = line.step or last + 1
            before = answers.pop(line.question, None)
            if line.choice != "withdraw":
                answers[line.question] = line
            undone = line.undoes
            place = undone and next((at for at, step in enumerate(steps) if step.number == undone), None)
            if place is not None:
                # What held before is held again as it was given, by whom and when.
                held = dict(steps[place].before).get(line.question)
                if held is not None:
                    answers[line.question] = held
                rest = tuple(item for item in steps[place].before if item[0] != line.question)
                steps[place : place + 1] = [Step(line.undoes or 0, rest)] if rest else []
            elif steps and steps[-1].number == number:
                steps[-1] = Step(number, (*steps[-1].before, (line.question, before)))
            else:
                steps.append(Step(number, ((line.question, before),)))
            last = max(last, number)
        return History(MappingProxyType(answers), tuple(steps), last + 1)


@dataclass(frozen=True)
class Log:
    """A decision log as read: its lines, and the bytes of a last line that was cut off while it was written."""

    lines: tuple[Decision, ...] = ()
    torn: bytes = b""

    @property
    def history(self) -> History:
        """Return what the log says."""
        return History().add(self.lines)


def line_text(decision: Decision) -> str:
    """Return a decision as one line of a log, with its line end."""
    return decision.model_dump_json() + "\n"


def read_log(data: bytes, name: str) -> Log:
    """Read a decision log.

    A last line without a line end that is no whole record was being written when its writer died: it is kept apart as
    `torn`. Any other line that is no decision is damage that only a person can judge.

    Raises:
        DecisionLogError: a line is damaged; the message names it.
    """
    pieces = data.split(b"\n")
    last = pieces.pop()
    lines = [_line(piece, number, name) for number, piece in enumerate(pieces, start=1) if piece.strip()]
    torn = b""
    if last.strip():
        try:
            lines.append(_line(last, len(pieces) + 1, name))
        except DecisionLogError:
            torn = last
    return Log(tuple(lines), torn)


def _line(data: bytes, number: int, name: str) -> Decision:
    try:
        return Decision.model_validate_json(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        reason = f"{where}: {first['msg']}" if where else str(first["msg"])
    quote = data[:60].decode("utf-8", errors="backslashreplace")
    raise DecisionLogError(
        words("log_damaged", name=name, number=number, reason=reason, quote=quote), words("log_damaged_hint")
    )
