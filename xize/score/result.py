"""The result of scoring (`xize.score/1`): a score or an interval for every node, and how it came about."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, JsonValue

from xize.model.anchor import Anchor
from xize.model.base import Model, Number

SCORE_SCHEMA: Literal["xize.score/1"] = "xize.score/1"

Status = Literal["scored", "open", "refused", "unscored"]
"""`open`: a fact or judgement is missing; `refused`: a sentence was not read; `unscored`: nothing to score by."""


class Range(Model):
    """A value that may still be open; `high` is null where nothing bounds it."""

    low: Number | None
    high: Number | None


class TraceRow(Model):
    """One step: the rule or limit, the facts it used, and the score before, the change, and after."""

    rule: str | None = None
    kind: str
    facts: dict[str, JsonValue] = Field(default_factory=dict)
    before: Range
    change: Range
    after: Range
    note: str | None = None
    quote: str | None = None
    at: Anchor | None = None


class NodeScore(Model):
    """The score of one indicator; children follow as their own rows of `SheetScore.indicators`."""

    id: str
    title: str
    role: str
    points: Number | None
    score: Range | None
    status: Status
    missing: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    trace: tuple[TraceRow, ...] = ()
    ratings: tuple[str, ...] = ()
    """The grade of each measured value where the tiers name grades only (优/良/中/差); "" where none applies."""


class Consequence(Model):
    """A veto that holds, or may hold: what it does to the rating (一票否决)."""

    rule: str
    consequence: str
    certain: bool
    at: Anchor


class Effect(Model):
    """Points given or taken on an account that is no part of the indicator's number (扣相关责任部门2分)."""

    rule: str
    target: str
    change: Range
    at: Anchor


class SheetScore(Model):
    """All indicators of a sheet in document order, and its total."""

    id: str
    title: str
    points: Number | None
    total: Range
    indicators: tuple[NodeScore, ...]
    grades: tuple[str, ...] = ()
    """The ratings the total can still come to, as printed; one where it is settled."""


class Combined(Model):
    """A printed formula over totals (指标考核得分×70%+…) and its value; null where a term is no node of the rubric."""

    expression: str
    value: Range | None
    unknown_terms: tuple[str, ...] = ()


class ScoreResult(Model):
    """The result for one rubric under one set of facts; `notices` say what is not executed."""

    schema_: Literal["xize.score/1"] = Field(default=SCORE_SCHEMA, alias="schema")
    title: str | None
    sheets: tuple[SheetScore, ...]
    formulas: tuple[Combined, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    effects: tuple[Effect, ...] = ()
    notices: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
