"""The public suite of Chinese numbers: every difference is listed with its reason, and the list is exact."""

from __future__ import annotations

import json
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from xize.normalize.numerals import find_numbers
from xize.normalize.ranges import find_ranges

ROOT = Path(__file__).parents[2]
SUITE = ROOT.parent / "shared" / "conformance" / "recognizers-text"
DIFFERENCES = tomllib.loads(Path(__file__).with_name("conformance_differences.toml").read_text(encoding="utf-8"))

pytestmark = pytest.mark.skipif(not SUITE.is_dir(), reason="the public suite (../shared/conformance) is not present")


def cases(model: str) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = json.loads((SUITE / f"{model}.json").read_text(encoding="utf-8-sig"))
    return loaded


def same(expected: str, value: Decimal) -> bool:
    """Equal to the fifteen digits the suite prints."""
    printed = Decimal(expected)
    return abs(printed - value) <= abs(printed) * Decimal("1e-14")


def range_text(low: Decimal | None, high: Decimal | None, closed: str) -> str:
    ends = ["" if value is None else format(value.normalize(), "f") for value in (low, high)]
    return f"{closed[0]}{ends[0]},{ends[1]}{closed[1]}"


def agrees(model: str, case: dict[str, Any]) -> bool:
    text = case["Input"]
    places = [(result["Start"], result["End"] + 1) for result in case["Results"]]
    values = [result["Resolution"]["value"] for result in case["Results"]]
    if model == "NumberRangeModel":
        ranges = find_ranges(text)
        return [(span.start, span.end) for span in ranges] == places and values == [
            range_text(span.low, span.high, span.closed) for span in ranges
        ]
    ordinals = model == "OrdinalModel"
    numbers = [number for number in find_numbers(text) if not ordinals or number.kind == "ordinal"]
    return (
        [(number.start, number.end) for number in numbers] == places
        and all(same(expected, number.value) for expected, number in zip(values, numbers, strict=True))
        and (not ordinals or not any(number.from_end for number in numbers))
    )


@pytest.mark.parametrize("model", ["NumberModel", "OrdinalModel", "NumberRangeModel"])
def test_every_difference_is_listed_with_its_reason(model: str) -> None:
    differing = {case["Input"] for case in cases(model) if not agrees(model, case)}
    listed = [text for group in DIFFERENCES[model] for text in group["inputs"]] if model in DIFFERENCES else []
    assert len(listed) == len(set(listed)), "a difference is listed once"
    assert sorted(differing - set(listed)) == [], "differs and is not listed"
    assert sorted(set(listed) - differing) == [], "is listed and differs no longer"
    assert all(len(group["reason"]) > 20 for group in DIFFERENCES.get(model, []))
