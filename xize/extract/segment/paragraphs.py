"""Runs of paragraphs between tables: metadata, list sheets, elaborations, notes and prose."""

from __future__ import annotations

from xize.extract.segment.lists import Reader
from xize.extract.segment.metadata import read_front
from xize.extract.segment.part import Part, Stretch
from xize.extract.segment.passages import passages
from xize.extract.segment.sections import sections


def segment_paragraphs(stretch: Stretch) -> Part:
    """Return what a run of paragraphs holds; what is nothing else is prose of the sheet above it."""
    run = passages(stretch)
    front = read_front(stretch.document, run, stretch.first, stretch.last)
    reader = Reader(stretch, front.metadata.title or "")
    for at, place in front.taken.items():
        reader.spans(place, run[at].spans)
    for section in sections(tuple(passage for at, passage in enumerate(run) if at not in front.taken)):
        reader.read(section)
    return reader.part() + Part(metadata=front.metadata)
