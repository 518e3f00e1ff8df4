"""Per-character folding with an offset map (字符折叠).

Full-width forms, Kangxi radicals, traditional characters, dashes and brackets become the one character the patterns
are written in; white space between characters is dropped, because typed and printed tables break words anywhere. Every
folded character remembers where it was printed. The folding table is data (`folding.toml`).
"""

from __future__ import annotations

import tomllib
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import regex

_BREAK_AFTER = frozenset(";。!?:")
_AMOUNT_END = regex.compile(r"(?:[\d零一二三四五六七八九十半两]分|不得分|满分|为止|止)$")
_LIST_MARK = regex.compile(r"\s*(?:\(?\d{1,2}\s*[.、)](?!\d)|[(（]?[一二三四五六七八九十]{1,3}\s*[、)）]|[①-⑳⑴-⒇])")
_WIDE_GAP = 4
_SILENT = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")


@dataclass(frozen=True)
class Folded:
    """A folded text and its offset map: `starts[i]` is where folded character `i` stands in the original."""

    text: str
    starts: tuple[int, ...]
    length: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open original range of the folded range `[start, end)`."""
        if not self.starts:
            return 0, 0
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else self.length
            return at, at
        return self.starts[start], self.starts[end - 1] + 1

    def position(self, original: int) -> int:
        """Return the folded position of the first character printed at or after `original`."""
        return bisect_left(self.starts, original)


@cache
def _table() -> dict[int, str]:
    data = tomllib.loads(files(__package__).joinpath("folding.toml").read_text(encoding="utf-8"))
    table: dict[int, str] = {}
    for _, low, high in data["ranges"]["blocks"]:
        for code in range(int(low, 16), int(high, 16) + 1):
            form = unicodedata.normalize("NFKC", chr(code))
            if len(form) == 1 and form != chr(code):
                table[code] = form
    table.update({ord(key): value for key, value in data["characters"].items()})
    pairs = "".join(data["traditional"]["pairs"])
    table.update({ord(key): value for key, value in zip(pairs[::2], pairs[1::2], strict=True)})
    return table


def fold_characters(text: str) -> str:
    """Fold each character by itself; the result has the same length as `text`."""
    return text.translate(_table())


def fold(text: str) -> Folded:
    r"""Fold a text and drop white space that separates nothing.

    A line break stays (as "\n") where a list mark follows or a clause has ended before it; so does a gap of four
    spaces or more, which tables copied as text use for a break. A space stays between two ASCII words.
    """
    flat = fold_characters(text)
    kept: list[str] = []
    starts: list[int] = []
    position, size = 0, len(flat)
    while position < size:
        character = flat[position]
        if character in _SILENT:
            position += 1
            continue
        if not character.isspace():
            kept.append(character)
            starts.append(position)
            position += 1
            continue
        end = position
        while end < size and (flat[end].isspace() or flat[end] in _SILENT):
            end += 1
        if kept and end < size:
            blank = _blank("".join(kept[-3:]), flat, position, end)
            if blank:
                kept.append(blank)
                starts.append(position)
        position = end
    return Folded("".join(kept), tuple(starts), len(text))


def _blank(before: str, flat: str, start: int, end: int) -> str:
    gap = flat[start:end]
    if any(mark in gap for mark in "\n\r\v\x85\u2028") and (
        before[-1] in _BREAK_AFTER or _AMOUNT_END.search(before) or _LIST_MARK.match(flat, end)
    ):
        return "\n"
    if "\n" not in gap and len(gap) >= _WIDE_GAP:
        return "\n"
    if before[-1].isascii() and before[-1].isalnum() and flat[end].isascii() and flat[end].isalnum():
        return " "
    return ""


def fold_key(text: str) -> str:
    """Return the identity of a text: folded, without any white space, for comparing sentences over formats."""
    return "".join(character for character in fold_characters(text) if not character.isspace())
