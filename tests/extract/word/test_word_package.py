"""Packages: what is opened, what is refused and with which words, and that nothing hostile gets through."""

from __future__ import annotations

import io
import os
import time
import zipfile
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random

import docx
import pytest

from xize.errors import OverLimitError, UnreadableSourceError, UnsupportedFormatError, XizeError
from xize.extract import limits
from xize.extract.reader import read as read_file
from xize.extract.word import office
from xize.extract.word.read import read_doc, read_docx, read_flat

Package = Callable[..., bytes]

P = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"


def repacked(data: bytes, change: Callable[[str, bytes], tuple[str, bytes] | None]) -> bytes:
    """Return a package with every member passed through `change`; None drops it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            changed = change(info.filename, old.read(info))
            if changed is not None:
                new.writestr(*changed)
    return buffer.getvalue()


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_a_document_of_python_docx(tmp_path: Path) -> None:
    source = docx.Document()
    source.add_heading("考核办法", 1)
    source.add_paragraph("第一项", style="List Number")
    table = source.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "合计"
    table.cell(1, 1).text = "100"
    path = tmp_path / "无后缀"
    source.save(str(path))
    document = read_file(path)
    assert document.text == "考核办法\n1.\t第一项\n合计\t\n\t100\n"
    assert document.blocks[0].level == 1  # type: ignore[union-attr]


def test_a_macro_document_is_read_and_its_macros_ignored(package: Package) -> None:
    data = repacked(
        package(P.format("甲")),
        lambda name, content: (
            name,
            content.replace(
                b"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                b"vnd.ms-word.document.macroEnabled.main+xml",
            ),
        ),
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"macroEnabled" in archive.read("[Content_Types].xml")
    assert read_docx("a.docm", data).text == "甲\n"


def test_a_strict_document(package: Package) -> None:
    strict = "http://purl.oclc.org/ooxml/"
    data = repacked(
        package(P.format("甲"), styles=""),
        lambda name, content: (
            name,
            content.replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                f"{strict}wordprocessingml/main".encode(),
            ).replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                f"{strict}officeDocument/relationships".encode(),
            ),
        ),
    )
    assert read_docx("a.docx", data).text == "甲\n"


@pytest.mark.parametrize(
    "gone",
    ["[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", "word/styles.xml", "word/numbering.xml"],
)
def test_a_missing_part_loses_no_text(package: Package, gone: str) -> None:
    data = package(P.format("甲"), styles="", numbering="")
    kept = repacked(data, lambda name, content: None if name == gone else (name, content))
    assert read_docx("a.docx", kept).text == "甲\n"


def test_a_missing_body_is_told(package: Package) -> None:
    data = repacked(package(P.format("甲")), lambda name, it: None if name == "word/document.xml" else (name, it))
    with pytest.raises(UnreadableSourceError, match=r"a\.docx: .*word/document\.xml"):
        read_docx("a.docx", data)


def test_a_package_with_backslashes_and_external_parts(package: Package) -> None:
    link = b'<Relationship Id="x" Type="t/styles" Target="http://example.invalid/s.xml" TargetMode="External"/>'

    def change(name: str, content: bytes) -> tuple[str, bytes]:
        return name.replace("/", "\\"), content.replace(b"</Relationships>", link + b"</Relationships>")

    assert read_docx("a.docx", repacked(package(P.format("甲")), change)).text == "甲\n"


def test_flat_xml(package: Package, tmp_path: Path) -> None:
    parts = ""
    with zipfile.ZipFile(io.BytesIO(package(P.format("甲"), header=P.format("眉")))) as archive:
        for name in archive.namelist():
            content = archive.read(name).decode()
            parts += f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{content}</pkg:xmlData></pkg:part>'
    picture = b64encode(b"\x89PNG").decode()
    parts += f'<pkg:part pkg:name="/word/i.png"><pkg:binaryData>{picture}</pkg:binaryData></pkg:part>'
    text = (
        '<?xml version="1.0" standalone="yes"?>\r\n<?mso-application progid="Word.Document"?>\r\n'
        f'<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">{parts}</pkg:package>'
    )
    assert read_flat("a.docx", text.encode()).text == "甲\n"
    (tmp_path / "a.docx").write_bytes(text.encode())
    assert read_file(tmp_path / "a.docx").text == "甲\n"


@pytest.mark.parametrize(
    ("member", "words"),
    [("xl/workbook.xml", "Excel"), ("ppt/presentation.xml", "PowerPoint"), ("readme.txt", "archive")],
)
def test_other_packages_are_named(member: str, words: str) -> None:
    with pytest.raises(UnsupportedFormatError, match=words):
        read_docx("a.docx", zipped(**{"[x].xml": b"<a/>", member: b"<a/>"}))


@pytest.mark.parametrize("cut", [4, 100, 1000, -60, -1])
def test_a_package_cut_short(package: Package, cut: int) -> None:
    with pytest.raises(UnreadableSourceError, match=r"a\.docx"):
        read_docx("a.docx", package(P.format("甲" * 500))[:cut])


def test_damaged_xml_names_its_part(package: Package) -> None:
    with pytest.raises(UnreadableSourceError, match=r"word/document\.xml"):
        read_docx("a.docx", package("<w:p>"))


def test_an_encrypted_member() -> None:
    data = bytearray(zipped(**{"word/document.xml": b"<a/>"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(UnreadableSourceError, match="password"):
        read_docx("a.docx", bytes(data))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_are_refused(package: Package, encoding: str) -> None:
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    hostile = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE d [<!ENTITY l0 "哈">{laughs}]><d>&l9;</d>'

    def change(name: str, content: bytes) -> tuple[str, bytes]:
        return name, hostile.encode(encoding) if name == "word/document.xml" else content

    with pytest.raises(UnreadableSourceError, match="DOCTYPE"):
        read_docx("a.docx", repacked(package(""), change))


def test_external_entities_are_not_read(package: Package, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    hostile = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{(tmp_path / "secret").as_uri()}">]><d>&x;</d>'.encode()
    data = repacked(package("", styles=""), lambda name, it: (name, hostile if name == "word/styles.xml" else it))
    with pytest.raises(UnreadableSourceError, match="DOCTYPE"):
        read_docx("a.docx", data)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    data = zipped(**{"word/document.xml": b" " * (limits.RATIO_FREE_BYTES + 1)})

    def unpacked(*_: object, **__: object) -> bytes:
        raise AssertionError("a member was unpacked")

    monkeypatch.setattr(zipfile.ZipFile, "open", unpacked)
    with pytest.raises(OverLimitError, match="times"):
        read_docx("a.docx", data)


@pytest.mark.parametrize(
    ("limit", "value", "words"),
    [
        ("PACKAGE_MEMBERS", 2, "members"),
        ("UNPACKED_BYTES", 100, "unpacks"),
        ("XML_BYTES", 100, "XML"),
        ("XML_ELEMENTS", 10, "elements"),
        ("XML_DEPTH", 3, "deeper"),
        ("COLUMNS", 2, "columns"),
        ("CELLS", 5, "positions"),
    ],
)
def test_limits(package: Package, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, words: str) -> None:
    row = f"<w:tr>{f'<w:tc>{P.format(1)}</w:tc>' * 3}</w:tr>"
    data = package(f"<w:tbl>{row * 2}</w:tbl>")
    read_docx("a.docx", data)
    monkeypatch.setattr(limits, limit, value)
    with pytest.raises(OverLimitError, match=words):
        read_docx("a.docx", data)


def test_tables_nested_as_deep_as_allowed_and_deeper(package: Package) -> None:
    def nested(depth: int) -> str:
        wrapped = "<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"
        return (
            (wrapped[0] + "<w:tbl><w:tr><w:tc>") * depth
            + P.format("底")
            + ("</w:tc></w:tr></w:tbl>" + wrapped[1]) * depth
        )

    document = read_docx("a.docx", package(nested(limits.NESTED_TABLES)))
    assert document.text == "底\n"
    for depth in (limits.NESTED_TABLES + 1, 100, 2000):
        with pytest.raises(OverLimitError, match="tables are nested"):
            read_docx("a.docx", package(nested(depth)))


def test_wrappers_as_deep_as_allowed_do_not_exhaust_the_stack(package: Package) -> None:
    deep = limits.XML_DEPTH - 5
    body = "<w:p>" + "<w:smartTag>" * deep + "<w:r><w:t>底</w:t></w:r>" + "</w:smartTag>" * deep + "</w:p>"
    assert read_docx("a.docx", package(body)).text == "底\n"


@pytest.mark.parametrize("span", ["10000", "999999999", "99999999999999999999999999"])
def test_ten_thousand_columns(package: Package, span: str) -> None:
    wide = f"<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='{span}'/></w:tcPr>{P.format(1)}</w:tc></w:tr></w:tbl>"
    with pytest.raises(OverLimitError, match="columns"):
        read_docx("a.docx", package(wide))
    cells = f"<w:tbl><w:tr>{f'<w:tc>{P.format(1)}</w:tc>' * 10_000}</w:tr></w:tbl>"
    with pytest.raises(OverLimitError, match="columns"):
        read_docx("a.docx", package(cells))


def test_pictures_only_is_a_scan(package: Package) -> None:
    with pytest.raises(UnreadableSourceError, match="OCR"):
        read_docx("a.docx", package("<w:p><w:r><w:drawing/></w:r></w:p>"))
    with pytest.raises(UnreadableSourceError, match="no text"):
        read_docx("a.docx", package("<w:p/>"))


def compound(*streams: str, flags: int = 0) -> bytes:
    """Return as much of an OLE compound file as tells what is in it: a header, a directory, and one sector."""
    directory = b""
    for stream in streams:
        name = (stream + "\0").encode("utf-16-le")
        directory += (
            name.ljust(64, b"\0") + len(name).to_bytes(2, "little") + b"\0" * 50 + (1).to_bytes(4, "little") + b"\0" * 8
        )
    header = office.OLE.ljust(30, b"\0") + (9).to_bytes(2, "little")
    fib = b"\0" * 10 + flags.to_bytes(2, "little")
    return header.ljust(512, b"\0") + directory.ljust(512, b"\0") + fib.ljust(512, b"\0")


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (compound("EncryptedPackage"), UnreadableSourceError, "password"),
        (compound("WordDocument", flags=0x0100), UnreadableSourceError, "password"),
        (compound("Workbook"), UnsupportedFormatError, "Excel"),
        (compound("PowerPoint Document"), UnsupportedFormatError, "PowerPoint"),
        (compound("Contents"), UnsupportedFormatError, "without a Word document"),
        (office.OLE, UnsupportedFormatError, "without a Word document"),
        (b"<w:wordDocument >", UnsupportedFormatError, "Word 2003"),
    ],
)
def test_compound_files(data: bytes, error: type[XizeError], words: str) -> None:
    with pytest.raises(error, match=words):
        read_doc("a.doc", data)


def test_legacy_documents_without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office.shutil, "which", lambda _: None)
    with pytest.raises(UnsupportedFormatError, match=r"install LibreOffice.*\.docx"):
        read_doc("a.doc", compound("WordDocument"))


def fake_office(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)


def test_a_conversion_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_office(tmp_path, monkeypatch, "exit 1")
    with pytest.raises(UnreadableSourceError, match="could not convert"):
        read_doc("a.doc", compound("WordDocument"))


def test_a_conversion_that_hangs_is_killed_with_all_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_office(
        tmp_path, monkeypatch, f"sleep 60 & echo $! > {tmp_path}/child\nprintf %s $HOME > {tmp_path}/home\nwait"
    )
    monkeypatch.setattr(limits, "OFFICE_SECONDS", 1)
    with pytest.raises(OverLimitError, match="1 seconds"):
        read_doc("a.doc", compound("WordDocument"))
    child = int((tmp_path / "child").read_text())
    deadline = time.monotonic() + 5
    while Path(f"/proc/{child}").exists() and "Z" not in Path(f"/proc/{child}/stat").read_text().split()[2]:
        assert time.monotonic() < deadline, "the process LibreOffice started is still running"
        time.sleep(0.05)
    assert not Path((tmp_path / "home").read_text()).exists()


@pytest.mark.office
def test_rich_text_through_libreoffice(tmp_path: Path) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(rb"{\rtf1\ansi\ansicpg936 {\*\generator x}\u32771 ?\u26680 ? 5\par}")
    document = read_file(path)
    assert document.text.strip() == "考核 5"
    assert document.media_type == "application/rtf"


@pytest.mark.parametrize("part", ["word/document.xml", "word/footnotes.xml", "_rels/.rels"])
def test_names_no_parser_accepts(package: Package, part: str) -> None:
    data = package(P.format("甲"), footnotes="")
    broken = repacked(data, lambda name, it: (name, it.replace(b'"http', b'"h ttp') if name == part else it))
    with pytest.raises(UnreadableSourceError, match="damaged"):
        read_docx("a.docx", broken)


def test_damaged_bytes_never_end_in_a_traceback(package: Package) -> None:
    random = Random(1)  # noqa: S311 (repeatable damage, no secret)
    sound = package(P.format("甲") + "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>", styles="", numbering="")
    for _ in range(300):
        data = bytearray(sound)
        for _ in range(3):
            data[random.randrange(len(data))] = random.randrange(256)
        with suppress(XizeError):
            read_docx("a.docx", bytes(data))
