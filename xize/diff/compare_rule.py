"""What changed between two versions of one rule, as typed changes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xize.diff.changes import Change, ChangeType
from xize.diff.similarity import figures, fold, mask
from xize.model.anchor import Anchor, Text
from xize.model.base import decimal_text
from xize.model.quantity import Per, Threshold
from xize.model.rule import (
    Band,
    Checklist,
    Discretion,
    Distribute,
    FormulaRule,
    Full,
    PerUnit,
    Reference,
    Rule,
    Step,
    Tiers,
    Veto,
    Zero,
)

_WITHOUT_AMOUNT = (Zero, Full, Veto)
"""Kinds that name no amount: that one became another kind tells of the amount, too."""
_INCLUSIVE = {">=": ">", "<=": "<", ">": ">=", "<": "<="}


def compare_rule(old: Rule, new: Rule) -> tuple[Change, ...]:
    """Return the changes between two rules that were matched."""
    typed = tuple(_typed(old, new))
    return (*typed, *_words(old, new, typed))


def added(rule: Rule) -> Change:
    """Return the change of a rule that is only on the new side."""
    kind: ChangeType = "veto" if isinstance(rule, Veto) else "rule-added"
    return Change(type=kind, what="rule", after=rule.quote, after_at=rule.at)


def removed(rule: Rule) -> Change:
    """Return the change of a rule that is only on the old side."""
    kind: ChangeType = "veto" if isinstance(rule, Veto) else "rule-removed"
    return Change(type=kind, what="rule", before=rule.quote, before_at=rule.at)


def number(value: Decimal | None) -> str | None:
    """Write a number, or None where there is none."""
    return None if value is None else decimal_text(value)


def change(
    type_: ChangeType, what: str, before: object, after: object, old_at: Anchor | None, new_at: Anchor | None
) -> Iterator[Change]:
    """Yield a change where two values differ; numbers are written plainly."""
    if before != after:
        left, right = (None if value is None else _written(value) for value in (before, after))
        yield Change(type=type_, what=what, before=left, after=right, before_at=old_at, after_at=new_at)


def _written(value: object) -> str:
    return decimal_text(value) if isinstance(value, Decimal) else str(value)


def _typed(old: Rule, new: Rule) -> Iterator[Change]:
    at = (old.points_at or old.at, new.points_at or new.at)
    veto = isinstance(old, Veto) or isinstance(new, Veto)
    yield from change("veto" if veto else "kind", "kind", old.kind, new.kind, old.at, new.at)
    if not isinstance(old, _WITHOUT_AMOUNT) and not isinstance(new, _WITHOUT_AMOUNT):
        yield from _amount(old, new, at)
    yield from _threshold("threshold", old.threshold, new.threshold, (old.at, new.at))
    yield from _per(getattr(old, "per", None), getattr(new, "per", None), (old.at, new.at))
    yield from _cap(old, new)
    yield from change("target", "target", old.target, new.target, old.at, new.at)
    yield from change("basis", "connective", _connective(old), _connective(new), old.at, new.at)
    yield from _exceptions(old, new)
    if old.kind == new.kind:
        yield from _own(old, new)


def _amount(old: Rule, new: Rule, at: tuple[Anchor, Anchor]) -> Iterator[Change]:
    graded = isinstance(old, Discretion) and isinstance(new, Discretion)
    kind: ChangeType = "discretion" if graded else "amount"
    yield from change("amount", "sign", old.sign, new.sign, *at)
    yield from change(kind, "points", _range(old), _range(new), *at)
    yield from change("amount", "share", old.share, new.share, *at)
    yield from change("amount", "multiplier", old.multiplier, new.multiplier, *at)


def _range(value: Rule | Band) -> str | None:
    if value.points is None and value.points_max is None:
        return None
    low = decimal_text(value.points) if value.points is not None else ""
    return low if value.points_max is None else f"{low}..{decimal_text(value.points_max)}"


def _threshold(
    what: str, old: Threshold | None, new: Threshold | None, at: tuple[Anchor | None, Anchor | None]
) -> Iterator[Change]:
    places = (old.at if old is not None and old.at else at[0], new.at if new is not None and new.at else at[1])
    if old is None or new is None:
        yield from change(
            "threshold",
            what,
            None if old is None else bound_text(old),
            None if new is None else bound_text(new),
            *places,
        )
        return
    values = [(t.value, t.value_max, fold(t.relative_to or ""), t.by) for t in (old, new)]
    turned = old.op != new.op and _INCLUSIVE.get(old.op) != new.op
    if values[0] != values[1] or turned:
        yield from change("threshold", what, bound_text(old), bound_text(new), *places)
    elif old.op != new.op or old.closed != new.closed:
        yield from change("boundary", what, bound_text(old), bound_text(new), *places)
    if not turned and values[0] != values[1] and (old.op != new.op or old.closed != new.closed):
        yield from change("boundary", what, old.closed or old.op, new.closed or new.op, *places)
    yield from change("unit", what, old.unit, new.unit, *places)


def bound_text(threshold: Threshold) -> str:
    """Write a threshold: `>=90%`, `[85,90)%`, `>=×1.1全国平均`."""
    unit = threshold.unit or ""
    if threshold.op == "in":
        ends = threshold.closed or "[]"
        return f"{ends[0]}{number(threshold.value) or ''},{number(threshold.value_max) or ''}{ends[1]}{unit}"
    if threshold.by is not None:
        way = "-" if "<" in threshold.op else "+"
        return f"{threshold.op}{threshold.relative_to or ''}{way}{number(threshold.by)}{unit}"
    return f"{threshold.op}{number(threshold.value) or ''}{unit}{threshold.relative_to or ''}"


def _per(old: Per | None, new: Per | None, at: tuple[Anchor | None, Anchor | None]) -> Iterator[Change]:
    if old is None or new is None:
        # That one counts and the other does not is told by the kind.
        return
    places = (old.at or at[0], new.at or at[1])
    before, after = (f"{decimal_text(per.count)}{per.unit}" for per in (old, new))
    yield from change("unit", "per", before, after, *places)
    yield from change("basis", "basis", old.basis, new.basis, *places)
    yield from change("basis", "each", old.explicit, new.explicit, *places)
    yield from change("cap", "up_to", old.up_to, new.up_to, *places)


def _cap(old: Rule, new: Rule) -> Iterator[Change]:
    left, right = _capped(old), _capped(new)
    kind: ChangeType = "cap-added" if left is None else "cap-removed" if right is None else "cap"
    yield from change(kind, "cap", left, right, (old.cap.at if old.cap else None), (new.cap.at if new.cap else None))


def _capped(rule: Rule) -> object:
    return None if rule.cap is None else rule.cap.value


def _connective(rule: Rule) -> str | None:
    return rule.condition.connective if rule.condition is not None else None


def _exceptions(old: Rule, new: Rule) -> Iterator[Change]:
    left, right = ({fold(text.text): text for text in rule.exceptions} for rule in (old, new))
    for key in [*left, *(key for key in right if key not in left)]:
        if key not in left or key not in right:
            yield text_change("exception", "exception", left.get(key), right.get(key))


def text_change(kind: ChangeType, what: str, old: Text | None, new: Text | None) -> Change:
    """Return the change of a text that is printed on one side or both."""
    before, before_at = (None, None) if old is None else (old.text, old.at)
    after, after_at = (None, None) if new is None else (new.text, new.at)
    return Change(type=kind, what=what, before=before, after=after, before_at=before_at, after_at=after_at)


def _own(old: Rule, new: Rule) -> Iterator[Change]:
    """Yield the changes of what only this kind of rule has."""
    at = (old.at, new.at)
    match old, new:
        case Step(), Step():
            yield from change("amount", "initial", old.initial, new.initial, *at)
            yield from change("threshold", "free_band", old.free_band, new.free_band, *at)
            yield from change("basis", "rounding", old.rounding, new.rounding, *at)
        case PerUnit(), PerUnit():
            yield from change("basis", "rounding", old.rounding, new.rounding, *at)
        case Tiers(), Tiers():
            yield from change("basis", "selection", old.selection, new.selection, *at)
            yield from _bands(old.bands, new.bands, at)
        case Distribute(), Distribute():
            yield from _items(old.items, new.items)
        case Checklist(), Checklist():
            yield from _items(old.items, new.items)
            yield from change("threshold", "need", old.need, new.need, *at)
        case Veto(), Veto():
            yield from change("veto", "consequence", fold(old.consequence), fold(new.consequence), *at)
        case Discretion(), Discretion():
            yield from change("discretion", "bound", old.bound, new.bound, *at)
            before, after = (",".join(map(decimal_text, rule.choices)) or None for rule in (old, new))
            yield from change("discretion", "choices", before, after, *at)
        case FormulaRule(), FormulaRule():
            yield from change("formula", "expression", fold(old.expression), fold(new.expression), *at)
            yield from change("formula", "of", old.of, new.of, *at)
        case Reference(), Reference():
            yield from change("reference", "to", fold(old.to), fold(new.to), *at)
        case _:
            return


def _items(old: tuple[Text, ...], new: tuple[Text, ...]) -> Iterator[Change]:
    left, right = ({fold(text.text): text for text in items} for items in (old, new))
    gone = [left[key] for key in left if key not in right]
    come = [right[key] for key in right if key not in left]
    # As many gone as come is another wording, told with the words of the rule.
    if len(gone) != len(come):
        yield from (text_change("item-removed", "item", text, None) for text in gone)
        yield from (text_change("item-added", "item", None, text) for text in come)


def _selector(band: Band) -> str:
    """Write what selects a band, without the name of the measured thing."""
    rank = "" if band.rank is None else f"{band.rank.end}{band.rank.first}-{band.rank.last or band.rank.first}"
    bound = "" if band.threshold is None else bound_text(band.threshold)
    return " ".join(part for part in (bound, rank, band.level, band.grade, band.label) if part)


def _bands(old: tuple[Band, ...], new: tuple[Band, ...], at: tuple[Anchor | None, Anchor | None]) -> Iterator[Change]:
    """Pair bands by what selects them, then by what they are worth; the rest was added or removed."""
    left, right = list(old), list(new)
    pairs: list[tuple[Band, Band]] = []
    for key in (_selector, _name, _worth):
        for band in list(left):
            name = key(band)
            partners = [other for other in right if key(other) == name]
            if name and len(partners) == 1 and sum(key(other) == name for other in left) == 1:
                left.remove(band)
                right.remove(partners[0])
                pairs.append((band, partners[0]))
    for one, other in pairs:
        name = f"band {_selector(one)}".strip()
        places = (one.points_at or at[0], other.points_at or at[1])
        yield from change("amount", name, _worth(one), _worth(other), *places)
        yield from _threshold(name, one.threshold, other.threshold, places)
        yield from change("threshold", name, _rank(one), _rank(other), *places)
        yield from _per(one.per, other.per, places)
    for band in left:
        text = f"{_selector(band)}: {_worth(band) or ''}"
        yield Change(type="tier-removed", what="band", before=text, before_at=band.at or band.points_at or at[0])
    for band in right:
        text = f"{_selector(band)}: {_worth(band) or ''}"
        yield Change(type="tier-added", what="band", after=text, after_at=band.at or band.points_at or at[1])


def _name(band: Band) -> str:
    return " ".join(part for part in (band.level, band.grade, band.label) if part)


def _rank(band: Band) -> str | None:
    return None if band.rank is None else f"{band.rank.end} {band.rank.first}-{band.rank.last or band.rank.first}"


def _worth(band: Band) -> str | None:
    share = None if band.share is None else f"{decimal_text(band.share * 100)}%"
    return _range(band) or share


def _words(old: Rule, new: Rule, typed: tuple[Change, ...]) -> Iterator[Change]:
    """Yield what changed in the words: numbers that no typed change tells of, wording, or layout only."""
    if old.quote == new.quote:
        return
    places = (old.at, new.at)
    if fold(old.quote) == fold(new.quote):
        yield from change("layout", "rule", old.quote, new.quote, *places)
        return
    if not typed and figures(old.quote) != figures(new.quote):
        yield from change("figure", "rule", old.quote, new.quote, *places)
        return
    bounded = any(one.what == "threshold" for one in typed)
    left, right = _said(old, bounded), _said(new, bounded)
    for one in typed:
        if one.type == "unit":
            left = _with_unit(left, right, one.before, one.after)
    whole = not typed and mask(old.quote) != mask(new.quote)
    if whole or left != right:
        yield from change("wording", "rule", old.quote, new.quote, *places)
    elif (
        typed
        and _condition_figures(old) != _condition_figures(new)
        and not any(
            c.type in {"threshold", "exception", "item-added", "item-removed", "tier-added", "tier-removed"}
            for c in typed
        )
    ):
        yield from change("figure", "condition", _condition(old), _condition(new), *places)


def _condition(rule: Rule) -> str:
    return rule.condition.text if rule.condition is not None else ""


def _condition_figures(rule: Rule) -> object:
    return figures(_condition(rule))


def _said(rule: Rule, bounded: bool) -> str:
    """Return the masked condition without what is told already: exceptions, and the threshold where it changed."""
    text = mask(_condition(rule))
    told = [exception.text for exception in rule.exceptions]
    if bounded and rule.threshold is not None and rule.threshold.at is not None:
        start = rule.threshold.at.start - rule.at.start
        told.append(rule.quote[max(start, 0) : max(rule.threshold.at.end - rule.at.start, 0)])
    for part in filter(None, map(mask, told)):
        text = text.replace(part, "")
    return text


def _with_unit(left: str, right: str, before: str | None, after: str | None) -> str:
    """Return the right text where one changed unit, told already, is all that sets the left one apart from it."""
    old, new = (mask(unit or "").replace("#", "") for unit in (before, after))
    if old:
        for place in range(len(left)):
            if left.startswith(old, place) and left[:place] + new + left[place + len(old) :] == right:
                return right
    return left
