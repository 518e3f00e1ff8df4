"""One readable line for a rule, a limit or a question: what tests compare and people read (规则记法).

`notation` shows everything a score depends on and where it was printed; `brief` leaves out the wording (conditions,
names, the extent of the statement) and keeps every number, unit, sign, choice and the place of the effect. The forms
are described in `docs/reference/notation.md`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import assert_never

from xize.model.anchor import Anchor, Text
from xize.model.base import decimal_text
from xize.model.quantity import Cap, Condition, Per, Threshold
from xize.model.question import Question
from xize.model.rubric import Unparsed
from xize.model.rule import (
    Band,
    Checklist,
    Discretion,
    Distribute,
    Flat,
    FormulaRule,
    Full,
    Limit,
    PerUnit,
    Rank,
    Reference,
    Rule,
    RuleBase,
    Step,
    Tiers,
    Veto,
    Zero,
)
from xize.words import lang


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("xize.model").joinpath("notation.toml").read_text(encoding="utf-8"))


def _word(key: str) -> str:
    return _words()[key][lang.get()] if key in _words() else key


def notation(rule: Rule) -> str:
    """Return the full line of a rule, its group by the name it has."""
    return " ".join(part for part in _parts(rule, wording=True, group=rule.group) if part)


def brief(rule: Rule, group: str | None = None) -> str:
    """Return the line of a rule without its wording.

    Args:
        rule: the rule.
        group: the name to give its group; see `lines` for names by first appearance.
    """
    return " ".join(part for part in _parts(rule, wording=False, group=group) if part)


def lines(
    rules: Iterable[Rule],
    limits: Iterable[Limit] = (),
    questions: Iterable[Question] = (),
    unparsed: Iterable[Unparsed] = (),
    *,
    wording: bool = True,
) -> tuple[str, ...]:
    """Return one line a rule, limit, question and unread sentence, groups and members named a, b, c … and 1, 2, 3 …."""
    rules = tuple(rules)
    names: dict[str, str] = {}
    numbers = {rule.id: str(place) for place, rule in enumerate(rules, 1)}
    found: list[str] = []
    for rule in rules:
        if rule.group is not None:
            names.setdefault(rule.group, _letter(len(names)))
        group = names.get(rule.group) if rule.group is not None else None
        found.append(" ".join(part for part in _parts(rule, wording=wording, group=group) if part))
    found += [limit_notation(limit, numbers) for limit in limits]
    found += [question_notation(question, wording=wording) for question in questions]
    for item in unparsed:
        found.append(f"rest {place(item.at)} “{item.quote}”" if wording else f"rest {place(item.at)}")
    return tuple(found)


def limit_notation(limit: Limit, numbers: dict[str, str] | None = None) -> str:
    """Return the line of a limit: `limit - 10 members=all @0:12`."""
    bound = _word(limit.bound) if isinstance(limit.bound, str) else decimal_text(limit.bound)
    members = _word("all") if limit.members == "all" else ",".join((numbers or {}).get(m, m) for m in limit.members)
    parts = [_word("limit"), limit.sign, bound, f"{_word('members')}={members}", _origin(limit.origin), place(limit.at)]
    return " ".join(part for part in parts if part)


def question_notation(question: Question, *, wording: bool = True) -> str:
    """Return the line of a question: `? ladder @0:24: 90/88/85 …`, the suggested candidate marked with *."""
    if not wording:
        return f"? {question.kind}"
    labels = [("*" if at == question.suggested else "") + c.label for at, c in enumerate(question.candidates)]
    return f"? {question.kind} {place(question.at)}: {question.prompt} [{' | '.join(labels)}]"


def place(at: Anchor | None) -> str:
    """Return the place of an anchor: `@12:16`, its pieces joined by +."""
    return "" if at is None else "@" + "+".join(f"{piece.start}:{piece.end}" for piece in at.pieces())


def _letter(index: int) -> str:
    return chr(ord("a") + index) if index < 26 else f"g{index}"


def _parts(rule: Rule, *, wording: bool, group: str | None) -> Iterator[str]:
    yield _word(rule.kind)
    yield _amount(rule)
    yield from _own(rule, wording=wording)
    yield _cap(rule.cap)
    yield _when(rule.threshold, wording=wording)
    yield _condition(rule.condition, wording=wording)
    yield _texts("except", rule.exceptions, wording=wording)
    yield f"{_word('target')}={_word(rule.target)}" if rule.target != "indicator" else ""
    yield f"{_word('group')}={group}" if group is not None else ""
    yield _origin(rule.origin)
    yield place(rule.points_at or rule.at)
    if wording:
        yield f"in {place(rule.at)[1:]}"


def _amount(rule: RuleBase) -> str:
    parts: list[str] = []
    if rule.points is not None:
        low = decimal_text(rule.points)
        parts.append(low if rule.points_max is None else f"{low}..{decimal_text(rule.points_max)}")
    elif rule.points_max is not None:
        parts.append(f"..{decimal_text(rule.points_max)}")
    if rule.share is not None:
        parts.append(f"{decimal_text(rule.share * 100)}% {_word('of')}")
    if rule.multiplier is not None:
        parts.append(f"×{decimal_text(rule.multiplier)}")
    sign = rule.sign if rule.sign != "0" else "±" if parts else ""
    return f"{sign}{' '.join(parts)}"


def _own(rule: Rule, *, wording: bool) -> Iterator[str]:
    """Yield what only this kind of rule has."""
    match rule:
        case Flat() | Zero() | Full():
            pass
        case PerUnit():
            yield _per(rule.per)
            yield f"{_word('rounding')}={_word(rule.rounding)}" if rule.rounding else ""
        case Step():
            yield _per(rule.per)
            yield _named("initial", rule.initial)
            yield _named("free", rule.free_band)
            yield f"{_word('rounding')}={_word(rule.rounding)}" if rule.rounding else ""
        case Tiers():
            bands = " | ".join(_band(band, wording=wording) for band in rule.bands)
            yield f"{_word(rule.selection)} {{{bands}}}"
        case Distribute():
            yield _texts("items", rule.items, wording=wording)
        case Checklist():
            yield _texts("items", rule.items, wording=wording)
            yield _named("need", rule.need)
            if rule.otherwise is not None:
                yield f"{_word('otherwise')} “{rule.otherwise.text}”" if wording else _word("otherwise")
        case Veto():
            yield f"“{rule.consequence}”" if wording else ""
        case Discretion():
            yield f"{_word('bound')}={_bound(rule.bound)}" if rule.bound is not None else ""
            yield f"{_word('choices')}={','.join(map(decimal_text, rule.choices))}" if rule.choices else ""
        case FormulaRule():
            yield f"“{rule.expression}” ({', '.join(rule.variables)})" if wording else ""
            yield _word("of") if rule.of is not None else ""
        case Reference():
            yield f"“{rule.to}”" if wording else ""
        case _:
            assert_never(rule)


def _named(key: str, value: Decimal | None) -> str:
    return "" if value is None else f"{_word(key)}={decimal_text(value)}"


def _bound(value: Decimal | str) -> str:
    return _word(value) if isinstance(value, str) else decimal_text(value)


def _origin(origin: str) -> str:
    return "" if origin == "printed" else f"{_word('origin')}={_word(origin)}"


def _per(per: Per) -> str:
    each = _word("each" if per.explicit else "each_open")
    up_to = f", {_word('up_to')} {decimal_text(per.up_to)}" if per.up_to is not None else ""
    return f"/ {decimal_text(per.count)}{per.unit} ({_word(per.basis)}, {each}{up_to})"


def _cap(cap: Cap | None) -> str:
    if cap is None:
        return ""
    origin = "" if cap.origin == "printed" else f"({_word(cap.origin)})"
    return f"{_word('cap')}={_bound(cap.value)}{origin}"


def _when(threshold: Threshold | None, *, wording: bool) -> str:
    return "" if threshold is None else f"{_word('when')} {_threshold(threshold, wording=wording)}"


def _threshold(threshold: Threshold, *, wording: bool) -> str:
    metric = f"{threshold.metric} " if wording and threshold.metric else ""
    unit = threshold.unit or ""
    low = "" if threshold.value is None else f"{decimal_text(threshold.value)}{unit}"
    if threshold.op == "in":
        high = "" if threshold.value_max is None else f"{decimal_text(threshold.value_max)}{unit}"
        ends = threshold.closed or "??"
        return f"{metric}{ends[0]}{low},{high}{ends[1]}"
    relative = ""
    if threshold.relative_to is not None:
        relative = f"{'×' if low else ''}{threshold.relative_to if wording else '*'}"
    if threshold.by is not None:
        way = "-" if threshold.op in {"<", "<="} else "+"
        return f"{metric}{threshold.op}{relative}{way}{decimal_text(threshold.by)}{unit}"
    return f"{metric}{threshold.op}{low}{relative}"


def _condition(condition: Condition | None, *, wording: bool) -> str:
    if condition is None:
        return ""
    if condition.connective is None:
        return f"{_word('if')} “{condition.text}”" if wording else ""
    parts = " | ".join(part.text for part in condition.parts) if wording else str(len(condition.parts))
    return f"{_word('if')} {_word(condition.connective)}({parts})"


def _texts(key: str, texts: tuple[Text, ...], *, wording: bool) -> str:
    if not texts:
        return ""
    return f"{_word(key)} “{'” “'.join(text.text for text in texts)}”" if wording else f"{_word(key)}={len(texts)}"


def _band(band: Band, *, wording: bool) -> str:
    parts = [_selector(band, wording=wording), _band_amount(band)]
    if band.per is not None:
        parts.append(_per(band.per))
    if wording:
        parts.append(place(band.points_at))
    return " ".join(part for part in parts if part)


def _selector(band: Band, *, wording: bool) -> str:
    parts: list[str] = []
    if band.threshold is not None:
        parts.append(_threshold(band.threshold, wording=wording))
    if band.rank is not None:
        parts.append(_rank(band.rank))
    parts += [name for name in (band.level, band.grade, band.label) if name is not None]
    return f"{'; '.join(parts)}:"


def _rank(rank: Rank) -> str:
    last = "" if rank.last is None or rank.last == rank.first else f"..{rank.last}"
    return f"{_word(rank.end)} {rank.first}{last}"


def _band_amount(band: Band) -> str:
    parts: list[str] = []
    if band.points is not None:
        high = "" if band.points_max is None else f"..{decimal_text(band.points_max)}"
        parts.append(f"{decimal_text(band.points)}{high}")
    if band.share is not None:
        parts.append(f"{decimal_text(band.share * 100)}% {_word('of')}")
    return " ".join(parts)
