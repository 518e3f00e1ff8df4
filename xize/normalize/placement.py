"""Text accounting: every visible character of the source is in exactly one place."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from xize.model.accounting import Placement, TextAccount
from xize.model.anchor import Anchor

_BLANK = 255
_ONCE_MORE = bytes([1, 2, *range(2, 256)][:256])
# What nobody sees between two characters of one count does not part them.
_NOWHERE = re.compile(rb"\x00+(?:\xff+\x00+)*")
_TWICE = re.compile(rb"\x02+(?:\xff+\x02+)*")


def account_text(placements: Iterable[Placement], text: str, source: str) -> TextAccount:
    """Count the visible characters of `text` by the place they went to.

    A character is visible where `str.isspace` is false and it is no zero-width mark. `rest` are maximal stretches
    that went nowhere, `twice` those that went to more than one place, both trimmed to visible characters.
    """
    count = bytearray(len(text))
    blank = [position for position, character in enumerate(text) if not is_visible(character)]
    by_place: dict[str, int] = {}
    for placement in placements:
        start, end = placement.start, placement.end
        count[start:end] = count[start:end].translate(_ONCE_MORE)
        visible = end - start - (bisect_left(blank, end) - bisect_left(blank, start))
        by_place[placement.place] = by_place.get(placement.place, 0) + visible
    for position in blank:
        count[position] = _BLANK
    return TextAccount(
        characters=len(text) - len(blank),
        placed=count.count(1),
        by_place=dict(sorted(by_place.items())),
        rest=tuple(_stretches(_NOWHERE, count, source)),
        twice=tuple(_stretches(_TWICE, count, source)),
    )


def is_visible(character: str) -> bool:
    """Return whether a character prints something: no white space, no zero-width mark, no byte-order mark."""
    return not character.isspace() and character not in "\u200b\u200c\u200d\u2060\ufeff"


def _stretches(pattern: re.Pattern[bytes], count: bytearray, source: str) -> Iterator[Anchor]:
    for match in pattern.finditer(count):
        yield Anchor(source=source, start=match.start(), end=match.end())
