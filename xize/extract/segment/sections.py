"""Passages → sections: lists under their names, items under items by the way they are numbered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from xize.extract.segment.passages import Passage
from xize.extract.segment.vocabulary import (
    ANNEX,
    LONGEST,
    block_role,
    ends_like_title,
    is_label,
    is_note,
    is_title_like,
)

RANK = {"chapter": 0, "section": 1, "article": 2}
"""Numbers that outrank any other, whatever stood before."""
DEEPEST = 12
"""Levels of items under items; real lists have five or six."""
AHEAD = 12
"""Passages: a list begins no further below its name than this."""

_PART = re.compile(r"\s*第\s*[\d〇零一二三四五六七八九十]+\s*(?:部分|单元|大项|大类)")
"""A part of a document has a name of its own: it goes on with no title."""


@dataclass
class Node:
    """A numbered passage, the passages without number that follow it, and the items numbered below it."""

    head: Passage
    body: list[Passage] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass
class Section:
    """A list: its name in one or more lines, what stands between name and first item, and its items."""

    titles: list[Passage] = field(default_factory=list)
    intro: list[Passage] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)


def sections(passages: tuple[Passage, ...]) -> list[Section]:
    """Return the sections of a run of passages, in document order; the first has no name unless one is printed."""
    found = [Section()]
    stack: list[Node] = []
    at = 0
    while at < len(passages):
        length = title_length(passages, at, stack)
        if length:
            if found[-1].nodes or found[-1].intro or found[-1].titles:
                found.append(Section())
            found[-1].titles.extend(passages[at : at + length])
            stack.clear()
            at += length
            continue
        passage = passages[at]
        if found[-1].nodes and opens_block(passage):
            stack[:] = [Node(passage)]
            found[-1].nodes.append(stack[0])
        elif passage.style is not None:
            _place(found[-1], stack, Node(passage))
        elif stack:
            stack[-1].body.append(passage)
        else:
            found[-1].intro.append(passage)
        at += 1
    return [section for section in found if section.titles or section.intro or section.nodes]


def _place(section: Section, stack: list[Node], node: Node) -> None:
    """Hang a node where its numbering belongs: beside the open item numbered alike, else below the last."""
    style = node.head.style
    depth = next((i for i in reversed(range(len(stack))) if stack[i].head.style == style), None)
    if style is not None and style[0] in RANK:
        outer = [i for i, above in enumerate(stack) if _rank(above) < RANK[style[0]]]
        depth = len(outer)
    elif depth is None or _restarts_inside(stack[-1], node):
        depth = min(len(stack), DEEPEST)
    del stack[depth:]
    (stack[-1].children if stack else section.nodes).append(node)
    stack.append(node)


def opens_block(passage: Passage) -> bool:
    """Return whether a passage without number opens a bonus, penalty or veto block (加分：获得表彰的…)."""
    lead = re.match(r"\s*([^，。；：:]{2,12})[:：]", passage.text)
    return passage.style is None and lead is not None and block_role(lead[1]) is not None and not is_label(passage.text)


def _rank(node: Node) -> int:
    return RANK.get(node.head.style[0], 9) if node.head.style else 9


def _restarts_inside(last: Node, node: Node) -> bool:
    """Return whether a list numbered like its parent begins below it: "3.下列情形：" then "1.…"."""
    code = node.head.code
    text = (last.body[-1] if last.body else last.head).text.rstrip()
    same = code is not None and last.head.style == node.head.style
    return same and code is not None and code.ordinals[-1] == 1 and text.endswith((":", "："))


def title_length(passages: tuple[Passage, ...], at: int, stack: list[Node]) -> int:
    """Return how many passages from `at` on are the name of a list, 0 for none."""
    if not _may_be_title(passages[at]):
        return 0
    length = 1
    # A name goes on in the next line until a line ends as names end: 基层所 / 2023年工作任务清单.
    while (
        at + length < len(passages)
        and length < 4
        and _may_be_title(passages[at + length])
        and not ends_like_title(passages[at + length - 1].text)
        and not ANNEX.match(passages[at + length].text)
        and not _PART.match(passages[at + length].text)
    ):
        length += 1
    following = next((p for p in passages[at + length : at + length + AHEAD] if p.style is not None), None)
    strong = any(p.heading or is_title_like(p.text) for p in passages[at : at + length])
    if following is None:
        return length if ANNEX.match(passages[at].text) or (strong and not stack) else 0
    first = following.code is None or following.code.ordinals[-1] == 1
    if ANNEX.match(passages[at].text):
        return length
    if not first:
        return 0
    next_one = passages[at + length]
    near = next_one.style is not None or _may_be_title(next_one)
    if not stack:
        return length if strong or next_one.style is not None else 0
    outermost = following.style == stack[0].head.style
    # A number that begins again right below a name counts a new list, even where numbers of its kind are open.
    counts_anew = following.code is not None or _fresh(following, stack)
    opens = (outermost and (strong or near)) or (strong and near and counts_anew)
    return length if opens else 0


def _fresh(following: Passage, stack: list[Node]) -> bool:
    """Return whether a number is of no kind that is open."""
    return all(node.head.style != following.style for node in stack)


def _may_be_title(passage: Passage) -> bool:
    text = passage.text.strip()
    if passage.style is not None or len(text) > LONGEST or is_note(text):
        return False
    return ANNEX.match(text) is not None or re.search(r"[。：:]|[；;，]$", text) is None
