"""A table that a copy flattened to bare lines (摊平的表格): one line a cell, nothing between rows and columns.

Its header is a run of lines that are header words; below, what a line is tells its column. `statements` reads the
lines, `restore` gives them to the columns, so that the result is a table like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from xize.extract.segment.columns import NODE_ROLES, role_of
from xize.extract.segment.restore import CRITERIA, Builder
from xize.extract.segment.statements import read_statements
from xize.model.finding import Finding
from xize.model.source import Block, Paragraph, SourceDocument, Table

_HEADER_WORDS = 3
"""The fewest header words in a row that make a header."""
_HEADER_CHARS = 24


def restore_tables(document: SourceDocument, blocks: Sequence[Block]) -> tuple[tuple[Block, ...], list[Finding]]:
    """Return the blocks with every flattened table as one `Table`, and what was not clear about them.

    Tables keep their order: `index` counts all tables of the document anew.
    """
    headers = _Headers(document, blocks)
    made: list[Block] = []
    findings: list[Finding] = []
    at = 0
    while at < len(blocks):
        header = headers.at(at)
        if not header:
            made.append(blocks[at])
            at += 1
            continue
        run, repeats = _run(document, blocks, at + len(header), header, headers)
        printed_again = {word.start for word in repeats}
        lines = [p for p in run if p.kind == "body" and p.start not in printed_again]
        builder = Builder(document, header, read_statements(document.text, lines), repeats)
        table = builder.table()
        if table is None:
            made.extend((*header, *run))
        else:
            made.append(table)
            made.extend(p for p in run if p.kind != "body")
            findings += builder.findings
        at += len(header) + len(run)
    return _numbered(made), findings


def _numbered(blocks: list[Block]) -> tuple[Block, ...]:
    index = -1
    made: list[Block] = []
    for block in blocks:
        if isinstance(block, Table):
            index += 1
            made.append(replace(block, index=index))
        else:
            made.append(block)
    return tuple(made)


class _Headers:
    """Where headers are: every block is asked once, from the last to the first."""

    def __init__(self, document: SourceDocument, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._ends: list[int] = [0] * len(blocks)
        self._whole: list[bool] = [False] * len(blocks)
        end, named, scored = len(blocks), False, False
        for at in range(len(blocks) - 1, -1, -1):
            role = _role(document, blocks[at])
            if role is None:
                end, named, scored = at, False, False
            named = named or role in NODE_ROLES
            scored = scored or role in CRITERIA or role in ("points", "weight")
            self._ends[at] = end
            self._whole[at] = named and scored and end - at >= _HEADER_WORDS

    def at(self, at: int) -> list[Paragraph]:
        """Return the run of header words that begins at a block, or nothing."""
        run = self._blocks[at : self._ends[at]] if self._whole[at] else ()
        return [block for block in run if isinstance(block, Paragraph)]


def _role(document: SourceDocument, block: Block) -> str | None:
    if not isinstance(block, Paragraph) or block.kind != "body" or block.end - block.start > _HEADER_CHARS:
        return None
    return role_of(document.text[block.start : block.end])


def _run(
    document: SourceDocument, blocks: Sequence[Block], at: int, header: list[Paragraph], headers: _Headers
) -> tuple[list[Paragraph], list[Paragraph]]:
    """Return the paragraphs that may belong to the table, and those of them that only print the header again."""
    words = [document.text[p.start : p.end].strip() for p in header]
    run: list[Paragraph] = []
    repeats: list[Paragraph] = []
    here = at
    while here < len(blocks):
        block = blocks[here]
        if not isinstance(block, Paragraph) or block.kind not in ("body", "furniture", "page_number"):
            break
        again = headers.at(here)
        if again and [document.text[p.start : p.end].strip() for p in again] == words:
            run += again
            repeats += again
            here += len(again)
            continue
        if block.kind == "body" and (again or _ends(document.text[block.start : block.end].strip())):
            break
        run.append(block)
        here += 1
    return run, repeats


def _ends(line: str) -> bool:
    return line.startswith(("注：", "注:", "说明：", "说明:", "备注：", "备注:", "附件", "填表人", "审核人"))
