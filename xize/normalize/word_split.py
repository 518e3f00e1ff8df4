"""Words and numbers of a text (分词): the one place that uses jieba.

The grammar does not depend on this segmentation: kinds, signs, amounts, caps, anchors of effects and questions are
decided without it. It serves wording (names of metrics, ends of conditions) and comparison, where a word is what a
person sees.

The segmentation is the same everywhere and always: jieba's dictionary as installed, read anew in every process that
asks, and the domain lexicon on top; the hidden Markov model, which makes up words that no dictionary has, is off.
Nothing is written: jieba's own cache would be a marshalled file in the shared temporary folder, where anybody may put
another.
"""

from __future__ import annotations

import logging
from functools import cache, lru_cache
from itertools import accumulate
from typing import Any

import regex

from xize.normalize.catalogue.measures import classifier
from xize.normalize.fold import fold_characters
from xize.normalize.lexicon import lexicon

_LEAST = 4
"""Words counted less often in jieba's corpus are left out: over half, mostly names, and half the time to load."""

_TERM = 500
"""How often a term of the lexicon is counted at least; more where that is what it takes to win over its own pieces."""


@cache
def _jieba() -> Any:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    with tokenizer.get_dict_file() as file:
        tokenizer.FREQ, tokenizer.total = _frequencies(file.read().decode("utf-8"))
    tokenizer.initialized = True
    for term in lexicon().terms:
        # No more than it takes: a term that is too frequent draws characters from its neighbours (人次 from 人 | 次要).
        tokenizer.add_word(term, max(_TERM, tokenizer.suggest_freq(term)))
    return tokenizer


def _frequencies(dictionary: str) -> tuple[dict[str, int], int]:
    """Return the counts of the words of a dictionary in jieba's form, of their beginnings 0, and the sum of all."""
    found: dict[str, int] = {}
    total = 0
    for line in dictionary.splitlines():
        word, count, _ = line.split(" ")
        if int(count) < _LEAST:
            continue
        found[word] = int(count)
        total += int(count)
        for end in range(1, len(word)):
            found.setdefault(word[:end], 0)
    return found, total


@cache
def _number() -> regex.Pattern[str]:
    return regex.compile(rf"\d+(?:\.\d+)?(?:[%‰]|个?百分点|分|倍|{classifier()})?")


def split_words(text: str) -> tuple[str, ...]:
    """Split a text into words; a number and the unit after it are one word.

    Returns:
        The words in order; joined they are exactly `text`.
    """
    found: list[str] = []
    last = 0
    for match in _number().finditer(fold_characters(text)):
        found += _plain(text[last : match.start()])
        found.append(text[match.start() : match.end()])
        last = match.end()
    return (*found, *_plain(text[last:]))


@lru_cache(maxsize=4096)
def word_ends(text: str) -> tuple[int, ...]:
    """Return where the words of a text end, by jieba and the lexicon alone; a number is one word, its unit another."""
    return tuple(accumulate(map(len, _plain(text))))


def _plain(text: str) -> list[str]:
    return list(_jieba().cut(text, HMM=False)) if text else []
