"""The words of a condition (条件), never cut within a word.

The grammar takes particles off the end of a condition character by character (未建立的, 应予以), which leaves 违反原 of
违反原则的. Here the end is put back to the end of the word, and words are taken off that only say that a condition
follows (如, 凡). Nothing else is taken away: a negation, a number or a name stays.
"""

from __future__ import annotations

import regex

from xize.model.anchor import Text
from xize.normalize.ground import Ground
from xize.normalize.lexicon import lexicon
from xize.normalize.word_split import word_ends

_MARK = regex.compile(r"[,;。:、()\n!?]")
_WINDOW = 40
_PARTICLES = regex.compile(r"(?:[则即并且可应将]|(?<=目)的)[的则即并且可应将]*")
"""What the grammar may have cut a word by: any particle but 的, which ends hardly a word but 目的."""


def whole_words(text: Text, ground: Ground, unit_end: int = 0) -> Text:
    """Return a condition, or a member of one, cut at the ends of words.

    Args:
        text: what the grammar cut.
        ground: the text it stands in.
        unit_end: where the noun ends that is counted right before it.
    """
    start, end = ground.place(text.at)
    low = unit_end if start < unit_end < end else _opened(ground.folded.text, start, end)
    high = _closed(ground.folded.text, start, end)
    return text if (low, high) == (start, end) else ground.text(low, high)


def _closed(folded: str, start: int, end: int) -> int:
    """Return where the last word of `[start, end)` ends, particles that are words of their own left off."""
    cut = _PARTICLES.match(folded, end)
    if cut is not None:
        return next((after for before, after in _words(folded, start, end) if before < end < after <= cut.end()), end)
    if folded.endswith("得", start, end):
        before, after = next(reversed([word for word in _words(folded, start, end) if word[0] < end]))
        return before if folded[before:after] in lexicon().particles and before > start else end
    return end


def _opened(folded: str, start: int, end: int) -> int:
    """Return where a condition begins after words that only say that one follows."""
    if not folded.startswith(tuple(lexicon().opening), start, end):
        return start
    before, after = next(word for word in _words(folded, start, end) if word[1] > start)
    return after if before == start and after < end and folded[before:after] in lexicon().opening else start


def _words(folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the words around a range, as far as its clause reaches."""
    begin = max((mark.end() for mark in _MARK.finditer(folded, max(0, start - _WINDOW), start)), default=start)
    stop = _MARK.search(folded, end, end + _WINDOW)
    ends = [begin + at for at in word_ends(folded[begin : stop.start() if stop else end + _WINDOW])]
    return list(zip((begin, *ends), ends, strict=False))
