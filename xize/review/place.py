"""Where an answer goes: the rules and limits of a draft, opened for change and put together again.

A reading that keeps the shape of the rules it is about (as many, of the same kinds) changes only the values in which
it differs from what stands there, so that the answers of several questions about one rule combine. Two answers that
give one value differently contradict each other, and the second is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from xize.model.indicator import Indicator, Sheet
from xize.model.question import Candidate, Question
from xize.model.rubric import DraftRubric
from xize.model.rule import Limit, Rule
from xize.model.statement import Setting
from xize.review.say import words
from xize.review.settings import imply

_BOOKKEEPING = frozenset({"id", "open", "decided_by", "origin", "evidence"})


@dataclass
class _Slot:
    """The rules and limits of one indicator, or of its elaboration."""

    indicator: str
    rules: list[Rule]
    limits: list[Limit]


@dataclass
class Workspace:
    """A draft's rubric opened for change."""

    rubric: DraftRubric
    _slots: dict[tuple[str, bool], _Slot] = field(init=False)
    _updates: dict[str, dict[str, Any]] = field(default_factory=dict)
    _settings: dict[str, Setting] = field(default_factory=dict)
    _read: dict[str, Rule] = field(default_factory=dict)
    """The rules as they stood in the draft."""
    _became: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Rules that are gone, and the rules that took their place."""
    _given: dict[tuple[str, str], str] = field(default_factory=dict)
    """(rule or node id, field) → the question whose answer gave it."""
    _stands: list[tuple[Question, str]] = field(default_factory=list)
    """Which of its two targets stands, "table" or "elaboration", by question."""

    def __post_init__(self) -> None:
        self._slots = {}
        self._settings = dict(self.rubric.settings)
        for node in self.rubric.walk():
            self._slots[node.id, False] = _Slot(node.id, list(node.rules), list(node.limits))
            if node.elaboration is not None:
                inner = node.elaboration
                self._slots[node.id, True] = _Slot(node.id, list(inner.rules), list(inner.limits))
        self._read = {rule.id: rule for slot in self._slots.values() for rule in slot.rules}

    def values(self) -> Iterator[Indicator | Rule | Limit]:
        """Yield everything that can be open."""
        yield from self.rubric.walk()
        for slot in self._slots.values():
            yield from slot.rules
            yield from slot.limits

    def concerned(self, question: str) -> tuple[str, ...]:
        """Return the indicators with a rule or limit that names the question, in document order."""
        found = [
            slot.indicator
            for slot in self._slots.values()
            if any(question in value.open for value in (*slot.rules, *slot.limits))
        ]
        return tuple(dict.fromkeys(found))

    def rank(self, question: Question, reading: Candidate | None) -> int:
        """Return when an answer is put in place: new shapes first, then values, then rejections."""
        if reading is None:
            return 2
        return 1 if self._keeps_shape(question, reading) else 0

    def put(self, question: Question, reading: Candidate | None) -> str:
        """Put an answer in place (None: a rejection); return what is wrong, or ""."""
        if reading is None:
            for slot in self._slots.values():
                slot.rules = [rule for rule in slot.rules if rule.id not in question.targets]
                slot.limits = [limit for limit in slot.limits if limit.id not in question.targets]
            self._became.update(dict.fromkeys(question.targets, ()))
            return ""
        problem = self._put_values(question, reading)
        if not problem and any(candidate.rules for candidate in question.candidates):
            keeps = self._keeps_shape(question, reading)
            problem = self._patch(question, reading) if keeps else self._replace(question, reading)
        if not problem and any(candidate.limits for candidate in question.candidates):
            self._replace_limits(question, reading)
        return problem

    def finish(self, done: set[str]) -> DraftRubric:
        """Return the rubric with everything in place and no answered question open."""
        for slot in self._slots.values():
            slot.rules = [self._close(self._imply(rule, done), done) for rule in slot.rules]
        for question, side in self._stands:
            self._stand(question, side)
        for slot in self._slots.values():
            slot.limits = [self._close(self._renamed(limit), done) for limit in slot.limits]
        sheets = tuple(self._sheet(sheet, done) for sheet in self.rubric.sheets)
        update = {"sheets": sheets, "settings": self._settings, **self._updates.get("rubric", {})}
        return self.rubric.model_copy(update=update)

    def _targeted(self, question: Question) -> list[Rule]:
        return [rule for slot in self._slots.values() for rule in slot.rules if rule.id in question.targets]

    def _keeps_shape(self, question: Question, reading: Candidate) -> bool:
        standing = self._targeted(question)
        return [rule.kind for rule in standing] == [rule.kind for rule in reading.rules]

    def _patch(self, question: Question, reading: Candidate) -> str:
        new = dict(zip((rule.id for rule in self._targeted(question)), range(len(reading.rules)), strict=True))
        for slot in self._slots.values():
            for index, standing in enumerate(slot.rules):
                if standing.id not in new:
                    continue
                differs = _differences(question, reading, new[standing.id], self._read.get(standing.id, standing))
                for name, value in differs.items():
                    other = self._given.setdefault((standing.id, name), question.id)
                    if other != question.id and getattr(standing, name) != value:
                        return words("answers_contradict", other=other, id=standing.id, field=name)
                slot.rules[index] = _reviewed(standing.model_copy(update=differs), question.id)
        return ""

    def _replace(self, question: Question, reading: Candidate) -> str:
        gone = [target for target in question.targets if (target, "shape") in self._given]
        if gone:
            return words("answers_contradict", other=self._given[gone[0], "shape"], id=gone[0], field="kind")
        waiting = {mark for rule in self._targeted(question) for mark in rule.open}
        new = [_reviewed(_waiting(rule, waiting), question.id) for rule in reading.rules]
        homes = [slot for slot in self._slots.values() if any(r.id in question.targets for r in slot.rules)]
        slot = homes[0] if homes else self._home(question)
        if slot is None:
            return words("answer_nowhere", indicator=question.indicator or "—")
        places = [index for index, rule in enumerate(slot.rules) if rule.id in question.targets]
        start = question.at.start
        place = places[0] if places else sum(rule.at.start <= start for rule in slot.rules)
        for home in homes:
            home.rules = [rule for rule in home.rules if rule.id not in question.targets]
        slot.rules[place:place] = new
        self._became.update(dict.fromkeys(question.targets, tuple(rule.id for rule in new)))
        for target in (*question.targets, *(rule.id for rule in new)):
            self._given[target, "shape"] = question.id
        return ""

    def _replace_limits(self, question: Question, reading: Candidate) -> None:
        homes = [slot for slot in self._slots.values() if any(x.id in question.targets for x in slot.limits)]
        slot = homes[0] if homes else self._home(question)
        for home in homes:
            home.limits = [limit for limit in home.limits if limit.id not in question.targets]
        if slot is not None:
            slot.limits += [_reviewed(limit, question.id) for limit in reading.limits]

    def _home(self, question: Question) -> _Slot | None:
        """Return where rules of a question go that has none standing: its indicator, or the elaboration it lies in."""
        for node in self.rubric.walk():
            if node.id == question.indicator:
                inner = node.elaboration
                inside = inner is not None and inner.at.start <= question.at.start < inner.at.end
                return self._slots[node.id, inside]
        return None

    def _stand(self, question: Question, side: str) -> None:
        """Put the elaboration's sentence in the place of the table's, with all that was answered about either."""
        olds, news = (self._became.get(target, (target,)) for target in question.targets)
        slot, inner = self._slots[question.indicator or "", False], self._slots[question.indicator or "", True]
        found = [rule for rule in inner.rules if rule.id in news]
        if side == "table" or not found:
            slot.rules = [_reviewed(rule, question.id) if rule.id in olds else rule for rule in slot.rules]
            return
        gone = [rule for rule in slot.rules if rule.id in olds]
        place = slot.rules.index(gone[0]) if gone else len(slot.rules)
        # Document-wide answers go on; those about the sentence that is gone were about that sentence.
        wide = {setting.question for setting in self._settings.values()}
        before = tuple(mark for rule in gone for mark in rule.decided_by if mark in wide)
        table = question.targets[0]
        made = [
            _reviewed(rule.model_copy(update={
                "id": table + (chr(ord("a") + at) if at else ""), "group": gone[0].group if gone else None,
                "decided_by": tuple(dict.fromkeys((*before, *rule.decided_by))),
            }), question.id)
            for at, rule in enumerate(found)
        ]  # fmt: skip
        slot.rules = [rule for rule in slot.rules if rule not in gone]
        slot.rules[place:place] = made
        self._became[table] = tuple(rule.id for rule in made)

    def _put_values(self, question: Question, reading: Candidate) -> str:
        for path, value in reading.values.items():
            if path == "targets.stands":
                spelled_out = (question.indicator or "", True) in self._slots
                if value not in {"table", "elaboration"} or len(question.targets) != 2 or not spelled_out:
                    return words("answer_no_path", path=path)
                self._stands.append((question, str(value)))
                continue
            head, _, name = path.partition(".")
            if head == "settings" and name:
                self._settings[name] = Setting(value=str(value), origin="reviewed", question=question.id)
                continue
            owner = self._owner(head, question)
            if owner is None or name not in type(owner).model_fields or name in {"id", "at", "children", "open"}:
                return words("answer_no_path", path=path)
            key = "rubric" if head == "rubric" else f"{head}:{getattr(owner, 'id', '')}"
            other = self._given.setdefault((key, name), question.id)
            if other != question.id:
                return words("answers_contradict", other=other, id=key, field=name)
            update = {name: value}
            if f"{name}_at" in type(owner).model_fields:
                update[f"{name}_at"] = None
            if f"{name}_origin" in type(owner).model_fields:
                update[f"{name}_origin"] = "reviewed"
            try:
                # Validated as a whole, so that no answer can give a field a value of another type.
                made = type(owner).model_validate({**dict(owner), **update})
            except ValidationError as error:
                return words("edit_invalid", path=path, reason=error.errors()[0]["msg"])
            self._updates.setdefault(key, {}).update({field: getattr(made, field) for field in update})
        return ""

    def _owner(self, head: str, question: Question) -> DraftRubric | Sheet | Indicator | None:
        if head == "rubric":
            return self.rubric
        for sheet in self.rubric.sheets:
            for node in sheet.walk():
                if node.id == question.indicator:
                    return node if head == "indicator" else sheet if head == "sheet" else None
            if head == "sheet" and sheet.id in question.targets:
                return sheet
        return None

    def _imply(self, rule: Rule, done: set[str]) -> Rule:
        """Apply the document-wide answers a rule is waiting for."""
        for name, setting in self._settings.items():
            if setting.question in rule.open and setting.question in done:
                given = {name for (id_, name) in self._given if id_ == rule.id}
                implied = imply(rule, name, setting.value, given)
                if implied is not None:
                    rule = implied.model_copy(update={"decided_by": (*rule.decided_by, setting.question)})
        return rule

    def _renamed(self, limit: Limit) -> Limit:
        """Return a limit over the rules that took the place of those that are gone."""
        if limit.members == "all":
            return limit
        members = [rule for member in limit.members for rule in self._became.get(member, (member,))]
        return limit.model_copy(update={"members": tuple(dict.fromkeys(members))})

    def _close(self, value: Any, done: set[str]) -> Any:
        still = tuple(question for question in value.open if question not in done)
        return value if still == value.open else value.model_copy(update={"open": still})

    def _sheet(self, sheet: Sheet, done: set[str]) -> Sheet:
        update = {"indicators": tuple(self._node(node, done) for node in sheet.indicators)}
        return sheet.model_copy(update={**update, **self._updates.get(f"sheet:{sheet.id}", {})})

    def _node(self, node: Indicator, done: set[str]) -> Indicator:
        slot = self._slots[node.id, False]
        changed = self._updates.get(f"indicator:{node.id}", {})
        update: dict[str, Any] = {
            "rules": tuple(slot.rules),
            "limits": tuple(slot.limits),
            "children": tuple(self._node(child, done) for child in node.children),
            "open": tuple(question for question in node.open if question not in done),
            "decided_by": _questions(self._given, f"indicator:{node.id}"),
            **changed,
        }
        if node.elaboration is not None:
            inner = self._slots[node.id, True]
            changes = {"rules": tuple(inner.rules), "limits": tuple(inner.limits)}
            update["elaboration"] = node.elaboration.model_copy(update=changes)
        return node.model_copy(update=update)


def _differences(question: Question, reading: Candidate, index: int, read: Rule) -> dict[str, Any]:
    """Return the values a reading gives a rule: those in which the readings of its question differ.

    What they share is not what was asked, and belongs to whoever else asked about the rule. A question with one
    reading that was not suggested is about all in which it differs from what was read.
    """
    told = reading.rules[index]
    kinds = [rule.kind for rule in reading.rules]
    alike = [one.rules[index] for one in question.candidates if [rule.kind for rule in one.rules] == kinds]
    if alike == [told] and question.suggested is None:
        alike = [read]
    names = (name for name in type(told).model_fields if name not in _BOOKKEEPING)
    return {n: getattr(told, n) for n in names if any(getattr(one, n) != getattr(told, n) for one in alike)}


def _waiting(rule: Rule, marks: set[str]) -> Rule:
    """Return a rule that waits for the questions those in whose place it stands wait for."""
    return rule.model_copy(update={"open": tuple(sorted({*rule.open, *marks}))})


def _reviewed(value: Any, question: str) -> Any:
    """Return a rule or limit as shaped by a person's answer."""
    return value.model_copy(update={"origin": "reviewed", "decided_by": (*value.decided_by, question)})


def _questions(given: dict[tuple[str, str], str], key: str) -> tuple[str, ...]:
    found: Iterable[str] = (question for (owner, _), question in given.items() if owner == key)
    return tuple(dict.fromkeys(found))
