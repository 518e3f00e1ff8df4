"""What a reviewer is asked, and what they answered."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, JsonValue

from xize.model.anchor import Anchor
from xize.model.base import Model
from xize.model.rule import Limit, Rule


class Candidate(Model):
    """One reading. `rules` replace the question's `targets`; `limits` replace the target limits.

    `values` set anything else by path: "settings.implied_cap", "indicator.points". "targets.stands" says which of two
    targets, a sentence of the "table" and its counterpart in the "elaboration", stands in the table's place; until it
    is answered the table's does. `effect` says in words what the reading does to the score.
    """

    label: str
    rules: tuple[Rule, ...] = ()
    limits: tuple[Limit, ...] = ()
    values: dict[str, JsonValue] = Field(default_factory=dict)
    effect: str


class Question(Model):
    """An open ambiguity (待确认).

    `id` is its identity without positions: ambiguity kind, fold of the quoted sentence, its context, and the
    occurrence among equals. `batch` is the same without context and occurrence: questions of one batch are the same
    question asked of several places. `targets` are ids of the rules, limits or the indicator it is about (empty for a
    document-wide question). `suggested` is an index into `candidates`, with the `reason`, or null.
    """

    id: str
    kind: str
    batch: str
    prompt: str
    quote: str
    at: Anchor
    indicator: str | None = None
    targets: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    suggested: int | None = None
    reason: str | None = None


class Decision(Model):
    """One answer: `choice` is an index into the candidates, "edit" (with `value`) or "reject" (with `reason`).

    "withdraw" occurs in a decision log only: the question is open again (an undo, or an answer taken back). The rest
    lets an answer be found, checked and explained without the draft it was given on:

    - `document`: which document, whatever its format (see `xize.review.identity`);
    - `kind`, `quote`, `context`: the question as it was put; `label` and `reading`: the chosen reading in words, and
      its fingerprint without positions, so that an index never selects a reading that has changed since;
    - `step`: the reviewer's action, counted from 1 in one log (an answer to a whole batch is one step of many lines);
      `undoes`: the step an undo took back;
    - `offered_from`: the sha256 of the other document whose answer was offered and confirmed here;
    - `planted`: the question was a known error seeded to measure the review, and shapes no rubric;
    - `settles`: given to settle a disagreement between two reviewers, so it counts in no agreement.
    """

    question: str
    choice: int | Literal["edit", "reject", "withdraw"]
    value: JsonValue = None
    by: str
    at_time: str
    source_sha256: str
    tool_version: str
    reason: str | None = None
    document: str | None = None
    kind: str | None = None
    quote: str | None = None
    context: str | None = None
    label: str | None = None
    reading: str | None = None
    step: int = Field(default=0, ge=0)
    undoes: int | None = Field(default=None, ge=1)
    offered_from: str | None = None
    planted: bool = False
    settles: bool = False
