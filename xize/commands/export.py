"""`xize export`: a rubric or draft for other tools."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from xize.commands.output import write_bytes

if TYPE_CHECKING:
    from xize.model.rubric import Rubric


def export(
    file: Annotated[Path, typer.Argument(help="A rubric, a draft or a document.")],
    form: Annotated[
        Literal["csv", "jsonl", "yaml", "markdown", "parquet", "xlsx", "dmn", "jsonlogic"],
        typer.Option("--format", "-f", help="What to write."),
    ] = "csv",
    what: Annotated[
        Literal["rules", "indicators"], typer.Option(help="One row a rule, or one an indicator.")
    ] = "rules",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file; standard output if absent.")] = None,
) -> None:
    """Write the rules or the indicators as a flat table, or a canonical rubric as something to compute with.

    xlsx: a workbook to fill in, with live scores; dmn: decision tables of the tiers; jsonlogic: every score as an
    expression. What dmn and jsonlogic cannot express is told on standard error.
    """
    from xize import pipeline

    if form in {"xlsx", "dmn", "jsonlogic"}:
        _executable(pipeline.open_canonical(file), form, output)
        return
    from xize.export.flat import indicator_table, rule_table
    from xize.export.tables import WRITERS
    from xize.model.rubric import Draft

    found = pipeline.open_rubric(file)
    rubric = found.rubric if isinstance(found, Draft) else found
    table = rule_table(rubric) if what == "rules" else indicator_table(rubric)
    write_bytes(WRITERS[form](table), output)


def _executable(rubric: Rubric, form: str, output: Path | None) -> None:
    if form == "xlsx":
        from xize.export.workbook import write_workbook

        write_bytes(write_workbook(rubric), output)
        return
    from xize.commands.say import say
    from xize.export.dmn import write_dmn
    from xize.export.jsonlogic import write_jsonlogic

    data, left_out = write_dmn(rubric) if form == "dmn" else write_jsonlogic(rubric)
    write_bytes(data, output)
    if left_out:
        typer.echo(say("not_expressed", count=len(left_out), format=form), err=True)
    for line in left_out:
        typer.echo(f"  {line}", err=True)
