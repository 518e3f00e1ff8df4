"""`xize check`: what a document says against itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from xize.commands.output import write

if TYPE_CHECKING:
    from rich.console import Console

    from xize.model.finding import Finding

PLACES = 4
"""A row of the table names at most so many places."""


def check(
    file: Annotated[Path, typer.Argument(help="A rubric, a draft or a document.")],
    form: Annotated[
        Literal["text", "json", "sarif"], typer.Option("--format", "-f", help="A table, JSON, or SARIF 2.1.0.")
    ] = "text",
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file; standard output if absent.")] = None,
    fail_on: Annotated[
        Literal["error", "warning", "info"], typer.Option("--fail-on", help="The least severity that exits with 1.")
    ] = "warning",
) -> None:
    """Find what a document says against itself: sums, bands, codes, contradictions, slips, references.

    Exit code 0: nothing as grave as --fail-on; 1: findings; 2: could not run.
    """
    from xize import pipeline
    from xize.check.report import at_least
    from xize.check.report import check as findings_of
    from xize.check.sarif import sarif
    from xize.model.rubric import Draft

    found = pipeline.open_rubric(file)
    findings = findings_of(found)
    if as_json or form == "json":
        rows = [finding.model_dump(mode="json") for finding in findings]
        write(json.dumps({"findings": rows}, ensure_ascii=False, indent=2) + "\n", output)
    elif form == "sarif":
        rubric = found.rubric if isinstance(found, Draft) else found
        write(json.dumps(sarif(rubric, findings), ensure_ascii=False, indent=2) + "\n", output)
    else:
        write(_text(findings), output)
    if at_least(findings, fail_on):
        raise typer.Exit(1)


def _text(findings: tuple[Finding, ...]) -> str:
    from io import StringIO

    from rich.console import Console

    # As wide as the terminal where there is one; the table is written like any other result.
    out = StringIO()
    console = Console(file=out, width=Console().width, highlight=False, emoji=False, markup=False)
    _print(console, findings)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _print(console: Console, findings: tuple[Finding, ...]) -> None:
    from rich.table import Table

    from xize.commands.say import place, say

    table = Table(show_lines=True)
    for heading in ("check_severity", "check_place", "check_finding"):
        table.add_column(say(heading), overflow="fold", ratio=None)
    for finding in findings:
        places = [place(at) for at in finding.at[:PLACES]] + (["…"] if len(finding.at) > PLACES else [])
        where = "\n".join([finding.indicator or "", *places]).strip()
        said = "\n".join(part for part in (finding.message, finding.hint) if part)
        table.add_row(f"{say(f'severity_{finding.severity}')}\n{finding.code}", where, said)
    if findings:
        console.print(table)
    counts = {name: sum(item.severity == name for item in findings) for name in ("error", "warning", "info")}
    console.print(say("check_summary", **counts))
