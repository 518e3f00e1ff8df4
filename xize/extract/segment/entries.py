"""Entries that spell an indicator out again after its table (操作细则): found in running text and taken apart.

An entry is a head (a code, a name, points) and labelled paragraphs (评分标准：…) up to the next head. Headings that
group entries, and what stands before and after them, are kept apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from xize.extract.segment.codes import Code
from xize.extract.segment.passages import Passage
from xize.extract.segment.points import Points, title_points
from xize.extract.segment.vocabulary import (
    ANNEX,
    COLON,
    is_label,
    is_title_like,
    label_of,
    opens_elaborations,
    speaks_of_points,
)
from xize.model.source import Span

LONGEST_HEAD = 160
LONGEST_GROUP = 60
_END = re.compile(r"[。；;，,]\s*$")
CLOSING = ("department", "owner")
"""Labels whose text is one line: what follows it is something new."""


@dataclass
class Field:
    """A labelled part of an entry: its role, the spans of its text, and the spans of everything incl. the label."""

    role: str
    text: list[Span] = field(default_factory=list)
    outer: list[Span] = field(default_factory=list)


@dataclass
class Entry:
    """An entry; `groups` are the headings right above it."""

    head: Passage
    groups: list[Passage] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)

    @property
    def code(self) -> Code | None:
        """Return the code it begins with."""
        return self.head.code

    @property
    def points(self) -> Points | None:
        """Return the points its head prints."""
        return title_points(self.head.text)

    @property
    def name_end(self) -> int:
        """Return where its name ends in the head: before the points, else at the end."""
        if self.points is not None:
            return self.points.outer[0]
        text, body = self.head.text, self.head.body
        stop = re.compile(rf"{COLON}|。").search(text, body + 1)
        return stop.end() if stop is not None and text[stop.end() :].strip() else len(text)

    def add_head_text(self) -> None:
        """Make what stands in the head after the name the entry's first field."""
        if self.points is None and self.name_end < len(self.head.text):
            rest = self.head.cut(self.name_end, len(self.head.text))
            role = "criteria" if speaks_of_points(self.head.text[self.name_end :]) else "content"
            self.fields.append(Field(role, list(rest), list(rest)))

    @property
    def name(self) -> str:
        """Return its name in one line."""
        text = self.head.text[self.head.body : self.name_end]
        return re.sub(r"\s+", " ", text).strip(" 。；;：:，,、")

    def spans(self) -> tuple[Span, ...]:
        """Return all its spans, head first."""
        return self.head.spans + tuple(span for passage in self.passages for span in passage.spans)


@dataclass
class Region:
    """Consecutive entries, the headings of the region, and the passages before and after."""

    before: list[Passage] = field(default_factory=list)
    titles: list[Passage] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    after: tuple[Passage, ...] = ()


def find_region(run: tuple[Passage, ...], known: Callable[[Code], bool]) -> Region:
    """Return the first region of entries in a run of passages; without entries all of it is `before`.

    Args:
        run: the passages below a sheet.
        known: tells whether a code is that of an indicator of the sheets above.
    """
    region, titled, groups = Region(), False, list[Passage]()
    current: Entry | None = None
    for at, passage in enumerate(run):
        following = run[at + 1] if at + 1 < len(run) else None
        if current is not None and _ends(passage, following):
            region.after = run[at:]
            break
        closed = current is None or bool(current.fields and current.fields[-1].role in CLOSING)
        if _is_head(passage, following, current, titled, known):
            current = Entry(passage, groups)
            current.add_head_text()
            groups = []
            region.entries.append(current)
        elif _is_group(passage, run[at + 1 : at + 4], current, closed, titled, known):
            groups.append(passage)
        elif current is not None:
            _add(current, passage)
        else:
            region.before += [*groups, passage]
            groups = []
        if current is None and opens_elaborations(passage.text):
            titled = True
            if region.before and region.before[-1] is passage:
                region.titles = [region.before.pop()]
    region.before += groups if current is None else []
    if current is not None and groups and groups != current.groups:
        region.after = (*groups, *region.after)
    return region


def _is_head(
    passage: Passage, following: Passage | None, current: Entry | None, titled: bool, known: Callable[[Code], bool]
) -> bool:
    text, code = passage.text, passage.code
    if is_label(text) or (len(text) > LONGEST_HEAD and not titled):
        return False
    labelled = following is not None and is_label(following.text)
    points = title_points(text)
    ends = points is not None and not text[points.outer[1] :].strip(" 。；;")
    path = code is not None and (code.is_path or code.scheme in {"roman", "letter"})
    if code is not None and path and (labelled or (ends and not _is_path(following))):
        return True
    if code is not None and titled and known(code) and not _is_path_above(code, following):
        return current is None or current.head.style == passage.style
    if not labelled:
        return False
    if ends and (code is not None or current is None or _closed(current)) and not _running(current, code):
        return titled or current is not None
    return current is not None and _closed(current) and len(text) <= LONGEST_GROUP and not _END.search(text)


def _running(current: Entry | None, code: Code | None) -> bool:
    """Return whether a numbered line may be one of the numbered sentences of a field."""
    return current is not None and code is not None and not _closed(current) and not code.is_path


def _closed(entry: Entry) -> bool:
    return bool(entry.fields) and entry.fields[-1].role in CLOSING


def _is_path(passage: Passage | None) -> bool:
    return passage is not None and passage.code is not None and passage.code.is_path


def _is_path_above(code: Code, following: Passage | None) -> bool:
    """Return whether the next passage is numbered below this one, so that this is a heading over entries."""
    return following is not None and following.code is not None and following.code.under(code)


def _is_group(
    passage: Passage,
    following: tuple[Passage, ...],
    current: Entry | None,
    closed: bool,
    titled: bool,
    known: Callable[[Code], bool],
) -> bool:
    """Return whether a passage is a heading over entries: short, after a finished entry, and a head comes next."""
    text = passage.text
    if not closed or is_label(text) or len(text) > LONGEST_GROUP or _END.search(text) or opens_elaborations(text):
        return False
    if current is None and not titled:
        return False
    for at, candidate in enumerate(following[:2]):
        after = following[at + 1] if at + 1 < len(following) else None
        if _is_head(candidate, after, current, titled, known):
            return True
        if len(candidate.text) > LONGEST_GROUP or is_label(candidate.text):
            return False
    return False


def _ends(passage: Passage, following: Passage | None) -> bool:
    """Return whether a passage is the name of something else."""
    text = passage.text
    if passage.code is not None or is_label(text) or (following is not None and is_label(following.text)):
        return False
    return is_title_like(text) and (
        ANNEX.match(text) is not None or re.search(r"说明$|^关于|》|细则$|办法$|附则$", text) is not None
    )


def _add(entry: Entry, passage: Passage) -> None:
    entry.passages.append(passage)
    add_field(entry.fields, passage)


def add_field(fields: list[Field], passage: Passage) -> None:
    """Add a paragraph to labelled parts: a label begins one or goes on with its own, any other text with the last."""
    label = label_of(passage.text)
    if label is not None:
        _, role, start = label
        known = next((part for part in fields if part.role == role), None)
        part = known or Field(role)
        if known is not None:
            fields.remove(known)
        fields.append(part)
    else:
        start = 0
        if not fields:
            fields.append(Field("content"))
        part = fields[-1]
    part.text += passage.cut(start, len(passage.text))
    part.outer += passage.spans
