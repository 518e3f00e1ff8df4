"""Attach entries that spell indicators out again (操作细则) to their indicators: by code first, checked by name.

A code that points at one indicator while the name is another's is a slip of the pen: the name decides, and a finding
says so. An entry that fits none stays prose, so that nothing of it is lost.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from xize.extract.segment.codes import Code, parse_code
from xize.extract.segment.entries import Entry, Region, find_region
from xize.extract.segment.part import Part, Stretch
from xize.extract.segment.passages import Passage
from xize.likeness import ALIKE, similarity, squeeze
from xize.model.accounting import Placement
from xize.model.anchor import Text
from xize.model.finding import Finding
from xize.model.indicator import Elaboration, Indicator, Sheet
from xize.model.outline import Prose
from xize.words import Words

say = Words("xize.extract.segment")
UNLIKE = 0.4
MARGIN = 0.1
SHOWN = 12
"""Codes listed in one message; the anchors name all."""


def read_elaborations(
    stretch: Stretch, run: tuple[Passage, ...], sheets: tuple[Sheet, ...]
) -> tuple[Part, tuple[Passage, ...], tuple[Passage, ...]]:
    """Return what the entries of a run of passages make, and the passages before and after them.

    Entries are believed to be such where at least half of them fit an indicator of a sheet above; else the whole run
    comes back as passages.
    """
    if not sheets:
        return Part(), run, ()
    codes = {code.key for sheet in sheets for node in sheet.walk() if (code := _code(node)) is not None}
    region = find_region(run, lambda code: code.key in codes)
    if not region.entries:
        return Part(), run, ()
    attacher = _Attacher(stretch, _sheet_of(region, sheets), region.entries)
    attacher.attach_all()
    if len(attacher.nodes_of) * 2 < len(region.entries):
        return Part(), run, ()
    attacher.missing()
    for title in region.titles:
        attacher.place("heading", title.spans)
    part = Part(
        prose=tuple(attacher.prose),
        placements=tuple(attacher.placements),
        findings=tuple(attacher.findings),
        elaborations=tuple(attacher.elaborations.items()),
    )
    return part, tuple(region.before), region.after


def _code(node: Indicator) -> Code | None:
    return parse_code(node.code) if node.code is not None else None


def _sheet_of(region: Region, sheets: tuple[Sheet, ...]) -> Sheet:
    """Return the sheet the region's heading names, else the one whose codes fit best, the last among equals."""
    for passage in region.titles:
        quoted = re.search(r"《([^》]+)》", passage.text)
        name = squeeze(quoted[1] if quoted else re.sub(r"(操作|实施)?细则.*$|指标.{2}$", "", passage.text))
        for sheet in reversed(sheets):
            if name and name == squeeze(sheet.title):
                return sheet
    wanted = {entry.code.key for entry in region.entries if entry.code is not None}
    fits = [sum(code.key in wanted for node in s.walk() if (code := _code(node)) is not None) for s in sheets]
    best = max(fits)
    return next(sheet for sheet, fit in reversed(list(zip(sheets, fits, strict=True))) if fit == best)


@dataclass
class _Attacher:
    stretch: Stretch
    sheet: Sheet
    entries: list[Entry]
    nodes_of: dict[int, Indicator] = field(default_factory=dict)
    elaborations: dict[str, Elaboration] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    placements: list[Placement] = field(default_factory=list)
    prose: list[Prose] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.nodes = self.sheet.walk()
        self.taken: set[str] = set()
        self.by_code: defaultdict[object, list[Indicator]] = defaultdict(list)
        for node in self.nodes:
            if (code := _code(node)) is not None:
                self.by_code[code.key].append(node)

    def attach_all(self) -> None:
        """Give every entry its indicator: by code and name, then by name among those its neighbours leave open."""
        for at, entry in enumerate(self.entries):
            node = self._by_code(entry) or self._by_name(entry, self.nodes, ALIKE)
            if node is not None:
                self._take(at, node)
        for at, entry in enumerate(self.entries):
            if at not in self.nodes_of and (node := self._by_name(entry, self._between(at), UNLIKE)) is not None:
                self._take(at, node)
        for at, entry in enumerate(self.entries):
            for group in entry.groups:
                self.place("heading", group.spans)
            if at in self.nodes_of:
                self._compare(entry, self.nodes_of[at])
                self._hang(entry, self.nodes_of[at])
            else:
                self._unattached(entry)

    def _take(self, at: int, node: Indicator) -> None:
        self.nodes_of[at] = node
        self.taken.add(node.id)

    def _coded(self, entry: Entry) -> list[Indicator]:
        """Return the indicators that have an entry's code, the most alike in name first."""
        if entry.code is None:
            return []
        return sorted(self.by_code[entry.code.key], key=lambda node: -similarity(entry.name, node.title))

    def _by_code(self, entry: Entry) -> Indicator | None:
        """Return the indicator of an entry's code, unless its name is another's: then that other."""
        coded = next((node for node in self._coded(entry) if node.id not in self.taken), None)
        if coded is None:
            return None
        named = self._by_name(entry, self.nodes, ALIKE)
        related = named is not None and (_within(named, coded) or _within(coded, named))
        if named is None or related or similarity(entry.name, coded.title) >= UNLIKE:
            return coded
        return named

    def _by_name(self, entry: Entry, nodes: tuple[Indicator, ...], least: float) -> Indicator | None:
        """Return the one of the indicators without entry whose name is most like the entry's, if it stands out."""
        free = [node for node in nodes if node.id not in self.taken]
        ranked = sorted(((similarity(entry.name, node.title), -i) for i, node in enumerate(free)), reverse=True)[:2]
        if not ranked or ranked[0][0] < least or (len(ranked) == 2 and ranked[0][0] - ranked[1][0] < MARGIN):
            return None
        return free[-ranked[0][1]]

    def _between(self, at: int) -> tuple[Indicator, ...]:
        """Return the indicators printed between those of the entries before and after one."""
        order = {node.id: i for i, node in enumerate(self.nodes)}
        low = max((order[self.nodes_of[i].id] for i in range(at) if i in self.nodes_of), default=-1)
        above = [order[self.nodes_of[i].id] for i in range(at + 1, len(self.entries)) if i in self.nodes_of]
        high = min((i for i in above if i > low), default=len(self.nodes))
        return self.nodes[low + 1 : high]

    def _compare(self, entry: Entry, node: Indicator) -> None:
        """Say where the name decided against the code, or without one."""
        coded = self._coded(entry)
        if node not in coded:
            self._slip(entry, node, coded[0] if coded else None)

    def _slip(self, entry: Entry, node: Indicator, coded: Indicator | None) -> None:
        """Say that the name decided: against the code (a warning), or where no code of a path is printed (info)."""
        anchors = (self.stretch.document.anchor_spans(entry.head.spans), node.at)
        plain = entry.code is None or not (entry.code.is_path or entry.code.scheme == "roman")
        if plain or (coded is None and node.code is None) or entry.code is None:
            message = say(
                "elaboration_by_name", entry=entry.name[:40], code=node.code or node.id, title=node.title[:40]
            )
            self.findings.append(
                Finding(code="elaboration-by-name", severity="info", message=message, at=anchors, indicator=node.id)
            )
            return
        values = {"printed": entry.code.printed, "entry": entry.name[:40], "code": node.code or node.id}
        if coded is None:
            message = say("elaboration_code_unknown", title=node.title[:40], **values)
        else:
            other = coded.title[:40]
            message = say("elaboration_code_differs", other=other, title=node.title[:40], **values)
        hint = say("elaboration_code_differs_hint", printed=entry.code.printed, code=node.code or node.id)
        places = anchors if coded is None else (*anchors, coded.at)
        self.findings.append(
            Finding(
                code="elaboration-code-differs",
                severity="warning",
                message=message,
                hint=hint,
                at=places,
                indicator=node.id,
            )
        )

    def _unattached(self, entry: Entry) -> None:
        """Keep an entry that fits no indicator as prose, with a finding."""
        printed = entry.code.printed if entry.code is not None else ""
        same = self._coded(entry)
        key = "elaboration_twice" if same else "elaboration_unattached"
        message = say(key, entry=f"{printed} {entry.name[:40]}".strip(), sheet=self.sheet.title[:40])
        at = (self.stretch.document.anchor_spans(entry.head.spans), *(node.at for node in same[:1]))
        hint = say("elaboration_unattached_hint")
        self.findings.append(
            Finding(code="elaboration-unattached", severity="warning", message=message, hint=hint, at=at)
        )
        for passage in (entry.head, *entry.passages):
            text = self.stretch.document.text_of(passage.spans)
            self.prose.append(Prose(text, sheet=self.sheet.id, headings=(entry.name,)))
            self.place("prose", passage.spans)

    def _hang(self, entry: Entry, node: Indicator) -> None:
        """Make the elaboration of an indicator and place its text."""
        document, head, points = self.stretch.document, entry.head, entry.points
        self.place("elaboration:code", head.cut(0, head.body), node.id)
        self.place("elaboration:title", head.cut(head.body, entry.name_end), node.id)
        if points is not None:
            self.place("elaboration:points", head.cut(*points.outer), node.id)
            self.place("elaboration:title", head.cut(points.outer[1], len(head.text)), node.id)
        fields: dict[str, Text] = {}
        for part in entry.fields:
            self.place(f"elaboration:{part.role}", tuple(part.outer), node.id)
            if part.text:
                fields[part.role] = document.text_of(tuple(part.text))
        scored = points is not None and points.kind == "points"
        self.elaborations[node.id] = Elaboration(
            title=entry.name or None,
            points=points.value if points is not None and scored else None,
            points_at=document.anchor_spans(head.cut(*points.phrase)) if points is not None and scored else None,
            fields=fields,
            at=document.anchor_spans(entry.spans()),
        )

    def missing(self) -> None:
        """Say which indicators have no entry where others of their kind have one."""
        depths = Counter(node.level for node in self.nodes if node.id in self.elaborations)
        level = depths.most_common(1)[0][0]
        left = [n for n in self.nodes if n.level == level and n.id not in self.elaborations and not self._above(n)]
        if left:
            codes = "、".join(node.code or node.title[:12] for node in left[:SHOWN]) + (
                "…" if len(left) > SHOWN else ""
            )
            message = say("elaboration_missing", sheet=self.sheet.title[:40], count=len(left), codes=codes)
            self.findings.append(
                Finding(code="elaboration-missing", severity="info", message=message, at=tuple(n.at for n in left))
            )

    def _above(self, node: Indicator) -> bool:
        """Return whether an ancestor of a node has an entry that speaks for it."""
        return any(node.id.startswith(f"{other}/") for other in self.elaborations)

    def place(self, place: str, spans: tuple[tuple[int, int], ...], indicator: str | None = None) -> None:
        """Record where spans went."""
        self.placements += [Placement(start=s, end=e, place=place, indicator=indicator) for s, e in spans]


def _within(node: Indicator, other: Indicator) -> bool:
    return node.id.startswith(f"{other.id}/")
