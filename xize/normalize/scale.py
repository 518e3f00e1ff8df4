"""Degrees of one quality, each with its amount, are one choice among grades (程度等次).

优于要求得5分，满足得3分，基本满足得1分，不满足不得分; 制度健全…，较健全…，不健全…: nobody is in two of them at once.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import regex

from xize.model.quantity import Condition
from xize.model.rule import Band, Rule, Tiers
from xize.normalize.fold import fold
from xize.normalize.ground import Ground
from xize.normalize.neighbours import clause_of, follows, span
from xize.normalize.parts import Reading

_NEAR = 2
_STEM = 2
_OBJECT = 12
_LONGEST = 60
_PARTS = regex.compile(r"[、,;]|并且|而且|且|以及")
_PARTICLE = regex.compile(r"^(?:对|对于|其|能|能够|可|均|都|得)$")
_ADVERB = regex.compile(r"未|不|没|无|按|提前|超额|优质|圆满|率先|额外|独立|及时|如期")
_DENIED = regex.compile(r"^(?:未|不|没|无|欠)")
_DENIES = regex.compile(r"未|不|没|无|欠")
_BESIDES = regex.compile(r"^(?:加|再|另|额外|追加|奖)")


@dataclass(frozen=True)
class _Words:
    degrees: regex.Pattern[str]
    families: tuple[regex.Pattern[str], ...]
    alone: frozenset[str]
    label: regex.Pattern[str]


@cache
def _words() -> _Words:
    data = tomllib.loads(files("xize.normalize").joinpath("scale.toml").read_text(encoding="utf-8"))
    return _Words(
        regex.compile("|".join(_longest_first(data["degrees"]))),
        tuple(_family_pattern(names) for names in data["families"].values()),
        frozenset(data["alone"]),
        regex.compile(data["label"]),
    )


def _longest_first(names: list[str]) -> list[str]:
    return sorted(names, key=len, reverse=True)


def _family_pattern(names: list[str]) -> regex.Pattern[str]:
    """Return the pattern of the names of a family; one of a single character ends its condition."""
    return regex.compile("|".join(f"{name}$" if len(name) == 1 else name for name in _longest_first(names)))


def scale(
    readings: list[Reading], index: int, ground: Ground, points: Decimal | None = None
) -> tuple[Reading | None, int]:
    """Join the clauses from `index` on that name grades of one quality; return the rule and how many it takes.

    Args:
        readings: the rules of one text, in order of print.
        index: where the scale may begin.
        ground: the text.
        points: full marks of its indicator; where the amounts add up to them they are no grades.
    """
    run = [readings[index]]
    if not _worth(run[0].rule) or not _text(run[0]):
        return None, 0
    for place in range(index + 1, len(readings)):
        if not _goes_on(run, readings[place], items=_own_items(readings, place)):
            break
        run.append(readings[place])
    bands = tuple(band for reading in run for band in _bands(reading))
    if len(run) < _NEAR or not _one_way(bands) or _closes(run, bands, points):
        return None, 0
    return _joined(run, bands, ground), len(run)


def _own_items(readings: list[Reading], place: int) -> bool:
    """Whether a clause and the one before it are all that two list items next to each other say: (1)优…；(2)良…."""
    items = [clause_of(each).item for each in readings[max(place - _NEAR, 0) : place + _NEAR]]
    mine, before = clause_of(readings[place]).item, clause_of(readings[place - 1]).item
    return mine == before + 1 and items.count(mine) == items.count(before) == 1


def _closes(run: list[Reading], bands: tuple[Band, ...], points: Decimal | None) -> bool:
    """Whether the amounts add up to the points, so that all of them can be won: no grade then denies another."""
    said = [_text(reading) for reading in run]
    if points is None or any(map(_label, said)) or len({bool(_DENIES.search(each)) for each in said}) > 1:
        return False
    highs = [band.points_max or band.points for band in bands]
    return None not in highs and sum((high for high in highs if high is not None), Decimal(0)) == points


def _text(reading: Reading) -> str:
    condition = reading.rule.condition
    return fold(condition.text).text if condition is not None else ""


def _goes_on(run: list[Reading], reading: Reading, *, items: bool) -> bool:
    """Whether a clause names another grade of what those before it name grades of; `items`: each is a list item."""
    rule, text = reading.rule, _text(reading)
    if isinstance(rule, Tiers):
        text = rule.bands[0].grade or "" if rule.pattern == "tiers.graded" and not text else ""
        fits = follows(run[-1], reading)
    else:
        fits = (follows(run[-1], reading) or (items and run[-1].rule.sign == rule.sign)) and bool(_worth(rule))
    if not fits or not text or len(text) > _LONGEST:
        return False
    said = [_text(other) for other in run]
    if text in said or _besides(run[0], reading):
        return False
    if _label(text) and _label(said[0]):
        return _label(text) not in map(_label, said)
    alike = all(other[:_STEM] == text[:_STEM] for other in said)
    if alike and (_stairs(run[-1], reading) or (len(run) >= _NEAR and not items)):
        return True
    return text in _words().alone or any(_graded(other, text) for other in said)


def _stairs(one: Reading, other: Reading) -> bool:
    """Whether a range of points lies right below or above the one before it: 得8-10分, 得5-7分."""
    first, second = sorted((one.rule, other.rule), key=lambda rule: rule.points or Decimal(0), reverse=True)
    if first.points is None or first.points_max is None or second.points_max is None:
        return False
    return Decimal(0) <= first.points - second.points_max <= 1


def _label(text: str) -> str:
    """Return the grade a clause is headed by: 优 of 优：方案完善，得9-10分."""
    found = _words().label.match(text) or _words().label.fullmatch(text.rpartition(",")[2])
    return found["label"] if found else ""


def _besides(one: Reading, other: Reading) -> bool:
    """Whether the second amount is printed as one on top: 完成的得5分，提前完成的另加2分."""
    first, second = clause_of(one).effect.text, clause_of(other).effect.text
    return bool(_BESIDES.match(second)) and not _BESIDES.match(first)


def _worth(rule: Rule) -> dict[str, Any]:
    """Return what a grade is worth as the fields of its band; nothing where the rule is no plain amount."""
    if rule.threshold is not None or rule.cap is not None or rule.group is not None or rule.multiplier is not None:
        return {}
    if rule.kind == "full":
        return {"share": Decimal(1)}
    if rule.kind == "flat" and (rule.points is not None or rule.share is not None):
        return {"points": rule.points, "share": rule.share}
    if rule.kind == "discretion" and rule.points_max is not None and not rule.choices:
        return {"points": rule.points, "points_max": rule.points_max}
    return {}


def _bands(reading: Reading) -> tuple[Band, ...]:
    rule = reading.rule
    if isinstance(rule, Tiers):
        return rule.bands
    assert rule.condition is not None  # noqa: S101 (a clause without words names no grade)
    text, at = rule.condition.text, rule.condition.at
    head = _label(_text(reading))
    said = text[len(head) :].lstrip("的者:：,，") if head and text.startswith(head) else None
    grade = text if said is None else head
    return (Band(**_worth(rule), points_at=rule.points_at, grade=grade, label=said or None, at=at),)


def _one_way(bands: tuple[Band, ...]) -> bool:
    """Whether the amounts rise or fall in order of print, as degrees do."""
    highs = [band.points_max or band.points for band in bands]
    pairs = list(pairwise(high for high in highs if high is not None))
    return all(one > other for one, other in pairs) or all(one < other for one, other in pairs)


def lowest(scaled: Reading, zero: Reading) -> bool:
    """Whether a clause that gives nothing names another grade of a scale before it: …基本满足的得1分，不满足的…."""
    rule, text = scaled.rule, _text(zero)
    if not isinstance(rule, Tiers) or rule.pattern != "tiers.scale" or not text or len(text) > _LONGEST:
        return False
    return text in _words().alone or any(_graded(fold(band.grade or "").text, text) for band in rule.bands)


# ── Whether two conditions are degrees of one thing ───────────────────────────────────────────────────────────────


def _graded(one: str, other: str) -> bool:
    """Whether a part of one condition and a part of another are different degrees of one quality."""
    return any(
        _subject(first, second) is not None
        for first in _PARTS.split(one)
        for second in _PARTS.split(other)
        if first and second
    )


def _subject(one: str, other: str) -> str | None:
    """Return what one condition says the quality of, where the other is another degree of it; else None."""
    found = _degrees(one, other)
    if found is None and _degrees(other, one) is not None:
        found = ""
    found = _family(one, other) if found is None else found
    return _plain(one, other) if found is None else found


def _degrees(one: str, other: str) -> str | None:
    """Return the subject of 制度健全 beside 较健全: 制度."""
    for subject, degree, stem in _splits(other):
        at = one.find(stem)
        rest = one[at + len(stem) :]
        if at < 0 or (rest and (subject or len(rest) > _OBJECT or _words().degrees.search(rest))):
            continue
        mine = _degree_before(one[:at])
        if rest and _DENIED.match(degree) and not _grade_alone(rest):
            continue  # 无投诉 is no degree of 投诉处理及时
        if mine != degree and _one_subject(one[: at - len(mine)], subject):
            return one[: at - len(mine)]
    return None


def _grade_alone(text: str) -> bool:
    return any(family.fullmatch(text) for family in _words().families)


def _splits(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield each way to part a condition into subject, degree and quality: 措施, 较, 得当."""
    for match in _words().degrees.finditer(text):
        if len(text) - match.end() >= _STEM:
            yield text[: match.start()], match[0], text[match.end() :]


def _degree_before(text: str) -> str:
    found = [match[0] for match in _words().degrees.finditer(text, overlapped=True) if match.end() == len(text)]
    return max(found, key=len, default="")


def _family(one: str, other: str) -> str | None:
    """Return the subject where both name grades of one family, of one subject and one object where both print it."""
    for family in _words().families:
        for first in family.finditer(one):
            for second in family.finditer(other):
                mine, theirs = one[first.end() :], other[second.end() :]
                alike = mine == theirs or not mine or not theirs
                if first[0] != second[0] and alike and _one_subject(one[: first.start()], other[: second.start()]):
                    return one[: first.start()]
    return None


def _plain(one: str, other: str) -> str | None:
    """Return the subject of 内容完整 beside 内容一般: what a plain grade says fits any quality of it."""
    for word in _words().alone:
        subject = other.removesuffix(word)
        at = one.rfind(subject)
        if subject != other and len(subject) >= _STEM and at >= 0 and 0 < len(one) - at - len(subject) <= _OBJECT:
            return one[: at + len(subject)]
    return None


def _one_subject(one: str, other: str) -> bool:
    """Whether two subjects are one, the second perhaps left out or shortened; how a thing is done is no subject."""
    first, second = _PARTICLE.sub("", one), _PARTICLE.sub("", other)
    if _ADVERB.search(first) or _ADVERB.search(second):
        return False
    return not second or first.endswith(second) or not first


# ── The rule ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _joined(run: list[Reading], bands: tuple[Band, ...], ground: Ground) -> Reading:
    head = run[0].rule
    subject = _said_once(run)
    if subject is not None and head.condition is not None:
        grade = head.condition.text.removeprefix(subject.text)
        at = head.condition.at.narrow(len(subject.text), len(head.condition.text))
        bands = (bands[0].model_copy(update={"grade": grade, "at": at}), *bands[1:])
    base = {
        "id": "", "sign": "-" if head.sign == "-" else "+", "points_at": head.points_at, "condition": subject,
        "target": head.target, "pattern": "tiers.scale", **span(run, ground),
    }  # fmt: skip
    return Reading(Tiers(**base, bands=bands, selection="unique"), run[-1].match)


def _said_once(run: list[Reading]) -> Condition | None:
    """Return what the first clause alone names and all grade: 性能 of 性能优于要求…，满足…，基本满足…."""
    condition, head = run[0].rule.condition, _text(run[0])
    if condition is None or _PARTS.search(head) or condition.text != head:
        return None
    found = [_subject(head, _text(other)) for other in run[1:] if _text(other)]
    subject = min((each for each in found if each is not None), key=len, default="")
    if not subject or any(subject[-_STEM:] in _text(other) for other in run[1:]):
        return None
    return Condition(text=subject, at=condition.at.narrow(0, len(subject)))
