"""Names of sheets, and texts that a spreadsheet program takes for nothing but text."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST_NAME = 31
LONGEST_TEXT = 32_000
OWN_SHEETS = 10

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def sheet_names(titles: Iterable[str], fallback: str, taken: Iterable[str] = ()) -> list[str]:
    """Return a valid name for each title, in order: no forbidden signs, at most 31 units of UTF-16, none twice."""
    titles = tuple(titles)
    # Programs call their own sheets Sheet1, Sheet2 …, and rename ours where they meet.
    own = (f"sheet{number}" for number in range(len(titles) + OWN_SHEETS))
    used = {name.casefold() for name in (*taken, *own, "history")}
    found: list[str] = []
    for number, title in enumerate(titles, 1):
        base = _FORBIDDEN.sub("", "".join(title.split())).strip("'") or f"{fallback}{number}"
        name, copy = _cut(base, ""), 1
        while name.casefold() in used:
            copy += 1
            name = _cut(base, f"({copy})")
        used.add(name.casefold())
        found.append(name)
    return found


def _cut(base: str, ending: str) -> str:
    room = LONGEST_NAME - len(ending)
    while len(base.encode("utf-16-le")) // 2 > room:
        base = base[:-1]
    return base.strip("'") + ending


def quoted(name: str) -> str:
    """Return a sheet's name as formulas write it."""
    return "'" + name.replace("'", "''") + "'"


def clean(text: str) -> str:
    """Return a text without signs that no workbook can hold, cut where it is longer than a cell."""
    text = _CONTROL.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"
