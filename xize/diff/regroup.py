"""Split and merged indicators, by coverage: parts that lie in one indicator of the other side and together make it."""

from __future__ import annotations

from dataclasses import dataclass

from xize.diff.assign import Matching, Pair
from xize.diff.nodes import Forest, Node
from xize.diff.similarity import Features, Index, Rarity

_INSIDE = 0.7
"""A part lies in a whole where so much of it is found there."""
_TOGETHER = 0.7
"""Parts make a whole where they cover so much of it."""
_GAIN = 0.12
"""A further part must cover so much that the others do not."""


@dataclass(frozen=True)
class Group:
    """Indicators of two sides that belong in one row; more than one on one side at most."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    pair: Pair | None = None


def regroup(old: Forest, new: Forest, matching: Matching) -> list[Group]:
    """Return one group for every indicator of both sides, in the order of the new document, then the removed ones."""
    split = _parts(old, new, {o: p.new for o, p in matching.old.items()}, set(matching.new))
    taken = {part for parts in split.values() for part in parts}
    changed = {n: p.old for n, p in matching.new.items() if n not in taken and p.old not in split}
    merged = _parts(new, old, changed, {*matching.old, *split})
    merged = {n: parts for n, parts in merged.items() if n not in taken}
    groups: list[Group] = []
    done_old: set[int] = set()
    done_new: set[int] = set()
    for whole, parts in split.items():
        groups.append(Group((whole,), tuple(parts), matching.old.get(whole)))
    for whole, parts in merged.items():
        groups.append(Group(tuple(parts), (whole,), matching.new.get(whole)))
    for group in groups:
        done_old.update(group.old)
        done_new.update(group.new)
    for node in new.nodes:
        if node.index in done_new:
            continue
        pair = matching.new.get(node.index)
        groups.append(Group(() if pair is None else (pair.old,), (node.index,), pair))
        done_old.update(() if pair is None else (pair.old,))
    groups += [Group((node.index,), ()) for node in old.nodes if node.index not in done_old]
    return sorted(groups, key=lambda g: (min(g.new, default=len(new.nodes)), min(g.old, default=-1)))


def _parts(wholes: Forest, parts: Forest, partner: dict[int, int], matched: set[int]) -> dict[int, list[int]]:
    """Return the parts of each whole that was divided, in document order.

    Args:
        wholes: the side of the undivided indicators.
        parts: the other side.
        partner: the part that each whole was matched with, where it was.
        matched: parts that have a partner or may not be used.
    """
    loose = [node for node in parts.nodes if node.index not in matched and _telling(node)]
    if not loose:
        return {}
    open_wholes = [
        node for node in wholes.nodes if node.index not in partner or parts.nodes[partner[node.index]].own != node.own
    ]
    texts = {node.index: node.features for node in open_wholes if _telling(node)}
    rarity = Rarity([*texts.values(), *(node.features for node in loose)])
    index = Index(texts, rarity)
    found: dict[int, list[int]] = {}
    for node in loose:
        ranked = [(rarity.covered(node.features, texts[key]), -key) for key in index.near(node.features)]
        share, key = max(ranked, default=(0.0, 0))
        if share >= _INSIDE:
            found.setdefault(-key, []).append(node.index)
    return {
        whole: members
        for whole, loose_parts in found.items()
        if (members := _members(whole, loose_parts, partner, parts, texts[whole], rarity))
    }


def _members(
    whole: int, loose: list[int], partner: dict[int, int], parts: Forest, text: Features, rarity: Rarity
) -> list[int]:
    """Return the parts that make up a whole, or none where they do not."""
    first = partner.get(whole)
    members = sorted(loose if first is None else [first, *loose])
    if len(members) < 2 or (first is not None and rarity.covered(parts.nodes[first].features, text) < _INSIDE):
        return []
    covered: frozenset[str] = frozenset().union(*(parts.nodes[member].features for member in members))
    if rarity.covered(text, covered) < _TOGETHER:
        return []
    for member in members:
        others = frozenset().union(*(parts.nodes[other].features for other in members if other != member))
        if rarity.covered(text, covered) - rarity.covered(text, others) < _GAIN:
            return []
    return members


def _telling(node: Node) -> bool:
    return len(node.features) >= 6
