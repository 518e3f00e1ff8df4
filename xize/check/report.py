"""All findings about one document: those of reading and reviewing, and those of every check, each said once."""

from __future__ import annotations

from xize.check.registry import CHECKS
from xize.check.structure import RECOMPUTED, structure
from xize.check.subject import Subject
from xize.model.finding import Finding, Severity
from xize.model.rubric import Draft, Rubric

RANK: dict[Severity, int] = {"error": 0, "warning": 1, "info": 2}

_POINTS_UNCLEAR = frozenset({"points-two-numbers", "points-unread"})
"""Codes that already say why an indicator has no points."""


def check(found: Draft | Rubric) -> tuple[Finding, ...]:
    """Return every finding, in document order, the gravest first at one place.

    Findings in the file stand as they are, but for those that follow from the tree alone: a review may have changed
    it, so they are computed afresh.
    """
    subject = Subject.of(found)
    kept = [finding for finding in subject.rubric.findings if finding.code not in RECOMPUTED]
    made = [finding for each in CHECKS for finding in each.run(subject)]
    unclear = {finding.indicator for finding in kept if finding.code in _POINTS_UNCLEAR}
    tree = [
        finding
        for finding in structure(subject.rubric)
        if finding.code != "points-missing" or finding.indicator not in unclear
    ]
    findings = [*kept, *tree, *made]
    # What another finding is about to the letter is not said to be unread as well.
    said = {at for finding in findings if finding.code != "unparsed" for at in finding.at}
    findings = [finding for finding in findings if finding.code != "unparsed" or not said.issuperset(finding.at)]
    unique = {(item.code, item.indicator, item.at): item for item in reversed(findings)}
    return tuple(sorted(unique.values(), key=_order))


def at_least(findings: tuple[Finding, ...], severity: Severity) -> tuple[Finding, ...]:
    """Return the findings that are as grave as `severity` or graver."""
    return tuple(finding for finding in findings if RANK[finding.severity] <= RANK[severity])


def _order(finding: Finding) -> tuple[bool, str, int, int, str]:
    first = finding.at[0] if finding.at else None
    place = (first is None, first.source if first else "", first.start if first else 0)
    return (*place, RANK[finding.severity], finding.code)
