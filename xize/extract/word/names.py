"""Names of the XML vocabulary: prefixes in Clark notation, and the few questions asked of every element."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
VAL = W + "val"

_INTEGER = re.compile(r"[+-]?\d{1,9}")
_OFF = frozenset({"0", "false", "off", "none"})


def integer(element: Element | None, attribute: str = VAL) -> int | None:
    """Return an integer attribute, None where the element or attribute is absent or is not a plain integer."""
    value = None if element is None else element.get(attribute)
    # A fraction ("120.5") is written by some converters for widths: its whole part is meant.
    match = _INTEGER.match(value) if value else None
    return int(match[0]) if match else None


def flag(element: Element | None) -> bool | None:
    """Return an on/off property: None where absent, True for `<w:b/>`, False for `<w:b w:val="0"/>`."""
    return None if element is None else element.get(VAL, "1").lower() not in _OFF


def properties(element: Element | None) -> dict[str, Element]:
    """Return the children of a properties element (w:pPr, w:tcPr …) by tag; looked up once, asked many times."""
    return {} if element is None else {child.tag: child for child in element.iterchildren("*")}


def elements(parent: Element) -> Iterator[Element]:
    """Yield child elements, without comments and processing instructions."""
    return parent.iterchildren("*")


def chosen(alternate: Element) -> Iterator[Element]:
    """Yield the content of `mc:AlternateContent` once: its first choice, else its fallback."""
    for name in ("Choice", "Fallback"):
        branch = alternate.find(MC + name)
        if branch is not None:
            yield from elements(branch)
            return


def raw_text(element: Element) -> str:
    """Return the text of an element as stored, to quote what is left out."""
    return "".join(it.text or "" for it in element.iter(W + "t", W + "delText")).strip()
