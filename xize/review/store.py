"""The decision log on disk: opened by one reviewer at a time, appended to and synced answer by answer.

Every answer is one `write` to a file opened for appending, then `fsync`; the folder is synced when the file is made. A
write that does not go through whole is taken back, so that what was there stays readable. This file and the terminal
are the only ones that need a POSIX system.
"""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from xize.errors import DecisionLogError
from xize.model.question import Decision
from xize.review.documents import require_file
from xize.review.log import Log, line_text, read_log
from xize.review.say import words


def log_path(draft: Path) -> Path:
    """Return where the decisions about a draft are kept: `X.draft.json` → `X.decisions.jsonl`, beside it."""
    name = draft.name
    for suffix in (".draft.json", ".json"):
        if name.endswith(suffix) and name != suffix:
            name = name[: -len(suffix)]
            break
    return draft.with_name(name + ".decisions.jsonl")


def load_log(path: Path, *, must_exist: bool = False) -> Log:
    """Read a log without opening it for writing; a log that is not there yet is empty.

    Raises:
        DecisionLogError: it cannot be read, or a line is damaged.
    """
    try:
        require_file(path)
        return read_log(path.read_bytes(), str(path))
    except FileNotFoundError:
        if must_exist:
            raise _trouble(path, os.strerror(errno.ENOENT)) from None
        return Log()
    except OSError as error:
        raise _trouble(path, error.strerror) from error


class Store:
    """A decision log open for appending, locked against a second reviewer.

    Args:
        path: the log; made if absent.
        holder: who opens it, told to whoever finds it locked.

    Raises:
        DecisionLogError: it is locked, damaged, or cannot be written; nothing was changed.
    """

    def __init__(self, path: Path, holder: str) -> None:
        self.path = path
        self._lock = _lock(path, holder)
        try:
            self.log = load_log(path)
            self._file = self._open()
            self.torn = self._set_torn_aside()
        except BaseException:
            self._unlock()
            raise

    def append(self, lines: tuple[Decision, ...]) -> None:
        """Write lines and sync them; they are on disk when this returns, or none of them is.

        Raises:
            DecisionLogError: the disk is full, or the write failed otherwise; nothing was lost.
        """
        size = os.fstat(self._file).st_size
        data = "".join(line_text(line) for line in lines).encode()
        try:
            _write_whole(self._file, data)
        except OSError as error:
            with contextlib.suppress(OSError):
                os.ftruncate(self._file, size)
            raise DecisionLogError(
                words("log_not_written", path=self.path, reason=error.strerror), words("log_not_written_hint")
            ) from error
        self.log = Log((*self.log.lines, *lines))

    def close(self) -> None:
        """Give the log back."""
        os.close(self._file)
        self._unlock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _open(self) -> int:
        try:
            fresh = not self.path.exists()
            file = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
            if fresh:
                _sync_folder(self.path.parent)
        except OSError as error:
            raise _trouble(self.path, error.strerror) from error
        return file

    def _set_torn_aside(self) -> Path | None:
        """Move a cut-off last line into a file of its own; end a whole last line that lacks its line end."""
        size = os.fstat(self._file).st_size
        if not size or os.pread(self._file, 1, size - 1) == b"\n":
            return None
        if not self.log.torn:
            os.write(self._file, b"\n")
            os.fsync(self._file)
            return None
        aside = self.path.with_name(self.path.name + ".torn")
        try:
            with aside.open("ab") as file:
                file.write(self.log.torn + b"\n")
                file.flush()
                os.fsync(file.fileno())
            os.ftruncate(self._file, size - len(self.log.torn))
            os.fsync(self._file)
        except OSError as error:
            os.close(self._file)
            raise _trouble(aside, error.strerror) from error
        return aside

    def _unlock(self) -> None:
        with contextlib.suppress(OSError):
            _lock_path(self.path).unlink()
        os.close(self._lock)


def _lock_path(path: Path) -> Path:
    return path.with_name(path.name + ".lock")


def _lock(path: Path, holder: str) -> int:
    """Return an open, locked file beside the log; it holds who has it."""
    import fcntl

    lock = _lock_path(path)
    while True:
        try:
            file = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise _trouble(path, error.strerror) from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            held_by = os.pread(file, 1000, 0).decode("utf-8", errors="replace").strip() or "?"
            os.close(file)
            raise DecisionLogError(words("log_locked", path=path, holder=held_by), words("log_locked_hint")) from None
        except OSError as error:
            os.close(file)
            raise _trouble(lock, error.strerror) from error
        # The holder before us may have removed the file between our opening and our locking it.
        if lock.exists() and os.fstat(file).st_ino == lock.stat().st_ino:
            break
        os.close(file)
    try:
        os.ftruncate(file, 0)
        os.pwrite(file, f"{holder}, {words('process', pid=os.getpid())}".encode(), 0)
    except OSError as error:
        lock.unlink(missing_ok=True)
        os.close(file)
        raise _trouble(lock, error.strerror) from error
    return file


def _write_whole(file: int, data: bytes) -> None:
    """Write in one call and sync; a part written is no answer."""
    if os.write(file, data) != len(data):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    os.fsync(file)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _trouble(path: Path, reason: str | None) -> DecisionLogError:
    return DecisionLogError(words("log_trouble", path=path, reason=reason), words("log_trouble_hint"))
