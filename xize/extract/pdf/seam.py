"""A table row at a page's end: does the next page begin with the rest of it, or with another row?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from xize.extract.pdf.lines import Line, Measure, joiner

_ITEM = re.compile(r"[（(]?([0-9]{1,3}|[一二三四五六七八九十]{1,3}|[①-⑳])(?:[、．)）]|\.(?![0-9])|(?<=[①-⑳]))")
_CHINESE = "一二三四五六七八九十"
_NUMBER = re.compile(r"[0-9.]+[%％分]?")
_BRACKET = re.compile(r"[（(][^（()）]*[)）]")
_SERIAL = re.compile(r"[0-9一二三四五六七八九十百ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]+")

NEVER = -100
"""The weight of a row that cannot go on."""


@dataclass(frozen=True)
class Seam:
    """Where one column meets a page's end: the lines above and below, and the upper cell's place."""

    above: Sequence[Line]
    below: Sequence[Line]
    x0: float
    x1: float
    bottom: float


def goes_on(seams: Sequence[Seam], silent: int) -> int:
    """Weigh whether the first row of a page is the rest of the row before it: above 0 it is, and 1 to -1 is unsure.

    Text can only go on where the cell above was filled down to its bottom; a first column that counts on (3, then 4)
    and a number under a number begin a row. Otherwise each column adds its evidence: a paragraph broken off or a list
    of several items that counts on speaks for it, text that had ended against it, and so do the `silent` columns.

    Args:
        seams: the columns that have text in that row, from left to right.
        silent: how many columns have text in the upper row alone, though they belong to every row.
    """
    if not seams or not all(seam.above and _full(seam) for seam in seams):
        return NEVER
    if _counts_on(seams[0]) or any(_numbers(seam) for seam in seams):
        return NEVER
    weight = silent + sum(_weight(seam) for seam in seams)
    return weight + 2 if _BRACKET.fullmatch(_text(seams[0].below)) else weight


def _weight(seam: Seam) -> int:
    if _list_goes_on(seam):
        return 2
    if _broken_off(seam):
        return 2 if len(seam.above) > 1 else 1
    return -1


def _text(lines: Sequence[Line]) -> str:
    return "".join("".join(line.text.split()) for line in lines)


def _numbers(seam: Seam) -> bool:
    return bool(_NUMBER.fullmatch(_text(seam.above)) and _NUMBER.fullmatch(_text(seam.below)))


def _full(seam: Seam) -> bool:
    """Tell whether the upper text reaches the bottom of its cell: room for less than two lines is left."""
    last = seam.above[-1]
    pitch = 1.5 * last.size
    if len(seam.above) > 1:
        pitch = min(max(pitch, last.base - seam.above[-2].base), 3 * last.size)
    return seam.bottom - last.bottom < 1.2 * pitch


def _counts_on(seam: Seam) -> bool:
    """Tell whether both texts are the same but for their numbers: the labels of two rows."""
    above, below = _text(seam.above), _text(seam.below)
    if above == below or not _SERIAL.search(above):
        return False
    return _SERIAL.sub("#", above) == _SERIAL.sub("#", below)


def _broken_off(seam: Seam) -> bool:
    """Tell whether the upper text stops in the middle of a paragraph."""
    last, following = seam.above[-1], seam.below[0]
    pad = min(max(min(line.x0 for line in seam.above) - seam.x0, 0.5), 8.0)
    if joiner(last, following, Measure(seam.x0 + pad, seam.x1 - pad)) == "\n":
        return False
    return last.text[-1] not in "。！？!?"


def _list_goes_on(seam: Seam) -> bool:
    """Tell whether the upper text lists at least two items and the lower begins with the next."""
    items = [value for line in seam.above if (value := _item(line))]
    following = _item(seam.below[0])
    return len(items) > 1 and items[-1] - items[-2] == 1 and following == items[-1] + 1


def _item(line: Line) -> int | None:
    match = _ITEM.match(line.text)
    if match is None:
        return None
    value = match[1]
    if value.isascii():
        return int(value)
    if "①" <= value <= "⑳":
        return ord(value) - ord("①") + 1
    tens, _, ones = value.rpartition("十")
    number = _CHINESE.find(ones) + 1 if ones else 0
    return number + (10 * (_CHINESE.find(tens) + 1 if tens else 1) if "十" in value else 0)
