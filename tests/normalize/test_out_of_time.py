"""A search that runs out of time leaves its text unread and says so; it never ends a run."""

from __future__ import annotations

import pytest

from xize.model.anchor import Anchor, Text
from xize.normalize import compose, trust
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
