"""Text accounting: every visible character of the source is in exactly one place."""

from __future__ import annotations

from collections.abc import Iterable

from xize.model.accounting import Placement, TextAccount
from xize.model.anchor import Anchor


def account_text(placements: Iterable[Placement], text: str, source: str) -> TextAccount:
    """Count the visible characters of `text` by the place they went to.

    A character is visible where `str.isspace` is false and it is no zero-width mark. `rest` are maximal stretches
    that went nowhere, `twice` those that went to more than one place, both trimmed to visible characters.
    """
    count = bytearray(len(text))
    by_place: dict[str, int] = {}
    for placement in placements:
        visible = 0
        for position in range(placement.start, placement.end):
            if count[position] < 2:
                count[position] += 1
            visible += is_visible(text[position])
        by_place[placement.place] = by_place.get(placement.place, 0) + visible
    characters = sum(map(is_visible, text))
    placed = sum(1 for position, times in enumerate(count) if times == 1 and is_visible(text[position]))
    return TextAccount(
        characters=characters,
        placed=placed,
        by_place=dict(sorted(by_place.items())),
        rest=tuple(_stretches(text, count, 0, source)),
        twice=tuple(_stretches(text, count, 2, source)),
    )


def is_visible(character: str) -> bool:
    """Return whether a character prints something: no white space, no zero-width mark, no byte-order mark."""
    return not character.isspace() and character not in "\u200b\u200c\u200d\u2060\ufeff"


def _stretches(text: str, count: bytearray, times: int, source: str) -> Iterable[Anchor]:
    start = end = -1
    for position, found in enumerate(count):
        if found == times and is_visible(text[position]):
            if start < 0:
                start = position
            end = position + 1
        elif found != times and is_visible(text[position]) and start >= 0:
            yield Anchor(source=source, start=start, end=end)
            start = -1
    if start >= 0:
        yield Anchor(source=source, start=start, end=end)
