"""How alike two texts are, by the pairs of characters they share; any room may ask."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

ALIKE = 0.6
"""Texts whose pairs of characters agree at least so far may be versions of one."""

CONTAINED = 4
"""Characters: a shorter name inside another proves nothing."""


def squeeze(text: str) -> str:
    """Return the letters, digits and characters of a text, without white space and marks."""
    return re.sub(r"[\W_]+", "", text)


def similarity(one: str, other: str) -> float:
    """Return how alike two names are, 0 to 1: shared pairs of characters (Dice), 1 only for the same characters."""
    a, left = _pairs(one)
    b, right = _pairs(other)
    if not a or not b:
        return 0.0
    if a == b:
        return 1.0
    size = left.total() + right.total()
    score = 2 * sum(min(count, right[pair]) for pair, count in left.items()) / size if size else 0.0
    # A short name inside a long one is the same thing said shortly.
    short, long = sorted((a, b), key=len)
    return max(score, ALIKE) if len(short) >= CONTAINED and short in long else score


@lru_cache(maxsize=4096)
def _pairs(text: str) -> tuple[str, Counter[str]]:
    plain = squeeze(text)
    return plain, Counter(plain[i : i + 2] for i in range(len(plain) - 1))
