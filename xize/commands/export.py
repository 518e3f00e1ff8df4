"""`xize export`: a rubric or draft for other tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from xize.commands.output import write_bytes


def export(
    file: Annotated[Path, typer.Argument(help="A rubric, a draft or a document.")],
    form: Annotated[
        Literal["csv", "jsonl", "yaml", "markdown", "parquet"], typer.Option("--format", "-f", help="What to write.")
    ] = "csv",
    what: Annotated[
        Literal["rules", "indicators"], typer.Option(help="One row a rule, or one an indicator.")
    ] = "rules",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file; standard output if absent.")] = None,
) -> None:
    """Write the rules or the indicators as a flat table."""
    from xize import pipeline
    from xize.export.flat import indicator_table, rule_table
    from xize.export.tables import WRITERS
    from xize.model.rubric import Draft

    found = pipeline.open_rubric(file)
    rubric = found.rubric if isinstance(found, Draft) else found
    table = rule_table(rubric) if what == "rules" else indicator_table(rubric)
    write_bytes(WRITERS[form](table), output)
