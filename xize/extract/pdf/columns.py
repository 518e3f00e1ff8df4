"""Running text in two columns (双栏): the left one is read before the right one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from xize.extract.pdf.lines import Line, Measure, split_at_gaps

_GAP = 1.3
"""The blank between columns, in ems."""

_LINES = 6
_WIDTH = 10.0
"""Columns of running text are at least this many ems wide; narrower ones are lists or forms."""


def in_columns(lines: Sequence[Line]) -> list[tuple[float, int, Line]]:
    """Return lines with their place in reading order, `(top, column, line)`: lines set in two columns are parted."""
    placed: list[tuple[float, int, Line]] = []
    at = 0
    while at < len(lines):
        stretch = _stretch(lines, at)
        if stretch is None:
            placed.append((lines[at].base, 0, lines[at]))
            at += 1
            continue
        top = lines[at].base
        for column, side in enumerate(stretch):
            measure = Measure(min(line.x0 for line in side), max(line.body_x1 for line in side))
            placed.extend((top, column, replace(line, measure=measure)) for line in side)
        bottom = max(line.base for side in stretch for line in side)
        while at < len(lines) and lines[at].base <= bottom:
            at += 1
    return placed


def _stretch(lines: Sequence[Line], at: int) -> tuple[list[Line], list[Line]] | None:
    """Return the left and right lines of the stretch that begins here, or None where it is not clearly two columns."""
    left: list[Line] = []
    right: list[Line] = []
    for line in lines[at:]:
        pieces = split_at_gaps(line, _GAP * line.size)
        if len(pieces) != 2:
            break
        x1 = max([pieces[0].x1, *(other.x1 for other in left)])
        x0 = min([pieces[1].x0, *(other.x0 for other in right)])
        if x0 - x1 < line.size:
            break
        left.append(pieces[0])
        right.append(pieces[1])
    if len(left) < _LINES or not (_set_full(left) and _set_full(right)):
        return None
    return left, right


def _set_full(lines: Sequence[Line]) -> bool:
    """Tell whether most lines run to the edge of their column, as running text does and a list does not."""
    edge, size = max(line.x1 for line in lines), lines[0].size
    full = [line for line in lines if edge - line.x1 <= 1.5 * size and line.x1 - line.x0 >= _WIDTH * size]
    return len(full) > 0.5 * len(lines)
