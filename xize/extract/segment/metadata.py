"""What a document says of itself: title, 文号, issuer, date, period, each with its place."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from xize.extract.segment.digits import chinese_number
from xize.extract.segment.part import Metadata
from xize.extract.segment.passages import Passage
from xize.extract.segment.vocabulary import ANNEX, LONGEST, ends_like_title, is_title_like
from xize.model.anchor import Anchor
from xize.model.indicator import Sheet
from xize.model.source import SourceDocument

FRONT = 24
"""A document's front has no more passages than this; it ends before the first list number or long paragraph."""
END = 4
"""A signature and its date are among the last passages."""


@dataclass
class Front:
    """Metadata and the passages that are nothing else, by position, with the place they go to."""

    metadata: Metadata = field(default_factory=Metadata)
    taken: dict[int, str] = field(default_factory=dict)


def read_front(document: SourceDocument, passages: tuple[Passage, ...], first: bool, last: bool) -> Front:
    """Return what the front of the first run of passages and the end of the last one say of the document."""
    front = Front()
    if first:
        end = next((i for i, p in enumerate(passages) if p.style is not None), len(passages))
        for at in range(min(end, FRONT)):
            _line(document, passages, at, front)
        _own_title(document, passages, min(end, FRONT), front)
    if last:
        for at in range(max(len(passages) - END, 0), len(passages)):
            if at not in front.taken and passages[at].style is None:
                _signature(document, passages, at, front)
    title = front.metadata.title
    if title is not None and front.metadata.title_at is not None:
        period = find_period(document, front.metadata.title_at)
        if period is not None:
            front.metadata = replace(front.metadata, period=period[0], period_at=period[1])
    return front


def find_period(document: SourceDocument, at: Anchor) -> tuple[str, Anchor] | None:
    """Return the period printed in an anchored title (2023, 2017版, 2023-2024学年) and its place."""
    text = at.cut(document.text)
    for pattern in _patterns("period"):
        match = pattern.search(text)
        if match is not None:
            start, end = match.span("period")
            return re.sub(r"\s+", "", match["period"]), at.narrow(start, end)
    return None


def period_of_sheets(document: SourceDocument, sheets: tuple[Sheet, ...]) -> Metadata:
    """Return the period that every sheet's name prints alike, where they do."""
    found = []
    for sheet in sheets:
        start = document.text.find(sheet.title, 0, sheet.at.end) if sheet.title else -1
        at = document.anchor(start, start + len(sheet.title)) if start >= 0 else None
        found.append(find_period(document, at) if at is not None else None)
    periods = {period[0] if period else None for period in found}
    if len(periods) != 1 or not found or found[0] is None:
        return Metadata()
    return Metadata(period=found[0][0], period_at=found[0][1])


def _line(document: SourceDocument, passages: tuple[Passage, ...], at: int, front: Front) -> None:
    """Take what one passage of the front says, if it says anything."""
    passage, known = passages[at], front.metadata
    text = passage.text
    if len(text) > 2 * LONGEST:
        return
    if (match := _search("number", text)) and len(text) <= LONGEST and known.number is None:
        known = replace(
            known, number="".join(match["number"].split()), number_at=_at(document, passage, match, "number")
        )
        front.taken[at] = "metadata"
    if (match := _whole("letterhead", re.sub(r"\s*[一-龥]+[〔\[【（(].*$", "", text))) and known.issuer is None:
        known = replace(known, issuer=match["issuer"], issuer_at=_at(document, passage, match, "issuer"))
        front.taken[at] = "metadata"
    if (match := _search("notice", text) or _whole("plain_notice", text)) and known.title is None:
        title = re.sub(r"\s+", " ", match["title"]).strip()
        known = replace(known, title=title, title_at=_at(document, passage, match, "title"))
        front.taken[at] = "title"
    if _whole("remark", text):
        front.taken[at] = "metadata"
    front.metadata = known
    _signature(document, passages, at, front)


def _signature(document: SourceDocument, passages: tuple[Passage, ...], at: int, front: Front) -> None:
    """Take a date on a line of its own, and who signs in the line above it."""
    passage = passages[at]
    day = _date(passage.text)
    if day is None:
        return
    front.taken[at] = "metadata"
    if front.metadata.issued_on is None:
        where = document.anchor_spans(passage.spans)
        front.metadata = replace(front.metadata, issued_on=day, issued_on_at=where)
    above = passages[at - 1] if at else None
    if above is not None and above.style is None and _whole("signer", above.text) and at - 1 not in front.taken:
        front.taken[at - 1] = "metadata"
        if front.metadata.issuer is None:
            where = document.anchor_spans(above.spans)
            front.metadata = replace(front.metadata, issuer="".join(above.text.split()), issuer_at=where)


def _own_title(document: SourceDocument, run: tuple[Passage, ...], end: int, front: Front) -> None:
    """Find the name over the text where no notice gives it: short lines, the last of which ends as names end."""
    if front.metadata.title is not None:
        return
    for at, passage in enumerate(run[:end]):
        alone = at == 0 and at + 1 < len(run) and run[1].style is not None and _may_begin(passage)
        if at in front.taken or ANNEX.fullmatch(passage.text) or not (alone or is_title_like(passage.text)):
            continue
        start = at
        while start and start - 1 not in front.taken and _may_begin(run[start - 1]):
            start -= 1
        lines = run[start : at + 1]
        spans = tuple(span for line in lines for span in line.spans)
        title = re.sub(r"\s+", " ", "".join(line.text for line in lines)).strip()
        front.metadata = replace(front.metadata, title=title, title_at=document.anchor_spans(spans))
        return


def _may_begin(passage: Passage) -> bool:
    text = passage.text.strip()
    plain = len(text) <= LONGEST and not re.search(r"[。；;，：:]", text)
    return plain and passage.style is None and not ends_like_title(text) and not ANNEX.match(text)


def _date(text: str) -> str | None:
    for pattern in _patterns("date"):
        match = pattern.fullmatch(re.sub(r"\s*(?:印发|发布)$", "", text.strip()))
        if match is None:
            continue
        parts = [int(g) if g.isdecimal() else chinese_number(g.replace("Ｏ", "〇")) for g in match.group("y", "m", "d")]
        try:
            return date(*(part or 0 for part in parts)).isoformat()
        except ValueError:
            return None
    return None


def _at(document: SourceDocument, passage: Passage, match: re.Match[str], group: str) -> Anchor:
    return document.anchor_spans(passage.cut(*match.span(group)))


def _search(key: str, text: str) -> re.Match[str] | None:
    return _patterns(key)[0].search(text)


def _whole(key: str, text: str) -> re.Match[str] | None:
    return _patterns(key)[0].fullmatch(text.strip())


@cache
def _patterns(key: str) -> tuple[re.Pattern[str], ...]:
    data: dict[str, Any] = tomllib.loads(files(__package__).joinpath("metadata.toml").read_text(encoding="utf-8"))
    values = data[key]
    return tuple(re.compile(value) for value in ([values] if isinstance(values, str) else values))
