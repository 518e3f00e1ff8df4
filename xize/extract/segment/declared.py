"""What a document says of its own counts and totals (设定了11个一级指标; 总分300分; 百分制), against the tree.

A total stated in the notes becomes the sheet's where the sheet prints none. Nothing is corrected: differences are
findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from xize.extract.segment.digits import chinese_number, narrow
from xize.extract.segment.part import Part
from xize.likeness import squeeze
from xize.model.anchor import Anchor
from xize.model.base import decimal_text
from xize.model.finding import Finding
from xize.model.indicator import Indicator, Sheet
from xize.model.outline import Prose
from xize.words import Words

say = Words("xize.extract.segment")
_COUNT = re.compile(
    r"(?<![每任某各第\d])(?P<count>\d{1,4}|[一二三四五六七八九十百]{1,5})\s*[个项条]\s*(?P<level>[一二三四五])级(?:考[核评]|评[价分]|绩效)?指标"
)
_TOTAL = re.compile(
    r"(?:总分值?|满分|总计|合计|共计)\s*(?:为|是|[:：])?\s*(?P<phrase>(?P<points>\d{1,6}(?:\.\d+)?)\s*分)"
    r"(?!\s*(?:及|或|[(（]?含|[(（]?不含|以[上下内外]|的|者|[-~—～至]))"
)
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Declared:
    """A statement of the document about one sheet: `level` 1 to 5 with a count, or level 0 with a total."""

    sheet: str
    level: int
    value: Decimal
    at: Anchor


def check_declared(part: Part) -> Part:
    """Return the part with totals from the notes in the sheets, and findings where statements and tree differ."""
    sheets = {sheet.id: sheet for sheet in part.sheets}
    findings: list[Finding] = []
    for said in _declared(part):
        sheet = sheets[said.sheet]
        if said.level:
            findings += _count(sheet, said)
        elif sheet.points is None:
            sheets[sheet.id] = sheet.model_copy(update={"points": said.value, "points_at": said.at})
        elif sheet.points != said.value:
            findings.append(_total(sheet, said))
    for prose in part.prose:
        if "百分制" in prose.text.text and prose.sheet is None:
            findings += _hundred(tuple(sheets.values()), prose)
    return replace(part, sheets=tuple(sheets.values()), findings=part.findings + tuple(findings))


def _declared(part: Part) -> Iterator[Declared]:
    for prose in part.prose:
        sheet = _sheet_of(prose, part.sheets)
        if sheet is None:
            continue
        text = narrow(prose.text.text)
        for match in _COUNT.finditer(text):
            printed = match["count"]
            count = int(printed) if printed.isdecimal() else chinese_number(printed)
            if count is not None:
                level = "一二三四五".index(match["level"]) + 1
                yield Declared(sheet, level, Decimal(count), prose.text.at.narrow(*match.span()))
        totals = list(_TOTAL.finditer(text))
        if len(totals) == 1:
            at = prose.text.at.narrow(*totals[0].span("phrase"))
            yield Declared(sheet, 0, Decimal(totals[0]["points"]), at)


def _sheet_of(prose: Prose, sheets: tuple[Sheet, ...]) -> str | None:
    """Return the sheet a statement is about: the one its text or headings quote, else the one it belongs to."""
    for text in (prose.text.text[:80], *reversed(prose.headings)):
        for quoted in re.findall(r"《([^》]+)》", text):
            named = [sheet.id for sheet in sheets if squeeze(sheet.title) == squeeze(quoted)]
            if len(named) == 1:
                return named[0]
    if prose.sheet is not None:
        return prose.sheet if any(sheet.id == prose.sheet for sheet in sheets) else None
    return sheets[0].id if len(sheets) == 1 else None


def _count(sheet: Sheet, said: Declared) -> list[Finding]:
    level = [node for node in sheet.walk() if node.level == said.level]
    base = [node for node in level if node.role != "bonus"]
    if said.value in {len(level), len(base)}:
        return []
    values = {"sheet": sheet.title[:40], "declared": decimal_text(said.value), "level": "一二三四五"[said.level - 1]}
    message = say("count_differs", found=len(base), **values)
    hint = say("count_differs_hint")
    return [Finding(code="count-differs", severity="warning", message=message, hint=hint, at=(said.at, sheet.at))]


def _total(sheet: Sheet, said: Declared) -> Finding:
    declared, printed = decimal_text(said.value), decimal_text(sheet.points or Decimal(0))
    message = say("total_differs", sheet=sheet.title[:40], declared=declared, printed=printed)
    at = (said.at, sheet.points_at or sheet.at)
    return Finding(code="total-differs", severity="warning", message=message, hint=say("total_differs_hint"), at=at)


def _hundred(sheets: tuple[Sheet, ...], prose: Prose) -> Iterator[Finding]:
    """Yield a finding for every list that should add up to 100 by 百分制 and does not, as a whole or group by group."""
    for sheet in sheets:
        nodes = [node for node in sheet.indicators if node.role == "scored"]
        sums = [total for node in nodes if (total := _sum(node)) is not None]
        if sheet.points is not None or not sums or sum(sums) == HUNDRED or set(sums) == {HUNDRED}:
            continue
        found = decimal_text(sum(sums, Decimal(0)))
        message = say("hundred_open", sheet=sheet.title[:40], found=found)
        hint = say("hundred_open_hint")
        yield Finding(code="hundred-open", severity="warning", message=message, hint=hint, at=(sheet.at, prose.text.at))


def _sum(node: Indicator) -> Decimal | None:
    """Return a node's points, or where it has none the sum of those below it."""
    if node.points is not None:
        return node.points
    below = [total for child in node.children if (total := _sum(child)) is not None]
    return sum(below, Decimal(0)) if below else None
