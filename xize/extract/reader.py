"""Choose a reader by content, never by suffix."""

from __future__ import annotations

from pathlib import Path

from xize.errors import UnreadableSourceError
from xize.extract.text import read_text
from xize.model.source import SourceDocument


def read(path: Path) -> SourceDocument:
    """Read a file into a `SourceDocument`.

    Raises:
        XizeError: the file cannot be read; the message says why and what to do.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableSourceError(f"{path}: {error.strerror}", "check the path and its permissions") from error
    return read_text(path.name, data)
