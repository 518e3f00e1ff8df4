"""Read each document in each format, beside other readers of the same file, in one run: time, memory, ratios.

Usage: python benchmarks/read.py [FILE…] [--markitdown COMMAND] (default: the real documents)

Every reading is a process of its own, start-up and imports included, as a person waits for them; the ratio is xize's to
theirs. pdfplumber's `extract_tables` reads only PDF, pandoc only Word; none but xize keeps places or joins tables over
pages. What is not installed is left out, with a word.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
READ = "import sys; from pathlib import Path; from xize.extract.reader import read; read(Path(sys.argv[1]))"
TABLES = (
    "import sys, pdfplumber\nwith pdfplumber.open(sys.argv[1]) as pdf:\n"
    "    for page in pdf.pages:\n        page.extract_tables()\n        page.close()"
)


@dataclass(frozen=True)
class Reader:
    """A reader: its name, the command before the file, and the suffixes it reads."""

    name: str
    command: tuple[str, ...]
    suffixes: frozenset[str]


@dataclass(frozen=True)
class Cost:
    """What one process took: processor seconds and megabytes at its peak."""

    seconds: float
    megabytes: float


def readers(markitdown: str) -> list[Reader]:
    """Return the readers, xize first; those not installed are named on standard error and left out."""
    wanted = [
        Reader("xize", (sys.executable, "-c", READ), frozenset({".txt", ".docx", ".pdf"})),
        Reader("pdfplumber", (sys.executable, "-c", TABLES), frozenset({".pdf"})),
        Reader("pandoc", ("pandoc", "-t", "plain", "-o", os.devnull), frozenset({".docx"})),
        Reader("markitdown", (markitdown, "-o", os.devnull), frozenset({".docx", ".pdf"})),
    ]
    found = [reader for reader in wanted if shutil.which(reader.command[0])]
    for reader in wanted:
        if reader not in found:
            print(f"{reader.name} is not installed: left out", file=sys.stderr)
    return found


def run(reader: Reader, path: Path) -> Cost | None:
    """Return what a reading took, or None where the reader could not read the file."""
    before = time.monotonic()
    process = subprocess.Popen([*reader.command, str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        print(f"{reader.name} failed on {path.name} after {time.monotonic() - before:.0f} s", file=sys.stderr)
        return None
    # Linux counts kilobytes, macOS bytes.
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / unit)


def main() -> None:
    """Print a Markdown table with a line a file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument(
        "--markitdown", default="markitdown", help="the command, where it has an environment of its own"
    )
    options = parser.parse_args()
    files = options.files or sorted(path for path in SEEDS.glob("0*") if path.suffix in {".txt", ".docx", ".pdf"})
    found = readers(options.markitdown)
    print("| file | reader | CPU s | xize ÷ it | peak MB | xize ÷ it |\n|---|---|---:|---:|---:|---:|")
    for path in files:
        costs = {each.name: cost for each in found if path.suffix in each.suffixes and (cost := run(each, path))}
        ours = costs["xize"]
        for name, cost in costs.items():
            times, sizes = ours.seconds / max(cost.seconds, 0.01), ours.megabytes / cost.megabytes
            values = (f"{cost.seconds:.1f}", f"{times:.2f}", f"{cost.megabytes:.0f}", f"{sizes:.2f}")
            print(f"| {path.stem[:20]}{path.suffix} | {name} | {' | '.join(values)} |")


if __name__ == "__main__":
    main()
