"""Fields: their result is printed, their instruction is not."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xize.extract.word.names import VAL, W, flag, integer

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_ENCLOSED = re.compile(r"\\o\s*(?:\\a[clr]\s*)?\(\s*[○〇◯]\s*[,;，；]\s*(\d{1,2})\s*\)", re.IGNORECASE)
_RUBY = re.compile(r"\\o\s*(?:\\a[dclr]\s*)?\(\s*\\s\s*\\up\s*\d+\s*\(.*?\)\s*[,;，；]\s*(.+)\)\s*$", re.IGNORECASE)
_LAYOUT = frozenset(
    ("PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "TC", "XE", "RD", "SET", "TA", "PRIVATE", "HYPERLINK")
)
"""Fields that print nothing where they stand, or only what the page layout knows."""


@dataclass(eq=False)
class Field:
    """A field being read. `closed` once its instruction is known to have ended."""

    instruction: list[str] = field(default_factory=list)
    closed: bool = False
    separated: bool = False
    data: Element | None = None

    @property
    def code(self) -> str:
        """The instruction as text."""
        return "".join(self.instruction).strip()

    def substitute(self) -> str | None:
        """Return what Word prints for a field that stores no result: ① of an EQ field, a form's check box or choice.

        None means it is not known; "" that nothing is printed.
        """
        name = self.code.partition(" ")[0].upper()
        if name in _LAYOUT or not name:
            return ""
        if name == "EQ":
            if match := _ENCLOSED.search(self.code):
                number = int(match[1])
                return chr(ord("①") + number - 1) if 1 <= number <= 20 else None
            match = _RUBY.search(self.code)
            return match[1] if match else None
        return self._form() if self.data is not None else None

    def _form(self) -> str | None:
        if self.data is None:
            return None
        box = self.data.find(W + "checkBox")
        if box is not None:
            state = flag(box.find(W + "checked"))
            return "☒" if (flag(box.find(W + "default")) if state is None else state) else "☐"
        choices = self.data.find(W + "ddList")
        if choices is not None:
            entries = [it.get(VAL, "") for it in choices.iterchildren(W + "listEntry")]
            at = integer(choices.find(W + "result"))
            at = (integer(choices.find(W + "default")) or 0) if at is None else at
            return entries[at] if 0 <= at < len(entries) else None
        return None
