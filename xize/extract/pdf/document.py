"""`read_pdf`: pages → furniture apart → tables joined → linear text."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from xize.errors import OverLimitError, UnreadableSourceError, XizeError
from xize.extract.limits import PAGE_CHARS, PAGE_SHAPES
from xize.extract.pdf.findings import findings_of
from xize.extract.pdf.furniture import set_apart
from xize.extract.pdf.grid import Grid
from xize.extract.pdf.join import WholeTable, extend, same_columns, whole
from xize.extract.pdf.linear import Writer
from xize.extract.pdf.lines import Line, Measure
from xize.extract.pdf.opening import open_pdf, unreadable, words
from xize.extract.pdf.page import Page, page_of
from xize.model.source import SourceDocument


def read_pdf(name: str, data: bytes) -> SourceDocument:
    """Read a PDF: its text in reading order, its tables with merged cells, each joined over its pages.

    The linear text holds the body, then, after a form feed, page furniture and text set sideways, line by line.

    Args:
        name: the file's name, for messages.
        data: its bytes.

    Raises:
        UnreadableSourceError: it is encrypted, damaged, or a scan without any text.
        OverLimitError: it has too many pages, or too much on one.
    """
    pages = _pages(name, data)
    if not any(page.glyphs for page in pages):
        raise UnreadableSourceError(words("scanned", name=name, pages=len(pages)), words("scanned_hint"))
    apart = set_apart(pages)
    writer = Writer({page.number: page.frame for page in pages})
    measures = _measures(pages)
    irregular: list[tuple[int, WholeTable]] = []
    for item in _body(pages):
        if isinstance(item, WholeTable):
            irregular.append((writer.length, item))
            writer.table(item)
        else:
            writer.prose(item, measures)
    if apart or any(page.across for page in pages):
        writer.write("\f\n")
        for line, kind in apart:
            writer.aside(line, kind)
        for page in pages:
            for line in page.across:
                writer.aside(line, "furniture")
    document = SourceDocument(
        id="s1",
        name=name,
        media_type="application/pdf",
        sha256=hashlib.sha256(data).hexdigest(),
        text=writer.text,
        blocks=tuple(writer.blocks),
        pages=len(pages),
        apart=tuple(writer.apart),
        boxes=tuple(writer.boxes),
        properties={"radicals-folded": str(writer.folded)} if writer.folded else {},
    )
    return replace(document, findings=findings_of(document, pages, writer, irregular))


def _pages(name: str, data: bytes) -> list[Page]:
    pdf = open_pdf(name, data)
    pages: list[Page] = []
    try:
        for number, raw in enumerate(pdf.pages, 1):
            _check(name, number, raw)
            pages.append(page_of(raw, number))
            raw.close()
    except XizeError:
        raise
    except Exception as error:
        raise unreadable(name, error) from error
    finally:
        pdf.close()
    return pages


def _check(name: str, number: int, raw: Any) -> None:
    for count, limit in (
        (len(raw.chars), PAGE_CHARS),
        (len(raw.lines) + len(raw.rects) + len(raw.curves), PAGE_SHAPES),
    ):
        if count > limit:
            message = words("dense_page", name=name, page=number, count=count, limit=limit)
            raise OverLimitError(message, words("dense_page_hint"))


def _body(pages: list[Page]) -> list[WholeTable | list[Line]]:
    """Return tables and stretches of running text in reading order; a table that goes on is joined."""
    body: list[WholeTable | list[Line]] = []
    for page in pages:
        for item in page.flow:
            last = body[-1] if body else None
            if isinstance(item, Grid):
                if isinstance(last, WholeTable) and last.page < page.number and same_columns(last, item):
                    extend(last, item)
                else:
                    body.append(whole(item))
            elif isinstance(last, list):
                last.append(item)
            else:
                body.append([item])
    return body


def _measures(pages: list[Page]) -> dict[int, Measure]:
    """Return the edges running text is set between, page by page; pages of one width share them."""
    measures: dict[float, Measure] = {}
    for page in pages:
        for line in (line for line in page.lines if line.measure is None):
            known = measures.get(page.width, Measure(line.x0, line.x1))
            measures[page.width] = Measure(min(known.left, line.x0), max(known.right, line.body_x1))
    # Text that never fills a line says nothing of the right edge: margins are as wide as on the left.
    by_width = {width: Measure(m.left, max(m.right, width - m.left)) for width, m in measures.items()}
    return {page.number: by_width.get(page.width, Measure(0.0, page.width)) for page in pages}
