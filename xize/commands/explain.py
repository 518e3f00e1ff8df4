"""`xize explain`: where a value of a rubric came from, or how a sentence is read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xize.commands.output import write, write_json
from xize.errors import UsageError

if TYPE_CHECKING:
    from xize.review.trace import Trace

STDIN = "-"


def explain(
    what: Annotated[
        str,
        typer.Argument(help="A rubric or draft; or, alone, a scoring sentence as printed, or - for standard input."),
    ],
    path: Annotated[
        str | None, typer.Argument(help="What: an id (1/2#1), a value (1/2#1.cap), or settings.NAME.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Explain a value of a rubric: its quote, its place, the pattern that read it, and who decided.

    Given a sentence alone, show how it is read: its tokens, the pattern and rule of each clause, what is left.
    """
    if path is None:
        from xize.commands.sentence import explain_sentence

        explain_sentence(_standard_input() if what == STDIN else what, as_json=as_json)
        return
    from xize import pipeline
    from xize.model.rubric import Draft
    from xize.review.say import words
    from xize.review.trace import ids, trace

    file = Path(what)
    found = pipeline.open_rubric(file)
    body = found.rubric if isinstance(found, Draft) else found
    traced = trace(body, path)
    if traced is None:
        near = [id_ for id_ in ids(body) if path.split(".")[0] in id_][:5] or list(ids(body))[:5]
        raise UsageError(words("trace_none", path=path, name=file), words("trace_hint", ids=", ".join(near)))
    if as_json:
        write_json(_as_json(traced))
    else:
        write(_as_text(traced), None)


def _standard_input() -> str:
    from xize import pipeline

    return pipeline.read(Path(STDIN)).text.rstrip("\r\n")


def _as_json(traced: Trace) -> dict[str, Any]:
    return {
        "id": traced.id,
        "said": traced.said,
        "where": traced.where.path,
        "quote": traced.quote,
        "at": traced.at.model_dump(mode="json") if traced.at is not None else None,
        "origin": traced.origin,
        "pattern": traced.pattern,
        "open": list(traced.open),
        "decisions": [decision.model_dump(mode="json") for decision in traced.decisions],
        "values": [
            {
                "path": value.path,
                "value": value.value,
                "origin": value.origin,
                "at": value.at.model_dump(mode="json") if value.at is not None else None,
                "printed": value.printed,
            }
            for value in traced.values
        ],
    }


def _as_text(traced: Trace) -> str:
    from xize.review.drawing import choice_text, flat, place_text
    from xize.review.say import words

    lines = [f"{traced.id}  {traced.said}"]
    if traced.where.path:
        lines.append(words("trace_where", where=traced.where.path))
    if traced.quote is not None:
        lines.append(words("trace_quote", quote=traced.quote))
    if traced.at is not None:
        extent = f"{traced.at.source}:{traced.at.start}-{traced.at.end}"
        lines.append(words("trace_place", place=place_text(traced.at), extent=extent))
    lines.append(words("trace_origin", origin=words(f"origin_{traced.origin}")))
    if traced.pattern is not None:
        lines.append(words("trace_pattern", pattern=traced.pattern))
    lines += [words("trace_open", question=question) for question in traced.open]
    for decision in traced.decisions:
        told = {"by": decision.by, "at": decision.at_time, "answer": choice_text(decision)}
        lines.append(words("trace_decision", question=decision.question, kind=decision.kind or "—", **told))
    for value in traced.values:
        printed = words("trace_printed", text=value.printed) if value.printed is not None else ""
        if value.printed is None and value.at is not None:
            printed = words("trace_at", place=place_text(value.at), extent=f"{value.at.start}-{value.at.end}")
        lines.append(f"  {value.path} = {value.value}  [{words(f'origin_{value.origin}')}]{printed}")
    return "\n".join(map(flat, lines)) + "\n"
