"""What `xize audit` prints: where every character and every score phrase of the source went."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from xize.model.anchor import Anchor
from xize.model.base import Model, Number


class Placement(Model):
    """A stretch of the source and the one place it went to.

    `place` is "field:criteria", "title", "code", "points", "heading", "prose", "metadata", "elaboration:criteria",
    "header" (a table's header row) or "noise:…" (declared noise, with its reason: "noise:page furniture").
    """

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    place: str
    indicator: str | None = None


class TextAccount(Model):
    """Visible (non-space) characters of the source: all, those placed exactly once, and what is left over or twice."""

    characters: int = 0
    placed: int = 0
    by_place: dict[str, int] = Field(default_factory=dict)
    rest: tuple[Anchor, ...] = ()
    twice: tuple[Anchor, ...] = ()


class Claim(Model):
    """A score phrase of the source and what claims it: "rule", "cap", "limit", "points", "total", "formula", ….

    `claimed_by` is the id of the claiming value, "unparsed", or None where nothing does (which is a defect).
    """

    at: Anchor
    quote: str
    claim: str
    claimed_by: str | None = None
    indicator: str | None = None


class ClaimAccount(Model):
    """Score phrases of the source: all, by what claims them, those unparsed and those left over."""

    phrases: int = 0
    by_claim: dict[str, int] = Field(default_factory=dict)
    unparsed: int = 0
    claims: tuple[Claim, ...] = ()
    left: tuple[Claim, ...] = ()
    twice: tuple[Claim, ...] = ()


class Closure(Model):
    """Whether the points below a node add up to its own: `difference` is `found` minus `expected`."""

    level: Literal["sheet", "indicator", "awards", "deduction"]
    id: str
    title: str
    expected: Number | None = None
    found: Number | None = None
    difference: Number | None = None
    closes: bool | None = None
    at: tuple[Anchor, ...] = ()


class Accounting(Model):
    """All accounts of one draft."""

    text: TextAccount = TextAccount()
    claims: ClaimAccount = ClaimAccount()
    closure: tuple[Closure, ...] = ()
