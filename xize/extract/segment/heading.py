"""What stands over a table: its name, whom it assesses, and its points."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from xize.extract.segment.codes import parse_code
from xize.extract.segment.grid import squeeze
from xize.extract.segment.points import title_points
from xize.extract.segment.stretches import LABEL, is_particulars
from xize.model.accounting import Placement
from xize.model.anchor import Anchor
from xize.model.source import SourceDocument, Span

_UNIT = (
    r"(?:[科室处局所队股办站院校厂矿镇乡村部]|中心|大队|支队|分局|支部|党委|党组|总支|协会|委员会|办公室|学校|医院|公司|病区|班组|街道"
    r"|工会|团委)"
)
_SUBJECT = re.compile(rf"(?P<subject>[^，。；：:]{{0,24}}?{_UNIT}(?:[（(][^（）()]*[）)])?)(?:工作)?")
_OF_A_KIND = re.compile(
    rf"(?P<subject>[^，。；：:]{{0,24}}?{_UNIT})(?=[^科室]{{0,20}}(?:考[核评]|评[价分估]).{{0,14}}(?:标准|细则|表|办法|指标|方案)?)"
)
_TABLE = re.compile(r"\s*表\s*[0-9０-９]+(?:\s*[-—–－.．]\s*[0-9０-９]+)*\s*[:：]?\s+(?=\S)")


@dataclass(frozen=True)
class Heading:
    """The heading of a sheet, with the placements of its lines."""

    title: str = ""
    title_at: Anchor | None = None
    subject: str | None = None
    subject_at: Anchor | None = None
    points: Decimal | None = None
    points_at: Anchor | None = None
    placements: tuple[Placement, ...] = ()


def heading(document: SourceDocument, lines: list[Span], inside: list[Span]) -> Heading:
    """Return what the lines above a table and the title rows `inside` it say.

    Under a title above the table, a title row that is the name of a unit says whom the sheet assesses.
    """
    if lines and len(inside) == 1 and _SUBJECT.fullmatch(document.text[slice(*inside[0])].strip()):
        above = heading(document, lines, [])
        if above.title:
            low, high = _trimmed(document.text, inside[0])
            placed = Placement(start=low, end=high, place="heading")
            return replace(
                above,
                subject=document.text[low:high],
                subject_at=document.anchor(low, high),
                placements=(*above.placements, placed),
            )
    lines = [*lines, *inside]
    placements: list[Placement] = []
    title: list[Span] = []
    points = None
    for first, end in lines:
        start, text = first, document.text[first:end]
        form = is_particulars(text)
        found = title_points(text) if points is None else None
        if LABEL.match(text) or (form and found is None):
            placements.append(Placement(start=start, end=end, place="heading"))
            continue
        if lead := _lead(text):
            placements.append(Placement(start=start, end=start + lead, place="heading"))
            start, text = start + lead, text[lead:]
            found = title_points(text) if points is None else None
        place = "heading" if form else "title"
        if found is None:
            title.append((start, end))
            placements.append(Placement(start=start, end=end, place=place))
            continue
        points = found.value if found.kind == "points" else None
        low, high = start + found.outer[0], start + found.outer[1]
        points_at = document.anchor(start + found.phrase[0], start + found.phrase[1])
        for piece, said in (((start, low), place), ((low, high), "points"), ((high, end), place)):
            if document.text[slice(*piece)].strip():
                placements.append(Placement(start=piece[0], end=piece[1], place=said))
                title += [piece] if said == "title" else []
    title = [_trimmed(document.text, span) for span in title]
    made = Heading(
        title=squeeze("\n".join(document.text[slice(*span)] for span in title)),
        title_at=document.anchor_spans(tuple(title)) if title else None,
        points=points,
        points_at=points_at if points is not None else None,
        placements=tuple(placements),
    )
    return _with_subject(document, made, title)


def _lead(text: str) -> int:
    """Return how long the number before a title is: 一、, or the table's own (表5-1)."""
    table = _TABLE.match(text)
    code = parse_code(text)
    if table is not None:
        return table.end()
    return code.body if code is not None and not code.weak and code.body < len(text) else 0


def _with_subject(document: SourceDocument, made: Heading, title: list[Span]) -> Heading:
    """Return the heading with its subject: a line that is the name of a unit, or the unit a title begins with."""
    for start, end in title:
        text = document.text[start:end]
        match = _SUBJECT.fullmatch(text) or _OF_A_KIND.match(text)
        if match is not None:
            low, high = start + match.start("subject"), start + match.end("subject")
            values = dict(made.__dict__) | {
                "subject": document.text[low:high],
                "subject_at": document.anchor(low, high),
            }
            return Heading(**values)
    return made


def _trimmed(text: str, span: Span) -> Span:
    cut = text[slice(*span)]
    start = span[0] + len(cut) - len(cut.lstrip())
    return start, start + len(cut.strip())
