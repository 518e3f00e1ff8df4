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
    made: list[Block] = []
    findings: list[Finding] = []
    at = 0
    while at < len(blocks):
        header = _header(document, blocks, at)
        if not header:
            made.append(blocks[at])
            at += 1
            continue
        run, repeats = _run(document, blocks, at + len(header), header)
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


def _header(document: SourceDocument, blocks: Sequence[Block], at: int) -> list[Paragraph]:
    """Return the run of header words that begins at a block, or nothing."""
    words: list[Paragraph] = []
    roles: list[str] = []
    for block in blocks[at:]:
        if not isinstance(block, Paragraph) or block.kind != "body" or block.end - block.start > _HEADER_CHARS:
            break
        role = role_of(document.text[block.start : block.end])
        if role is None:
            break
        words.append(block)
        roles.append(role)
    named = any(role in NODE_ROLES for role in roles)
    scored = any(role in CRITERIA or role in ("points", "weight") for role in roles)
    return words if len(words) >= _HEADER_WORDS and named and scored else []


def _run(
    document: SourceDocument, blocks: Sequence[Block], at: int, header: list[Paragraph]
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
        again = _header(document, blocks, here)
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
