"""Small PDFs made for the tests, and what every linear text must hold."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from xize.model.source import SourceDocument, Table

FONT = "STSong-Light"


@pytest.fixture
def draw() -> Callable[..., bytes]:
    """Return a function that makes a PDF out of functions that draw one page each."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))

    def make(*pages: Callable[[Canvas], None], size: tuple[float, float] = (595, 842), **options: Any) -> bytes:
        buffer = io.BytesIO()
        canvas = Canvas(buffer, pagesize=size, **options)
        for page in pages:
            canvas.setFont(FONT, 10)
            page(canvas)
            canvas.showPage()
        canvas.save()
        return buffer.getvalue()

    return make


@pytest.fixture
def rows_of() -> Callable[[SourceDocument, Table], list[list[str | None]]]:
    """Return a function that gives a table's texts, white space aside; None where a merged cell covers."""

    def rows(document: SourceDocument, table: Table) -> list[list[str | None]]:
        texts: list[list[str | None]] = [[None] * table.cols for _ in range(table.rows)]
        for cell in table.cells:
            texts[cell.row][cell.col] = "".join(document.cut(cell.spans).split())
        return texts

    return rows


@pytest.fixture
def ruled() -> Callable[..., None]:
    """Return a function that draws a ruled table; None is covered by the cell to its left, "^" by the one above."""

    def table(
        canvas: Canvas,
        rows: Sequence[Sequence[str | None]],
        xs: Sequence[float],
        top: float = 780,
        height: float = 20,
        outer: bool = True,
    ) -> float:
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                y = top - r * height
                if text not in {None, "^"}:
                    canvas.drawString(xs[c] + 4, y - 14, str(text))
                if text != "^" and (outer or r):
                    canvas.line(xs[c], y, xs[c + 1], y)
                if text is not None and (outer or c):
                    canvas.line(xs[c], y, xs[c], y - height)
        bottom = top - len(rows) * height
        if outer:
            canvas.line(xs[0], bottom, xs[-1], bottom)
            canvas.line(xs[-1], top, xs[-1], bottom)
        return bottom

    return table
