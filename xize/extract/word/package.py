"""Open a Word package: check it, keep the parts that carry text, hand those to python-docx.

Nothing is unpacked before the declared sizes are checked. What python-docx sees is a package of our own making: the
main part and the parts it names that carry text, numbers or styles. Pictures, macros (vbaProject.bin), embedded
objects, themes and external links are never unpacked, run or followed.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from xize.errors import UnreadableSourceError, UnsupportedFormatError
from xize.extract import limits
from xize.extract.word.guard import Guard, within, words

if TYPE_CHECKING:
    from docx.opc.package import OpcPackage
    from lxml.etree import _Element as Element

_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_KEPT = ("styles", "numbering", "header", "footer", "footnotes", "endnotes", "comments", "settings")
"""The kinds of relationship whose parts are kept; the last word of the relationship type."""

_MAIN = "word/document.xml"
_OTHERS = {"xl/": "is_xlsx", "ppt/": "is_pptx", "visio/": "is_vsdx", "META-INF/container.xml": "is_epub"}

_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", _REL.encode()),
)  # fmt: skip
"""Names of ISO strict documents and the transitional ones that python-docx knows."""


@dataclass(frozen=True)
class _Relation:
    id: str
    kind: str
    target: str


@dataclass(frozen=True)
class _Parts:
    """The parts of a package by name, read on demand, each checked before it is parsed."""

    name: str
    names: frozenset[str]
    load: Callable[[str], bytes]
    guard: Guard

    def read(self, part: str) -> bytes:
        data = self.load(part)
        self.guard.check(part, data)
        for strict, transitional in _STRICT:
            data = data.replace(strict, transitional)
        return data

    def relations(self, source: str) -> list[_Relation]:
        """Return the internal relationships of a part ("" is the package) whose targets are present."""
        from docx.oxml.parser import parse_xml

        folder, base = posixpath.split(source)
        part = posixpath.join(folder, "_rels", base + ".rels")
        if part not in self.names:
            return []
        found: list[_Relation] = []
        for element in parse_xml(self.read(part)):
            target = posixpath.normpath(posixpath.join("/", folder, element.get("Target", ""))).lstrip("/")
            if element.get("TargetMode") != "External" and target in self.names:
                kind = element.get("Type", "").rpartition("/")[2]
                found.append(_Relation(element.get("Id", ""), kind, target))
        return found


@contextmanager
def telling_damage(name: str) -> Iterator[None]:
    """Turn what the libraries raise over a damaged package into one message.

    Raises:
        UnreadableSourceError: the package is damaged.
    """
    from lxml.etree import XMLSyntaxError

    try:
        yield
    # zipfile lets ValueError through where offsets in the directory are wrong.
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        ValueError,
        XMLSyntaxError,
    ) as error:
        raise UnreadableSourceError(words("bad_zip", file=name, reason=error), words("damaged_hint")) from error


def open_package(name: str, data: bytes) -> OpcPackage:
    """Open a zipped Word package.

    Raises:
        XizeError: damaged, encrypted, over a limit, or a package of another program.
    """
    with telling_damage(name), zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = _members(name, archive, len(data))
        return _open(_Parts(name, frozenset(members), lambda part: archive.read(members[part]), Guard(name)))


def open_flat(name: str, data: bytes) -> OpcPackage:
    """Open a package saved as one XML file (flat OPC).

    Raises:
        XizeError: damaged, over a limit, or a package of another program.
    """
    from docx.oxml.parser import parse_xml

    within(name, "xml", len(data), limits.XML_BYTES)
    Guard(name).check(name, data)
    with telling_damage(name):
        parts = _flat_parts(parse_xml(data))
        return _open(_Parts(name, frozenset(parts), parts.__getitem__, Guard(name)))


def _flat_parts(root: Element) -> dict[str, bytes]:
    from lxml import etree

    parts: dict[str, bytes] = {}
    pkg = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
    for part in root.iterchildren(pkg + "part"):
        xml, binary = part.find(pkg + "xmlData"), part.find(pkg + "binaryData")
        content = b""
        if xml is not None and len(xml):
            content = etree.tostring(xml[0], encoding="UTF-8")
        elif binary is not None and (binary.text or "").startswith("PD94"):
            content = b64decode(binary.text or "")  # XML ("<?x") that was packed as bytes; pictures are left out
        parts[part.get(pkg + "name", "").lstrip("/")] = content
    return parts


def _members(name: str, archive: zipfile.ZipFile, packed: int) -> dict[str, zipfile.ZipInfo]:
    """Return the members by normalised name, after checking number, declared sizes, ratio and encryption."""
    infos = archive.infolist()
    within(name, "members", len(infos), limits.PACKAGE_MEMBERS)
    unpacked = sum(info.file_size for info in infos)
    within(name, "unpacked", unpacked, limits.UNPACKED_BYTES)
    if unpacked > limits.RATIO_FREE_BYTES:
        within(name, "ratio", unpacked // max(packed, 1), limits.PACKAGE_RATIO)
    xml = [info for info in infos if info.filename.lower().endswith((".xml", ".rels"))]
    within(name, "xml", sum(info.file_size for info in xml), limits.XML_BYTES)
    if any(info.flag_bits & 1 for info in infos):
        raise UnreadableSourceError(words("encrypted", file=name), words("encrypted_hint"))
    members = {info.filename.replace("\\", "/").lstrip("/"): info for info in xml}
    if not any(member.startswith("word/") for member in members):
        for prefix, key in _OTHERS.items():
            if any(info.filename.startswith(prefix) for info in infos):
                raise UnsupportedFormatError(words(key, file=name), words(key + "_hint"))
    return members


def _main(parts: _Parts) -> str:
    named = [relation.target for relation in parts.relations("") if relation.kind == "officeDocument"]
    main = named[0] if named else _MAIN
    if main.startswith(("xl/", "ppt/")):
        key = "is_xlsx" if main.startswith("xl/") else "is_pptx"
        raise UnsupportedFormatError(words(key, file=parts.name), words(key + "_hint"))
    if main in parts.names:
        return main
    if "[Content_Types].xml" in parts.names or any(part.startswith("word/") for part in parts.names):
        raise UnreadableSourceError(words("no_main", file=parts.name, part=main), words("damaged_hint"))
    raise UnsupportedFormatError(words("not_word", file=parts.name), words("not_word_hint"))


def _open(parts: _Parts) -> OpcPackage:
    """Build the reduced package and let python-docx open it."""
    from docx.package import Package

    main = _main(parts)
    kept = [relation for relation in parts.relations(main) if relation.kind in _KEPT and relation.target != main]
    types = {main: f"{_ML}.document.main+xml"} | {it.target: f"{_ML}.{it.kind}+xml" for it in kept}
    folder, base = posixpath.split(main)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", _content_types(types))
        archive.writestr("_rels/.rels", _relationships([_Relation("rId1", "officeDocument", main)]))
        archive.writestr(posixpath.join(folder, "_rels", base + ".rels"), _relationships(kept))
        for part in types:
            archive.writestr(part, parts.read(part))
    buffer.seek(0)
    return Package.open(buffer)


def _content_types(types: dict[str, str]) -> str:
    namespace = "http://schemas.openxmlformats.org/package/2006/content-types"
    default = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    rows = (f'<Override PartName={quoteattr("/" + part)} ContentType="{kind}"/>' for part, kind in types.items())
    return f'<Types xmlns="{namespace}">{default}{"".join(rows)}</Types>'


def _relationships(relations: Iterable[_Relation]) -> str:
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    rows = (
        f'<Relationship Id={quoteattr(it.id)} Type="{_REL}/{it.kind}" Target={quoteattr("/" + it.target)}/>'
        for it in relations
    )
    return f'<Relationships xmlns="{namespace}">{"".join(rows)}</Relationships>'
