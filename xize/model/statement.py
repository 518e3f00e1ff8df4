"""Statements about a whole sheet or document: formulas, grades, policies, settings."""

from __future__ import annotations

from typing import Literal

from xize.model.anchor import Anchor
from xize.model.base import Model, Number
from xize.model.quantity import Origin, Threshold


class Term(Model):
    """One term of a weighted sum; `weight` is a fraction (70% is 0.7), None where the term enters whole."""

    name: str
    weight: Number | None = None


class Formula(Model):
    """How totals are combined (计分公式): 指标考核得分×70%+公众评议得分×20%+…."""

    expression: str
    terms: tuple[Term, ...] = ()
    at: Anchor


class Predicate(Model):
    """A threshold on the total of `node`: an indicator title, a group of points (加分项) or 总分, as printed."""

    node: str
    threshold: Threshold


class Grade(Model):
    """A rating (等次) and the predicates, all of which must hold: 总分270分及以上为优秀."""

    label: str
    predicates: tuple[Predicate, ...] = ()
    at: Anchor


class Policy(Model):
    """A rule about rules: 以最高级别加分 (highest_only), 不重复加分 (no_double), 以本标准为准 (precedence) …."""

    type: Literal["precedence", "highest_only", "no_double", "partial_credit", "exclusion", "appeal"]
    text: str
    at: Anchor


class Setting(Model):
    """A document-wide answer, e.g. `implied_cap` = "indicator", with where it came from."""

    value: str
    origin: Origin
    question: str | None = None
    at: Anchor | None = None
