"""A list item's own text: its points, its name, the department that assesses it, and the rest.

Where what is printed leaves it open, nothing is taken: an item without points of its own has none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from itertools import takewhile

from xize.extract.segment.entries import Field, add_field
from xize.extract.segment.passages import Passage, concat
from xize.extract.segment.points import Points, line_points, title_points
from xize.extract.segment.sections import Node
from xize.extract.segment.vocabulary import COLON, EFFECT_BEFORE, LONGEST, SCORING, WHOLE, is_label
from xize.model.source import Span

LEAD = 25
"""Characters: a name before a colon or a first full stop is no longer."""
_IN_FRONT = re.compile(r"\s*[（(【\[]?\s*(?P<phrase>(?P<number>\d+(?:\.\d+)?)\s*分)\s*[)）】\]]?\s*[:：、，,]\s*")
_EACH = re.compile(
    r"[（(]?\s*(?:共.{1,6}[项条个]\s*[，,]\s*)?每一?(?:小?项|条|款|题|个指标)\s*(?:各|均?为|计|满分|分值)?\s*"
    r"(?P<phrase>(?P<number>\d+(?:\.\d+)?)\s*分)\s*"
    r"(?P<whole>[，,、]\s*[合共总]?[共计]\s*(?P<total>(?P<sum>\d+(?:\.\d+)?)\s*分)\s*)?[)）]?"
)
_DEPARTMENT = re.compile(
    r"[（(]\s*(?:(?:责任|考核|考评|评分|牵头)(?:部门|科室|单位)\s*[:：]\s*(?P<name>[^（）()：:]{2,20})"
    r"|(?P<who>[^（）()，。；：:0-9]{2,20}?)\s*(?:负责考[核评]|负责评分|负责|考[核评]|评分|牵头))\s*[)）]\s*[。；;]?\s*$"
)
_FUSED = re.compile(r"[^\W\d][^，。；：:、,;\d]{1,19}(?P<phrase>(?P<number>\d{1,4}(?:\.\d+)?)\s*分)[\s:：]*")
_TAIL = " \t\u3000\n。；;，,、"


@dataclass(frozen=True)
class Item:
    """What an item's text says. `whole` is its head and what follows without label; offsets count in `whole.text`.

    `labelled` are the parts under labels of their own (评分标准：…).
    """

    whole: Passage
    head: int
    points: Points | None = None
    each: Points | None = None
    department: Span | None = None
    department_outer: Span | None = None
    labelled: list[Field] = field(default_factory=list)

    @cached_property
    def holes(self) -> tuple[Span, ...]:
        """Return the ranges that are neither name nor field: points, department."""
        found = [points.outer for points in (self.points, self.each) if points is not None]
        return tuple(sorted([*found, *([self.department_outer] if self.department_outer else [])]))

    def cut(self, start: int, end: int) -> tuple[Span, ...]:
        """Return the source spans of a range without the holes in it."""
        spans: list[Span] = []
        for low, high in self.holes:
            if low >= end or high <= start:
                continue
            spans.extend(self.whole.cut(start, max(low, start)))
            start = max(start, high)
        return (*spans, *self.whole.cut(start, end)) if start < end else tuple(spans)

    def text(self, start: int, end: int) -> str:
        """Return the text of a range without the holes in it."""
        kept = [c for i, c in enumerate(self.whole.text[start:end], start) if not self._hole(i)]
        return "".join(kept)

    def _hole(self, at: int) -> bool:
        return any(low <= at < high for low, high in self.holes)

    @cached_property
    def name_end(self) -> int:
        """Return where the name ends: a heading as a whole, else the first sentence or what stands before a colon."""
        body, head = self.whole.body, self.whole.text[: self.head]
        # Points in front of the name (10分：…) are no part of it.
        body = next((high for low, high in self.holes if low == body), body)
        own = self.text(body, self.head)
        if len(own) <= LONGEST and not re.search(r"[。；;]\s*\S", own) and not SCORING.search(own):
            colon = re.search(rf"{COLON}\s*(?=\S)", head[body:])
            if not colon and (not own.rstrip().endswith(("；", ";")) or self.head == len(self.whole.text)):
                return self.head
        stop = re.compile(COLON).search(head, body, body + LEAD)
        full = re.compile(r"。").search(head, body)
        if stop is not None and (full is None or stop.end() < full.end()) and stop.start() - body >= 2:
            return stop.end()
        return full.end() if full is not None else len(self.whole.text)

    @property
    def name(self) -> str:
        """Return the name: one line, without code, points and closing marks."""
        return re.sub(r"\s+", " ", self.text(self.whole.body, self.name_end)).strip(" 。；;:：，,、")


def read_item(node: Node, folded: bool) -> Item:
    """Return what an item says; with `folded`, the text of the items below it is its own."""
    parts = list(node.body)
    if folded:
        parts += [part for child in node.children for below in child.walk() for part in (below.head, *below.body)]
    plain = next((i for i, part in enumerate(parts) if is_label(part.text)), len(parts))
    whole = concat([node.head, *parts[:plain]])
    head = len(node.head.text)
    item = Item(whole, head)
    for part in parts[plain:]:
        add_field(item.labelled, part)
    department = _DEPARTMENT.search(whole.text, max(len(whole.text) - 60, 0))
    if department is not None and not folded:
        name = "name" if department["name"] else "who"
        item = replace(item, department=department.span(name), department_outer=department.span())
    each = each_points(node)
    points = own_points(node)
    if points is not None and points.phrase[0] >= head and not node.body:
        points = None
    return replace(item, points=None if points is None else _to_end(points, whole.text), each=each)


def own_points(node: Node) -> Points | None:
    """Return the full marks an item prints for itself: in front, in brackets, at its end, or ending the text below."""
    head = node.head
    front = _IN_FRONT.match(head.text, head.body)
    if front is not None:
        return Points(Decimal(front["number"]), front.span("phrase"), front.span())
    text = _DEPARTMENT.sub("", head.text)
    if (whole := _each_total(node)) is not None:
        return whole
    each = each_points(node)
    if each is None and (points := _credible(text, head.body)) is not None:
        return points
    plain = list(takewhile(lambda part: not is_label(part.text), node.body))
    if not plain or each is not None:
        return None
    offset = len(head.text) + sum(len(part.text) for part in plain[:-1])
    last = plain[-1].text
    found = line_points(last) or _credible(last, 0)
    if found is None or last[found.outer[1] :].strip(_TAIL) or found.most:
        return None
    return moved(found, offset)


def each_points(node: Node) -> Points | None:
    """Return the full marks a heading prints for each item below it: 课堂教学（每项10分）, （每项5分，共20分）."""
    match = _each(node)
    if match is None:
        return None
    end = match.start("whole") if match["whole"] else match.end()
    return Points(Decimal(match["number"]), match.span("phrase"), (match.start(), end))


def _each_total(node: Node) -> Points | None:
    """Return the points of a heading that prints them after those of each item below it: （每项5分，共20分）."""
    match = _each(node)
    if match is None or not match["whole"]:
        return None
    return Points(Decimal(match["sum"]), match.span("total"), (match.start("whole"), match.end()))


def _each(node: Node) -> re.Match[str] | None:
    head = node.head
    if not node.children or len(head.text) - head.body > LONGEST:
        return None
    match = _EACH.search(head.text, head.body)
    return None if match is None or head.text[match.end() :].strip(_TAIL) else match


def has_language(node: Node) -> bool:
    """Return whether an item's own text speaks of winning or losing points."""
    texts = (_DEPARTMENT.sub("", part.text) for part in (node.head, *node.body))
    return any(SCORING.search(text) and not WHOLE.search(text) for text in texts)


def moved(points: Points, by: int) -> Points:
    """Return the points with their offsets counted from `by` characters earlier."""
    (a, b), (c, d) = points.phrase, points.outer
    return replace(points, phrase=(a + by, b + by), outer=(c + by, d + by))


def _credible(text: str, body: int) -> Points | None:
    """Return the points of a text unless they are the amount or the upper bound of a scoring sentence."""
    points = title_points(text) or _fused(text, body)
    if points is None or points.outer[0] < body:
        return None
    bracketed = text[points.outer[0]] in "(（[【〔"
    if not bracketed and EFFECT_BEFORE.search(text[body : points.outer[0]]):
        return None
    rest = text[body : points.outer[0]] + text[points.outer[1] :]
    if not bracketed and not rest.strip(_TAIL):
        # 总分300分 by itself states a total; it names no item.
        return None
    sentence = SCORING.search(rest) is not None or len(rest.strip()) > LONGEST
    if (points.most or not bracketed) and sentence and points.kind == "points":
        return None
    return points


def _fused(text: str, body: int) -> Points | None:
    """Return points that end a short name without space or brackets: 个人卫生30分."""
    match = _FUSED.fullmatch(text, body)
    if match is None or SCORING.search(text, body) or EFFECT_BEFORE.search(text[body : match.start("phrase")]):
        return None
    return Points(Decimal(match["number"]), match.span("phrase"), match.span("phrase"))


def _to_end(points: Points, text: str) -> Points:
    """Return the points with the closing marks after them where these end the text."""
    rest = text[points.outer[1] :]
    return points if rest.strip(_TAIL) else replace(points, outer=(points.outer[0], len(text)))
