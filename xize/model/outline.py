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
    `placements` say where every visible character went, `grades` which columns are headed by a grade, `amounts` what
    stands in columns of amounts.
    """

    rubric: DraftRubric
    prose: tuple[Prose, ...] = ()
    placements: tuple[Placement, ...] = ()
    grades: tuple[GradeColumn, ...] = ()
    amounts: tuple[AmountCell, ...] = ()


@dataclass(frozen=True)
class GradeColumn:
    """A column headed by a grade (优、良、中): its sheet, the `key` of its cells among the fields, its header cell."""

    sheet: str
    key: str
    header: Text


@dataclass(frozen=True)
class AmountCell:
    """A cell of a column of amounts (扣分值) with what it is for.

    `key` is its column's among the fields of the `indicator`, `header` the header cell; `condition` is the text beside
    it in its row, or None where its row has none of its own, and `under` that text's header.
    """

    indicator: str
    key: str
    header: Text
    amount: Text
    condition: Text | None = None
    under: str = ""


@dataclass(frozen=True)
class Prose:
    """A paragraph outside all indicators, verbatim, and the headings it stands under, outermost first."""

    text: Text
    sheet: str | None = None
    headings: tuple[str, ...] = ()
