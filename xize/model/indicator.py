"""The indicator tree: sheets, indicators and their fields."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from xize.model.anchor import Anchor, Text
from xize.model.base import Model, Number
from xize.model.quantity import Origin
from xize.model.rule import Limit, Rule
from xize.model.statement import Formula, Grade

Role = Literal["scored", "bonus", "penalty", "veto", "info"]
Mode = Literal["deduct", "award", "mixed", "band", "manual", "none"]

FIELD_ROLES = (
    "task", "content", "standard", "target", "method", "criteria",
    "department", "owner", "evidence", "budget", "period", "note",
)  # fmt: skip
"""The roles a column can have; a column with an unknown header keeps its own words as key."""


class Elaboration(Model):
    """The same indicator spelled out again elsewhere in the document (操作细则)."""

    title: str | None = None
    points: Number | None = None
    points_at: Anchor | None = None
    fields: dict[str, Text] = Field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    limits: tuple[Limit, ...] = ()
    at: Anchor


class Indicator(Model):
    """A node of the tree (指标), at any level; see the contract for the meaning of each field.

    `id` is the path of ordinals inside the document ("2/1/3": sheet 2, first node, third child), the same in every
    format of one document. `title` is the name without code and points. `open` names open questions about the
    indicator itself and is empty in a canonical rubric; `decided_by` names the questions whose answers shaped it.
    """

    id: str
    code: str | None = None
    code_at: Anchor | None = None
    title: str
    title_at: Anchor | None = None
    level: int = Field(ge=1)
    role: Role = "scored"
    points: Number | None = None
    points_at: Anchor | None = None
    points_origin: Origin = "printed"
    weight: Number | None = None
    mode: Mode = "none"
    fields: dict[str, Text] = Field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    limits: tuple[Limit, ...] = ()
    elaboration: Elaboration | None = None
    children: tuple[Indicator, ...] = ()
    at: Anchor
    open: tuple[str, ...] = ()
    decided_by: tuple[str, ...] = ()

    def walk(self) -> tuple[Indicator, ...]:
        """Return this node and all below it, in document order."""
        found: list[Indicator] = []
        stack = [self]
        while stack:
            node = stack.pop()
            found.append(node)
            stack.extend(reversed(node.children))
        return tuple(found)


class Sheet(Model):
    """One table, annex or department list (表); `subject` is whom it assesses, `points` its declared total."""

    id: str
    title: str
    title_at: Anchor | None = None
    subject: str | None = None
    subject_at: Anchor | None = None
    points: Number | None = None
    points_at: Anchor | None = None
    indicators: tuple[Indicator, ...] = ()
    formulas: tuple[Formula, ...] = ()
    grades: tuple[Grade, ...] = ()
    at: Anchor

    def walk(self) -> tuple[Indicator, ...]:
        """Return every indicator of the sheet, in document order."""
        return tuple(node for top in self.indicators for node in top.walk())
