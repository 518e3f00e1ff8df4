"""How a comparison is said to people: the words every output shares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xize.diff.changes import Change, DiffResult, Mark, Ref, Row, SheetRow
from xize.diff.words import say
from xize.model.anchor import Anchor
from xize.model.base import decimal_text

NOTHING = "–"
_SHORT = 24
_KEYS = say.keys()


def type_name(kind: str) -> str:
    """Name a type of change."""
    return say(f"type_{kind.replace('-', '_')}")


def value(text: str | None) -> str:
    """Write one side of a change on one line."""
    return NOTHING if text is None else " ".join(text.split()) or NOTHING


def place(at: Anchor | None) -> str:
    """Name a place: the page where there is one, and the characters of the linear text."""
    if at is None:
        return ""
    page = "" if at.page is None else say("page", page=at.page) + " "
    return f"{page}{at.start}–{at.end}"


def name(refs: Iterable[Ref]) -> str:
    """Name the indicators of one side of a row."""
    return " + ".join(f"{ref.code or ''} {' '.join(ref.text.split())}".strip() for ref in refs)


def effect_text(row: Row) -> str:
    """Say what a row's changes mean, with the facts that show it."""
    effect = row.effect
    if effect is None:
        return ""
    parts = [say(f"verdict_{effect.verdict}")]
    if effect.reason is not None:
        parts.append(say(f"reason_{effect.reason}"))
    if effect.by is not None and effect.verdict not in {"same", "unclear"}:
        parts.append(say("by_at_most", by=decimal_text(effect.by)))
    if effect.facts and effect.old_score is not None:
        rules = {ref.id: ref for rule in reversed(row.rules) for ref in (rule.new, rule.old) if ref is not None}
        told = {key: fact for key, fact in effect.facts.items() if fact not in (False, "0", "")}
        facts = say("list_comma").join(f"{_rule_name(key, rules)} = {_fact(fact)}" for key, fact in told.items())
        parts.append(say("shown_by", facts=facts or say("no_facts"), old=effect.old_score, new=effect.new_score))
    return " ".join(parts)


def _rule_name(key: str, rules: Mapping[str, Ref]) -> str:
    """Name a fact by the rule that asks for it, with the part of it (a band, a variable) where it asks for several."""
    rule = next((ref for name, ref in rules.items() if key == name or key.startswith(name + "/")), None)
    if rule is None:
        return key
    text = "".join(rule.text.split())
    return f"“{text if len(text) <= _SHORT else text[: _SHORT - 1] + '…'}”{key[len(rule.id) :]}"


def _fact(fact: object) -> str:
    return say("yes") if fact is True else str(fact)


def what_name(what: str) -> str:
    """Name the part that changed: our words for our own names, a column's printed header as it is."""
    key = f"what_{what.split(' ')[0]}"
    rest = what.partition(" ")[2]
    return f"{say(key)} {rest}".strip() if key in _KEYS else what


def sums(row: SheetRow) -> str:
    """Say what the indicators of a sheet add up to, before and after."""
    before, after = (NOTHING if number is None else decimal_text(number) for number in (row.old_sum, row.new_sum))
    return before if before == after else f"{before} → {after}"


def changed_rows(result: DiffResult) -> list[Row]:
    """Return the rows in which anything but nothing changed."""
    return [row for row in result.rows if row.all_changes()]


def plain(marks: Iterable[Mark]) -> str:
    """Write marked-up text with signs: [-removed-]{+added+}."""
    signs = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
    return "".join(f"{signs[mark.op][0]}{mark.text}{signs[mark.op][1]}" for mark in marks)


def summary(result: DiffResult) -> str:
    """Say in one line how much changed."""
    counts = result.counts()
    if not counts:
        return say("identical")
    listed = say("list_comma").join(f"{type_name(kind)} {number}" for kind, number in counts.items())
    if not result.different():
        return say("layout_only", changes=listed)
    return say("different", changes=listed)


def change_line(change: Change) -> str:
    """Say one change on one line."""
    return f"{type_name(change.type)} ({what_name(change.what)}): {value(change.before)} → {value(change.after)}"
