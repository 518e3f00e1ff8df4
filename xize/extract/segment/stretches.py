"""Split a document's blocks into stretches: a table with the paragraphs that are its heading, or a run of paragraphs.

A table's heading is what stands right above it and reads like a name, not like a sentence: a title of one or more
lines, the label of an annex (附件1), a line of particulars (单位：万元).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from xize.model.source import Block, Paragraph, Table

LABEL = re.compile(r"\s*附\s*[件表录]\s*[0-9０-９一二三四五六七八九十]*\s*[:：]?\s*$")
PARTICULARS = re.compile(
    r"\s*[（(]?\s*(单位|计量单位|被?考[核评](单位|部门|对象|时间|日期)|填[报表](单位|人|日期|时间))\s*[:：]"
)
FORM = re.compile(
    r"(?=.*(?:[_＿]{2}|[:：].*[:：]))(?:\s*[^\s:：，。；_＿]{2,10}\s*[:：](?:[\s_＿年月日/]*|\s*[\d.]{1,6}\s*分?(?=\s|$)))+$"
)
"""A line to be filled in: labels with blanks behind them, or a number (班级：____ 日期：  年 月 日 总分：100分)."""
DATE = re.compile(r"\s*[\d０-９〇○零一二三四五六七八九十]{4}\s*年\s*[\d〇一二三四五六七八九十]{1,3}\s*月.{0,6}$")
SENTENCE = re.compile(r"[。；;！!，]\s*$|[:：]\s*$")
LONGEST = 60
"""A heading is shorter than this; a longer paragraph is a sentence even without its full stop."""


def stretches(text: str, blocks: tuple[Block, ...]) -> Iterator[tuple[Block, ...]]:
    """Yield the stretches in reading order; each has at most one table, as its last block."""
    run: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            run.append(block)
            continue
        cut = len(run) - _heading_length(text, run)
        if cut:
            yield tuple(run[:cut])
        yield (*run[cut:], block)
        run = []
    if run:
        yield tuple(run)


def is_table(stretch: tuple[Block, ...]) -> bool:
    """Return whether a stretch is a table with its heading."""
    return bool(stretch) and isinstance(stretch[-1], Table)


def is_particulars(line: str) -> bool:
    """Return whether a line above a table says when, where or in what unit it is filled in."""
    return PARTICULARS.match(line) is not None or FORM.match(line) is not None


def _heading_length(text: str, run: list[Block]) -> int:
    """Return how many paragraphs at the end of a run are the heading of the table below."""
    lines = [text[block.start : block.end] for block in run]
    at = len(lines)
    while at and is_particulars(lines[at - 1]):
        at -= 1
    if at and _is_title(lines[at - 1]):
        at -= 1
        while at and _goes_on(lines[at - 1], lines[at]):
            at -= 1
    if at and LABEL.match(lines[at - 1]):
        at -= 1
    return len(lines) - at


def _is_title(line: str) -> bool:
    return len(line.strip()) < LONGEST and not (SENTENCE.search(line) or LABEL.match(line) or DATE.match(line))


def _goes_on(above: str, line: str) -> bool:
    """Return whether a title began in the line above: an open bracket, or the edition in brackets on its own line."""
    if not _is_title(above):
        return False
    opened = any(above.count(left) > above.count(right) for left, right in ("《》", "（）", "()", "“”"))
    return opened or re.fullmatch(r"\s*[（(][^（）()]*(版|试行|修订|年度?|暂行)[）)]\s*", line) is not None
