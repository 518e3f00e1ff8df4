"""Encodings: marks, strict UTF-8, and what bytes alone do not say."""

from __future__ import annotations

import pytest

from xize.errors import UnreadableSourceError
from xize.extract.text import read_text

TEXT = "市场监管所年度考核办法\r\n\r\n一、考核对象：各科室、各中队。\n（一）未建立台账的，扣2分；建立不全的，扣1分。\n"
TRADITIONAL = "年度工作考核辦法\n一、考核對象：各單位。未建立制度的，扣二分；資料不全的，扣一分。\n"


@pytest.mark.parametrize(
    ("codec", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16-le"),
        ("utf-32", "utf-32-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("gb18030", "gb18030"),
    ],
)
def test_a_text_reads_the_same_in_every_encoding(codec: str, encoding: str) -> None:
    document = read_text("t.txt", TEXT.encode(codec))
    assert document.text == TEXT
    assert document.encoding == encoding


def test_traditional_characters_in_big5() -> None:
    document = read_text("t.txt", TRADITIONAL.encode("big5"))
    assert (document.text, document.encoding) == (TRADITIONAL, "big5")


def test_a_short_legacy_text_is_read_and_its_doubt_reported() -> None:
    document = read_text("t.txt", "得分".encode("gb18030"))
    assert document.text == "得分"
    assert [found.code for found in document.findings] in ([], ["encoding-guessed"])


@pytest.mark.parametrize(
    "data",
    [
        b"\x89\x00\x01\x02binary",
        bytes(range(128, 256)) * 4,
        "考核".encode() + b"\xff\xfe\xfd" + "办法".encode(),
        b"\xff\xfe\x00\xd8",
        "一票否决\0制度".encode(),
    ],
)
def test_what_is_no_text_is_refused_with_its_place(data: bytes) -> None:
    with pytest.raises(UnreadableSourceError, match=r"t\.txt"):
        read_text("t.txt", data)
