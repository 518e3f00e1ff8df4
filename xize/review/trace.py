"""From any value back to the document: its quote, its place, the pattern that read it, and who decided (溯源)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from xize.model.anchor import Anchor
from xize.model.base import Model
from xize.model.indicator import Indicator
from xize.model.notation import limit_notation, notation
from xize.model.question import Decision
from xize.model.rubric import RubricBody
from xize.model.rule import Limit, Rule
from xize.review.context import Places, Where

_SKIPPED = frozenset({"id", "kind", "quote", "origin", "pattern", "open", "decided_by", "group", "children", "rules"})
_SKIPPED_NODE = frozenset({"limits", "fields", "elaboration", "level", "mode", "role"})


@dataclass(frozen=True)
class Value:
    """One value below a rule, limit or indicator: where it was printed, and in which words (None: it was not)."""

    path: str
    value: str
    origin: str
    at: Anchor | None
    printed: str | None


@dataclass(frozen=True)
class Trace:
    """Where something came from. `quote` is the whole statement as printed, `said` the value in one readable line."""

    id: str
    said: str
    where: Where
    quote: str | None
    at: Anchor | None
    origin: str
    pattern: str | None
    open: tuple[str, ...]
    decisions: tuple[Decision, ...]
    values: tuple[Value, ...]


def trace(body: RubricBody, path: str) -> Trace | None:
    """Return where a rule, limit, indicator or setting came from, or one value of it; None where there is none.

    Args:
        body: a rubric, or the rubric of a draft.
        path: an id (`1/2#1`), the path of a value (`1/2#1.cap`, `1/2.points`), or `settings.implied_cap`.
    """
    if path.startswith("settings."):
        return _setting(body, path)
    places = Places(body)
    for node in body.walk():
        inner = node.elaboration
        rules = (*node.rules, *(inner.rules if inner is not None else ()))
        limits = (*node.limits, *(inner.limits if inner is not None else ()))
        for value in (*rules, *limits, node):
            if path == value.id or path.startswith(value.id + "."):
                return _narrowed(_traced(body, places, node, value), path.removeprefix(value.id).lstrip("."))
    return None


def ids(body: RubricBody) -> Iterable[str]:
    """Yield every id that can be traced, in document order."""
    yield from (f"settings.{name}" for name in body.settings)
    for node in body.walk():
        inner = node.elaboration
        yield node.id
        yield from (value.id for value in (*node.rules, *node.limits))
        yield from (value.id for value in (*inner.rules, *inner.limits)) if inner is not None else ()


def _traced(body: RubricBody, places: Places, node: Indicator, value: Rule | Limit | Indicator) -> Trace:
    quote = None if isinstance(value, Limit | Indicator) else value.quote
    origin = value.points_origin if isinstance(value, Indicator) else value.origin
    return Trace(
        id=value.id,
        said=_said(value),
        where=places.where(node.id, value.at or node.at),
        quote=quote,
        at=value.at,
        origin=origin,
        pattern=None if isinstance(value, Limit | Indicator) else value.pattern,
        open=value.open,
        decisions=tuple(one for one in body.decisions if one.question in value.decided_by),
        values=tuple(_values(value, quote, value.at, origin)),
    )


def _said(value: Rule | Limit | Indicator) -> str:
    if isinstance(value, Indicator):
        return " ".join(part for part in (value.code, value.title) if part)
    return limit_notation(value) if isinstance(value, Limit) else notation(value)


def _setting(body: RubricBody, path: str) -> Trace | None:
    name = path.removeprefix("settings.")
    setting = body.settings.get(name)
    if setting is None:
        return None
    whole = Anchor(source=body.sources[0].id if body.sources else "", start=0, end=0)
    decisions = tuple(one for one in body.decisions if one.question == setting.question)
    return Trace(
        id=path,
        said=f"{name} = {setting.value}",
        where=Where("", (), None, setting.at or whole, None),
        quote=decisions[-1].quote if decisions else None,
        at=setting.at,
        origin=setting.origin,
        pattern=None,
        open=(),
        decisions=decisions,
        values=(),
    )


def _narrowed(found: Trace, path: str) -> Trace | None:
    """Return the trace of one value, or of all below a path."""
    if not path:
        return found
    values = tuple(one for one in found.values if one.path == path or one.path.startswith(path + "."))
    return Trace(**{**found.__dict__, "values": values}) if values else None


def _values(owner: Model, quote: str | None, whole: Anchor | None, origin: str, head: str = "") -> Iterable[Value]:
    """Yield the values below a model value; each part is as printed as its own anchor says."""
    part_origin = getattr(owner, "origin", origin)
    for name, value in owner:
        skipped = name in _SKIPPED or name.endswith(("_at", "_origin")) or (name in _SKIPPED_NODE and not head)
        if skipped or name == "at" or value is None or value == ():
            continue
        path = f"{head}{name}"
        parts: tuple[Any, ...] = value if isinstance(value, tuple) else (value,)
        if isinstance(parts[0], Model):
            for index, part in enumerate(parts):
                below = f"{path}.{index}." if isinstance(value, tuple) else f"{path}."
                yield from _values(part, quote, whole, part_origin, below)
            continue
        # The sign was printed in the same words as the amount: 扣0.5分.
        printed_at = "points_at" if name == "sign" else f"{name.removesuffix('_max')}_at"
        at = getattr(owner, printed_at, None) or (getattr(owner, "at", None) if head else None)
        text = ", ".join(str(part) for part in parts)
        # What was printed has its own anchor; a person who confirmed the reading did not change that.
        told = "printed" if at is not None else getattr(owner, f"{name}_origin", part_origin)
        yield Value(path, text, told, at, _printed(at, quote, whole))


def _printed(at: Anchor | None, quote: str | None, whole: Anchor | None) -> str | None:
    """Return the words at an anchor inside a quoted statement; None where the statement does not hold them."""
    if at is None or quote is None or whole is None or at.source != whole.source:
        return None
    offset = 0
    for piece in whole.pieces():
        if piece.start <= at.start and at.end <= piece.end:
            return quote[offset + at.start - piece.start : offset + at.end - piece.start]
        offset += piece.end - piece.start
    return None
