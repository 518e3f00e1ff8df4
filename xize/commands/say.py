"""The commands' own words, and how a place is named to a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xize.words import Words

if TYPE_CHECKING:
    from xize.model.anchor import Anchor

say = Words("xize.commands")


def place(at: Anchor) -> str:
    """Name a place for a person: the page where there is one, and the characters of the linear text."""
    offsets = say("at_offset", start=at.start, end=at.end)
    return offsets if at.page is None else f"{say('at_page', page=at.page)} {offsets}"
