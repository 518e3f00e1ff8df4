"""`xize audit`: where every character and every score phrase went, and which sums close."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xize.commands.output import write_json
from xize.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from xize.model.accounting import Accounting
    from xize.model.base import Number
    from xize.model.rubric import Draft

SHOWN = 20


def audit(
    file: Annotated[Path, typer.Argument(help="A document or a draft.")],
    claims: Annotated[bool, typer.Option("--claims", help="List every score phrase and what claims it.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of tables.")] = False,
) -> None:
    """Account for every character and every score phrase, and check which sums close.

    Exits with 1 where anything is left over, claimed twice, not read, or does not add up.
    """
    from rich.console import Console

    from xize import pipeline
    from xize.model.rubric import Draft

    found = pipeline.open_rubric(file)
    if not isinstance(found, Draft):
        raise UsageError(f"{file}: a canonical rubric keeps no accounts", "audit the document or its draft instead")
    if as_json:
        write_json(found.accounting.model_dump(mode="json"))
    else:
        _print(Console(highlight=False, emoji=False, markup=False), found, claims)
    if found.unparsed or not _clean(found.accounting):
        raise typer.Exit(1)


def _clean(accounting: Accounting) -> bool:
    texts, claims = accounting.text, accounting.claims
    kept = not texts.rest and not texts.twice and not claims.left and not claims.twice and not claims.unparsed
    return kept and all(row.closes is not False for row in accounting.closure)


def _print(console: Console, draft: Draft, every_claim: bool) -> None:
    from rich.table import Table

    from xize.commands.say import place, say

    accounting = draft.accounting
    texts, account = accounting.text, accounting.claims
    share = texts.placed / texts.characters if texts.characters else 1
    console.print(
        say("audit_text", placed=texts.placed, characters=texts.characters, share=f"{share:.2%}",
            rest=len(texts.rest), twice=len(texts.twice))
    )  # fmt: skip
    table = Table(title=say("audit_claims", phrases=account.phrases), title_justify="left")
    table.add_column(say("audit_claimed_by"))
    table.add_column(say("audit_phrases"), justify="right")
    for name, count in sorted(account.by_claim.items(), key=lambda item: -item[1]):
        table.add_row(name, str(count))
    table.add_row(say("audit_left"), str(len(account.left)))
    console.print(table)
    if every_claim:
        for claim in account.claims:
            console.print(f"  {place(claim.at)}  {claim.quote}  {claim.claim} {claim.claimed_by or ''}")
    for item in draft.unparsed:
        console.print(say("audit_unparsed", place=place(item.at), quote=item.quote, reason=item.reason))
    for at in texts.rest[:SHOWN]:
        console.print(say("audit_rest", place=place(at)))
    _closures(console, accounting)


def _closures(console: Console, accounting: Accounting) -> None:
    from rich.table import Table

    from xize.commands.say import say

    open_rows = [row for row in accounting.closure if row.closes is False]
    title = say("audit_closure", closed=len(accounting.closure) - len(open_rows), total=len(accounting.closure))
    table = Table(title=title, title_justify="left")
    for heading in ("audit_level", "audit_node", "audit_expected", "audit_found", "audit_difference"):
        table.add_column(say(heading), overflow="fold")
    for row in open_rows:
        name = f"{row.id} {row.title}"[:60]
        table.add_row(row.level, name, _number(row.expected), _number(row.found), _number(row.difference, signed=True))
    console.print(table if open_rows else title)


def _number(value: Number | None, *, signed: bool = False) -> str:
    from xize.model.base import decimal_text

    if value is None:
        return ""
    return ("+" if signed and value > 0 else "") + decimal_text(value)
