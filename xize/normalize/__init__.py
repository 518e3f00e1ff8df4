"""Text in, rules with anchors out; this room knows no files.

A text passes through it in this order (every word is a module, its data a TOML file beside it):

- characters: `fold`, `ground`; numbers: `numerals`, `numeral_scan`, `ranges`
- tokens and clauses: `catalogue`, `scan`, `tokens`, `clauses`, `heads`, `both`, `looked_at`
- one clause, one rule: `match`, `achieved`, `build`, `parts`, `thresholds`, `requirement`, `units`, `tiers`, `shares`,
  `items`
- clauses that make one rule or hang together: `carry`, `join`, `ladder`, `deadlines`, `scale`, `alternatives`,
  `checklist`, `taken`, `decay`, `emptied`, `severity`, `whole`, `degrees`, `between`, `reaching`, with `neighbours`
- what bounds them: `caps`, `loose_caps`, `cap_words`, `spent`; `compose` puts a whole `cell` together
- the second look: `trust`; then whole words: `wording`, `metric_name`, `condition_text`, `lexicon`, `word_split`
- what is asked: `ask`, `excess`, `sample`, `posing`, `questions`; once a document: `conventions`, `bonus`,
  `contradictions` with `counterpart`
- a whole document: `document`, `item_caps`, `bands`, `amount_cells`, `prose`, `mode`, `numbering`, `ledger`
- the accounts: `claims`, `placement`, `closure`
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from xize.model.accounting import Accounting, Claim, Placement
from xize.model.anchor import Anchor
from xize.model.outline import Outline
from xize.model.rubric import Draft, Unparsed
from xize.normalize.claims import Owner, account_claims, settled
from xize.normalize.closure import closures
from xize.normalize.contradictions import settle_or_ask
from xize.normalize.conventions import document_questions
from xize.normalize.document import Reader, words
from xize.normalize.placement import account_text

_PLACES = {"points": "points", "title": "title", "heading": "heading", "header": "header", "noise": "declared"}
"""Places of segmentation that claim a score phrase no rule claims: points printed again, repeated cells, furniture."""


def interpret(outline: Outline, texts: Mapping[str, str]) -> Draft:
    """Read every scoring sentence of an outline.

    Args:
        outline: the indicator tree without rules.
        texts: the linear text of each source, by source id.

    Returns:
        The draft: rules and limits in place, open questions, what could not be read, and the accounts.
    """
    source = outline.rubric.sources[0].id
    text = texts[source]
    reader = Reader(texts)
    rubric = settle_or_ask(reader.rubric(outline), texts, reader.asker)
    rubric = document_questions(rubric, texts, reader.asker)
    unparsed = list(reader.ledger.unparsed)
    headers = [(piece.start, piece.end) for column in outline.grades for piece in column.header.at.pieces()]
    amounts = [(piece.start, piece.end) for cell in outline.amounts for piece in cell.amount.at.pieces()]
    columns = sorted({*headers, *_grade_cells(outline), *amounts})
    reader.ledger.owners += [
        Owner(claim, placement.place, Anchor(source=source, start=placement.start, end=placement.end), rank=3)
        for placement in outline.placements
        if (claim := _PLACES.get(placement.place.partition(":")[0])) is not None
        and not (claim == "header" and _overlaps(placement, headers))
    ]
    claims, left = settled(account_claims(text, source, reader.ledger.owners, columns))
    unparsed += [_left(claim) for claim in left]
    accounting = Accounting(
        text=account_text(outline.placements, text, source),
        claims=claims,
        closure=closures(rubric),
    )
    return Draft(
        rubric=rubric,
        questions=tuple(reader.asker.questions),
        unparsed=tuple(sorted(unparsed, key=lambda item: item.at.start)),
        accounting=accounting,
    )


def _grade_cells(outline: Outline) -> Iterator[tuple[int, int]]:
    """Yield the ranges of cells in columns of grades: what they print must be claimed, and so what their headers do."""
    places = {f"field:{column.key}" for column in outline.grades}
    return ((placement.start, placement.end) for placement in outline.placements if placement.place in places)


def _overlaps(placement: Placement, ranges: Iterable[tuple[int, int]]) -> bool:
    return any(placement.start < end and start < placement.end for start, end in ranges)


def _left(claim: Claim) -> Unparsed:
    return Unparsed(at=claim.at, quote=claim.quote, reason=words("reason.not-in-indicator"), indicator=claim.indicator)
