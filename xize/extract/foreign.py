"""Kinds of files that are not read, recognised by content, each with the advice of what to do instead."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from xize import words as language
from xize.errors import UnsupportedFormatError
from xize.extract.source import words

_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta|div|p)[\s>]", re.I | re.S)
_MIME = re.compile(rb"(?:mime-version:|from:\s|message-id:).{0,4000}?content-type:", re.I | re.S)
_HEAD = 4096


@dataclass(frozen=True)
class _Kind:
    name: dict[str, str]
    advice: str
    magic: tuple[bytes, ...]
    at: int = 0

    def fits(self, data: bytes) -> bool:
        return data.startswith(self.magic, self.at)


@cache
def _kinds() -> tuple[_Kind, ...]:
    table = tomllib.loads(files("xize.extract").joinpath("foreign.toml").read_text(encoding="utf-8"))
    return tuple(
        _Kind(kind["name"], kind["advice"], tuple(map(bytes.fromhex, kind["magic"])), kind.get("at", 0))
        for kind in table["kind"]
    )


def refuse_foreign(name: str, data: bytes) -> None:
    """Raise where the content is of a kind that is not read.

    Raises:
        UnsupportedFormatError: it is; the message says which kind and what to do.
    """
    for kind in _kinds():
        if kind.fits(data):
            raise _refusal(name, kind.name[language.lang.get()], kind.advice)
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        head = data[:_HEAD].decode("utf-16", "replace").encode()
    if _HTML.match(head):
        raise _refusal(name, words("html"), "html")
    if _MIME.match(head):
        raise _refusal(name, words("mime"), "html")
    if head.lstrip().startswith(b"<?xml"):
        raise _refusal(name, "XML", "html")
    if head.lstrip().startswith(b"{") and b'"xize.' in head:
        raise _refusal(name, words("own"), "own")


def _refusal(name: str, kind: str, advice: str) -> UnsupportedFormatError:
    return UnsupportedFormatError(words("foreign", file=name, kind=kind), words(f"advice_{advice}"))
