"""From pdfplumber's characters to glyphs: folded, upright, and each printed once."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

UNMAPPED = "\ufffd"
"""Stands for a glyph whose font does not say which character it is."""

_CID = re.compile(r"\(cid:\d+\)")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One printed character (字符) in the upright frame of its page; points from the frame's top left.

    `text` is one code point, or several for a ligature. `base` is the y of the baseline. `folded` tells that the PDF
    gave a radical or compatibility ideograph.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float
    bold: bool = False
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """How a page is turned so that its text stands upright: `turn` quarters, counted against the clock, of the text."""

    turn: int
    width: float
    height: float

    def upright(self, x: float, y: float) -> tuple[float, float]:
        """Return a point of the page in the upright frame."""
        if self.turn == 1:
            return self.height - y, x
        if self.turn == 2:
            return self.width - x, self.height - y
        return (y, self.width - x) if self.turn == 3 else (x, y)

    def back(self, x: float, y: float) -> tuple[float, float]:
        """Return a point of the upright frame on the page."""
        if self.turn == 1:
            return y, self.height - x
        if self.turn == 2:
            return self.width - x, self.height - y
        return (self.width - y, x) if self.turn == 3 else (x, y)

    def upright_box(self, x0: float, top: float, x1: float, bottom: float) -> tuple[float, float, float, float]:
        """Return a rectangle of the page in the upright frame."""
        return _corners(self.upright(x0, top), self.upright(x1, bottom))

    def back_box(self, x0: float, top: float, x1: float, bottom: float) -> tuple[float, float, float, float]:
        """Return a rectangle of the upright frame on the page."""
        return _corners(self.back(x0, top), self.back(x1, bottom))


def _corners(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float, float, float]:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])


def turn_of(char: dict[str, Any]) -> int:
    """Return the quarter turns, against the clock, of a character's writing direction on its page."""
    a, b = char["matrix"][:2]
    if abs(a) >= abs(b):
        return 0 if a >= 0 else 2
    return 1 if b > 0 else 3


def frame_of(chars: Sequence[dict[str, Any]], width: float, height: float) -> Frame:
    """Return the frame in which most of a page's characters stand upright."""
    turns = Counter(turn_of(char) for char in chars)
    turn = max(turns, key=lambda value: (turns[value], -value)) if turns else 0
    return Frame(turn, width, height)


def glyphs_of(chars: Iterable[dict[str, Any]], frame: Frame) -> list[Glyph]:
    """Return the glyphs of a page's characters; one that is struck twice to look bold is one glyph."""
    glyphs: list[Glyph] = []
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    for char in chars:
        glyph = _glyph(char, frame)
        if glyph is None or _struck_before(glyph, seen):
            continue
        glyphs.append(glyph)
    return glyphs


def _glyph(char: dict[str, Any], frame: Frame) -> Glyph | None:
    text = _CID.sub(UNMAPPED, char["text"])
    text = "".join(_plain(character) for character in text)
    folded = "".join(folding().get(character, character) for character in text)
    if not text:
        return None
    x0, top, x1, bottom = frame.upright_box(char["x0"], char["top"], char["x1"], char["bottom"])
    origin_y = char["bottom"] + char["y0"] - char["matrix"][5]
    return Glyph(
        text=folded,
        x0=x0,
        top=top,
        x1=x1,
        bottom=bottom,
        base=frame.upright(char["matrix"][4], origin_y)[1],
        size=max(float(char["size"]), 1.0),
        bold="bold" in char["fontname"].lower() or "black" in char["fontname"].lower(),
        folded=folded != text,
    )


def _plain(character: str) -> str:
    """Return a character as text can hold it: control and lone surrogate code points say nothing of what is printed."""
    if character in "\t\n\r\v\f\u2028\u2029":
        return " "
    return UNMAPPED if unicodedata.category(character) in {"Cc", "Cs"} else character


def _struck_before(glyph: Glyph, seen: dict[tuple[str, int, int], list[Glyph]]) -> bool:
    """Tell whether the same character already stands within an eighth of its size; remember it otherwise."""
    reach = glyph.size / 8
    column, row = int(glyph.x0 // 4), int(glyph.base // 4)
    for near in ((column + dx, row + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)):
        for other in seen.get((glyph.text, *near), ()):
            if abs(other.x0 - glyph.x0) <= reach and abs(other.base - glyph.base) <= reach:
                return True
    seen.setdefault((glyph.text, column, row), []).append(glyph)
    return False


@cache
def folding() -> dict[str, str]:
    """Return the per-character folding of radicals and compatibility ideographs, one code point to one."""
    data = tomllib.loads(files(__package__).joinpath("folding.toml").read_text(encoding="utf-8"))
    return {chr(int(code, 16)): plain for table in data.values() for code, plain in table.items()}
