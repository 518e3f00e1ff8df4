"""What one text says, while it is being read (一格的解读)."""

from __future__ import annotations

from dataclasses import dataclass, field

from xize.model.anchor import Text
from xize.model.quantity import Cap
from xize.model.rule import Limit, Sign
from xize.normalize.ask import Ask
from xize.normalize.ground import Ground
from xize.normalize.parts import Reading


@dataclass(frozen=True)
class Unread:
    """A clause with an effect that no pattern could make a rule of."""

    text: Text
    reason: str


@dataclass(frozen=True)
class ItemCap:
    """A cap for each item (每项最高扣10分) in a text that has no rules: it bounds what stands beside it, or nothing."""

    cap: Cap
    sign: Sign
    text: Text


@dataclass
class CellReading:
    """What one text says: rules in order of print, limits over them, open points, and what could not be read.

    A limit's `members` are indices of `rules` as text until ids are given. `item_caps` are among the `unread` until a
    text beside this one has the rules they bound.
    """

    ground: Ground
    rules: list[Reading] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    points: list[Text] = field(default_factory=list)
    item_caps: list[ItemCap] = field(default_factory=list)
