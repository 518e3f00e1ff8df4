"""A report as JSON and as text (评测报告)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any
from unicodedata import east_asian_width

from xize.evaluate.gold import Row
from xize.evaluate.measure import Count, Difference, Report
from xize.model.base import decimal_text
from xize.words import Words

words = Words("xize.evaluate")


def report_json(report: Report) -> dict[str, Any]:
    """Return the report as JSON values: rates as decimal strings, null where there is nothing to rate."""
    return {
        "items": report.items,
        "indicators": _count(report.indicators),
        "rules": _count(report.rules),
        "by_kind": {name: _count(count) for name, count in sorted(report.by_kind.items())},
        "by_field": {name: _count(count) for name, count in sorted(report.by_field.items())},
        "silent": {
            "errors": report.silent,
            "accepted": report.accepted,
            "rate": _rate(report.silent_rate),
            "upper_95": _rate(report.silent_upper),
        },
        "questions": {
            "questions": report.questions,
            "batches": len(report.batches),
            "statements": report.statements,
            "per_100": _rate(_per_hundred(report.questions, report.statements)),
            "batched_per_100": _rate(_per_hundred(len(report.batches), report.statements)),
        },
        "differences": [
            {
                "place": item.place,
                "silent": item.silent,
                "fields": list(item.fields),
                "expected": item.expected,
                "found": item.found,
            }
            for item in report.differences
        ],
    }


def report_text(report: Report, *, differences: bool = False) -> str:
    """Return the report for a person, with every difference where asked for."""
    rows: list[str] = [words("head", items=report.items), "", _head("what")]
    rows += [_row(words("indicators"), report.indicators), _row(words("rules"), report.rules), ""]
    for key, counts in (("by_kind", report.by_kind), ("by_field", report.by_field)):
        rows += [_head(key), *_rows(counts), ""]
    rate, upper = _rate(report.silent_rate) or "–", _rate(report.silent_upper) or "–"
    rows.append(words("silent", errors=report.silent, accepted=report.accepted, rate=rate, upper=upper))
    rows.append(
        words(
            "questions",
            questions=report.questions,
            statements=report.statements,
            per_hundred=_rate(_per_hundred(report.questions, report.statements)) or "–",
            batched=_rate(_per_hundred(len(report.batches), report.statements)) or "–",
        )
    )
    if differences and report.differences:
        rows += ["", *(line for item in report.differences for line in _difference(item))]
    return "\n".join(rows) + "\n"


def _rows(counts: Mapping[str, Count]) -> Iterator[str]:
    return (_row(name, count) for name, count in sorted(counts.items()))


def _row(name: str, count: Count) -> str:
    rates = (_rate(rate) or "–" for rate in (count.precision, count.recall, count.f1))
    return _columns(name, [*rates, str(count.right), str(count.wrong), str(count.missed)])


def _head(key: str) -> str:
    return _columns(words(key), words("columns").split(" "))


def _columns(first: str, rest: Sequence[str]) -> str:
    """Return one line of the table: a name, then columns aligned to the right; a Chinese character is two wide."""
    return (_padded(first, 22) + "".join(f"{' ' * max(11 - _width(text), 1)}{text}" for text in rest)).rstrip()


def _padded(text: str, width: int) -> str:
    return text + " " * max(width - _width(text), 1)


def _width(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _difference(item: Difference) -> Iterator[str]:
    mark = f" ({words('silent_mark')})" if item.silent else ""
    yield f"{item.place}{mark} {', '.join(item.fields)}".rstrip()
    yield f"  {words('expected')}: {_shown(item.expected, item)}"
    yield f"  {words('found')}: {_shown(item.found, item)}"


def _shown(row: Row | None, item: Difference) -> str:
    if row is None:
        return words("nothing")
    names = item.expected if item.expected is not None else row
    kept = {name: row.get(name) for name in names if row.get(name) is not None}
    return json.dumps(kept, ensure_ascii=False)


def _count(count: Count) -> dict[str, Any]:
    rates = {"precision": count.precision, "recall": count.recall, "f1": count.f1}
    return {
        **{name: _rate(value) for name, value in rates.items()},
        "right": count.right, "wrong": count.wrong, "missed": count.missed,
    }  # fmt: skip


def _per_hundred(part: int, whole: int) -> Decimal | None:
    return None if whole == 0 else (Decimal(100 * part) / whole).quantize(Decimal("0.01"))


def _rate(value: Decimal | None) -> str | None:
    return None if value is None else decimal_text(value)
