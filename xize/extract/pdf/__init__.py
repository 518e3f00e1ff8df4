"""Read PDF documents: characters and rules in, one `SourceDocument` out."""

from xize.extract.pdf.document import read_pdf

__all__ = ["read_pdf"]
