"""Every pair of the corpus gives just the changes that were judged by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from xize import pipeline
from xize.diff.engine import diff
from xize.diff.say import value

YEARS = Path(__file__).parents[2] / "corpora" / "years"
PAIRS = sorted(path for path in YEARS.iterdir() if path.is_dir())


def test_there_are_enough_pairs() -> None:
    assert len(PAIRS) >= 8


@pytest.mark.parametrize("pair", PAIRS, ids=lambda path: path.name)
def test_a_pair_of_years(pair: Path) -> None:
    old, new = (pipeline.parse(pair / f"{side}.txt").rubric for side in ("old", "new"))
    result = diff(old, new, names=("old", "new"))
    found = sorted(f"{c.type}: {value(c.before)} → {value(c.after)}" for c in result.all_changes())
    assert found == (pair / "expected.txt").read_text(encoding="utf-8").splitlines()
    assert not result.questions
