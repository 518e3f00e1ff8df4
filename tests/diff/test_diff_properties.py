"""What holds for any pair of rubrics: nothing dropped, the patch applies, marked text reads both ways."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonpatch
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xize.diff.changes import DiffResult
from xize.diff.engine import diff
from xize.diff.mark import marked
from xize.diff.match import Matcher
from xize.diff.patch import json_patch
from xize.model.rubric import DraftRubric

ROOT = Path(__file__).parents[2]


def _benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("benchmark_diff", ROOT / "benchmarks" / "diff.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


bench = _benchmark()


@pytest.fixture(scope="module")
def pairs() -> list[tuple[DraftRubric, DraftRubric, Any, DiffResult]]:
    found = []
    models = bench.rubrics(real=False)
    for seed, old in enumerate([*models.values(), *models.values(), *models.values()]):
        new, truth = bench.mutate(old, seed, 0.3)
        found.append((old, new, truth, diff(old, new, names=("old", "new"))))
    return found


def _rules(body: DraftRubric) -> Counter[str]:
    found = [rule.id for node in body.walk() for rule in node.rules]
    spelled = [node.elaboration for node in body.walk() if node.elaboration is not None]
    return Counter(found + [rule.id for elaboration in spelled for rule in elaboration.rules])


def test_every_indicator_and_rule_is_in_exactly_one_row(pairs: Any) -> None:
    for old, new, _, result in pairs:
        for side, body in (("old", old), ("new", new)):
            nodes = Counter(ref.id for row in result.rows for ref in getattr(row, side))
            rules = Counter(
                getattr(rule, side).id for row in result.rows for rule in row.rules if getattr(rule, side) is not None
            )
            assert nodes == Counter(node.id for node in body.walk())
            assert rules == _rules(body)


def test_mutations_are_found_and_nothing_else(pairs: Any) -> None:
    matches, changes = bench.Tally(), bench.Tally()
    for _, _, truth, result in pairs:
        found, typed = bench.told(result)
        matches.add(found, Counter(dict.fromkeys(truth.pairs, 1)))
        changes.add(typed, Counter(dict(truth.changes)))
    assert changes.hit > 60
    assert min(matches.rates()) >= 0.99
    assert min(changes.rates()) >= 0.98


def test_the_patch_turns_old_into_new(pairs: Any) -> None:
    for old, new, _, _ in pairs[:13]:
        left, right = json.loads(old.model_dump_json()), json.loads(new.model_dump_json())
        assert jsonpatch.apply_patch(left, json_patch(left, right)) == right


def test_marked_text_reads_both_ways(pairs: Any) -> None:
    seen = 0
    for _, _, _, result in pairs:
        for row in result.rows:
            for rule in row.rules:
                if rule.marked and rule.old is not None and rule.new is not None:
                    seen += 1
                    assert "".join(mark.text for mark in rule.marked if mark.op != "removed") == rule.new.text
                    assert "".join(mark.text for mark in rule.marked if mark.op != "added") == rule.old.text
    assert seen > 10


TEXTS = st.text(alphabet="每发现1例扣0.5分，２件％%个百分点 \n未建立ab的", max_size=40)


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS)
def test_marking_loses_no_character(old: str, new: str) -> None:
    marks = marked(old, new)
    assert "".join(mark.text for mark in marks if mark.op != "removed") == new
    assert "".join(mark.text for mark in marks if mark.op != "added") == old


def test_a_number_and_its_unit_are_one_word() -> None:
    marks = [(mark.op, mark.text) for mark in marked("每件扣0.5分，低于90%的", "每件扣1.5分，低于90个百分点的")]
    assert ("removed", "0.5分") in marks
    assert ("added", "1.5分") in marks
    assert ("removed", "90%") in marks
    assert ("added", "90个百分点") in marks


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from(["", "a", "分"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["a", "b", "/", "~", "title"]), inner),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(JSON, JSON)
def test_a_patch_of_any_json_applies(old: Any, new: Any) -> None:
    patched = jsonpatch.apply_patch(old, json_patch(old, new))
    assert json.dumps(patched, sort_keys=True) == json.dumps(new, sort_keys=True)


def test_matching_does_not_compare_all_with_all(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = []
    plain = Matcher._score
    for size in (150, 600):
        calls = []
        monkeypatch.setattr(Matcher, "_score", lambda self, a, b, calls=calls: calls.append(1) or plain(self, a, b))
        old = bench.large(size, 1)
        new, _ = bench.mutate(old, 2, share=0.5)
        diff(old, new, names=("old", "new"))
        counts.append(len(calls))
    assert counts[0] > 0
    assert counts[1] < 8 * counts[0]


def test_items_that_only_a_number_tells_apart_are_matched() -> None:
    old = bench.large(60, 1)
    titled = [
        [node.model_copy(update={"title": f"{verb}第{at}号点位管理", "fields": {}, "rules": (), "code": None})
         for at, node in enumerate(old.walk(), 1)]
        for verb in ("加强", "强化")
    ]  # fmt: skip
    sides = [
        old.model_copy(update={"sheets": (old.sheets[0].model_copy(update={"indicators": tuple(nodes)}),)})
        for nodes in titled
    ]
    result = diff(*sides, names=("old", "new"))
    assert result.counts() == {"indicator-renamed": 60}
    assert all(row.old[0].id == row.new[0].id for row in result.rows)
