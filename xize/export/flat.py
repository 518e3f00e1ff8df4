"""The flat table: one row a rule (a `tiers` rule: one a band), or one row an indicator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, assert_never

from xize.model.anchor import Anchor, Text
from xize.model.base import decimal_text
from xize.model.indicator import Indicator, Sheet
from xize.model.quantity import Per, Threshold
from xize.model.rubric import RubricBody
from xize.model.rule import (
    Band,
    Checklist,
    Discretion,
    Distribute,
    Flat,
    FormulaRule,
    Full,
    PerUnit,
    Rank,
    Reference,
    Rule,
    Step,
    Tiers,
    Veto,
    Zero,
)

Value = str | int | bool | None
Row = dict[str, Value]


@dataclass(frozen=True)
class FlatTable:
    """Rows that all have the same `columns`, in that order."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


RULE_COLUMNS = (
    "sheet", "indicator_id", "code", "title", "indicator_points", "rule_id", "kind", "sign", "points", "points_max",
    "per_count", "per_unit", "basis", "explicit", "metric", "op", "value", "value_max", "unit", "cap", "cap_origin",
    "condition", "exceptions", "group", "quote", "source", "page", "start", "end", "points_start", "points_end",
    "origin", "band", "elaboration", "share", "multiplier", "relative_to", "by", "rounding", "expression",
    "selection", "closed", "up_to", "initial", "free_band", "connective", "items", "need", "otherwise", "choices",
    "bound", "of", "target", "words",
)  # fmt: skip
"""`band` names the tier (its level, grade, rank or label); `elaboration` is true for a rule spelled out elsewhere.

`share` stands instead of `points` where the amount is a part of the indicator's points, `multiplier` where it is a
multiple of another rule's; `relative_to` and `by` are the rest of a threshold against a named value.
`selection` says which tier counts, `closed` which ends a range includes, `connective` how the parts of a condition
combine; `items` and `choices` are one a line; `words` are the consequence of a veto, or what a reference points at.
"""

INDICATOR_COLUMNS = (
    "sheet", "indicator_id", "parent_id", "level", "role", "code", "title", "points", "weight", "mode", "rules",
    "limits", "source", "page", "start", "end", "points_start", "points_end",
)  # fmt: skip
"""The columns of every indicator table; one more follows for each field role that the rubric has."""


def rule_table(rubric: RubricBody) -> FlatTable:
    """Return the rule table in document order, with the columns `RULE_COLUMNS`.

    Decimals are plain decimal strings; offsets, pages and levels are integers. Rules of an indicator's elaboration
    follow its own.
    """
    rows: list[Row] = []
    for sheet in rubric.sheets:
        for node in sheet.walk():
            elaborated = node.elaboration.rules if node.elaboration is not None else ()
            for rule, elaboration in [(r, False) for r in node.rules] + [(r, True) for r in elaborated]:
                bands: tuple[Band | None, ...] = rule.bands if isinstance(rule, Tiers) else (None,)
                rows += (_rule_row(sheet, node, rule, band, elaboration) for band in bands)
    return FlatTable(RULE_COLUMNS, tuple(rows))


def indicator_table(rubric: RubricBody) -> FlatTable:
    """Return the indicator table in document order: `INDICATOR_COLUMNS`, then the field roles the rubric has."""
    rows: list[Row] = []
    roles = sorted({role for node in rubric.walk() for role in node.fields})
    for sheet in rubric.sheets:
        parents = {child.id: node.id for node in sheet.walk() for child in node.children}
        for node in sheet.walk():
            texts = {role: node.fields[role].text if role in node.fields else None for role in roles}
            row: Row = {
                "sheet": sheet.title, "indicator_id": node.id, "parent_id": parents.get(node.id), "level": node.level,
                "role": node.role, "code": node.code, "title": node.title, "points": _decimal(node.points),
                "weight": _decimal(node.weight), "mode": node.mode, "rules": len(node.rules),
                "limits": len(node.limits), "source": node.at.source, "page": node.at.page, "start": node.at.start,
                "end": node.at.end, **_range("points", node.points_at), **texts,
            }  # fmt: skip
            rows.append(row)
    return FlatTable((*INDICATOR_COLUMNS, *roles), tuple(rows))


def _rule_row(sheet: Sheet, node: Indicator, rule: Rule, band: Band | None, elaboration: bool) -> Row:
    # A band's own values stand in its row; what it leaves open is the rule's.
    points, points_max, points_at = rule.points, rule.points_max, rule.points_at
    threshold = rule.threshold
    per = rule.per if isinstance(rule, PerUnit | Step) else None
    if band is not None:
        points, points_max, points_at = band.points, band.points_max, band.points_at
        threshold, per = band.threshold, band.per
    row: Row = {
        "sheet": sheet.title, "indicator_id": node.id, "code": node.code, "title": node.title,
        "indicator_points": _decimal(node.points), "rule_id": rule.id, "kind": rule.kind, "sign": rule.sign,
        "points": _decimal(points), "points_max": _decimal(points_max),
        **_per(per), **_threshold(threshold),
        "cap": None if rule.cap is None else _cap(rule.cap.value),
        "cap_origin": None if rule.cap is None else rule.cap.origin,
        "condition": None if rule.condition is None else rule.condition.text,
        "exceptions": "\n".join(exception.text for exception in rule.exceptions) or None,
        "group": rule.group, "quote": rule.quote, "source": rule.at.source, "page": rule.at.page,
        "start": rule.at.start, "end": rule.at.end, **_range("points", points_at), "origin": rule.origin,
        "band": None if band is None else _band(band), "elaboration": elaboration,
        "share": _decimal(rule.share if band is None else band.share), "multiplier": _decimal(rule.multiplier),
        "rounding": rule.rounding if isinstance(rule, PerUnit | Step) else None,
        "expression": rule.expression if isinstance(rule, FormulaRule) else None,
        "connective": None if rule.condition is None else rule.condition.connective, "target": rule.target,
        **_own(rule),
    }  # fmt: skip
    return {column: row[column] for column in RULE_COLUMNS}


_KIND_COLUMNS = ("selection", "initial", "free_band", "items", "need", "otherwise", "choices", "bound", "of", "words")


def _own(rule: Rule) -> Row:
    """Return what only some kinds of rules have."""
    row: Row = dict.fromkeys(_KIND_COLUMNS)
    match rule:
        case Tiers():
            row["selection"] = rule.selection
        case Step():
            row |= {"initial": _decimal(rule.initial), "free_band": _decimal(rule.free_band)}
        case Distribute():
            row["items"] = _lines(rule.items)
        case Checklist():
            otherwise = None if rule.otherwise is None else rule.otherwise.text
            row |= {"items": _lines(rule.items), "need": _decimal(rule.need), "otherwise": otherwise}
        case Discretion():
            row["choices"] = "\n".join(map(decimal_text, rule.choices)) or None
            row["bound"] = None if rule.bound is None else _cap(rule.bound)
        case FormulaRule():
            row["of"] = rule.of
        case Veto():
            row["words"] = rule.consequence
        case Reference():
            row["words"] = rule.to
        case Flat() | PerUnit() | Zero() | Full():
            pass
        case _:
            assert_never(rule)
    return row


def _lines(texts: tuple[Text, ...]) -> str | None:
    return "\n".join(text.text for text in texts) or None


def _per(per: Per | None) -> Row:
    if per is None:
        return dict.fromkeys(("per_count", "per_unit", "basis", "explicit", "up_to"))
    return {
        "per_count": _decimal(per.count), "per_unit": per.unit, "basis": per.basis, "explicit": per.explicit,
        "up_to": _decimal(per.up_to),
    }  # fmt: skip


def _threshold(threshold: Threshold | None) -> Row:
    if threshold is None:
        return dict.fromkeys(("metric", "op", "value", "value_max", "closed", "unit", "relative_to", "by"))
    return {
        "metric": threshold.metric, "op": threshold.op, "value": _decimal(threshold.value),
        "value_max": _decimal(threshold.value_max), "closed": threshold.closed, "unit": threshold.unit,
        "relative_to": threshold.relative_to, "by": _decimal(threshold.by),
    }  # fmt: skip


def _band(band: Band) -> str | None:
    return band.grade or band.level or band.label or (_rank(band.rank) if band.rank is not None else None)


def _rank(rank: Rank) -> str:
    places = str(rank.first) if rank.last in {None, rank.first} else f"{rank.first}-{rank.last}"
    return f"{rank.end} {places}"


def _range(name: str, at: Anchor | None) -> Row:
    return {f"{name}_start": None if at is None else at.start, f"{name}_end": None if at is None else at.end}


def _cap(value: Any) -> str:
    return value if isinstance(value, str) else decimal_text(value)


def _decimal(value: Any) -> str | None:
    return None if value is None else decimal_text(value)
