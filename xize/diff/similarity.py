"""How alike two texts are: shared words and pairs of characters, weighted by rarity; and an index that finds them."""

from __future__ import annotations

import heapq
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from xize.normalize.fold import fold_characters
from xize.normalize.word_split import split_words

_SILENT = re.compile(r"[\s\u200b-\u200d\u2060\ufeff\u00ad]+")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_NO_WORD = re.compile(r"[\W_]+")
_UNIT = 1_000_000
_PROBES = 10
"""How many of a text's rarest features are looked up."""
_FOUND = 8
"""How many candidates are compared closely."""

Features = frozenset[str]


def fold(text: str) -> str:
    """Return a text as it is compared: width and case folded, white space dropped."""
    return _SILENT.sub("", fold_characters(text)).casefold()


def mask(text: str) -> str:
    """Return a folded text with each number replaced by #, so that a changed amount is no change of words."""
    return _DIGITS.sub("#", fold(text))


def figures(text: str) -> Counter[str]:
    """Return the numbers of a text."""
    return Counter(_DIGITS.findall(fold(text)))


def features(text: str) -> Features:
    """Return the words (two characters or more) and the pairs of characters of a text; numbers count as one sign."""
    masked = mask(text)
    words = {f"w{word}" for word in split_words(masked) if len(word) > 1}
    plain = _NO_WORD.sub("", masked.replace("#", "0"))
    return frozenset(words | {plain[at : at + 2] for at in range(len(plain) - 1)} or ({plain} if plain else set()))


class _Weights(dict[str, int]):
    """Weights by feature; one that no text had weighs most."""

    def __init__(self, weights: Mapping[str, int], unknown: int) -> None:
        super().__init__(weights)
        self._unknown = unknown

    def __missing__(self, key: str) -> int:
        return self._unknown


class Rarity:
    """The weight of each feature: the rarer it is among all texts compared, the more it tells.

    Weights are whole numbers, so that a sum is the same in whatever order it is taken.
    """

    def __init__(self, texts: Iterable[Features]) -> None:
        count: Counter[str] = Counter()
        total = 0
        for text in texts:
            count.update(text)
            total += 1
        weights = {name: round(_UNIT * math.log(1 + total / number)) for name, number in count.items()}
        self.weights = _Weights(weights, round(_UNIT * math.log(1 + total)))
        self._known: dict[Features, int] = {}

    def weight(self, text: Features) -> int:
        """Return the weight of a text."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = sum(map(self.weights.__getitem__, text))
        return known

    def _common(self, left: Features, right: Features) -> int:
        return sum(map(self.weights.__getitem__, left & right))

    def alike(self, left: Features, right: Features) -> float:
        """Return the weighted Dice coefficient of two texts, in [0, 1]; two empty ones are alike."""
        whole = self.weight(left) + self.weight(right)
        return 2 * self._common(left, right) / whole if whole else 1.0

    def covered(self, part: Features, whole: Features) -> float:
        """Return how much of `part` is in `whole`, in [0, 1]."""
        weight = self.weight(part)
        return self._common(part, whole) / weight if weight else 0.0


class Index:
    """Finds the texts that share rare features with another, without comparing all with all."""

    def __init__(self, texts: Mapping[int, Features], rarity: Rarity) -> None:
        self._rarity = rarity
        self._holders: dict[str, list[int]] = {}
        for key, text in texts.items():
            for name in text:
                self._holders.setdefault(name, []).append(key)
        # A feature that very many share tells little and would make the cost quadratic.
        self._common = max(_PROBES, 2 * math.isqrt(len(texts)))

    def near(self, text: Features, count: int = _FOUND) -> list[int]:
        """Return the keys of the texts that share most, best first, ties in order of the keys."""
        weights = self._rarity.weights
        known = [name for name in text if len(self._holders.get(name, ())) in range(1, self._common + 1)]
        probes = heapq.nsmallest(_PROBES, known, key=lambda name: (len(self._holders[name]), name))
        shared: Counter[int] = Counter()
        for name in probes:
            weight = weights[name]
            for key in self._holders[name]:
                shared[key] += weight
        return heapq.nsmallest(count, shared, key=lambda key: (-shared[key], key))
