"""Marked-up text: which words came and went, a number and its unit as one word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import Literal

from xize.diff.changes import Mark
from xize.normalize.word_split import split_words

_LONG = 1_500
"""Beyond so many words, what stands between the common beginning and end is marked as a whole."""


def marked(old: str, new: str) -> tuple[Mark, ...]:
    """Return `new` with its differences from `old`.

    Without the removed pieces it is exactly `new`, without the added ones exactly `old`.
    """
    return tuple(_joined(_pieces(split_words(old), split_words(new))))


def _pieces(old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Mark]:
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    yield Mark(op="same", text="".join(new[:start]))
    yield from _middle(old[start : len(old) - end], new[start : len(new) - end])
    yield Mark(op="same", text="".join(new[len(new) - end :]))


def _middle(old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Mark]:
    if len(old) + len(new) > _LONG:
        yield from (Mark(op="removed", text="".join(old)), Mark(op="added", text="".join(new)))
        return
    for tag, i, j, m, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Mark(op="same", text="".join(new[m:n]))
        else:
            yield Mark(op="removed", text="".join(old[i:j]))
            yield Mark(op="added", text="".join(new[m:n]))


def _joined(pieces: Iterable[Mark]) -> Iterator[Mark]:
    """Leave out empty pieces and join neighbours of one kind."""
    op: Literal["same", "removed", "added"] | None = None
    text = ""
    for piece in pieces:
        if not piece.text:
            continue
        if piece.op == op:
            text += piece.text
            continue
        if op is not None:
            yield Mark(op=op, text=text)
        op, text = piece.op, piece.text
    if op is not None:
        yield Mark(op=op, text=text)
