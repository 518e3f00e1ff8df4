"""Numerals: worth, place, kind, and the words that are no quantities."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xize.normalize.numerals import find_numbers, parse_numeral

WORTH = {
    "一百二十": "120", "两": "2", "廿": "20", "廿五": "25", "卅一": "31", "〇": "0", "壹拾": "10", "贰佰": "200",
    "1万5千": "15000", "3.5万": "35000", "百分之九十五": "95", "95%": "95", "９５％": "95", "千分之三": "3", "3‰": "3",
    "二分之一": "0.5", "1/4": "0.25", "三又二分之一": "3.5", "一半": "0.5", "八成": "80", "第一": "1", "倒数第三": "3",
    "二〇二三": "2023", "一〇五": "105", "四百五": "450", "一万三": "13000", "三点五": "3.5", "三点五万": "35000",
    "二十一万亿": "21000000000000", "5,236": "5236", ".5": "0.5", "-2": "-2", "负三": "-3", "百分之百": "100",
    " 十 ": "10",
}  # fmt: skip

NO_NUMERAL = [
    "",
    "分",
    "百",
    "千",
    "万",
    "三五",
    "一二",
    "陆地",
    "3.5.2",
    "1十",
    "一百一百",
    "十五六",
    "点五",
    "第",
    "负",
    "9" * 70,
]

NO_QUANTITY = [
    "统一部署", "一票否决", "三会一课", "一岗双责", "四品一械", "一级指标",
    "拨打12315投诉", "12345热线工单", "十分重要", "态度十分恶劣", "第一书记", "第三方评估",
    "一企一档", "一事一议", "两学一做", "双随机、一公开", "Ⅰ-3-1", "GB 2760-2014",
    "第3.2.1条", "“五进”活动", "进一步加强", "周一例会", "2016-03-15", "2016/3/15",
    "14:30", "〔2016〕35号", "十四五规划", "陆续到岗", "4A级景区", "ISO9001认证",
    "星期五前", "原因之一", "数十次", "几百人", "十五六人", "一个半月", "1 000元",
    "一、加强领导", "（二）加分项", "Ⅰ-4-1 抽样", "二类医疗器械", "一级以下单位",
]  # fmt: skip


@pytest.mark.parametrize(("text", "worth"), WORTH.items())
def test_worth(text: str, worth: str) -> None:
    assert parse_numeral(text) == Decimal(worth)


@pytest.mark.parametrize("text", NO_NUMERAL)
def test_no_numeral(text: str) -> None:
    assert parse_numeral(text) is None


@pytest.mark.parametrize("text", NO_QUANTITY)
def test_no_quantity(text: str) -> None:
    assert find_numbers(text) == ()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("每发现1例扣1分，最多扣3分", ["1 integer", "1 integer", "3 integer"]),
        ("倒数第二、三位扣0.5分", ["倒数第二 ordinal", "三 ordinal", "0.5 decimal"]),
        ("得十分，满意率百分之九十", ["十 integer", "百分之九十 percent"]),
        ("每周一次，三分之一以上", ["一 integer", "三分之一 fraction"]),
        ("罚没款 5-10 万元", ["5 integer", "10 万 integer"]),
        ("得1，200元", ["1 integer", "200 integer"]),
        ("４，５６５元", ["４，５６５ integer"]),
        ("十一万一千元", ["十一万一千 integer"]),
        ("一例一分", ["一 integer", "一 integer"]),
        ("六十分，扣二十分", ["六十 integer", "二十 integer"]),
        ("共二十一般人员", ["二十一 integer"]),
    ],
)
def test_places_and_kinds(text: str, numbers: list[str]) -> None:
    assert [f"{text[number.start : number.end]} {number.kind}" for number in find_numbers(text)] == numbers


def test_flags() -> None:
    assert find_numbers("倒数第二名")[0].from_end
    assert find_numbers("20多条")[0].approximate
    assert find_numbers("十余万元")[0].value == 100_000
    assert find_numbers("3.5万元")[0].scale == 10_000
    assert [number.calendar for number in find_numbers("2023年3月15日前报送3次，3个月内")] == [True] * 3 + [False] * 2


@given(st.text(alphabet="零一二两三十百千万亿点第负之分半成折余多几0123456789.,%-/ 扣得每", max_size=40))
def test_never_fails_and_never_overlaps(text: str) -> None:
    end = 0
    for number in find_numbers(text):
        assert end <= number.start < number.end <= len(text)
        end = number.end


@given(st.integers(min_value=1, max_value=99_999_999))
def test_what_is_written_is_read(value: int) -> None:
    assert parse_numeral(written(value)) == value


def written(value: int) -> str:
    """Write a number in Chinese the long way, with 零 where a place is skipped."""
    if value >= 10_000:
        high, low = divmod(value, 10_000)
        gap = "零" if 0 < low < 1000 else ""
        return f"{written(high)}万{gap}{written(low) if low else ''}"
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            text += ("零" if gap and text else "") + "零一二三四五六七八九"[digit] + name
        gap = not digit
    return text


PIECES = [
    "一", "十", "9", "一百零", "1,", "第", "百分之", "-", "1/",
    "万", "一 ", "0.", "十分", "统一", "12345", "A1", "3.5万以上、",
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_hostile_text_ends(piece: str) -> None:
    # A guard against a hang, not a measure of speed: how cost grows is shown in benchmarks/.
    begin = time.process_time()
    find_numbers((piece * 16_000)[:16_000])
    assert time.process_time() - begin < 30
