"""Which old indicator is which new one: passes from strict to approximate, never by position.

An exact pass pairs what has the same key and is alone with it on each side. The approximate passes score candidates
found by their rarest words, by their parents' match and by their children's, three times with a falling threshold, so
that what is certain becomes context for what is less so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xize.diff.assign import Candidate, Matching, Pair, exact, greedy
from xize.diff.nodes import Forest, Node
from xize.diff.similarity import Index, Rarity

_ROUNDS = (("similar", 0.75), ("alike", 0.6), ("distant", 0.46))
_FEW_CHILDREN = 30
"""Among so few children of a matched parent, all are compared with all."""


class Matcher:
    """Matches the indicators of two rubrics.

    Args:
        old: the old side.
        new: the new side.
        settled: pairs a person has settled, by new index; None where the new one has no partner.
    """

    def __init__(self, old: Forest, new: Forest, settled: Mapping[int, int | None]) -> None:
        self.old, self.new = old, new
        self.matching = Matching()
        self._alone = {index for index, partner in settled.items() if partner is None}
        for index, partner in settled.items():
            if partner is not None:
                self.matching.add(Pair(partner, index, "decided"))
        self.rarity = Rarity([])

    def run(self) -> Matching:
        """Run all passes."""
        self._exact("identical", lambda n: (n.above, n.own, n.code, n.below), indistinct=True)
        self._exact("same-code-and-text", lambda n: (n.above, n.own, n.code))
        self._exact("same-text", lambda n: (n.above, n.own))
        self._exact("same-text-elsewhere", lambda n: (n.own, n.below) if n.words.strip() else None)
        self._exact("same-text-elsewhere", lambda n: n.own if n.words.strip() else None)
        if len(self.matching.new) < len(self.new.nodes) and len(self.matching.old) < len(self.old.nodes):
            self._prepare()
            for by, least in _ROUNDS:
                candidates = self._candidates()
                if not candidates:
                    break
                greedy(self.matching, by, candidates, least, self._same_words)
        return self.matching

    def _exact(self, by: str, key: object, *, indistinct: bool = False) -> None:
        assert callable(key)  # noqa: S101 (tells the type checker)
        left = {node.index: key(node) for node in self.old.nodes}
        right = {node.index: key(node) for node in self.new.nodes if node.index not in self._alone}
        exact(self.matching, by, left, right, indistinct=indistinct)

    def free(self, nodes: Iterable[Node], taken: Mapping[int, Pair]) -> list[Node]:
        """Return the nodes that have no partner yet."""
        return [node for node in nodes if node.index not in taken]

    def _prepare(self) -> None:
        texts = [node.features for node in self.free(self.old.nodes, self.matching.old)]
        texts += [node.features for node in self.free(self.new.nodes, self.matching.new)]
        self.rarity = Rarity(texts)

    def _same_words(self, left: int, right: int) -> bool:
        return self.old.nodes[left].below == self.old.nodes[right].below

    def _candidates(self) -> list[Candidate]:
        old = self.free(self.old.nodes, self.matching.old)
        new = [node for node in self.free(self.new.nodes, self.matching.new) if node.index not in self._alone]
        index = Index({node.index: node.features for node in old}, self.rarity)
        found: list[Candidate] = []
        for node in new:
            near = dict.fromkeys((*index.near(node.features), *self._by_parent(node), *self._by_children(node)))
            for other in near:
                score = self._score(self.old.nodes[other], node)
                if score > 0:
                    found.append(Candidate(score, other, node.index))
        return found

    def _by_parent(self, node: Node) -> list[int]:
        """Return the free children of the partner of the node's parent."""
        pair = None if node.parent is None else self.matching.new.get(node.parent)
        if pair is None:
            return []
        children = [c for c in self.old.nodes[pair.old].children if c not in self.matching.old]
        return children if len(children) <= _FEW_CHILDREN else []

    def _by_children(self, node: Node) -> list[int]:
        """Return the free parents of the partners of the node's children."""
        found: dict[int, None] = {}
        for child in node.children:
            pair = self.matching.new.get(child)
            parent = None if pair is None else self.old.nodes[pair.old].parent
            if parent is not None and parent not in self.matching.old:
                found[parent] = None
        return list(found)

    def _score(self, old: Node, new: Node) -> float:
        """Return how likely two indicators are one, in [0, 1]; 0 where nothing they say is common."""
        words = self.rarity.alike(old.features, new.features) if old.words.strip() or new.words.strip() else None
        if words is not None and old.title_features and new.title_features:
            title = self.rarity.alike(old.title_features, new.title_features)
            words = max(words, (words + title) / 2)
        kids = self._kids(old, new)
        if max(words or 0.0, kids or 0.0) < 0.3:
            return 0.0
        parts: list[tuple[float, float]] = [(2, self._parents(old, new)), (1, float(old.code == new.code))]
        parts.append((1, float(old.indicator.points == new.indicator.points)))
        if words is not None:
            parts.append((10, words))
        if old.shapes or new.shapes:
            shared = len(old.shapes & new.shapes)
            parts.append((2, 2 * shared / (len(old.shapes) + len(new.shapes))))
        if kids is not None:
            parts.append((4, kids))
        return sum(weight * value for weight, value in parts) / sum(weight for weight, _ in parts)

    def _parents(self, old: Node, new: Node) -> float:
        if old.parent is None or new.parent is None:
            return float(old.parent is new.parent is None and old.above == new.above)
        pair = self.matching.new.get(new.parent)
        if pair is None:
            return 0.5 if old.parent not in self.matching.old else 0.0
        return float(pair.old == old.parent)

    def _kids(self, old: Node, new: Node) -> float | None:
        """Return the share of children that are partners, or None where one side has none."""
        if not old.children or not new.children:
            return None
        inside = set(old.children)
        partners = (self.matching.new.get(child) for child in new.children)
        common = sum(pair is not None and pair.old in inside for pair in partners)
        return 2 * common / (len(old.children) + len(new.children))
