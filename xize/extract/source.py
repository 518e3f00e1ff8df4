"""The bytes of a file or of standard input, never more than the stated limit."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

from xize.errors import OverLimitError, UnreadableSourceError
from xize.extract import limits
from xize.words import Words

words = Words("xize.extract")

STDIN = "-"
"""The path that stands for standard input."""


def load(path: Path) -> tuple[str, bytes]:
    """Return the name and the bytes of a file, or of standard input for `-`.

    Raises:
        UnreadableSourceError: the file is missing, a folder, empty, or may not be read.
        OverLimitError: it is over `limits.FILE_BYTES`; a file is not opened then.
    """
    if str(path) == STDIN:
        name = words("stdin")
        data = sys.stdin.buffer.read(limits.FILE_BYTES + 1)
    else:
        # A name that is no text in the system's encoding must still be printable.
        name = path.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        data = _read(path)
    if len(data) > limits.FILE_BYTES:
        raise _over(name, len(data))
    if not data:
        raise UnreadableSourceError(words("empty", file=name), words("empty_hint"))
    return name, data


def _read(path: Path) -> bytes:
    try:
        info = path.stat()
        if stat.S_ISREG(info.st_mode) and info.st_size > limits.FILE_BYTES:
            raise _over(str(path), info.st_size)
        with path.open("rb") as file:
            return file.read(limits.FILE_BYTES + 1)
    except FileNotFoundError as error:
        raise UnreadableSourceError(words("missing", file=path), words("missing_hint")) from error
    except IsADirectoryError as error:
        raise UnreadableSourceError(words("folder", file=path), words("folder_hint")) from error
    except PermissionError as error:
        raise UnreadableSourceError(words("forbidden", file=path), words("forbidden_hint")) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UnreadableSourceError(words("unreadable", file=path, reason=reason), words("unreadable_hint")) from error


def _over(name: str, size: int) -> OverLimitError:
    what = words("too_large", file=name, size=size, limit=limits.FILE_BYTES)
    return OverLimitError(what, words("too_large_hint"))
