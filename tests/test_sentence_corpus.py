"""Every sentence of the corpus is read as a careful reader reads it; what is known to be missing stays known.

With XIZE_ACCEPT set, a file whose results changed gets a `.new` beside it for a person to look at; CI never accepts.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from xize.evaluate.cases import Case, read_cases, write_cases
from xize.evaluate.sentence import brief_lines, read_sentence

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpora" / "sentences"
GAPS = CORPUS / "known-gaps"
FILES = sorted(CORPUS.rglob("*.txt"))
SCORE = re.compile(r"(?<![\d.])\d+(?:\.\d+)?分(?![局钟之管])")


def read(case: Case) -> tuple[str, ...]:
    return brief_lines(read_sentence(case.sentence))


def agrees(case: Case) -> bool:
    """Order of the lines does not matter: rules, limits and questions are told apart by their first word."""
    return sorted(read(case)) == sorted(case.expected)


def accept(path: Path, cases: list[Case]) -> None:
    if os.environ.get("XIZE_ACCEPT") and not os.environ.get("CI"):
        path.with_suffix(".txt.new").write_text(write_cases(cases), encoding="utf-8")


@pytest.mark.parametrize(
    "path", [path for path in FILES if GAPS not in path.parents], ids=lambda path: f"{path.parent.name}/{path.stem}"
)
def test_sentences_are_read_as_expected(path: Path) -> None:
    cases = read_cases(path)
    wrong = [case for case in cases if not agrees(case)]
    if wrong:
        accept(path, [case.with_expected(read(case)) if case in wrong else case for case in cases])
    assert not wrong, "\n".join(
        f"{case.path}:{case.line} {case.sentence}\n  expected {case.expected}\n  read     {read(case)}"
        for case in wrong
    )


@pytest.mark.parametrize("path", [path for path in FILES if GAPS in path.parents], ids=lambda path: path.stem)
def test_known_gaps_are_still_gaps(path: Path) -> None:
    mended = [case for case in read_cases(path) if agrees(case)]
    assert not mended, "mended; move home with scripts/sentence_corpus.py: " + ", ".join(c.sentence for c in mended)


def test_nothing_in_a_sentence_is_left_unaccounted() -> None:
    for path in FILES:
        for case in read_cases(path):
            draft = read_sentence(case.sentence)
            assert draft.accounting.claims.left == (), case.sentence
            if path.parent.name != "nothing" and SCORE.search(case.sentence):
                assert draft.accounting.claims.phrases > 0, case.sentence


def test_the_corpus_is_large_and_broad() -> None:
    count = {path: len(read_cases(path)) for path in FILES}
    assert sum(count.values()) >= 600
    assert sum(number for path, number in count.items() if path.parent.name == "nothing") >= 80
    folders = {path.parent.name for path in FILES}
    assert folders >= {
        "flat", "per_unit", "step", "tiers", "distribute", "checklist", "zero", "veto", "discretion", "formula",
        "reference", "limits", "exceptions", "ambiguous", "nothing", "defects", "breadth",
    }  # fmt: skip
