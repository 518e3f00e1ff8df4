"""Words and numbers of a text (分词): the one place that uses jieba.

The grammar does not depend on this segmentation; it serves comparison, where a word is what a person sees change.
"""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

import regex

from xize.normalize.catalogue.measures import classifier
from xize.normalize.fold import fold_characters


@cache
def _jieba() -> Any:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    # Read the dictionary itself: jieba's cache is a marshalled file in a folder where anybody may write.
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


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


def _plain(text: str) -> list[str]:
    return list(_jieba().cut(text, HMM=False)) if text else []
