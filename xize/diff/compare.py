"""What changed between two versions of one indicator, its rules apart, as typed changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from xize.diff.changes import Change, ChangeType
from xize.diff.compare_rule import change, text_change
from xize.diff.similarity import figures, fold
from xize.model.anchor import Text
from xize.model.base import decimal_text
from xize.model.indicator import Elaboration, Indicator
from xize.model.rule import Limit, Rule

_COLUMNS: dict[str, ChangeType] = {
    "department": "department", "owner": "department", "method": "method", "evidence": "method", "target": "target",
}  # fmt: skip
"""Columns whose change has a type of its own; of the others it is a change of words or of figures."""


def compare_indicator(
    old: Indicator, new: Indicator, *, moved: tuple[str, str] | None, partners: Mapping[str, str]
) -> tuple[Change, ...]:
    """Return the changes of an indicator that was matched.

    Args:
        old: the old version.
        new: the new version.
        moved: where it stood and where it stands, in words; None where it stands under the same parent.
        partners: the new rule id of every old rule that was matched.
    """
    return (*_place(old, new, moved), *_values(old, new), *_limits(old.limits, new.limits, partners), *_own(old, new))


def added(node: Indicator) -> Change:
    """Return the change of an indicator that is only on the new side."""
    return Change(type="indicator-added", what="indicator", after=_name(node), after_at=node.at)


def removed(node: Indicator) -> Change:
    """Return the change of an indicator that is only on the old side."""
    return Change(type="indicator-removed", what="indicator", before=_name(node), before_at=node.at)


def regrouped(old: list[Indicator], new: list[Indicator]) -> tuple[Change, ...]:
    """Return the changes of an indicator that was split, or of several that were merged."""
    kind: ChangeType = "indicator-split" if len(old) == 1 else "indicator-merged"
    names = ["; ".join(_name(node) for node in side) for side in (old, new)]
    places = (old[0].at, new[0].at)
    first = Change(
        type=kind, what="indicator", before=names[0], after=names[1], before_at=places[0], after_at=places[1]
    )
    printed = (old[0].points_at or places[0], new[0].points_at or places[1])
    return (first, *change("points", "points", _total(old), _total(new), *printed))


def _total(nodes: list[Indicator]) -> Decimal | None:
    printed = [node.points for node in nodes if node.points is not None]
    return sum(printed, Decimal(0)) if printed else None


def _name(node: Indicator) -> str:
    title = node.title.strip() or " ".join(text.text for text in node.fields.values())
    points = "" if node.points is None else f" ({decimal_text(node.points)})"
    return f"{node.code or ''} {title}{points}".strip()


def _place(old: Indicator, new: Indicator, moved: tuple[str, str] | None) -> Iterator[Change]:
    if moved is not None:
        yield Change(
            type="indicator-moved", what="parent", before=moved[0], after=moved[1], before_at=old.at, after_at=new.at
        )
    if fold(old.code or "") != fold(new.code or ""):
        places = (old.code_at or old.at, new.code_at or new.at)
        yield from change("indicator-renumbered", "code", old.code, new.code, *places)
    if fold(old.title) != fold(new.title):
        places = (old.title_at or old.at, new.title_at or new.at)
        yield from change("indicator-renamed", "title", old.title, new.title, *places)


def _values(old: Indicator, new: Indicator) -> Iterator[Change]:
    places = (old.points_at or old.at, new.points_at or new.at)
    yield from change("points", "points", old.points, new.points, *places)
    yield from change("weight", "weight", old.weight, new.weight, old.at, new.at)
    yield from change("role", "role", old.role, new.role, old.at, new.at)


def _limits(old: tuple[Limit, ...], new: tuple[Limit, ...], partners: Mapping[str, str]) -> Iterator[Change]:
    """Pair limits by sign and members, then by sign alone."""
    left, right = list(old), list(new)
    pairs: list[tuple[Limit, Limit]] = []
    for strict in (True, False):
        for one in list(left):
            found = [
                other
                for other in right
                if one.sign == other.sign and (not strict or _members(one, partners) == _members(other, None))
            ]
            if found:
                left.remove(one)
                right.remove(found[0])
                pairs.append((one, found[0]))
    for one, other in pairs:
        yield from change("cap", "limit", one.bound, other.bound, one.at, other.at)
    for limit in left:
        yield Change(type="cap-removed", what="limit", before=_bound(limit), before_at=limit.at)
    for limit in right:
        yield Change(type="cap-added", what="limit", after=_bound(limit), after_at=limit.at)


def _members(limit: Limit, partners: Mapping[str, str] | None) -> object:
    if limit.members == "all":
        return "all"
    return frozenset(member if partners is None else partners.get(member, "") for member in limit.members)


def _bound(limit: Limit) -> str:
    return limit.bound if isinstance(limit.bound, str) else decimal_text(limit.bound)


def _own(old: Indicator, new: Indicator) -> Iterator[Change]:
    yield from _columns(old.fields, new.fields, (old.rules, new.rules), (old.points, new.points), "")
    left, right = old.elaboration, new.elaboration
    if left is not None and right is not None:
        yield from elaboration_changes(left, right)
    elif left is not None or right is not None:
        yield text_change("wording", "elaboration", _spelled(left), _spelled(right))
    if old.title != new.title and fold(old.title) == fold(new.title):
        yield from change("layout", "title", old.title, new.title, old.title_at, new.title_at)


def elaboration_changes(old: Elaboration, new: Elaboration) -> Iterator[Change]:
    """Yield the changes between two elaborations, their rules apart."""
    yield from change("points", "elaboration", old.points, new.points, old.points_at, new.points_at)
    if fold(old.title or "") != fold(new.title or ""):
        yield from change("wording", "elaboration title", old.title, new.title, old.at, new.at)
    yield from _columns(old.fields, new.fields, (old.rules, new.rules), (old.points, new.points), "elaboration ")


def _spelled(elaboration: Elaboration | None) -> Text | None:
    if elaboration is None:
        return None
    return Text(text=" ".join(text.text for text in elaboration.fields.values()), at=elaboration.at)


def _columns(
    old: Mapping[str, Text],
    new: Mapping[str, Text],
    rules: tuple[tuple[Rule, ...], tuple[Rule, ...]],
    points: tuple[Decimal | None, Decimal | None],
    prefix: str,
) -> Iterator[Change]:
    """Yield the changes of columns, leaving out what the rules read in them tell by themselves."""
    for name in [*old, *(key for key in new if key not in old)]:
        left, right = old.get(name), new.get(name)
        texts = ["" if side is None else side.text for side in (left, right)]
        if texts[0] == texts[1]:
            continue
        rests = [_rest(text, own, worth) for text, own, worth in zip(texts, rules, points, strict=True)]
        if rests[0] == rests[1]:
            # A change inside a rule is told by the rule; the same rules in another order are another layout.
            said = [sorted(fold(rule.quote) for rule in own) for own in rules]
            kind: ChangeType | None = "layout" if said[0] == said[1] else None
        elif name in _COLUMNS:
            kind = _COLUMNS[name]
        else:
            kind = "figure" if figures(rests[0]) != figures(rests[1]) else "wording"
        if kind is not None:
            yield text_change(kind, prefix + name, left, right)


def _rest(text: str, rules: tuple[Rule, ...], points: Decimal | None) -> str:
    """Return a folded column text without its rules, its own points, and the marks between them."""
    rest = fold(text)
    for quote in sorted((fold(rule.quote) for rule in rules), key=len, reverse=True):
        rest = rest.replace(quote, "", 1)
    if points is not None:
        rest = re.sub(rf"[(]?{re.escape(decimal_text(points))}分[)]?", "", rest, count=1)
    return re.sub(r"[;,。、:()\[\]]+", "", rest)
