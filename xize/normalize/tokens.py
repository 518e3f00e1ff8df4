"""Level one: folded characters → typed tokens (词元).

Every folded character is in exactly one token; what no pattern claims is TEXT. Bracketed asides are one PAREN token
each, with the tokens of their inside.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple

import regex

from xize.normalize.scan import mark_at, scan

CHUNK = 4000
"""Longer texts are tokenised in pieces even where no full stop parts them."""

PIECE = 300
"""The least length of a piece: the first full stop after it ends the piece, and decides which patterns can match."""

_SHORT = 2000
"""Texts up to this length are remembered: the same sentence stands in many cells."""

_DEPTH = 6
_OPERATORS = frozenset("=*/+Σ∑")
_PLAIN = frozenset({"TEXT", "WORD"})
_NONE: Mapping[str, Any] = {}


class Token(NamedTuple):
    """A typed token: `[start, end)` of the folded text; `values` are its named parts, `spans` their places."""

    kind: str
    start: int
    end: int
    text: str
    name: str = ""
    values: Mapping[str, str] = _NONE
    spans: Mapping[str, tuple[int, int]] = _NONE
    inner: tuple[Token, ...] = ()


def tokenise(text: str, *, depth: int = 0, base: int = 0, every: bool = False) -> tuple[Token, ...]:
    """Return the tokens of a folded text, covering it without gap or overlap.

    Args:
        text: folded text.
        depth: how many brackets the text is inside of.
        base: what to add to every offset.
        every: tokenise sentences that cannot score as well.

    Raises:
        TimeoutError: a pattern takes too long.
    """
    read = _remembered if len(text) <= _SHORT else _tokens
    return read(text, depth, base, every)


def _tokens(text: str, depth: int, base: int, every: bool) -> tuple[Token, ...]:
    live = _Live(text, every=every)
    tokens: list[Token] = []
    position = 0
    for start, end in _parens(text) if depth < _DEPTH else ():
        tokens += _plain(text, position, start, base, live)
        inner = tokenise(text[start + 1 : end - 1], depth=depth + 1, base=base + start + 1, every=every)
        tokens.append(Token("PAREN", base + start, base + end, text[start:end], "paren", inner=inner))
        position = end
    tokens += _plain(text, position, len(text), base, live)
    return tuple(_joined(tokens))


_remembered = lru_cache(maxsize=512)(_tokens)


def _parens(text: str) -> Iterator[tuple[int, int]]:
    """Yield outermost bracket pairs that are no list mark and no part of a token such as (含) or (次)."""
    opened: list[int] = []
    for position, character in enumerate(text):
        if character == "(":
            opened.append(position)
        elif character == ")" and opened:
            start = opened.pop()
            if not opened and not _kept_open(text, start, position + 1):
                yield start, position + 1


_BOUND = regex.compile(
    r"\((?:不?含\d[^()]{0,10}|不?含|次|[0-9]{1,2}|[一二三四五六七八九十]{1,3}|[一-龥]|(?:或)?(?:减少|下降|降低|后退|扣减|扣除|低于|增加|上升|提高|超过))\)"
)


def _kept_open(text: str, start: int, end: int) -> bool:
    """Whether a bracket pair belongs to what stands around it: （含）, （1）, or a factor of a formula."""
    operand = text[max(start - 1, 0) : start] in _OPERATORS or text[end : end + 1] in _OPERATORS
    return operand or _BOUND.fullmatch(text, start, end) is not None


_STOP = regex.compile(r"[;。\n!?]")
# A sentence without any of these scores nothing, and is not worth seventy patterns at every character.
_TRIGGER = regex.compile(
    r"[\d零一二两三四五六七八九十半]分|全扣|废标|无效[投标响]|\A每[一-龥]{1,4}\Z"
    r"|[扣减罚]|[加得计记+]\d|[一-龥:)]-\d|[加计记赋得满全给]分|否[决优]|酌情|适当|不[得能予可再]"
    r"|资格|称号|[评定列]为|[档等]次|等级|具体|详见|参见|《|比例|占比|完成率|[为完满]为?止|不设|封顶|上限|不超|最[多高]|[=*×]"
    r"|乘|%的?[计得给]|基[本础]分|论处|递减|[优良差好]\d|不计|无需|标准分|分值|权重|按.{2,12}算"
    r"|废标|无效(?:投标|标|响应)|视[为同作][缺未不旷无逾]|按[缺未不旷迟早逾].{1,8}(?:计|处理|论|对待)"
)


class _Live:
    """Which sentences of a text may score, so that the others need not be searched."""

    def __init__(self, text: str, *, every: bool = False) -> None:
        self._starts: list[int] = []
        self._may: list[bool] = []
        position = 0
        while position < len(text):
            stop = _STOP.search(text, position)
            end = stop.end() if stop else len(text)
            self._starts.append(position)
            self._may.append(every or _TRIGGER.search(text, position, end) is not None)
            position = end

    def at(self, position: int) -> bool:
        """Return whether the sentence around a position may score."""
        return self._may[bisect_right(self._starts, position) - 1]


def _plain(text: str, start: int, end: int, base: int, live: _Live) -> Iterator[Token]:
    """Tokenise the runs of sentences that may score, in pieces; of the others only list mark and full stop."""
    held = position = start
    while position < end:
        stop = _STOP.search(text, position, end)
        until = stop.end() if stop else end
        empty = stop is not None and stop.start() == position
        if not empty and not live.at(position):
            yield from _pieces(text, held, position, base)
            yield from _silent(text, position, stop.start() if stop else end, until, base)
            held = until
        position = until
    yield from _pieces(text, held, end, base)


def _pieces(text: str, start: int, end: int, base: int) -> Iterator[Token]:
    while start < end:
        stop = min(end, start + CHUNK)
        cut = _STOP.search(text, start + PIECE, stop) if start + PIECE < stop else None
        stop = cut.end() if cut is not None else stop
        yield from _chunk(text, start, stop, base)
        start = stop


def _silent(text: str, start: int, stop: int, end: int, base: int) -> Iterator[Token]:
    found = mark_at(text, start, stop)
    if found is not None:
        yield Token("MARK", base + start, base + found[1].end(), found[1][0], found[0].name)
        start = found[1].end()
    if start < stop:
        yield Token("TEXT", base + start, base + stop, text[start:stop])
    if stop < end:
        yield Token("HARD", base + stop, base + end, text[stop:end], "mark.stop")


def _chunk(text: str, start: int, end: int, base: int) -> Iterator[Token]:
    position = start
    for pattern, match in scan(text, start, end):
        if match.start() > position:
            yield Token("TEXT", base + position, base + match.start(), text[position : match.start()])
        values = {key: value for key, value in match.groupdict().items() if value}
        spans = {key: (base + match.start(key), base + match.end(key)) for key in values}
        yield Token(pattern.kind, base + match.start(), base + match.end(), match[0], pattern.name, values, spans)
        position = match.end()
    if position < end:
        yield Token("TEXT", base + position, base + end, text[position:end])


def _joined(tokens: list[Token]) -> Iterator[Token]:
    """Join neighbouring TEXT (and declared no-score words, which are text to the next level)."""
    for plain, run in groupby(tokens, lambda token: token.kind in _PLAIN):
        if not plain:
            yield from run
            continue
        held = list(run)
        yield Token("TEXT", held[0].start, held[-1].end, "".join(token.text for token in held))
