"""Sentence cases (例句): a sentence and the lines of notation a careful reader expects of it.

A file holds many cases. A case is a line `=== name`, lines `:key value`, the sentence, a line `---`, and one line a
rule, limit (`limit …`), open question (`? kind`) or unread stretch (`rest @start:end`), places half-open code points of
the sentence. No line after `---` says that the sentence holds no scoring at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from xize.errors import UnreadableSourceError

_HEAD, _BODY = "=== ", "---"


@dataclass(frozen=True)
class Case:
    """One case; `path` and `line` (1-based) say where it is written."""

    name: str
    sentence: str
    expected: tuple[str, ...]
    meta: tuple[tuple[str, str], ...] = ()
    path: str = ""
    line: int = 0

    def text(self) -> str:
        """Return the case as it stands in a file."""
        meta = "".join(f":{key} {value}\n" for key, value in self.meta)
        return f"{_HEAD}{self.name}\n{meta}{self.sentence}\n{_BODY}\n" + "".join(f"{line}\n" for line in self.expected)

    def with_expected(self, expected: Iterable[str]) -> Case:
        """Return the case with other expected lines."""
        return replace(self, expected=tuple(expected))


def read_cases(path: Path) -> tuple[Case, ...]:
    """Read every case of a file.

    Raises:
        UnreadableSourceError: the file cannot be read, or a case in it is not complete.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise UnreadableSourceError(f"{path}: {error.strerror}", "check the path and the name") from error
    except UnicodeDecodeError as error:
        raise UnreadableSourceError(f"{path}: no UTF-8 ({error.reason})", "give sentence cases as UTF-8") from error
    starts = [index for index, line in enumerate(lines) if line.startswith(_HEAD)]
    if any(line.strip() for line in lines[: starts[0] if starts else len(lines)]):
        raise UnreadableSourceError(f"{path}, line 1: no case begins here", f"begin each case with “{_HEAD}name”")
    return tuple(_case(path, lines, start, end) for start, end in zip(starts, [*starts[1:], len(lines)], strict=True))


def write_cases(cases: Iterable[Case]) -> str:
    """Return the text of a file that holds the cases."""
    return "\n".join(case.text() for case in cases)


def _case(path: Path, lines: list[str], start: int, end: int) -> Case:
    meta: list[tuple[str, str]] = []
    at = start + 1
    while at < end and lines[at].startswith(":"):
        key, _, value = lines[at][1:].partition(" ")
        meta.append((key, value))
        at += 1
    try:
        stop = lines.index(_BODY, at, end)
    except ValueError:
        what = f"{path}, line {start + 1}: the case “{lines[start][len(_HEAD) :]}” has no line “{_BODY}”"
        raise UnreadableSourceError(what, f"put “{_BODY}” between the sentence and what is expected of it") from None
    sentence = "\n".join(lines[at:stop])
    expected = tuple(line.strip() for line in lines[stop + 1 : end] if line.strip())
    return Case(lines[start][len(_HEAD) :], sentence, expected, tuple(meta), str(path), start + 1)
