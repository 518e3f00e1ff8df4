"""Text of paragraphs: what is printed is read once, what is not is left out and told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from xize.model.source import Paragraph, SourceDocument

Read = Callable[..., SourceDocument]


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(content)}</w:p>"


def codes(document: SourceDocument) -> list[str]:
    return [finding.code for finding in document.findings]


CHAR = '<w:fldChar w:fldCharType="{}"/>'


def field(instruction: str, result: str | None) -> str:
    begin, separate, end = (f"<w:r>{CHAR.format(it)}</w:r>" for it in ("begin", "separate", "end"))
    code = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    return begin + code + (end if result is None else separate + result + end)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ('<w:hyperlink r:id="rId9">' + r("链接") + "</w:hyperlink>", "链接"),
        ('<w:smartTag w:element="e"><w:smartTagPr/>' + r("标签") + "</w:smartTag>", "标签"),
        ('<w:customXml w:element="e"><w:customXmlPr/>' + r("标记") + "</w:customXml>", "标记"),
        ("<w:sdt><w:sdtPr/><w:sdtContent>" + r("控件") + "</w:sdtContent></w:sdt>", "控件"),
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>", "甲\t乙"),
        ("<w:r><w:t>1</w:t><w:noBreakHyphen/><w:t>5分</w:t><w:softHyphen/></w:r>", "1-5分"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + r("达标"), "☑达标"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>' + r("90%"), "≥90%"),
        (r("\uf0b3", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>') + r("80%"), "≥80%"),
        (
            f"<w:r><w:ruby><w:rubyPr/><w:rt>{r('kǎo')}</w:rt><w:rubyBase>{r('考')}</w:rubyBase></w:ruby></w:r>",
            "考",
        ),
        ('<w:fldSimple w:instr=" SUM(ABOVE) ">' + r("100") + "</w:fldSimple>", "100"),
        (field(" SUM(ABOVE) ", r("40")), "40"),
        (field(" IF ", None).replace("</w:instrText></w:r>", "</w:instrText></w:r>" + field("M", r("内")), 1), ""),
        (field(' HYPERLINK "x" ', r("外") + field(" REF y ", r("内"))), "外内"),
        (field(r" eq \o\ac(○,3) ", None), "③"),
        ("<unknown>" + r("包裹") + "</unknown>", "包裹"),
    ],
)  # fmt: skip
def test_inline_content(read: Read, content: str, text: str) -> None:
    document = read(p(r("起"), content, r("止")))
    assert document.text == f"起{text}止\n"


def test_a_line_break_makes_two_paragraphs_in_the_body(read: Read) -> None:
    document = read(p("<w:r><w:t>一、甲</w:t><w:br/><w:t>二、乙</w:t></w:r>"))
    assert [document.text[it.start : it.end] for it in document.blocks] == ["一、甲", "二、乙"]


def test_tracked_changes(read: Read) -> None:
    inserted = '<w:ins w:id="1" w:author="a">' + r("2分") + "</w:ins>"
    deleted = '<w:del w:id="2" w:author="a"><w:r><w:delText>5分</w:delText></w:r></w:del>'
    away, here = ("<w:move{} w:id='3' w:author='a'>" + r("移动") + "</w:move{}>" for _ in range(2))
    document = read(
        p(r("扣"), deleted, inserted) + p(away.format("From", "From"), r("甲")) + p(here.format("To", "To"))
    )
    assert document.text == "扣2分\n甲\n移动\n"
    assert codes(document) == ["text-inserted", "text-deleted"]
    assert "5分" in document.findings[1].message


def test_a_deleted_paragraph_mark_joins_the_next_paragraph(read: Read) -> None:
    gone = '<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>'
    dropped = '<w:del w:id="2" w:author="a"><w:r><w:delText>整段</w:delText></w:r></w:del>'
    document = read(p(r("前"), properties=gone) + p(r("后")) + p(dropped, properties=gone) + p(r("尾")))
    assert document.text == "前后\n尾\n"


def test_hidden_text_is_left_out_and_told(read: Read) -> None:
    styles = '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
    hidden, style, off = "<w:vanish/>", '<w:rStyle w:val="H"/>', '<w:rStyle w:val="H"/><w:vanish w:val="0"/>'
    document = read(p(r("见"), r("密", hidden), r("文", style), r("此", off)), styles=styles)
    assert document.text == "见此\n"
    assert codes(document) == ["hidden-text"]
    assert "密文" in document.findings[0].message


def test_hidden_on_the_web_only_is_printed(read: Read) -> None:
    assert read(p(r("12", "<w:webHidden/>"))).text == "12\n"


def test_an_instruction_never_ended_swallows_nothing(read: Read) -> None:
    begin = f"<w:r>{CHAR.format('begin')}<w:instrText> PAGE </w:instrText></w:r>"
    assert read(p(begin, r("甲")) + p(r("乙"))).text == "甲\n乙\n"


def test_a_field_over_paragraphs(read: Read) -> None:
    begin = f"<w:r>{CHAR.format('begin')}<w:instrText> TOC </w:instrText>{CHAR.format('separate')}</w:r>"
    end = f"<w:r>{CHAR.format('end')}</w:r>"
    assert read(p(begin, r("目录一")) + p(r("目录二"), end) + p(r("正文"))).text == "目录一\n目录二\n正文\n"


def test_a_field_without_a_result_is_told(read: Read) -> None:
    document = read(p(r("共"), field(" =SUM(ABOVE) ", None), r("分")))
    assert codes(document) == ["field-without-result"]
    assert "=SUM(ABOVE)" in document.findings[0].message


def test_form_fields_show_their_state(read: Read) -> None:
    box = "<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r>"  # noqa: E501
    end = f"<w:r>{CHAR.format('end')}</w:r>"
    assert read(p(box, "<w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r>", end, r("是"))).text == "☒是\n"


def test_an_unknown_symbol_is_told(read: Read) -> None:
    document = read(p(r("甲"), '<w:r><w:sym w:font="Webdings" w:char="F021"/></w:r>'))
    assert document.text == "甲\uf021\n"
    assert codes(document) == ["symbol-unknown"]


def text_box(text: str) -> str:
    content = f"<w:txbxContent>{p(r(text))}</w:txbxContent>"
    return (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{content}</wps:txbx></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_a_text_box_is_read_once_after_its_paragraph(read: Read) -> None:
    document = read(p(r("甲"), text_box("框"), r("乙")))
    assert document.text == "甲乙\n框\n"
    assert [it.kind for it in document.blocks if isinstance(it, Paragraph)] == ["body", "textbox"]


def test_an_old_text_box_is_read(read: Read) -> None:
    content = f"<w:txbxContent>{p(r('旧框'))}</w:txbxContent>"
    assert read(p(f"<w:r><w:pict><v:textbox>{content}</v:textbox></w:pict></w:r>")).text == "\n旧框\n"


def test_a_text_box_in_a_cell_belongs_to_the_cell(read: Read) -> None:
    document = read(f"<w:tbl><w:tr><w:tc>{p(r('甲'), text_box('框'))}</w:tc></w:tr></w:tbl>")
    (table,) = document.tables()
    assert document.cut(table.cells[0].spans) == "甲\n框"


def test_formulas_keep_their_fractions(read: Read) -> None:
    def e(name: str, text: str) -> str:
        return f"<m:{name}><m:r><m:t>{text}</m:t></m:r></m:{name}>"

    fraction = (
        f"<m:oMath><m:f><m:fPr/>{e('num', '实际+补报')}{e('den', '计划')}</m:f><m:r><m:t>×100</m:t></m:r></m:oMath>"
    )
    document = read(p(r("得分="), fraction))
    assert document.text == "得分=(实际+补报)/计划×100\n"
    assert codes(document) == ["math-flattened"]


def test_notes_heads_and_comments_stand_apart(read: Read) -> None:
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    comment = '<w:commentRangeStart w:id="0"/>' + r("满分10分") + '<w:commentRangeEnd w:id="0"/>'
    section = '<w:sectPr><w:headerReference w:type="default" r:id="rIdheader"/></w:sectPr>'
    document = read(
        p(comment, mark, r("。")) + section,
        header=p(r("某局文件")),
        footnotes=f'<w:footnote w:type="separator" w:id="0">{p(r("-"))}</w:footnote>'
        f'<w:footnote w:id="2">{p(r("不含兼职"))}</w:footnote>',
        comments=f'<w:comment w:id="0">{p(r("请改为8分"))}</w:comment>',
    )
    assert document.text == "满分10分。\n\f\n某局文件\n不含兼职\n"
    assert [(it.kind, document.text[it.start : it.end]) for it in document.apart] == [
        ("header", "某局文件"),
        ("footnote", "不含兼职"),
    ]
    note, comments = document.findings
    assert (note.code, note.at[0].start) == ("footnote", len("满分10分"))
    assert (comments.code, "请改为8分" in comments.message) == ("comments-left-out", True)


def test_headings_alignment_and_weight_come_through_styles(read: Read) -> None:
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="heading 1"/>'
        '<w:pPr><w:outlineLvl w:val="0"/><w:jc w:val="center"/></w:pPr>'
        '<w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="章"/><w:basedOn w:val="A"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="C"><w:basedOn w:val="C"/></w:style>'
    )
    document = read(
        p(r("总则"), properties='<w:pStyle w:val="B"/>')
        + p(
            r("甲", '<w:b w:val="0"/>'), properties='<w:pStyle w:val="B"/><w:outlineLvl w:val="9"/><w:jc w:val="left"/>'
        )
        + p(r("乙"))
        + p(r("丙"), properties='<w:pStyle w:val="C"/>'),
        styles=styles,
    )
    found = [(it.level, it.centered, it.bold, it.size, it.style) for it in document.blocks if isinstance(it, Paragraph)]
    assert found[:2] == [(1, True, True, 16.0, "章"), (None, False, False, 16.0, "章")]
    assert found[2] == (None, None, False, None, "Normal")
    assert found[3][0] is None


def test_pictures_and_objects_are_told(read: Read) -> None:
    document = read(
        p(r("见图"), "<w:r><w:drawing><a:blip/></w:drawing></w:r>")
        + p('<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>')
        + '<w:altChunk r:id="rId7"/>'
    )
    assert codes(document) == ["picture-left-out", "object-left-out"]
    assert "Excel.Sheet.12" in document.findings[1].message


def test_what_plain_text_cannot_show_is_told(read: Read) -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    document = read(p(r("每平方10"), r("4", raised), r("米"), r("2", raised), r("扣2分", "<w:strike/>")))
    assert document.text == "每平方104米2扣2分\n"
    assert codes(document) == ["struck-text", "raised-digits"]
    assert [finding.at[0].cut(document.text) for finding in document.findings] == ["扣2分", "4"]


def test_a_deleted_paragraph_leaves_no_line_but_is_told(read: Read) -> None:
    gone = '<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>'
    dropped = '<w:del w:id="2" w:author="a"><w:r><w:delText>旧标准</w:delText></w:r></w:del>'
    table = f"<w:tbl><w:tr><w:tc>{p(r('甲'))}</w:tc></w:tr></w:tbl>"
    document = read(p(r("前")) + p(dropped, properties=gone) + table)
    assert document.text == "前\n甲\n"
    assert "旧标准" in document.findings[0].message


@pytest.mark.parametrize(("font", "text", "shown"), [("Wingdings", "ü达标", "✓达标"), ("Symbol", "90", "90")])
def test_letters_in_a_symbol_font_are_signs(read: Read, font: str, text: str, shown: str) -> None:
    document = read(p(r(text, f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>')))
    assert document.text == f"{shown}\n"
    assert not document.findings


def test_a_drawn_rule_is_no_picture(read: Read) -> None:
    assert not read(p(r("甲"), '<w:r><w:pict><v:rect o:hr="t"/></w:pict></w:r>')).findings
