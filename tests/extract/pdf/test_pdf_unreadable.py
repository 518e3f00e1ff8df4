"""Scans, locked and damaged files: one clear message, or a finding for what was not read."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from xize.errors import OverLimitError, UnreadableSourceError
from xize.extract.pdf import document as module
from xize.extract.pdf import read_pdf
from xize.extract.pdf.characters import UNMAPPED, folding, frame_of, glyphs_of


def picture(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("RGB", (60, 80), "white")), 0, 0, 595, 842)


def text(canvas: Canvas) -> None:
    canvas.drawString(60, 800, "未开展的扣2分。")


def test_scan_says_so_and_names_ocr(draw: Any) -> None:
    with pytest.raises(UnreadableSourceError, match="OCR"):
        read_pdf("scan.pdf", draw(picture, picture))


def test_scanned_page_among_others_is_an_error(draw: Any) -> None:
    (finding,) = read_pdf("a.pdf", draw(text, picture)).findings
    assert (finding.code, finding.severity, finding.at[0].page) == ("page-scanned", "error", 2)


def test_text_over_a_picture_is_to_be_checked(draw: Any) -> None:
    def both(canvas: Canvas) -> None:
        picture(canvas)
        text(canvas)

    (finding,) = read_pdf("a.pdf", draw(both)).findings
    assert finding.code == "page-recognised"


def test_encrypted(draw: Any) -> None:
    with pytest.raises(UnreadableSourceError, match="password"):
        read_pdf("a.pdf", draw(text, encrypt="secret"))


@pytest.mark.parametrize("data", [b"%PDF-1.4\n%%EOF", b"%PDF-1.4\n" + bytes(range(256)) * 20])
def test_no_document(data: bytes) -> None:
    with pytest.raises(UnreadableSourceError, match=r"broken\.pdf"):
        read_pdf("broken.pdf", data)


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9])
def test_cut_off(share: float, draw: Any) -> None:
    whole = draw(text, text)
    with pytest.raises(UnreadableSourceError, match=r"cut\.pdf"):
        read_pdf("cut.pdf", whole[: int(len(whole) * share)])


def test_drawing_is_over_the_limit(draw: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAGE_CHARS", 3)
    with pytest.raises(OverLimitError, match="page 1"):
        read_pdf("a.pdf", draw(text))


def char(value: str, x: float) -> dict[str, Any]:
    place = {"x0": x, "x1": x + 10, "top": 90.0, "bottom": 100.0, "y0": 0.0, "size": 10.0}
    return {**place, "text": value, "matrix": (1, 0, 0, 1, x, 0.0), "fontname": "F"}


def test_radicals_fold_one_to_one() -> None:
    assert all(len(code) == len(plain) == 1 for code, plain in folding().items())
    chars = [char("\u2f00", 0), char("票", 10), char("\uf9e0", 20), char("(cid:7)", 30), char("\x00", 40)]
    glyphs = glyphs_of(chars, frame_of(chars, 100, 100))
    assert "".join(glyph.text for glyph in glyphs) == "一票易" + UNMAPPED * 2
    assert [glyph.folded for glyph in glyphs] == [True, False, True, False, False]


def with_map(draw: Any, *codes: int) -> bytes:
    """Return a PDF whose first letters A, B … say they are other characters."""
    pairs = "".join(f"<{65 + at:02X}> <{code:04X}>\n" for at, code in enumerate(codes))
    head = f"/CIDInit /ProcSet findresource begin begincmap {len(codes)} beginbfchar\n"
    cmap = f"{head}{pairs}endbfchar endcmap end".encode()
    letters = "".join(chr(65 + at) for at in range(len(codes)))
    content = f"BT /F 10 Tf 60 700 Td ({letters}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(cmap), cmap),
    ]
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, 2)
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    start = out.tell()
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    out.write(
        b"xref\n0 7\n0000000000 65535 f \n%btrailer<</Size 7/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (rows, start)
    )
    return out.getvalue()


def test_radicals_and_private_characters_are_findings(draw: Any) -> None:
    document = read_pdf("a.pdf", with_map(draw, 0x2F00, 0x7968, 0xE123, 0x2F06))
    assert document.text.split() == ["一票\ue123二"]
    found = {finding.code: finding for finding in document.findings}
    assert set(found) == {"radicals-folded", "character-private"}
    assert document.properties == {"radicals-folded": "2"}
    anchor = found["character-private"].at[0]
    assert document.text[anchor.start : anchor.end] == "\ue123"
