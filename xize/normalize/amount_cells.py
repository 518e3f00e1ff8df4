"""Amounts in a column of their own (扣分值): the text beside them and the header's words make the statement.

首页空白 | 20 under the header 扣分值 says 首页空白扣20分: every word of it is printed, and anchored where it stands.
What a cell is for must be one statement, and for a deduction a failing; else the amount is left unread, with the
reason.
"""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from importlib.resources import files

import regex

from xize.model.anchor import Text
from xize.model.outline import AmountCell
from xize.normalize.cell import CellReading, Unread
from xize.normalize.compose import read_text
from xize.normalize.ground import Ground

_NUM = r"\d{1,4}(?:\.\d{1,4})?"
_AMOUNT = regex.compile(
    rf"(?P<each>每[一-龥]{{1,3}})?(?P<num>{_NUM}(?:分?(?:-{{1,2}}|~|至){_NUM})?)(?P<fen>分)?(?P<per>[/每][一-龥]{{1,3}})?"
)
# Any other word (一般扣分 beside 严重扣分) says which cases the amount is for: that is more than the effect.
_HEADER = regex.compile(
    r"\s*(?P<each>每[一-龥]{1,2}?)?(?:考核|考评|检查|评[定分估价]|标准|单项|违[章规纪]|行为|缺陷|问题|[应所])*"
    r"(?P<verb>[扣减罚加奖])(?P<fen>分)(?:值|数|额|标准|幅度|尺度)?(?:\(分(?:/[一-龥]{1,2})?\))?\s*"
)
_INSIDE = regex.compile(r"[。;!?\n](?=.)")
_SCORED = regex.compile(r"\d\s*分(?![钟局])")


@cache
def _failing() -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    """Return what headers of failings say, and what failings say."""
    data = tomllib.loads(files("xize.normalize").joinpath("amount_cells.toml").read_text(encoding="utf-8"))
    headers, words = ("|".join(map(regex.escape, data[key])) for key in ("headers", "failings"))
    return regex.compile(headers), regex.compile(words)


def read_amount(cell: AmountCell, points: Decimal | None) -> CellReading:
    """Read the statement a cell of a column of amounts makes with the text beside it and its header.

    Args:
        cell: the amount, its header, and what it is for.
        points: full marks of the indicator.

    Returns:
        One rule whose quote is the whole statement, or the amount unread.
    """
    statement = _statement(cell)
    if isinstance(statement, str):
        return _unread(cell, statement)
    reading = read_text(statement, points)
    whole = len(reading.rules) == 1 and reading.rules[0].rule.quote == statement.text
    return reading if whole and not reading.unread else _unread(cell, "amount-beside")


def _statement(cell: AmountCell) -> Text | str:
    """Return the statement, or the reason why there is none."""
    if cell.condition is None:
        return "amount-shared"
    words = Ground.of(cell.condition)
    end = len(words.folded.text.rstrip(",;。:"))
    if _SCORED.search(words.folded.text) or _INSIDE.search(words.folded.text, 0, end):
        return "amount-beside"
    head, amount = Ground.of(cell.header), Ground.of(cell.amount)
    header, printed = _HEADER.fullmatch(head.folded.text), _AMOUNT.fullmatch(amount.folded.text)
    condition = words.text(0, end)
    if header is None or printed is None:
        return Text.joined((condition, cell.amount))
    headers, failings = _failing()
    if header["verb"] in "扣减罚" and not headers.search(cell.under) and not failings.search(words.folded.text):
        return "amount-requirement"
    parts = (
        _part(amount, printed, "each") or _part(head, header, "each"),
        _part(head, header, "verb"),
        _part(amount, printed, "num"),
        _part(amount, printed, "fen") or _part(head, header, "fen"),
        _part(amount, printed, "per"),
    )
    return Text.joined((condition, *(part for part in parts if part is not None)))


def _part(ground: Ground, match: regex.Match[str], name: str) -> Text | None:
    return ground.text(*match.span(name)) if match[name] else None


def _unread(cell: AmountCell, reason: str) -> CellReading:
    result = CellReading(Ground.of(cell.amount))
    result.unread.append(Unread(cell.amount, reason))
    return result
