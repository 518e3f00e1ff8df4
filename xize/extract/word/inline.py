"""One paragraph's text: runs, fields, symbols, tracked changes, hidden text.

What is printed becomes text; what is not (deleted, hidden, instructions, ruby over a word) does not, and the kinds a
reader should know of are noted. Elements that are not known are entered: only `w:t` and its like hold text, so an
unknown wrapper loses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from xize.extract.word.fields import Field
from xize.extract.word.math import linear
from xize.extract.word.names import MC, VAL, M, W, chosen, elements, flag, integer, properties
from xize.extract.word.styles import NO_STYLE, Style, Styles, points
from xize.extract.word.symbols import is_symbol_font, printed, sign

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_SKIPPED = frozenset(
    W + name
    for name in (
        "pPr", "rPr", "sdtPr", "sdtEndPr", "customXmlPr", "smartTagPr", "rubyPr", "rt", "delInstrText", "fldData",
        "annotationRef", "footnoteRef", "endnoteRef", "separator", "continuationSeparator", "proofErr",
        "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "commentReference", "softHyphen",
        "lastRenderedPageBreak",
    )
)  # fmt: skip
_PLAIN = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}
_INSERTED = frozenset({W + "ins", W + "moveTo"})
_DELETED = frozenset({W + "del", W + "moveFrom"})
_NOTE_MARKS = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}
_RULE = "{urn:schemas-microsoft-com:office:office}hr"
_PICTURES = frozenset({W + "drawing", W + "pict"})


class Note(NamedTuple):
    """Something to tell about a place of the text: a finding code, the range, and a quote."""

    code: str
    start: int
    end: int
    quote: str


class Run(NamedTuple):
    """How a run is printed, after styles; `raised` is super- or subscript, `font` that of Latin letters and symbols."""

    hidden: bool = False
    bold: bool = False
    struck: bool = False
    raised: bool = False
    size: float | None = None
    font: str | None = None


PLAIN = Run()


@dataclass
class Piece:
    """A stretch of one run. `field` is the field whose instruction it stands in, if any."""

    text: str
    field: Field | None = None
    note: tuple[str, str] | None = None
    run: Run = PLAIN


@dataclass
class Inline:
    """A paragraph's pieces and the text boxes anchored in it. `marks` are (kind, id, piece) of footnote references."""

    pieces: list[Piece] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    marks: list[tuple[str, int, int]] = field(default_factory=list)


class InlineReader:
    """Reads paragraphs of one story in order; fields may span paragraphs."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._fields: list[Field] = []
        self._into = Inline()
        self._paragraph: Style = NO_STYLE
        self._run = PLAIN

    def read(self, paragraph: Element, style: Style, into: Inline) -> None:
        """Add the content of `w:p` to `into`."""
        self._into, self._paragraph = into, style
        self._children(paragraph)
        # An instruction ends with its paragraph; a field left open there would swallow the rest of the document.
        for open_field in self._fields:
            open_field.separated = True

    def _add(self, text: str, note: tuple[str, str] | None = None) -> None:
        within = next((it for it in self._fields if not it.separated), None)
        self._into.pieces.append(Piece(text, within, note, self._run))

    def _children(self, parent: Element) -> None:
        for child in elements(parent):
            self._element(child)

    def _element(self, element: Element) -> None:
        tag = element.tag
        if tag == W + "r":
            self._enter_run(element)
        elif tag == W + "t":
            self._text(element.text or "")
        elif tag in _SKIPPED:
            return
        elif tag in _PLAIN:
            self._add(_PLAIN[tag])
        elif tag == W + "instrText":
            if self._fields:
                self._fields[-1].instruction.append(element.text or "")
        elif tag == W + "fldChar":
            self._field_char(element)
        elif tag == W + "fldSimple":
            self._simple_field(element)
        elif tag in _DELETED:
            quote = "".join(it.text or "" for it in element.iter(W + "delText", W + "t"))
            self._add("", ("text-deleted", quote))
        elif tag in _INSERTED:
            self._insertion(element)
        elif tag.startswith(M):
            self._math(element)
        else:
            self._rare(element, tag)

    def _rare(self, element: Element, tag: str) -> None:
        if tag == MC + "AlternateContent":
            for child in chosen(element):
                self._element(child)
        elif tag == W + "sym":
            self._symbol(element)
        elif tag in _NOTE_MARKS:
            self._into.marks.append((_NOTE_MARKS[tag], integer(element, W + "id") or 0, len(self._into.pieces)))
            self._add("")
        elif tag in _PICTURES or tag == W + "object":
            self._picture(element, tag)
        else:
            self._children(element)

    def _enter_run(self, run: Element) -> None:
        before = self._run
        self._run = self._resolved(properties(run.find(W + "rPr")))
        self._children(run)
        self._run = before

    def _resolved(self, own: dict[str, Element]) -> Run:
        base = self._paragraph
        hidden, bold, size = bool(base.hidden), bool(base.bold), base.size
        if not own:
            return Run(hidden, bold, size=size)
        named = own.get(W + "rStyle")
        if named is not None:
            character = self._styles.get(named.get(VAL))
            # Toggles of a paragraph and a character style cancel out (ECMA-376 part 1, 17.7.3).
            hidden, bold = hidden != bool(character.hidden), bold != bool(character.bold)
            size = size if character.size is None else character.size
        direct, heavy = flag(own.get(W + "vanish")), flag(own.get(W + "b"))
        place, fonts = own.get(W + "vertAlign"), own.get(W + "rFonts")
        return Run(
            hidden=hidden if direct is None else direct,
            bold=bold if heavy is None else heavy,
            struck=bool(flag(own.get(W + "strike")) or flag(own.get(W + "dstrike"))),
            raised=place is not None and place.get(VAL) in {"superscript", "subscript"},
            size=points(own.get(W + "sz")) or size,
            font=None if fonts is None else fonts.get(W + "ascii") or fonts.get(W + "hAnsi"),
        )

    def _text(self, text: str) -> None:
        font = self._run.font
        if not is_symbol_font(font):
            self._add(text)
            return
        shown = printed(text, font)
        self._add(text if shown is None else shown, ("symbol-unknown", f"{font}: {text}") if shown is None else None)

    def _symbol(self, element: Element) -> None:
        font, code = element.get(W + "font"), element.get(W + "char", "")
        try:
            point = int(code, 16)
            char = chr(point)
        except (ValueError, OverflowError):
            return
        shown = sign(point, font)
        if shown is None and (is_symbol_font(font) or "\ue000" <= char <= "\uf8ff"):
            self._add(char, ("symbol-unknown", f"{font} U+{point:04X}"))
        else:
            self._add(shown or char)

    def _insertion(self, element: Element) -> None:
        first = len(self._into.pieces)
        self._children(element)
        quote = "".join(piece.text for piece in self._into.pieces[first:])
        if quote:
            self._into.pieces[first].note = self._into.pieces[first].note or ("text-inserted", quote)

    def _math(self, element: Element) -> None:
        text = linear(element)
        self._add(text, ("math-flattened", text) if text else None)

    def _field_char(self, element: Element) -> None:
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            self._fields.append(Field(data=element.find(W + "ffData")))
        elif kind == "separate" and self._fields:
            self._fields[-1].closed = self._fields[-1].separated = True
        elif kind == "end" and self._fields:
            ended = self._fields.pop()
            if not ended.separated:
                ended.closed = True
                self._substitute(ended)

    def _simple_field(self, element: Element) -> None:
        first = len(self._into.pieces)
        self._children(element)
        if not any(piece.text for piece in self._into.pieces[first:]):
            self._substitute(Field([element.get(W + "instr", "")], data=element.find(W + "ffData")))

    def _substitute(self, ended: Field) -> None:
        shown = ended.substitute()
        self._add(shown or "", ("field-without-result", ended.code) if shown is None else None)

    def _picture(self, element: Element, tag: str) -> None:
        boxes = list(_text_boxes(element))
        self._into.boxes.extend(boxes)
        if tag == W + "object":
            programs = (it.get("ProgID") for it in element.iter("{*}OLEObject"))
            self._add("", ("object-left-out", next(programs, None) or ""))
        elif not boxes and not any(it.get(_RULE) for it in element):
            self._add("", ("picture-left-out", ""))


def _text_boxes(element: Element) -> list[Element]:
    """Return the text boxes inside a drawing, each once and not those inside another text box."""
    if element.tag == W + "txbxContent":
        return [element]
    inside = chosen(element) if element.tag == MC + "AlternateContent" else elements(element)
    return [box for child in inside for box in _text_boxes(child)]
