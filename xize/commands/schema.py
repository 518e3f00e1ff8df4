"""`xize schema`: the JSON Schema of the three documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal

import typer

from xize.commands.output import write


def schema(
    what: Annotated[Literal["draft", "rubric", "decision"], typer.Argument(help="Which document.")] = "rubric",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file; standard output if absent.")] = None,
) -> None:
    """Print the JSON Schema of a draft, a rubric, or one line of a decision log."""
    from xize.model.base import Model
    from xize.model.question import Decision
    from xize.model.rubric import Draft, Rubric

    models: dict[str, type[Model]] = {"draft": Draft, "rubric": Rubric, "decision": Decision}
    write(json.dumps(models[what].model_json_schema(), ensure_ascii=False, indent=2) + "\n", output)
