"""Compare rubrics with mutated versions whose changes are known; and the growth of the time with the size.

    python benchmarks/diff.py [--real] [--pairs 1000] [--peers 40] [--sizes 250 500 1000 2000 4000]

Precision and recall of matches and of typed changes, beside deepdiff and a line diff, which know no types: of them it
is measured which indicators they tell as changed. The rubrics are those of corpora/documents and, where they are
present, the real documents.
"""

from __future__ import annotations

import argparse
import difflib
import random
import sys
import time
from collections import Counter
from decimal import Decimal
from pathlib import Path

from deepdiff import DeepDiff

from xize import pipeline
from xize.diff.changes import DiffResult
from xize.diff.engine import diff
from xize.model.anchor import Anchor, Text
from xize.model.indicator import Indicator, Sheet
from xize.model.quantity import Per
from xize.model.rubric import DraftRubric
from xize.model.rule import PerUnit

sys.path.insert(0, str(Path(__file__).parent))
from mutation import FAULTS, NAMES, Truth, mutate

ROOT = Path(__file__).parents[1]
UNTOLD = frozenset({"layout"})
"""Shuffling changes the layout only; how many places that touches is not part of the truth."""


class Tally:
    """Hits, false alarms and misses, summed over pairs."""

    def __init__(self) -> None:
        self.hit = self.false = self.missed = 0

    def add(self, found: Counter[object], true: Counter[object]) -> None:
        """Count one comparison."""
        hit = sum((found & true).values())
        self.hit += hit
        self.false += sum(found.values()) - hit
        self.missed += sum(true.values()) - hit

    def text(self) -> str:
        """Return precision and recall."""
        precision = self.hit / (self.hit + self.false) if self.hit + self.false else 1.0
        recall = self.hit / (self.hit + self.missed) if self.hit + self.missed else 1.0
        return f"{precision:.4f}  {recall:.4f}"

    def rates(self) -> tuple[float, float]:
        """Return precision and recall as numbers."""
        return self.hit / max(1, self.hit + self.false), self.hit / max(1, self.hit + self.missed)


def told(result: DiffResult) -> tuple[Counter[object], Counter[object]]:
    """Return the pairs and the typed changes a comparison tells of, in the terms of the truth."""
    pairs: Counter[object] = Counter()
    changes: Counter[object] = Counter()
    for row in result.rows:
        pairs.update((one.id, other.id) for one in row.old for other in row.new)
        name = "+".join(ref.id for ref in row.old) or "+".join(ref.id for ref in row.new)
        changes.update((change.type, name) for change in row.all_changes() if change.type not in UNTOLD)
    return pairs, changes


def touched(truth: Truth) -> Counter[object]:
    """Return the indicators that changed, each once."""
    return Counter({name: 1 for _, names in truth.changes for name in names.split("+")})


def compare(old: DraftRubric, seed: int, matches: Tally, changes: Tally) -> tuple[DraftRubric, Truth, DiffResult]:
    """Mutate, compare, and count."""
    new, truth = mutate(old, seed)
    result = diff(old, new, names=("old", "new"))
    pairs, typed = told(result)
    matches.add(pairs, Counter(dict.fromkeys(truth.pairs, 1)))
    changes.add(typed, Counter(dict(truth.changes)))
    return new, truth, result


def by_deepdiff(old: DraftRubric, new: DraftRubric) -> Counter[object]:
    """Return the old indicators in which deepdiff tells of a change."""
    ids = [node.id for node in old.walk()]
    left, right = ([_plain(node) for node in body.walk()] for body in (old, new))
    found: Counter[object] = Counter()
    for paths in DeepDiff(left, right, ignore_order=True, get_deep_distance=False).to_dict().values():
        for path in paths:
            at = int(str(path).split("[")[1].split("]")[0])
            found[ids[at] if at < len(ids) else f"new {at}"] = 1
    return found


def by_lines(old: DraftRubric, new: DraftRubric) -> Counter[object]:
    """Return the indicators whose lines a line diff tells as changed."""
    left, right = (_lines(body) for body in (old, new))
    found: Counter[object] = Counter()
    matcher = difflib.SequenceMatcher(None, [line for _, line in left], [line for _, line in right], autojunk=False)
    for tag, i, j, m, n in matcher.get_opcodes():
        if tag != "equal":
            found.update({name: 1 for name, _ in left[i:j]} or {name: 1 for name, _ in right[m:n]})
    return Counter(dict.fromkeys(found, 1))


def _plain(node: Indicator) -> dict[str, object]:
    fields = {name: text.text for name, text in node.fields.items()}
    rules = [(rule.kind, rule.sign, str(rule.points), rule.quote) for rule in node.rules]
    return {
        "id": node.id,
        "code": node.code,
        "title": node.title,
        "points": str(node.points),
        "fields": fields,
        "rules": rules,
    }


def _lines(body: DraftRubric) -> list[tuple[str, str]]:
    lines: list[tuple[str, str]] = []
    for node in body.walk():
        lines.append((node.id, f"{node.code} {node.title} {node.points}"))
        lines += [(node.id, text.text) for text in node.fields.values()]
    return lines


def rubrics(*, own: bool = True, real: bool = True) -> dict[str, DraftRubric]:
    """Return the models of the corpora and, where they are present, of the real documents (their text files)."""
    files = sorted((ROOT / "corpora" / "documents").glob("*.docx")) if own else []
    if real:
        files += sorted((ROOT.parent / "shared" / "seeds").glob("*.txt"))
    return {path.stem: pipeline.parse(path).rubric for path in files}


def large(count: int, seed: int) -> DraftRubric:
    """Return a rubric of so many indicators, each in words of its own."""
    dice = random.Random(seed)  # noqa: S311 (no secret)
    at = Anchor(source="s1", start=0, end=0)
    nodes: list[Indicator] = []
    for number in range(1, count + 1):
        words = "".join(dice.choice(NAMES) for _ in range(3)) + f"{number % 97}号点位"
        quote = f"{dice.choice(NAMES)}{dice.choice(NAMES)}{dice.choice(FAULTS)}，每次扣2分"
        per = Per(count=Decimal(1), unit="次", basis="occurrence", explicit=True)
        rule = PerUnit(id=f"1/{number}#1", sign="-", points=Decimal(2), per=per, quote=quote, at=at)
        nodes.append(
            Indicator(
                id=f"1/{number}", code=str(number), title=words, level=1, points=Decimal(10), mode="deduct",
                fields={"criteria": Text(text=quote, at=at)}, rules=(rule,), at=at,
            )
        )  # fmt: skip
    return DraftRubric(sheets=(Sheet(id="1", title="表", indicators=tuple(nodes), at=at),))


def growth(sizes: list[int]) -> None:
    """Print the seconds of comparing a large rubric with one in which half of the indicators changed."""
    print("\nindicators  seconds  per 1,000")
    for size in sizes:
        old = large(size, 1)
        new, _ = mutate(old, 2, share=0.5)
        start = time.process_time()
        diff(old, new, names=("old", "new"))
        seconds = time.process_time() - start
        print(f"{size:10}  {seconds:7.2f}  {1000 * seconds / size:9.2f}")


def quality(pairs: int, peers: int, *, own: bool, verbose: bool) -> None:
    """Print precision and recall."""
    models = list(rubrics(own=own).items())
    matches, changes = Tally(), Tally()
    rivals = {name: Tally() for name in ("xize", "deepdiff", "line diff")}
    wrong: Counter[object] = Counter()
    for seed in range(pairs):
        name, old = models[seed % len(models)]
        new, truth, result = compare(old, seed, matches, changes)
        _, typed = told(result)
        true = Counter(dict(truth.changes))
        for kind, where in list((typed - true).elements()):
            wrong[f"+ {kind}"] += 1
            if verbose:
                print(f"{name} {seed} + {kind} {where}")
        for kind, where in list((true - typed).elements()):
            wrong[f"- {kind}"] += 1
            if verbose:
                print(f"{name} {seed} - {kind} {where}")
        if seed < peers:
            told_by_xize = Counter({one: 1 for _, names in typed for one in str(names).split("+")})
            for rival, found in (
                ("xize", told_by_xize), ("deepdiff", by_deepdiff(old, new)), ("line diff", by_lines(old, new)),
            ):  # fmt: skip
                rivals[rival].add(found, touched(truth))
    print(f"{pairs} pairs of {len(models)} rubrics       precision  recall")
    print(f"matches of indicators            {matches.text()}")
    print(f"typed changes                    {changes.text()}")
    print(f"\nindicators told as changed, {peers} pairs")
    for rival, tally in rivals.items():
        print(f"{rival:32} {tally.text()}")
    if wrong:
        print("\nfalse (+) and missed (-):", ", ".join(f"{kind} {count}" for kind, count in wrong.most_common()))


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=1000)
    parser.add_argument("--peers", type=int, default=40)
    parser.add_argument("--sizes", type=int, nargs="*", default=[250, 500, 1000, 2000, 4000])
    parser.add_argument("--real", action="store_true", help="the real documents only")
    parser.add_argument("--verbose", action="store_true", help="name every false and missed change")
    args = parser.parse_args()
    quality(args.pairs, args.peers, own=not args.real, verbose=args.verbose)
    growth(args.sizes)


if __name__ == "__main__":
    main()
