"""What a web page or a converter put around the document (页面装饰): marked, so that it is no text of the document."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files

from xize.model.source import Block, Paragraph, SourceDocument

_LONGEST = 200
"""A longer line is text, whatever it looks like."""
_FEW = 2
"""So many sure lines tell that the document was copied off a page."""
_ENDED = re.compile(r"[。！？!?；;：:）)”’》】…分\d]\s*$")
_SIGNED = re.compile(r"[局会室院府处科所部队办委厅校站]$|年.{1,3}月.{1,4}日|附件")
_CONTENTS = re.compile(r"目\s*[录次]|\S.*?\s*[.．…·‥⋯]{4,}\s*[-－—(（]?\s*\d{1,3}\s*[-－—)）]?")
_PAIRS = (("《", "》"), ("（", "）"), ("(", ")"), ("“", "”"), ("【", "】"))


def mark_furniture(document: SourceDocument) -> tuple[Block, ...]:
    """Return the blocks with page furniture as paragraphs of kind "furniture"; they cover the same text."""
    text = document.text
    patterns = _patterns()
    sure = {at for at, block in enumerate(document.blocks) if _fits(text, block, patterns["sure"])}
    marked: list[Block] = []
    for at, block in enumerate(document.blocks):
        if not isinstance(block, Paragraph) or block.kind != "body":
            marked.append(block)
        elif _is_contents(text, block) or at in sure or (len(sure) >= _FEW and _fits(text, block, patterns["likely"])):
            marked.append(replace(block, kind="furniture"))
        else:
            marked.extend(_split(text, block, patterns["inline"]))
    return tuple(marked)


def cut_off(text: str, blocks: tuple[Block, ...]) -> Paragraph | None:
    """Return the last paragraph of the body if page furniture follows it and its sentence breaks off."""
    last = next((at for at in reversed(range(len(blocks))) if not _is_furniture(blocks[at])), None)
    if last is None or last == len(blocks) - 1:
        return None
    block = blocks[last]
    if not isinstance(block, Paragraph):
        return None
    line = text[block.start : block.end].strip()
    open_pair = any(line.count(left) > line.count(right) for left, right in _PAIRS)
    unfinished = len(line) >= 12 and not _ENDED.search(line) and not _SIGNED.search(line)
    return block if open_pair or unfinished else None


def _is_furniture(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.kind == "furniture"


def _is_contents(text: str, block: Paragraph) -> bool:
    """Return whether a line is one of a table of contents: a name, a leader of dots or a tab, a page number."""
    line = text[block.start : block.end].strip()
    listed = block.style is not None and block.style.lower().startswith(("toc", "目录"))
    return len(line) <= _LONGEST and (listed or _CONTENTS.fullmatch(line) is not None)


def _fits(text: str, block: Block, pattern: re.Pattern[str]) -> bool:
    if not isinstance(block, Paragraph) or block.kind != "body" or block.end - block.start > _LONGEST:
        return False
    return pattern.fullmatch(text[block.start : block.end].strip()) is not None


def _split(text: str, block: Paragraph, pattern: re.Pattern[str]) -> Iterator[Paragraph]:
    """Yield the paragraph, parted where a converter left a mark."""
    start = block.start
    for found in pattern.finditer(text, block.start, block.end):
        if text[start : found.start()].strip():
            yield replace(block, start=start, end=found.start(), number_end=None)
        yield Paragraph(start=found.start(), end=found.end(), kind="furniture")
        start = found.end()
    if start == block.start:
        yield block
    elif text[start : block.end].strip():
        yield replace(block, start=start, number_end=None)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    data = tomllib.loads(files(__package__).joinpath("furniture.toml").read_text(encoding="utf-8"))
    flags = {"sure": re.IGNORECASE, "likely": re.IGNORECASE, "inline": 0}
    return {name: re.compile("|".join(f"(?:{p})" for p in data[name]), flag) for name, flag in flags.items()}
