"""Page furniture (页眉、页脚、页码): lines at the rim of the pages that repeat, or count the pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Literal

from xize.extract.pdf.lines import Line
from xize.extract.pdf.page import Page

Kind = Literal["header", "footer", "page_number"]

_RIM = 0.12
"""The share of a page's height at its top and bottom where furniture stands."""

_NUMBER = re.compile(
    r"(?:[-—–－·~]\s*)*(?:第\s*)?(\d{1,4})\s*(?:页)?(?:\s*[,，/／]?\s*(?:共\s*)?\d{1,4}\s*页?)?(?:\s*[-—–－·~])*"
)
_SURE = re.compile(r"(?:[-—–－]\s*)+\d{1,4}(?:\s*[-—–－])+|第\s*\d{1,4}\s*页.*|Page\s+\d+.*", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9０-９]+")


def set_apart(pages: Sequence[Page]) -> list[tuple[Line, Kind]]:
    """Take the furniture out of the pages' flow and return it with its kind, in page order.

    A line at the rim is a page number if it counts with the pages, and a running head or foot if the same words stand
    at the same height on at least three pages and on a third of all (both of two). Only the outermost lines of a page
    are looked at, so that no line of the body is lost behind another.
    """
    found: dict[int, Kind] = {}
    for top in (True, False):
        while layer := _layer(pages, found, top):
            found.update(layer)
    apart: list[tuple[Line, Kind]] = []
    for page in pages:
        apart.extend((line, found[id(line)]) for line in page.lines if id(line) in found)
        page.flow = [item for item in page.flow if id(item) not in found]
    return apart


def _layer(pages: Sequence[Page], found: dict[int, Kind], top: bool) -> dict[int, Kind]:
    """Return the furniture among the outermost lines not yet found."""
    outermost = [(page, line) for page in pages for line in _outermost(page, found, top)]
    needed = 2 if len(pages) == 2 else max(3, len(pages) // 3)
    kind: Kind = "header" if top else "footer"
    layer: dict[int, Kind] = {}
    numbers: dict[int, list[Line]] = defaultdict(list)
    heads: dict[tuple[str, int], dict[int, list[Line]]] = defaultdict(lambda: defaultdict(list))
    for page, line in outermost:
        if match := _NUMBER.fullmatch(line.text):
            numbers[int(match[1]) - page.number].append(line)
            if _SURE.fullmatch(line.text):
                layer[id(line)] = "page_number"
        else:
            heads[_same_on_each_page(line, page.number), round(line.base / 4)][page.number].append(line)
    for lines in numbers.values():
        if len({line.page for line in lines}) >= min(needed, 2):
            layer.update((id(line), "page_number") for line in lines)
    for by_page in heads.values():
        if len(by_page) >= needed and len(pages) > 1:
            layer.update((id(line), kind) for lines in by_page.values() for line in lines)
    return layer


def _same_on_each_page(line: Line, page: int) -> str:
    """Return the words of a line; a number that is the page's own stands as `#`."""
    return _DIGITS.sub(lambda match: "#" if int(match[0]) == page else match[0], "".join(line.text.split()))


def _outermost(page: Page, found: dict[int, Kind], top: bool) -> list[Line]:
    """Return the lines on the outermost baseline of a page's rim, unless a table stands further out."""
    flow = [item for item in page.flow if id(item) not in found]
    if not flow:
        return []
    edge = flow[0] if top else max(flow, key=lambda item: item.base if isinstance(item, Line) else item.ys[-1])
    if not isinstance(edge, Line):
        return []
    rim = edge.base <= page.height * _RIM if top else edge.base >= page.height * (1 - _RIM)
    if not rim:
        return []
    return [item for item in flow if isinstance(item, Line) and abs(item.base - edge.base) <= 0.5 * edge.size]
