"""Trees as comparable rows: what must be the same for one document in Word, PDF and text."""

from __future__ import annotations

import re

from xize.model.indicator import Indicator, Sheet
from xize.model.rubric import RubricBody

Row = tuple[str, ...]


def bare(text: str | None) -> str:
    """Return a text without white space, which formats break lines and pad cells with."""
    return re.sub(r"\s+", "", text or "")


def tree_rows(rubric: RubricBody) -> list[Row]:
    """Return one row a sheet and one an indicator: id, code, title, points, weight, role, mode, and its fields."""
    return [row for sheet in rubric.sheets for row in sheet_rows(sheet)]


def sheet_rows(sheet: Sheet) -> list[Row]:
    """Return the rows of one sheet."""
    head = (sheet.id, "", bare(sheet.title), str(sheet.points), bare(sheet.subject))
    return [head, *(indicator_row(node) for node in sheet.walk())]


def indicator_row(node: Indicator) -> Row:
    """Return the row of one indicator."""
    fields = (f"{key}={bare(text.text)}" for key, text in sorted(node.fields.items()))
    values = (node.id, bare(node.code), bare(node.title), str(node.points), str(node.weight), node.role, node.mode)
    return (*values, *fields)
