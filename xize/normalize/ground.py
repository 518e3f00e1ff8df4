"""Where a folded range was printed: from offsets of the folded text back to quotes and anchors of the source."""

from __future__ import annotations

from dataclasses import dataclass

from xize.model.anchor import Anchor, Text
from xize.normalize.fold import Folded, fold


@dataclass(frozen=True)
class Ground:
    """A verbatim text, its folded form, and the way back."""

    source: Text
    folded: Folded

    @classmethod
    def of(cls, text: Text) -> Ground:
        """Fold a text of the source."""
        return cls(text, fold(text.text))

    def anchor(self, start: int, end: int) -> Anchor:
        """Return the anchor of a folded range."""
        return self.source.at.narrow(*self.folded.span(start, end))

    def quote(self, start: int, end: int) -> str:
        """Return the verbatim text of a folded range."""
        low, high = self.folded.span(start, end)
        return self.source.text[low:high]

    def text(self, start: int, end: int) -> Text:
        """Return the verbatim text of a folded range with its anchor."""
        return Text(text=self.quote(start, end), at=self.anchor(start, end))
