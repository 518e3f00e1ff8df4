"""Build the documents of the corpora: Word, text and PDF out of one truth each.

    python corpora/build.py [NAME…]          Word and text (deterministic), and PDF where LibreOffice is installed

A truth (`documents/truth/NAME.yaml`) says what is printed (`blocks`: paragraphs and tables) and which indicators a
careful reader finds in it (`expect`). A table cell `^` is merged with the one above, `<` with the one to the left.
`python corpora/build.py --check` tells whether the committed Word and text files are what the truths give.
"""

from __future__ import annotations

import argparse
import io
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import docx
import yaml
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

HERE = Path(__file__).parent / "documents"
TRUTHS = HERE / "truth"
EPOCH = (2026, 1, 1, 0, 0, 0)

NUMBER_FORMATS = {
    "一、": ("chineseCounting", "%1、"),
    "（一）": ("chineseCounting", "（%1）"),
    "1.": ("decimal", "%1."),
    "1、": ("decimal", "%1、"),
    "第一章": ("chineseCounting", "第%1章 "),
}

Block = dict[str, Any]


def load(name: str) -> dict[str, Any]:
    """Return a truth by name."""
    truth: dict[str, Any] = yaml.safe_load((TRUTHS / f"{name}.yaml").read_text(encoding="utf-8"))
    return truth


def names() -> list[str]:
    """Return the names of all truths, sorted."""
    return sorted(path.stem for path in TRUTHS.glob("*.yaml"))


def text_of(truth: dict[str, Any]) -> bytes:
    """Return the document as a text file: cells that start with a tab, or a pipe table where the truth says so."""
    parts: list[str] = []
    for block in truth["blocks"]:
        if "table" not in block:
            parts.append(block.get("number", "") + block["p"] + "\n")
        elif truth.get("text") == "pipes":
            parts.append(_pipes(block["table"]))
        else:
            parts.append(_tabs(block["table"]))
    return "\n".join(parts).encode(truth.get("encoding", "utf-8"))


def _printed(cell: str) -> str:
    return "" if cell in {"^", "<"} else cell


def _tabs(rows: list[list[str]]) -> str:
    return "\n".join("".join(f"\t{_printed(cell)}\n" for cell in row) for row in rows)


def _pipes(rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(_printed(cell).replace("\n", "<br>") for cell in row) + " |" for row in rows]
    lines.insert(1, "|" + " --- |" * len(rows[0]))
    return "\n".join(lines) + "\n"


def word_of(truth: dict[str, Any]) -> bytes:
    """Return the document as a Word file with merged cells, repeated header rows and automatic numbers."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    if truth.get("landscape"):
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    for margin in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, margin, Cm(2))
    if "header" in truth:
        section.header.paragraphs[0].text = truth["header"]
    if "footer" in truth:
        _page_number(section.footer.paragraphs[0], truth["footer"])
    style = document.styles["Normal"]
    style.font.name = "Noto Serif CJK SC"
    style.font.size = Pt(10.5)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Noto Serif CJK SC")
    numbering = _Numbering(document)
    for block in truth["blocks"]:
        if "table" in block:
            _word_table(document, block)
        else:
            _word_paragraph(document, block, numbering)
    return _stable(document)


def _word_paragraph(document: Any, block: Block, numbering: _Numbering) -> None:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(block["p"])
    if block.get("style") in {"title", "center"}:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if block.get("style") == "title":
        run.bold, run.font.size = True, Pt(18)
    if block.get("style") == "heading":
        run.bold = True
    if "number" in block:
        numbering.apply(paragraph, block["auto"])


class _Numbering:
    """Automatic numbers: one definition a scheme, counted on through the document."""

    def __init__(self, document: Any) -> None:
        self.root = document.part.numbering_part.element
        self.ids: dict[str, int] = {}

    def apply(self, paragraph: Any, key: str) -> None:
        """Number a paragraph by scheme `key`, e.g. "一、" or "1.@3" (the part after @ tells lists apart)."""
        if key not in self.ids:
            self.ids[key] = self._define(*NUMBER_FORMATS[key.split("@")[0]])
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = self.ids[key]

    def _define(self, form: str, text: str) -> int:
        number = 900 + len(self.ids)
        abstract = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/>'
            f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="nothing"/>'
            f'<w:lvlText w:val="{text}"/></w:lvl></w:abstractNum>'
        )
        first = self.root.find(qn("w:num"))
        if first is None:
            self.root.append(abstract)
        else:
            first.addprevious(abstract)
        self.root.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>')
        )
        return number


def _word_table(document: Any, block: Block) -> None:
    rows: list[list[str]] = block["table"]
    width = len(rows[0])
    table = document.add_table(rows=len(rows), cols=width)
    table.style = "Table Grid"
    grid = [list(row.cells) for row in table.rows]
    for index in range(block.get("header_rows", 1)):
        properties = table.rows[index]._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:tblHeader"))
    table.autofit = False
    for index, share in enumerate(block.get("widths", [])):
        table.columns[index].width = Cm(share)
        for row in grid:
            row[index].width = Cm(share)
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            if cell in {"^", "<"}:
                continue
            last = j
            while last + 1 < width and row[last + 1] == "<":
                last += 1
            bottom = i
            while bottom + 1 < len(rows) and rows[bottom + 1][j] == "^":
                bottom += 1
            target = grid[i][j] if (i, j) == (bottom, last) else grid[i][j].merge(grid[bottom][last])
            for k, line in enumerate(cell.split("\n")):
                (target.paragraphs[0] if k == 0 else target.add_paragraph()).add_run(line)
    document.add_paragraph()


def _page_number(paragraph: Any, text: str) -> None:
    before, after = text.split("#")
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(before)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    paragraph.add_run(after)


def _stable(document: Any) -> bytes:
    """Return the package with fixed times, so that the same truth gives the same bytes."""
    properties = document.core_properties
    properties.author, properties.comments, properties.title = "xize corpora", "", ""
    raw, out = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            if entry.filename == "docProps/thumbnail.jpeg":
                continue
            data = source.read(entry)
            if entry.filename in {"[Content_Types].xml", "_rels/.rels"}:
                data = _without_thumbnail(data)
            target.writestr(zipfile.ZipInfo(entry.filename, EPOCH), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _without_thumbnail(data: bytes) -> bytes:
    root = parse_xml(data)
    for element in list(root):
        if "thumbnail" in element.get("Target", "") or element.get("Extension") == "jpeg":
            root.remove(element)
    return bytes(_serialise(root))


def _serialise(root: Any) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def pdf_of(name: str, word: bytes) -> bytes:
    """Return the Word file as LibreOffice prints it."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, f"{name}.docx")
        source.write_bytes(word)
        subprocess.run(
            ["soffice", f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--headless", "--convert-to",
             "pdf", "--outdir", folder, str(source)],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        return source.with_suffix(".pdf").read_bytes()


def main() -> int:
    """Build or check; returns 1 where `--check` finds a stale file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="truths to build; all where none is named")
    parser.add_argument("--check", action="store_true", help="only tell whether Word and text files are fresh")
    options = parser.parse_args()
    stale = []
    for name in options.names or names():
        truth = load(name)
        built = {"txt": text_of(truth)}
        if not truth.get("text_only"):
            built["docx"] = word_of(truth)
        for suffix, data in built.items():
            path = HERE / f"{name}.{suffix}"
            if not path.exists() or path.read_bytes() != data:
                stale.append(path.name)
                if not options.check:
                    path.write_bytes(data)
        pdf = HERE / f"{name}.pdf"
        if (
            "docx" in built and not options.check and shutil.which("soffice")
            and (not pdf.exists() or f"{name}.docx" in stale)
        ):  # fmt: skip
            pdf.write_bytes(pdf_of(name, built["docx"]))
    print(f"{len(stale)} {'stale' if options.check else 'built'}: {', '.join(stale) or 'none'}")
    return 1 if options.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
