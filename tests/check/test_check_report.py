"""The findings of a document: which, where, in which order, and not twice."""

from __future__ import annotations

from pathlib import Path

from xize import pipeline
from xize.check.report import at_least, check
from xize.check.structure import RECOMPUTED

ROOT = Path(__file__).parents[2]


def test_what_follows_from_the_tree_is_computed_afresh_and_said_once() -> None:
    draft = pipeline.parse(ROOT / "corpora" / "broken" / "sum-open.txt")
    assert [finding.code for finding in draft.rubric.findings] == ["sum-open"]
    assert [finding.code for finding in check(draft)] == ["sum-open"]
    (sheet,) = draft.rubric.sheets
    top, *rest = sheet.indicators
    mended = sheet.model_copy(
        update={"indicators": (top.model_copy(update={"points": sum(n.points or 0 for n in top.children)}), *rest)}
    )
    edited = draft.model_copy(update={"rubric": draft.rubric.model_copy(update={"sheets": (mended,)})})
    assert [finding.code for finding in check(edited) if finding.code in RECOMPUTED] == []


def test_severities_are_ranked() -> None:
    findings = check(pipeline.parse(ROOT / "corpora" / "broken" / "sum-open.txt"))
    assert [len(at_least(findings, severity)) for severity in ("error", "warning", "info")] == [0, 1, 1]
