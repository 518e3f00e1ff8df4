"""`xize text`: the linear text that anchors count in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xize.commands.output import write


def text(
    file: Annotated[Path, typer.Argument(help="A Word, PDF or text document.")],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file; standard output if absent.")] = None,
) -> None:
    """Print the linear text of a document: what every anchor's offsets count in."""
    from xize import pipeline

    write(pipeline.read(file).text, output)
