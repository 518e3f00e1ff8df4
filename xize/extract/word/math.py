"""Formulas (Office MathML) on one line: a fraction is a/b in brackets where needed, never two numbers run together."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from xize.extract.word.names import M, W, elements

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_SIMPLE = re.compile(r"[\w.%]+")
_PROPERTIES = re.compile(r"\w+Pr")


def linear(element: Element) -> str:
    """Return the formula as text."""
    name = element.tag.removeprefix(M)
    if name == "t" or element.tag == W + "t":
        return element.text or ""
    if _PROPERTIES.fullmatch(name) or element.tag == W + "rPr":
        return ""
    write = _WRITERS.get(name)
    return _inside(element) if write is None else write(element)


def _inside(element: Element | None) -> str:
    return "" if element is None else "".join(linear(child) for child in elements(element))


def _part(element: Element, name: str) -> str:
    return _inside(element.find(M + name))


def _grouped(text: str) -> str:
    return text if not text or _SIMPLE.fullmatch(text) else f"({text})"


def _fraction(element: Element) -> str:
    return f"{_grouped(_part(element, 'num'))}/{_grouped(_part(element, 'den'))}"


def _script(element: Element) -> str:
    return _grouped(_part(element, "e")) + _bounds(element)


def _bounds(element: Element) -> str:
    below, above = _part(element, "sub"), _part(element, "sup")
    return (f"_{_grouped(below)}" if below else "") + (f"^{_grouped(above)}" if above else "")


def _radical(element: Element) -> str:
    degree = _part(element, "deg")
    return ("" if degree in {"", "2"} else degree) + f"√{_grouped(_part(element, 'e'))}"


def _delimited(element: Element) -> str:
    marks = {"begChr": "(", "sepChr": "|", "endChr": ")"}
    for name in marks:
        mark = element.find(f"{M}dPr/{M}{name}")
        if mark is not None:
            marks[name] = mark.get(M + "val", "")
    return marks["begChr"] + marks["sepChr"].join(_inside(it) for it in element.iterchildren(M + "e")) + marks["endChr"]


def _nary(element: Element) -> str:
    sign = element.find(f"{M}naryPr/{M}chr")
    return ("∫" if sign is None else sign.get(M + "val", "")) + _bounds(element) + _grouped(_part(element, "e"))


def _matrix(element: Element) -> str:
    rows = (" ".join(_inside(it) for it in row.iterchildren(M + "e")) for row in element.iterchildren(M + "mr"))
    return "; ".join(rows)


_WRITERS: dict[str, Callable[[Element], str]] = {
    "f": _fraction,
    "sSub": _script,
    "sSup": _script,
    "sSubSup": _script,
    "rad": _radical,
    "d": _delimited,
    "nary": _nary,
    "m": _matrix,
    "eqArr": lambda element: "; ".join(_inside(it) for it in element.iterchildren(M + "e")),
}
