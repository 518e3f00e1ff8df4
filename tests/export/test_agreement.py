"""The workbook and the scorer give the same numbers.

Scores are decimals in the scorer and doubles in a spreadsheet, whose sums differ in the sixteenth digit (0.1+0.2 is
0.30000000000000004). Both are rounded to nine decimals before they are compared: a difference that is left is one of
meaning. `benchmarks/agreement.py` compares a thousand sets of facts for every document.
"""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest

from xize.export.workbook import write_workbook
from xize.model.rubric import Rubric
from xize.score.factfile import NO_WORD, NONE, YES_WORD
from xize.score.need import needs
from xize.score.run import evaluate
from xize.score.sample import sample
from xize.score.symbol import Fact
from xize.score.tree import lay_out
from xize.score.workbook import FACT_COLUMN, VALUE_COLUMN

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted((ROOT / "corpora" / "documents").glob("*.txt"))
SEEDS = sorted((ROOT.parent / "shared" / "seeds").glob("*.txt"))
BOUNDLESS = 1e11


def typed(fact: Fact) -> Any:
    if isinstance(fact, bool):
        return YES_WORD if fact else NO_WORD
    return float(fact) if isinstance(fact, Decimal) else fact or NONE


def fill(rubric: Rubric, facts: dict[str, Fact], path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(rubric)))
    for sheet in book.worksheets:
        marks = {sheet.cell(1, column).value: column for column in range(1, sheet.max_column + 1)}
        for row in range(5, sheet.max_row + 1) if FACT_COLUMN in marks else ():
            id_ = sheet.cell(row, marks[FACT_COLUMN]).value
            if id_ in facts:
                sheet.cell(row, marks[VALUE_COLUMN]).value = typed(facts[id_])
    book.save(path)


def agree(cases: dict[str, tuple[Rubric, dict[str, Fact]]], folder: Path) -> int:
    """Let LibreOffice compute all workbooks in one run, and compare every result; return how many there were."""
    for name, (rubric, facts) in cases.items():
        fill(rubric, facts, folder / f"{name}.xlsx")
    out = folder / "out"
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "xlsx", "--outdir",
         str(out), *map(str, sorted(folder.glob("*.xlsx")))], check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    compared = 0
    for name, (rubric, facts) in cases.items():
        plan = lay_out(rubric)
        sheet = openpyxl.load_workbook(out / f"{name}.xlsx", data_only=True).worksheets[len(rubric.sheets)]
        found = sheet.iter_rows(min_row=2, min_col=5, max_col=6, values_only=True)
        for result, there, here in zip(plan.results, found, evaluate(plan, facts), strict=False):
            for value, end in zip(there, (here.low, here.high), strict=True):
                assert isinstance(value, int | float), (name, result, value)
                if end.is_finite():
                    assert round(Decimal(repr(value)), 9) == round(end, 9), (name, result, facts)
                else:
                    assert abs(value) > BOUNDLESS, (name, result, facts)
                compared += 1
    return compared


def cases(
    paths: list[Path], canonical: Callable[[Path], Rubric], known: float
) -> dict[str, tuple[Rubric, dict[str, Fact]]]:
    random = Random(11)  # noqa: S311 (made-up facts)
    rubrics = {path.stem: canonical(path) for path in paths}
    return {name: (rubric, sample(needs(rubric), random, known)) for name, rubric in rubrics.items()}


office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")


@office
@pytest.mark.office
@pytest.mark.parametrize(("known", "first"), [(1.0, 0), (0.6, 1)], ids=["complete", "open"])
def test_the_workbook_computes_what_the_scorer_computes(
    known: float, first: int, canonical: Callable[[Path], Rubric], tmp_path: Path
) -> None:
    assert agree(cases(DOCUMENTS[first::2], canonical, known), tmp_path) > 150


@office
@pytest.mark.office
@pytest.mark.seeds
@pytest.mark.slow
@pytest.mark.skipif(not SEEDS, reason="the real documents are not present")
def test_the_workbooks_of_real_documents_agree_too(canonical: Callable[[Path], Rubric], tmp_path: Path) -> None:
    assert agree(cases(SEEDS, canonical, 0.9), tmp_path) > 3000


@office
@pytest.mark.office
def test_what_is_typed_wrong_counts_as_open(hostile: Rubric, tmp_path: Path) -> None:
    wrong: dict[str, Fact] = {"1/1#2": Decimal("-4"), "1/1#5": Decimal("0.5"), "1/1#6": Decimal(2)}
    good: dict[str, Fact] = {"1/1#1": True, "1/1#3": Decimal("89.7"), "1/1#4": '差"', "1/1#7": False}
    fill(hostile, {**wrong, **good}, tmp_path / "hostile.xlsx")
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "xlsx",
         "--outdir", str(tmp_path / "out"), str(tmp_path / "hostile.xlsx")],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    sheet = openpyxl.load_workbook(tmp_path / "out" / "hostile.xlsx", data_only=True).worksheets[3]
    there = [row for row in sheet.iter_rows(min_row=2, min_col=5, max_col=6, values_only=True) if row[0] is not None]
    here = [(float(ends.low), float(ends.high)) for ends in evaluate(lay_out(hostile), good)]
    assert [tuple(round(end, 9) for end in ends) for ends in there if abs(ends[1]) < BOUNDLESS] == [
        tuple(round(end, 9) for end in ends) for ends in here if abs(ends[1]) < BOUNDLESS
    ]
