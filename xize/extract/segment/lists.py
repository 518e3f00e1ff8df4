"""Running text → sheets of list items, headings and prose; nothing of the text is lost.

What is an indicator is judged by evidence: items are indicators where most of their siblings print points or speak of
winning and losing them; numbered requirements without any are prose, or part of the item they stand below.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from xize.extract.segment.evidence import (
    HEADING,
    folds,
    is_block,
    is_heading,
    qualifies,
    role_of,
    split,
    states_only,
    take_tail,
)
from xize.extract.segment.items import Item, own_points, read_item
from xize.extract.segment.part import Part, Stretch
from xize.extract.segment.passages import Passage
from xize.extract.segment.points import Points, title_points
from xize.extract.segment.sections import Node, Section
from xize.extract.segment.vocabulary import ANNEX, SCORING, block_role, is_note, speaks_of_points, subject_of
from xize.model.accounting import Placement
from xize.model.anchor import Anchor, Text
from xize.model.indicator import Indicator, Role, Sheet
from xize.model.outline import Prose
from xize.model.source import SourceDocument, Span

_TOTAL = re.compile(r"(?:总分|满分|总计|合计|共计)值?\s*(?:为|是|[:：])?\s*(?P<phrase>(?P<number>\d+(?:\.\d+)?)\s*分)")


@dataclass
class Reader:
    """Reads the sections of one stretch; `title` names a list that has no name of its own."""

    stretch: Stretch
    title: str = ""
    sheets: list[Sheet] = field(default_factory=list)
    prose: list[Prose] = field(default_factory=list)
    placements: list[Placement] = field(default_factory=list)

    @property
    def document(self) -> SourceDocument:
        """Return the document that is read."""
        return self.stretch.document

    def part(self) -> Part:
        """Return what has been read."""
        return Part(sheets=tuple(self.sheets), prose=tuple(self.prose), placements=tuple(self.placements))

    def read(self, section: Section) -> None:
        """Read one section: its list where it is one, its headings and prose."""
        title = " ".join(passage.text.strip() for passage in section.titles)
        scored, _ = split(section.nodes)
        alone = len(scored) == 1 and own_points(scored[0]) is None and qualifies(scored[0].children)
        rest = self._goes_on(section)
        is_list = qualifies(scored) and not alone and not rest
        sheet = self._next_id() if is_list else self._sheet_above()
        for passage in section.titles:
            self._title(passage) if is_list else self._place(passage, "heading")
        headings = (clean(title),) if title else ()
        for passage in section.intro:
            self._prose(passage, sheet, headings)
        if is_list:
            self._sheet(section.titles, section.intro, section.nodes, headings)
        else:
            self._group(section.nodes, headings, rest)

    def _goes_on(self, section: Section) -> bool:
        """Return whether a list without a name is the rest of something above: notes, or the text of a last cell."""
        if section.titles or not section.nodes:
            return False
        code = section.nodes[0].head.code
        begins = code is None or code.ordinals[-1] == 1
        return any(is_note(passage.text) for passage in section.intro) or (bool(self.stretch.sheets) and not begins)

    def _group(self, nodes: list[Node], headings: tuple[str, ...], stated: bool = False) -> None:
        """Read numbered passages that are no list of indicators: each is a heading or prose, lists may be below.

        With `stated` they stand under a heading of statements about the whole (计分说明), and all of it is prose.
        """
        _, aside = split(nodes)
        for node in nodes:
            scored, _ = split(node.children)
            states = stated or (node in aside and states_only(node))
            alone = len(scored) == 1 and qualifies(scored[0].children)
            if qualifies(scored) and not alone and not states:
                self._title(node.head)
                inside = (*headings, clean(node.head.text))
                sheet = self._next_id()
                for passage in node.body:
                    self._prose(passage, sheet, inside)
                self._sheet([node.head], node.body, node.children, inside)
                continue
            if is_block(node) and not states:
                self._sheet([], [], [node], headings)
                continue
            below = node.body or node.children
            if below and is_heading(node):
                self._place(node.head, "heading")
                inside = (*headings, clean(node.head.text))
            else:
                self._prose(node.head, self._sheet_above(), headings)
                inside = headings
            for passage in node.body:
                self._prose(passage, self._sheet_above(), inside)
            self._group(node.children, inside, states)

    def _sheet(self, titles: list[Passage], intro: list[Passage], nodes: list[Node], headings: tuple[str, ...]) -> None:
        """Make a sheet of a list of indicators."""
        sheet = self._next_id()
        name, points, points_at = self._name(titles, intro)
        scored, aside = split(nodes)
        for passage in take_tail(scored):
            self._prose(passage, sheet, headings)
        self._group([node for node in nodes if node in aside], headings)
        block = block_role(name)
        indicators = tuple(
            self._indicator(node, f"{sheet}/{n}", 1, role_of(node, block), None) for n, node in enumerate(scored, 1)
        )
        spans = tuple(passage.spans[0] for passage in titles) or scored[0].head.spans
        end = max(self._last(node) for node in scored)
        at = self.document.anchor(spans[0][0], max(end, spans[-1][1]))
        self.sheets.append(
            Sheet(
                id=sheet,
                title=name or self.title,
                subject=subject_of(name),
                points=points,
                points_at=points_at,
                indicators=indicators,
                at=at,
            )
        )

    def _name(self, titles: list[Passage], intro: list[Passage]) -> tuple[str, Decimal | None, Anchor | None]:
        names: list[str] = []
        value: Decimal | None = None
        at: Anchor | None = None
        for passage in titles:
            if ANNEX.fullmatch(passage.text):
                continue
            points = title_points(passage.text)
            if points is not None and points.kind == "points":
                value, at = points.value, self.document.anchor_spans(passage.cut(*points.phrase))
            body = passage.body
            rest = passage.text if points is None else points.without(passage.text)
            names.append(rest[body:].strip())
        declared = [(p, m) for p in intro for m in _TOTAL.finditer(p.text)]
        if value is None and len({m["number"] for _, m in declared}) == 1:
            passage, match = declared[0]
            value = Decimal(match["number"])
            at = self.document.anchor_spans(passage.cut(*match.span("phrase")))
        return clean("".join(names)), value, at

    def _indicator(self, node: Node, at: str, level: int, role: Role, each: tuple[Points, Passage] | None) -> Indicator:
        fold = folds(node)
        item = read_item(node, fold)
        place = _Placer(self, item.whole, at)
        code = item.whole.code
        place("code", 0, item.whole.body)
        fields = self._fields(item, role, place, heading=bool(node.children) and is_heading(node) and not fold)
        for part in item.labelled:
            place.spans(f"field:{part.role}", tuple(part.outer))
            known = fields[part.role].at.pieces() if part.role in fields else ()
            spans = (*((piece.start, piece.end) for piece in known), *part.text)
            if spans:
                fields[part.role] = self.document.text_of(spans)
        value, value_at, weight = None, None, None
        if item.points is not None:
            place("points", *item.points.outer)
            value_at = place.anchor(*item.points.phrase)
            value, weight = (item.points.value, None) if item.points.kind == "points" else (None, item.points.value)
        elif each is not None:
            value, value_at = each[0].value, self.document.anchor_spans(each[1].cut(*each[0].phrase))
        below = None
        if item.each is not None:
            place("points", *item.each.outer)
            below = (item.each, item.whole)
        if item.department is not None and item.department_outer is not None:
            place("field:department", *item.department_outer)
            fields["department"] = self.document.text_of(item.whole.cut(*item.department))
        block = role if role != "scored" else "mixed" if block_role(item.name[:HEADING]) == "mixed" else None
        children = () if fold else tuple(
            self._indicator(child, f"{at}/{n}", level + 1, role_of(child, block), below)
            for n, child in enumerate(node.children, 1)
        )  # fmt: skip
        return Indicator(
            id=at,
            code=code.printed if code else None,
            code_at=place.anchor(code.start, code.end) if code else None,
            title=item.name,
            title_at=self.document.anchor_spans(name) if (name := item.cut(item.whole.body, item.name_end)) else None,
            level=level,
            role=role,
            points=value,
            points_at=value_at,
            weight=weight,
            fields=fields,
            children=children,
            at=self.document.anchor_spans(item.whole.spans),
        )

    def _fields(self, item: Item, role: Role, place: _Placer, heading: bool) -> dict[str, Text]:
        """Return the fields of an item's text, and place name and fields.

        A name that itself speaks of points is read with the rest, as criteria, unless it heads items of its own.
        """
        body, end = item.whole.body, len(item.whole.text)
        rest = item.cut(item.name_end, end)
        scoring = not heading and SCORING.search(item.text(body, item.name_end)) is not None
        spans = item.cut(body, end)
        block = role != "scored" and not (item.name_end <= item.head and rest == () and not scoring)
        if scoring or (block and rest):
            place.spans("field:criteria", spans)
            return {"criteria": self.document.text_of(spans)}
        place.spans("title", item.cut(body, item.name_end))
        if not "".join(self.document.cut(rest).split()):
            return {}
        key = "criteria" if speaks_of_points(self.document.cut(rest)) else "content"
        place.spans(f"field:{key}", rest)
        return {key: self.document.text_of(rest)}

    def _last(self, node: Node) -> int:
        return max(span[1] for below in node.walk() for part in (below.head, *below.body) for span in part.spans)

    def _next_id(self) -> str:
        return str(self.stretch.next_sheet + len(self.sheets))

    def _sheet_above(self) -> str | None:
        """Return the sheet that loose text belongs to: that of the table above, while no list has come between."""
        return self.stretch.sheets[-1].id if self.stretch.sheets and not self.sheets else None

    def _title(self, passage: Passage) -> None:
        points = title_points(passage.text)
        if points is None or points.kind != "points":
            self._place(passage, "title")
            return
        for place, start, end in (
            ("title", 0, points.outer[0]),
            ("points", *points.outer),
            ("title", points.outer[1], len(passage.text)),
        ):
            self.spans(place, passage.cut(start, end))

    def _prose(self, passage: Passage, sheet: str | None, headings: tuple[str, ...]) -> None:
        self.prose.append(Prose(self.document.text_of(passage.spans), sheet=sheet, headings=headings))
        self._place(passage, "prose")

    def _place(self, passage: Passage, place: str) -> None:
        self.spans(place, passage.spans)

    def spans(self, place: str, spans: tuple[Span, ...], indicator: str | None = None) -> None:
        """Record where spans of the source went."""
        self.placements += [Placement(start=s, end=e, place=place, indicator=indicator) for s, e in spans]


@dataclass(frozen=True)
class _Placer:
    """Records where ranges of one item's text went."""

    reader: Reader
    whole: Passage
    indicator: str

    def __call__(self, place: str, start: int, end: int) -> None:
        self.spans(place, self.whole.cut(start, end))

    def spans(self, place: str, spans: tuple[Span, ...]) -> None:
        self.reader.spans(place, spans, self.indicator)

    def anchor(self, start: int, end: int) -> Anchor:
        return self.reader.document.anchor_spans(self.whole.cut(start, end))


def clean(text: str) -> str:
    """Return a text as one line, without white space and marks at its ends."""
    return re.sub(r"\s+", " ", text).strip(" :：")
