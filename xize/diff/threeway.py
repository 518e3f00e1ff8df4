"""Three ways: last year's rubric, the draft that was sent round, and the final one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from xize.diff.changes import Change, DiffResult
from xize.diff.engine import diff
from xize.diff.similarity import fold
from xize.model.base import Model
from xize.model.question import Decision, Question
from xize.model.rubric import RubricBody

THREEWAY_SCHEMA: Literal["xize.threeway/1"] = "xize.threeway/1"

When = Literal["drafted", "late", "withdrawn"]
"""Proposed in the draft and kept; new in the final; proposed in the draft and not kept."""

_Key = tuple[str, ...]


class Step(Model):
    """One change from the base and when it came; `indicator` names what it is about."""

    when: When
    indicator: str
    change: Change


class ThreeWay(Model):
    """The changes from the base to the draft and to the final, each told once with when it came."""

    schema_: Literal["xize.threeway/1"] = Field(default=THREEWAY_SCHEMA, alias="schema")
    steps: tuple[Step, ...]
    to_draft: DiffResult
    to_final: DiffResult

    def different(self) -> bool:
        """Return whether the final differs from the base in anything but the layout."""
        return self.to_final.different()

    def questions(self) -> tuple[Question, ...]:
        """Return the close calls of both comparisons, each once."""
        asked = {question.id: question for question in (*self.to_draft.questions, *self.to_final.questions)}
        return tuple(asked.values())


def three_way(
    bodies: tuple[RubricBody, RubricBody, RubricBody],
    names: tuple[str, str, str],
    decisions: Mapping[str, Decision] | None = None,
) -> ThreeWay:
    """Compare base, draft and final.

    Raises:
        UsageError: a decision chooses what its question does not offer.
    """
    base, draft, final = bodies
    to_draft = diff(base, draft, names=(names[0], names[1]), decisions=decisions)
    to_final = diff(base, final, names=(names[0], names[2]), decisions=decisions)
    drafted, finals = _keyed(to_draft), _keyed(to_final)
    steps: list[Step] = []
    for key, (indicator, change) in finals.items():
        steps.append(Step(when="drafted" if key in drafted else "late", indicator=indicator, change=change))
    for key, (indicator, change) in drafted.items():
        if key not in finals:
            steps.append(Step(when="withdrawn", indicator=indicator, change=change))
    return ThreeWay(steps=tuple(steps), to_draft=to_draft, to_final=to_final)


def _keyed(result: DiffResult) -> dict[_Key, tuple[str, Change]]:
    """Return every change but the layout's by what makes it the same one again: base indicator, type, and words."""
    found: dict[_Key, tuple[str, Change]] = {}

    def add(owner: str, name: str, change: Change) -> None:
        if change.type == "layout":
            return
        key: _Key = (owner, change.type, change.what, fold(change.before or ""), fold(change.after or ""))
        while key in found:
            key = (*key, "again")
        found[key] = (name, change)

    for change in result.document:
        add("", "", change)
    for sheet in result.sheets:
        ref = sheet.old or sheet.new
        for change in sheet.changes:
            add(f"sheet {ref.id if sheet.old is not None and ref is not None else ''}", ref.text if ref else "", change)
    for row in result.rows:
        owner = "+".join(ref.id for ref in row.old)
        name = " + ".join(ref.text for ref in row.new or row.old)
        for change in row.all_changes():
            add(owner, name, change)
    return found
