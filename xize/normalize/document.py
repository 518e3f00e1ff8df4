"""A whole outline: every text of every indicator read, everything accounted for, prose put where it belongs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal

from xize.model.anchor import Anchor, Text
from xize.model.indicator import Elaboration, Indicator, Sheet
from xize.model.outline import AmountCell, Outline, Prose
from xize.model.rubric import DraftRubric
from xize.model.rule import Limit, Rule
from xize.model.statement import Formula, Grade, Policy
from xize.normalize.amount_cells import read_amount
from xize.normalize.bands import band_rule
from xize.normalize.caps import unbounding
from xize.normalize.cell import CellReading
from xize.normalize.compose import read_text
from xize.normalize.ground import Spans
from xize.normalize.item_caps import place_item_caps
from xize.normalize.ledger import Ledger
from xize.normalize.mode import mode_of
from xize.normalize.numbering import numbered, remove
from xize.normalize.numerals import find_numbers
from xize.normalize.posing import Poser
from xize.normalize.prose import grades_of, policies_of, read_prose
from xize.normalize.questions import Asker
from xize.words import Words

words = Words("xize.normalize")

_SILENT = frozenset({"department", "owner", "evidence", "budget", "period"})
_Place = tuple[str, int, int]


def _place(at: Anchor) -> _Place:
    return at.source, at.start, at.end


@dataclass
class Reader:
    """Reads one outline: rules, limits, policies, grades and formulas, with what is asked and who claims what."""

    texts: Mapping[str, str]
    asker: Asker = field(default_factory=Asker)
    ledger: Ledger = field(default_factory=Ledger)
    policies: list[Policy] = field(default_factory=list)
    grades: dict[str | None, list[Grade]] = field(default_factory=dict)
    _sheet: str = ""
    _headers: dict[str, dict[str, Text]] = field(default_factory=dict)
    _amounts: dict[str, list[AmountCell]] = field(default_factory=dict)
    _read: set[_Place] = field(default_factory=set)
    _shared: Counter[_Place] = field(default_factory=Counter)

    def rubric(self, outline: Outline) -> DraftRubric:
        """Return the rubric with rules, limits, formulas, grades and policies in place."""
        body = outline.rubric
        self.ledger.printed_points(body)
        for node in (node for sheet in body.sheets for node in sheet.walk()):
            self._shared.update({_place(text.at) for text in node.fields.values()})
        for column in outline.grades:
            self._headers.setdefault(column.sheet, {})[column.key] = column.header
        for cell in outline.amounts:
            self._amounts.setdefault(cell.indicator, []).append(cell)
        body = body.model_copy(update={"sheets": tuple(map(self._in_sheet, body.sheets))})
        return self._prose(body, outline.prose)

    def _in_sheet(self, sheet: Sheet) -> Sheet:
        self._sheet = sheet.id
        return sheet.model_copy(update={"indicators": tuple(map(self._node, sheet.indicators))})

    def _node(self, node: Indicator) -> Indicator:
        headers = self._headers.get(self._sheet, {})
        band = None
        with suppress(TimeoutError):  # the cells then stay unclaimed, and so are reported
            band = band_rule(node.fields, node.title, node.points, headers)
        cells = self._amounts.get(node.id, ())
        apart = {*(headers if band is not None else ()), *(cell.key for cell in cells)}
        texts = {key: text for key, text in node.fields.items() if key not in apart}
        rules, limits = self._fields(node.id, node, texts, node.points, node.title_at, cells)
        if band is not None:
            rule = band.model_copy(update={"id": f"{node.id}#{len(rules) + 1}"})
            rules = (*rules, rule)
            self.ledger.own_bands(rule, node.id)
        elaboration = node.elaboration and self._elaboration(node.elaboration, node)
        children = tuple(map(self._node, node.children))
        update = {"rules": rules, "limits": limits, "elaboration": elaboration, "children": children}
        made = node.model_copy(update=update)
        return made.model_copy(update={"mode": mode_of(made)})

    def _elaboration(self, elaboration: Elaboration, node: Indicator) -> Elaboration:
        points = elaboration.points if elaboration.points is not None else node.points
        rules, limits = self._fields(f"{node.id}e", node, dict(elaboration.fields), points, None)
        return elaboration.model_copy(update={"rules": rules, "limits": limits})

    def _fields(
        self,
        prefix: str,
        node: Indicator,
        fields: dict[str, Text],
        points: Decimal | None,
        title_at: Anchor | None,
        cells: Sequence[AmountCell] = (),
    ) -> tuple[tuple[Rule, ...], tuple[Limit, ...]]:
        """Read the scoring texts of one node (or of its elaboration), in order of print."""
        texts = [text for key, text in fields.items() if key not in _SILENT]
        if title_at is not None and not any(_within(title_at, text.at) for text in texts):
            texts.append(Text(text=title_at.cut(self.texts[title_at.source]), at=title_at))
        rules: list[Rule] = []
        limits: list[Limit] = []
        readings = [*self._readings(texts, points), *(read_amount(cell, points) for cell in cells)]
        if not node.children and not any(reading.rules for reading in readings):
            for reading in readings:
                unbounding(reading, self.texts[reading.ground.source.at.source])
        if not any(self._shared[_place(text.at)] > 1 for text in texts):
            place_item_caps(readings)
        for reading in readings:
            self._drop_points(reading)
            with suppress(TimeoutError):  # what it would have claimed stays unclaimed, and so is reported
                self._grade(reading, node.id)
            added, bounds = numbered(reading, prefix, len(rules), len(limits))
            limit_id = f"{prefix}!{len(limits) + len(bounds) + 1}"
            read = tuple(item.rule for item in reading.rules)
            Poser(self.asker, node, points, added, read, limit_id).pose(reading)
            self._account(reading, added, bounds, node, points)
            rules += added
            limits += bounds
            with suppress(TimeoutError):
                for policy in policies_of(reading.ground):
                    self.policies.append(policy)
                    self.ledger.own("policy", policy.type, policy.at, node.id, 2)
        return tuple(rules), tuple(limits)

    def _readings(self, texts: list[Text], points: Decimal | None) -> Iterator[CellReading]:
        """Yield the readings of texts in order of print; one that stands for several indicators is read once."""
        for text in sorted(texts, key=lambda text: text.at.start):
            if _place(text.at) not in self._read:
                self._read.add(_place(text.at))
                yield read_text(text, points)

    def _grade(self, reading: CellReading, indicator: str) -> None:
        """Read 90分及以上为优秀 in an indicator's cell as a grade of its sheet, and nothing else."""
        grades = grades_of(reading.ground)
        for grade in grades:
            self.grades.setdefault(self._sheet, []).append(grade)
            self.ledger.own("grade", grade.label, grade.at, indicator)
        places = Spans(grade.at for grade in grades)
        remove(
            reading,
            frozenset(
                index for index, read in enumerate(reading.rules) if places.hold(read.rule.points_at or read.rule.at)
            ),
        )
        reading.unread = [unread for unread in reading.unread if not places.hold(unread.text.at)]
        reading.points = [text for text in reading.points if not places.hold(text.at)]

    def _drop_points(self, reading: CellReading) -> None:
        """Drop bare amounts that segmentation has already taken as printed points."""
        remove(
            reading,
            frozenset(
                index
                for index, read in enumerate(reading.rules)
                if read.rule.pattern == "flat.bare"
                and read.rule.points_at is not None
                and self.ledger.is_points(read.rule.points_at)
            ),
        )

    def _account(
        self, reading: CellReading, rules: list[Rule], limits: list[Limit], node: Indicator, points: Decimal | None
    ) -> None:
        """Record what the values of one text claim, and what of it was not read."""
        for rule in rules:
            self.ledger.own_rule(rule, node.id)
        for limit in limits:
            self.ledger.own_limit(limit, node.id)
        for unread in reading.unread:
            if not self.ledger.is_points(unread.text.at):
                self.ledger.unread(unread.text, words(f"reason.{unread.reason}"), node.id)
        for text in reading.points:
            if self.ledger.is_points(text.at):
                continue
            if points is not None and any(found.value == points for found in find_numbers(text.text)):
                self.ledger.own("points", node.id, text.at, node.id)  # 满分为5分 says again what the indicator is worth
            else:
                self.ledger.unread(text, words("reason.points-alone"), node.id)

    def _prose(self, body: DraftRubric, prose: tuple[Prose, ...]) -> DraftRubric:
        formulas: dict[str | None, list[Formula]] = {}
        grades = self.grades
        for item in prose:
            said = read_prose(item.text)
            formulas.setdefault(item.sheet, []).extend(said.formulas)
            grades.setdefault(item.sheet, []).extend(said.grades)
            self.policies += said.policies
            for formula in said.formulas:
                self.ledger.own("formula", formula.expression, formula.at, None)
            for grade in said.grades:
                self.ledger.own("grade", grade.label, grade.at, None)
            for policy in said.policies:
                self.ledger.own("policy", policy.type, policy.at, None, 2)
            said_at = [each.at for each in said.formulas] + [each.at for each in said.grades]
            said_at += [each.at for each in said.policies]
            for veto in _vetoes(item.text):
                if not any(_within(at, veto.at) or _within(veto.at, at) for at in said_at):
                    self.ledger.unread(veto, words("reason.veto-in-prose"), None)
        sheets = tuple(
            sheet.model_copy(
                update={
                    "formulas": (*sheet.formulas, *formulas.pop(sheet.id, ())),
                    "grades": (*sheet.grades, *grades.pop(sheet.id, ())),
                }
            )
            for sheet in body.sheets
        )
        return body.model_copy(
            update={
                "sheets": sheets,
                "formulas": (*body.formulas, *(formula for found in formulas.values() for formula in found)),
                "grades": (*body.grades, *(grade for found in grades.values() for grade in found)),
                "policies": (*body.policies, *sorted(self.policies, key=lambda policy: policy.at.start)),
            }
        )


def _vetoes(prose: Text) -> Iterator[Text]:
    """Yield the vetoes of a text that belongs to no indicator: they act on no node, and must not be passed over."""
    for reading in read_text(prose).rules:
        if reading.rule.kind == "veto":
            yield Text(text=reading.rule.quote, at=reading.rule.at)


def _within(inner: Anchor, outer: Anchor) -> bool:
    return any(piece.start <= inner.start and inner.end <= piece.end for piece in outer.pieces())
