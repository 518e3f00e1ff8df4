"""What is checked: a rubric, and what a draft says beside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from xize.model.anchor import Anchor, Text
from xize.model.indicator import Indicator
from xize.model.question import Question
from xize.model.rubric import Draft, Rubric, RubricBody, Unparsed
from xize.model.rule import Limit, Rule


@dataclass(frozen=True)
class Statements:
    """The rules of one node as printed in one place: its own row, or its elaboration elsewhere (操作细则)."""

    node: Indicator
    rules: tuple[Rule, ...]
    limits: tuple[Limit, ...]


@dataclass(frozen=True)
class Subject:
    """A rubric to check, with the questions and unread sentences of the draft it stands in (none: canonical)."""

    rubric: RubricBody
    questions: tuple[Question, ...] = ()
    unparsed: tuple[Unparsed, ...] = ()

    @classmethod
    def of(cls, found: Draft | Rubric) -> Subject:
        """Return the subject of a draft or of a canonical rubric."""
        if isinstance(found, Draft):
            return cls(found.rubric, found.questions, found.unparsed)
        return cls(found)

    @cached_property
    def nodes(self) -> tuple[Indicator, ...]:
        """Every indicator, in document order."""
        return self.rubric.walk()

    @cached_property
    def statements(self) -> tuple[Statements, ...]:
        """The rules of every node, and of its elaboration apart, in document order."""
        found: list[Statements] = []
        for node in self.nodes:
            found.append(Statements(node, node.rules, node.limits))
            if node.elaboration is not None:
                found.append(Statements(node, node.elaboration.rules, node.elaboration.limits))
        return tuple(found)

    @cached_property
    def above(self) -> dict[str, tuple[Indicator, ...]]:
        """The ancestors of every indicator by its id, the nearest first."""
        found: dict[str, tuple[Indicator, ...]] = {}
        stack: list[tuple[Indicator, tuple[Indicator, ...]]] = [
            (top, ()) for sheet in self.rubric.sheets for top in sheet.indicators
        ]
        while stack:
            node, ancestors = stack.pop()
            found[node.id] = ancestors
            stack.extend((child, (node, *ancestors)) for child in node.children)
        return found


def texts(node: Indicator) -> tuple[tuple[str, Text], ...]:
    """Return the fields of a node and of its elaboration, each with its role."""
    own = tuple(node.fields.items())
    return own if node.elaboration is None else own + tuple(node.elaboration.fields.items())


def title_at(node: Indicator) -> Anchor:
    """Return where a node's name is printed, else where the node is."""
    return node.title_at or node.at
