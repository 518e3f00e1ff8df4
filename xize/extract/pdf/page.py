"""One page: its grids with their lines, and the lines outside them, in reading order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from xize.extract.pdf.aligned import aligned_tables
from xize.extract.pdf.characters import Frame, Glyph, frame_of, glyphs_of, turn_of
from xize.extract.pdf.columns import in_columns
from xize.extract.pdf.grid import Grid, GridCell, grid_of
from xize.extract.pdf.lines import Line, lines_of
from xize.extract.pdf.rules import Rule, connected, rules_of


@dataclass
class Page:
    """What one page holds. `flow` is its lines and grids in reading order; `across` are lines that stand sideways."""

    number: int
    frame: Frame
    width: float
    height: float
    flow: list[Line | Grid] = field(default_factory=list)
    across: list[Line] = field(default_factory=list)
    images: float = 0.0
    glyphs: int = 0

    @property
    def lines(self) -> list[Line]:
        """The lines outside tables."""
        return [item for item in self.flow if isinstance(item, Line)]

    @property
    def grids(self) -> list[Grid]:
        """The tables."""
        return [item for item in self.flow if isinstance(item, Grid)]


def page_of(raw: Any, number: int) -> Page:
    """Return a page out of pdfplumber's; the raw page's caches may be dropped afterwards."""
    width, height = float(raw.width), float(raw.height)
    frame = frame_of(raw.chars, width, height)
    chars = [char for char in raw.chars if char["x1"] > 0 and char["x0"] < width]
    upright = glyphs_of((char for char in chars if turn_of(char) == frame.turn), frame)
    flat = (height, width) if frame.turn in {1, 3} else (width, height)
    page = Page(number, frame, *flat, glyphs=len(chars), images=_pictured(raw))
    rules = rules_of([*raw.lines, *raw.rects, *raw.curves], frame)
    grids = _grids(rules, number)
    aligned, outside = aligned_tables(_fill(grids, upright, number), [rule for rule in rules if rule.level], number)
    grids.extend(aligned)
    for turn in sorted({turn_of(char) for char in chars} - {frame.turn}):
        aside = Frame(turn, width, height)
        page.across.extend(lines_of(glyphs_of((char for char in chars if turn_of(char) == turn), aside), number))
    places: list[tuple[float, int, Line | Grid]] = [*in_columns(outside), *((grid.ys[0], 0, grid) for grid in grids)]
    page.flow = [item for *_, item in sorted(places, key=lambda place: (place[0], place[1], _across(place[2])))]
    return page


def _pictured(raw: Any) -> float:
    """Return the share of the page that its largest picture covers."""
    areas = [(image["x1"] - image["x0"]) * (image["bottom"] - image["top"]) for image in raw.images]
    return float(max(areas, default=0.0) / (raw.width * raw.height))


def _grids(rules: list[Rule], number: int) -> list[Grid]:
    """Return the outermost grids; a frame around the page is none, a table inside a cell is part of that cell."""
    made = (grid_of(group, number) for group in connected(rules))
    grids = sorted((grid for grid in made if grid is not None), key=_area, reverse=True)
    kept: list[Grid] = []
    for grid in grids:
        x0, top, x1, bottom = grid.box
        if not any(other.holds(x0, top) and other.holds(x1, bottom) for other in kept):
            kept.append(grid)
    return kept


def _area(grid: Grid) -> float:
    x0, top, x1, bottom = grid.box
    return (x1 - x0) * (bottom - top)


def _fill(grids: list[Grid], glyphs: list[Glyph], number: int) -> list[Line]:
    """Set the glyphs in the cells they are printed in; return the lines outside."""
    outside: list[Glyph] = []
    inside: dict[int, tuple[GridCell, list[Glyph]]] = {}
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        cell = next((found for grid in grids if grid.holds(x, y) and (found := grid.cell_at(x, y))), None)
        if cell is None:
            outside.append(glyph)
        else:
            inside.setdefault(id(cell), (cell, []))[1].append(glyph)
    for cell, held in inside.values():
        cell.lines = lines_of(held, number)
    return lines_of(outside, number)


def _across(item: Line | Grid) -> float:
    """Return what orders items of one height and column: lines go down their column, tables from left to right."""
    return item.base if isinstance(item, Line) else item.xs[0]
