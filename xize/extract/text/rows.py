"""What every shape of table in text comes down to: rows of cells, each cell the ranges of its text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xize.model.source import Span

Spans = tuple[Span, ...]
"""A cell's text in pieces; none for an empty cell."""


@dataclass(frozen=True)
class Rows:
    """The lines `[first, last)` as rows of at most `width` cells.

    `noise` are the visible marks that draw the table. `unclear_end` is text after the table that may be its last
    cell's. `ragged` tells that a short row only left out empty cells at its end, as spreadsheets do; otherwise it had
    merged cells.
    """

    first: int
    last: int
    width: int
    rows: tuple[tuple[Spans, ...], ...]
    noise: tuple[Span, ...] = ()
    unclear_end: Span | None = None
    ragged: bool = False


@dataclass(frozen=True)
class Unclear:
    """A table whose rows cannot be told: the lines `[first, last)` stay running text."""

    first: int
    last: int


def trimmed(text: str, start: int, end: int) -> Spans:
    """Return `[start, end)` without white space around it, as the spans of a cell."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return ((start, end),) if start < end else ()


def squash(text: str, cell: Spans) -> str:
    """Return a cell's text without any white space, for comparison."""
    return "".join("".join(text[start:end].split()) for start, end in cell)


def extent(row: Sequence[Spans]) -> Span | None:
    """Return the range from a row's first visible character to its last, or None for an empty row."""
    spans = [span for cell in row for span in cell]
    return (min(start for start, _ in spans), max(end for _, end in spans)) if spans else None
