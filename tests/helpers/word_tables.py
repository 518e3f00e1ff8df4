"""Small Word documents made in a test: a title, one table, and paragraphs below it."""

from __future__ import annotations

from pathlib import Path

import docx

from xize import pipeline
from xize.model.rubric import Draft


def read_table(path: Path, title: str, *rows: tuple[str, ...], below: tuple[str, ...] = ()) -> Draft:
    """Write a document with one table to `path` and return its draft."""
    document = docx.Document()
    document.add_paragraph(title)
    cells = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, texts in zip(cells.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    for text in below:
        document.add_paragraph(text)
    document.save(str(path))
    return pipeline.draft(pipeline.read(path))
