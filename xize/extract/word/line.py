"""A paragraph made ready to be written: its number, the text that is printed, and what is noted on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xize.extract.word.inline import Inline, InlineReader, Note, Piece
from xize.extract.word.names import VAL, W, flag, integer
from xize.extract.word.numbering import Number, Numbering
from xize.extract.word.styles import Style, Styles, is_centered

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_BODY_TEXT = 9
_NO_NUMBER = Number("", "")


@dataclass(frozen=True)
class Line:
    """A paragraph's text, its first `number` characters the automatic number; notes and marks at offsets into it."""

    text: str
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

    def read(self, paragraphs: Sequence[Element]) -> Line | None:
        """Return the line that `paragraphs`, joined by deleted paragraph marks, print; None where nothing is.

        The last one's properties are those of the line.
        """
        inline = Inline()
        style = Style()
        for paragraph in paragraphs:
            style = self._style(paragraph)
            self._inline.read(paragraph, style, inline)
        properties = paragraphs[-1].find(W + "pPr")
        shown = _Shown(inline)
        if mark_deleted(paragraphs[-1]) and not inline.printed():
            return None
        hidden = _mark_hidden(properties, style) and not shown.text.strip()
        number = _NO_NUMBER if hidden else self._number(properties, style, shown)
        prefix = number.text + (number.suffix if shown.text else "")
        outline = None if properties is None else integer(properties.find(W + "outlineLvl"))
        outline = style.outline if outline is None else outline
        centered = None if properties is None else is_centered(properties)
        return Line(
            text=prefix + shown.text,
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

    def _style(self, paragraph: Element) -> Style:
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        return self._styles.paragraph(None if named is None else named.get(VAL))

    def _number(self, properties: Element | None, style: Style, shown: _Shown) -> Number:
        place = self._numbering.place(None if properties is None else properties.find(W + "numPr"), style)
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
            if piece.hidden:
                self._hidden(at, piece.text)
                continue
            visible.append(piece.text)
            at += len(piece.text)
            if piece.text.strip():
                inked.append(piece)
        self.text = "".join(visible)
        self.marks = [(kind, key, starts[index]) for kind, key, index in inline.marks]
        self.bold = all(piece.bold for piece in inked) if inked else None
        self.size = max((piece.size for piece in inked if piece.size), default=None)

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


def mark_deleted(paragraph: Element) -> bool:
    """Tell whether the paragraph's mark is deleted or moved away: it is joined with the next one."""
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    return mark is not None and (mark.find(W + "del") is not None or mark.find(W + "moveFrom") is not None)


def _mark_hidden(properties: Element | None, style: Style) -> bool:
    mark = None if properties is None else flag(properties.find(f"{W}rPr/{W}vanish"))
    return bool(style.hidden) if mark is None else mark
