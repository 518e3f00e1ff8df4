"""The only conductor: read → segment → normalise → draft (→ decide → rubric)."""

from __future__ import annotations

from pathlib import Path

from xize.errors import UsageError
from xize.extract.reader import read, read_data
from xize.extract.segment import segment
from xize.extract.source import load
from xize.model.documents import is_json
from xize.model.documents import load as load_json
from xize.model.outline import Outline
from xize.model.rubric import Draft, Rubric
from xize.model.source import SourceDocument
from xize.normalize import interpret

__all__ = ["draft", "open_canonical", "open_rubric", "outline", "parse", "read"]


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


def open_rubric(path: Path) -> Draft | Rubric:
    """Return what a file holds: a draft or rubric written by xize as it is, any other document parsed.

    Raises:
        XizeError: the file cannot be read at all; see `xize.errors`.
    """
    name, data = load(path)
    return load_json(data, name) if is_json(data[:64]) else draft(read_data(name, data))


def open_canonical(path: Path) -> Rubric:
    """Return the canonical rubric in a file.

    Raises:
        UsageError: the file is a draft or a document, which may hold open questions.
        XizeError: the file cannot be read at all.
    """
    found = open_rubric(path)
    if isinstance(found, Rubric):
        return found
    raise UsageError(
        f"{path}: not a canonical rubric but a draft or a document, with {len(found.questions)} open questions",
        "settle them with `xize review` and write the rubric with `xize emit`, or do both with `xize build`",
    )
