"""What segmentation makes of a document: the rubric without rules, and where every character went."""

from __future__ import annotations

from dataclasses import dataclass

from xize.model.accounting import Placement
from xize.model.anchor import Text
from xize.model.rubric import DraftRubric


@dataclass(frozen=True)
class Outline:
    """The indicator tree before any sentence is read.

    `rubric` has sheets, indicators, fields and metadata, with `rules` and `limits` empty. `prose` are the body
    paragraphs that are no indicator but may hold scoring language for the whole document or a sheet: formulas, grades,
    policies, general rules (考核办法, 说明, 注); `sheet` is the id of the sheet they belong to, or None.
    `placements` say where every visible character went, `grades` which columns are headed by a grade.
    """

    rubric: DraftRubric
    prose: tuple[Prose, ...] = ()
    placements: tuple[Placement, ...] = ()
    grades: tuple[GradeColumn, ...] = ()


@dataclass(frozen=True)
class GradeColumn:
    """A column headed by a grade (优、良、中): its sheet, the `key` of its cells among the fields, its header cell."""

    sheet: str
    key: str
    header: Text


@dataclass(frozen=True)
class Prose:
    """A paragraph outside all indicators, verbatim, and the headings it stands under, outermost first."""

    text: Text
    sheet: str | None = None
    headings: tuple[str, ...] = ()
