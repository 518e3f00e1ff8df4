"""How a sentence is read, token by token, pattern by pattern (`xize explain 句子`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from xize.commands.output import write_json

if TYPE_CHECKING:
    from rich.console import Console

    from xize.model.rubric import Draft
    from xize.normalize.tokens import Token


def explain_sentence(sentence: str, *, as_json: bool) -> None:
    """Show the tokens of a sentence, the pattern and rule of each clause, what is open and what is left.

    Raises:
        Exit: with 1, where something was not read.
    """
    from rich.console import Console

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
        _print(Console(highlight=False, emoji=False, markup=False), tokens, draft)
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


def _print(console: Console, tokens: tuple[Token, ...], draft: Draft) -> None:
    from rich.table import Table

    from xize.commands.say import say
    from xize.model.notation import notation

    table = Table(title=say("explain_tokens"), title_justify="left")
    for heading in ("explain_text", "explain_kind", "explain_pattern", "explain_values"):
        table.add_column(say(heading), overflow="fold")
    for token in tokens:
        values = " ".join(f"{key}={value}" for key, value in token.values.items())
        table.add_row(token.text, token.kind, token.name, values)
    console.print(table)
    (node,) = draft.rubric.walk()
    console.print(say("explain_rules", count=len(node.rules)))
    for rule in node.rules:
        console.print(f"  {notation(rule)}")
        console.print(f"    {rule.pattern}  “{rule.quote}”")
    for limit in node.limits:
        console.print(f"  {limit.id} {limit.sign} {limit.bound} {limit.members}")
    for question in draft.questions:
        console.print(say("explain_question", kind=question.kind, prompt=question.prompt))
        for index, choice in enumerate(question.candidates):
            mark = "*" if index == question.suggested else " "
            console.print(f"   {mark}{index + 1} {choice.label}: {choice.effect}")
    for item in draft.unparsed:
        console.print(say("explain_unparsed", quote=item.quote, reason=item.reason))
