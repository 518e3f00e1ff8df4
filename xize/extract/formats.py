"""The kinds of documents that are read: what each looks like, and what reads it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from xize.extract.foreign import refuse_foreign
from xize.model.source import SourceDocument

_HEAD = 4096
_FLAT_WORD = re.compile(rb"<\w+:package\s[^>]*schemas\.microsoft\.com/office/2006/xmlPackage")
_WORD_2003 = re.compile(rb"<\w+:wordDocument\s")
_WORD = frozenset({".docx", ".docm", ".dotx", ".dotm", ".wps"})
_OLD_WORD = frozenset({".doc", ".dot", ".wps", ".wpt", ".rtf", ".odt", ".xml"})


@dataclass(frozen=True)
class Format:
    """A kind of document that is read.

    `suffixes` are those its files usually have; the content decides, they only tell whether a name misleads. `read`
    loads its libraries when it is called.
    """

    name: str
    suffixes: frozenset[str]
    fits: Callable[[bytes], bool]
    read: Callable[[str, bytes], SourceDocument]


def _docx(name: str, data: bytes) -> SourceDocument:
    from xize.extract.word.read import read_docx

    return read_docx(name, data)


def _flat(name: str, data: bytes) -> SourceDocument:
    from xize.extract.word.read import read_flat

    return read_flat(name, data)


def _doc(name: str, data: bytes) -> SourceDocument:
    from xize.extract.word.read import read_doc

    return read_doc(name, data)


def _pdf(name: str, data: bytes) -> SourceDocument:
    from xize.extract.pdf import read_pdf

    return read_pdf(name, data)


def _text(name: str, data: bytes) -> SourceDocument:
    from xize.extract.text import read_text

    refuse_foreign(name, data)
    return read_text(name, data)


def _is_open_document(data: bytes) -> bool:
    return data.startswith(b"PK") and b"application/vnd.oasis.opendocument.text" in data[:100]


FORMATS: tuple[Format, ...] = (
    Format("PDF", frozenset({".pdf"}), lambda data: b"%PDF-" in data[:1024], _pdf),
    Format("OpenDocument", _OLD_WORD, _is_open_document, _doc),
    Format("Word (.docx)", _WORD, lambda data: data.startswith((b"PK\x03\x04", b"PK\x05\x06")), _docx),
    Format("Word (.doc)", _OLD_WORD, lambda data: data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), _doc),
    Format("RTF", _OLD_WORD, lambda data: data.startswith(b"{\\rtf"), _doc),
    Format("Word XML", _WORD | _OLD_WORD, lambda data: _FLAT_WORD.search(data[:_HEAD]) is not None, _flat),
    Format("Word 2003 XML", _OLD_WORD, lambda data: _WORD_2003.search(data[:_HEAD]) is not None, _doc),
    Format("text", frozenset({".txt", ".text", ".md", ".markdown", ".csv", ".tsv", ".tab"}), lambda _: True, _text),
)
"""The first that fits reads the file; what is nothing else is text, or refused."""
