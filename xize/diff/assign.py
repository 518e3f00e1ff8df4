"""From scored candidates to pairs: best first, each thing once, the runner-up kept, close calls told."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

MARGIN = 0.04
"""A runner-up that comes this close makes the match a question."""


@dataclass(frozen=True)
class Candidate:
    """A possible pair and its score in [0, 1]."""

    score: float
    old: int
    new: int


@dataclass(frozen=True)
class Pair:
    """A chosen pair: the pass that made it, its score, the runner-up, and rivals within the margin."""

    old: int
    new: int
    by: str
    score: float = 1.0
    runner_up: tuple[Literal["old", "new"], int, float] | None = None
    rivals: tuple[int, ...] = ()
    """Other old ones (same `new`) that came within the margin: the match is a question."""


@dataclass
class Matching:
    """The pairs found so far, by old and by new."""

    old: dict[int, Pair] = field(default_factory=dict)
    new: dict[int, Pair] = field(default_factory=dict)

    def add(self, pair: Pair) -> None:
        """Take a pair."""
        self.old[pair.old] = pair
        self.new[pair.new] = pair


def exact(
    matching: Matching,
    by: str,
    old: Mapping[int, Hashable],
    new: Mapping[int, Hashable],
    *,
    indistinct: bool = False,
) -> None:
    """Pair what has the same key and is alone with it on each side.

    Args:
        matching: where pairs are added.
        by: the name of the pass.
        old: the key of each old thing; None is no key.
        new: likewise.
        indistinct: things with the same key cannot be told apart at all, so several are paired in document order.
    """
    buckets: dict[Hashable, tuple[list[int], list[int]]] = {}
    for side, keys, taken in ((0, old, matching.old.keys()), (1, new, matching.new.keys())):
        for item, key in keys.items():
            if key is not None and item not in taken:
                buckets.setdefault(key, ([], []))[side].append(item)
    for left, right in buckets.values():
        if len(left) == len(right) == 1 or (indistinct and left and right):
            for one, other in zip(left, right, strict=False):
                matching.add(Pair(one, other, by))


def greedy(
    matching: Matching,
    by: str,
    candidates: Iterable[Candidate],
    least: float,
    same: Callable[[int, int], bool] = lambda left, right: left == right,
) -> None:
    """Pair candidates best first.

    Args:
        matching: where pairs are added.
        by: the name of the pass.
        candidates: the scored pairs.
        least: the score below which nothing is paired.
        same: whether two old things say just the same, so that choosing between them is no question.
    """
    ranked = sorted(candidates, key=lambda c: (-round(c.score, 6), c.old, c.new))
    rivals: dict[tuple[str, int], list[Candidate]] = {}
    for candidate in ranked:
        rivals.setdefault(("old", candidate.old), []).append(candidate)
        rivals.setdefault(("new", candidate.new), []).append(candidate)
    for candidate in ranked:
        if candidate.score < least:
            break
        if candidate.old in matching.old or candidate.new in matching.new:
            continue
        others = [c for c in rivals["new", candidate.new] if c.old != candidate.old and c.old not in matching.old]
        news = [c for c in rivals["old", candidate.old] if c.new != candidate.new and c.new not in matching.new]
        best = max((*others, *news), key=lambda c: c.score, default=None)
        runner: tuple[Literal["old", "new"], int, float] | None = None
        if best is not None:
            runner = ("old", best.old, best.score) if best.new == candidate.new else ("new", best.new, best.score)
        close = [c.old for c in others if candidate.score - c.score < MARGIN and not same(c.old, candidate.old)]
        matching.add(Pair(candidate.old, candidate.new, by, round(candidate.score, 3), runner, tuple(close)))
