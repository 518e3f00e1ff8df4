"""Points (分值) wherever they are printed: a column of their own, brackets in a title, a heading, a line of its own.

A number is points only where it is printed as full marks; amounts of a scoring sentence (扣2分, 每项2分), ranges
(1-5分) and counts are not, and stay in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from xize.extract.segment.digits import decimal_number, narrow
from xize.model.source import Span

_NUMBER = r"(?:\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百]+)"
_LABEL = r"(?:(?:本[表项类]|[合总小共]计|总|标准|基[准本]|权重|考核|评价|目标)?(?:总分值?|分值|满分|分数|得分|计分|分))"
_MOST = r"(?:最高(?:不超过|加|得|可加|可得)?|最多(?:不超过|加|可加)?|上限(?:为)?|不超过|封顶|限)"
_LEAD = rf"(?:(?:{_LABEL}|共计?|[合总小]计|计|占|权重|{_MOST})\s*(?:为|是)?\s*[:：]?\s*)"
_BRACKETED = re.compile(
    rf"[(（\[【〔]\s*(?P<lead>{_LEAD})?(?P<phrase>(?P<number>{_NUMBER})\s*(?P<unit>分|%)?)\s*(?:封顶|为限)?\s*[)）\]】〕]"
)
_LABELLED = re.compile(
    rf"(?P<lead>(?:{_LABEL}|共计?|[合总小]计|权重)\s*(?:为|是)?\s*[:：]?\s*)"
    rf"(?P<phrase>(?P<number>{_NUMBER})\s*(?P<unit>分|%))(?!\s*[-~—至到/])(?=\s*(?:[。；;,，)）、]|$))"
)
_BARE = re.compile(r"[(（]\s*(?P<phrase>(?P<number>\d{1,3}(?:\.\d+)?)(?P<unit>))\s*[)）]\s*$")
_TRAILING = re.compile(r"(?:(?<=\s)|(?<=[:：]))(?P<phrase>(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>分))\s*$")
_WHOLE = re.compile(
    rf"\s*[(（]?\s*(?P<lead>{_LEAD})?(?P<phrase>(?P<number>{_NUMBER}|\d+/\d+)\s*(?P<unit>分|%)?)\s*[)）]?\s*[。；;]?\s*"
)
_FROM_ZERO = re.compile(r"\s*0\s*分?\s*[-－—–~～至到]\s*(?P<phrase>(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>分)?)\s*")
"""What can be won, from nothing on: its end is the full mark. A range that begins higher is left to be read."""
_NUMBERS = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Points:
    """A printed value and where in the text it stands.

    `phrase` is the number with its unit ("10分"); `outer` everything that is printed for its sake, with brackets and
    label ("（总分：10分）"). `kind` is "weight" where a percentage is printed: `value` is then a fraction (30% is 0.3).
    `most` tells that it is printed as an upper bound (最高5分).
    """

    value: Decimal
    phrase: Span
    outer: Span
    kind: Literal["points", "weight"] = "points"
    most: bool = False

    def without(self, text: str) -> str:
        """Return the text without what is printed for the points' sake."""
        return text[: self.outer[0]] + text[self.outer[1] :]


def bracket_points(text: str) -> list[Points]:
    """Return every value in brackets of its own, in order: （10分） （总分：100分） （分值2分） (0.4) 【30%】.

    A bracket without unit counts only with a label or decimals: "(3)" is a list number, "(0.4)" is not.
    """
    found = []
    for match in _BRACKETED.finditer(narrow(text)):
        if match["unit"] is None and match["lead"] is None and "." not in match["number"]:
            continue
        if (points := _points(match)) is not None:
            found.append(points)
    return found


def title_points(text: str) -> Points | None:
    """Return the points of a title or task text: its last bracket, a label at its end, or "… 20分" after a space.

    Where several brackets differ the last one counts only if it ends the text; otherwise they are the points of
    parts, and the text as a whole has none.
    """
    brackets = bracket_points(text)
    if brackets:
        last = brackets[-1]
        ends = not text[last.outer[1] :].strip(" \t\n　。；;：:")
        return last if len(brackets) == 1 or (ends and _is_total(brackets)) else None
    for pattern in (_LABELLED, _TRAILING):
        matches = list(pattern.finditer(narrow(text)))
        if len(matches) == 1:
            return _points(matches[0])
    return None


def bare_points(text: str) -> Points | None:
    """Return the number alone in brackets that ends a name: 巡查（20）; its like beside it tells it from a count."""
    match = _BARE.search(narrow(text))
    return _points(match) if match is not None and text[: match.start()].strip() else None


def line_points(text: str) -> Points | None:
    """Return the points that are all a line says: 10分, （30分）, 满分100分; a bare number is none."""
    match = _WHOLE.fullmatch(narrow(text))
    return _points(match) if match is not None and match["unit"] is not None else None


def cell_points(text: str) -> Points | None:
    """Return the points that are all a cell of a points column says: 2, 2.5, 10分, 二十分, 1/2分, 0-10分 (10)."""
    match = _WHOLE.fullmatch(narrow(text)) or _FROM_ZERO.fullmatch(narrow(text))
    return _points(match) if match is not None else None


def cell_numbers(text: str) -> int:
    r"""Return how many separate numbers a cell of a points column holds, if nothing else: "7\n2" has two."""
    plain = narrow(text)
    rest = re.sub(r"[\s分、,，/;；]", "", _NUMBERS.sub("", plain))
    return 0 if rest else len(_NUMBERS.findall(plain))


def each_line_points(text: str) -> Iterator[tuple[Span, Points]]:
    """Yield every line of a text that is points and nothing else, with the line's range."""
    start = 0
    for line in text.split("\n"):
        points = line_points(line)
        if points is not None:
            yield (start, start + len(line)), _moved(points, start)
        start += len(line) + 1


def _is_total(brackets: list[Points]) -> bool:
    """Return whether the last of several brackets is the whole: two or more others add up to it."""
    *parts, last = (points.value for points in brackets)
    return len(parts) > 1 and sum(parts) == last


def _points(match: re.Match[str]) -> Points | None:
    number = match["number"]
    if "/" in number:
        above, below = map(Decimal, number.split("/"))
        value = above / below if (below and above % below == 0) or below in {2, 4, 5, 8, 10} else None
    else:
        value = decimal_number(number)
    if value is None:
        return None
    weight = match["unit"] == "%"
    lead = match.groupdict().get("lead") or ""
    return Points(
        value=value / 100 if weight else value,
        phrase=match.span("phrase"),
        outer=match.span(),
        kind="weight" if weight else "points",
        most=re.match(_MOST, lead.strip()) is not None,
    )


def _moved(points: Points, by: int) -> Points:
    (a, b), (c, d) = points.phrase, points.outer
    return Points(points.value, (a + by, b + by), (c + by, d + by), points.kind, points.most)
