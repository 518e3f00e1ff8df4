"""Read plain text documents."""

from __future__ import annotations

import hashlib

from xize.model.source import Paragraph, SourceDocument


def read_text(name: str, data: bytes) -> SourceDocument:
    """Read a text file; every non-blank line is a paragraph."""
    text = data.decode("utf-8-sig")
    blocks: list[Paragraph] = []
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            blocks.append(Paragraph(start=start, end=start + len(line.rstrip("\r\n"))))
        start += len(line)
    return SourceDocument(
        id="s1",
        name=name,
        media_type="text/plain",
        sha256=hashlib.sha256(data).hexdigest(),
        text=text,
        blocks=tuple(blocks),
    )
