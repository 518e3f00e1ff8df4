"""What is found in the real documents: figures only."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from xize import pipeline
from xize.check.report import check

SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"
CONTRADICTIONS = {
    "elaboration-amount-differs": ["1/6/8/5", "1/6/8/5", "1/8/2/3", "1/9/1/1", "1/9/1/1"],
    "elaboration-cap-differs": ["1/6/8/1"],
    "elaboration-unit-differs": ["1/6/8/5"],
    "elaboration-department-differs": ["1/4/1/1", "1/4/2/1"],
    "elaboration-copied": ["1/1/4/1"],
    "elaboration-points-differ": [],
    "elaboration-threshold-differs": [],
}

pytestmark = pytest.mark.seeds


def test_the_contradictions_between_table_and_elaboration_are_found_and_no_others() -> None:
    findings = check(pipeline.parse(next(SEEDS.glob("003_*.txt"))))
    for code, places in CONTRADICTIONS.items():
        assert sorted(str(item.indicator) for item in findings if item.code == code) == places
    assert sum(item.code == "name-variants" for item in findings) == 2


def test_equal_bands_and_percentages_of_counts_are_found() -> None:
    findings = check(pipeline.parse(next(SEEDS.glob("001_*.txt"))))
    assert Counter(item.code for item in findings) == {"bands-equal": 3, "percent-on-count": 3}
