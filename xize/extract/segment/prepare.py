"""Blocks to blocks: what is no part of the document marked, what a copy flattened put together again."""

from __future__ import annotations

from xize.extract.segment.flattened import restore_tables
from xize.extract.segment.furniture import cut_off, mark_furniture
from xize.extract.segment.say import finding
from xize.model.finding import Finding
from xize.model.source import Block, SourceDocument

_TAIL = 30
"""How many characters of a broken-off sentence are quoted."""


def prepare(document: SourceDocument) -> tuple[tuple[Block, ...], tuple[Finding, ...]]:
    """Return the blocks that segmentation works on, and what was found on the way.

    Page furniture comes back as paragraphs of kind "furniture"; a run of paragraphs that is a flattened table comes
    back as one `Table` with `spans_known` false. Blocks stay in reading order and cover the same text.
    """
    marked = mark_furniture(document)
    broken = cut_off(document.text, marked)
    blocks, findings = restore_tables(document, marked)
    if broken is not None:
        at = (document.anchor(broken.start, broken.end),)
        quote = document.text[broken.start : broken.end].strip()[-_TAIL:]
        findings.append(finding("truncated-end", "warning", at, quote=quote))
    return blocks, tuple(findings)
