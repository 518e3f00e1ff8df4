"""Runs of paragraphs between tables: metadata, list sheets, elaborations, notes and prose."""

from __future__ import annotations

import re
from dataclasses import replace

from xize.extract.segment.elaboration import read_elaborations
from xize.extract.segment.lists import Reader
from xize.extract.segment.metadata import read_front
from xize.extract.segment.part import Part, Stretch
from xize.extract.segment.passages import Passage, passages
from xize.extract.segment.sections import sections
from xize.extract.segment.vocabulary import opens_elaborations
from xize.model.finding import Finding
from xize.words import Words

say = Words("xize.extract.segment")
REMNANT = re.compile(r"[分)）\]】。；;\s]{1,4}")
"""The end of an item printed a second time on a line of its own, as scans leave it: "分)"."""


def segment_paragraphs(stretch: Stretch) -> Part:
    """Return what a run of paragraphs holds; what is nothing else is prose of the sheet above it."""
    run = passages(stretch)
    front = read_front(stretch.document, run, stretch.first, stretch.last)
    remnants = {at: "noise:remnant" for at, passage in enumerate(run) if REMNANT.fullmatch(passage.text)}
    front.taken.update(remnants)
    whole = Part(metadata=front.metadata, findings=tuple(_remnant(stretch, run[at]) for at in remnants))
    reader = Reader(stretch, front.metadata.title or "")
    for at, place in front.taken.items():
        reader.spans(place, run[at].spans)
    whole += reader.part()
    rest = tuple(passage for at, passage in enumerate(run) if at not in front.taken)
    # Entries can spell out a list of the same run: what stands before their heading is read first.
    cut = next((i for i, p in enumerate(rest) if i and p.style is None and opens_elaborations(p.text)), 0)
    for piece in (rest[:cut], rest[cut:]):
        whole += _piece(stretch, piece, whole)
    return whole


def _remnant(stretch: Stretch, passage: Passage) -> Finding:
    message, hint = say("text_remnant", quote=passage.text), say("text_remnant_hint")
    at = (stretch.document.anchor_spans(passage.spans),)
    return Finding(code="text-remnant", severity="info", message=message, hint=hint, at=at)


def _piece(stretch: Stretch, run: tuple[Passage, ...], before: Part) -> Part:
    """Return what passages hold: entries for the sheets so far, again for what follows them, and lists."""
    whole = Part()
    title = before.metadata.title or ""
    while run:
        here = replace(stretch, sheets=stretch.sheets + before.sheets + whole.sheets)
        part, run, after = read_elaborations(here, run, here.sheets)
        reader = Reader(here, title)
        for section in sections(run):
            reader.read(section)
        whole += part + reader.part()
        run = after
    return whole
