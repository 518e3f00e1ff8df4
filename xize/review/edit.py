"""A reading changed by a reviewer: which of its values can be changed, and the changed reading, validated.

An edit is `{"candidate": 0, "set": {"rules.0.points": "0.5", "rules.0.cap": "3"}}`: the reading it starts from, and
new values by path. Null clears a value. What was changed was not printed: its anchor goes, its origin is "reviewed".
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import JsonValue, TypeAdapter, ValidationError

from xize.model.question import Candidate, Question
from xize.model.rule import Limit, Rule
from xize.review.say import words

_RULE: TypeAdapter[Any] = TypeAdapter(Rule)
_LIMIT = TypeAdapter(Limit)

_OPS = (">=", ">", "<=", "<", "==", "in")
_FORMS: dict[str, tuple[str, ...]] = {
    "sign": ("-", "+", "0"),
    "op": _OPS,
    "closed": ("[]", "[)", "(]", "()"),
    "basis": ("occurrence", "member", "shortfall", "excess", "drop", "rise"),
    "selection": ("worst", "first", "sum", "highest", "unique"),
    "connective": ("any", "all", "each"),
    "rounding": ("up", "down", "exact"),
}
_NUMBERS = frozenset(
    {"points", "points_max", "share", "multiplier", "count", "up_to", "value", "value_max"}
    | {"initial", "free_band", "need"}
)
_BOUNDS = {"cap": ("indicator",), "bound": ("indicator", "unlimited")}
_TEXTS = frozenset({"unit", "metric", "target"})
_TARGETS = ("indicator", "parent", "sheet", "total")
_EDITABLE = frozenset(_FORMS) | _NUMBERS | frozenset(_BOUNDS) | _TEXTS
_PARTS = frozenset({"per", "threshold", "condition", "bands"})
"""Where editable values are found below a rule."""
_ALWAYS = frozenset({"points", "points_max", "cap"})
"""Shown for editing even where the reading has none."""


@dataclass(frozen=True)
class Editable:
    """A value that can be changed: its path, what it is now in words, and what it may be ("" where any text may be)."""

    path: str
    now: str
    allowed: str


def editables(candidate: Candidate) -> tuple[Editable, ...]:
    """Return the values of a reading that a reviewer can change, in reading order."""
    found: list[Editable] = []
    for index, rule in enumerate(candidate.rules):
        found += [_editable(f"rules.{index}.{path}", value) for path, value in _leaves(rule.model_dump(mode="json"))]
    for index, limit in enumerate(candidate.limits):
        found.append(_editable(f"limits.{index}.bound", limit.model_dump(mode="json")["bound"]))
    found += [Editable(f"values.{name}", str(value), "") for name, value in candidate.values.items()]
    return tuple(found)


def apply_edit(question: Question, value: JsonValue) -> tuple[Candidate | None, str]:
    """Return the reading an edit makes, or None and what is wrong with it."""
    if not isinstance(value, dict) or set(value) - {"candidate", "set"} or not isinstance(value.get("set"), dict):
        return None, words("edit_shape")
    index, changes = value.get("candidate", 0), value["set"]
    if not isinstance(index, int) or isinstance(index, bool) or not 0 <= index < len(question.candidates):
        return None, words("edit_candidate", count=len(question.candidates))
    candidate = question.candidates[index]
    rules = [rule.model_dump(mode="json") for rule in candidate.rules]
    limits = [limit.model_dump(mode="json") for limit in candidate.limits]
    values = dict(candidate.values)
    assert isinstance(changes, dict)  # noqa: S101 (checked above; tells the type checker)
    for path, new in changes.items():
        problem = _change({"rules": rules, "limits": limits}, values, path, new)
        if problem:
            return None, problem
    try:
        update = {
            "rules": tuple(_RULE.validate_python(rule) for rule in rules),
            "limits": tuple(_LIMIT.validate_python(limit) for limit in limits),
            "values": values,
        }
    except ValidationError as error:
        first = error.errors()[0]
        return None, words("edit_invalid", path=".".join(map(str, first["loc"])), reason=first["msg"])
    for rule in update["rules"]:
        if rule.points is not None and rule.points_max is not None and rule.points_max < rule.points:
            return None, words("edit_range", low=rule.points, high=rule.points_max)
    return candidate.model_copy(update=update), ""


def typed(path: str, text: str) -> tuple[JsonValue, str]:
    """Return the value a reviewer typed for a path, or what is wrong with it; nothing typed clears the value."""
    leaf = path.rsplit(".", 1)[-1]
    text = unicodedata.normalize("NFKC", text).strip()
    if leaf == "target":
        named = (form for form in _TARGETS if text == words(f"form_{form}"))
        text = next(named, text)
    if path.startswith("values.") or leaf in _TEXTS:
        return text or None, "" if text or leaf == "unit" else words("edit_empty")
    if not text:
        return None, ""
    meant = _meant(leaf, text)
    if leaf in _FORMS:
        return (meant, "") if meant is not None else (None, words("edit_one_of", allowed=_choices(_FORMS[leaf])))
    if meant is not None:
        return meant, ""
    whole, _, part = text.partition(".")
    if not (whole.isascii() and whole.isdigit() and (not part or (part.isascii() and part.isdigit()))):
        return None, words("edit_number", text=text)
    return text.rstrip("."), ""


def _leaves(value: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    # The sign is seldom wrong: it comes last.
    for name, item in sorted(value.items(), key=lambda pair: pair[0] in {"sign", "target"}):
        if name == "cap":
            yield name, item["value"] if item else None
        elif name in _EDITABLE:
            if name in _ALWAYS or item is not None:
                yield name, item
        elif name in _PARTS and isinstance(item, dict):
            yield from ((f"{name}.{path}", leaf) for path, leaf in _leaves(item))
        elif name in _PARTS and isinstance(item, list):
            for index, part in enumerate(item):
                yield from ((f"{name}.{index}.{path}", leaf) for path, leaf in _leaves(part))


def _editable(path: str, value: object) -> Editable:
    leaf = path.rsplit(".", 1)[-1]
    allowed = _choices(_FORMS.get(leaf, ())) or (words("edit_any_number") if leaf not in _TEXTS else "")
    if leaf in _BOUNDS:
        allowed += " / " + _choices(_BOUNDS[leaf])
    return Editable(path, "" if value is None else value_text(path, value), allowed)


def value_text(path: str, value: object) -> str:
    """Return a value as it is shown and may be typed: a form in words, anything else as it is."""
    known = f"form_{value}"
    leaf = path.rsplit(".", 1)[-1]
    named = leaf == "target" or value in _FORMS.get(leaf, ()) or value in _BOUNDS.get(leaf, ())
    return words(known) if named and known in words.keys() else str(value)  # noqa: SIM118 (no mapping)


def _meant(leaf: str, text: str) -> str | None:
    """Return the form that was typed, by its own name or in the words of the language."""
    forms = _FORMS.get(leaf, ()) or _BOUNDS.get(leaf, ())
    return next((form for form in forms if text.casefold() in {form, value_text(leaf, form).casefold()}), None)


def _choices(forms: Iterable[str]) -> str:
    return " / ".join(words(f"form_{form}") if f"form_{form}" in words.keys() else form for form in forms)  # noqa: SIM118


def _change(dumped: dict[str, Any], values: dict[str, JsonValue], path: str, new: JsonValue) -> str:
    """Set one value of a dumped reading in place; return what is wrong, or nothing."""
    head, _, name = path.partition(".")
    if head == "values" and name in values:
        values[name] = new
        return ""
    *way, leaf = path.split(".")
    node: Any = dumped
    for step in way:
        if isinstance(node, list) and step.isdigit() and int(step) < len(node):
            node = node[int(step)]
        elif isinstance(node, dict) and node.get(step) is not None and (node is dumped or step in _PARTS):
            node = node[step]
        else:
            return words("edit_no_path", path=path)
    if not isinstance(node, dict) or leaf not in _EDITABLE or leaf not in node:
        return words("edit_no_path", path=path)
    if leaf == "cap":
        node["cap"] = None if new is None else {"value": new, "origin": "reviewed", "at": None}
    else:
        node[leaf] = new
    # What a person gave was not printed there: the anchor of the changed part goes, that of the statement stays.
    anchor = {"points": "points_at", "points_max": "points_at"}.get(
        leaf, "at" if len(way) > 2 or head == "limits" else ""
    )
    if anchor in node and leaf != "connective":
        node[anchor] = None
    return ""
