"""Bad input through the real command line: one clear message, exit code 2, no traceback, bounded time and memory."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen import canvas

from xize.extract import limits

ROOT = Path(__file__).parents[2]
SECONDS = 60

DOCUMENTS = ROOT / "corpora" / "documents"
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType='
    '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)
WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
HTML = "<html><body><table><tr><td>考核</td></tr></table></body></html>".encode()


def sparse(path: Path) -> None:
    """Make a file of 200 MB that takes no room on the disk."""
    with path.open("wb") as file:
        file.truncate(200_000_000)


def columns(path: Path) -> None:
    row = "\t".join(f"列{number}" for number in range(10_000)) + "\n"
    path.write_text(row * 3, encoding="utf-8")


def pipes(path: Path) -> None:
    row = "|" + "|".join(f"列{number}" for number in range(10_000)) + "|\n"
    path.write_text(row + "|" + "---|" * 10_000 + "\n" + row, encoding="utf-8")


def tab_cells(path: Path) -> None:
    path.write_text(("\n".join(f"\t列{number}" for number in range(10_000)) + "\n\n") * 3, encoding="utf-8")


def package(path: Path, document: bytes) -> None:
    """Write a Word package whose body is `document`."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", CONTENT_TYPES)
        file.writestr("_rels/.rels", RELATIONS)
        file.writestr("word/document.xml", document)


def nested(path: Path) -> None:
    row = ["<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"]
    package(path, WORD.format(row[0] * 100 + "<w:p/>" + row[1] * 100).encode())


def wide(path: Path) -> None:
    cells = "<w:tc><w:p><w:r><w:t>列</w:t></w:r></w:p></w:tc>" * 10_000
    package(path, WORD.format(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>").encode())


def bomb(path: Path) -> None:
    package(path, WORD.format(" " * 400_000_000).encode())


def entities(path: Path) -> None:
    laughs = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    package(path, f'<!DOCTYPE d [<!ENTITY a0 "ha">{laughs}]>{WORD.format("&a9;")}'.encode())


def workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "考核"
    book.save(path)


def encrypted_pdf(path: Path) -> None:
    sheet = canvas.Canvas(str(path), encrypt=StandardEncryption("secret", ownerPassword="owner"))
    sheet.drawString(72, 72, "x")
    sheet.save()


def scanned_pdf(path: Path) -> None:
    sheet = canvas.Canvas(str(path))
    sheet.rect(72, 72, 300, 300, fill=1)
    sheet.showPage()
    sheet.save()


def half(name: str) -> Callable[[Path], object]:
    def build(path: Path) -> None:
        data = (DOCUMENTS / name).read_bytes()
        path.write_bytes(data[: len(data) // 2])

    return build


def content(data: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(data)


CASES: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "empty": ("a.docx", content(b""), "empty"),
    "white space": ("a.txt", content("  \r\n\u3000\n\t\n".encode()), "white space"),
    "only a mark": ("a.txt", content(b"\xef\xbb\xbf"), "white space"),
    "picture": ("a.docx", content(PNG), "OCR"),
    "jpeg": ("a.pdf", content(b"\xff\xd8\xff\xe0" + bytes(100)), "OCR"),
    "rar": ("a.docx", content(b"Rar!\x1a\x07\x01\x00" + bytes(100)), "unpack"),
    "7z": ("a.7z", content(b"7z\xbc\xaf\x27\x1c" + bytes(100)), "unpack"),
    "gzip": ("a.txt", content(b"\x1f\x8b\x08" + bytes(100)), "unpack"),
    "web page": ("a.doc", content(HTML), "docx"),
    "web page, UTF-16": ("a.doc", content(HTML.decode().encode("utf-16")), "docx"),
    "web archive": ("a.doc", content(b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n"), "docx"),
    "junk": ("a.txt", content(bytes(range(256)) * 40), "Word"),
    "zero bytes": ("a.txt", content("考核\0办法".encode()), "byte 6"),
    "undecodable": ("a.txt", content("考核".encode() + b"\xff\xfe\xfd" * 9), "UTF-8"),
    "cut UTF-16": ("a.txt", content(b"\xff\xfe\x00\xd8"), "utf-16"),
    "200 MB": ("a.docx", sparse, str(limits.FILE_BYTES)),
    "a million lines": ("a.txt", lambda path: path.write_text("一\n" * 1_000_000, encoding="utf-8"), "lines"),
    "one line of 50 MB": ("a.txt", content(b"a" * 50_000_000), str(limits.TEXT_BYTES)),
    "a long line": ("a.txt", content("字".encode() * 3_000_000), "line 1"),
    "10,000 columns": ("a.txt", columns, "columns"),
    "10,000 columns between bars": ("a.md", pipes, "columns"),
    "10,000 tab cells": ("a.txt", tab_cells, "columns"),
    "Word, cut short": ("a.docx", half("demo.docx"), "damaged"),
    "PDF, cut short": ("a.pdf", half("demo.pdf"), "damaged"),
    "PDF, a head alone": ("a.pdf", content(b"%PDF-1.7\n"), "damaged"),
    "PDF, encrypted": ("a.pdf", encrypted_pdf, "password"),
    "PDF without text": ("a.pdf", scanned_pdf, "OCR"),
    "workbook": ("a.docx", workbook, "Excel"),
    "archive": ("a.docx", lambda path: zipfile.ZipFile(path, "w").writestr("a.bin", "x"), "archive"),
    "tables nested 100 deep": ("a.docx", nested, "nested"),
    "10,000 columns in Word": ("a.docx", wide, "columns"),
    "zip bomb": ("a.docx", bomb, "bomb"),
    "entity bomb": ("a.docx", entities, "DOCTYPE"),
    "missing": ("a.txt", lambda _: None, "no such file"),
    "folder": ("a.docx", lambda path: path.mkdir(), "folder"),
}


def run(arguments: list[str], stdin: bytes = b"") -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "xize", "--lang", "en", *arguments],
        input=stdin,
        capture_output=True,
        check=False,
        cwd=ROOT,
        timeout=SECONDS,
    )
    return done.returncode, done.stderr.decode()


@pytest.mark.parametrize("case", CASES)
def test_bad_input_is_one_message_and_exit_code_2(case: str, tmp_path: Path) -> None:
    name, build, expected = CASES[case]
    path = tmp_path / name
    build(path)
    code, message = run(["parse", str(path), "-o", str(tmp_path / "draft.json")])
    assert code == 2, message
    assert "Traceback" not in message
    assert message.startswith("xize: ")
    assert message.count("xize: ") == 1
    assert name in message
    assert expected in message
    assert not (tmp_path / "draft.json").exists()
    # ru_maxrss is that of the largest child so far, in KiB on Linux and bytes on macOS.
    unit = 1 if sys.platform == "darwin" else 1024
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit < limits.MEMORY_BYTES


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("考核", encoding="utf-8")
    path.chmod(0)
    code, message = run(["parse", str(path)])
    assert code == 2
    assert "permission" in message
    assert "Traceback" not in message


def test_standard_input_is_read_and_its_trouble_said() -> None:
    assert run(["text", "-"], "一、考核内容\n".encode())[0] == 0
    code, message = run(["text", "-"], PNG)
    assert code == 2
    assert "standard input" in message


def test_a_wrong_suffix_is_read_by_content(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("一、考核内容\n", encoding="gb18030")
    assert run(["text", str(path)])[0] == 0
