"""A comparison on the terminal: old and new side by side, the words of the change marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xize.diff.changes import DiffResult
from xize.diff.say import (
    change_line,
    changed_rows,
    effect_text,
    name,
    plain,
    summary,
    sums,
    type_name,
    value,
    what_name,
)
from xize.diff.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from xize.diff.changes import Change, Mark, Row, RuleRow
    from xize.diff.threeway import ThreeWay


def show(result: DiffResult | ThreeWay) -> None:
    """Print a comparison."""
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False)
    if isinstance(result, DiffResult):
        _two(console, result)
        return
    names = {"base": result.to_draft.old, "draft": result.to_draft.new, "final": result.to_final.new}
    console.print(say("threeway_title", **names), style="bold")
    for step in result.steps:
        words = f"{' '.join(step.indicator.split())}: {change_line(step.change)}"
        console.print(f"[{say(f'threeway_{step.when}')}] {words}")
    console.print(summary(result.to_final))


def _two(console: Console, result: DiffResult) -> None:
    console.print(f"{result.old} → {result.new}", style="bold")
    for change in result.document:
        if change.type != "layout":
            console.print("  " + change_line(change))
    for sheet in result.sheets:
        ref = sheet.new or sheet.old
        title = "" if ref is None else " ".join(ref.text.split())
        console.print(f"{title}  {say('sum')} {sums(sheet)}", style="cyan")
        for change in sheet.changes:
            console.print("  " + change_line(change))
    rows = [row for row in changed_rows(result) if any(change.type != "layout" for change in row.all_changes())]
    if rows:
        console.print(_table(rows))
    for question in result.questions:
        console.print(say("question_line", id=question.id, prompt=question.prompt), style="magenta")
        for number, candidate in enumerate(question.candidates, 1):
            console.print(f"  {number}) {' '.join(candidate.label.split())}")
    if result.questions:
        console.print(say("questions_hint"))
    console.print(summary(result))


def _table(rows: Iterable[Row]) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, show_lines=False, expand=True)
    table.add_column(say("change"), ratio=2, style="yellow", overflow="fold")
    table.add_column(say("before"), ratio=5, overflow="fold")
    table.add_column(say("after"), ratio=5, overflow="fold")
    for row in rows:
        table.add_row(Text(), Text(name(row.old), style="bold"), Text(name(row.new), style="bold"))
        for change in row.changes:
            if change.type != "layout":
                table.add_row(*_sides(change))
        for rule in row.rules:
            if any(change.type != "layout" for change in rule.changes):
                table.add_row(*_rule(rule))
        if row.effect is not None:
            table.add_row(Text(say("effect")), Text(), Text(effect_text(row), style="italic"))
    return table


def _sides(change: Change) -> tuple[Text, Text, Text]:
    from rich.text import Text

    label = Text(f"{type_name(change.type)}\n{what_name(change.what)}")
    if change.before is not None and change.after is not None and change.type in {"wording", "indicator-renamed"}:
        from xize.diff.mark import marked

        marks = marked(change.before, change.after)
        return label, _marked(marks, "added"), _marked(marks, "removed")
    return label, Text(value(change.before)), Text(value(change.after))


def _rule(rule: RuleRow) -> tuple[Text, Text, Text]:
    from rich.text import Text

    label = Text("\n".join(dict.fromkeys(type_name(change.type) for change in rule.changes)))
    before = Text("" if rule.old is None else value(rule.old.text), style="red" if rule.new is None else "")
    after = Text("" if rule.new is None else value(rule.new.text), style="green" if rule.old is None else "")
    if rule.marked:
        before, after = _marked(rule.marked, "added"), _marked(rule.marked, "removed")
    return label, before, after


def _marked(marks: tuple[Mark, ...], without: str) -> Text:
    """Return one side of marked-up text; on a screen without colours the signs tell."""
    from rich.text import Text

    styles = {"same": "", "removed": "red strike", "added": "bold green"}
    text = Text()
    for mark in marks:
        if mark.op != without:
            text.append(plain([mark]) if mark.op != "same" else " ".join(mark.text.split("\n")), style=styles[mark.op])
    return text
