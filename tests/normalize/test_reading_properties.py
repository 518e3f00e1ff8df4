"""Whatever is fed to the grammar: no crash, no number that is not printed, every quote where it says it is, in time."""

from __future__ import annotations

import re
import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xize.evaluate.sentence import read_sentence
from xize.model.anchor import Anchor, Text
from xize.model.rubric import Draft
from xize.model.rule import Discretion, PerUnit, Rule, Step, Tiers
from xize.normalize.compose import read_text
from xize.normalize.fold import fold, fold_characters
from xize.normalize.numerals import find_numbers, parse_numeral
from xize.normalize.tokens import tokenise

PIECES = [
    "未建立台账的",
    "每发现1例",
    "发现一处",
    "扣1分",
    "扣0.5分",
    "得2分",
    "加0.3分",
    "，",
    "；",
    "。",
    "、",
    "或",
    "且",
    "1.",
    "（2）",
    "最多扣3分",
    "扣完为止",
    "累计不超过10分",
    "低于75%",
    "达到90%以上",
    "每下降5%",
    "酌情扣分",
    "酌情扣1-5分",
    "不得分",
    "该项不得分",
    "一票否决",
    "国家、省、市",
    "分别加5、3、2分",
    "各扣2分",
    "（6分）：",
    "（特殊情况除外）",
    "十分重要",
    "部分",
    "12315",
    "倒数第一位",
    "优4分、良3分、差0分",
    "每",
    "分",
    "扣",
    "５",
    "⼀",
    "①",
    "1",
    "0.",
    "%",
    "按比例得分",
    "得满分",
    "详见附件",
    "少一次",
]
PIECES += ["\n", "　"]
CLAUSES = st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join)
CHARACTERS = "扣得加减分每各未无不发现例次件项一二三十百1234567890.%（），。；、:-－０５９①\n 的以上下至少多"
NOISE = st.text(alphabet=st.sampled_from(CHARACTERS), max_size=60)
LONG = (
    "1．未按规定受理异议的，每发现１例扣1分，最多扣3分；低于75%扣1分，每下降5%加扣0.4分；"
    "国家、省级分别加5、3分（除外）。"
)


def rules_of(draft: Draft) -> tuple[Rule, ...]:
    return tuple(rule for node in draft.rubric.walk() for rule in node.rules)


def numbers_in(text: str) -> set[Decimal]:
    folded = fold(text).text
    found = {span.value for span in find_numbers(folded)}
    found |= {Decimal(match) for match in re.findall(r"\d+(?:\.\d+)?", folded)}
    for match in re.findall(r"[零一二两三四五六七八九十百千万半]+", folded):
        pieces = {match[at : at + size] for size in range(1, 9) for at in range(len(match))}
        found |= {value for piece in pieces if (value := parse_numeral(piece)) is not None}
    return found


def numbers_of(rule: Rule) -> set[Decimal]:
    found = {rule.points, rule.points_max}
    thresholds = [rule.threshold]
    if rule.cap is not None and isinstance(rule.cap.value, Decimal):
        found.add(rule.cap.value)
    if isinstance(rule, PerUnit | Step):
        found.add(rule.per.count if rule.per.count != 1 else None)
    if isinstance(rule, Step):
        found |= {rule.initial, rule.free_band}
    if isinstance(rule, Discretion):
        found |= {choice for choice in rule.choices if choice}
        found -= {Decimal(0)}
    if isinstance(rule, Tiers):
        found |= {value for band in rule.bands if band.points for value in (band.points, band.points_max)}
        thresholds += [band.threshold for band in rule.bands]
    found |= {value for threshold in thresholds if threshold for value in (threshold.value, threshold.value_max)}
    return {value for value in found if value is not None}


def check(sentence: str) -> None:
    draft = read_sentence(sentence)
    for rule in rules_of(draft):
        assert rule.at.cut(sentence) == rule.quote
        assert rule.points_at is None or rule.at.start <= rule.points_at.start <= rule.points_at.end <= rule.at.end
        printed = numbers_in(rule.quote)
        for value in numbers_of(rule):
            assert value in printed or (isinstance(rule, Tiers) and min(printed) <= value <= max(printed)), (
                value,
                rule,
            )
    assert draft.accounting.claims.left == ()
    for question in draft.questions:
        for candidate in question.candidates:
            for rule in candidate.rules:
                assert rule.at.cut(sentence) == rule.quote


@settings(max_examples=150, deadline=None, derandomize=True)
@given(CLAUSES)
def test_shuffled_clauses(sentence: str) -> None:
    check(sentence)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(NOISE)
def test_random_text(sentence: str) -> None:
    check(sentence)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.integers(0, 60), st.integers(0, 60))
def test_cut_sentences(start: int, end: int) -> None:
    check(LONG[start : start + end])


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(max_size=80))
def test_folding_keeps_every_visible_character_in_place(text: str) -> None:
    assert len(fold_characters(text)) == len(text)
    folded = fold(text)
    assert list(folded.starts) == sorted(set(folded.starts))
    kept = {folded.starts[at]: character for at, character in enumerate(folded.text) if not character.isspace()}
    for at, character in kept.items():
        assert fold_characters(text)[at] == character


@settings(max_examples=100, deadline=None, derandomize=True)
@given(CLAUSES)
def test_tokens_cover_the_text(sentence: str) -> None:
    text = fold(sentence).text
    tokens = tokenise(text)
    assert "".join(token.text for token in tokens) == text
    assert all(text[token.start : token.end] == token.text for token in tokens)


HOSTILE = (
    "每" * 20_000,
    "(" * 10_000 + "扣1分",
    "（" * 3_000 + "扣1分" + "）" * 3_000,
    "扣" + "9" * 10_000 + "分",
    "一" * 10_000 + "分扣1分",
    "未达到" * 4_000 + "扣1分",
    "、".join(["未建立"] * 3_000) + "各扣1分",
    "扣1分，" * 1_500,
)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: f"{text[:4]}×{len(text)}")
def test_hostile_text_ends_in_time(text: str) -> None:
    start = time.process_time()
    read_text(Text(text=text, at=Anchor(source="s1", start=0, end=len(text))))
    assert time.process_time() - start < 20
