"""When two names are of one thing (异名)."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from xize.normalize.counterpart import plain

_ABBREVIATED = frozenset("督理察和与及工作股科室处部门委员会局所")
"""Characters a department's name drops in daily use (监督管理科 → 监管科)."""

_PART = re.compile(r"(部门|[科股处室])$")
"""What kind of office a name ends in; 部门 stands for any."""


def one_name(one: str, other: str) -> bool:
    """Return whether two different names are very likely of one thing: one is the other abbreviated.

    监督管理科 and 监管科 are; 主体监管科 and 规范监管科 are not, nor 一科 and 二科: what differs must be characters an
    abbreviation drops, or one character of a long name that is neither a number nor a direction.
    """
    a, b = plain(one), plain(other)
    if a == b or min(len(a), len(b)) < 4:
        return False
    if _PART.search(a) != _PART.search(b) and _PART.sub("", a) == _PART.sub("", b):
        return bool(_PART.search(a) and _PART.search(b) and "部门" in (a[-2:], b[-2:]))
    short, long = sorted((a, b), key=len)
    # Head and ending must agree: 市局特种设备科 holds 特种设备科 but need not be it. Asked first, for it is cheap.
    if short[:2] != long[:2] or short[-1] != long[-1]:
        return False
    dropped = _dropped(short, long)
    return bool(dropped) and set(dropped or "") <= _ABBREVIATED


def _dropped(short: str, long: str) -> str | None:
    """Return the characters to leave out of `long` to get `short`, or None where that is not how they differ."""
    dropped: list[str] = []
    for tag, start, end, _, _ in SequenceMatcher(None, long, short, autojunk=False).get_opcodes():
        if tag == "delete":
            dropped.append(long[start:end])
        elif tag != "equal":
            return None
    return "".join(dropped)
