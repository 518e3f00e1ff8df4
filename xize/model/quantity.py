"""The measured parts of a rule: thresholds, units, caps, conditions."""

from __future__ import annotations

from typing import Literal

from xize.model.anchor import Anchor, Text
from xize.model.base import Model, Number

Origin = Literal["printed", "implied", "reviewed"]
"""Whether a value was printed, follows from a document-wide answer, or was given by a reviewer."""

Op = Literal[">=", ">", "<=", "<", "==", "in"]
Closed = Literal["[]", "[)", "(]", "()"]


class Threshold(Model):
    """A bound on a measured value (阈值): 达到90%, 不少于12次, 85%≤x<90%.

    With `op` "in", `value`..`value_max` is the range and `closed` says which ends belong to it. `relative_to` names a
    value the bound is taken from instead of, or as a multiple in `value` of, a number (全国平均, 上年, 任务数); `by`
    says how far beyond it the bound lies, in `unit` (高于上年0.5个百分点以上).
    """

    metric: str | None = None
    op: Op
    value: Number | None = None
    value_max: Number | None = None
    closed: Closed | None = None
    unit: str | None = None
    relative_to: str | None = None
    by: Number | None = None
    at: Anchor | None = None


class Per(Model):
    """The unit an amount is counted by (每发现1例): `count` units of `unit` make one step.

    `explicit` is True where 每 (or /次) is printed; 发现1例扣1分 leaves open whether every one counts. `up_to` bounds
    the number of steps that count where one is printed (zero-after-N, 最多计3次).
    """

    count: Number
    unit: str
    basis: Literal["occurrence", "member", "shortfall", "excess", "drop", "rise"]
    explicit: bool
    up_to: Number | None = None
    at: Anchor | None = None


class Cap(Model):
    """The most one rule can take or give (扣完3分为止); "indicator" means the indicator's points (扣完为止)."""

    value: Number | Literal["indicator"]
    origin: Origin
    at: Anchor | None = None


class Condition(Model):
    """When a rule applies. `parts` are the members of a compound condition, `connective` how they combine."""

    text: str
    at: Anchor
    connective: Literal["any", "all", "each"] | None = None
    parts: tuple[Text, ...] = ()
