"""Where a folded range was printed: from offsets of the folded text back to quotes and anchors of the source."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

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

    def place(self, at: Anchor) -> tuple[int, int]:
        """Return the folded range of an anchor inside this text: what `anchor` made an anchor of."""
        first, last = at.pieces()[0].start, at.pieces()[-1].end
        low = high = offset = 0
        for piece in self.source.at.pieces():
            if piece.start <= first <= piece.end:
                low = offset + first - piece.start
            if piece.start <= last <= piece.end:
                high = offset + last - piece.start
            offset += piece.end - piece.start
        return self.folded.position(low), self.folded.position(high)


class Spans:
    """Places of one source, to be asked what they touch or hold without looking at each."""

    def __init__(self, anchors: Iterable[Anchor]) -> None:
        ordered = sorted((piece.start, piece.end) for at in anchors for piece in at.pieces())
        self._starts = [start for start, _ in ordered]
        self._reach = list(accumulate((end for _, end in ordered), max))

    def touch(self, at: Anchor) -> bool:
        """Return whether one of the places shares a character with the first piece of an anchor."""
        before = bisect_left(self._starts, at.end)
        return before > 0 and self._reach[before - 1] > at.start

    def begin(self, at: Anchor) -> bool:
        """Return whether one of the places has the first character of an anchor."""
        before = bisect_right(self._starts, at.start)
        return before > 0 and self._reach[before - 1] > at.start

    def hold(self, at: Anchor) -> bool:
        """Return whether one of the places has all of the first piece of an anchor within it."""
        before = bisect_right(self._starts, at.start)
        return before > 0 and self._reach[before - 1] >= at.end
