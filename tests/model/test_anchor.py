from __future__ import annotations

import pytest
from pydantic import ValidationError

from xize.model.anchor import Anchor

TEXT = "每发现1例扣1分；未建立的，扣2分。"


def test_an_anchor_cuts_the_text_it_was_read_from() -> None:
    assert Anchor(source="s1", start=0, end=8).cut(TEXT) == "每发现1例扣1分"


def test_a_text_in_two_pieces_is_cut_whole_and_narrowed_across_the_break() -> None:
    anchor = Anchor(source="s1", start=0, end=5, continued=(Anchor(source="s1", start=9, end=13),))
    assert anchor.cut(TEXT) == "每发现1例未建立的"
    assert anchor.narrow(3, 7).cut(TEXT) == "1例未建"
    assert anchor.narrow(6, 8).pieces() == (Anchor(source="s1", start=10, end=12),)


def test_an_anchor_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValidationError, match="ends"):
        Anchor(source="s1", start=3, end=2)


def test_narrowing_outside_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        Anchor(source="s1", start=0, end=3).narrow(7, 9)
