"""The command line: gathers the commands; each lives in its own file under `commands/`.

Exit codes: 0 clean; 1 findings, differences or open questions; 2 could not run.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated, Literal

import typer

from xize import __version__, words
from xize.commands import (
    audit,
    check,
    diff,
    emit,
    evaluate,
    explain,
    export,
    facts,
    parse,
    review,
    schema,
    score,
    show,
    text,
)
from xize.errors import XizeError

app = typer.Typer(
    name="xize",
    help="Assessment rubrics (绩效考核细则), from Word, PDF and text documents to executable machine models.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

COMMANDS = (
    parse.parse,
    review.review,
    emit.emit,
    emit.build,
    show.show,
    diff.diff,
    explain.explain,
    audit.audit,
    check.check,
    text.text,
    facts.facts,
    score.score,
    export.export,
    schema.schema,
    evaluate.evaluate,
)
for command in COMMANDS:
    app.command(name={"evaluate": "eval"}.get(command.__name__))(command)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"xize {__version__}")
        raise typer.Exit


@app.callback()
def options(
    lang: Annotated[
        Literal["zh", "en"] | None, typer.Option(help="Language of messages; the locale's where not given.")
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Set what holds for every command."""
    words.lang.set(lang or words.locale_lang())


def main() -> None:
    """Run the command line; an error that ends the run is one message on standard error and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        # Documents are Chinese whatever the locale: never fail to print one for want of an encoding.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except XizeError as error:
        typer.echo(f"xize: {error}", err=True)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output (head, less) has gone; say nothing, as other tools do.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
