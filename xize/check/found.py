"""What a check returns for each place it is about, before it is said in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from xize.model.anchor import Anchor

SHOWN = 40
"""A quoted name or sentence is cut at this many characters in a message."""


@dataclass(frozen=True)
class Found:
    """One thing found: every place concerned, the indicator, and the values its message asks for."""

    at: tuple[Anchor, ...]
    indicator: str | None = None
    values: Mapping[str, object] = field(default_factory=dict)


def short(text: str) -> str:
    """Return a text on one line, cut for a message."""
    line = "".join(text.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"
