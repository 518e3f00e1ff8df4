"""`xize diff`: what changed between two rubrics, what it means, and what it costs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from xize.commands.output import write

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xize.diff.changes import DiffResult
    from xize.diff.threeway import ThreeWay
    from xize.model.question import Decision, Question
    from xize.model.rubric import Draft, Rubric, RubricBody

Format = Literal["terminal", "json", "patch", "daff", "markdown", "html"]


def diff(
    files: Annotated[
        list[Path], typer.Argument(metavar="OLD NEW", help="Rubrics, drafts, documents: OLD NEW, or LAST DRAFT FINAL.")
    ],
    within: Annotated[bool, typer.Option("--within", help="Compare one rubric with its own elaborations.")] = False,
    base: Annotated[
        Path | None, typer.Option("--base", help="Last year's, for three ways: --base LAST DRAFT FINAL.")
    ] = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="How to tell it; patch is JSON Patch.")] = "terminal",
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    decisions: Annotated[Path | None, typer.Option(help="Answers to close calls, one JSON line each.")] = None,
    answer: Annotated[
        list[str] | None, typer.Option(metavar="ID=N", help="Answer a close call; kept in the decision file.")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file; standard output if absent.")] = None,
) -> None:
    """Compare rubrics: typed changes with their places, what they mean, and a fact set that shows it.

    Exit code 0: the same, but for the layout; 1: different; 2: could not run.
    """
    from xize import pipeline

    paths = _sides(files, base, within)
    opened = [pipeline.open_rubric(path) for path in paths]
    bodies = [_body(found, path) for found, path in zip(opened, paths, strict=True)]
    result = _compare(bodies, [path.name for path in paths], _settled(decisions, must_exist=not answer))
    if answer:
        from xize.commands.decide import record

        record(decisions, answer, _questions(result), bodies[-1].sources[0].sha256)
        result = _compare(bodies, [path.name for path in paths], _settled(decisions, must_exist=True))
    _tell(result, "json" if as_json else form, opened, output)
    if result.different():
        raise typer.Exit(1)


def _compare(bodies: list[RubricBody], names: list[str], settled: Mapping[str, Decision]) -> DiffResult | ThreeWay:
    from xize.diff.engine import diff as compare
    from xize.diff.threeway import three_way
    from xize.diff.within import within

    match bodies, names:
        case [body], [name]:
            return within(body, name)
        case [old, new], [first, second]:
            return compare(old, new, names=(first, second), decisions=settled)
        case [old, draft, new], [first, second, third]:
            return three_way((old, draft, new), (first, second, third), settled)
    raise AssertionError(names)


def _questions(result: DiffResult | ThreeWay) -> tuple[Question, ...]:
    from xize.diff.changes import DiffResult

    return result.questions if isinstance(result, DiffResult) else result.questions()


def _sides(files: list[Path], base: Path | None, within: bool) -> list[Path]:
    from xize.diff.words import say
    from xize.errors import UsageError

    paths = [*([base] if base is not None else []), *files]
    wanted = {1} if within else {3} if base is not None else {2, 3}
    if len(paths) not in wanted:
        raise UsageError(say("diff_files", count=len(paths)), say("diff_files_hint"))
    return paths


def _body(found: Draft | Rubric, path: Path) -> RubricBody:
    from xize.diff.words import say
    from xize.errors import UsageError
    from xize.model.rubric import Draft

    body = found.rubric if isinstance(found, Draft) else found
    if not body.walk():
        raise UsageError(say("nothing_found", name=path), say("nothing_found_hint"))
    return body


def _settled(path: Path | None, *, must_exist: bool) -> Mapping[str, Decision]:
    from xize.review.store import load_log

    return {} if path is None else load_log(path, must_exist=must_exist).history.answers


def _tell(result: DiffResult | ThreeWay, form: Format, opened: list[Draft | Rubric], output: Path | None) -> None:
    import json

    from xize.diff.changes import DiffResult
    from xize.diff.daff import to_daff
    from xize.diff.html import to_html
    from xize.diff.markdown import to_markdown
    from xize.diff.patch import json_patch

    if form == "json":
        write(result.json_text(), output)
        return
    if form == "terminal":
        from xize.commands.diff_view import show

        show(result)
        return
    if form == "patch":
        old, new = (json.loads(found.json_text()) for found in (opened[0], opened[-1]))
        write(json.dumps(json_patch(old, new), ensure_ascii=False, indent=2) + "\n", output)
        return
    two = result if isinstance(result, DiffResult) else result.to_final
    tellers = {"daff": to_daff, "markdown": to_markdown, "html": to_html}
    write(tellers[form](two), output)
