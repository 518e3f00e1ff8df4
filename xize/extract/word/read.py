"""Read Word documents into `SourceDocument`."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from xize.errors import UnreadableSourceError
from xize.extract.word import office
from xize.extract.word.guard import words
from xize.extract.word.inline import Note
from xize.extract.word.names import R, W, integer, raw_text
from xize.extract.word.package import open_flat, open_package, telling_damage
from xize.extract.word.story import Paper, Story
from xize.extract.word.styles import Styles
from xize.model.finding import Finding, Severity
from xize.model.source import Paragraph, SourceDocument

if TYPE_CHECKING:
    from docx.opc.package import OpcPackage
    from docx.opc.part import Part
    from lxml.etree import _Element as Element

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_SEVERITY: dict[str, Severity] = {
    "hidden-text": "warning",
    "covered-text": "warning",
    "struck-text": "warning",
    "raised-digits": "warning",
    "text-inserted": "info",
    "text-deleted": "info",
    "footnote": "info",
    "comments-left-out": "info",
    "picture-left-out": "info",
    "object-left-out": "warning",
    "symbol-unknown": "warning",
    "number-unknown": "warning",
    "field-without-result": "warning",
    "row-unaligned": "warning",
    "math-flattened": "info",
}
_PLACES = 50
"""The most places a finding lists; its message has the full number."""


def read_docx(name: str, data: bytes) -> SourceDocument:
    """Read a Word package (.docx, .docm, .dotx).

    Raises:
        XizeError: damaged, encrypted, over a limit, or not a Word document.
    """
    return _Reading(name, open_package(name, data)).document(data, DOCX)


def read_flat(name: str, data: bytes) -> SourceDocument:
    """Read a Word package saved as one XML file (flat OPC).

    Raises:
        XizeError: damaged, over a limit, or not a Word document.
    """
    return _Reading(name, open_flat(name, data)).document(data, DOCX)


def read_doc(name: str, data: bytes) -> SourceDocument:
    """Read a legacy document (.doc, .wps, .rtf, .odt) through LibreOffice.

    Raises:
        XizeError: LibreOffice is not installed or fails, or the file is of another program or encrypted.
    """
    legacy = office.kind(name, data)
    converted = office.convert(name, data, legacy)
    finding = Finding(
        code="converted",
        severity="info",
        message=words("converted", kind=legacy.suffix),
        hint=words("converted-hint"),
    )
    return _Reading(name, open_package(name, converted)).document(data, legacy.media_type, (finding,))


class _Reading:
    """One document being read."""

    def __init__(self, name: str, package: OpcPackage) -> None:
        self._name = name
        self._main = package.main_document_part
        self._root = self._element(self._main)
        self._paper = Paper()
        self._styles = Styles(self._related("styles"))
        self._numbering = self._related("numbering")

    def document(self, data: bytes, media_type: str, findings: tuple[Finding, ...] = ()) -> SourceDocument:
        """Write the body, then what stands apart after a form feed."""
        body = self._root.find(W + "body")
        story = self._story()
        blocks = () if body is None else tuple(story.blocks(body))
        body_end = len(self._paper.parts)
        self._paper.write("\f\n")
        apart = (*self._running_heads(), *self._notes(story.marks))
        if not apart:
            del self._paper.parts[body_end:]
        text = "".join(self._paper.parts)
        if not text.strip():
            pictures = sum(note.code == "picture-left-out" for note in self._paper.notes)
            raise UnreadableSourceError(
                words("no_text", file=self._name, pictures=pictures), words("no_text_hint") if pictures else ""
            )
        bare = SourceDocument(
            id="s1",
            name=self._name,
            media_type=media_type,
            sha256=hashlib.sha256(data).hexdigest(),
            text=text,
            blocks=blocks,
            apart=apart,
        )
        self._comments()
        return replace(bare, findings=(*findings, *_findings(bare, self._paper.notes)))

    def _story(self) -> Story:
        return Story(self._name, self._paper, self._styles, self._numbering)

    def _element(self, part: Part) -> Element:
        """Return the part's element; python-docx keeps parts it has no class for as bytes."""
        from docx.oxml.parser import parse_xml

        element: Element | None = getattr(part, "element", None)
        if element is not None:
            return element
        with telling_damage(self._name):
            return parse_xml(part.blob)

    def _related(self, kind: str) -> Element | None:
        for relation in self._main.rels.values():
            if relation.reltype.endswith("/" + kind):
                return self._element(relation.target_part)
        return None

    def _running_heads(self) -> Iterator[Paragraph]:
        """Write every header and footer once, in the order the sections name them."""
        seen: set[str] = set()
        for reference in self._root.iter(W + "headerReference", W + "footerReference"):
            key = reference.get(R + "id", "")
            if key in seen or key not in self._main.rels:
                continue
            seen.add(key)
            root = self._element(self._main.rels[key].target_part)
            yield from self._story().apart(root, "header" if reference.tag == W + "headerReference" else "footer")

    def _notes(self, marks: list[tuple[str, int, int]]) -> Iterator[Paragraph]:
        """Write footnotes and endnotes in the order of their marks; a finding ties each to its place."""
        notes = {kind: self._note_elements(kind) for kind in ("footnote", "endnote")}
        for kind, key, place in marks:
            element = notes[kind].pop(key, None)
            if element is None:
                continue
            first = len(self._paper.parts)
            yield from self._story().apart(element, "footnote")
            text = "".join(self._paper.parts[first:])
            self._paper.notes.append(Note("footnote", place, place, text))

    def _note_elements(self, kind: str) -> dict[int, Element]:
        root = self._related(kind + "s")
        if root is None:
            return {}
        return {
            integer(it, W + "id") or 0: it
            for it in root.iterchildren(W + kind)
            if it.get(W + "type", "normal") == "normal"
        }

    def _comments(self) -> None:
        root = self._related("comments")
        for comment in () if root is None else root.iterchildren(W + "comment"):
            self._paper.notes.append(Note("comments-left-out", -1, -1, raw_text(comment)))


def _findings(document: SourceDocument, notes: list[Note]) -> Iterator[Finding]:
    """Yield one finding a code, with its places."""
    by_code: dict[str, list[Note]] = defaultdict(list)
    for note in notes:
        by_code[note.code].append(note)
    for code in _SEVERITY:
        found = by_code.get(code)
        if not found:
            continue
        quotes = [note.quote.strip() for note in found if note.quote.strip()][:3]
        yield Finding(
            code=code,
            severity=_SEVERITY[code],
            message=words(code, n=len(found), quote=_quoted(quotes)),
            hint=words(code + "-hint"),
            at=tuple(document.anchor(note.start, note.end) for note in found[:_PLACES] if note.start >= 0),
        )


def _quoted(quotes: list[str]) -> str:
    return " | ".join(quote if len(quote) <= 40 else quote[:40] + "…" for quote in quotes)
