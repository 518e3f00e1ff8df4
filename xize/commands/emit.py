"""`xize emit` and `xize build`: a settled draft into the canonical rubric."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xize.commands.output import write, write_json
from xize.errors import UsageError

if TYPE_CHECKING:
    from xize.review.desk import Desk

_OUTPUT = typer.Option("--output", "-o", help="The rubric; standard output if absent.")
_DECISIONS = typer.Option("--decisions", help="The decision log; beside the draft if absent.")
_SAME = typer.Option("--same-document", help="The decisions are of this very document: my word for it.")
_ALLOW = typer.Option(
    "--allow-unparsed", help="Exit 0 although sentences were not read; they stay errors in the rubric."
)
_JSON = typer.Option("--json", help="Report what is open as one JSON object.")


def emit(
    draft: Annotated[Path, typer.Argument(help="A draft made by xize parse.")],
    output: Annotated[Path | None, _OUTPUT] = None,
    decisions: Annotated[Path | None, _DECISIONS] = None,
    same_document: Annotated[bool, _SAME] = False,
    allow_unparsed: Annotated[bool, _ALLOW] = False,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Make the canonical rubric of a settled draft; refuse while anything is open, and list it.

    Exit code 0: done; 1: questions are open (no file is written), or sentences were not read (the file is written,
    each stands in it as an error, and the scorer refuses its indicator); 2: a file cannot be used.
    """
    from xize.review.desk import open_desk

    _not_an_input(output, draft, decisions)
    raise typer.Exit(_emit(open_desk(draft, decisions, same=same_document), output, allow_unparsed, as_json))


def build(
    file: Annotated[Path, typer.Argument(help="A Word, PDF or text document.")],
    output: Annotated[Path | None, _OUTPUT] = None,
    decisions: Annotated[Path | None, typer.Option("--decisions", help="The decisions of an earlier review.")] = None,
    same_document: Annotated[bool, _SAME] = False,
    allow_unparsed: Annotated[bool, _ALLOW] = False,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Make the canonical rubric of a document in one step: parse, apply decisions, emit.

    Exit codes as of `xize emit`.
    """
    from xize import pipeline
    from xize.review.desk import lay_out
    from xize.review.log import Log
    from xize.review.store import load_log, log_path

    _not_an_input(output, file, decisions)
    log = load_log(decisions, must_exist=True) if decisions is not None else Log()
    desk = lay_out(pipeline.parse(file), file.name, decisions or log_path(file), log, same=same_document)
    raise typer.Exit(_emit(desk, output, allow_unparsed, as_json))


def _not_an_input(output: Path | None, *inputs: Path | None) -> None:
    """Check that the rubric is not written over what it is made from.

    Raises:
        UsageError: it would be.
    """
    from xize.review.say import words

    if output is not None and output.exists() and any(one.exists() and output.samefile(one) for one in inputs if one):
        raise UsageError(words("output_is_input", path=output), words("output_is_input_hint"))


def _emit(desk: Desk, output: Path | None, allow_unparsed: bool, as_json: bool) -> int:
    from xize.review.report import listing, listing_text, notices
    from xize.review.say import words

    settled = desk.settled
    report = listing(desk, settled)
    if settled.open:
        if as_json:
            write_json(report)
        else:
            typer.echo(listing_text(desk, report), err=True, nl=False)
        return 1
    write(settled.emit().json_text(), output)
    flawed = (*settled.unparsed, *settled.rejected)
    lines = notices(desk, report)
    if flawed:
        lines += [words("emitted", count=len(flawed)), *(f"  {item.code}: {item.message}" for item in flawed)]
    for line in lines:
        typer.echo(line, err=True)
    return 1 if settled.unparsed and not allow_unparsed else 0
