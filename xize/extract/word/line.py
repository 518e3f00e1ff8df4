"""A paragraph made ready to be written: its number, the text that is printed, and what is noted on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xize.extract.word.inline import Inline, InlineReader, Note, Piece
from xize.extract.word.names import VAL, W, flag, integer, properties
from xize.extract.word.numbering import Number, Numbering
from xize.extract.word.styles import Style, Styles, is_centered

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_BODY_TEXT = 9
_NO_NUMBER = Number("", "")


class Marked:
    """A `w:p` with its properties; `deleted` where its mark is deleted or moved away: it is joined with the next."""

    def __init__(self, element: Element) -> None:
        self.element = element
        self.own = properties(element.find(W + "pPr"))
        mark = self.own.get(W + "rPr")
        self.deleted = mark is not None and (mark.find(W + "del") is not None or mark.find(W + "moveFrom") is not None)


@dataclass(frozen=True)
class Line:
    """A paragraph's text, its first `number` characters the automatic number; notes and marks at offsets into it.

    `text` is None where not even an empty line is printed (a deleted or hidden paragraph).
    """

    text: str | None
    number: int
    notes: tuple[Note, ...]
    marks: tuple[tuple[str, int, int], ...]
    boxes: tuple[Element, ...]
    bold: bool | None
    size: float | None
    style: str | None
    centered: bool | None
    level: int | None


class LineReader:
    """Reads the paragraphs of one story in order: lists count on, fields may span paragraphs."""

    def __init__(self, styles: Styles, numbering: Element | None) -> None:
        self._styles = styles
        self._numbering = Numbering(numbering, styles)
        self._inline = InlineReader(styles)

    def read(self, paragraphs: Sequence[Marked]) -> Line:
        """Return the line that `paragraphs`, joined by deleted paragraph marks, print.

        The last one's properties are those of the line.
        """
        inline = Inline()
        last = paragraphs[-1]
        style = Style()
        for it in paragraphs:
            style = self._style(it.own)
            self._inline.read(it.element, style, inline)
        shown = _Shown(inline)
        # A paragraph whose mark is gone too leaves no empty line, and no number.
        gone = not shown.text.strip() and (last.deleted or _mark_hidden(last.own, style))
        number = _NO_NUMBER if gone else self._number(last.own, style, shown)
        prefix = number.text + (number.suffix if shown.text else "")
        outline = integer(last.own.get(W + "outlineLvl"))
        outline = style.outline if outline is None else outline
        centered = is_centered(last.own.get(W + "jc"))
        return Line(
            text=None if gone else prefix + shown.text,
            number=len(number.text),
            notes=tuple(shifted(note, len(prefix)) for note in shown.notes),
            marks=tuple((kind, key, at + len(prefix)) for kind, key, at in shown.marks),
            boxes=tuple(inline.boxes),
            bold=shown.bold,
            size=shown.size,
            style=style.name,
            centered=style.centered if centered is None else centered,
            level=outline + 1 if outline is not None and 0 <= outline < _BODY_TEXT else None,
        )

    def _style(self, own: dict[str, Element]) -> Style:
        named = own.get(W + "pStyle")
        return self._styles.paragraph(None if named is None else named.get(VAL))

    def _number(self, own: dict[str, Element], style: Style, shown: _Shown) -> Number:
        place = self._numbering.place(own.get(W + "numPr"), style)
        if place is None:
            return _NO_NUMBER
        number = self._numbering.next(*place)
        if number is None:
            shown.notes.append(Note("number-unknown", 0, 0, shown.text[:20]))
        elif number.unknown:
            shown.notes.append(Note("number-unknown", 0, 0, f"{number.unknown}: {number.text}"))
        return number or _NO_NUMBER


class _Shown:
    """What of a paragraph's pieces is printed."""

    def __init__(self, inline: Inline) -> None:
        self.notes: list[Note] = []
        self.marks: list[tuple[str, int, int]] = []
        visible: list[str] = []
        starts: list[int] = []
        inked: list[Piece] = []
        at = 0
        for piece in inline.pieces:
            starts.append(at)
            if piece.field is not None and piece.field.closed:
                continue
            if piece.note is not None:
                code, quote = piece.note
                self.notes.append(Note(code, at, at + (len(piece.text) if code != "text-inserted" else 0), quote))
            if piece.run.hidden:
                self._hidden(at, piece.text)
                continue
            if piece.text.strip():
                self._looks(at, piece, inked)
                inked.append(piece)
            visible.append(piece.text)
            at += len(piece.text)
        self.text = "".join(visible)
        self.marks = [(kind, key, starts[index]) for kind, key, index in inline.marks]
        self.bold = all(piece.run.bold for piece in inked) if inked else None
        self.size = max((piece.run.size for piece in inked if piece.run.size), default=None)

    def _looks(self, at: int, piece: Piece, before: list[Piece]) -> None:
        """Note what plain text cannot show: struck out text, and raised digits that run into a number."""
        if piece.run.struck:
            self.notes.append(Note("struck-text", at, at + len(piece.text), piece.text))
        if piece.run.raised and piece.text[0].isdigit() and before and before[-1].text[-1].isdigit():
            quote = f"{before[-1].text[-10:]}^{piece.text}"
            self.notes.append(Note("raised-digits", at, at + len(piece.text), quote))

    def _hidden(self, at: int, text: str) -> None:
        """Note hidden text; runs of it that touch are one note."""
        if not text.strip():
            return
        last = self.notes[-1] if self.notes else None
        if last is not None and last.code == "hidden-text" and last.start == at:
            self.notes[-1] = last._replace(quote=last.quote + text)
        else:
            self.notes.append(Note("hidden-text", at, at, text))


def shifted(note: Note, by: int) -> Note:
    """Return a note moved by `by` characters."""
    return note._replace(start=note.start + by, end=note.end + by)


def _mark_hidden(own: dict[str, Element], style: Style) -> bool:
    mark = own.get(W + "rPr")
    said = None if mark is None else flag(mark.find(W + "vanish"))
    return bool(style.hidden) if said is None else said
