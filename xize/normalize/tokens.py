"""Level one: folded characters → typed tokens (词元).

Every folded character is in exactly one token; what no pattern claims is TEXT. Bracketed asides are one PAREN token
each, with the tokens of their inside.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import regex

from xize.normalize.catalogue.load import token_patterns

SECONDS = 2.0
"""The most time the token patterns may take over one text of `CHUNK` characters; beyond it the text is plain TEXT."""

CHUNK = 4000
"""Longer texts are tokenised in pieces, cut after a full stop where there is one."""

_DEPTH = 6
_OPERATORS = frozenset("=*/+")


@dataclass(frozen=True)
class Token:
    """A typed token: `[start, end)` of the folded text; `values` are its named parts, `spans` their places."""

    kind: str
    start: int
    end: int
    text: str
    name: str = ""
    values: dict[str, str] = field(default_factory=dict)
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    inner: tuple[Token, ...] = ()


@cache
def _scanner() -> regex.Pattern[str]:
    return regex.compile("|".join(f"(?P<t{index}>{each.pattern})" for index, each in enumerate(token_patterns())))


def tokenise(text: str, *, depth: int = 0, base: int = 0, every: bool = False) -> tuple[Token, ...]:
    """Return the tokens of a folded text, covering it without gap or overlap.

    Args:
        text: folded text.
        depth: how many brackets the text is inside of.
        base: what to add to every offset.
        every: tokenise sentences that cannot score as well.
    """
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


_BOUND = regex.compile(r"\((?:不?含\d[^()]{0,10}|不?含|次|[0-9]{1,2}|[一二三四五六七八九十]{1,3}|[一-龥])\)")


def _kept_open(text: str, start: int, end: int) -> bool:
    """Whether a bracket pair belongs to what stands around it: （含）, （1）, or a factor of a formula."""
    operand = text[max(start - 1, 0) : start] in _OPERATORS or text[end : end + 1] in _OPERATORS
    return operand or _BOUND.fullmatch(text, start, end) is not None


_STOP = regex.compile(r"[;。\n!?]")
# A sentence without any of these scores nothing, and is not worth seventy patterns at every character.
_TRIGGER = regex.compile(
    r"[\d零一二两三四五六七八九十半]分|[扣减罚]|[加得计记]\d|[加计记赋得满全给]分|否[决优]|酌情|适当|不[得能予可再]"
    r"|资格|称号|[评定列]为|[档等]次|等级|具体|详见|参见|《|比例|占比|完成率|[为完满]为?止|不设|封顶|上限|不超|最[多高]|[=*×]"
    r"|乘|论处|递减|[优良差好]\d|不计|无需|标准分|分值|权重|按.{2,12}算"
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
        if not live.at(position):
            yield from _pieces(text, held, position, base)
            yield from _silent(text, position, stop.start() if stop else end, until, base)
            held = until
        position = until
    yield from _pieces(text, held, end, base)


def _pieces(text: str, start: int, end: int, base: int) -> Iterator[Token]:
    while start < end:
        stop = min(end, start + CHUNK)
        if stop < end:
            cut = max(text.rfind(mark, start, stop) for mark in "。;\n")
            stop = cut + 1 if cut > start else stop
        yield from _chunk(text, start, stop, base)
        start = stop


def _silent(text: str, start: int, stop: int, end: int, base: int) -> Iterator[Token]:
    mark = _scanner().match(text, start, stop, timeout=SECONDS)
    if mark is not None and mark.end() > start:
        index = next(index for index in range(len(token_patterns())) if mark.group(f"t{index}") is not None)
        pattern = token_patterns()[index]
        if pattern.kind == "MARK":
            yield Token("MARK", base + start, base + mark.end(), mark[0], pattern.name)
            start = mark.end()
    if start < stop:
        yield Token("TEXT", base + start, base + stop, text[start:stop])
    if stop < end:
        yield Token("HARD", base + stop, base + end, text[stop:end], "mark.stop")


def _chunk(text: str, start: int, end: int, base: int) -> Iterator[Token]:
    patterns = token_patterns()
    position = start
    try:
        for match in _scanner().finditer(text, start, end, timeout=SECONDS):
            if match.start() == match.end():
                continue
            if match.start() > position:
                yield Token("TEXT", base + position, base + match.start(), text[position : match.start()])
            found = {key: value for key, value in match.groupdict().items() if value is not None}
            index = next(index for index in range(len(patterns)) if f"t{index}" in found)
            values = {key: value for key, value in found.items() if value and key != f"t{index}"}
            spans = {key: (base + match.start(key), base + match.end(key)) for key in values}
            pattern = patterns[index]
            yield Token(pattern.kind, base + match.start(), base + match.end(), match[0], pattern.name, values, spans)
            position = match.end()
    except TimeoutError:
        # The rest of this piece stays plain: unread, and so reported, never half read.
        pass
    if position < end:
        yield Token("TEXT", base + position, base + end, text[position:end])


def _joined(tokens: list[Token]) -> Iterator[Token]:
    """Join neighbouring TEXT (and declared no-score words, which are text to the next level)."""
    held: Token | None = None
    for token in tokens:
        plain = token if token.kind not in {"WORD"} else Token("TEXT", token.start, token.end, token.text)
        if plain.kind != "TEXT":
            if held is not None:
                yield held
                held = None
            yield plain
        elif held is None:
            held = plain
        else:
            held = Token("TEXT", held.start, plain.end, held.text + plain.text)
    if held is not None:
        yield held
