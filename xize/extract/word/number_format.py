"""Write a list number in one of Word's formats (w:numFmt): 3 → 三, ③, III, （三）'s 三."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_MAX_LETTERS = 780
"""Thirty times the alphabet: AA … repeated letters; beyond that the decimal number."""


@cache
def _tables() -> dict[str, dict[str, str]]:
    text = files("xize.extract.word").joinpath("number_formats.toml").read_text(encoding="utf-8")
    tables: dict[str, dict[str, str]] = tomllib.loads(text)
    return tables


def formatted(value: int, name: str, pattern: str | None = None) -> str | None:
    """Return `value` in the format `name`, None where the format is not known.

    A value a format has no sign for (the 51st circled number) is written as a decimal, as Word does.

    Args:
        value: the number.
        name: `w:numFmt/@w:val`, e.g. "chineseCountingThousand".
        pattern: `w:numFmt/@w:format` of a custom format, e.g. "001, 002, 003, ...".
    """
    if name == "custom":
        first = (pattern or "").partition(",")[0].strip()
        return str(value).zfill(len(first)) if first.isdecimal() else None
    if name in _WRITERS:
        return _WRITERS[name](value)
    tables = _tables()
    if name in tables["signs"]:
        signs = tables["signs"][name]
        return signs[value - 1] if 0 < value <= len(signs) else str(value)
    if name in tables["digits"]:
        return "".join(tables["digits"][name][int(digit)] for digit in str(max(value, 0)))
    if name in tables["counting"]:
        return _counting(value, tables["counting"][name])
    return None


def _counting(value: int, signs: str) -> str:
    """Count in words: `signs` are 〇一…九, then 十百千万, then flags (`1`: 10 is 一十; `z`: no zero is said)."""
    if not 0 < value < 100_000_000:
        return str(value) if value else signs[0]
    if value >= 10_000:
        high, low = divmod(value, 10_000)
        gap = signs[0] if 0 < low < 1000 and "z" not in signs else ""
        return _counting(high, signs) + signs[13] + gap + (_counting(low, signs) if low else "")
    text, pending = "", False
    for power in (3, 2, 1, 0):
        digit = value // 10**power % 10
        if not digit:
            pending = bool(text)
            continue
        if pending and "z" not in signs:
            text += signs[0]
        pending = False
        # 十一, not 一十一, unless something stands before it or the format is the formal one.
        bare = digit == 1 and power and "1" not in signs and (not text if power == 1 else "z" in signs)
        text += ("" if bare else signs[digit]) + (signs[9 + power] if power else "")
    return text


def _roman(value: int) -> str:
    if not 0 < value < 32_768:
        return str(value)
    text = ""
    for number, letters in _ROMAN:
        count, value = divmod(value, number)
        text += letters * count
    return text


def _letters(value: int) -> str:
    if not 0 < value <= _MAX_LETTERS:
        return str(value)
    return chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1)


def _ordinal(value: int) -> str:
    teens = value % 100 in {11, 12, 13}
    return f"{value}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(value % 10, 'th')}"


_WRITERS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "numberInDash": lambda value: f"- {value} -",
    "decimalZero": lambda value: f"{value:02}",
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda value: _letters(value).lower(),
    "ordinal": _ordinal,
    "bullet": lambda _: "",
    "none": lambda _: "",
}
