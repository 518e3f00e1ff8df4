"""Ranges and bounds of numbers (范围): 5-10万元, 85%≤x<90%, 三人以上, 80%以上不足90%.

Boundary words follow 民法典 §1259 (see `ranges.toml`); a bracket （不含5万元） overrides. Cost is linear in the text.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from importlib.resources import files

from xize.model.quantity import Closed
from xize.normalize.numerals import Kind, NumberSpan, find_numbers, fold_numerals


@dataclass(frozen=True)
class RangeSpan:
    """A range (范围): `text[start:end]` says from `low` to `high`; None is no bound on that side.

    `closed` says which ends belong to it; a missing end is open. `low_text` and `high_text` are where the numbers
    stand. `shared` tells that the low number took its unit or magnitude from the high one (5-10 万元, 80-90%);
    `descending` that the greater one was printed first (3－1分). `bound` tells a bound by a word from a printed range.
    `unit` is what is printed after the number: "%", "万元", "人", or None.
    """

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    closed: Closed
    kind: Kind
    unit: str | None = None
    scale: Decimal = Decimal(1)
    low_text: tuple[int, int] | None = None
    high_text: tuple[int, int] | None = None
    shared: bool = False
    descending: bool = False
    bound: bool = False


@dataclass(frozen=True)
class _Words:
    before: re.Pattern[str]
    after: re.Pattern[str]
    op: dict[str, str]
    separator: re.Pattern[str]
    pair: re.Pattern[str]
    joiner: re.Pattern[str]


_UNIT = r"(?P<unit>%|‰|[\u4e00-\u9fffA-Za-z/²³℃]{0,5}?)"
_UNIT_AFTER = re.compile(
    r" ?(?P<unit>个工作日|个百分点|百分点|万元|亿元|个月|公里|小时|分钟|人次|学时"
    r"|[元分个名人次件例项条起处户家篇期宗份天日年月周岁倍度米吨级位场批台辆所校课])"
)
_BRACKET = re.compile(r" ?[（(](?P<word>不含|含|不包括|包括|不包含|包含)(?P<what>[^（）()]{0,12})[)）]")


@cache
def _words() -> _Words:
    data = tomllib.loads(files("xize.normalize").joinpath("ranges.toml").read_text(encoding="utf-8"))

    def union(words: list[str]) -> str:
        return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))

    before = [word for words in data["before"].values() for word in words]
    after = [word for words in data["after"].values() for word in words]
    between = data["between"]
    return _Words(
        before=re.compile(rf"(?P<word>{union(before)})(?:是|为|有|了)? {{0,2}}(?P<at>)"),
        after=re.compile(rf" ?{_UNIT} ?(?:\((?P<inc>不?含)[^()]{{1,8}}\))?(?P<word>{union(after)})"),
        op={word: op for side in ("before", "after") for op, words in data[side].items() for word in words},
        separator=re.compile(
            r"(?P<unit>[^\d\s—~～\-至到，。；、]{0,3}?)(?P<in>[（(](?:不含|含)[)）])? {0,2}"
            f"(?:{union(between['separators'])}) {{0,2}}"
        ),
        pair=re.compile(rf" ?(?:{union(between['pair'])}) ?"),
        joiner=re.compile(rf"\s{{0,2}}(?:{union(between['joiners'])})?\s{{0,2}}"),
    )


def find_ranges(text: str) -> tuple[RangeSpan, ...]:
    """Return every range and bound of a text, in order, none overlapping."""
    folded = fold_numerals(text).replace("（", "(").replace("）", ")")
    numbers = [number for number in find_numbers(text) if not number.calendar]
    before = _bounds_before(folded, numbers)
    found: list[RangeSpan] = []
    index = 0
    while index < len(numbers):
        span, used = _range_at(folded, numbers, index, before)
        if span is not None:
            found.append(_excepted(folded, span))
        index += used
    return _joined(folded, found)


def _bounds_before(text: str, numbers: list[NumberSpan]) -> dict[int, tuple[int, str]]:
    """Return, by the start of a number, where the bound word before it starts and its operator."""
    starts = [number.start for number in numbers]
    found: dict[int, tuple[int, str]] = {}
    for match in _words().before.finditer(text):
        at = bisect_left(starts, match.end())
        if at < len(starts) and starts[at] == match.end():
            found[match.end()] = (match.start(), _words().op[match["word"]])
    return found


def _range_at(
    text: str, numbers: list[NumberSpan], index: int, before: dict[int, tuple[int, str]]
) -> tuple[RangeSpan | None, int]:
    """Return the range that starts with a number, and how many numbers it took."""
    number = numbers[index]
    following = numbers[index + 1] if index + 1 < len(numbers) else None
    if following is not None:
        span = (
            _bracketed(text, number, following)
            or _inequality(text, number, following)
            or _between(text, number, following)
        )
        if span is not None:
            return span, 2
    if number.start in before:
        return _bound(text, number, *before[number.start]), 1
    after = _words().after.match(text, number.end)
    if after is not None and not _BROKEN.search(after["unit"]):
        op = _words().op[after["word"]]
        span = _bound(text, number, number.start, op.rstrip("=") if after["inc"] == "不含" else op)
        return replace(span, end=after.end(), unit=_unit(number, after["unit"])), 1
    flipped = _FLIPPED.match(text, number.end)
    if flipped is not None:
        return _bound(text, number, number.start, _FLIP[flipped["op"]]), 1
    if number.approximate:
        end = number.end + (text[number.end : number.end + 1] in {"多", "余", "几"})
        here = (number.start, number.end)
        return RangeSpan(
            number.start, end, number.value, None, "()", number.kind, None, number.scale, here, bound=True
        ), 1
    return None, 1


_BROKEN = re.compile(r"[的得扣加减及和或]|以[上下内]")
_FLIPPED = re.compile(r" ?(?P<op>≤|<|≥|>)(?=[^\d\s])")
_FLIP = {"≤": ">=", "<": ">", "≥": "<=", ">": "<"}
_ENDS: dict[str, tuple[bool, Closed]] = {">=": (True, "[)"), ">": (True, "()"), "<=": (False, "(]"), "<": (False, "()")}


def _bound(text: str, number: NumberSpan, start: int, op: str) -> RangeSpan:
    here = (number.start, number.end)
    unit_after = _UNIT_AFTER.match(text, number.end)
    unit = _unit(number, unit_after["unit"] if unit_after else "")
    end = unit_after.end() if unit_after else number.end
    if op == "==":
        return RangeSpan(
            start, end, number.value, number.value, "[]", number.kind, unit, number.scale, here, here, bound=True
        )
    is_low, closed = _ENDS[op]
    low, high = (number.value, None) if is_low else (None, number.value)
    return RangeSpan(
        start, end, low, high, closed, number.kind, unit, number.scale,
        here if is_low else None, None if is_low else here, bound=True,
    )  # fmt: skip


def _unit(number: NumberSpan, printed: str) -> str | None:
    by_kind = {"percent": "%", "permille": "‰"}
    return by_kind.get(number.kind) or printed or None


def _between(text: str, low: NumberSpan, high: NumberSpan) -> RangeSpan | None:
    """Read 1-5, 5-10 万元, 80%—90%, 20和30之间."""
    between = text[low.end : high.start]
    match = _words().separator.fullmatch(between)
    pair = None if match else _words().pair.fullmatch(between)
    after = re.compile(r" ?(?:之间|间)").match(text, high.end)
    if match is None and (pair is None or after is None):
        return None
    printed = match["unit"] if match else ""
    tail = _UNIT_AFTER.match(text, high.end)
    unit = tail["unit"] if tail else ""
    if printed and not (low.kind == high.kind and (unit.startswith(printed) or printed in unit)):
        return None
    shared, value = _share(low, high, printed)
    ends = "(" if match and "不含" in (match["in"] or "") else "["
    descending = value > high.value
    if value == high.value:
        return None
    closed: Closed = "(]" if ends == "(" else "[]"
    end = tail.end() if tail else after.end() if after else high.end
    spans = ((low.start, low.end), (high.start, high.end))
    return RangeSpan(
        low.start, end, min(value, high.value), max(value, high.value), closed, high.kind, _unit(high, unit),
        high.scale, spans[descending], spans[not descending], shared=shared, descending=descending,
    )  # fmt: skip


def _share(low: NumberSpan, high: NumberSpan, printed: str) -> tuple[bool, Decimal]:
    """Give the low number the magnitude of the high one where it has none of its own (5-10万元, 80-90%)."""
    if printed or low.scale != 1:
        return False, low.value
    if low.kind in {"integer", "decimal"} and high.kind in {"percent", "permille"}:
        return True, low.value
    return high.scale != 1, low.value * high.scale


def _bracketed(text: str, low: NumberSpan, high: NumberSpan) -> RangeSpan | None:
    """Read an interval in brackets: (20,35], [60%，70%)."""
    opening = text[max(low.start - 1, 0) : low.start]
    closing = text[high.end : high.end + 1]
    between = text[low.end : high.start].strip()
    if opening not in {"(", "["} or closing not in {")", "]"} or between not in {",", "，"} or low.value >= high.value:
        return None
    if opening == "(" and closing == ")":
        return None  # a bracket with a list in it as likely as an interval
    closed: dict[str, Closed] = {"(]": "(]", "[)": "[)", "[]": "[]"}
    return RangeSpan(
        low.start - 1, high.end + 1, low.value, high.value, closed[opening + closing], high.kind, _unit(high, ""),
        high.scale, (low.start, low.end), (high.start, high.end),
    )  # fmt: skip


_SIGNS = re.compile(r" ?(?P<left>≤|<|≥|>|=<|<=) ?(?P<name>[^\d≤<≥>，。；、\s]{1,16}) ?(?P<right>≤|<|≥|>|<=) ?")


def _inequality(text: str, low: NumberSpan, high: NumberSpan) -> RangeSpan | None:
    """Read 85%≤x<90% and 90%>x≥85%."""
    match = _SIGNS.fullmatch(text[low.end : high.start])
    if match is None:
        return None
    rising = match["left"] in {"≤", "<", "<=", "=<"}
    if rising != (match["right"] in {"≤", "<", "<="}) or rising != (low.value < high.value):
        return None
    first, last = (low, high) if rising else (high, low)
    ends = (match["left"], match["right"]) if rising else (match["right"], match["left"])
    closed: dict[tuple[bool, bool], Closed] = {
        (True, True): "[]", (True, False): "[)", (False, True): "(]", (False, False): "()",
    }  # fmt: skip
    included = closed[len(ends[0]) > 1 or ends[0] in "≤≥", len(ends[1]) > 1 or ends[1] in "≤≥"]
    return RangeSpan(
        low.start, high.end, first.value, last.value, included, high.kind, _unit(high, ""), high.scale,
        (first.start, first.end), (last.start, last.end),
    )  # fmt: skip


def _excepted(text: str, span: RangeSpan) -> RangeSpan:
    """Apply a bracket after a range: （不含5万元）, （含）, （不含本数）."""
    match = _BRACKET.match(text, span.end)
    if match is None:
        return span
    named = find_numbers(match["what"])
    values = {named[0].value} if len(named) == 1 else set()
    low, high = span.closed[0] == "[", span.closed[1] == "]"
    includes = match["word"] in {"含", "包括", "包含"}
    if not named and match["what"] not in {"", "本数", "本级"}:
        return span
    # Without a number the bracket is about the number it follows: the bound, or the upper end.
    if span.low is not None and (span.low in values or (not values and span.high is None)):
        low = includes
    if span.high is not None and (span.high in values or not values):
        high = includes
    closed: Closed = ("[" if low else "(") + ("]" if high else ")")  # type: ignore[assignment] # one of the four
    return replace(span, end=match.end(), closed=closed)


def _joined(text: str, found: list[RangeSpan]) -> tuple[RangeSpan, ...]:
    """Join a lower and an upper bound that stand together: 80%以上不足90%, 大于20小于等于35."""
    joined: list[RangeSpan] = []
    for span in found:
        last = joined[-1] if joined else None
        pair = _pair(text, last, span) if last is not None else None
        if pair is None:
            joined.append(span)
        else:
            joined[-1] = pair
    return tuple(joined)


_PLAIN = frozenset({"integer", "decimal", "fraction"})


def _pair(text: str, first: RangeSpan, second: RangeSpan) -> RangeSpan | None:
    if not (first.bound and second.bound and (first.kind in _PLAIN) == (second.kind in _PLAIN)):
        return None
    if _words().joiner.fullmatch(text, first.end, second.start) is None:
        return None
    low, high = (first, second) if first.high is None else (second, first)
    if low.low is None or high.high is None or low.high is not None or high.low is not None or low.low >= high.high:
        return None
    closed: Closed = low.closed[0] + high.closed[1]  # type: ignore[assignment] # one of the four
    return replace(
        second, start=first.start, end=second.end, low=low.low, high=high.high, closed=closed, bound=False,
        low_text=low.low_text, high_text=high.high_text, unit=second.unit or first.unit,
    )  # fmt: skip
