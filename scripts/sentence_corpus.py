"""Move the cases of known gaps that are read right now back to their home file; with --to-gaps, failing ones there.

    python scripts/sentence_corpus.py [--to-gaps]

A gap file `known-gaps/<folder>-<file>.txt` holds cases of `<folder>/<file>.txt`. Only the place of a case changes,
never what is expected of it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from xize.evaluate.cases import Case, read_cases, write_cases
from xize.evaluate.sentence import brief_lines, read_sentence

CORPUS = Path(__file__).parents[1] / "corpora" / "sentences"
GAPS = CORPUS / "known-gaps"


def agrees(case: Case) -> bool:
    """Return whether a case is read as it is expected to be."""
    return sorted(brief_lines(read_sentence(case.sentence))) == sorted(case.expected)


def store(path: Path, cases: list[Case]) -> None:
    """Write the cases of a file; without any the file goes."""
    if cases:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(write_cases(cases), encoding="utf-8")
    else:
        path.unlink(missing_ok=True)


def main(to_gaps: bool) -> None:
    """Move cases between home and known gaps, and print how many."""
    homes = {path for path in CORPUS.rglob("*.txt") if GAPS not in path.parents}
    for gap in GAPS.glob("*.txt"):
        folder, _, name = gap.stem.partition("-")
        homes.add(CORPUS / folder / f"{name}.txt")
    for home in sorted(homes):
        gap = GAPS / f"{home.parent.name}-{home.stem}.txt"
        cases = list(read_cases(home)) if home.exists() else []
        gaps = list(read_cases(gap)) if gap.exists() else []
        mended = [case for case in gaps if agrees(case)]
        failing = [case for case in cases if not agrees(case)] if to_gaps else []
        if mended or failing:
            store(home, [case for case in cases if case not in failing] + mended)
            store(gap, [case for case in gaps if case not in mended] + failing)
            print(f"{home.parent.name}/{home.stem}: {len(mended)} mended, {len(failing)} to known gaps")


if __name__ == "__main__":
    main("--to-gaps" in sys.argv[1:])
