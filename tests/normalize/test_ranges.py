"""Ranges and bounds: ends, units, and the brackets that change them."""

from __future__ import annotations

import time

import pytest

from xize.model.base import decimal_text
from xize.normalize.ranges import RangeSpan, find_ranges


def printed(text: str, span: RangeSpan) -> str:
    low, high = ("" if value is None else decimal_text(value) for value in (span.low, span.high))
    return f"{text[span.start : span.end]} {span.closed[0]}{low},{high}{span.closed[1]} {span.unit or ''}".rstrip()


CASES = {
    "1—5条加0.1分，6—10条": ["1—5条 [1,5] 条", "6—10条 [6,10] 条"],
    "酌情扣1－5分": ["1－5分 [1,5] 分"],
    "每月１到５次": ["１到５次 [1,5] 次"],
    "罚款 5-10 万元的": ["5-10 万元 [50000,100000] 元"],
    "1-5万元（不含5万元）每件": ["1-5万元（不含5万元） [10000,50000) 元"],
    "10万元（含）以上": ["10万元（含）以上 [100000,) 元"],
    "30人以下（不含30人）": ["30人以下（不含30人） (,30) 人"],
    "得分在（20,35]的": ["（20,35] (20,35]"],
    "85%≤x<90%": ["85%≤x<90% [85,90) %"],
    "90％＞完成率≥85％": ["90％＞完成率≥85％ [85,90) %"],
    "80%以上不足90%": ["80%以上不足90% [80,90) %"],
    "10人以上20人以下": ["10人以上20人以下 [10,20] 人"],
    "80分（含80分）以上": ["80分（含80分）以上 [80,) 分"],
    "90%（不含90%）以下": ["90%（不含90%）以下 (,90) %"],
    "三人以上": ["三人以上 [3,) 人"],
    "超过3次": ["超过3次 (3,) 次"],
    "不少于12次": ["不少于12次 [12,) 次"],
    "未达到90%": ["未达到90% (,90) %"],
    "满意度80-90%": ["80-90% [80,90] %"],
    "加3－1分": ["3－1分 [1,3] 分"],
    "60分（含）-70分（不含）": ["60分（含）-70分（不含） [60,70) 分"],
    "3月1日至5日": [],
    "最多扣3分": [],
    "A、3，5": [],
}


@pytest.mark.parametrize(("text", "expected"), CASES.items())
def test_ranges(text: str, expected: list[str]) -> None:
    assert [printed(text, span) for span in find_ranges(text)] == expected


def test_a_shared_unit_and_a_falling_range_are_told() -> None:
    assert find_ranges("5-10万元")[0].shared
    assert not find_ranges("5万-10万元")[0].shared
    assert find_ranges("加3－1分")[0].descending


@pytest.mark.parametrize("piece", ["1-", "超过", "≥", "1以上", "(1,", "不低于 ", "1个个个", "90%≤x<"])
def test_hostile_text_ends(piece: str) -> None:
    # A guard against a hang, not a measure of speed: how cost grows is shown in benchmarks/.
    begin = time.process_time()
    find_ranges((piece * 16_000)[:16_000])
    assert time.process_time() - begin < 30
