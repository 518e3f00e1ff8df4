"""Read the facts back out of a filled-in workbook (`xize export --format xlsx`)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from xize.errors import FactsError
from xize.score.factfile import LIMIT, check_facts
from xize.score.need import Need, say
from xize.score.symbol import Fact

FACT_COLUMN = "xize:fact"
VALUE_COLUMN = "xize:value"
"""What the hidden first row of a sheet calls the column of fact ids and the column of their values."""

UNPACKED = 200_000_000
"""The most a workbook may unpack to, in bytes."""


def is_workbook(data: bytes) -> bool:
    """Return whether a file is a zip package, as a workbook is."""
    return data[:4] == b"PK\x03\x04"


def read_workbook(data: bytes, name: str, needed: Sequence[Need]) -> dict[str, Fact]:
    """Return the facts in a workbook, by id; an empty input cell is an open fact.

    Args:
        data: the file.
        name: its name, for messages.
        needed: what the rubric asks for.

    Raises:
        FactsError: no workbook of this rubric, or a value that does not fit.
    """
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            unpacked = sum(item.file_size for item in package.infolist())
        sound = len(data) <= LIMIT and unpacked <= UNPACKED
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True) if sound else None
        pairs = [pair for sheet in (book.worksheets if book is not None else ()) for pair in _pairs(sheet)]
    except Exception as error:  # openpyxl raises what it meets: KeyError, ValueError, its own, XML errors
        raise _unreadable(name, f"{type(error).__name__}: {error}") from error
    if not sound:
        raise _unreadable(name, f"> {LIMIT} bytes, or > {UNPACKED} unpacked")
    if not pairs and needed:
        raise _unreadable(name, say("workbook_foreign"))
    return check_facts(pairs, name, needed)


def _pairs(sheet: Any) -> Iterator[tuple[str, Any]]:
    """Yield ids and values of a sheet; the columns are found by the marks in its first row."""
    rows = sheet.iter_rows(values_only=True)
    marks = list(next(rows, ()))
    if FACT_COLUMN not in marks or VALUE_COLUMN not in marks:
        return
    fact, value = marks.index(FACT_COLUMN), marks.index(VALUE_COLUMN)
    for row in rows:
        if len(row) > fact and row[fact]:
            yield str(row[fact]), _plain(row[value] if len(row) > value else None)


def _plain(value: Any) -> Any:
    """Return a cell's value as a person typed it: 0.1 is read as 0.1, not as the double nearest to it."""
    if isinstance(value, bool | str) or value is None:
        return value
    if isinstance(value, int | float):
        return Decimal(repr(value))
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _unreadable(name: str, reason: str) -> FactsError:
    return FactsError(say("facts_unreadable", file=name, reason=reason), say("facts_unreadable_hint"))
