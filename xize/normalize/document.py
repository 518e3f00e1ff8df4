"""A whole outline: every text of every indicator read, ids given, questions asked, everything accounted for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal

from xize.model.anchor import Anchor, Text
from xize.model.indicator import Elaboration, Indicator, Mode, Sheet
from xize.model.outline import Outline, Prose
from xize.model.question import Question
from xize.model.rubric import DraftRubric, Unparsed
from xize.model.rule import Limit, PerUnit, Rule
from xize.model.statement import Formula, Grade, Policy
from xize.normalize.ask import Ask, Option
from xize.normalize.bands import band_rule
from xize.normalize.claims import Owner
from xize.normalize.compose import CellReading, read_text
from xize.normalize.numerals import find_numbers
from xize.normalize.prose import grades_of, policies_of, read_prose
from xize.normalize.questions import Asker, candidate, reason_of
from xize.words import Words

words = Words("xize.normalize")

_SILENT = frozenset({"department", "owner", "evidence", "budget", "period"})
_Place = tuple[str, int, int]


def _place(at: Anchor) -> _Place:
    return at.source, at.start, at.end


@dataclass
class Reader:
    """Reads one outline; collects rules' questions, what was not read, and who claims which part of the source."""

    texts: Mapping[str, str]
    asker: Asker = field(default_factory=Asker)
    unparsed: list[Unparsed] = field(default_factory=list)
    owners: list[Owner] = field(default_factory=list)
    policies: list[Policy] = field(default_factory=list)
    grades: dict[str | None, list[Grade]] = field(default_factory=dict)
    _sheet: str = ""
    _read: set[_Place] = field(default_factory=set)
    _printed: set[tuple[str, int]] = field(default_factory=set)

    # ── Indicators ────────────────────────────────────────────────────────────────────────────────────────────────

    def rubric(self, outline: Outline) -> DraftRubric:
        """Return the rubric with rules, limits, formulas, grades and policies in place."""
        body = outline.rubric
        self._points(body)
        body = body.model_copy(update={"sheets": tuple(map(self._in_sheet, body.sheets))})
        return self._prose(body, outline.prose)

    def _in_sheet(self, sheet: Sheet) -> Sheet:
        self._sheet = sheet.id
        return sheet.model_copy(
            update={"indicators": tuple(self._node(node, sheet.title) for node in sheet.indicators)}
        )

    def _points(self, body: DraftRubric) -> None:
        """Register printed points: they claim their score phrase, and are no rule."""
        for sheet in body.sheets:
            if sheet.points_at is not None:
                self._own("total", sheet.id, sheet.points_at, None)
            for node in sheet.walk():
                if node.points_at is not None:
                    self._own("points", node.id, node.points_at, node.id)
                if node.elaboration is not None and node.elaboration.points_at is not None:
                    self._own("points", f"{node.id}e", node.elaboration.points_at, node.id)

    def _own(self, claim: str, id_: str, at: Anchor, indicator: str | None, rank: int = 0) -> None:
        self.owners.append(Owner(claim, id_, at, indicator, rank))
        if claim in {"points", "total"}:
            self._printed.update(
                (at.source, position) for piece in at.pieces() for position in range(piece.start, piece.end)
            )

    def _node(self, node: Indicator, context: str) -> Indicator:
        rules, limits = self._fields(node.id, node, dict(node.fields), node.points, node.title_at)
        band = band_rule(node.fields, node.title)
        if band is not None:
            rule = band.model_copy(update={"id": f"{node.id}#{len(rules) + 1}"})
            rules = (*rules, rule)
            self._own("rule", rule.id, rule.at, node.id)
        elaboration = node.elaboration and self._elaboration(node.elaboration, node)
        children = tuple(self._node(child, node.title) for child in node.children)
        update = {"rules": rules, "limits": limits, "elaboration": elaboration, "children": children}
        made = node.model_copy(update=update)
        return made.model_copy(update={"mode": mode_of(made)})

    def _elaboration(self, elaboration: Elaboration, node: Indicator) -> Elaboration:
        points = elaboration.points if elaboration.points is not None else node.points
        rules, limits = self._fields(f"{node.id}e", node, dict(elaboration.fields), points, None)
        return elaboration.model_copy(update={"rules": rules, "limits": limits})

    def _fields(
        self, prefix: str, node: Indicator, fields: dict[str, Text], points: Decimal | None, title_at: Anchor | None
    ) -> tuple[tuple[Rule, ...], tuple[Limit, ...]]:
        """Read the scoring texts of one node (or of its elaboration), in order of print."""
        texts = [text for key, text in fields.items() if key not in _SILENT]
        if title_at is not None and not any(_within(title_at, text.at) for text in texts):
            texts.append(Text(text=title_at.cut(self.texts[title_at.source]), at=title_at))
        rules: list[Rule] = []
        limits: list[Limit] = []
        for text in sorted(texts, key=lambda text: text.at.start):
            if _place(text.at) in self._read:
                continue
            self._read.add(_place(text.at))
            reading = read_text(text, points)
            self._drop_points(reading)
            with suppress(TimeoutError):  # what it would have claimed stays unclaimed, and so is reported
                self._grade(reading, node.id)
            added, bounds = self._number(reading, prefix, len(rules), len(limits), node, points)
            rules += added
            limits += bounds
            with suppress(TimeoutError):
                for policy in policies_of(reading.ground):
                    self.policies.append(policy)
                    self._own("policy", policy.type, policy.at, node.id, 2)
        return tuple(rules), tuple(limits)

    def _grade(self, reading: CellReading, indicator: str) -> None:
        """Read 90分及以上为优秀 in an indicator's cell as a grade of its sheet, and nothing else."""
        for grade in grades_of(reading.ground):
            self.grades.setdefault(self._sheet, []).append(grade)
            self._own("grade", grade.label, grade.at, indicator)
            for index in reversed(range(len(reading.rules))):
                if _within(reading.rules[index].rule.points_at or reading.rules[index].rule.at, grade.at):
                    _remove(reading, index)
            reading.unread = [unread for unread in reading.unread if not _within(unread.text.at, grade.at)]
            reading.points = [text for text in reading.points if not _within(text.at, grade.at)]

    def _drop_points(self, reading: CellReading) -> None:
        """Drop bare amounts that segmentation has already taken as printed points."""
        for index in reversed(range(len(reading.rules))):
            rule = reading.rules[index].rule
            if rule.pattern == "flat.bare" and rule.points_at is not None and self._is_points(rule.points_at):
                _remove(reading, index)

    def _is_points(self, at: Anchor) -> bool:
        return any((at.source, position) in self._printed for position in range(at.start, at.end))

    def _number(
        self, reading: CellReading, prefix: str, offset: int, bounded: int, node: Indicator, points: Decimal | None
    ) -> tuple[list[Rule], list[Limit]]:
        """Give ids to the rules and limits of one text, and ask its questions."""
        rules = [
            item.rule.model_copy(update={"id": f"{prefix}#{offset + index + 1}"})
            for index, item in enumerate(reading.rules)
        ]
        rules = [
            rule.model_copy(update={"group": f"{prefix}#{offset + 1}:{rule.group}"}) if rule.group else rule
            for rule in rules
        ]
        limits = [
            limit.model_copy(update={"id": f"{prefix}!{bounded + index + 1}", "members": _members(limit, rules)})
            for index, limit in enumerate(reading.limits)
        ]
        read = tuple(item.rule for item in reading.rules)
        for ask in reading.asks:
            self._ask(ask, rules, read, f"{prefix}!{bounded + len(limits) + 1}", node, points)
        for rule in rules:
            self._own_rule(rule, node.id)
        for limit in limits:
            if limit.at is not None:
                self._own("limit", limit.id, limit.at, node.id)
        for unread in reading.unread:
            if not self._is_points(unread.text.at):
                self._unparsed(unread.text, words(f"reason.{unread.reason}"), node.id)
        for text in reading.points:
            if self._is_points(text.at):
                continue
            if points is not None and any(found.value == points for found in find_numbers(text.text)):
                self._own("points", node.id, text.at, node.id)  # 满分为5分 says again what the indicator is worth
            else:
                self._unparsed(text, words("reason.points-alone"), node.id)
        return rules, limits

    def _unparsed(self, text: Text, reason: str, indicator: str | None) -> None:
        self.unparsed.append(Unparsed(at=text.at, quote=text.text, reason=reason, indicator=indicator))
        self._own("unparsed", "unparsed", text.at, indicator, 1)

    def _own_rule(self, rule: Rule, indicator: str) -> None:
        if rule.points_at is not None:
            self._own("rule", rule.id, rule.points_at, indicator)
        if rule.cap is not None and rule.cap.at is not None:
            self._own("cap", rule.id, rule.cap.at, indicator)
        self._own("rule", rule.id, rule.at, indicator, 2)
        for exception in rule.exceptions:
            self._own("exception", rule.id, exception.at, indicator, 2)

    def _ask(
        self,
        ask: Ask,
        rules: list[Rule],
        read: tuple[Rule, ...],
        limit_id: str,
        node: Indicator,
        points: Decimal | None,
    ) -> None:
        if ask.settled:
            for index in ask.rules:
                evidence = reason_of(ask, rules[index], points)
                rules[index] = rules[index].model_copy(update={"evidence": evidence})
            return
        if ask.kind == "cap-scope" and ask.limit is not None:
            self._ask_scope(ask, rules, limit_id, node, points)
            return
        standing = tuple(rules[index] for index in ask.rules)
        options = tuple(_placed(option, standing, tuple(read[index] for index in ask.rules)) for option in ask.options)
        candidates = tuple(candidate(option) for option in options)
        question = self.asker.add(ask, standing, candidates, indicator=node.id, context=node.title, points=points)
        shown = options[ask.suggested].rules if ask.suggested is not None else standing
        for index, rule in zip(ask.rules, shown, strict=True):
            rules[index] = rule.model_copy(update={"open": (*rules[index].open, question.id)})

    def _ask_scope(self, ask: Ask, rules: list[Rule], limit_id: str, node: Indicator, points: Decimal | None) -> None:
        assert ask.limit is not None  # noqa: S101 (the caller's condition)
        index = ask.rules[0]
        standing = rules[index]
        whole = ask.limit.model_copy(update={"id": limit_id, "members": _members(ask.limit, rules)})
        freed = standing.model_copy(update={"cap": None})
        candidates = (
            candidate(Option("cap_last", (standing,))),
            candidate(Option("cap_all", (freed,), (whole,)), (whole,)),
        )
        question = self.asker.add(
            replace(ask, reason="cap_last"), (standing,), candidates,
            indicator=node.id, context=node.title, points=points, targets=(standing.id, limit_id),
        )  # fmt: skip
        rules[index] = standing.model_copy(update={"open": (*standing.open, question.id)})

    # ── Prose ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _prose(self, body: DraftRubric, prose: tuple[Prose, ...]) -> DraftRubric:
        formulas: dict[str | None, list[Formula]] = {}
        grades = self.grades
        for item in prose:
            said = read_prose(item.text)
            formulas.setdefault(item.sheet, []).extend(said.formulas)
            grades.setdefault(item.sheet, []).extend(said.grades)
            self.policies += said.policies
            for formula in said.formulas:
                self._own("formula", formula.expression, formula.at, None)
            for grade in said.grades:
                self._own("grade", grade.label, grade.at, None)
            for policy in said.policies:
                self._own("policy", policy.type, policy.at, None, 2)
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


def mode_of(node: Indicator) -> Mode:
    """Return how the score of a node begins: full marks, nothing, both, bands, or by hand."""
    if any(rule.pattern == "tiers.grade-columns" for rule in node.rules):
        return "band"
    signs = {rule.sign for rule in node.rules if rule.kind not in {"reference", "veto", "zero", "full"}}
    signs |= {"+" for rule in node.rules if rule.kind == "full"}
    signs |= {"-" for rule in node.rules if rule.kind in {"zero", "veto"} and "+" not in signs}
    if {"+", "-"} <= signs:
        return "mixed"
    if "+" in signs:
        return "award"
    if "-" in signs:
        return "deduct"
    return "manual" if node.points is not None and not node.children else "none"


def document_questions(body: DraftRubric, asker: Asker) -> DraftRubric:
    """Ask once for the whole document what no sentence says: implicit 每, and the cap where none is printed."""
    each: Question | None = None
    cap: Question | None = None
    for rule in _rules(body):
        if each is None and isinstance(rule, PerUnit) and not rule.per.explicit:
            options = (("each_case", "each"), ("once", "once"))
            each = asker.document("implied-each", options, "implied_each", "each_usual", rule.quote, rule.at)
        if cap is None and _capless(rule):
            options = (("cap_indicator", "indicator"), ("cap_none", "none"))
            cap = asker.document("implied-cap", options, "implied_cap", "cap_usual", rule.quote, rule.at)

    def mark(rule: Rule) -> Rule:
        opened = list(rule.open)
        if each is not None and isinstance(rule, PerUnit) and not rule.per.explicit:
            opened.append(each.id)
        if cap is not None and _capless(rule):
            opened.append(cap.id)
        return rule.model_copy(update={"open": tuple(opened)}) if len(opened) > len(rule.open) else rule

    def node(item: Indicator) -> Indicator:
        elaboration = item.elaboration
        if elaboration is not None:
            elaboration = elaboration.model_copy(update={"rules": tuple(map(mark, elaboration.rules))})
        update = {
            "rules": tuple(map(mark, item.rules)), "elaboration": elaboration,
            "children": tuple(map(node, item.children)),
        }  # fmt: skip
        return item.model_copy(update=update)

    sheets: tuple[Sheet, ...] = tuple(
        sheet.model_copy(update={"indicators": tuple(map(node, sheet.indicators))}) for sheet in body.sheets
    )
    return body.model_copy(update={"sheets": sheets})


def _rules(body: DraftRubric) -> Iterator[Rule]:
    for item in body.walk():
        yield from item.rules
        if item.elaboration is not None:
            yield from item.elaboration.rules


def _capless(rule: Rule) -> bool:
    return rule.kind in {"per_unit", "step"} and rule.sign == "-" and rule.cap is None and rule.target == "indicator"


def _within(inner: Anchor, outer: Anchor) -> bool:
    return any(piece.start <= inner.start and inner.end <= piece.end for piece in outer.pieces())


def _members(limit: Limit, rules: list[Rule]) -> tuple[str, ...] | str:
    return "all" if limit.members == "all" else tuple(rules[int(index)].id for index in limit.members)


def _remove(reading: CellReading, index: int) -> None:
    """Drop a rule that is none, with what was asked about it; later indices move down."""
    del reading.rules[index]

    def moved(at: int) -> int:
        return at - (at > index)

    reading.asks = [
        replace(ask, rules=tuple(map(moved, ask.rules)), limit=ask.limit and _shift(ask.limit, index))
        for ask in reading.asks
        if index not in ask.rules
    ]
    reading.limits = [_shift(limit, index) for limit in reading.limits]


def _shift(limit: Limit, index: int) -> Limit:
    if limit.members == "all":
        return limit
    members = tuple(str(int(at) - (int(at) > index)) for at in limit.members if int(at) != index)
    return limit.model_copy(update={"members": members})


def _placed(option: Option, standing: tuple[Rule, ...], read: tuple[Rule, ...]) -> Option:
    """Return a reading as it would stand: what it says differently from the rules as read, put into those standing.

    A reading of another kind takes the id and group of the rule it replaces; further rules get a letter.
    """
    if [rule.kind for rule in option.rules] == [rule.kind for rule in read]:
        placed = tuple(
            now.model_copy(
                update={
                    name: getattr(new, name)
                    for name in type(new).model_fields
                    if getattr(new, name) != getattr(old, name)
                }
            )
            for new, old, now in zip(option.rules, read, standing, strict=True)
        )
        return Option(option.key, placed, option.limits)
    rules = tuple(
        rule.model_copy(
            update={
                "id": standing[0].id + (chr(ord("a") + place) if place else ""),
                "group": standing[0].group,
                "open": (),
            }
        )
        for place, rule in enumerate(option.rules)
    )
    return Option(option.key, rules, option.limits)
