"""Chinese and Arabic numerals (数字): what they are worth, and where a text has them.

Offsets are half-open code points of the text given, raw or folded: every character is folded to one character. The
scan is one pass from left to right; a numeral is at most `MOST` characters long, so the cost is linear.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from functools import cache
from importlib.resources import files
from typing import Literal, cast

from xize.normalize.numeral_scan import Scan, Tables, scan_numeral

Kind = Literal["integer", "decimal", "percent", "permille", "fraction", "ordinal"]

MOST = 64
"""The longest numeral read; a longer run of digits is an identifier, not an amount."""


@dataclass(frozen=True)
class NumberSpan:
    """A number (数) in a text: `text[start:end]` is worth `value`.

    Of a percentage the value is what is printed (95% is 95), of a permille too; a fraction is worth its quotient
    (三分之一 is 0.3333…, 28 digits). An ordinal counts from the top, or from the bottom (倒数第二) with `from_end`.
    `scale` is the magnitude printed after the figure (3.5万 is worth 35000 at a scale of 10000), else 1.
    `approximate` marks 十余万 and 20多: the value is a lower bound. `calendar` marks years, months, days, quarters
    and times of day.
    """

    start: int
    end: int
    value: Decimal
    kind: Kind
    from_end: bool = False
    approximate: bool = False
    calendar: bool = False
    scale: Decimal = Decimal(1)


@cache
def tables() -> Tables:
    """Return the characters and words of `numerals.toml`."""
    data = tomllib.loads(files("xize.normalize").joinpath("numerals.toml").read_text(encoding="utf-8"))
    words = sorted({word for group in data["words"].values() for word in group}, key=lambda word: (-len(word), word))
    numeral = "".join([*data["digits"], *data["tens"], *data["units"], *data["magnitudes"]])
    head = [re.escape(word) for word in words if word[0] in numeral]
    rest = [re.escape(word) for word in words if word[0] not in numeral]
    # A word that begins with a numeral is no word where a numeral goes before it: 二十一般, 第一致.
    masks = [rf"(?<![{numeral}第\d])(?:{'|'.join(head)})", "|".join(rest), *data["patterns"].values()]
    return Tables(
        digits={char: Decimal(value) for char, value in data["digits"].items()},
        tens={char: Decimal(value) for char, value in data["tens"].items()},
        units={char: Decimal(value) for char, value in data["units"].items()},
        magnitudes={char: Decimal(value) for char, value in data["magnitudes"].items()},
        formal=frozenset(data["formal"]["characters"]),
        fold=str.maketrans(data["fold"]),
        words=re.compile("|".join(f"(?:{mask})" for mask in masks)),
        calendar=re.compile("|".join(data["calendar"].values())),
    )


_THOUSANDS = re.compile(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")


def fold_numerals(text: str) -> str:
    """Return the text with digits, signs and numerals in one form each, character for character.

    A full-width comma groups thousands only between full-width digits (４，５６５): elsewhere it parts clauses.
    """
    return _THOUSANDS.sub(",", text).translate(tables().fold)


_FIGURE = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,12})?")


def parse_numeral(text: str) -> Decimal | None:
    """Return what a text is worth that is a numeral and nothing else, or None: 一百二十, 3.5万, 百分之九十五 (95), 95%.

    White space around it does not count.
    """
    inner = text.strip()
    if not inner or len(inner) > MOST:
        return None
    if _FIGURE.fullmatch(inner):
        return Decimal(inner)
    found = _number_at(fold_numerals(inner), 0)
    return found.value if found is not None and found.end == len(inner) else None


def find_numbers(text: str) -> tuple[NumberSpan, ...]:
    """Return every number of a text, in order, none overlapping, each as long as it can be.

    Words that hold a numeral and are no quantity (统一, 一票否决, 十分重要, 12315, Ⅰ-3-1, 文号) are left out.
    """
    folded = mask_words(fold_numerals(text))
    dates = {match.end() for match in tables().calendar.finditer(folded)}
    found: list[NumberSpan] = []
    position = 0
    while (match := _starts().search(folded, position)) is not None:
        start = match.start()
        span = _number_at(folded, start)
        if span is None:
            # Digits that make no number together (三五, 一二) are none apart either.
            position = max(_digits().match(folded, start).end(), match.end())  # type: ignore[union-attr] # * matches
            continue
        if span.end in dates:
            span = replace(span, calendar=True)
        found.append(_in_ordinal_list(folded, found, span))
        position = span.end
    return tuple(found)


def mask_words(folded: str) -> str:
    """Return the text with every character of a word that is no quantity replaced by NUL, length unchanged."""
    return tables().words.sub(lambda match: "\0" * len(match[0]), folded)


@cache
def _starts() -> re.Pattern[str]:
    chars = "".join([*tables().digits, *tables().tens, *tables().units])
    return re.compile(rf"倒数第|第|负|(?<![\w%)）\-.])(?<![\w\0] )-(?=[\d.])|(?<![\d.])\.(?=\d)|半百|[\d{chars}]")


@cache
def _digits() -> re.Pattern[str]:
    return re.compile(rf"[\d{''.join(tables().digits)}]*")


def _number_at(text: str, start: int) -> NumberSpan | None:
    """Return the longest number that starts at a position, sign, ordinal and percentage included."""
    for prefix, from_end in (("倒数第", True), ("第", False)):
        if text.startswith(prefix, start):
            scan = _scan(text, start + len(prefix))
            whole = scan is not None and scan.value > 0 and scan.value == scan.value.to_integral_value()
            return NumberSpan(start, scan.end, scan.value, "ordinal", from_end) if scan is not None and whole else None
    sign = text[start] in "负-"
    scan = _scan(text, start + sign)
    span = _word(text, start + sign) or _fraction(text, start + sign, scan) or _plain(text, start + sign, scan)
    if span is None or not sign:
        return span
    return replace(span, start=start, value=-span.value)


_SPACES = re.compile(r" {0,2}+")


def _scan(text: str, position: int) -> Scan | None:
    spaces = _SPACES.match(text, position)
    return scan_numeral(text, spaces.end() if spaces else position, tables(), MOST)


def _word(text: str, start: int) -> NumberSpan | None:
    """Return a number said by a word: 一半, 半百, 百分百."""
    for word, value, kind in (("一半", "0.5", "fraction"), ("半百", "50", "integer"), ("百分百", "100", "percent")):
        if text.startswith(word, start):
            return NumberSpan(start, start + len(word), Decimal(value), cast("Kind", kind))
    return None


_OVER = re.compile(r" {0,2}分 {0,2}之 {0,2}(负?)")
_AND = re.compile(r" {0,2}又 {0,2}")
_SLASH = re.compile(r"(\d{1,6})/(\d{1,6})(?![\d/.])")


def _fraction(text: str, start: int, scan: Scan | None, *, mixed: bool = True) -> NumberSpan | None:
    """Return 百分之五, 千分之三, 三分之一, 三又二分之一 (where it may be `mixed`) or 1/2."""
    slash = _SLASH.match(text, start)
    if slash is not None and int(slash[2]) and text[max(start - 1, 0) : start] not in {"/", "."}:
        return NumberSpan(start, slash.end(), _quotient(Decimal(slash[1]), Decimal(slash[2])), "fraction")
    hundred = text[start : start + 1] in {"百", "千", "万"} and text.startswith("分之", start + 1)
    below = Scan(start + 1, _PARTS[text[start]]) if hundred else scan
    if below is None:
        return None
    whole = _AND.match(text, below.end) if mixed else None
    if whole is not None:
        part = _fraction(text, whole.end(), _scan(text, whole.end()), mixed=False)
        return part and replace(part, start=start, value=part.value + below.value)
    over = _OVER.match(text, below.end)
    if over is None or not below.value:
        return None
    above = Scan(over.end() + 1, Decimal(100)) if _hundred(text, over.end()) else _scan(text, over.end())
    if above is None:
        return None
    kind = {"百": "percent", "千": "permille"}.get(text[start], "fraction") if hundred else "fraction"
    value = above.value if kind != "fraction" else _quotient(above.value, below.value)
    return NumberSpan(start, above.end, -value if over[1] else value, cast("Kind", kind), approximate=above.approximate)


_PARTS = {"百": Decimal(100), "千": Decimal(1000), "万": Decimal(10000)}


def _hundred(text: str, position: int) -> bool:
    return text.startswith("百", position) and text[position + 1 : position + 2] not in tables().digits


def _quotient(above: Decimal, below: Decimal) -> Decimal:
    with localcontext() as context:
        context.prec = 28
        return above / below


_MANY = frozenset({"多项", "多种", "多数", "多次", "多人"})
_TENTHS = re.compile(r"成(?=以上|以下|以内|及|的|左右|，|,|。|、|；|;|）|\)|$)")
_DISCOUNT = re.compile(r"折(?=计|给|得分|的)")


def _plain(text: str, start: int, scan: Scan | None) -> NumberSpan | None:
    """Return a numeral with what follows it: 95%, 3‰, 三成, 八折."""
    if scan is None:
        return None
    after = scan.end + text.startswith(" ", scan.end)
    following = text[after : after + 1]
    if following in {"%", "‰"}:
        kind: Kind = "percent" if following == "%" else "permille"
        return NumberSpan(start, after + 1, scan.value, kind, approximate=scan.approximate)
    discount = _DISCOUNT.match(text, scan.end) or (
        text[max(start - 1, 0) : start] in {"打", "按"} and following == "折"
    )
    if scan.value < 10 and (_TENTHS.match(text, scan.end) or discount):
        return NumberSpan(start, scan.end + 1, scan.value * 10, "percent")
    approximate = scan.approximate or (following in {"余", "多", "几"} and text[scan.end : scan.end + 2] not in _MANY)
    whole = scan.value == scan.value.to_integral_value() and "." not in text[start : scan.end]
    magnitude = tables().magnitudes.get(text[scan.end - 1], Decimal(1))
    scale = magnitude if scan.value % magnitude == 0 or text[start] in "0123456789" else Decimal(1)
    return NumberSpan(
        start, scan.end, scan.value, "integer" if whole else "decimal", approximate=approximate, scale=scale
    )


def _in_ordinal_list(text: str, found: list[NumberSpan], span: NumberSpan) -> NumberSpan:
    """Return a number of a list that an ordinal began as an ordinal too: 倒数第二、三位."""
    if found and found[-1].kind == "ordinal" and span.kind == "integer":
        between = text[found[-1].end : span.start]
        if between in {"、", "，", ",", "和", "或"} and span.value > found[-1].value:
            return replace(span, kind="ordinal", from_end=found[-1].from_end)
    return span
