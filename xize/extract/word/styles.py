"""Paragraph and character properties as Word resolves them: direct, then the style, then what it is based on."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING

from xize.extract.word.names import VAL, W, flag, integer

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


@dataclass(frozen=True)
class Style:
    """What a style says after inheritance; None where neither it nor its bases say anything.

    `outline` is 0-based (9 is body text), `size` in points. `num_id` and `num_level` are the list the style is in,
    `num_style` the id of the style that names it.
    """

    name: str | None = None
    outline: int | None = None
    centered: bool | None = None
    bold: bool | None = None
    hidden: bool | None = None
    size: float | None = None
    num_id: int | None = None
    num_level: int | None = None
    num_style: str | None = None


NO_STYLE = Style()


class Styles:
    """The styles part. Missing styles and circles of `basedOn` are taken as saying nothing."""

    def __init__(self, root: Element | None) -> None:
        self._root = root
        self._resolved: dict[str, Style] = {}
        self._paragraphs: dict[str | None, Style] = {}

    @cached_property
    def _elements(self) -> dict[str, Element]:
        if self._root is None:
            return {}
        return {style.get(W + "styleId", ""): style for style in self._root.iterchildren(W + "style")}

    @cached_property
    def default(self) -> str | None:
        """The id of the default paragraph style."""
        for key, style in self._elements.items():
            if style.get(W + "type") == "paragraph" and style.get(W + "default", "0") in {"1", "true", "on"}:
                return key
        return None

    @cached_property
    def document(self) -> Style:
        """The document defaults (docDefaults), below every style."""
        defaults = None if self._root is None else self._root.find(W + "docDefaults")
        if defaults is None:
            return NO_STYLE
        paragraph, run = defaults.find(f"{W}pPrDefault/{W}pPr"), defaults.find(f"{W}rPrDefault/{W}rPr")
        return _own(None, None, paragraph, run)

    def get(self, key: str | None) -> Style:
        """Return a style after inheritance."""
        if key is None:
            return NO_STYLE
        if key not in self._resolved:
            chain: list[str] = []
            at: str | None = key
            while at is not None and at in self._elements and at not in chain:
                chain.append(at)
                based = self._elements[at].find(W + "basedOn")
                at = None if based is None else based.get(VAL)
            style = NO_STYLE
            for link in reversed(chain):
                element = self._elements[link]
                name = element.find(W + "name")
                own = _own(
                    link, None if name is None else name.get(VAL), element.find(W + "pPr"), element.find(W + "rPr")
                )
                style = _over(own, style)
            self._resolved[key] = style
        return self._resolved[key]

    def paragraph(self, key: str | None) -> Style:
        """Return what holds for a paragraph of a style (None: of the default style), document defaults included."""
        if key not in self._paragraphs:
            named = key if key in self._elements else self.default
            self._paragraphs[key] = _over(self.get(named), self.document)
        return self._paragraphs[key]

    def numbering_of(self, key: str | None) -> int | None:
        """Return the list (numId) a numbering style points at."""
        element = self._elements.get(key or "")
        return None if element is None else integer(element.find(f"{W}pPr/{W}numPr/{W}numId"))


def _own(key: str | None, name: str | None, paragraph: Element | None, run: Element | None) -> Style:
    outline = centered = num_id = num_level = bold = hidden = size = None
    if paragraph is not None:
        outline = integer(paragraph.find(W + "outlineLvl"))
        centered = is_centered(paragraph.find(W + "jc"))
        num_id = integer(paragraph.find(f"{W}numPr/{W}numId"))
        num_level = integer(paragraph.find(f"{W}numPr/{W}ilvl"))
    if run is not None:
        bold, hidden, size = flag(run.find(W + "b")), flag(run.find(W + "vanish")), points(run.find(W + "sz"))
    return Style(name, outline, centered, bold, hidden, size, num_id, num_level, None if num_id is None else key)


def _over(own: Style, base: Style) -> Style:
    """Return `base` with what `own` says laid over it."""
    said = {it.name: getattr(own, it.name) for it in fields(own) if getattr(own, it.name) is not None}
    return replace(base, **said)


def is_centered(jc: Element | None) -> bool | None:
    """Return whether `w:jc` centres its paragraph, None where there is none."""
    return None if jc is None else jc.get(VAL) == "center"


def points(size: Element | None) -> float | None:
    """Return the font size of `w:sz` in points."""
    half = integer(size)
    return None if half is None else half / 2
