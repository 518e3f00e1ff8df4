"""Builds Word packages of raw XML, so that a test shows exactly the markup it is about."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from xize.extract.word.read import read_docx
from xize.model.source import SourceDocument

REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "r": REL,
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
    }.items()
)
ROOTS = {
    "styles": "styles",
    "numbering": "numbering",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "comments": "comments",
    "header": "hdr",
    "footer": "ftr",
}

Package = Callable[..., bytes]
Read = Callable[..., SourceDocument]


def _package(body: str, **parts: str) -> bytes:
    """Return a package with `body` inside `w:body`; the other parts (`ROOTS`) are linked as rId<kind>."""
    buffer = io.BytesIO()
    rels = types = ""
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for kind, content in parts.items():
            root = ROOTS[kind]
            archive.writestr(f"word/{kind}.xml", f"<w:{root} {NAMESPACES}>{content}</w:{root}>")
            rels += f'<Relationship Id="rId{kind}" Type="{REL}/{kind}" Target="{kind}.xml"/>'
            types += f'<Override PartName="/word/{kind}.xml" ContentType="{ML}.{kind}+xml"/>'
        archive.writestr("word/document.xml", f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>")
        package = "http://schemas.openxmlformats.org/package/2006"
        archive.writestr(
            "word/_rels/document.xml.rels", f'<Relationships xmlns="{package}/relationships">{rels}</Relationships>'
        )
        main = f'<Relationship Id="rId1" Type="{REL}/officeDocument" Target="word/document.xml"/>'
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{package}/relationships">{main}</Relationships>')
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{ML}.document.main+xml"/>{types}</Types>',
        )
    return buffer.getvalue()


@pytest.fixture
def package() -> Package:
    return _package


@pytest.fixture
def read() -> Read:
    return lambda body, **parts: read_docx("test.docx", _package(body, **parts))


@pytest.fixture
def office_text(tmp_path: Path) -> Callable[[bytes], str]:
    """Return what LibreOffice writes for a package as plain text."""

    def convert(data: bytes) -> str:
        (tmp_path / "in.docx").write_bytes(data)
        profile = (tmp_path / "profile").as_uri()
        command = [
            "soffice",
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            "txt:Text (encoded):UTF8",
        ]
        subprocess.run(
            [*command, "--outdir", str(tmp_path), str(tmp_path / "in.docx")],
            check=True,
            capture_output=True,
            timeout=120,
        )
        return (tmp_path / "in.txt").read_text(encoding="utf-8-sig")

    return convert
