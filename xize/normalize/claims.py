"""Claim accounting (分值对账): every score phrase of the source, found by a scan of its own, and what claims it.

The scan knows nothing of the grammar: it looks for N分, 不得分, 一票否决 and 酌情…分 in the folded source, and in
columns of grades (优、良、中、差) for percentages and numbers that stand alone or in brackets. Each is claimed by the
value whose anchor covers it; what nothing claims is left over, and is reported as unparsed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import regex

from xize.model.accounting import Claim, ClaimAccount
from xize.model.anchor import Anchor
from xize.normalize.fold import fold_characters
from xize.normalize.scan import find_all

# Digits are taken whole or not at all, so that a long run of them is looked at once.
_NUMBER = (
    r"(?:(?<!\d)\d++(?:\.\d++)?+(?:\s*+(?:-{1,2}|~|至)\s*+\d++(?:\.\d++)?+)?"
    r"|(?<=[扣得加减计记满])[一二三四五六七八九十]{1,3})"
)
_PHRASE = regex.compile(
    rf"{_NUMBER}\s*(?:分(?!局|钟|之|管|公司|组|部|校|院|店|厂|支|行|册|期|批|级|类|步|段|析|配|离|布|享|解))"
    r"|扣[^,，;；。\n]{0,8}?\d++(?:\.\d++)?+%|不\s*得\s*分|一\s*票\s*否\s*[决优]|酌\s*情[^。；;\n，,]{0,12}?分(?!局|管|析)"
)
_IN_COLUMN = regex.compile(r"(?<!\d)\d++(?:\.\d++)?+\s*%|(?<=[(])\d++(?:\.\d++)?+(?=[)])")
_ALONE = regex.compile(r"\s*(?:[≥≤<>]\s*)?(\d+(?:\.\d+)?(?:\s*(?:-{1,2}|~|至)\s*\d+(?:\.\d+)?)?)\s*")
_NO_SCORE: tuple[tuple[str, regex.Pattern[str]], ...] = (
    ("十分", regex.compile(r"十分(?=[一-龥])")),
    ("sample", regex.compile(r"(?<=抽[取查选](?:的)?)\d++分(?=[一-龥])")),
)


@dataclass(frozen=True)
class Owner:
    """A value of the draft that can claim a score phrase: what it is, its id, and where it was printed."""

    claim: str
    id: str
    at: Anchor
    indicator: str | None = None
    rank: int = 0


def account_claims(
    text: str, source: str, owners: Iterable[Owner], columns: Iterable[tuple[int, int]] = ()
) -> ClaimAccount:
    """Return which value claims each score phrase of a source.

    Args:
        text: the source's linear text.
        source: its id.
        owners: the values of the draft with their places; of several that cover a phrase the lowest `rank` claims it,
            and two of the same rank that are different values claim it twice.
        columns: half-open ranges of the text that stand in a column of grades.
    """
    spans = _Spans(owners)
    claims: list[Claim] = []
    twice: list[Claim] = []
    folded = fold_characters(text)
    for start, end in _phrases(folded, columns):
        at = Anchor(source=source, start=start, end=end)
        quote = text[start:end]
        covering = spans.covering(start, end)
        if not covering:
            kind = next((name for name, pattern in _NO_SCORE if pattern.match(folded, start)), None)
            if kind is not None:
                claims.append(Claim(at=at, quote=quote, claim="no-score", claimed_by=kind))
            else:
                claims.append(Claim(at=at, quote=quote, claim="left"))
            continue
        first = covering[0]
        claim = Claim(at=at, quote=quote, claim=first.claim, claimed_by=first.id, indicator=first.indicator)
        claims.append(claim)
        if len({owner.id for owner in covering if owner.rank == first.rank}) > 1 and first.rank == 0:
            twice.append(claim)
    return _account(tuple(claims), tuple(twice))


def settled(account: ClaimAccount) -> tuple[ClaimAccount, tuple[Claim, ...]]:
    """Return an account in which what was left over is claimed as unparsed, and what that was."""
    reported = {"claim": "unparsed", "claimed_by": "unparsed"}
    claims = tuple(claim.model_copy(update=reported) if claim.claim == "left" else claim for claim in account.claims)
    return _account(claims, account.twice), account.left


def _account(claims: tuple[Claim, ...], twice: tuple[Claim, ...]) -> ClaimAccount:
    counts = Counter(claim.claim for claim in claims if claim.claim != "left")
    return ClaimAccount(
        phrases=len(claims),
        by_claim=dict(sorted(counts.items())),
        unparsed=counts.get("unparsed", 0),
        claims=claims,
        left=tuple(claim for claim in claims if claim.claim == "left"),
        twice=twice,
    )


def _phrases(folded: str, columns: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the score phrases in order of print: those any text may hold, and those of columns of grades."""
    found = {match.span() for match in find_all(_PHRASE, folded)}
    for low, high in columns:
        alone = _ALONE.fullmatch(folded, low, high)
        taken = [match.span() for match in find_all(_PHRASE, folded, low, high)]
        spans = [alone.span(1)] if alone else [match.span() for match in find_all(_IN_COLUMN, folded, low, high)]
        found.update((start, end) for start, end in spans if not any(a < end and start < b for a, b in taken))
    yield from sorted(found)


class _Spans:
    """Owners by position: which of them overlap a phrase's number."""

    _STEP = 512

    def __init__(self, owners: Iterable[Owner]) -> None:
        self._buckets: dict[int, list[tuple[int, int, Owner]]] = {}
        for owner in owners:
            for piece in owner.at.pieces():
                for bucket in range(piece.start // self._STEP, piece.end // self._STEP + 1):
                    self._buckets.setdefault(bucket, []).append((piece.start, piece.end, owner))

    def covering(self, start: int, end: int) -> list[Owner]:
        found = [owner for low, high, owner in self._buckets.get(start // self._STEP, ()) if low < end and start < high]
        return sorted(found, key=lambda owner: (owner.rank, owner.at.end - owner.at.start))
