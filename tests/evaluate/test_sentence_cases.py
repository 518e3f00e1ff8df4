"""The sentence corpus holds together: names, places and amounts, before anything is read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from xize.errors import UnreadableSourceError
from xize.evaluate.cases import Case, read_cases, write_cases

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "corpora" / "sentences").rglob("*.txt"))
KINDS = "flat|per_unit|step|tiers|distribute|checklist|zero|full|veto|discretion|formula|reference|limit|rest"
LINE = re.compile(rf"(?:(?:{KINDS})(?: .*)?@(\d+):(\d+)|\? [a-z]+(?:-[a-z]+)*)")
AMOUNT = re.compile(r"^(?:flat|per_unit|distribute|checklist|step) [-+](\d+(?:\.\d+)?)")
# 扣0。5分 is a slip that is asked about.
FIGURES = str.maketrans("０１２３４５６７８９．。", "0123456789..")


def all_cases() -> list[Case]:
    return [case for path in FILES for case in read_cases(path)]


def test_there_are_enough_and_none_twice() -> None:
    cases = all_cases()
    sentences = [case.sentence for case in cases]
    assert len(sentences) == len(set(sentences))
    assert all(dict(case.meta).keys() == {"source", "reviewed"} for case in cases)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_files_are_written_as_they_are_read(path: Path) -> None:
    assert write_cases(read_cases(path)) == path.read_text(encoding="utf-8")
    names = [case.name for case in read_cases(path)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_line_points_at_what_it_says(path: Path) -> None:
    for case in read_cases(path):
        for line in case.expected:
            match = LINE.fullmatch(line)
            assert match, f"{case.path}:{case.line}: {line}"
            if match[1] is None:
                continue
            quote = case.sentence[int(match[1]) : int(match[2])]
            assert quote, f"{case.path}:{case.line}: {line} points at nothing"
            assert quote == quote.strip(" ，。；、"), f"{case.path}:{case.line}: {quote}"
            amount = AMOUNT.match(line)
            if amount and "%" not in line.split("/")[0]:
                figures = quote.translate(FIGURES)
                assert amount[1] in figures or re.search("[一二两三四五六七八九十lO]", quote), (
                    f"{case.path}:{case.line}: {line} is “{quote}”"
                )


@pytest.mark.parametrize("text", ["未建立的扣2分\n", "=== one\n未建立的扣2分\n"])
def test_a_case_that_is_not_complete_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "cases.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableSourceError, match="line 1"):
        read_cases(path)
