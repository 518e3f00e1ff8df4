"""Read each PDF beside pdfplumber's `extract_tables` in one run: seconds, peak memory, and their ratios.

Usage: python benchmarks/read_pdf.py FILE.pdf … (default: the real documents). Each reading has its own process.
pandoc reads no PDF; markitdown gives text without tables or places, and is not among the dependencies.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"


def with_xize(path: Path) -> int:
    """Return the rows of the tables that xize reads."""
    from xize.extract.reader import read

    return sum(table.rows for table in read(path).tables())


def with_pdfplumber(path: Path) -> int:
    """Return the rows that pdfplumber's `extract_tables` gives, page by page."""
    import pdfplumber

    rows = 0
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            rows += sum(len(table) for table in page.extract_tables())
            page.close()
    return rows


READERS: dict[str, Callable[[Path], int]] = {"xize": with_xize, "pdfplumber": with_pdfplumber}


def run(reader: str, path: Path) -> tuple[int, float, float]:
    """Return rows, processor seconds and peak megabytes of one reading in a fresh process."""
    done = subprocess.run(
        [sys.executable, __file__, "--one", reader, str(path)], check=True, capture_output=True, text=True, timeout=600
    )
    rows, seconds, megabytes = json.loads(done.stdout)
    return rows, seconds, megabytes


def one(reader: str, path: Path) -> None:
    """Read a file and print what it took."""
    start = time.process_time()
    rows = READERS[reader](path)
    seconds = time.process_time() - start
    print(json.dumps([rows, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))


def main() -> None:
    """Print one line a file."""
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], Path(sys.argv[3]))
        return
    files = [Path(name) for name in sys.argv[1:]] or sorted(SEEDS.glob("*.pdf"))
    print(f"{'file':<28}{'rows':>12}{'CPU s':>16}{'ratio':>8}{'peak MB':>14}{'ratio':>8}")
    for path in files:
        (ours, s, mb), (theirs, their_s, their_mb) = (run(reader, path) for reader in READERS)
        print(
            f"{path.name[:26]:<28}{f'{ours} / {theirs}':>12}{f'{s:.1f} / {their_s:.1f}':>16}{s / their_s:>8.2f}"
            f"{f'{mb:.0f} / {their_mb:.0f}':>14}{mb / their_mb:>8.2f}"
        )


if __name__ == "__main__":
    main()
