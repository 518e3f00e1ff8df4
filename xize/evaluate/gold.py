"""Gold (标准答案): what a careful reader finds in a sentence or a document, as JSON Lines.

See `docs/reference/gold.md`. Only what a gold row states is compared; null states that there is none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from xize.errors import UnreadableSourceError
from xize.evaluate.cases import read_cases
from xize.model.base import decimal_text

Value = str | int | bool | None
Row = dict[str, Value]

LOCATORS = ("sheet", "indicator_id", "code", "title")
"""Columns that say which indicator a row is about; of a gold indicator `title` and `code` are compared as well."""

NUMBERS = frozenset({"points", "points_max", "per_count", "value", "value_max", "cap", "indicator_points", "weight"})
RULE_FIELDS = (
    "kind", "sign", "points", "points_max", "per_count", "per_unit", "basis", "explicit", "metric", "op", "value",
    "value_max", "unit", "cap", "condition", "exceptions", "quote", "start", "end", "points_start", "points_end",
    "band",
)  # fmt: skip
INDICATOR_FIELDS = ("level", "role", "points", "mode", "start", "end", "points_start", "points_end")
_KEYS = frozenset({"sentence", "document", "indicators", "rules"})


@dataclass(frozen=True)
class Gold:
    """One gold item: a sentence, or a document by its path; with its rows. `place` says where it is written.

    `lines` are the brief lines of a sentence case; they stand instead of rule rows.
    """

    place: str
    rules: tuple[Row, ...]
    indicators: tuple[Row, ...] = ()
    sentence: str | None = None
    document: Path | None = None
    lines: bool = False


def read_gold(path: Path) -> tuple[Gold, ...]:
    """Read the gold of a file: JSON Lines, or sentence cases (`.txt`); of a folder, every such file in it.

    A text file of a folder that does not begin with a case is a document, and no gold.

    Raises:
        UnreadableSourceError: a file cannot be read, a line of it is no gold, or there is no gold at all.
    """
    files = [file for file in sorted(path.rglob("*")) if _is_gold(file)] if path.is_dir() else [path]
    found = tuple(gold for file in files for gold in (_cases(file) if file.suffix == ".txt" else _lines(file)))
    if not found:
        raise UnreadableSourceError(f"{path}: no gold in it", "give JSON Lines or sentence cases")
    return found


def _is_gold(file: Path) -> bool:
    """Whether a file of a folder is gold; other files there are documents that gold is about."""
    if file.suffix == ".txt":
        with file.open("rb") as opened:
            return opened.read(4) == b"=== "
    return file.suffix == ".jsonl"


def _cases(path: Path) -> Iterator[Gold]:
    for case in read_cases(path):
        rows = tuple(line_row(line) for line in case.expected if not line.startswith(("?", "rest")))
        yield Gold(f"{path}:{case.line}", rows, sentence=case.sentence, lines=True)


def line_row(line: str) -> Row:
    """Return the row of a brief line: its kind, and the line as one field."""
    return {"kind": line.split(" ", 1)[0], "line": line}


def _lines(path: Path) -> Iterator[Gold]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise UnreadableSourceError(f"{path}: {error.strerror}", "check the path and the name") from error
    except UnicodeDecodeError as error:
        raise UnreadableSourceError(f"{path}: no UTF-8 ({error.reason})", "give gold as UTF-8 JSON Lines") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _gold(path, number, line)


def _gold(path: Path, number: int, line: str) -> Gold:
    place = f"{path}:{number}"
    try:
        found = json.loads(line, parse_float=Decimal)
    except (json.JSONDecodeError, RecursionError) as error:
        raise UnreadableSourceError(f"{place}: no JSON ({error})", "write one JSON object a line") from error
    if not isinstance(found, dict) or ("sentence" in found) == ("document" in found):
        raise UnreadableSourceError(f"{place}: neither a sentence nor a document", "give “sentence” or “document”")
    unknown = sorted(set(found) - _KEYS)
    subject = found.get("sentence", found.get("document"))
    if unknown or not isinstance(subject, str) or not subject:
        hint = "the keys are sentence or document, rules, indicators"
        raise UnreadableSourceError(f"{place}: unknown or empty key {', '.join(unknown) or 'sentence/document'}", hint)
    rules = _rows(place, "rules", found.get("rules", []), (*LOCATORS, *RULE_FIELDS))
    indicators = _rows(place, "indicators", found.get("indicators", []), (*LOCATORS, *INDICATOR_FIELDS))
    if "sentence" in found:
        return Gold(place, rules, indicators, sentence=subject)
    return Gold(place, rules, indicators, document=path.parent / subject)


def _rows(place: str, name: str, rows: Any, fields: tuple[str, ...]) -> tuple[Row, ...]:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UnreadableSourceError(f"{place}: “{name}” is no list of objects", "see docs/reference/gold.md")
    for row in rows:
        unknown = sorted(set(row) - set(fields))
        if unknown:
            hint = f"known are {', '.join(fields)}"
            raise UnreadableSourceError(f"{place}: unknown field {', '.join(unknown)} in “{name}”", hint)
    return tuple({key: plain(place, key, value) for key, value in row.items()} for row in rows)


def plain(place: str, key: str, value: Any) -> Value:
    """Return a value as the flat table has it: decimals as plain strings, the rest unchanged.

    Raises:
        UnreadableSourceError: a number that is none.
    """
    if key not in NUMBERS or value is None or value in {"indicator"}:
        if isinstance(value, list | dict):
            raise UnreadableSourceError(f"{place}: “{key}” is a list or an object", "give one value")
        return str(value) if isinstance(value, Decimal) else value
    try:
        return decimal_text(Decimal(str(value)))
    except InvalidOperation as error:
        raise UnreadableSourceError(f"{place}: “{key}” is no number: {value}", "write it like 0.5") from error
