"""`xize parse`: documents into drafts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xize.commands.output import write
from xize.errors import UsageError, XizeError


def parse(
    files: Annotated[list[Path], typer.Argument(help="Word, PDF or text documents; - is standard input.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The draft; a folder for several documents; standard output if absent."),
    ] = None,
) -> None:
    """Read documents into drafts: the rubric as read, and its open questions.

    Exit code 0: no open question and nothing unread; 1: there are some; 2: a document could not be read.
    """
    from xize import pipeline
    from xize.commands.progress import steps

    if len(files) > 1 and (output is None or not output.is_dir()):
        raise UsageError(f"{len(files)} documents, one draft each", "give a folder that exists with --output")
    open_questions, failed = False, 0
    for file in steps(files):
        try:
            draft = pipeline.parse(file)
        except XizeError as error:
            # One bad document does not keep the others from being read; it still decides the exit code.
            typer.echo(f"xize: {error}", err=True)
            failed += 1
            continue
        target = output / f"{file.stem}.draft.json" if output is not None and output.is_dir() else output
        write(draft.json_text(), target)
        open_questions |= bool(draft.questions or draft.unparsed)
    if failed:
        raise typer.Exit(2)
    if open_questions:
        raise typer.Exit(1)
