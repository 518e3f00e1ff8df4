"""A cap for each item in a cell of its own (每项最高扣10分): it bounds the items that the cells beside it print.

An item is a numbered list item, or all that the cells say where that is one rule. Of several rules outside any list it
is not certain what an item is, and the cap stays unread.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xize.model.rule import Limit
from xize.normalize.cap_words import UNBOUNDED
from xize.normalize.cell import CellReading, ItemCap
from xize.normalize.neighbours import clause_of


def place_item_caps(readings: Sequence[CellReading]) -> None:
    """Turn the caps for each item of some texts of an indicator into limits over the items of the others, in place."""
    for reading in readings:
        for each in reading.item_caps:
            placed = list(_items(readings, each))
            if not placed:
                continue
            for beside, members in placed:
                names = tuple(map(str, members))
                limit = Limit(
                    id="", sign=each.sign, bound=each.cap.value, members=names, origin="printed", at=each.cap.at
                )
                beside.limits.append(limit)
            reading.unread = [unread for unread in reading.unread if unread.text != each.text]


def _items(readings: Sequence[CellReading], each: ItemCap) -> Iterator[tuple[CellReading, list[int]]]:
    """Yield the items a cap bounds, each with its text and its rules by index; none where they are not certain."""
    found: dict[tuple[int, int], list[int]] = {}
    for place, reading in enumerate(readings):
        for index, read in enumerate(reading.rules):
            if read.rule.sign == each.sign and read.rule.kind not in UNBOUNDED:
                found.setdefault((place, clause_of(read).item), []).append(index)
    one = len(found) == 1 and all(len(members) == 1 for members in found.values())
    if one or (found and all(item > 0 for _, item in found)):
        for (place, _), members in found.items():
            yield readings[place], members
