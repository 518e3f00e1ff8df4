"""What changed in the document around the indicators: its data, formulas, grades, policies, settings, and sheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xize.diff.changes import Change, ChangeType, Ref, SheetRow
from xize.diff.compare_rule import bound_text, change
from xize.diff.nodes import Forest
from xize.diff.regroup import Group
from xize.diff.similarity import Rarity, features, fold
from xize.model.anchor import Anchor
from xize.model.indicator import Indicator, Sheet
from xize.model.rubric import RubricBody
from xize.model.statement import Formula, Grade, Policy

_METADATA = ("title", "issuer", "number", "period", "issued_on")
_LEAST = 0.4
"""Statements less alike than this are not versions of one."""


def document_changes(old: RubricBody, new: RubricBody) -> tuple[Change, ...]:
    """Return the changes of what stands outside the sheets."""
    return (
        *_metadata(old, new),
        *_statements("formula", old.formulas, new.formulas),
        *_statements("grade", old.grades, new.grades),
        *_statements("policy", old.policies, new.policies),
        *_settings(old, new),
        *_layout(old, new),
    )


def _metadata(old: RubricBody, new: RubricBody) -> Iterator[Change]:
    for name in _METADATA:
        left, right = getattr(old, name), getattr(new, name)
        if fold(left or "") != fold(right or ""):
            yield from change("metadata", name, left, right, getattr(old, f"{name}_at"), getattr(new, f"{name}_at"))


def _settings(old: RubricBody, new: RubricBody) -> Iterator[Change]:
    for name in sorted({*old.settings, *new.settings}):
        left, right = old.settings.get(name), new.settings.get(name)
        yield from change(
            "policy",
            f"setting {name}",
            None if left is None else left.value,
            None if right is None else right.value,
            None if left is None else left.at,
            None if right is None else right.at,
        )


def _layout(old: RubricBody, new: RubricBody) -> Iterator[Change]:
    left, right = (" ".join(source.media_type for source in body.sources) for body in (old, new))
    yield from change("layout", "format", left, right, None, None)


@dataclass(frozen=True)
class _Said:
    """A statement in words, the label of a grade, and its place."""

    text: str
    label: str | None
    at: Anchor


def _said(statement: Formula | Grade | Policy) -> _Said:
    if isinstance(statement, Formula):
        return _Said(statement.expression, None, statement.at)
    if isinstance(statement, Policy):
        return _Said(statement.text, None, statement.at)
    bounds = ", ".join(f"{predicate.node}{bound_text(predicate.threshold)}" for predicate in statement.predicates)
    text = f"{statement.label}: {bounds}" if bounds else statement.label
    return _Said(text, statement.label, statement.at)


def _statements(
    kind: ChangeType, old: Iterable[Formula | Grade | Policy], new: Iterable[Formula | Grade | Policy]
) -> Iterator[Change]:
    """Pair statements by their words, then by their label or likeness; tell what changed, came or went."""
    gone, come = [_said(one) for one in old], [_said(one) for one in new]
    for one in list(gone):
        same = [other for other in come if fold(other.text) == fold(one.text)]
        if same:
            gone.remove(one)
            come.remove(same[0])
    rarity = Rarity([features(item.text) for item in (*gone, *come)])
    for one in gone:
        partner = _closest(one, come, rarity)
        if partner is None:
            yield Change(type=kind, what=kind, before=one.text, before_at=one.at)
        else:
            come.remove(partner)
            yield from change(kind, kind, one.text, partner.text, one.at, partner.at)
    for other in come:
        yield Change(type=kind, what=kind, after=other.text, after_at=other.at)


def _closest(one: _Said, others: Sequence[_Said], rarity: Rarity) -> _Said | None:
    """Return the grade of the same label, or the other statement that is most alike."""
    if one.label is not None:
        return next((other for other in others if other.label == one.label), None)
    own = features(one.text)
    ranked = [(rarity.alike(own, features(other.text)), -at) for at, other in enumerate(others)]
    share, at = max(ranked, default=(0.0, 0))
    return others[-at] if share >= _LEAST else None


def sheet_rows(old: Forest, new: Forest, groups: Sequence[Group]) -> tuple[tuple[SheetRow, ...], dict[int, int]]:
    """Return a row for every sheet, and the old sheet of each new one, matched by title and by what they share."""
    votes: dict[tuple[int, int], int] = {}
    for group in groups:
        pairs = ((old.nodes[one].sheet, new.nodes[other].sheet) for one in group.old for other in group.new)
        for key in pairs:
            votes[key] = votes.get(key, 0) + 1
    titles: dict[str, list[int]] = {}
    for at, sheet in enumerate(old.body.sheets):
        titles.setdefault(fold(sheet.title), []).append(at)
    for at, sheet in enumerate(new.body.sheets):
        for other in titles.get(fold(sheet.title), ())[:8]:
            votes[other, at] = 2 * votes.get((other, at), 0) + 1
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for one, other in sorted(votes, key=lambda key: (-votes[key], key)):
        if one not in taken and other not in partner:
            partner[other] = one
            taken.add(one)
    rows = [_sheet_row(_at(old.body, partner.get(at)), sheet) for at, sheet in enumerate(new.body.sheets)]
    gone = set(range(len(old.body.sheets))) - taken
    rows += [_sheet_row(old.body.sheets[at], None) for at in sorted(gone)]
    return tuple(rows), partner


def _at(body: RubricBody, place: int | None) -> Sheet | None:
    return None if place is None else body.sheets[place]


def _sheet_row(old: Sheet | None, new: Sheet | None) -> SheetRow:
    row: dict[str, Any] = {"changes": tuple(_sheet_changes(old, new))}
    for side, sheet in (("old", old), ("new", new)):
        if sheet is not None:
            row |= {side: _ref(sheet), f"{side}_points": sheet.points, f"{side}_sum": _sum(sheet)}
    return SheetRow(**row)


def _ref(sheet: Sheet) -> Ref:
    return Ref(id=sheet.id, text=sheet.title, at=sheet.title_at or sheet.at)


def _sum(sheet: Sheet) -> Decimal | None:
    """Return what the scored indicators of the first level that prints points add up to."""
    return _level_sum([node for node in sheet.indicators if node.role == "scored"])


def _level_sum(nodes: list[Indicator]) -> Decimal | None:
    total, any_points = Decimal(0), False
    stack = list(nodes)
    while stack:
        node = stack.pop()
        if node.points is not None:
            total, any_points = total + node.points, True
        else:
            stack.extend(child for child in node.children if child.role == "scored")
    return total if any_points else None


def _sheet_changes(old: Sheet | None, new: Sheet | None) -> Iterator[Change]:
    if old is None or new is None:
        if new is not None:
            yield Change(type="sheet-added", what="sheet", after=new.title, after_at=_title_at(new))
        if old is not None:
            yield Change(type="sheet-removed", what="sheet", before=old.title, before_at=_title_at(old))
        return
    if fold(old.title) != fold(new.title):
        yield from change("sheet-renamed", "title", old.title, new.title, _title_at(old), _title_at(new))
    if fold(old.subject or "") != fold(new.subject or ""):
        yield from change("department", "subject", old.subject, new.subject, old.subject_at, new.subject_at)
    yield from change("points", "total", old.points, new.points, old.points_at, new.points_at)
    yield from _statements("formula", old.formulas, new.formulas)
    yield from _statements("grade", old.grades, new.grades)


def _title_at(sheet: Sheet) -> Anchor:
    return sheet.title_at or sheet.at
