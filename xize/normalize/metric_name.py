"""The name of what a threshold measures (指标名称), cut at the ends of words.

The grammar finds where a name stands; here it is made a whole one. A name is what is printed right before the
threshold, in one piece: whole words only, without what leads up to it (对, 其中, 完成), the place it is taken in
(辖区), the verb of holding an activity (举办), words of the comparison (应, 每), and the period, which belongs to the
condition. Where a period stands inside (护士长每月查房), the name is what follows it. A verb that names nothing (发生)
is no name.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import regex

from xize.normalize.lexicon import lexicon
from xize.normalize.thresholds import LED, TRAILED
from xize.normalize.word_split import word_ends

_MARK = regex.compile(r"[,;。:、()\n!?]")
_REACH = 12
"""How far before a name the words can begin that the grammar took off it."""
_STATEMENT = 1000
"""How far before its threshold a name is looked for; no statement is longer."""
_WINDOW = 40
"""How much of a clause on each side of a name is split into words with it."""


@dataclass(frozen=True)
class _Name:
    """Words `[start, end)` of a folded text; `ends` are where words end, a suffix (率) and its word being one."""

    folded: str
    ends: tuple[int, ...]
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.folded[self.start : self.end]

    def first(self) -> str:
        """Return the first word."""
        return self.folded[self.start : next(end for end in self.ends if end > self.start)]

    def last(self) -> str:
        """Return the last word."""
        before = [end for end in self.ends if self.start <= end < self.end]
        return self.folded[max(before, default=self.start) : self.end]


def metric_name(folded: str, found: str, start: int, end: int) -> str | None:
    """Return the name of what is measured, or None where the words name nothing.

    Args:
        folded: the folded text.
        found: the name as the grammar found it, before the threshold or in it.
        start: where the threshold begins.
        end: where the threshold ends.
    """
    place = _place(folded, found, end)
    if place is None:
        return found
    low, high = place
    led = LED.search(folded, max(0, low - _REACH), low)
    low = led.start() if led else low
    if high <= start:
        trailed = TRAILED.match(folded, high, start)
        high = trailed.end() if trailed else high
    if folded[low:high] == found and not _asks(found):
        return found
    name = _shorn(_whole(folded, low, high, start if high <= start else end))
    return None if name.start >= name.end or name.text in lexicon().nameless else name.text


def _asks(found: str) -> bool:
    """Whether a name of which the grammar took nothing off may hold what is no part of it."""
    words = lexicon()
    begins = found.startswith((*words.leading, *words.scope, *words.holding))
    return begins or found in words.nameless or words.period.search(found) is not None


def _place(folded: str, found: str, until: int) -> tuple[int, int] | None:
    """Return where a name stands last before `until`; of 甲或乙 from the first to the last."""
    since = max(0, until - _STATEMENT)
    at = folded.rfind(found, since, until)
    if at >= 0:
        return at, at + len(found)
    first, _, last = found.rpartition("或")
    at = folded.rfind(last, since, until)
    start = folded.rfind(first, since, at) if at > 0 else -1
    return (start, at + len(last)) if first and start >= 0 else None


def _whole(folded: str, low: int, high: int, until: int) -> _Name:
    """Return the words that `[low, high)` touches, none reaching beyond `until`, where the grammar has its boundary."""
    begin = max(0, low - _WINDOW)
    begin = max((mark.end() for mark in _MARK.finditer(folded, begin, low)), default=begin)
    stop = _MARK.search(folded, high, high + _WINDOW)
    ends = [begin + end for end in word_ends(folded[begin : stop.start() if stop else high + _WINDOW])]
    start = max((end for end in ends if end <= low), default=begin)
    end = min(next((end for end in ends if end >= high), high), max(until, high))
    glued = (
        at
        for at, after in zip(ends, (*ends[1:], 0), strict=True)
        if not (after == at + 1 and at > start and folded[at] in lexicon().suffixes)
    )
    return _Name(folded, tuple(sorted({*glued, end})), start, end)


def _shorn(name: _Name) -> _Name:
    """Return a name without the words at its ends that are no part of it."""
    before = None
    while name != before and name.start < name.end:
        before = name
        name = _without_end(_without_period(name))
        name = _without_beginning(name)
    return name


def _without_period(name: _Name) -> _Name:
    bounds = {name.start, *name.ends}
    for match in lexicon().period.finditer(name.folded, name.start, name.end):
        if not bounds.issuperset(match.span()):
            continue
        follows = replace(name, start=match.end())
        return follows if name.end - match.end() > 1 else replace(name, end=match.start())
    return name


def _without_end(name: _Name) -> _Name:
    last = name.last()
    return replace(name, end=name.end - len(last)) if last in lexicon().trailing else name


def _without_beginning(name: _Name) -> _Name:
    words, first = lexicon(), name.first() if name.start < name.end else ""
    rest = replace(name, start=name.start + len(first))
    if first in words.leading:
        # A single character before another is more likely a word that is not known (对标率) than two words.
        after = rest.first() if rest.start < rest.end else ""
        unknown = len(after.rstrip("".join(words.suffixes))) < 2 and after not in words.determiners
        return name if len(first) == 1 and unknown else rest
    names = rest.end - rest.start > 1
    return rest if names and (first in words.scope or first in words.holding) else name
