"""The rows of one sheet: a row a fact, nodes and rules spanning theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from xize.model.indicator import Indicator, Sheet
from xize.score.need import Need


@dataclass(frozen=True)
class Block:
    """A node and its rows: `[first, last]` with all below it, the facts of its own first; rows count from 0."""

    node: Indicator
    depth: int
    first: int
    last: int
    needs: tuple[Need, ...]
    own: int
    """How many rows are the node's own."""


@dataclass(frozen=True)
class Rows:
    """All blocks of a sheet in document order, its depth and the field roles it shows."""

    blocks: tuple[Block, ...]
    count: int
    depth: int
    roles: tuple[str, ...]


def lay_rows(sheet: Sheet, needs: Mapping[str, Sequence[Need]]) -> Rows:
    """Return the rows of a sheet; `needs` are the facts by indicator."""
    blocks: list[Block] = []

    def place(node: Indicator, depth: int, first: int) -> int:
        """Place a node and all below it; return the row after its last."""
        own = len(needs.get(node.id, ()))
        if not own and (not node.children or _shares_a_role(node)):
            own = 1
        position = len(blocks)
        row = first + own
        for child in node.children:
            row = place(child, depth + 1, row)
        blocks.insert(position, Block(node, depth, first, row - 1, tuple(needs.get(node.id, ())), own))
        return row

    row = 0
    for node in sheet.indicators:
        row = place(node, 0, row)
    nodes = [block.node for block in blocks]
    return Rows(tuple(blocks), row, max((block.depth for block in blocks), default=0) + 1, tuple(_roles(nodes)))


def _roles(nodes: Iterable[Indicator]) -> list[str]:
    """Return the roles of fields that say more than the titles do, in order of first appearance."""
    found: dict[str, None] = {}
    for node in nodes:
        for role, text in node.fields.items():
            if "".join(text.text.split()) != "".join(node.title.split()):
                found.setdefault(role)
    return list(found)


def _shares_a_role(node: Indicator) -> bool:
    return any(role in below.fields for below in node.walk()[1:] for role in node.fields)
