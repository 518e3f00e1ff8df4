"""Bytes of a terminal → keys: characters, and names for what has none."""

from __future__ import annotations

import codecs

_NAMES = {
    "\r": "enter", "\n": "enter", "\x7f": "backspace", "\x08": "backspace", "\x15": "ctrl-u", "\t": "tab",
    "\x0c": "ctrl-l",
}  # fmt: skip
_SEQUENCES = {
    "[A": "up", "[B": "down", "OA": "up", "OB": "down", "[5~": "pgup", "[6~": "pgdn", "[C": "right", "[D": "left",
    "[H": "home", "[F": "end", "OC": "right", "OD": "left",
}  # fmt: skip
_PASTE, _PASTE_END = "[200~", "\x1b[201~"


class Keys:
    """A decoder that is fed bytes as they come and gives the keys that are complete.

    A lone escape is a key only when nothing follows it: the reader says so with `flush`.
    """

    def __init__(self) -> None:
        self._decode = codecs.getincrementaldecoder("utf-8")(errors="replace").decode
        self._rest = ""

    def feed(self, data: bytes) -> list[str]:
        """Return the keys completed by more bytes."""
        self._rest += self._decode(data)
        keys: list[str] = []
        while self._rest:
            key, length = self._next()
            if not length:
                break
            self._rest = self._rest[length:]
            keys += [key] if key else []
        return keys

    @property
    def waiting(self) -> bool:
        """Return whether part of a key has come."""
        return bool(self._rest)

    def flush(self) -> list[str]:
        """Return the escape key where nothing followed it in time; a paste goes on waiting for its end."""
        if self._rest.startswith("\x1b" + _PASTE):
            return []
        keys = ["esc"] if self._rest == "\x1b" else []
        self._rest = ""
        return keys

    def _next(self) -> tuple[str, int]:
        """Return the first key and how many characters it took; 0 where it is not complete."""
        text = self._rest
        if text[0] != "\x1b":
            return _NAMES.get(text[0], text[0] if text[0].isprintable() else ""), 1
        if text.startswith("\x1b" + _PASTE):
            end = text.find(_PASTE_END)
            return ("", 0) if end < 0 else ("paste:" + text[6:end], end + len(_PASTE_END))
        if len(text) == 1:
            return "", 0
        if text[1] not in "[O":
            return "esc", 1
        end = 2
        while end < len(text) and not (text[end].isalpha() or text[end] == "~"):
            end += 1
        return ("", 0) if end >= len(text) else (_SEQUENCES.get(text[1 : end + 1], ""), end + 1)
