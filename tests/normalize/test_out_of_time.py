"""A search that runs out of time leaves its text unread and says so; it never ends a run."""

from __future__ import annotations

import pytest

from xize.model.anchor import Anchor, Text
from xize.normalize import compose, prose, scan, tokens, trust
from xize.normalize.compose import read_text

SENTENCE = "未建立台账的扣2分；每发现1例错报扣1分。"


def test_a_text_no_pattern_can_be_tried_on_in_time_is_left_unread_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    def late(*_: object, **__: object) -> str | None:
        raise TimeoutError

    monkeypatch.setattr(compose, "doubt", late)
    reading = read_text(Text(text=SENTENCE, at=Anchor(source="s1", start=0, end=len(SENTENCE))))
    assert reading.rules == []
    assert [(unread.text.text, unread.reason) for unread in reading.unread] == [(SENTENCE, "no-time")]
    assert trust.doubt is not late


@pytest.mark.parametrize("late_from", range(0, 48, 6))
def test_a_search_that_is_late_midway_leaves_no_half_a_text(late_from: int, monkeypatch: pytest.MonkeyPatch) -> None:
    searches = 0
    search = scan._search

    def late(*args: object) -> None:
        nonlocal searches
        searches += 1
        if searches > late_from:
            raise TimeoutError
        search(*args)  # type: ignore[arg-type]  # passed on as given

    tokens._remembered.cache_clear()
    monkeypatch.setattr(scan, "_search", late)
    reading = read_text(Text(text=SENTENCE, at=Anchor(source="s1", start=0, end=len(SENTENCE))))
    assert searches > late_from
    assert (reading.rules, reading.limits, reading.points) == ([], [], [])
    assert [(unread.text.text, unread.reason) for unread in reading.unread] == [(SENTENCE, "no-time")]


def test_prose_that_cannot_be_searched_in_time_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    text = Text(text="总分=业务×60%+纪律×40%。90分及以上为优秀。", at=Anchor(source="s1", start=0, end=28))
    assert prose.read_prose(text).grades
    monkeypatch.setattr(prose, "find_all", _late)
    assert prose.read_prose(text) == prose.Statements()


def _late(*_: object) -> None:
    raise TimeoutError
