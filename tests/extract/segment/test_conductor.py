from __future__ import annotations

from xize.extract.segment import segment
from xize.extract.text import read_text
from xize.normalize.placement import account_text


def test_every_character_of_plain_paragraphs_is_placed_once() -> None:
    document = read_text("a.txt", "某局考核办法\n\n第一条 为了做好工作，制定本办法。\n".encode())
    outline = segment(document)
    account = account_text(outline.placements, document.text, document.id)
    assert account.rest == ()
    assert account.twice == ()
    assert account.placed == account.characters > 0
