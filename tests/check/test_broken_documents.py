"""Every small broken document has exactly the finding it is named after, at its place; sound documents have none."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from xize import pipeline
from xize.check.registry import CHECKS
from xize.check.report import at_least, check

ROOT = Path(__file__).parents[2]
BROKEN = ROOT / "corpora" / "broken"
EXPECTED = tomllib.loads((BROKEN / "expected.toml").read_text(encoding="utf-8"))
KNOWN = {
    # In text a heading right below a table could be its last cell going on.
    "classroom": ["table-end-unclear", "table-end-unclear"],
    "elaborated": ["elaboration-threshold-differs"],
    # Both 75%以上 and 75%以下 hold the number itself.
    "river": ["bands-overlap"],
    "village-list": ["bands-overlap"],
}
"""Sound documents but for what they are there to show."""
UNREAD = frozenset({"unparsed"})
"""Not a defect of the document: a sentence the grammar does not read yet."""


def test_every_broken_document_is_expected_and_every_check_has_one() -> None:
    assert {path.stem for path in BROKEN.glob("*.txt")} == set(EXPECTED)
    assert {each.code for each in CHECKS} - set(EXPECTED) == set()


@pytest.mark.parametrize("code", sorted(EXPECTED))
def test_a_broken_document_has_its_finding_and_no_other(code: str) -> None:
    document = pipeline.read(BROKEN / f"{code}.txt")
    findings = check(pipeline.draft(document))
    assert {finding.code for finding in findings} == {code}
    at = findings[0].at[0]
    printed = at.cut(document.text).strip().split("\n")[0]
    line = document.text.count("\n", 0, at.start) + 1
    assert {"line": line, "text": printed} == EXPECTED[code]
    assert all(finding.message and finding.hint for finding in findings)


@pytest.mark.parametrize("path", sorted((ROOT / "corpora" / "documents").glob("*.txt")), ids=lambda path: path.stem)
def test_a_sound_document_has_no_error_and_no_warning(path: Path) -> None:
    findings = at_least(check(pipeline.parse(path)), "warning")
    codes = [finding.code for finding in findings if finding.code not in UNREAD]
    assert codes == KNOWN.get(path.stem, [])
