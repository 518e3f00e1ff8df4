"""Read a text file: decode it, find its tables, keep the rest line by line."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from xize.errors import OverLimitError, UnreadableSourceError
from xize.extract import limits
from xize.extract.text.encoding import Decoded, decode, words
from xize.extract.text.layout import lay_out
from xize.extract.text.lines import Line, paragraphs, split_lines
from xize.extract.text.rows import Unclear
from xize.extract.text.shapes import find_tables
from xize.model.anchor import Anchor
from xize.model.finding import Finding, Severity
from xize.model.source import Block, SourceDocument, Span

SOURCE = "s1"
BLANK = "\u200b\u200c\u200d\u2060\ufeff \t\r\n\f\v\u3000\u00a0"
"""Characters that print nothing."""


def read_text(name: str, data: bytes) -> SourceDocument:
    """Read a text file.

    Args:
        name: the file's name, for messages.
        data: the whole file.

    Returns:
        The document; `text` is the decoded file after its byte-order mark, character by character.

    Raises:
        UnreadableSourceError: the bytes are no text, or nothing but white space.
        OverLimitError: the text is over a limit of `xize.extract.limits`.
    """
    if len(data) > limits.TEXT_BYTES:
        raise _over(words("too_large", file=name, size=len(data), limit=limits.TEXT_BYTES))
    decoded = decode(name, data)
    if not decoded.text.strip(BLANK):
        raise UnreadableSourceError(words("blank", file=name), words("blank_hint"))
    # Before they are split: each line is an object.
    breaks = decoded.text.count("\n") or decoded.text.count("\r")
    if breaks > limits.LINES:
        raise _over(words("too_many_lines", file=name, size=breaks, limit=limits.LINES))
    lines = split_lines(decoded.text)
    _check(name, lines)
    blocks, findings = _blocks(name, decoded.text, lines)
    return SourceDocument(
        id=SOURCE,
        name=name,
        media_type="text/plain",
        sha256=hashlib.sha256(data).hexdigest(),
        text=decoded.text,
        blocks=tuple(blocks),
        findings=(*_encoding_findings(decoded), *findings),
        encoding=decoded.encoding,
    )


def _blocks(name: str, text: str, lines: Sequence[Line]) -> tuple[list[Block], list[Finding]]:
    """Return the tables and, between them, a paragraph for each line."""
    blocks: list[Block] = []
    findings: list[Finding] = []
    plain = tables = 0
    for found in find_tables(text, lines):
        span = lines[found.first].start, lines[found.last - 1].end
        if isinstance(found, Unclear):
            findings.append(finding("rows_unclear", "warning", span))
            continue
        if found.width > limits.COLUMNS or found.width * len(found.rows) > limits.CELLS:
            size = f"{len(found.rows)} × {found.width}"
            limit = f"{limits.COLUMNS} ({limits.CELLS})"
            raise _over(words("table_too_large", file=name, line=found.first + 1, size=size, limit=limit))
        blocks += paragraphs(lines[plain : found.first])
        table, doubtful = lay_out(text, found, span, tables)
        blocks.append(table)
        for row, count in doubtful:
            findings.append(finding("row_narrow", "warning", row, found=count, cols=found.width))
        if found.unclear_end:
            findings.append(finding("table_end_unclear", "warning", found.unclear_end))
        tables += 1
        plain = found.last
    return blocks + paragraphs(lines[plain:]), findings


def finding(key: str, severity: Severity, span: Span | None = None, **values: object) -> Finding:
    """Return the finding whose words are `key` and whose code is the same with hyphens."""
    at = (Anchor(source=SOURCE, start=span[0], end=span[1]),) if span else ()
    code = key.replace("_", "-")
    return Finding(code=code, severity=severity, message=words(key, **values), hint=words(f"{key}_hint"), at=at)


def _check(name: str, lines: Sequence[Line]) -> None:
    for number, line in enumerate(lines, 1):
        if line.end - line.start > limits.LINE_CHARS:
            size = line.end - line.start
            raise _over(words("line_too_long", file=name, line=number, size=size, limit=limits.LINE_CHARS))


def _over(what: str) -> OverLimitError:
    return OverLimitError(what, words("limit_hint"))


def _encoding_findings(decoded: Decoded) -> list[Finding]:
    if not decoded.guessed:
        return []
    second = decoded.second or words("unknown")
    return [finding("encoding_guessed", "warning", (0, 0), encoding=decoded.encoding, second=second)]
