"""Where the token patterns match: leftmost first, in catalogue order where several begin at one place (扫描).

Each pattern is searched for by itself, so that the engine can run from one literal it needs to the next; one
alternation of all of them would be tried at every character. A pattern whose `needs` do not occur is not searched for.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from functools import cache

import regex

from xize.normalize.catalogue.load import TokenPattern, token_patterns

SECONDS = 2.0
"""The most time one search may take; a text on which a pattern takes longer is left unread whole, and reported."""

WINDOW = 4000
"""How much of a text one search sees, so that its time does not depend on the length of the text."""

OVERLAP = 1000
"""How far a window reaches into the next: more than any pattern of this room can match."""

_Found = tuple[TokenPattern, regex.Match[str]]


@cache
def _compiled() -> tuple[tuple[TokenPattern, regex.Pattern[str], regex.Pattern[str] | None], ...]:
    return tuple(
        (each, regex.compile(each.pattern), regex.compile(each.needs) if each.needs else None)
        for each in token_patterns()
    )


@cache
def _marks() -> tuple[tuple[TokenPattern, regex.Pattern[str]], ...]:
    return tuple((each, compiled) for each, compiled, _ in _compiled() if each.kind == "MARK")


def mark_at(text: str, start: int, stop: int) -> _Found | None:
    """Return the list mark that stands at `start`, with its pattern."""
    for pattern, compiled in _marks():
        match = compiled.match(text, start, stop, timeout=SECONDS)
        if match is not None and match.end() > start:
            return pattern, match
    return None


def scan(text: str, start: int, end: int) -> Iterator[_Found]:
    """Yield the matches in `[start, end)` from left to right without overlap, each with its pattern.

    Raises:
        TimeoutError: a pattern takes too long; what was yielded before it is then no reading of the text.
    """
    patterns = _compiled()
    ahead: list[tuple[int, int, regex.Match[str]]] = []
    for order, (_, compiled, needs) in enumerate(patterns):
        if needs is None or needs.search(text, start, end, timeout=SECONDS):
            _search(compiled, text, start, end, order, ahead)
    while ahead:
        at, order, match = heapq.heappop(ahead)
        if at >= start:
            yield patterns[order][0], match
            start = match.end()
        _search(patterns[order][1], text, start, end, order, ahead)


def find_all(
    pattern: regex.Pattern[str], text: str, start: int = 0, end: int | None = None
) -> Iterator[regex.Match[str]]:
    """Yield the matches of one pattern as `finditer` does, each search bounded in time and in what it sees.

    Raises:
        TimeoutError: a search takes too long.
    """
    end = len(text) if end is None else end
    while start < end:
        stop = min(end, start + WINDOW + OVERLAP)
        match = pattern.search(text, start, stop, timeout=SECONDS)
        if stop < end and (match is None or match.start() >= start + WINDOW):
            start += WINDOW  # a match that begins in the overlap may be cut by its end
        elif match is None:
            return
        else:
            yield match
            start = max(match.end(), match.start() + 1)


def _search(
    compiled: regex.Pattern[str], text: str, start: int, end: int, order: int,
    ahead: list[tuple[int, int, regex.Match[str]]],
) -> None:  # fmt: skip
    """Put the next match of a pattern that is not empty, if there is one, into its place among those ahead."""
    match = compiled.search(text, start, end, timeout=SECONDS)
    while match is not None and match.end() == match.start():
        match = compiled.search(text, match.end() + 1, end, timeout=SECONDS)
    if match is not None:
        heapq.heappush(ahead, (match.start(), order, match))
