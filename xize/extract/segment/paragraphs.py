"""Runs of paragraphs between tables: metadata, list sheets, elaborations, notes and prose."""

from __future__ import annotations

from xize.extract.segment.part import Part, Stretch
from xize.model.accounting import Placement
from xize.model.outline import Prose


def segment_paragraphs(stretch: Stretch) -> Part:
    """Return what a run of paragraphs holds; what is nothing else is prose of the sheet above it."""
    sheet = stretch.sheets[-1].id if stretch.sheets else None
    paragraphs = stretch.paragraphs()
    return Part(
        prose=tuple(Prose(stretch.document.text_of(((p.start, p.end),)), sheet=sheet) for p in paragraphs),
        placements=tuple(Placement(start=p.start, end=p.end, place="prose") for p in paragraphs),
    )
