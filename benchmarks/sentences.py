"""Reading time of the scoring language by length: 1,000 to 1,000,000 characters, and the growth between them.

    python benchmarks/sentences.py [--most 1000000]

The text is one cell of clauses of every kind, repeated; linear reading shows as a constant time a character.
"""

from __future__ import annotations

import argparse
import time

from xize.model.anchor import Anchor, Text
from xize.normalize.compose import read_text

CLAUSES = (
    "1．未建立登记制度的，扣2分；\n",
    "2．每发现1例记录不全的，扣0.5分，最多扣3分；\n",
    "3．办结率低于85%的，扣1分，每下降5%，加扣0.4分；\n",
    "4．无方案、无总结各扣1分，检查组应当如实填写检查情况并由双方签字确认。\n",
    "5．被省、市、县通报批评的，分别扣3分、2分、1分（已整改到位的除外）；\n",
    "6．全年培训不少于12次，得5分，少一次扣0.5分，扣完为止。\n",
)


def seconds(characters: int) -> float:
    """Return the processor time one text of so many characters takes."""
    unit = "".join(CLAUSES)
    text = (unit * (characters // len(unit) + 1))[:characters]
    start = time.process_time()
    read_text(Text(text=text, at=Anchor(source="s1", start=0, end=len(text))))
    return time.process_time() - start


def main() -> None:
    """Print one line a length."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--most", type=int, default=1_000_000)
    most = parser.parse_args().most
    seconds(1000)  # patterns are compiled once
    print(f"{'characters':>12} {'seconds':>10} {'µs/character':>14}")
    size = 1000
    while size <= most:
        took = seconds(size)
        print(f"{size:>12,} {took:>10.3f} {took / size * 1e6:>14.1f}", flush=True)
        size *= 10


if __name__ == "__main__":
    main()
