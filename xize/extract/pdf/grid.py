"""From connected rules to a grid of cells; merged cells are found where rules are missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from xize.extract.pdf.lines import Line
from xize.extract.pdf.rules import BRIDGE, SNAP, Rule

_COVER = 0.5
"""A wall stands where a rule covers at least this share of the side of a unit box."""


@dataclass
class GridCell:
    """A cell of one page: its grid position and place, and the lines set in it."""

    row: int
    col: int
    rowspan: int
    colspan: int
    x0: float
    top: float
    x1: float
    bottom: float
    lines: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its characters without white space: what repeats are recognised by."""
        return "".join("".join(line.text.split()) for line in self.lines)


@dataclass
class Grid:
    """A table (表格) of one page. `xs` and `ys` are its edges from left to right and from top to bottom."""

    page: int
    xs: list[float]
    ys: list[float]
    cells: list[GridCell]
    ruled: bool = True
    irregular: bool = False

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Its place on the page."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point lies inside."""
        return self.xs[0] - 0.5 <= x <= self.xs[-1] + 0.5 and self.ys[0] - 0.5 <= y <= self.ys[-1] + 0.5

    def cell_at(self, x: float, y: float) -> GridCell | None:
        """Return the cell a point lies in."""
        for cell in self.cells:
            if cell.x0 <= x < cell.x1 and cell.top <= y < cell.bottom:
                return cell
        return None


def grid_of(rules: Sequence[Rule], page: int) -> Grid | None:
    """Return the grid that connected rules draw, or None where they draw no more than one box.

    Sides that are not ruled (a table open at its left and right, say) are closed at the rules' own ends.
    """
    levels = [rule for rule in rules if rule.level]
    uprights = [rule for rule in rules if not rule.level]
    if not levels or not uprights:
        return None
    xs = _edges([r.at for r in uprights], [r.start for r in levels], [r.end for r in levels])
    ys = _edges([r.at for r in levels], [r.start for r in uprights], [r.end for r in uprights])
    if (len(xs) - 1) * (len(ys) - 1) < 2:
        return None
    grid = Grid(page, xs, ys, [])
    below = _walls(levels, ys, xs)
    right = _walls(uprights, xs, ys)
    rectangles, grid.irregular = _regions(len(ys) - 1, len(xs) - 1, below, right)
    grid.cells = [
        GridCell(r0, c0, r1 - r0, c1 - c0, xs[c0], ys[r0], xs[c1], ys[r1]) for r0, c0, r1, c1 in sorted(rectangles)
    ]
    return grid if len(grid.cells) > 1 else None


def _edges(places: Sequence[float], starts: Sequence[float], ends: Sequence[float]) -> list[float]:
    """Return the distinct places of rules, closed at the outermost ends of the rules that cross them."""
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > SNAP:
            edges.append(place)
    low, high = min(starts), max(ends)
    # An end that sticks out a little is no side of its own.
    if edges[0] - low > 2 * BRIDGE:
        edges.insert(0, low)
    if high - edges[-1] > 2 * BRIDGE:
        edges.append(high)
    return edges


def _walls(rules: Sequence[Rule], across: Sequence[float], along: Sequence[float]) -> set[tuple[int, int]]:
    """Return the (edge, box) pairs where a rule covers the side of a unit box."""
    walls: set[tuple[int, int]] = set()
    for rule in rules:
        edge = min(range(len(across)), key=lambda i: abs(across[i] - rule.at))
        for box in range(len(along) - 1):
            low, high = along[box], along[box + 1]
            if min(rule.end, high) - max(rule.start, low) >= _COVER * (high - low):
                walls.add((edge, box))
    return walls


def _regions(
    rows: int, cols: int, below: set[tuple[int, int]], right: set[tuple[int, int]]
) -> tuple[list[tuple[int, int, int, int]], bool]:
    """Return the rectangles `(row, col, end row, end col)` that walls leave, and whether any area was no rectangle."""
    seen: set[tuple[int, int]] = set()
    rectangles: list[tuple[int, int, int, int]] = []
    irregular = False
    for row in range(rows):
        for col in range(cols):
            if (row, col) in seen:
                continue
            area = _flood(row, col, rows, cols, below, right)
            seen |= area
            r0, r1 = min(r for r, _ in area), max(r for r, _ in area) + 1
            c0, c1 = min(c for _, c in area), max(c for _, c in area) + 1
            if len(area) == (r1 - r0) * (c1 - c0):
                rectangles.append((r0, c0, r1, c1))
            else:
                irregular = True
                rectangles.extend(_strips(area))
    return rectangles, irregular


def _flood(
    row: int, col: int, rows: int, cols: int, below: set[tuple[int, int]], right: set[tuple[int, int]]
) -> set[tuple[int, int]]:
    area = {(row, col)}
    open_boxes = [(row, col)]
    while open_boxes:
        r, c = open_boxes.pop()
        near = []
        if r + 1 < rows and (r + 1, c) not in below:
            near.append((r + 1, c))
        if r > 0 and (r, c) not in below:
            near.append((r - 1, c))
        if c + 1 < cols and (c + 1, r) not in right:
            near.append((r, c + 1))
        if c > 0 and (c, r) not in right:
            near.append((r, c - 1))
        for box in near:
            if box not in area:
                area.add(box)
                open_boxes.append(box)
    return area


def _strips(area: set[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    """Cut an area that is no rectangle into rectangles: runs within a row, joined with equal runs below."""
    done: list[tuple[int, int, int, int]] = []
    growing: dict[tuple[int, int], int] = {}
    first, last = min(r for r, _ in area), max(r for r, _ in area)
    for row in range(first, last + 2):
        runs = _runs(sorted(c for r, c in area if r == row))
        for run in [run for run in growing if run not in runs]:
            done.append((growing.pop(run), run[0], row, run[1]))
        for run in runs:
            growing.setdefault(run, row)
    return done


def _runs(cols: Sequence[int]) -> set[tuple[int, int]]:
    runs: list[list[int]] = []
    for col in cols:
        if runs and runs[-1][1] == col:
            runs[-1][1] = col + 1
        else:
            runs.append([col, col + 1])
    return {(start, end) for start, end in runs}
