"""Compare `xize score` with what LibreOffice computes in the exported workbook, on random facts.

Usage: python benchmarks/agreement.py [--sets 1000] DOCUMENT…

Each document is read, its questions answered with what is suggested (else the first reading), its workbook exported and
opened once in a headless LibreOffice; then every set of facts is typed in and every result of the computation compared,
both ends, after rounding to nine decimals. Scores are decimals here and doubles there, whose sums differ in the
sixteenth digit: 0.1+0.2 is 0.3 or 0.30000000000000004. A difference that shows at nine decimals is one of meaning.
One set in ten leaves facts open.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path
from random import Random

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from xize import pipeline
from xize.export.workbook import write_workbook
from xize.model.documents import is_json
from xize.model.question import Decision
from xize.model.rubric import Rubric
from xize.review.apply import settle
from xize.score.factfile import NO_WORD, NONE, YES_WORD
from xize.score.need import needs
from xize.score.run import evaluate
from xize.score.sample import sample
from xize.score.symbol import Fact
from xize.score.tree import lay_out
from xize.score.workbook import FACT_COLUMN, VALUE_COLUMN

WORKER = Path(__file__).with_name("office_worker.py")
OPEN_EVERY = 10
BOUNDLESS = 1e11
PIPE = "xize-agreement"


def canonical(path: Path) -> Rubric:
    """Return the rubric of a document, its questions answered with the suggestion or the first reading."""
    if is_json(path.read_bytes()[:64]):
        return pipeline.open_canonical(path)
    draft = pipeline.parse(path)
    answers = {
        question.id: Decision(
            question=question.id, choice=question.suggested or 0, by="script", at_time="2000-01-01T00:00:00Z",
            source_sha256="", tool_version="",
        )
        for question in draft.questions
    }  # fmt: skip
    return settle(draft, answers).emit()


def cell(fact: Fact | None) -> object:
    """Return a fact as it is typed into its cell; LibreOffice leaves a cell empty where an empty text is put."""
    if fact is None:
        return ""
    if isinstance(fact, bool):
        return YES_WORD if fact else NO_WORD
    if isinstance(fact, Decimal):
        return float(fact)
    return NONE if fact == "" else fact


def main() -> int:
    """Run the comparison and print a line a rubric; exit 1 where a value differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("documents", nargs="+", type=Path)
    parser.add_argument("--sets", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        office = subprocess.Popen(
            ["soffice", "--headless", "--norestore", f"-env:UserInstallation=file://{folder}/profile",
             f"--accept=pipe,name={PIPE};urp;"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        worker = subprocess.Popen(
            ["/usr/bin/python3", str(WORKER), PIPE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        try:
            wrong = sum(compare(path, options.sets, options.seed, Path(folder), worker) for path in options.documents)
        finally:
            worker.terminate()
            office.terminate()
            office.wait(30)
    return 1 if wrong else 0


def compare(path: Path, sets: int, seed: int, folder: Path, worker: subprocess.Popen[str]) -> int:
    """Compare one rubric; return how many values differ."""
    rubric = canonical(path)
    plan, asked = lay_out(rubric), needs(rubric)
    book = folder / "book.xlsx"
    book.write_bytes(write_workbook(rubric))
    random = Random(seed)  # noqa: S311 (made-up facts)
    facts = [sample(asked, random, 0.7 if at % OPEN_EVERY == 0 else 1.0) for at in range(sets)]
    inputs, order = layout(book)
    if not plan.results:
        print(f"{path.name:32} nothing to compute")
        return 0
    job = {
        "file": str(book), "inputs": inputs, "results": [load_workbook(book).sheetnames[-2], 2, 1 + len(plan.results)],
        "sets": [[[cell(given.get(id_ or "")) for id_ in ids] for ids in order] for given in facts],
    }  # fmt: skip
    assert worker.stdin is not None  # noqa: S101 (opened as a pipe)
    assert worker.stdout is not None  # noqa: S101 (opened as a pipe)
    started = time.perf_counter()
    worker.stdin.write(json.dumps(job) + "\n")
    worker.stdin.flush()
    compared = wrong = 0
    for given in facts:
        answer = json.loads(worker.stdout.readline())
        for result, found, ends in zip(plan.results, answer, evaluate(plan, given), strict=True):
            for value, end in zip(found, (ends.low, ends.high), strict=True):
                compared += 1
                if not same(value, end):
                    wrong += 1
                    if wrong <= 3:
                        print(f"  {result.owner} {result.label}: {end} here, {value} there", file=sys.stderr)
    seconds = time.perf_counter() - started
    print(f"{path.name:32} {len(asked):5} facts {sets:6} sets {compared:9} values {wrong:5} differ {seconds:7.1f} s",
          flush=True)  # fmt: skip
    return wrong


def layout(book: Path) -> tuple[list[list[object]], list[list[str | None]]]:
    """Return where the input cells stand, and the fact of each."""
    inputs: list[list[object]] = []
    order: list[list[str | None]] = []
    for sheet in load_workbook(book).worksheets:
        marks = {sheet.cell(1, column).value: column for column in range(1, sheet.max_column + 1)}
        if FACT_COLUMN not in marks:
            continue
        ids = [sheet.cell(row, marks[FACT_COLUMN]).value for row in range(1, sheet.max_row + 1)]
        rows = [row for row, id_ in enumerate(ids, 1) if id_ and id_ != FACT_COLUMN]
        if rows:
            first, last = rows[0], rows[-1]
            inputs.append([sheet.title, get_column_letter(marks[VALUE_COLUMN]), first, last])
            order.append([str(id_) if id_ else None for id_ in ids[first - 1 : last]])
    return inputs, order


def same(value: object, end: Decimal) -> bool:
    """Return whether two results agree to nine decimals."""
    if not isinstance(value, int | float):
        return False
    if not end.is_finite() or abs(value) > BOUNDLESS:
        return abs(value) > BOUNDLESS and not end.is_finite() and (value > 0) == (end > 0)
    return round(Decimal(repr(value)), 9) == round(end, 9)


if __name__ == "__main__":
    sys.exit(main())
