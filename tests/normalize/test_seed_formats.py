"""Word, PDF and text of one document give the same rules."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from xize import pipeline
from xize.model.rule import Rule

ROOT = Path(__file__).parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"


def signature(rule: Rule) -> tuple[object, ...]:
    """Return what a rule comes to, without its places and white space."""
    condition = "".join(rule.condition.text.split()) if rule.condition is not None else None
    bound = rule.threshold
    per = getattr(rule, "per", None)
    return (
        rule.kind, rule.sign, rule.points, rule.points_max, rule.share, rule.target, condition,
        rule.cap.value if rule.cap is not None else None,
        (bound.op, bound.value, bound.value_max, bound.unit) if bound is not None else None,
        (per.count, per.unit, per.basis, per.explicit) if per is not None else None,
    )  # fmt: skip


def rules(path: Path) -> dict[str, tuple[Counter[object], Counter[object]]]:
    """Return the signatures of the rules and limits of each indicator, by its id."""
    draft = pipeline.draft(pipeline.read(path))
    found: dict[str, tuple[Counter[object], Counter[object]]] = {}
    for node in draft.rubric.walk():
        inner = node.elaboration
        own = (*node.rules, *(inner.rules if inner is not None else ()))
        limits = (*node.limits, *(inner.limits if inner is not None else ()))
        bounds: Counter[object] = Counter((limit.sign, limit.bound, limit.members) for limit in limits)
        found[node.id] = Counter(map(signature, own)), bounds
    return found


@pytest.mark.seeds
@pytest.mark.parametrize("suffix", ["docx", "pdf"])
@pytest.mark.parametrize(
    "number", [0, 1, 2, pytest.param(3, marks=pytest.mark.slow)], ids=lambda number: f"{number:03}"
)
def test_another_format_gives_the_same_rules(number: int, suffix: str) -> None:
    text = rules(next(SEEDS.glob(f"{number:03}_*.txt")))
    other = rules(next(SEEDS.glob(f"{number:03}_*.{suffix}")))
    assert {key: found for key, found in text.items() if other.get(key) != found} == {}
    assert other.keys() == text.keys()
