"""Page furniture: what a web page put around the document, and where the document breaks off."""

from __future__ import annotations

import pytest

from xize import pipeline
from xize.extract.reader import read_data
from xize.extract.segment.furniture import mark_furniture
from xize.model.source import Paragraph

AROUND = """上传人：雨*** 文档编号：90210 上传时间：2025-01-02 格式：DOC 页数：3 大小：20KB
下载 相关 举报
环卫考核办法.doc_第1页
环卫考核办法
{body}
展开阅读全文
相关资源
某ICP备12345678号-1
"""


def furniture(text: str) -> list[str]:
    document = read_data("t.txt", text.encode())
    marked = [b for b in mark_furniture(document) if isinstance(b, Paragraph) and b.kind == "furniture"]
    return [document.text[block.start : block.end] for block in marked]


def test_what_a_page_puts_around_a_document_is_marked() -> None:
    assert len(furniture(AROUND.format(body="一、考核内容"))) == 6


def test_likely_lines_alone_are_text() -> None:
    assert furniture("下载\n相关资源\n首页\n考核办法.docx\n") == []


def test_a_converters_mark_inside_a_line_is_parted_from_it() -> None:
    document = read_data("t.txt", "[bookmark: _Toc1]考核办法\n未落实的[bookmark: b2]扣1分。\n".encode())
    blocks = [block for block in mark_furniture(document) if isinstance(block, Paragraph)]
    shown = [(document.text[block.start : block.end], block.kind) for block in blocks]
    assert shown == [
        ("[bookmark: _Toc1]", "furniture"),
        ("考核办法", "body"),
        ("未落实的", "body"),
        ("[bookmark: b2]", "furniture"),
        ("扣1分。", "body"),
    ]


@pytest.mark.parametrize(
    ("body", "cut"),
    [
        ("对检查中发现的问题，各单位要认真整改并", True),
        ("按照《环卫作业", True),
        ("对检查中发现的问题，各单位要认真整改。", False),
        ("青石县环境卫生服务中心考核办公室", False),
        ("2025年3月1日", False),
    ],
)
def test_a_sentence_that_breaks_off_before_furniture_is_reported(body: str, cut: bool) -> None:
    draft = pipeline.draft(read_data("t.txt", AROUND.format(body=body).encode()))
    assert ("truncated-end" in [found.code for found in draft.rubric.findings]) == cut
    assert draft.accounting.text.rest == ()


def test_the_same_ending_without_furniture_is_no_finding() -> None:
    draft = pipeline.draft(read_data("t.txt", "对检查中发现的问题，各单位要认真整改并\n".encode()))
    assert [found.code for found in draft.rubric.findings] == []
