"""Which encoding a text file is in (编码), with a second opinion where bytes alone do not say."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from xize.errors import UnreadableSourceError
from xize.words import Words

words = Words("xize.extract.text")

# Longest first: the mark of UTF-32-LE begins with that of UTF-16-LE.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FAMILIES = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "hz": "gb18030",
    "big5hkscs": "big5",
    "cp950": "big5",
}
_PLAUSIBLE = 0.9
"""The share of everyday characters below which a decoding is taken for nonsense; real texts are above 0.97."""
_CLEAR = 0.1
"""How much likelier one reading must be than another that also decodes."""
_SAMPLE = 65_536
"""Bytes the second opinion looks at."""


@dataclass(frozen=True)
class Decoded:
    """A decoded text after its byte-order mark; `guessed` where bytes alone do not say, `second` another opinion."""

    text: str
    encoding: str
    guessed: bool = False
    second: str | None = None


def decode(name: str, data: bytes) -> Decoded:
    """Decode a text file: byte-order mark, strict UTF-8, UTF-16 without a mark, then GB18030 or Big5.

    Args:
        name: the file's name, for messages.
        data: the whole file.

    Raises:
        UnreadableSourceError: the bytes are no text in any of these encodings.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(_strict(name, data[len(mark) :], encoding), encoding)
    if b"\0" in data:
        return _without_mark(name, data)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        return _legacy(name, data, error)


def _strict(name: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        what = words("damaged", file=name, encoding=encoding, byte=f"0x{data[error.start]:02X}", offset=error.start)
        raise UnreadableSourceError(what, words("damaged_hint")) from error


def _without_mark(name: str, data: bytes) -> Decoded:
    """Decode text that holds zero bytes: UTF-16 or UTF-32 without a mark, or no text at all."""
    best = _best(data, ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"))
    if best is None or "\0" in best.text:
        raise UnreadableSourceError(words("binary", file=name, offset=data.index(0)), words("binary_hint"))
    return best


def _legacy(name: str, data: bytes, error: UnicodeDecodeError) -> Decoded:
    best = _best(data, ("gb18030", "big5"))
    if best is None:
        line = data.count(b"\n", 0, error.start) + 1
        byte = f"0x{data[error.start]:02X}"
        raise UnreadableSourceError(
            words("undecodable", file=name, byte=byte, offset=error.start, line=line), words("undecodable_hint")
        )
    second = _second_opinion(data)
    return Decoded(best.text, best.encoding, guessed=best.guessed or second != best.encoding, second=second)


def _best(data: bytes, encodings: tuple[str, ...]) -> Decoded | None:
    """Return the likeliest strict decoding, or None where none reads as everyday text."""
    found: list[tuple[float, Decoded]] = []
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        score = _likelihood(text, encoding)
        if score >= _PLAUSIBLE:
            found.append((score, Decoded(text, encoding)))
    if not found:
        return None
    found.sort(key=lambda item: -item[0])
    score, best = found[0]
    close = len(found) > 1 and score - found[1][0] < _CLEAR
    return Decoded(best.text, best.encoding, guessed=close, second=found[1][1].encoding if close else None)


def _likelihood(text: str, encoding: str) -> float:
    """Return the share of everyday characters among those outside ASCII, 0 where control characters occur."""
    sample = text[:_SAMPLE]
    if any(character < " " and character not in "\t\n\r\f\v\x1a" for character in sample):
        return 0.0
    wide = [character for character in sample if character > "\x7f"]
    if not wide:
        return 1.0
    narrow = "big5" if encoding == "big5" else "gb18030"
    return sum(_everyday(character, narrow) for character in wide) / len(wide)


def _everyday(character: str, encoding: str) -> bool:
    """Whether a character belongs to the core of the national standard: punctuation and the common characters."""
    if encoding == "big5":
        code = character.encode("big5", "ignore")
        return len(code) == 2 and 0xA1 <= code[0] <= 0xC6
    code = character.encode("gb2312", "ignore")
    # Rows 0xB0–0xD7 are the 3,755 common characters; the rarer level 2 also occurs in every real text.
    return len(code) == 2 and (code[0] <= 0xA9 or 0xB0 <= code[0] <= 0xF7)


def _second_opinion(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    cut = data.rfind(b"\n", 0, _SAMPLE) + 1 if len(data) > _SAMPLE else len(data)
    match = from_bytes(data[: cut or _SAMPLE]).best()
    if match is None:
        return None
    name = match.encoding.replace("_", "-")
    return _FAMILIES.get(name, name)
