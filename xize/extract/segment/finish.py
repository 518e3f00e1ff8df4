"""What needs the whole document: its statements and its tree, checked against each other."""

from __future__ import annotations

from dataclasses import replace

from xize.extract.segment.checks import check_tree
from xize.extract.segment.declared import check_declared
from xize.extract.segment.metadata import period_of_sheets
from xize.extract.segment.part import Part
from xize.model.source import SourceDocument


def finish(document: SourceDocument, part: Part) -> Part:
    """Return the whole part with what only the whole can tell."""
    part = check_declared(part)
    metadata = part.metadata.or_else(period_of_sheets(document, part.sheets))
    return replace(part, metadata=metadata, findings=part.findings + check_tree(part))
