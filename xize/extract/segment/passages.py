"""Paragraphs → passages: a sentence that a line or page break cut in two is put together again.

A passage is what a person would call one paragraph. Text copied out of a scan or a PDF breaks sentences anywhere
("…，市级" / "3篇。（10分）"), brackets and points included; a paragraph goes on in the next one where it is visibly
unfinished and the next does not visibly begin something new.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from xize.extract.segment.codes import Code, parse_code
from xize.extract.segment.part import Stretch
from xize.extract.segment.points import line_points, title_points
from xize.extract.segment.vocabulary import BULLET, is_label, is_title_like, is_unit_word
from xize.model.source import Paragraph, Span

LONG = 38
"""Characters: a line this long without an end is a sentence that goes on, not a name."""
TAIL = 300
"""Characters at the end of a passage that tell whether it is finished."""
ENDING = 12
LONGEST_OPEN = 2000
"""Characters: a bracket left open further back than this is a slip, not a sentence that goes on."""
_ENDED = re.compile(r"[。！？!?；;:：…]\s*$|[。；;][”’」』\"]\s*$")
_GOES_ON = re.compile(r"[，、,（(《“‘\-－—]\s*$")
_RUNNING = re.compile(r"[，。；,;]")
_STARTS_INSIDE = re.compile(r"[，。；、：！？,;:)）”’》】」%％]")
_LOOSE = re.compile(
    r"(?P<n>\d{1,2})(?:(?P<mark>\s*[、．]\s*)(?=\d+(?:\.\d+)?\s*分\s*[:：、，,\s])|(?=\s+(?![分年月日时天个件次人户项例起条家处种级度号篇份批期场名元万亿])[^\W\d_]))(?(mark)|\s+)"
)
_PAIRS = ("（(", "）)"), ("《", "》"), ("“", "”"), ("【[", "】]")


@dataclass(frozen=True)
class Passage:
    """A paragraph of running text in one or more pieces.

    `text` is the pieces of `spans` joined without separator. `code` is the list number it starts with, its offsets
    counted in `text`; `bullet` tells that a bullet stands before it. `heading` is set where the format itself says so
    (an outline level, centred, bold).
    """

    text: str
    spans: tuple[Span, ...]
    code: Code | None = None
    bullet: bool = False
    heading: bool = False

    @property
    def body(self) -> int:
        """Return where the text after bullet and list number begins."""
        if self.code is not None:
            return self.code.body
        return BULLET.match(self.text).end() if self.bullet else 0  # type: ignore[union-attr]  # a bullet matched

    def cut(self, start: int, end: int) -> tuple[Span, ...]:
        """Return the source spans of `[start, end)` of the text; none where it is empty."""
        spans: list[Span] = []
        offset = 0
        for low, high in self.spans:
            first, last = max(start - offset, 0), min(end - offset, high - low)
            if first < last:
                spans.append((low + first, low + last))
            offset += high - low
        return tuple(spans)

    @property
    def style(self) -> tuple[str, int] | None:
        """Return what siblings of a list have in common: the scheme of their numbers and its depth, or a bullet."""
        if self.code is not None:
            return self.code.scheme, len(self.code.ordinals)
        return ("bullet", 0) if self.bullet else None


def numbered(text: str) -> tuple[Code | None, bool]:
    """Return the list number a text starts with, its offsets counted in the text, and whether a bullet is before it."""
    bullet = BULLET.match(text)
    by = bullet.end() if bullet else 0
    code = parse_code(text[by:]) or _loose(text[by:])
    if code is None or by == 0:
        return code, bullet is not None
    start, end, body = code.start + by, code.end + by, code.body + by
    return replace(code, start=start, end=end, body=body), True


def _loose(text: str) -> Code | None:
    """Return a number that only its place in a list tells from a quantity: "2 教学工作", "1、10分：…"."""
    match = _LOOSE.match(text)
    if match is None:
        return None
    weak = match["mark"] == ""
    return Code("num", (int(match["n"]),), match["n"], match.start("n"), match.end("n"), match.end(), weak)


def passages(stretch: Stretch) -> tuple[Passage, ...]:
    """Return the passages of a stretch of paragraphs, in reading order."""
    return tuple(join(stretch.document.text, stretch.paragraphs()))


def join(text: str, paragraphs: Iterable[Paragraph]) -> Iterator[Passage]:
    """Yield the passages that paragraphs of `text` make."""
    last: dict[tuple[str, int], Code] = {}
    lines: list[Passage] = []
    before: _Open | None = None
    for paragraph in paragraphs:
        start, end = _trim(text, paragraph)
        if start == end:
            continue
        line = text[start:end]
        declared = paragraph.level is not None or bool(paragraph.centered) or bool(paragraph.bold)
        code, bullet = (None, False) if declared and len(line) > 200 else numbered(line)
        new = Passage(line, ((start, end),), code, bullet, declared)
        if before is not None and _continues(before, new, last):
            before.add(new)
            lines.append(new)
            continue
        if lines:
            yield concat(lines)
        if new.code is not None and new.code.weak and not _begins(new, last):
            new = replace(new, code=None)
        if new.style is not None and new.code is not None:
            last[new.style] = new.code
        before, lines = _Open(new), [new]
    if lines:
        yield concat(lines)


class _Open:
    """What is known of the passage so far: its end, not its whole, so that a long one costs no more than its length."""

    def __init__(self, first: Passage) -> None:
        self.heading, self.style = first.heading, first.style
        self.tail, self.length, self.running = "", 0, False
        self.opened = [0] * len(_PAIRS)
        self.add(first)

    def add(self, line: Passage) -> None:
        """Add a line."""
        self.running = self.running or _RUNNING.search(line.text, line.body if self.length == 0 else 0) is not None
        self.length += len(line.text)
        self.tail = (self.tail + line.text)[-TAIL:]
        for i, (left, right) in enumerate(_PAIRS):
            opened = sum(line.text.count(c) for c in left) - sum(line.text.count(c) for c in right)
            self.opened[i] = max(self.opened[i] + opened, 0)


def _trim(text: str, paragraph: Paragraph) -> Span:
    line = text[paragraph.start : paragraph.end]
    start = paragraph.start + len(line) - len(line.lstrip())
    return start, max(start, paragraph.start + len(line.rstrip()))


def _continues(before: _Open, new: Passage, last: dict[tuple[str, int], Code]) -> bool:
    """Return whether `new` goes on with the sentence that the passage before left open."""
    text = before.tail
    if line_points(new.text[:TAIL]) is not None and len(new.text) < TAIL:
        return before.style is not None and title_points(text) is None
    if _closes(before, new):
        return True
    if new.heading or before.heading or _begins(new, last):
        return False
    ended = _ENDED.search(text[-ENDING:]) is not None or _ends_with_points(text[-4 * ENDING :])
    if ended:
        # A closing bracket that closes nothing is a remnant of the scan, no part of a finished sentence.
        return False
    if _STARTS_INSIDE.match(new.text) or _GOES_ON.search(text[-ENDING:]) or is_unit_word(text[-ENDING:], new.text):
        return True
    short = before.length <= TAIL
    if is_label(new.text) or (short and is_title_like(text)) or is_title_like(new.text):
        return False
    return before.running or before.length >= LONG


def _begins(new: Passage, last: dict[tuple[str, int], Code]) -> bool:
    """Return whether a line starts a new item: its number begins a list or is the next of one."""
    if new.bullet:
        return True
    if new.code is None or new.style is None:
        return False
    ordinals, previous = new.code.ordinals, last.get(new.style)
    if new.code.weak and len(ordinals) == 2 and ordinals[-1] == 1:
        # 2.1 without a space behind it begins a list where 1.… or 2 came before, or nothing did.
        above = last.get(("num", 1)) or previous
        return above is None or above.ordinals[0] in {ordinals[0], ordinals[0] - 1}
    if ordinals[-1] == 1:
        return True
    if previous is None:
        return not new.code.weak
    return new.code.follows(previous) or (not new.code.weak and new.code.ordinals > previous.ordinals)


def _closes(before: _Open, new: Passage) -> bool:
    """Return whether a line closes a bracket the passage before it left open."""
    start = new.text[:TAIL]
    for opened, (left, right) in zip(before.opened, _PAIRS, strict=True):
        if opened <= 0 or before.length > LONGEST_OPEN:
            continue
        closing = min((start.find(c) for c in right if c in start), default=-1)
        opening = min((start.find(c) for c in left if c in start), default=len(start))
        if 0 <= closing < opening and (closing <= 40 or not _begins(new, {})):
            return True
    return False


def _ends_with_points(text: str) -> bool:
    points = title_points(text)
    return points is not None and not text[points.outer[1] :].strip(" \t\u3000。；;，,")


def concat(parts: Iterable[Passage]) -> Passage:
    """Return one passage of several that follow one another; number and heading are those of the first."""
    first, *rest = parts
    return Passage(
        first.text + "".join(part.text for part in rest),
        first.spans + tuple(span for part in rest for span in part.spans),
        first.code,
        first.bullet,
        first.heading,
    )
