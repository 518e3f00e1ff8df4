"""Automatic numbers are read as they are printed; where LibreOffice is installed it is asked for a second opinion."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from xize.extract.word.number_format import formatted
from xize.extract.word.read import read_docx
from xize.model.source import Paragraph, SourceDocument

Read = Callable[..., SourceDocument]
Package = Callable[..., bytes]
Office = Callable[[bytes], str]


def lvl(index: int, form: str, text: str, extra: str = "", *, start: int = 1, suffix: str = "space") -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{extra}'
        f'<w:suff w:val="{suffix}"/><w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(key: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{key}">{"".join(levels)}</w:abstractNum>'


def num(key: int, of: int, override: str = "") -> str:
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{override}</w:num>'


def p(key: int, level: int = 0, text: str = "文") -> str:
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{key}"/></w:numPr>'
    return f"<w:p><w:pPr>{place}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def numbers(document: SourceDocument) -> list[str]:
    return [
        document.text[it.start : it.number_end]
        for it in document.blocks
        if isinstance(it, Paragraph) and it.number_end is not None
    ]


CHAPTERS = abstract(
    1,
    lvl(0, "chineseCountingThousand", "第%1章"),
    lvl(1, "chineseCounting", "（%2）"),
    lvl(2, "decimal", "%3."),
    lvl(3, "decimalEnclosedCircle", "%4"),
)
DECIMALS = abstract(2, lvl(0, "decimal", "%1."), lvl(1, "decimal", "%1.%2"), lvl(2, "decimal", "%1.%2.%3"))


def start(level: int, value: int) -> str:
    return f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{value}"/></w:lvlOverride>'


LISTS = (
    CHAPTERS
    + DECIMALS
    + num(1, 1)
    + num(2, 2)
    + num(3, 2, start(0, 1))
    + num(4, 2)
    + num(5, 2, f'<w:lvlOverride w:ilvl="0">{lvl(0, "upperRoman", "%1)", start=3)}</w:lvlOverride>')
    + num(6, 2, start(0, 5))
)
SEQUENCES = {
    "chapters": (
        [(1, 0), (1, 1), (1, 1), (1, 2), (1, 3), (1, 3), (1, 0), (1, 1), (1, 2)],
        ["第一章", "（一）", "（二）", "1.", "①", "②", "第二章", "（一）", "1."],
    ),
    "composites": (
        [(2, 0), (2, 1), (2, 2), (2, 2), (2, 1), (2, 2), (2, 0), (2, 1)],
        ["1.", "1.1", "1.1.1", "1.1.2", "1.2", "1.2.1", "2.", "2.1"],
    ),
    "a level above skipped": ([(2, 1), (2, 1), (2, 0), (2, 2), (2, 1)], ["1.1", "1.2", "2.", "2.1.1", "2.2"]),
    "lists of one definition share their count": ([(2, 0), (4, 0), (2, 0), (4, 1)], ["1.", "2.", "3.", "3.1"]),
    "a restart": ([(2, 0), (2, 0), (3, 0), (3, 0), (2, 0), (3, 0)], ["1.", "2.", "1.", "2.", "3.", "4."]),
    "a start of its own": ([(2, 0), (6, 0), (6, 0)], ["1.", "5.", "6."]),
    "a level of its own": ([(2, 0), (5, 0), (5, 0)], ["1.", "II)", "III)"]),
}


@pytest.mark.parametrize("name", SEQUENCES)
def test_sequences(read: Read, name: str) -> None:
    places, expected = SEQUENCES[name]
    assert numbers(read("".join(p(*place) for place in places), numbering=LISTS)) == expected


@pytest.mark.office
def test_sequences_as_libreoffice_prints_them(package: Package, office_text: Office) -> None:
    # One document a sequence would start LibreOffice as often: each gets definitions of its own instead.
    body = parts = ""
    for index, (places, _) in enumerate(SEQUENCES.values()):
        base = 100 * (index + 1)
        lists = LISTS
        for key in range(6, 0, -1):
            lists = lists.replace(f'w:numId="{key}"', f'w:numId="{base + key}"')
            lists = lists.replace(f'abstractNumId="{key}"', f'abstractNumId="{base + key}"')
            lists = lists.replace(f'<w:abstractNumId w:val="{key}"', f'<w:abstractNumId w:val="{base + key}"')
        parts += lists
        body += "".join(p(base + key, level) for key, level in places)
    definitions = parts.split("<w:num ")
    abstracts = "".join(it[it.find("<w:abstractNum ") :] if "<w:abstractNum " in it else "" for it in definitions)
    nums = "".join("<w:num " + it.split("<w:abstractNum ")[0] for it in definitions[1:])
    data = package(body, numbering=abstracts + nums)
    ours = ["".join(line.split()) for line in read_docx("x.docx", data).text.splitlines()]
    office = ["".join(line.split()) for line in office_text(data).splitlines()]
    assert ours == office
    assert len(ours) == sum(len(places) for places, _ in SEQUENCES.values())


def test_legal_numbers_are_decimal_at_every_level(read: Read) -> None:
    lists = abstract(1, lvl(0, "upperRoman", "%1"), lvl(1, "decimal", "%1.%2", "<w:isLgl/>")) + num(1, 1)
    assert numbers(read(p(1) + p(1, 1), numbering=lists)) == ["I", "1.1"]


def test_levels_that_restart_late_or_never(read: Read) -> None:
    lists = abstract(
        1,
        lvl(0, "decimal", "%1"),
        lvl(1, "decimal", "%1.%2"),
        lvl(2, "decimal", "(%3)", '<w:lvlRestart w:val="1"/>'),
        lvl(3, "decimal", "%4)", '<w:lvlRestart w:val="0"/>'),
    )
    places = [(1, 0), (1, 1), (1, 2), (1, 3), (1, 1), (1, 2), (1, 3), (1, 0), (1, 1), (1, 2), (1, 3)]
    found = numbers(read("".join(p(*place) for place in places), numbering=lists + num(1, 1)))
    assert found == ["1", "1.1", "(1)", "1)", "1.2", "(2)", "2)", "2", "2.1", "(1)", "3)"]


def test_lists_of_styles_and_linked_lists(read: Read) -> None:
    def in_list(kind: str, key: str, place: str, based: str = "") -> str:
        based = based and f'<w:basedOn w:val="{based}"/>'
        return (
            f'<w:style w:type="{kind}" w:styleId="{key}"><w:name w:val="{key}"/>{based}'
            f"<w:pPr><w:numPr>{place}</w:numPr></w:pPr></w:style>"
        )

    styles = (
        in_list("paragraph", "A", '<w:numId w:val="1"/>')
        + in_list("paragraph", "B", '<w:numId w:val="1"/>')
        + '<w:style w:type="paragraph" w:styleId="C"><w:name w:val="C"/><w:basedOn w:val="B"/></w:style>'
        + in_list("numbering", "L", '<w:numId w:val="3"/>')
    )
    lists = (
        abstract(
            1,
            lvl(0, "chineseCounting", "%1、", '<w:pStyle w:val="A"/>'),
            lvl(1, "decimal", "%2.", '<w:pStyle w:val="B"/>'),
        )
        + abstract(2, '<w:numStyleLink w:val="L"/>')
        + abstract(3, '<w:styleLink w:val="L"/>', lvl(0, "ideographTraditional", "%1."))
        + num(1, 1) + num(2, 2) + num(3, 3)
    )  # fmt: skip

    def styled(style: str, properties: str = "") -> str:
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr><w:r><w:t>文</w:t></w:r></w:p>'

    out_of_list = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = styled("A") + styled("B") + styled("C") + styled("B", out_of_list) + styled("A") + p(2) + p(3)
    assert numbers(read(body, numbering=lists, styles=styles)) == ["一、", "1.", "2.", "二、", "甲.", "乙."]


def test_numbers_in_cells_count_on_and_stand_for_an_empty_cell(read: Read) -> None:
    def row(key: int, text: str, merge: str = "") -> str:
        number = p(key, 0, "").replace("<w:r><w:t></w:t></w:r>", "")
        return f"<w:tr><w:tc><w:tcPr>{merge}</w:tcPr>{number}</w:tc><w:tc>{p(key, 1, text)}</w:tc></w:tr>"

    rows = row(2, "甲") + row(2, "乙", '<w:vMerge w:val="restart"/>') + row(2, "丙", "<w:vMerge/>") + row(2, "丁")
    document = read(f"<w:tbl>{rows}</w:tbl>{p(2)}", numbering=LISTS)
    (table,) = document.tables()
    assert [document.cut(cell.spans) for cell in table.cells] == [
        "1.", "1.1 甲", "2.", "2.1 乙", "2.2 丙", "3.", "3.1 丁",
    ]  # fmt: skip
    assert numbers(document) == ["4."]


@pytest.mark.parametrize(("suffix", "gap"), [("tab", "\t"), ("space", " "), ("nothing", "")])
def test_what_follows_the_number(read: Read, suffix: str, gap: str) -> None:
    lists = abstract(1, lvl(0, "decimal", "%1、", suffix=suffix)) + num(1, 1)
    assert read(p(1), numbering=lists).text == f"1、{gap}文\n"


@pytest.mark.parametrize(
    ("font", "stored", "shown"),
    [
        ("Wingdings", "\uf06c", "●"),
        ("Wingdings", "l", "●"),
        ("Symbol", "\uf0b7", "•"),
        ("Webdings", "\uf021", "•"),
        ("宋体", "—", "—"),
    ],
)
def test_bullets_are_printed_as_bullets(read: Read, font: str, stored: str, shown: str) -> None:
    fonts = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr>'
    lists = abstract(1, lvl(0, "bullet", stored).replace("</w:lvl>", fonts + "</w:lvl>")) + num(1, 1)
    assert read(p(1), numbering=lists).text == f"{shown} 文\n"


def test_deleted_and_hidden_paragraphs_do_not_count(read: Read) -> None:
    gone = p(2).replace("</w:pPr>", '<w:rPr><w:del w:id="1" w:author="a"/></w:rPr></w:pPr>')
    gone = gone.replace("<w:r>", '<w:del w:id="2" w:author="a"><w:r>').replace("</w:r>", "</w:r></w:del>")
    gone = gone.replace("w:t>", "w:delText>")
    hidden = p(2).replace("</w:pPr>", "<w:rPr><w:vanish/></w:rPr></w:pPr>")
    hidden = hidden.replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>")
    assert numbers(read(p(2) + gone + hidden + p(2), numbering=LISTS)) == ["1.", "2."]


def test_an_unknown_format_or_list_is_told_never_guessed(read: Read) -> None:
    lists = abstract(1, lvl(0, "koreanCounting", "%1.")) + num(1, 1)
    document = read(p(1) + p(9, text="无此列表"), numbering=lists)
    assert document.text == "1. 文\n无此列表\n"
    (finding,) = document.findings
    assert finding.code == "number-unknown"
    assert len(finding.at) == 2


@pytest.mark.parametrize(
    ("form", "value", "text"),
    [
        ("chineseCountingThousand", 10, "十"),
        ("chineseCountingThousand", 21, "二十一"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 1001, "一千零一"),
        ("chineseCountingThousand", 20305, "二万零三百零五"),
        ("japaneseCounting", 12, "十二"),
        ("ideographTraditional", 10, "癸"),
        ("ideographTraditional", 11, "11"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircle", 51, "51"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalZero", 7, "07"),
        ("upperRoman", 1994, "MCMXCIV"),
        ("lowerLetter", 28, "bb"),
        ("chineseLegalSimplified", 11, "壹拾壹"),
        ("ordinal", 12, "12th"),
        ("upperRoman", 0, "0"),
        ("nobodyKnows", 1, None),
    ],
)
def test_formats(form: str, value: int, text: str | None) -> None:
    assert formatted(value, form) == text


def test_custom_formats_pad_with_zeros() -> None:
    assert formatted(7, "custom", "001, 002, 003, ...") == "007"
    assert formatted(7, "custom", "abc") is None


@pytest.mark.office
def test_formats_as_libreoffice_prints_them(package: Package, office_text: Office) -> None:
    forms = (
        "decimal", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter", "ordinal", "decimalZero",
        "chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographTraditional", "ideographZodiac",
        "decimalEnclosedCircle", "decimalEnclosedCircleChinese", "chineseLegalSimplified", "ideographLegalTraditional",
        "taiwaneseCounting", "taiwaneseCountingThousand",
    )  # fmt: skip
    values = (1, 2, 9, 10, 11, 12, 19, 20, 21, 30, 51, 99)
    pairs = [(form, value) for form in forms for value in values]
    lists = "".join(abstract(key, lvl(0, form, "[%1]", start=value)) for key, (form, value) in enumerate(pairs, 1))
    lists += "".join(num(key, key) for key in range(1, len(pairs) + 1))
    body = "".join(p(key, 0, f"{form} {value}") for key, (form, value) in enumerate(pairs, 1))
    data = package(body, numbering=lists)
    ours = ["".join(line.split()) for line in read_docx("x.docx", data).text.splitlines()]
    assert ours == ["".join(line.split()) for line in office_text(data).splitlines()]
    assert len(ours) == len(pairs)
