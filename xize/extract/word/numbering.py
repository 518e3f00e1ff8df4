"""Automatic numbers as Word shows them: definitions, counters, restarts.

Lists that share an abstract definition share its counters. A list with a start override restarts where it is first
used. A deeper level restarts after any level above it, unless `w:lvlRestart` says otherwise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xize.extract.word.names import MC, VAL, W, flag, integer
from xize.extract.word.number_format import formatted
from xize.extract.word.styles import Style, Styles
from xize.extract.word.symbols import is_symbol_font, printed

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")
_SUFFIX = {"tab": "\t", "space": " ", "nothing": ""}


@dataclass(frozen=True)
class Level:
    """One level of a list. `restart` is the 1-based level that restarts it (0: none; None: any above)."""

    text: str
    format: str = "decimal"
    pattern: str | None = None
    start: int = 1
    suffix: str = "\t"
    restart: int | None = None
    legal: bool = False
    hidden: bool = False
    style: str | None = None
    font: str | None = None


@dataclass(frozen=True)
class Number:
    """A rendered number and the gap after it. `unknown` names a format that is not known (`text` is a decimal)."""

    text: str
    suffix: str
    unknown: str | None = None


@dataclass
class _List:
    """A `w:num`: its levels after overrides, its start overrides, and the counters it shares."""

    levels: dict[int, Level]
    starts: dict[int, int]
    counters: _Counters


@dataclass
class _Counters:
    values: dict[int, int] = field(default_factory=dict)
    started: set[tuple[int, int]] = field(default_factory=set)


class Numbering:
    """The numbering part, and how far every list has come. One instance for one story of the document."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._nums: dict[int, Element] = {}
        self._abstracts: dict[int, Element] = {}
        if root is not None:
            for num in root.iterchildren(W + "num"):
                self._nums.setdefault(integer(num, W + "numId") or 0, num)
            for abstract in root.iterchildren(W + "abstractNum"):
                self._abstracts.setdefault(integer(abstract, W + "abstractNumId") or 0, abstract)
        self._lists: dict[int, _List | None] = {}
        self._counters: dict[int, _Counters] = {}

    def place(self, direct: Element | None, style: Style) -> tuple[int, int] | None:
        """Return the list and level of a paragraph, or None where it is in no list.

        Args:
            direct: the paragraph's own `w:numPr`.
            style: its style after inheritance.
        """
        num_id, level = integer(_child(direct, "numId")), integer(_child(direct, "ilvl"))
        if num_id is None:
            num_id = style.num_id
            if level is None and num_id:
                level = self._level_of_style(num_id, style)
        # numId 0 takes a paragraph out of the list its style is in.
        return (num_id, min(max(level or 0, 0), LEVELS - 1)) if num_id else None

    def next(self, num_id: int, level: int) -> Number | None:
        """Count a paragraph and return its number; None where the list or the level is not defined."""
        found = self._list(num_id)
        if found is None or level not in found.levels:
            return None
        counters = found.counters
        self._count(num_id, level, found)
        definition = found.levels[level]
        if definition.hidden:
            return Number("", "")
        unknown: list[str] = []

        def value(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            other = found.levels.get(at, definition)
            name = "decimal" if definition.legal and other.format not in {"none", "bullet"} else other.format
            number = counters.values.get(at, found.starts.get(at, other.start))
            text = formatted(number, name, other.pattern)
            if text is None:
                unknown.append(name)
            return str(number) if text is None else text

        if definition.format == "bullet":
            text = _bullet(definition)
        else:
            text = _PLACEHOLDER.sub(value, definition.text)
        return Number(text, definition.suffix if text else "", unknown[0] if unknown else None)

    def _count(self, num_id: int, level: int, found: _List) -> None:
        values, started = found.counters.values, found.counters.started
        first = (num_id, level) not in started
        started.add((num_id, level))
        if level not in values or (first and level in found.starts):
            values[level] = found.starts.get(level, found.levels[level].start)
        else:
            values[level] += 1
        # A level above that was skipped counts as begun: after 1.1 without any 1, the next is 2.
        for upper in range(level):
            if upper in found.levels:
                values.setdefault(upper, found.starts.get(upper, found.levels[upper].start))
        for deeper in range(level + 1, LEVELS):
            restart = found.levels[deeper].restart if deeper in found.levels else None
            if restart is None or 0 <= level < restart:
                values.pop(deeper, None)

    def _level_of_style(self, num_id: int, style: Style) -> int:
        found = self._list(num_id)
        for index, level in (found.levels if found else {}).items():
            if style.num_style is not None and level.style == style.num_style:
                return index
        return style.num_level or 0

    def _list(self, num_id: int) -> _List | None:
        if num_id not in self._lists:
            self._lists[num_id] = self._read(num_id)
        return self._lists[num_id]

    def _read(self, num_id: int) -> _List | None:
        num = self._nums.get(num_id)
        found = self._abstract(num, hops=8)
        if num is None or found is None:
            return None
        key, abstract = found
        levels = _levels(abstract)
        starts: dict[int, int] = {}
        for override in num.iterchildren(W + "lvlOverride"):
            index = integer(override, W + "ilvl")
            if index is None:
                continue
            if (own := override.find(W + "lvl")) is not None:
                levels[index] = _level(own)
            if (start := integer(override.find(W + "startOverride"))) is not None:
                starts[index] = start
        return _List(levels, starts, self._counters.setdefault(key, _Counters()))

    def _abstract(self, num: Element | None, hops: int) -> tuple[int, Element] | None:
        """Follow `w:numStyleLink` to the definition that holds the levels; a circle ends in None."""
        key = integer(_child(num, "abstractNumId"))
        abstract = None if key is None else self._abstracts.get(key)
        if key is None or abstract is None or hops == 0:
            return None
        link = abstract.find(W + "numStyleLink")
        if link is None:
            return key, abstract
        linked = self._nums.get(self._styles.numbering_of(link.get(VAL)) or 0)
        return self._abstract(linked, hops - 1)


def _bullet(level: Level) -> str:
    """Return a bullet as printed; a sign of a picture font that is not known is still a bullet."""
    if is_symbol_font(level.font):
        return printed(level.text, level.font) or "•"
    return "".join("•" if "\ue000" <= char <= "\uf8ff" else char for char in level.text)


def _child(parent: Element | None, name: str) -> Element | None:
    return None if parent is None else parent.find(W + name)


def _levels(abstract: Element) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for element in abstract.iterchildren(W + "lvl"):
        index = integer(element, W + "ilvl")
        if index is not None:
            levels[index] = _level(element)
    return levels


def _level(element: Element) -> Level:
    form = element.find(W + "numFmt")
    alternate = element.find(f"{MC}AlternateContent/{MC}Choice/{W}numFmt")
    if alternate is not None:  # a custom format; its fallback is a plain one
        form = alternate
    text, suffix, style = element.find(W + "lvlText"), element.find(W + "suff"), element.find(W + "pStyle")
    fonts = element.find(f"{W}rPr/{W}rFonts")
    start = integer(element.find(W + "start"))
    return Level(
        text="" if text is None else text.get(VAL, ""),
        format="decimal" if form is None else form.get(VAL, "decimal"),
        pattern=None if form is None else form.get(W + "format"),
        # A level without w:start begins at 0 (ECMA-376 part 1, 17.9.25).
        start=0 if start is None else start,
        suffix=_SUFFIX.get("tab" if suffix is None else suffix.get(VAL, "tab"), "\t"),
        restart=integer(element.find(W + "lvlRestart")),
        legal=bool(flag(element.find(W + "isLgl"))),
        hidden=bool(flag(element.find(f"{W}rPr/{W}vanish"))),
        style=None if style is None else style.get(VAL),
        font=None if fonts is None else fonts.get(W + "ascii") or fonts.get(W + "hAnsi"),
    )
