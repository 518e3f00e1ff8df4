"""Where a value was printed."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field, model_validator

from xize.model.base import Model


class Anchor(Model):
    """A place in a source (出处): half-open code-point offsets into the source's linear text.

    For a text file that is the decoded file after its byte-order mark; for Word and PDF it is what `xize text` prints.
    `page` is 1-based; `box` is `(x0, top, x1, bottom)` in PDF points from the page's top left; `table`, `row` and
    `col` are 0-based, `table` counting the document's top-level tables. All are None where the format has none.

    A text that was printed in several pieces (a table row split by a page) has its later pieces in `continued`; the
    text is the concatenation of `[start, end)` of this anchor and of each continuation, with nothing between.
    """

    source: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    page: int | None = Field(default=None, ge=1)
    box: tuple[float, float, float, float] | None = None
    table: int | None = Field(default=None, ge=0)
    row: int | None = Field(default=None, ge=0)
    col: int | None = Field(default=None, ge=0)
    continued: tuple[Anchor, ...] = ()

    @model_validator(mode="after")
    def _ordered(self) -> Anchor:
        if self.end < self.start:
            raise ValueError(f"an anchor ends ({self.end}) before it starts ({self.start})")
        return self

    def pieces(self) -> tuple[Anchor, ...]:
        """Return this anchor and its continuations, in reading order."""
        return (self, *self.continued)

    def cut(self, text: str) -> str:
        """Return the anchored text out of the source's linear text."""
        return "".join(text[piece.start : piece.end] for piece in self.pieces())

    def narrow(self, start: int, end: int) -> Anchor:
        """Return the anchor of `[start, end)` of the anchored text, counted from its own beginning.

        Page, table, row and column carry over; the box stays that of the whole piece (call
        `SourceDocument.anchor` for an exact one).
        """
        if not self.continued and 0 <= start <= end <= self.end - self.start:
            return self.model_copy(update={"start": self.start + start, "end": self.start + end})
        pieces: list[Anchor] = []
        offset = 0
        for piece in self.pieces():
            length = piece.end - piece.start
            low, high = max(start - offset, 0), min(end - offset, length)
            # An empty range belongs to the first piece that holds its position.
            if low < high or (start == end and 0 <= start - offset <= length and not pieces):
                update = {"start": piece.start + low, "end": piece.start + max(low, high), "continued": ()}
                pieces.append(piece.model_copy(update=update))
            offset += length
        if not pieces:
            raise ValueError(f"[{start}, {end}) is outside an anchored text of {offset} characters")
        return pieces[0].model_copy(update={"continued": tuple(pieces[1:])})


class Text(Model):
    """A verbatim text with its place. `text` is exactly `at.cut(source_text)`."""

    text: str
    at: Anchor

    @classmethod
    def joined(cls, texts: Iterable[Text]) -> Text:
        """Return the texts as one, in the order given, anchored piece by piece."""
        first, *others = texts
        pieces = (*first.at.continued, *(piece for text in others for piece in text.at.pieces()))
        whole = first.text + "".join(text.text for text in others)
        return cls(text=whole, at=first.at.model_copy(update={"continued": pieces}))
