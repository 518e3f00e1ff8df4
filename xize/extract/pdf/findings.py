"""What a reader should know about a PDF: scanned pages, unmapped characters, incomplete rules."""

from __future__ import annotations

from collections.abc import Sequence

from xize.extract.pdf.characters import UNMAPPED
from xize.extract.pdf.join import WholeTable
from xize.extract.pdf.linear import Writer
from xize.extract.pdf.opening import words
from xize.extract.pdf.page import Page
from xize.model.anchor import Anchor
from xize.model.finding import Finding, Severity
from xize.model.source import SourceDocument, Span

_PICTURED = 0.6
_MOST_ANCHORS = 50


def findings_of(
    document: SourceDocument, pages: Sequence[Page], writer: Writer, tables: Sequence[tuple[int, WholeTable]]
) -> tuple[Finding, ...]:
    """Return the findings in page order, then those about characters, then those about tables."""
    findings = [finding for page in pages for finding in _of_page(document, page)]
    places = writer.marks.places
    findings.extend(_of_characters(document, places, "character-unmapped", "error", mark=UNMAPPED))
    findings.extend(_of_characters(document, places, "character-private", "warning"))
    for code in ("wrap-in-number", "row-break-unsure"):
        for start, end in places.get(code, ()):
            findings.append(_finding(document, code, "warning", (start, end), quote=_around(document, start, end)))
    if writer.folded:
        findings.append(
            Finding(code="radicals-folded", severity="info", message=words("radicals_folded", count=writer.folded))
        )
    for start, table in tables:
        if table.irregular:
            findings.append(_finding(document, "table-irregular", "warning", (start, start)))
        if not table.ruled:
            findings.append(_finding(document, "table-unruled", "info", (start, start)))
    return tuple(findings)


def _of_page(document: SourceDocument, page: Page) -> list[Finding]:
    findings: list[Finding] = []
    end = len(document.text)
    here = (Anchor(source=document.id, start=end, end=end, page=page.number),)
    if page.images and not page.glyphs:
        hint = words("page_scanned_hint")
        message = words("page_scanned", page=page.number)
        findings.append(Finding(code="page-scanned", severity="error", message=message, hint=hint, at=here))
    elif page.images > _PICTURED:
        hint = words("page_recognised_hint")
        message = words("page_recognised", page=page.number)
        findings.append(Finding(code="page-recognised", severity="warning", message=message, hint=hint, at=here))
    if page.across:
        quote = page.across[0].text[:20]
        message = words("text_sideways", page=page.number, quote=quote)
        findings.append(Finding(code="text-sideways", severity="info", message=message, at=here))
    return findings


def _of_characters(
    document: SourceDocument, places: dict[str, list[Span]], code: str, severity: Severity, **values: object
) -> list[Finding]:
    spans = places.get(code)
    if not spans:
        return []
    key = code.replace("-", "_")
    message = words(key, count=len(spans), quote=_around(document, *spans[0]), **values)
    at = tuple(document.anchor(start, end) for start, end in spans[:_MOST_ANCHORS])
    return [Finding(code=code, severity=severity, message=message, hint=words(f"{key}_hint"), at=at)]


def _finding(document: SourceDocument, code: str, severity: Severity, span: Span, **values: object) -> Finding:
    key = code.replace("-", "_")
    at = (document.anchor(*span),)
    return Finding(code=code, severity=severity, message=words(key, **values), hint=words(f"{key}_hint"), at=at)


def _around(document: SourceDocument, start: int, end: int) -> str:
    return " ".join(document.text[max(start - 8, 0) : end + 8].split())
