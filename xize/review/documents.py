"""Read a draft or a rubric from disk where only that will do."""

from __future__ import annotations

import errno
from pathlib import Path

from xize.errors import OverLimitError, SchemaVersionError, UnreadableSourceError
from xize.model.documents import load
from xize.model.rubric import Draft, Rubric
from xize.review.say import words

MAX_BYTES = 300_000_000
"""A larger file is refused; a draft of 2,000 indicators has about 10,000,000."""


def load_draft(path: Path) -> Draft:
    """Read a draft.

    Raises:
        UnreadableSourceError: the file cannot be read.
        OverLimitError: it is larger than any draft.
        SchemaVersionError: it is a rubric, something else, or a draft of another schema version.
    """
    found = _load(path)
    if isinstance(found, Rubric):
        raise SchemaVersionError(words("rubric_not_draft", path=path), words("rubric_not_draft_hint"))
    return found


def load_rubric(path: Path) -> Rubric:
    """Read a canonical rubric; raises as `load_draft` does."""
    found = _load(path)
    if isinstance(found, Draft):
        raise SchemaVersionError(words("draft_not_rubric", path=path), words("draft_not_rubric_hint"))
    return found


def require_file(path: Path) -> None:
    """Check that a path is no pipe or device, which could be waited for without end; it need not exist.

    Raises:
        OSError: it is one.
    """
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise OSError(errno.EINVAL, words("no_file"))


def _load(path: Path) -> Draft | Rubric:
    try:
        require_file(path)
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        raise UnreadableSourceError(
            words("log_trouble", path=path, reason=error.strerror), words("check_path")
        ) from error
    if size > MAX_BYTES:
        raise OverLimitError(words("too_large", path=path, limit=MAX_BYTES), words("check_path"))
    try:
        return load(data, str(path))
    except SchemaVersionError as error:
        raise SchemaVersionError(error.what, words("draft_again")) from error
