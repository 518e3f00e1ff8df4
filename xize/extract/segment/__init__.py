"""From a `SourceDocument` to an `Outline`: sheets, indicators, fields and points."""

from __future__ import annotations

from xize.model.accounting import Placement
from xize.model.outline import Outline, Prose
from xize.model.rubric import DraftRubric, Source
from xize.model.source import Paragraph, SourceDocument


def segment(document: SourceDocument) -> Outline:
    """Return the outline of a document."""
    source = Source(
        id=document.id,
        name=document.name,
        media_type=document.media_type,
        sha256=document.sha256,
        chars=len(document.text),
        pages=document.pages,
    )
    prose = tuple(
        Prose(text=document.text_of(((block.start, block.end),)))
        for block in document.blocks
        if isinstance(block, Paragraph)
    )
    placements = tuple(Placement(start=p.text.at.start, end=p.text.at.end, place="prose") for p in prose)
    return Outline(
        rubric=DraftRubric(sources=(source,), findings=document.findings), prose=prose, placements=placements
    )
