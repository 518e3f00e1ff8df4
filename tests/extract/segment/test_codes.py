from __future__ import annotations

import pytest

from xize.extract.segment.codes import cell_code, parse_code


@pytest.mark.parametrize(
    ("text", "scheme", "ordinals", "printed", "body"),
    [
        ("一、队伍建设", "cn", (1,), "一", "队伍建设"),
        ("二十一、其他", "cn", (21,), "二十一", "其他"),
        ("（三）安全生产", "cn_paren", (3,), "（三）", "安全生产"),
        ("1．建立台账", "num", (1,), "1", "建立台账"),
        ("1.2016年工作", "num", (1,), "1", "2016年工作"),
        ("2.12345热线", "num", (2,), "2", "12345热线"),
        ("1016.清扫楼道", "num", (1016,), "1016", "清扫楼道"),
        ("(1)现场", "num_paren", (1,), "(1)", "现场"),
        ("3)现场", "num_half", (3,), "3)", "现场"),
        ("①5分", "circled", (1,), "①", "5分"),
        ("Ⅰ- 2－1开展检查", "roman", (1, 2, 1), "Ⅰ- 2－1", "开展检查"),
        ("Ⅲ-10 -2 汇总", "roman", (3, 10, 2), "Ⅲ-10 -2", "汇总"),
        ("XI-1 汇总", "roman", (11, 1), "XI-1", "汇总"),
        ("Ⅰ-     水利", "roman", (1,), "Ⅰ", "水利"),
        ("第一章 总则", "chapter", (1,), "第一章", "总则"),
        ("第1条 目的", "article", (1,), "第1条", "目的"),
        ("A1.2.3 教案", "letter", (1, 1, 2, 3), "A1.2.3", "教案"),
        ("1.1.2 巡查", "dotted", (1, 1, 2), "1.1.2", "巡查"),
        ("1－1 巡查", "dotted", (1, 1), "1－1", "巡查"),
    ],
)
def test_codes_are_parsed(text: str, scheme: str, ordinals: tuple[int, ...], printed: str, body: str) -> None:
    code = parse_code(text)
    assert code is not None
    assert (code.scheme, code.ordinals, code.printed, text[code.body :]) == (scheme, ordinals, printed, body)
    assert text[code.start : code.end] == printed
    assert not code.weak


@pytest.mark.parametrize(
    "text",
    ["2016年度", "1.5分", "12·4宣传日", "十分重要", "一是落实", "一季度完成", "三会一课", "1-2分", "10人以上", "100%",
     "B超检查", "V类", "1—5条", "A级单位", "5、3、2分", ""],
)  # fmt: skip
def test_what_is_no_code(text: str) -> None:
    assert parse_code(text) is None


def test_a_date_that_looks_like_a_code_is_weak() -> None:
    code = parse_code("3.15活动")
    assert code is not None
    assert code.weak


def test_the_next_number_and_the_code_above() -> None:
    first, second, deeper = (parse_code(text) for text in ("Ⅰ-2-1甲", "Ⅰ－2－2乙", "Ⅰ-2-2-1丙"))
    assert first is not None
    assert second is not None
    assert deeper is not None
    assert second.follows(first)
    assert not first.follows(second)
    assert deeper.under(second)
    assert not deeper.under(first)


@pytest.mark.parametrize(
    ("text", "ordinals"), [("3", (3,)), (" 一 ", (1,)), ("(2)", (2,)), ("Ⅰ-1", (1, 1)), ("1.2", (1, 2))]
)
def test_a_cell_that_is_a_code(text: str, ordinals: tuple[int, ...]) -> None:
    code = cell_code(text)
    assert code is not None
    assert code.ordinals == ordinals


def test_a_cell_that_is_more_than_a_code() -> None:
    assert cell_code("10分") is None
    assert cell_code("一（30分）") is None
