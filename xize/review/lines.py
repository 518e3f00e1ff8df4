"""Text set in lines of so many cells: Chinese characters take two, and no line begins with a closing mark."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text

_NOT_FIRST = frozenset("，。；：、！？）】》」』”’%％,.;:!?)]}…")
_WORD = frozenset("0123456789.%abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_/")


def wrap(text: Text, width: int, indent: int = 0) -> list[Text]:
    """Break a styled text into lines of at most `width` cells; all but the first are indented."""
    lines: list[Text] = []
    for paragraph in text.split("\n", allow_blank=True):
        start = 0
        while True:
            room = width - (indent if lines and start else 0)
            end = _end(paragraph.plain, start, room)
            piece = paragraph[start:end]
            piece.rstrip()
            lines.append(Text(" " * indent) + piece if start else piece)
            start = end
            while start < len(paragraph.plain) and paragraph.plain[start] == " ":
                start += 1
            if start >= len(paragraph.plain):
                break
    return lines


def _end(text: str, start: int, room: int) -> int:
    """Return where the line that begins at `start` ends."""
    cells, end = 0, start
    while end < len(text) and cells + cell_len(text[end]) <= room:
        cells += cell_len(text[end])
        end += 1
    if end == len(text):
        return end
    best = end
    # Neither break a number or word, nor begin a line with a closing mark; but never give up more than half a line.
    while best - start > (end - start) // 2 and (
        text[best] in _NOT_FIRST or (text[best] in _WORD and text[best - 1] in _WORD)
    ):
        best -= 1
    broken = text[best] in _NOT_FIRST or (text[best] in _WORD and text[best - 1] in _WORD)
    return max(end if broken else best, start + 1)


def fit(text: Text, width: int) -> Text:
    """Return a text of exactly `width` cells: cut, or filled with spaces."""
    text = text.copy()
    if cell_len(text.plain) > width:
        end, cells = 0, 0
        while cells + cell_len(text.plain[end]) <= width - 1:
            cells += cell_len(text.plain[end])
            end += 1
        text = text[:end] + Text("…")
    return text + Text(" " * (width - cell_len(text.plain)))


def ends(left: Text, right: Text, width: int) -> Text:
    """Return one line with a text at either end; the left one gives way."""
    room = max(width - cell_len(right.plain) - 1, 1)
    return fit(fit(left, room) + Text(" ") + right, width)
