"""The only conductor: read → segment → normalise → draft (→ decide → rubric)."""

from __future__ import annotations

from pathlib import Path

from xize.extract.reader import read
from xize.extract.segment import segment
from xize.model.outline import Outline
from xize.model.rubric import Draft
from xize.model.source import SourceDocument
from xize.normalize import interpret

__all__ = ["draft", "outline", "parse", "read"]


def outline(document: SourceDocument) -> Outline:
    """Return the indicator tree of a document, before any sentence is read."""
    return segment(document)


def draft(document: SourceDocument) -> Draft:
    """Return the draft of a document that has been read."""
    return interpret(segment(document), {document.id: document.text})


def parse(path: Path) -> Draft:
    """Read a file and return its draft.

    Raises:
        XizeError: the file cannot be read at all; see `xize.errors`.
    """
    return draft(read(path))
