"""Texts made to hurt: every way in ends, in work that grows with the length, and loses no score phrase."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from xize.evaluate.sentence import read_sentence
from xize.model.anchor import Anchor, Text
from xize.normalize.numerals import find_numbers
from xize.normalize.prose import read_prose
from xize.normalize.ranges import find_ranges
from xize.normalize.tokens import tokenise

PIECES = [
    "1234567890", "1 ", "1,", "1/", "1-", "1.", "一又", "一百", "点一", "（", "）", "（）", "（扣1分", "[1,", "每",
    "、1", "扣1", "扣1分，", "扣1分。", "①②", "1.", "（1）", "低于80%、70%、", "低于90%扣1分，", "低于90%扣1分；",
    "十分重要", "未记录扣1分，以上累计不超过3分；", "未记录扣1分，最多扣2分，", "每发现1例扣1分，最多扣2分，",
    "台账（6分）：未记录扣1分；", "有正当理由的不扣分，", "90分及以上为优秀，", "国家级得3分，省级得2分，",
    "满足的得5分，基本满足得2分，不满足不得分，", "累计", "以上", "的", "按", "为", "，", "。", "；", "\n",
    "\u200b ", "5分，", "无甲、", "甲占50%，", "≥1≤", "不少于", "100%", "得分=甲×", "一票否决", "不得分",
    "酌情扣分，", "*1+",
]  # fmt: skip
ENDS = ("", "以上累计不超过20分。")


def _text(text: str) -> Text:
    return Text(text=text, at=Anchor(source="s1", start=0, end=len(text)))


WAYS: dict[str, Callable[[str], object]] = {
    "draft": read_sentence,
    "prose": lambda text: read_prose(_text(text)),
    "tokens": lambda text: tokenise(text, every=True),
    "numbers": find_numbers,
    "ranges": find_ranges,
}


def _operations(task: Callable[[str], object], text: str) -> int:
    """Return how many functions, of Python and built in, a task calls."""
    count = 0

    def called(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        task(text)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("piece", PIECES)
def test_work_grows_with_the_length_alone(piece: str) -> None:
    for name, task in WAYS.items():
        short, long = ((piece * 1600)[:size] for size in (500, 1000))
        task(long)  # what is compiled and remembered once is no growth
        once, twice = _operations(task, short), _operations(task, long)
        assert twice <= 2.3 * once + 1500, (name, once, twice)


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("piece", PIECES)
def test_no_score_phrase_of_a_hostile_text_is_lost(piece: str, end: str) -> None:
    text = (piece * 1200)[:900] + end
    draft = read_sentence(text)
    assert draft.accounting.claims.left == ()
    for rule in (rule for node in draft.rubric.walk() for rule in node.rules):
        assert rule.at.cut(text) == rule.quote
        assert len(rule.quote) <= 1000
