"""Reading time of the scoring language by length, 1,000 to 1,000,000 characters, and how it grows.

    python benchmarks/sentences.py [--most 1000000] [--shape NAME]... [--repeat 3]

Each shape of text is read at every length: dense scoring text as one cell; the same as the rows of one document
through the whole pipeline; and texts made to hurt. Beside it, over the same text in the same process, two peers that
do far less: a findall of the one regular expression people write for such texts (扣N分), and jieba's word segmentation.
The slope is that of log time over log length from 10,000 characters on: 1 is linear, 2 is quadratic. Memory is the
peak of a process that reads that one text.
"""

from __future__ import annotations

import argparse
import math
import re
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from xize import pipeline
from xize.evaluate.sentence import read_sentence
from xize.model.rubric import Draft
from xize.normalize.word_split import split_words

SIZES = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)
FROM = 10_000
"""The slope is taken from this length on; below it what is done once shows."""

PEER = re.compile(r"(?:每|发现|未|无)[^,，;；。\n]{0,30}?(?:扣|得|加)(\d+(?:\.\d+)?)分")

CLAUSES = (
    "1．未建立登记制度的，扣2分；\n",
    "2．每发现1例记录不全的，扣0.5分，最多扣3分；\n",
    "3．办结率低于85%的，扣1分，每下降5%，加扣0.4分；\n",
    "4．无方案、无总结各扣1分，检查组应当如实填写检查情况并由双方签字确认。\n",
    "5．被省、市、县通报批评的，分别扣3分、2分、1分（已整改到位的除外）；\n",
    "6．全年培训不少于12次，得5分，少一次扣0.5分，扣完为止。\n",
)
DIGITS = ("", *"一二三四五六七八九")
ROWS = tuple(clause.split("．", 1)[1].strip() for clause in CLAUSES)


def repeated(*pieces: str) -> Callable[[int], str]:
    """Return what makes a text of a length by repeating pieces."""
    unit = "".join(pieces)
    return lambda size: (unit * (size // len(unit) + 1))[:size]


def nested(size: int) -> str:
    """Return brackets in brackets around one amount."""
    return "（" * (size // 2) + "扣1分" + "）" * (size // 2)


def document(size: int) -> str:
    """Return a text file of sections of numbered indicators, three sentences of criteria each."""
    lines: list[str] = ["年度考核细则"]
    length, row = len(lines[0]), 0
    while length < size:
        section, number = divmod(row, 99)
        if number == 0:
            tens, ones = divmod(section % 99 + 1, 10)
            code = ("" if tens < 2 else DIGITS[tens]) + ("十" if tens else "") + DIGITS[ones]
            lines.append(f"{code}、第{section + 1}部分")
        criteria = "".join(ROWS[(row + place) % len(ROWS)] for place in range(3))
        lines.append(f"{number + 1}．第{row + 1}号工作（10分）。{criteria}")
        length += len(lines[-1]) + 1
        row += 1
    return "\n".join(lines)


SHAPES: dict[str, Callable[[int], str]] = {
    "dense text, one cell": repeated(*CLAUSES),
    "document of many rows": document,
    "no full stop": repeated("未建立登记制度，记录不全，每发现1例扣1分，最多扣3分，"),
    "no score": repeated("检查组应当如实填写检查情况，双方签字确认，材料报送办公室存档，"),
    "digits": repeated("1234567890"),
    "digits and spaces": repeated("1 "),
    "brackets": repeated("（）"),
    "nested brackets": nested,
    "open brackets": repeated("（扣1分"),
    "每每每每": repeated("每"),
    "、1、1、1": repeated("、1"),
    "扣1扣1扣1": repeated("扣1"),
    "扣1分扣1分": repeated("扣1分，"),
    "list marks": repeated("①②③1.2.3.（1）（2）一、二、"),
    "bounds": repeated("低于80%、70%、60%的，"),
    "tiers without end": repeated("低于90%扣1分，低于80%扣2分，低于70%扣3分，"),
    "words with numerals": repeated("十分重要统一"),
    "caps of caps": repeated("未记录扣1分，以上累计扣分不超过3分；"),
    "points of parts": repeated("台账（6分）：未记录扣1分；"),
    "grades": repeated("90分及以上为优秀，"),
    "fractions": repeated("一又"),
    "cap at the end": lambda size: repeated("未记录的扣1分；")(size - 12) + "以上累计不超过20分。",
}


def read(shape: str, text: str) -> Draft:
    """Read a text as its shape asks for: as the criteria of one indicator, or as a file."""
    if shape != "document of many rows":
        return read_sentence(text)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.txt"
        path.write_text(text, encoding="utf-8")
        return pipeline.parse(path)


def seconds(task: Callable[[], object], repeat: int) -> float:
    """Return the median processor time of a task."""
    took: list[float] = []
    for _ in range(repeat):
        start = time.process_time()
        task()
        took.append(time.process_time() - start)
    return statistics.median(took)


def measure(shape: str, size: int, repeat: int) -> tuple[float, float, float, int, int, int]:
    """Return seconds of xize and of its peers, rules and unread statements found, and peak megabytes."""
    read(shape, SHAPES[shape](500))  # patterns are compiled once
    text = SHAPES[shape](size)
    drafts: list[Draft] = []
    own = seconds(lambda: drafts.append(read(shape, text)), repeat)
    draft = drafts[-1]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    rules = sum(len(node.rules) for node in draft.rubric.walk())
    split_words(ROWS[0])  # its dictionary is read once
    findall, words = seconds(lambda: PEER.findall(text), repeat), seconds(lambda: split_words(text), repeat)
    return own, findall, words, rules, len(draft.unparsed), peak


def slope(points: list[tuple[int, float]]) -> float:
    """Return the slope of log seconds over log length."""
    logs = [(math.log(size), math.log(max(took, 1e-6))) for size, took in points if size >= FROM]
    if len(logs) < 2:
        return math.nan
    return statistics.linear_regression(*zip(*logs, strict=True)).slope


def main() -> None:
    """Print one line a length and the slope of each shape."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=int, default=SIZES[-1])
    parser.add_argument("--shape", action="append", choices=list(SHAPES), help="these shapes only")
    parser.add_argument("--repeat", type=int, default=3, help="readings up to 30,000 characters; the median counts")
    args = parser.parse_args()
    print(
        f"{'characters':>12} {'seconds':>9} {'µs/char':>8} {'÷ findall':>10} {'÷ words':>8} "
        f"{'rules':>7} {'unread':>7} {'MB':>6}"
    )
    for shape in args.shape or SHAPES:
        print(shape)
        points: list[tuple[int, float]] = []
        for size in (size for size in SIZES if size <= args.most):
            repeat = args.repeat if size <= 30_000 else 1
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
                own, findall, words, rules, unread, peak = pool.submit(measure, shape, size, repeat).result()
            points.append((size, own))
            print(
                f"{size:>12,} {own:>9.3f} {own / size * 1e6:>8.1f} {own / max(findall, 1e-6):>10.1f} "
                f"{own / max(words, 1e-6):>8.1f} {rules:>7,} {unread:>7,} {peak:>6,}",
                flush=True,
            )
        print(f"{'slope':>12} {slope(points):>9.2f}", flush=True)


if __name__ == "__main__":
    main()
