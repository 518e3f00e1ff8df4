"""Sums and codes of the tree as it stands now: what reading said of them, said again after a review (分值与编号)."""

from __future__ import annotations

from xize.extract.segment.checks import check_sheet
from xize.model.finding import Finding
from xize.model.rubric import RubricBody

RECOMPUTED = frozenset({"sum-open", "points-missing", "code-duplicate", "code-misplaced", "code-missing", "code-order"})
"""Codes that follow from the tree alone: those in the file are dropped and computed afresh."""


def structure(rubric: RubricBody) -> tuple[Finding, ...]:
    """Return the findings about sums, points and codes of every sheet."""
    return tuple(finding for sheet in rubric.sheets for finding in check_sheet(sheet))
