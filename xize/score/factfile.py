"""Read facts out of JSON, YAML or CSV, and check every one against what the rubric needs."""

from __future__ import annotations

import csv
import difflib
import io
import json
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from xize.errors import FactsError
from xize.model.base import decimal_text
from xize.score.need import Need, say
from xize.score.symbol import Fact

LIMIT = 20_000_000
"""The largest facts file, in bytes: far above any real one, small enough to be read whole."""

YES_WORD, NO_WORD, NONE = "是", "否", "都不是"
"""The words of a form: yes, no, and none of the choices."""

YES = frozenset({"true", "yes", "y", "1", "是", "有", "√"})
OPEN = frozenset({"", "null", "~"})
"""How an open fact is written in a form that has no null of its own."""
NO = frozenset({"false", "no", "n", "0", "否", "无", "×"})


def read_facts(data: bytes, name: str, needed: Sequence[Need]) -> dict[str, Fact]:
    """Return the facts in a file, by id.

    A JSON or YAML file holds a mapping from id to value, that mapping under "facts", or the filled-in form of
    `xize facts` (a list of objects with "id" and "value"). A CSV file has the columns "id" and "value". An empty value
    is an open fact.

    Args:
        data: the file.
        name: its name, for messages.
        needed: what the rubric asks for.

    Raises:
        FactsError: not readable, a fact given twice or asked by nobody, or a value that does not fit.
    """
    if len(data) > LIMIT:
        raise _unreadable(name, f"> {LIMIT} bytes")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable(name, "UTF-8") from error
    return check_facts(_pairs(text, name), name, needed)


def check_facts(pairs: Iterable[tuple[str, Any]], name: str, needed: Sequence[Need]) -> dict[str, Fact]:
    """Return facts by id, every one checked against what the rubric needs; an empty value is an open fact.

    Raises:
        FactsError: a fact given twice or asked by nobody, or a value that does not fit.
    """
    by_id = {need.id: need for need in needed}
    facts: dict[str, Fact] = {}
    seen: set[str] = set()
    for key, value in pairs:
        if key not in by_id:
            near = difflib.get_close_matches(key, by_id, n=1, cutoff=0)
            hint = say("fact_unknown_hint", near=near[0] if near else "")
            raise FactsError(say("fact_unknown", file=name, fact=key), hint)
        if key in seen:
            raise FactsError(say("fact_twice", file=name, fact=key), say("fact_twice_hint"))
        seen.add(key)
        if value is not None and str(value).strip().lower() not in OPEN:
            facts[key] = _checked(value, by_id[key], name)
    return facts


def form(needed: Iterable[Need]) -> list[dict[str, Any]]:
    """Return the empty form: an object a fact, with the question in words and an empty value."""
    return [
        {
            "id": need.id, "indicator": need.indicator, "question": need.question, "type": need.type,
            "unit": need.unit, "minimum": _text(need.minimum), "maximum": _text(need.maximum),
            "least": _text(need.least), "amounts": list(map(decimal_text, need.amounts)), "choices": list(need.choices),
            "judgement": need.judgement, "quote": need.quote, "value": None,
        }
        for need in needed
    ]  # fmt: skip


def _pairs(text: str, name: str) -> list[tuple[str, Any]]:
    stripped = text.lstrip()
    if stripped[:1] in {"{", "["}:
        try:
            # Keys are kept as pairs: a key given twice in an object must be seen, not overwritten.
            value = json.loads(text, parse_float=Decimal, object_pairs_hook=_Pairs)
        except (ValueError, RecursionError) as error:
            raise _unreadable(name, str(error)) from error
        return _from_tree(value, name)
    header = stripped.splitlines()[0] if stripped else ""
    if "," in header and "id" in next(csv.reader([header])):
        rows = list(csv.DictReader(io.StringIO(text)))
        if "value" not in (rows[0] if rows else {"value": None}):
            raise _unreadable(name, 'no column "value"')
        return [(str(row["id"]), row["value"]) for row in rows]
    return _from_yaml(text, name)


class _Pairs(list[tuple[str, Any]]):
    """A JSON object as pairs."""


def _from_yaml(text: str, name: str) -> list[tuple[str, Any]]:
    import yaml

    try:
        # BaseLoader: every scalar is text, so that 0.1 stays exact and 是 or on are no surprises.
        value = yaml.load(text, Loader=_NoAliases(yaml))  # noqa: S506 (a BaseLoader without aliases builds only text)
    except (yaml.YAMLError, RecursionError) as error:
        raise _unreadable(name, str(error).replace("\n", " ")) from error
    return _from_tree(value, name)


def _NoAliases(yaml: Any) -> Any:  # noqa: N802 (builds a class)
    class Loader(yaml.BaseLoader):  # type: ignore[misc]  # yaml is imported late, so its class is not known to mypy
        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.events.AliasEvent):
                raise yaml.YAMLError("aliases (&, *) are not read")
            return super().compose_node(parent, index)

        def construct_mapping(self, node: Any, deep: bool = False) -> Any:
            return _Pairs(
                (str(self.construct_object(key, deep=True)), self.construct_object(value, deep=True))
                for key, value in node.value
            )

        def construct_yaml_map(self, node: Any) -> Any:
            yield self.construct_mapping(node)

    Loader.add_constructor("tag:yaml.org,2002:map", lambda loader, node: loader.construct_mapping(node))
    return Loader


def _from_tree(value: Any, name: str) -> list[tuple[str, Any]]:
    if isinstance(value, _Pairs):
        for key, inner in value:
            if key == "facts" and isinstance(inner, list):
                return _from_tree(inner, name)
        return [(key, inner) for key, inner in value if key not in {"schema", "rubric"}]
    if isinstance(value, list):
        rows: list[tuple[str, Any]] = []
        for row in value:
            entries = dict(row) if isinstance(row, _Pairs) else {}
            if "id" not in entries or "value" not in entries:
                raise _unreadable(name, 'an entry without "id" or "value"')
            rows.append((str(entries["id"]), entries["value"]))
        return rows
    if value in (None, ""):
        return []
    raise _unreadable(name, f"{type(value).__name__}")


def _checked(value: Any, need: Need, name: str) -> Fact:
    if need.type == "yes_no":
        word = str(value).strip().lower()
        if word in YES | NO:
            return word in YES
        raise _misfit(value, need, name, say("wanted_yes_no"))
    if need.type == "choice":
        if str(value).strip() in need.choices:
            return str(value).strip()
        if str(value).strip().lower() in {NONE, "none"}:
            return ""
        raise _misfit(value, need, name, say("wanted_choice", choices="、".join((*need.choices, NONE))))
    wanted = _wanted(need)
    try:
        number = Decimal(str(value).strip().removesuffix("%")) if not isinstance(value, bool) else None
    except InvalidOperation:
        number = None
    if number is not None and number.is_finite() and not plain(number):
        raise _misfit(value, need, name, say("wanted_digits", digits=DIGITS))
    if number is None or not number.is_finite() or not fits(number, need):
        raise _misfit(value, need, name, wanted)
    return number


def fits(number: Decimal, need: Need) -> bool:
    """Return whether a number may be the value of a fact."""
    if not plain(number) or (need.whole and number != number.to_integral_value()):
        return False
    if need.amounts:
        return number == 0 or number in need.amounts
    if need.least is not None and number != 0 and number < need.least:
        return False
    return (need.minimum is None or number >= need.minimum) and (need.maximum is None or number <= need.maximum)


DIGITS = 9
"""The most digits before and after the point: what a spreadsheet computes alike, and far beyond any real fact."""


def plain(number: Decimal) -> bool:
    """Return whether a number has no more digits than a fact can have."""
    if not -20 < number.adjusted() < DIGITS:
        return number == 0
    return number == round(number, DIGITS)


def _wanted(need: Need) -> str:
    if need.amounts:
        return say("wanted_amounts", amounts="、".join(map(decimal_text, need.amounts)))
    if need.least is not None and need.maximum is not None and need.least > 0:
        return say("wanted_least", low=_text(need.least), high=_text(need.maximum))
    return say("wanted_whole" if need.whole else "wanted_number", bounds=_bounds(need))


def _bounds(need: Need) -> str:
    if need.minimum is not None and need.maximum is not None:
        return say("bounds_between", low=_text(need.minimum), high=_text(need.maximum))
    if need.maximum is not None:
        return say("bounds_to", high=_text(need.maximum))
    return say("bounds_from", low=_text(need.minimum)) if need.minimum is not None else say("bounds_any")


def _text(value: Decimal | None) -> str | None:
    return None if value is None else decimal_text(value)


def _misfit(value: Any, need: Need, name: str, wanted: str) -> FactsError:
    what = say("fact_type", file=name, fact=need.id, value=repr(str(value)[:60]), wanted=wanted)
    return FactsError(what, say("fact_type_hint", question=need.question))


def _unreadable(name: str, reason: str) -> FactsError:
    return FactsError(say("facts_unreadable", file=name, reason=reason), say("facts_unreadable_hint"))
