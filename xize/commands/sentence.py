"""How a sentence is read, token by token, pattern by pattern (`xize explain 句子`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import typer

from xize.commands.output import write, write_json
from xize.commands.say import say

if TYPE_CHECKING:
    from xize.model.rubric import Draft
    from xize.normalize.tokens import Token

_WIDEST = 40
"""Columns a cell may take before it pushes the rest of its line to the right."""


def explain_sentence(sentence: str, *, as_json: bool) -> None:
    """Show the tokens of a sentence, the pattern and rule of each clause, what is open and what is left.

    Raises:
        Exit: with 1, where something was not read.
    """
    from xize.evaluate.sentence import read_sentence
    from xize.normalize.fold import fold
    from xize.normalize.tokens import Token, tokenise

    folded = fold(sentence)
    try:
        tokens = tokenise(folded.text, every=True)
    except TimeoutError:  # the draft says so; here it is one token that nothing claims
        tokens = (Token("TEXT", 0, len(folded.text), folded.text),)
    draft = read_sentence(sentence)
    if as_json:
        write_json(_as_json(sentence, folded.text, tokens, draft))
    else:
        write(_as_text(tokens, draft), None)
    if draft.unparsed or draft.accounting.claims.left:
        raise typer.Exit(1)


def _as_json(sentence: str, folded: str, tokens: tuple[Token, ...], draft: Draft) -> dict[str, Any]:
    (node,) = draft.rubric.walk()
    return {
        "sentence": sentence,
        "folded": folded,
        "tokens": [_token(token) for token in tokens],
        "rules": [rule.model_dump(mode="json") for rule in node.rules],
        "limits": [limit.model_dump(mode="json") for limit in node.limits],
        "questions": [question.model_dump(mode="json") for question in draft.questions],
        "unparsed": [item.model_dump(mode="json") for item in draft.unparsed],
        "claims": draft.accounting.claims.model_dump(mode="json"),
    }


def _token(token: Token) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": token.kind, "name": token.name, "text": token.text, "values": token.values}
    return {**found, "inner": [_token(inner) for inner in token.inner]} if token.inner else found


def _as_text(tokens: tuple[Token, ...], draft: Draft) -> str:
    """Return what is printed: plain columns, for a table that is drawn costs more than all the reading."""
    from xize.model.notation import limit_notation, notation
    from xize.review.drawing import flat

    (node,) = draft.rubric.walk()
    rows = [tuple(say(f"explain_{heading}") for heading in ("text", "kind", "pattern", "values"))]
    for token in tokens:
        values = " ".join(f"{key}={value}" for key, value in token.values.items())
        rows.append((token.text, token.kind, token.name, values))
    found = [say("explain_tokens"), *_columns([tuple(map(flat, row)) for row in rows])]
    found.append(say("explain_rules", count=len(node.rules)))
    for rule in node.rules:
        found += (f"  {notation(rule)}", f"    {rule.pattern}  “{rule.quote}”")
    found += (f"  {limit_notation(limit)}" for limit in node.limits)
    for question in draft.questions:
        found.append(say("explain_question", kind=question.kind, prompt=question.prompt))
        for index, choice in enumerate(question.candidates):
            mark = "*" if index == question.suggested else " "
            found.append(f"   {mark}{index + 1} {choice.label}: {choice.effect}")
    found += (say("explain_unparsed", quote=item.quote, reason=item.reason) for item in draft.unparsed)
    return "\n".join(map(flat, found)) + "\n"


def _columns(rows: list[tuple[str, ...]]) -> Iterator[str]:
    """Yield the lines of a table, each column but the last as wide as its widest cell, or as `_WIDEST`."""
    from rich.cells import cell_len

    widths = [min(max(map(cell_len, column)), _WIDEST) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell + " " * (width - cell_len(cell)) for cell, width in zip(row[:-1], widths, strict=False))
        yield "  ".join(("", *cells, row[-1])).rstrip()
