"""Columns of grades (优、良、中、差) as one tiers rule an indicator (分档).

A header prints a grade and perhaps what it is worth: 优（10分）, A（0.8）. A cell prints what the grade asks for (90%,
制度健全) or what it is worth (8-10分). A number alone is worth something where the best of its row is the indicator's
points; where the indicator has no points it is the least the grade asks for (90 under 优).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import regex

from xize.model.anchor import Anchor, Text
from xize.model.quantity import Op, Threshold
from xize.model.rule import Band, Tiers
from xize.normalize.ground import Ground
from xize.normalize.thresholds import boundaries, number, of_token
from xize.normalize.tokens import tokenise

_NUM = r"\d{1,9}(?:\.\d{1,4})?"
_RANGE = rf"(?P<num>{_NUM})(?:分?(?:-{{1,2}}|~|至)(?P<num2>{_NUM}))?"
_POINTS = regex.compile(rf"(?<![\d.]){_RANGE}分(?![钟局])")
_ALONE = regex.compile(_RANGE)
_FACTOR = regex.compile(r"(?<=[(*])(?P<num>[01](?:\.\d{1,4})?)(?=\)|$)")
_BRACKETED = regex.compile(rf"(?<=\(){_RANGE}(?=\))")
_LEAST = regex.compile(
    rf"(?P<op>[≥>≤<]|不低于|不少于|达到|低于)?(?P<num>{_NUM})(?P<unit>%|个百分点|[次件个项天人户家]|万元|元)?"
)
_OPEN = regex.compile(r"分?(?:及|含)?(?:(?P<down>以[下内])|以上)")
_MOST = 200


@dataclass(frozen=True)
class _Amount:
    """What a grade is worth: points (or a range of them), or a share of the indicator's points."""

    low: Decimal
    at: Anchor
    high: Decimal | None = None
    share: bool = False

    def fields(self) -> dict[str, object]:
        """Return the fields of a band that say it."""
        if self.share:
            return {"share": self.low, "points_at": self.at}
        ends = sorted({self.low, self.low if self.high is None else self.high})
        return {"points": ends[0], "points_max": ends[1] if len(ends) > 1 else None, "points_at": self.at}


_Amounts = dict[str, _Amount]
_Bounds = dict[str, Threshold]


def band_rule(
    fields: Mapping[str, Text], metric: str, points: Decimal | None, headers: Mapping[str, Text]
) -> Tiers | None:
    """Return the tiers rule of an indicator with columns of grades; None where fewer than two grades can be read.

    Args:
        fields: the texts of the indicator by key.
        metric: what a threshold of the columns measures.
        points: full marks of the indicator.
        headers: the header cells of the sheet's columns of grades by key.
    """
    cells = {key: Ground.of(fields[key]) for key in headers if key in fields and fields[key].text.strip()}
    own = _own_amounts(cells, points)
    amounts = own or _within(_header_amounts(headers, points), points)
    bounds = {} if own else _bounds(cells, metric or None, bare=points is None)
    bands = tuple(_band(key, ground, bounds.get(key), amounts.get(key)) for key, ground in cells.items())
    if len(bands) < 2 or not (amounts or bounds):
        return None
    row = Text.joined(fields[key] for key in cells)
    return Tiers(
        id="",
        sign="+" if amounts else "0",
        bands=bands,
        selection="highest" if bounds else "unique",
        quote=row.text,
        at=row.at,
        pattern="tiers.grade-columns",
    )


def _own_amounts(cells: Mapping[str, Ground], points: Decimal | None) -> _Amounts:
    """Return what the cells of one row print their grades to be worth; empty where that is not certain."""
    found = _each(cells, _amount_of)
    printed = all("分" in cells[key].folded.text for key in found)
    return found if found and (printed or _best(found) == points) else {}


def _header_amounts(headers: Mapping[str, Text], points: Decimal | None) -> _Amounts:
    """Return what the headers print the grades to be worth; empty unless all of them do."""
    grounds = {key: Ground.of(text) for key, text in headers.items()}
    shares = _each(grounds, lambda ground: _found(_FACTOR, ground, share=True))
    if shares and _best(shares) == 1:
        return shares
    bare = _each(grounds, lambda ground: _found(_BRACKETED, ground))
    return bare if bare and _best(bare) == points else _each(grounds, lambda ground: _found(_POINTS, ground))


def _within(amounts: _Amounts, points: Decimal | None) -> _Amounts:
    """Return what grades are worth, unless it is more than the indicator: 优秀（90-100分） is then of another scale."""
    scaled = points is not None and amounts and not next(iter(amounts.values())).share and _best(amounts) > points
    return {} if scaled else amounts


def _best(amounts: _Amounts) -> Decimal:
    return max(amount.low if amount.high is None else max(amount.low, amount.high) for amount in amounts.values())


def _amount_of(ground: Ground) -> _Amount | None:
    """Return what a cell prints its grade to be worth: a number alone, or the only N分 in what it says."""
    alone = _ALONE.fullmatch(ground.folded.text)
    return _of_match(alone, ground) if alone is not None else _found(_POINTS, ground)


def _found(pattern: regex.Pattern[str], ground: Ground, *, share: bool = False) -> _Amount | None:
    matches = list(pattern.finditer(ground.folded.text[:_MOST]))
    return _of_match(matches[0], ground, share=share) if len(matches) == 1 else None


def _of_match(match: regex.Match[str], ground: Ground, *, share: bool = False) -> _Amount | None:
    low, high = number(match["num"]), number(match.groupdict().get("num2"))
    after = _OPEN.match(ground.folded.text, match.end())
    if after is not None and high is None and low is not None:
        # 60分以下 is anything from nothing on; where 90分以上 ends is not said.
        low, high = (Decimal(0), low) if after["down"] else (None, None)
    return None if low is None else _Amount(low, ground.anchor(*match.span()), high, share)


def _bounds(cells: Mapping[str, Ground], metric: str | None, *, bare: bool) -> _Bounds:
    """Return what each grade asks for; empty unless every cell is a threshold and nothing else."""
    found = {key: _bound(ground, metric, bare=bare) for key, ground in cells.items()}
    return {key: bound for key, bound in found.items() if bound is not None} if all(found.values()) else {}


def _bound(ground: Ground, metric: str | None, *, bare: bool) -> Threshold | None:
    text = ground.folded.text
    match = _LEAST.fullmatch(text)
    if match is not None and (bare or match["unit"] or match["op"]):
        op: Op = boundaries().sign.get(match["op"] or "", boundaries().prefix.get(match["op"] or "", ">="))
        return Threshold(
            metric=metric, op=op, value=number(match["num"]), unit=match["unit"], at=ground.anchor(*match.span())
        )
    tokens = tokenise(text, every=True) if len(text) <= _MOST else ()
    if len(tokens) != 1 or tokens[0].kind != "THRESHOLD":
        return None
    return of_token(tokens[0], ground, metric)


def _band(key: str, ground: Ground, bound: Threshold | None, amount: _Amount | None) -> Band:
    worth = amount.fields() if amount is not None else {}
    return Band.model_validate({"threshold": bound, "grade": key, "at": ground.source.at, **worth})


def _each(grounds: Mapping[str, Ground], read: Callable[[Ground], _Amount | None]) -> _Amounts:
    """Return what `read` finds in every text, or nothing where one of them has none."""
    found = {key: amount for key, ground in grounds.items() if (amount := read(ground)) is not None}
    return found if len(found) == len(grounds) else {}
