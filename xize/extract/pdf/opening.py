"""Open a PDF from memory; say clearly why one cannot be opened."""

from __future__ import annotations

import io
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from xize.errors import OverLimitError, UnreadableSourceError
from xize.extract.limits import PDF_PAGES
from xize.words import Words

words = Words("xize.extract.pdf")


def open_pdf(name: str, data: bytes) -> Any:
    """Return pdfplumber's document.

    Raises:
        UnreadableSourceError: it is encrypted or damaged, or has no pages.
        OverLimitError: it has more pages than are read.
    """
    try:
        pdf = pdfplumber.open(io.BytesIO(data))
        pages = len(pdf.pages)
    except Exception as error:
        raise unreadable(name, error) from error
    if not pages:
        raise UnreadableSourceError(words("no_pages", name=name), words("no_pages_hint"))
    if pages > PDF_PAGES:
        raise OverLimitError(words("many_pages", name=name, pages=pages, limit=PDF_PAGES), words("many_pages_hint"))
    return pdf


def unreadable(name: str, error: Exception) -> UnreadableSourceError:
    """Return the error to raise for whatever the PDF libraries raised."""
    cause: BaseException | object = error
    if isinstance(error, PdfminerException) and error.args:
        cause = error.args[0]
    if isinstance(cause, (PDFPasswordIncorrect, PDFEncryptionError)):
        return UnreadableSourceError(words("encrypted", name=name), words("encrypted_hint"))
    reason = str(cause) or type(cause).__name__
    return UnreadableSourceError(words("damaged", name=name, reason=reason), words("damaged_hint"))
