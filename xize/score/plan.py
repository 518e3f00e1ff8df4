"""A rubric laid out as a list of computations, each from the facts and the results before it.

The plan is what `xize score` runs, and what a workbook shows: one row a result, one formula an end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from xize.model.anchor import Anchor
from xize.model.indicator import Indicator, Sheet
from xize.model.rule import Rule
from xize.model.statement import Formula, Grade
from xize.score.need import Need
from xize.score.span import Span
from xize.score.symbol import Cell, Number, Truth, Value

Kind = Literal["rule", "limit", "score", "children", "total", "formula"]


@dataclass(frozen=True)
class Result:
    """One computation: what it is, whose, and the expressions of both ends."""

    kind: Kind
    owner: str
    label: str
    span: Span


@dataclass(frozen=True)
class Step:
    """One step of an indicator's trace: what it starts with, a rule's signed `change`, or a move to `after`."""

    kind: str
    start: Span | None = None
    rule: Rule | None = None
    change: Span | None = None
    after: Span | None = None
    note: str | None = None
    at: Anchor | None = None


@dataclass(frozen=True)
class Rating:
    """The grade a value has where tiers name grades and no points (优/良/中/差): the first band that applies."""

    rule: Rule
    known: Truth
    bands: tuple[tuple[Truth, str], ...]


@dataclass(frozen=True)
class NodePlan:
    """An indicator: its score (None where nothing is scored), how it comes about, and what it asks."""

    node: Indicator
    score: Span | None
    steps: tuple[Step, ...]
    asks: tuple[tuple[Span, tuple[Need, ...]], ...]
    unread: tuple[str, ...]
    ratings: tuple[Rating, ...] = ()


@dataclass(frozen=True)
class GradePlan:
    """A rating, whether it holds for certain, and whether it may hold.

    `computed` tells that every node its predicates name has a score; else it may hold, and never does for certain.
    """

    grade: Grade
    certain: Truth
    possible: Truth
    computed: bool


@dataclass(frozen=True)
class SheetPlan:
    """A sheet: its indicators in document order, its total and its ratings."""

    sheet: Sheet
    nodes: tuple[NodePlan, ...]
    total: Span
    grades: tuple[GradePlan, ...]


@dataclass(frozen=True)
class FormulaPlan:
    """A formula over totals; `value` is None where a term is no node of the rubric."""

    formula: Formula
    value: Span | None
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class Outside:
    """An effect that is no part of the indicator's number: a veto, or points taken from an account outside."""

    rule: Rule
    chance: Span
    amount: Span | None = None


@dataclass
class Plan:
    """All computations in order, and what they belong to; `on_top` are the awards given beyond what is won."""

    results: list[Result] = field(default_factory=list)
    sheets: list[SheetPlan] = field(default_factory=list)
    formulas: list[FormulaPlan] = field(default_factory=list)
    outside: list[Outside] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    on_top: frozenset[str] = frozenset()

    def put(self, kind: Kind, owner: str, label: str, span: Span) -> Span:
        """Add a computation and return the span of its result; constants and plain facts stay as they are."""
        if isinstance(span.low, Number | Cell | Value) and isinstance(span.high, Number | Cell | Value):
            return span
        self.results.append(Result(kind, owner, label, span))
        index = len(self.results) - 1
        return Span(Cell(index, "low"), Cell(index, "high"))
