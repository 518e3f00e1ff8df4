"""What a comparison says (`xize.diff/1`): rows of matched indicators and rules, and a closed list of typed changes."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field, JsonValue

from xize.model.anchor import Anchor
from xize.model.base import Model, Number
from xize.model.question import Question

DIFF_SCHEMA: Literal["xize.diff/1"] = "xize.diff/1"

ChangeType = Literal[
    "indicator-added", "indicator-removed", "indicator-moved", "indicator-renumbered", "indicator-renamed",
    "indicator-split", "indicator-merged", "sheet-added", "sheet-removed", "sheet-renamed", "points", "weight", "role",
    "rule-added", "rule-removed", "kind", "amount", "threshold", "boundary", "unit", "basis", "tier-added",
    "tier-removed", "item-added", "item-removed", "cap-added", "cap-removed", "cap", "veto", "discretion", "exception",
    "target", "department", "method", "formula", "grade", "policy", "reference", "metadata", "figure", "wording",
    "layout",
]  # fmt: skip
"""Every kind of change there is; docs/how-to/diff.md says what each means."""

CHANGE_TYPES: tuple[str, ...] = get_args(ChangeType)

Verdict = Literal["stricter", "looser", "mixed", "same", "unclear"]


class Change(Model):
    """One change, before → after, with its place on both sides; `what` names the part that changed."""

    type: ChangeType
    what: str
    before: str | None = None
    after: str | None = None
    before_at: Anchor | None = None
    after_at: Anchor | None = None


class Ref(Model):
    """An indicator, rule or sheet of one side: its id there, its words, and its place."""

    id: str
    code: str | None = None
    text: str
    path: str = ""
    at: Anchor | None = None


class RunnerUp(Model):
    """The second-best partner of a match and how close it came."""

    side: Literal["old", "new"]
    id: str
    text: str
    score: float


class Evidence(Model):
    """Why two things were taken for one: the pass that matched them, its score in [0, 1], and the runner-up."""

    by: str
    score: float
    runner_up: RunnerUp | None = None


class Mark(Model):
    """A piece of marked-up text: `same` and `added` pieces joined are the new text, `same` and `removed` the old."""

    op: Literal["same", "removed", "added"]
    text: str


class RuleRow(Model):
    """One rule on both sides, or on one where it was added or removed."""

    old: Ref | None = None
    new: Ref | None = None
    evidence: Evidence | None = None
    changes: tuple[Change, ...] = ()
    marked: tuple[Mark, ...] = ()


class Effect(Model):
    """What the changes of a row do to a score.

    `by` is the most by which the same facts can score differently, null where nothing bounds it; `facts` shows it,
    keyed by the old rule's id (the new one's where the rule is new), scored under `old_score` and `new_score`.
    """

    verdict: Verdict
    by: Number | None = None
    facts: dict[str, JsonValue] = Field(default_factory=dict)
    old_score: str | None = None
    new_score: str | None = None
    reason: str | None = None


class Row(Model):
    """One indicator on both sides; several on one side where it was split or merged, none where added or removed."""

    old: tuple[Ref, ...] = ()
    new: tuple[Ref, ...] = ()
    evidence: Evidence | None = None
    changes: tuple[Change, ...] = ()
    rules: tuple[RuleRow, ...] = ()
    marked: tuple[Mark, ...] = ()
    effect: Effect | None = None

    def all_changes(self) -> tuple[Change, ...]:
        """Return the changes of the indicator and of its rules."""
        return (*self.changes, *(change for rule in self.rules for change in rule.changes))


class SheetRow(Model):
    """A sheet on both sides, with its declared points and the sum of its indicators before and after."""

    old: Ref | None = None
    new: Ref | None = None
    old_points: Number | None = None
    new_points: Number | None = None
    old_sum: Number | None = None
    new_sum: Number | None = None
    changes: tuple[Change, ...] = ()


class DiffResult(Model):
    """The comparison of two rubrics: every old and new indicator and rule is in exactly one row."""

    schema_: Literal["xize.diff/1"] = Field(default=DIFF_SCHEMA, alias="schema")
    old: str
    new: str
    document: tuple[Change, ...] = ()
    sheets: tuple[SheetRow, ...] = ()
    rows: tuple[Row, ...] = ()
    questions: tuple[Question, ...] = ()

    def all_changes(self) -> tuple[Change, ...]:
        """Return every change, of the document first, then by sheet, then by row."""
        sheets = (change for sheet in self.sheets for change in sheet.changes)
        return (*self.document, *sheets, *(change for row in self.rows for change in row.all_changes()))

    def different(self) -> bool:
        """Return whether anything but the layout changed."""
        return any(change.type != "layout" for change in self.all_changes())

    def counts(self) -> dict[str, int]:
        """Return how many changes there are of each type that occurs, in the order of the closed list."""
        found = [change.type for change in self.all_changes()]
        return {name: found.count(name) for name in CHANGE_TYPES if name in found}
