"""`xize parse`: a document into a draft."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xize.commands.output import write


def parse(
    file: Annotated[Path, typer.Argument(help="A Word, PDF or text document.")],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The draft; standard output if absent.")] = None,
) -> None:
    """Read a document into a draft: the rubric as read, and its open questions."""
    from xize import pipeline

    write(pipeline.parse(file).json_text(), output)
