"""A comparison as Markdown: sums, then one table row a change."""

from __future__ import annotations

from collections.abc import Iterable

from xize.diff.changes import Change, DiffResult
from xize.diff.say import (
    change_line,
    changed_rows,
    effect_text,
    name,
    place,
    summary,
    sums,
    type_name,
    value,
    what_name,
)
from xize.diff.words import say


def to_markdown(result: DiffResult) -> str:
    """Return the report; text of the documents is escaped, so that none of it is live."""
    lines = [f"# {say('title')}", "", f"{_cell(result.old)} → {_cell(result.new)}", "", summary(result), ""]
    if result.questions:
        lines += [f"## {say('questions')}", ""]
        lines += [f"- `{question.id}` {_cell(question.prompt)}" for question in result.questions] + [""]
    outside = [*result.document, *(change for sheet in result.sheets for change in sheet.changes)]
    if outside:
        lines += [f"## {say('document')}", "", *(f"- {_cell(change_line(change))}" for change in outside), ""]
    if result.sheets:
        lines += [f"## {say('sheets')}", "", _row([say("sheet"), say("sum")]), "| --- | --- |"]
        for sheet in result.sheets:
            ref = sheet.new or sheet.old
            lines.append(_row([ref.text if ref is not None else "", sums(sheet)]))
        lines.append("")
    rows = changed_rows(result)
    if rows:
        heads = [say("indicator"), say("change"), say("what"), say("before"), say("after"), say("where")]
        lines += [f"## {say('indicators')}", "", _row(heads), "|" + " --- |" * len(heads)]
        for row in rows:
            lines += _changes(name(row.new or row.old), row.all_changes())
            if row.effect is not None:
                lines.append(_row([name(row.new or row.old), say("effect"), "", effect_text(row), "", ""]))
    return "\n".join(lines).rstrip() + "\n"


def _changes(title: str, changes: Iterable[Change]) -> list[str]:
    return [
        _row([
            title, type_name(change.type), what_name(change.what), value(change.before), value(change.after),
            f"{place(change.before_at)} → {place(change.after_at)}",
        ])
        for change in changes
    ]  # fmt: skip


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(text: str) -> str:
    flat = " ".join(text.split())
    for sign in "\\`*_[]|":
        flat = flat.replace(sign, "\\" + sign)
    return flat.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
