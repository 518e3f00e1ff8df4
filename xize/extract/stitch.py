"""Put tables together that came in pieces (续表): repeated headers dropped, rows and merged cells carried over."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from xize.model.source import Block, Cell, Paragraph, SourceDocument, Span, Table

_HEADER_CHARS = 12
_HEADER_CELLS = 3
_HEADER_WITHIN = 3
_ENDED = "。！？!?；;"
_CODE = re.compile(r"[（(]?[0-9一二三四五六七八九十ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ①-⑳]+[、．.)）\-－—]|[①-⑳]")
_CONTINUED = re.compile(
    r"\s*[（(【\[]?\s*(?:续\s*上?\s*[表页]|[接承]上[表页]|表?\s*续)\s*[0-9一二三四五六七八九十]*\s*[)）】\]]?\s*[:：]?\s*"
)
_NUMBER = re.compile(r"[0-9.]+[%％分]?")


def stitch(document: SourceDocument) -> SourceDocument:
    """Return the document with every table that came in pieces joined, and header rows that repeat dropped.

    Two tables are one if nothing stands between them but 续表, they have as many columns, and the second begins with
    the header of the first or without any. The linear text is untouched: what is dropped becomes `Table.noise`.
    """
    blocks: list[Block] = []
    for block in document.blocks:
        last = blocks[-1] if blocks else None
        said = last if isinstance(last, Paragraph) and _says_continued(document, last) else None
        last = blocks[-2] if said is not None and len(blocks) > 1 else last
        if isinstance(block, Table) and isinstance(last, Table) and _one_table(document, last, block):
            if said is not None:
                blocks.pop()
                last = replace(last, noise=(*last.noise, (said.start, said.end)))
            blocks[-1] = _appended(last, block)
        else:
            blocks.append(block)
    index = 0
    for at, block in enumerate(blocks):
        if isinstance(block, Table):
            blocks[at] = replace(_Rows(document, block).stitched(), index=index)
            index += 1
    return replace(document, blocks=tuple(blocks))


def _says_continued(document: SourceDocument, paragraph: Paragraph) -> bool:
    return _CONTINUED.fullmatch(document.text[paragraph.start : paragraph.end]) is not None


def squashed(document: SourceDocument, cell: Cell | None) -> str:
    """Return a cell's text without white space: what repeats are recognised by."""
    return "".join(document.cut(cell.spans).split()) if cell is not None else ""


def _row_texts(document: SourceDocument, table: Table, row: int) -> tuple[tuple[int, str], ...]:
    """Return the columns and texts of the cells that begin in a row and are not empty."""
    texts = ((cell.col, squashed(document, cell)) for cell in table.cells if cell.row == row)
    return tuple((col, text) for col, text in texts if text)


def _header_like(texts: Sequence[tuple[int, str]]) -> bool:
    """Tell whether a row could be a header: several short words, none a number or a sentence."""
    words = [text for _, text in texts]
    return len(words) >= _HEADER_CELLS and all(
        len(word) <= _HEADER_CHARS and not _NUMBER.search(word) and not any(c in word for c in "。，；,;：:")
        for word in words
    )


def _one_table(document: SourceDocument, first: Table, second: Table) -> bool:
    if first.cols != second.cols or any(cell.tables for cell in (*first.cells, *second.cells)):
        return False
    header = [_row_texts(document, first, row) for row in range(min(_HEADER_WITHIN, first.rows))]
    begins = _row_texts(document, second, 0)
    if begins and begins in header:
        return True
    # Without its header again, only text can say that a table goes on: a PDF shows by its edges where it does.
    if document.media_type == "application/pdf" or _header_like(begins):
        return False
    return any(_header_like(texts) for texts in header)


def _appended(first: Table, second: Table) -> Table:
    cells = tuple(replace(cell, row=cell.row + first.rows) for cell in second.cells)
    pieces = (first.pieces or ((first.start, first.end),)) + (second.pieces or ((second.start, second.end),))
    return replace(
        first,
        end=second.end,
        rows=first.rows + second.rows,
        cells=first.cells + cells,
        noise=first.noise + second.noise,
        pieces=pieces,
    )


class _Rows:
    """A table under repair: a cell for every position, rows marked as dropped, repeats turned to noise."""

    def __init__(self, document: SourceDocument, table: Table) -> None:
        self.document = document
        self.table = table
        self.grid = table.grid()
        self.noise: list[Span] = list(table.noise)
        self.dropped: set[int] = set()
        self.texts = [_row_texts(document, table, row) for row in range(table.rows)]

    def stitched(self) -> Table:
        """Return the table with its repeated header rows dropped and the rows around them mended."""
        self.dropped = dropped = self._repeats()
        for row in dropped:
            self._drop(row)
        kept = [row for row in range(self.table.rows) if row not in dropped]
        seams = [
            (above, below) for above, below in pairwise(kept) if below - above > 1 or self._was_dropped(above, below)
        ]
        if not seams and not dropped:
            return self.table
        for above, below in seams:
            if self._goes_on(above, below):
                self._join(above, below)
                dropped.add(below)
            else:
                self._carry(above, below)
        return self._rebuilt([row for row in kept if row not in dropped])

    def _was_dropped(self, above: int, below: int) -> bool:
        """Tell whether the reader itself dropped a repeated header between two rows.

        A PDF's rows have been judged by where they stand on the page, which says more than their words.
        """
        if self.table.spans_known or not self.texts[0]:
            return False
        low = max((end for cell in self.grid[above] if cell for _, end in cell.spans), default=self.table.end)
        high = min((start for cell in self.grid[below] if cell for start, _ in cell.spans), default=0)
        noise = self.table.noise[
            bisect_left(self.table.noise, (low, low)) : bisect_left(self.table.noise, (high, high))
        ]
        between = ("".join(self.document.text[start:end].split()) for start, end in noise)
        words = {text for row in range(min(_HEADER_WITHIN, self.table.rows)) for _, text in self.texts[row]}
        return sum(text in words for text in between) >= _HEADER_CELLS

    def _repeats(self) -> set[int]:
        """Return the rows that print the header again, with the title rows that stand over it once more."""
        rows = range(self.table.rows)
        first = next((row for row in rows[: max(_HEADER_WITHIN, self.table.header_rows)] if self._is_header(row)), None)
        if first is None:
            return set()
        dropped: set[int] = set()
        for row in rows[first + 1 :]:
            at = 0
            while (
                row + at < len(rows) and self._is_header(first + at) and self.texts[row + at] == self.texts[first + at]
            ):
                dropped.add(row + at)
                at += 1
            title = 1
            while (
                at and title <= first and row - title > first and self.texts[row - title] == self.texts[first - title]
            ):
                dropped.add(row - title)
                title += 1
        return dropped

    def _same(self, row: int, other: int) -> bool:
        return self.texts[row] == self.texts[other]

    def _is_header(self, row: int) -> bool:
        """Tell whether a row is the header: it looks like one, or is declared one and no mere title over it."""
        texts = self.texts[row]
        return _header_like(texts) or (row < self.table.header_rows and len(texts) > 1)

    def _drop(self, row: int) -> None:
        for cell in {id(c): c for c in self.grid[row] if c is not None}.values():
            if cell.row == row:
                self.noise.extend(cell.spans)

    def _goes_on(self, above: int, below: int) -> bool:
        """Tell whether the row after a dropped header is the rest of the row before it.

        Texts may repeat merged labels; every other text must go on with a sentence that had not ended, and none may
        be a number or begin with a code of its own.
        """
        broken = 0
        for col in range(self.table.cols):
            lower, upper = self._text(below, col), self._text(above, col)
            if not lower or (lower == self._label(above, col) and not _NUMBER.fullmatch(lower)):
                continue
            if _CODE.match(lower) or _NUMBER.fullmatch(lower) or not upper or upper[-1] in _ENDED:
                return False
            broken += len(upper) > _HEADER_CHARS
        return broken > 0

    def _join(self, above: int, below: int) -> None:
        """Append the texts of a row to those of the row above; labels printed again are noise."""
        for col in range(self.table.cols):
            upper, lower = self.grid[above][col], self.grid[below][col]
            if upper is None or lower is None or upper is lower or lower.col != col or lower.row != below:
                continue
            if self._text(below, col) == self._label(above, col):
                self.noise.extend(lower.spans)
                self._replace(lower, upper, lower.row + lower.rowspan - 1)
            else:
                whole = replace(upper, spans=upper.spans + lower.spans)
                self._replace(upper, whole, above)
                self._replace(lower, whole, lower.row + lower.rowspan - 1)

    def _carry(self, above: int, below: int) -> None:
        """Carry merged cells over a dropped header: leading labels that are printed again, or left empty."""
        for col in range(self.table.cols):
            upper, lower = self.grid[above][col], self.grid[below][col]
            if upper is None or lower is None or (upper.col, upper.colspan) != (lower.col, lower.colspan):
                return
            text = self._text(below, col) if lower.col == col else ""
            if text and (text != self._label(above, col) or not self._has_more(below, col)):
                return
            if lower.col != col or upper is lower:
                continue
            self.noise.extend(lower.spans)
            if self.table.spans_known:
                self._replace(lower, upper, lower.row + lower.rowspan - 1)
                self._carry_down(below, col)
            else:
                self._replace(lower, replace(lower, spans=()), lower.row)

    def _carry_down(self, row: int, col: int) -> None:
        """Carry on over the empty cells below: once its label is on another page, a merged cell is drawn as several."""
        for below in range(row + 1, self.table.rows):
            upper, lower = self.grid[below - 1][col], self.grid[below][col]
            if upper is lower:
                continue
            if upper is None or lower is None or (upper.col, upper.colspan) != (lower.col, lower.colspan):
                return
            if lower.spans or any(self.grid[below][left] is not self.grid[below - 1][left] for left in range(col)):
                return
            self._replace(lower, upper, lower.row + lower.rowspan - 1)

    def _label(self, row: int, col: int) -> str:
        """Return the text of a position, or of the nearest above it that has one: a merged label is printed once."""
        above = (at for at in range(row, -1, -1) if at not in self.dropped)
        return next((text for at in above if (text := self._text(at, col))), "")

    def _has_more(self, row: int, col: int) -> bool:
        return any(text and at > col for at, text in self.texts[row])

    def _text(self, row: int, col: int) -> str:
        cell = self.grid[row][col]
        return squashed(self.document, cell) if cell is not None and cell.col == col else ""

    def _replace(self, old: Cell, new: Cell, last: int) -> None:
        """Put one cell where another stands, down to the row `last`."""
        for line in self.grid[old.row : last + 1]:
            for col in range(old.col, min(old.col + old.colspan, self.table.cols)):
                if line[col] is old:
                    line[col] = new

    def _rebuilt(self, kept: Sequence[int]) -> Table:
        """Return the table of the kept rows, with each cell's place and size counted anew."""
        rows: dict[int, list[int]] = {}
        cells: dict[int, Cell] = {}
        for new, row in enumerate(kept):
            for cell in self.grid[row]:
                if cell is not None:
                    rows.setdefault(id(cell), []).append(new)
                    cells[id(cell)] = cell
        made = [
            replace(cell, row=min(rows[key]), rowspan=max(rows[key]) - min(rows[key]) + 1)
            for key, cell in cells.items()
        ]
        made.sort(key=lambda cell: (cell.row, cell.col))
        return replace(self.table, rows=len(kept), cells=tuple(made), noise=tuple(sorted(set(self.noise))))
