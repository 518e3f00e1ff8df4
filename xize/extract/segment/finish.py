"""What needs the whole document: statements of its own counts, checked against the tree."""

from __future__ import annotations

from xize.extract.segment.declared import check_declared
from xize.extract.segment.part import Part
from xize.model.source import SourceDocument


def finish(document: SourceDocument, part: Part) -> Part:
    """Return the whole part with what only the whole can tell."""
    return check_declared(part)
