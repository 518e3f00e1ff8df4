"""Dates outside the period that is assessed (考核期之外的日期)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xize.check.found import Found, short
from xize.check.subject import Subject, texts

_YEAR = re.compile(r"(?<!\d)(20\d{2}|19\d{2})(?!\d)")
_DEADLINE = re.compile(
    r"(?<!\d)((?:20|19)\d{2})年(?:\s*\d{1,2}月)?(?:\s*\d{1,2}日|底|末)?\s*(?:之前|以前|前(?!\d|期|后))"
)
"""A day by which something is to be done; the year of a law or a document is none."""


def date_outside(subject: Subject) -> Iterator[Found]:
    """Yield every deadline in a year before the period, or more than a year after it.

    What a year's assessment asks for may well be due early in the next year.
    """
    years = [int(year) for year in _YEAR.findall(subject.rubric.period or "")]
    if not years:
        return
    for node in subject.nodes:
        for _, text in texts(node):
            for match in _DEADLINE.finditer(text.text):
                if not min(years) <= int(match.group(1)) <= max(years) + 1:
                    values = {"quote": short(match.group()), "period": subject.rubric.period}
                    at = subject.rubric.period_at
                    yield Found((text.at.narrow(*match.span()), *((at,) if at else ())), node.id, values)
