"""Read plain text: any encoding Chinese documents come in, and the tables that survive in text."""

from xize.extract.text.reader import read_text

__all__ = ["read_text"]
