"""Names that exclude each other, each with its amount: 国家级…，省级…; 高级职称…，中级… (同类档次)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import regex

from xize.model.rule import Band, Flat, Tiers
from xize.normalize.ground import Ground
from xize.normalize.neighbours import condition_text, follows, span
from xize.normalize.parts import Reading

_NEAR = 2
_DATES = "deadline"
_BESIDE = 6


@cache
def _families() -> dict[str, regex.Pattern[str]]:
    """Return the pattern of each family of `alternatives.toml`: one of its names within a condition."""
    data = tomllib.loads(files("xize.normalize").joinpath("alternatives.toml").read_text(encoding="utf-8"))
    made: dict[str, regex.Pattern[str]] = {}
    for family, names in data["families"].items():
        suffix = "|".join(data["suffixes"][family])
        made[family] = regex.compile(f"(?P<name>(?:{'|'.join(names)})(?:{suffix}))")
    return made


def alternatives(readings: list[Reading], index: int, ground: Ground) -> tuple[Reading | None, int]:
    """Join the clauses from `index` on that differ by a name of one family; return the rule and how many it takes."""
    if not isinstance(readings[index].rule, Flat):
        return None, 0
    for family, pattern in _families().items():
        if family == _DATES and readings[index].rule.sign != "+":
            continue  # what was not done by June costs again in September, or once: not told
        run, names = _run(readings, index, pattern)
        if len(run) >= _NEAR:
            return _joined(run, names, ground, family), len(run)
    return None, 0


def _run(readings: list[Reading], index: int, pattern: regex.Pattern[str]) -> tuple[list[Reading], list[str]]:
    run: list[Reading] = []
    names: list[str] = []
    first = ("", "")
    for place in range(index, len(readings)):
        reading, rule = readings[place], readings[place].rule
        if not isinstance(rule, Flat) or rule.threshold is not None or rule.points is None or rule.cap is not None:
            break
        text = condition_text(reading)
        found = pattern.search(text)
        if found is None or found["name"] in names or (run and not follows(run[-1], reading)):
            break
        around = text[: found.start()], text[found.end() :]
        if run and not _fits(first, around):
            break
        first = first if run else around
        run.append(reading)
        names.append(found["name"])
    return run, names


def _fits(first: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether a later clause says of the same thing no more than the first: 具有高级职称, then 中级 or 中级职称."""
    before, after = other
    return first[0].endswith(before) and len(after) <= _BESIDE and (after in {"", first[1]} or not first[1])


def _joined(run: list[Reading], names: list[str], ground: Ground, family: str) -> Reading:
    dated = family == _DATES
    bands = tuple(
        Band(
            level=None if dated else name,
            label=name if dated else None,
            points=reading.rule.points,
            points_at=reading.rule.points_at,
            at=reading.rule.at,
        )
        for name, reading in zip(names, run, strict=True)
    )
    head = run[0].rule
    base = {
        "id": "", "sign": head.sign, "points_at": head.points_at, "condition": head.condition, "target": head.target,
        "pattern": "tiers.level-clauses" if family == "level" else "tiers.alternatives", **span(run, ground),
    }  # fmt: skip
    selection: Any = "unique" if dated else "highest" if head.sign == "+" else "sum"
    return Reading(Tiers(**base, bands=bands, selection=selection), run[-1].match)
