"""The lines of a text, as offsets; nothing is normalised."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from xize.model.source import Paragraph

# Only what ends a line in a file: str.splitlines would also break at U+2028, U+0085 and form feeds inside a cell.
_BREAK = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its line break: `[start, end)` of the text, and `text` itself."""

    start: int
    end: int
    text: str

    @property
    def blank(self) -> bool:
        """Whether nothing of the line can be seen."""
        return not self.text.strip()


def split_lines(text: str) -> list[Line]:
    """Return every line of the text, blank ones too."""
    lines: list[Line] = []
    start = 0
    for found in _BREAK.finditer(text):
        lines.append(Line(start, found.start(), text[start : found.start()]))
        start = found.end()
    lines.append(Line(start, len(text), text[start:]))
    return lines


def paragraphs(lines: Sequence[Line]) -> list[Paragraph]:
    """Return a paragraph for each line that is not blank."""
    return [Paragraph(start=line.start, end=line.end) for line in lines if not line.blank]
