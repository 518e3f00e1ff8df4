"""What speaks for a numbered passage being an indicator, and what role it has; the judgement of list segmentation."""

from __future__ import annotations

import re

from xize.extract.segment.items import each_points, has_language, own_points
from xize.extract.segment.passages import Passage
from xize.extract.segment.sections import Node
from xize.extract.segment.vocabulary import (
    SCORING,
    block_role,
    closes,
    is_label,
    is_note,
    is_prose_heading,
    is_statement_heading,
)
from xize.model.indicator import Role

HEADING = 40
"""Characters: the head of a block or a heading is no longer."""
BLOCK = 15
"""Characters: the name of a bonus, penalty or veto block is no longer."""
_WINS = re.compile(r"[加奖](?:记|计|励)?\s*[\d.０-９]|加分|得\s*[\d.０-９]+\s*分")
_LOSES = re.compile(r"[扣减]\s*(?:除|减|记)?\s*[\d.０-９]|[扣减]分|不得分")


def qualifies(nodes: list[Node]) -> bool:
    """Return whether siblings are indicators: half of them or more are evident, or two print their points."""
    if not nodes:
        return False
    evident = sum(map(is_evident, nodes))
    return evident * 2 >= len(nodes) or sum(own_points(node) is not None for node in nodes) >= 2


def is_evident(node: Node) -> bool:
    """Return whether a node or most of what is below it prints points or speaks of winning and losing them."""
    return own_points(node) is not None or has_language(node) or qualifies(node.children)


def is_heading(node: Node) -> bool:
    """Return whether a node's head is a heading: short, one phrase."""
    text = node.head.text[node.head.body :]
    return len(text) <= HEADING and not re.search(r"[。；;]\s*\S", text)


def split(nodes: list[Node]) -> tuple[list[Node], list[Node]]:
    """Return the siblings that may be indicators, and those about the assessment (考核对象, 结果运用)."""
    aside = [node for node in nodes if _is_aside(node)]
    return [node for node in nodes if node not in aside], aside


def _is_aside(node: Node) -> bool:
    if not is_heading(node) or any(own_points(below) is not None for below in node.walk()):
        return False
    return states_only(node) or (is_prose_heading(node.head.text[node.head.body :]) and not qualifies(node.children))


def states_only(node: Node) -> bool:
    """Return whether a node is a heading of statements about the whole (计分说明, 结果运用)."""
    return is_heading(node) and is_statement_heading(node.head.text[node.head.body :])


def folds(node: Node) -> bool:
    """Return whether the items below a node are its own text: it has the points and they have none."""
    children = node.children
    if not children or each_points(node) is not None:
        return False
    printed = sum(any(own_points(below) is not None for below in child.walk()) for child in children)
    if printed * 2 >= len(children) or printed >= 2:
        return False
    return own_points(node) is not None or not qualifies(children)


def role_of(node: Node, block: str | None) -> Role:
    """Return the role of a node: its own heading's, else its block's, or in a mixed block its language's."""
    own = None
    if is_heading(node) and not (own_points(node) is not None and not node.children):
        own = block_role(re.split(r"[:：]", node.head.text[node.head.body :])[0])
    named = own if own not in {None, "mixed"} else block
    if named == "mixed" and own != "mixed" and not node.children:
        text = "".join(part.text for part in (node.head, *node.body))
        wins, loses = _WINS.search(text) is not None, _LOSES.search(text) is not None
        return "bonus" if wins and not loses else "penalty" if loses and not wins else "scored"
    roles: dict[str | None, Role] = {"bonus": "bonus", "penalty": "penalty", "veto": "veto"}
    return roles.get(named, "scored")


def is_block(node: Node) -> bool:
    """Return whether a node without items below is a bonus, penalty or veto block all in its own text."""
    name = re.split(r"[:：，,（(]", node.head.text[node.head.body :])[0]
    short = len(name) <= BLOCK and block_role(name) is not None
    return short and not node.children and has_language(node)


def take_tail(nodes: list[Node]) -> list[Passage]:
    """Take from the last item what no longer belongs to it but to the list: closing sentences and notes.

    Text below a name is the item's (（1）日常检查（20分） / 建立档案…); text below a finished sentence is not.
    """
    node = nodes[-1]
    while node.children:
        node = node.children[-1]
    if not node.body:
        return []
    points = own_points(node)
    head = node.head
    rest = head.text[head.body :] if points is None else points.without(head.text)[head.body :]
    phrase = len(rest.strip()) <= HEADING and not re.search(r"[。；;]", rest.strip(" 。；;"))
    finished = head.text.rstrip().endswith(("。", "；")) and points is None
    if points is not None and points.phrase[0] >= len(head.text):
        keep = len(node.body)
    else:
        keep = len(node.body) if phrase and not finished and not SCORING.search(rest) else 0
    if is_label(node.body[0].text):
        keep = len(node.body)
    keep = next((i for i, part in enumerate(node.body[:keep]) if is_note(part.text) or closes(part.text)), keep)
    tail, node.body = node.body[keep:], node.body[:keep]
    return tail
