"""Scoring sentences of a draft that were not read (未能读懂)."""

from __future__ import annotations

from collections.abc import Iterator

from xize.check.found import Found, short
from xize.check.subject import Subject


def unparsed(subject: Subject) -> Iterator[Found]:
    """Yield every sentence left unread, with the reason; a canonical rubric has them among its findings."""
    for item in subject.unparsed:
        yield Found((item.at,), item.indicator, {"quote": short(item.quote), "reason": item.reason})
