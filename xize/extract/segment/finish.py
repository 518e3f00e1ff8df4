"""What needs the whole document: statements of its own counts, checked against the tree."""

from __future__ import annotations

from dataclasses import replace

from xize.extract.segment.declared import check_declared
from xize.extract.segment.metadata import period_of_sheets
from xize.extract.segment.part import Part
from xize.model.source import SourceDocument


def finish(document: SourceDocument, part: Part) -> Part:
    """Return the whole part with what only the whole can tell."""
    part = check_declared(part)
    return replace(part, metadata=part.metadata.or_else(period_of_sheets(document, part.sheets)))
