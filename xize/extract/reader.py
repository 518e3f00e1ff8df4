"""Choose a reader by content, never by suffix."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from xize.errors import OverLimitError
from xize.extract.formats import FORMATS
from xize.extract.source import load, words
from xize.extract.stitch import stitch
from xize.model.anchor import Anchor
from xize.model.finding import Finding
from xize.model.source import SourceDocument


def read(path: Path) -> SourceDocument:
    """Read a file, or standard input for `-`, into a `SourceDocument`.

    Raises:
        XizeError: the file cannot be read; the message says why and what to do.
    """
    return read_data(*load(path))


def read_data(name: str, data: bytes) -> SourceDocument:
    """Read a document from memory; `name` is for messages and for the finding that its suffix misleads.

    Raises:
        XizeError: the data cannot be read; the message says why and what to do.
    """
    kind = next(kind for kind in FORMATS if kind.fits(data))
    try:
        document = stitch(kind.read(name, data))
    except (MemoryError, RecursionError) as error:
        raise OverLimitError(words("too_complex", file=name), words("too_complex_hint")) from error
    suffix = Path(name).suffix.lower()
    known = frozenset[str]().union(*(other.suffixes for other in FORMATS))
    if suffix in kind.suffixes or suffix not in known:
        return document
    misleading = Finding(
        code="suffix-misleading",
        severity="info",
        message=words("suffix_misleading", suffix=suffix, kind=kind.name),
        hint=words("suffix_misleading_hint"),
        at=(Anchor(source=document.id, start=0, end=0),),
    )
    return replace(document, findings=(misleading, *document.findings))
