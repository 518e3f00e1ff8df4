"""Choose a reader by content, never by suffix."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from xize.errors import UnreadableSourceError
from xize.extract.stitch import stitch
from xize.extract.text import read_text
from xize.model.source import SourceDocument

Sniff = Callable[[bytes], bool]
Read = Callable[[str, bytes], SourceDocument]

_HEAD = 4096
_FLAT_WORD = re.compile(rb"<\w+:package\s[^>]*schemas\.microsoft\.com/office/2006/xmlPackage")
_WORD_2003 = re.compile(rb"<\w+:wordDocument\s")


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


READERS: tuple[tuple[Sniff, Read], ...] = (
    (lambda data: data.startswith(b"PK") and b"application/vnd.oasis.opendocument.text" in data[:100], _doc),
    (lambda data: b"%PDF-" in data[:1024], _pdf),
    (lambda data: data.startswith((b"PK\x03\x04", b"PK\x05\x06")), _docx),
    (lambda data: data.startswith((b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")), _doc),
    (lambda data: _FLAT_WORD.search(data[:_HEAD]) is not None, _flat),
    (lambda data: _WORD_2003.search(data[:_HEAD]) is not None, _doc),
    (lambda _: True, read_text),
)
"""What a file looks like and what reads it; the first that fits. Readers load their libraries when they are called."""


def read(path: Path) -> SourceDocument:
    """Read a file into a `SourceDocument`.

    Raises:
        XizeError: the file cannot be read; the message says why and what to do.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableSourceError(f"{path}: {error.strerror}", "check the path and its permissions") from error
    return stitch(next(reader for fits, reader in READERS if fits(data))(path.name, data))
