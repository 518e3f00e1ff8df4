"""`xize score`: a rubric under facts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xize.commands.output import write

if TYPE_CHECKING:
    from rich.console import Console

    from xize.score.result import Range, ScoreResult


def score(
    file: Annotated[Path, typer.Argument(help="A rubric.")],
    facts_file: Annotated[
        Path | None, typer.Argument(metavar="FACTS", help="JSON, YAML, CSV or a filled workbook; none: all open.")
    ] = None,
    trace: Annotated[bool, typer.Option("--trace", help="Show every step of every indicator.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The whole result with its trace, as JSON.")] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write the JSON to a file.")] = None,
) -> None:
    """Score facts under a rubric: a score for each indicator, or an interval where something is open.

    Exit code 0: every score is settled; 1: some are open or refused; 2: could not run.
    """
    from rich.console import Console

    from xize import pipeline
    from xize.errors import FactsError
    from xize.score.factfile import read_facts
    from xize.score.need import needs
    from xize.score.run import score as compute
    from xize.score.workbook import is_workbook, read_workbook

    rubric = pipeline.open_canonical(file)
    given = {}
    if facts_file is not None:
        try:
            data = facts_file.read_bytes()
        except OSError as error:
            raise FactsError(f"{facts_file}: {error.strerror}", "check the path and its permissions") from error
        if is_workbook(data):
            given = read_workbook(data, str(facts_file), needs(rubric))
        else:
            given = read_facts(data, str(facts_file), needs(rubric))
    result = compute(rubric, given)
    if as_json or output is not None:
        write(result.json_text(), output)
    else:
        _print(Console(highlight=False, markup=False, emoji=False), result, trace)
    if any(node.status in {"open", "refused"} for sheet in result.sheets for node in sheet.indicators):
        raise typer.Exit(1)


def _print(console: Console, result: ScoreResult, with_trace: bool) -> None:
    from rich.table import Table

    from xize.commands.say import say

    for sheet in result.sheets:
        table = Table(title=sheet.title, title_justify="left", box=None, padding=(0, 1))
        for column in ("indicator", "title", "full", "score"):
            table.add_column(say(f"column_{column}"), justify="right" if column in {"full", "score"} else "left")
        for node in sheet.indicators:
            state = say(f"status_{node.status}") if node.status in {"open", "refused"} else ""
            words = "".join(node.title.split())
            found = "、".join(node.ratings) if node.score is None and node.ratings else _range(node.score)
            table.add_row(node.id, words[:40], _number(node.points), f"{found} {state}".strip())
            if with_trace:
                for row in node.trace:
                    note = row.note or "".join((row.quote or "").split())
                    table.add_row("", f"  {_range(row.before)} → {_range(row.after)}  {note}", "", "")
        table.add_row("", say("column_total"), _number(sheet.points), _range(sheet.total), style="bold")
        console.print(table)
        if sheet.grades:
            console.print(say("grades", grades="、".join(sheet.grades)))
    for formula in result.formulas:
        console.print(f"{formula.expression}  {_range(formula.value)}")
    for veto in result.consequences:
        console.print(say("veto_certain" if veto.certain else "veto_possible", consequence=veto.consequence))
    for effect in result.effects:
        console.print(say("effect", target=effect.target, change=_range(effect.change)))
    for notice in result.notices:
        console.print(say("notice", text=notice))
    if result.missing:
        console.print(say("facts_missing", count=len(result.missing)))


def _number(value: Any) -> str:
    from xize.model.base import decimal_text

    return "" if value is None else decimal_text(value)


def _range(value: Range | None) -> str:
    if value is None:
        return "–"
    if value.low is not None and value.low == value.high:
        return _number(value.low)
    low, high = ("∞" if end is None else _number(end) for end in (value.low, value.high))
    return f"{'-' if value.low is None else ''}{low} … {high}"
