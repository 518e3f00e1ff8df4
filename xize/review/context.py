"""Where a question stands in its document, and the sentence around it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from xize.model.anchor import Anchor, Text
from xize.model.indicator import Indicator, Sheet
from xize.model.question import Question
from xize.model.rubric import RubricBody
from xize.model.rule import Rule


@dataclass(frozen=True)
class Where:
    """A place in words: the sheet, the titles from the top indicator down, its points, and the printed place."""

    sheet: str
    titles: tuple[str, ...]
    points: Decimal | None
    at: Anchor
    indicator: str | None

    @property
    def path(self) -> str:
        """Return the titles on one line, outermost first."""
        return " › ".join(part for part in (self.sheet, *self.titles) if part)


@dataclass(frozen=True)
class Context:
    """A sentence in its surroundings: what comes before, the quoted span, what comes after."""

    before: str
    quote: str
    after: str


class Places:
    """The places of one rubric, looked up by indicator."""

    def __init__(self, rubric: RubricBody) -> None:
        self._nodes: dict[str, tuple[Sheet, tuple[Indicator, ...]]] = {}
        for sheet in rubric.sheets:
            stack: list[tuple[Indicator, ...]] = [(top,) for top in sheet.indicators]
            while stack:
                way = stack.pop()
                self._nodes[way[-1].id] = (sheet, way)
                stack += [(*way, child) for child in way[-1].children]

    def node(self, indicator: str | None) -> Indicator | None:
        """Return an indicator by id."""
        found = self._nodes.get(indicator or "")
        return found[1][-1] if found else None

    def rule(self, id_: str) -> Rule | None:
        """Return a rule by id, one of an elaboration included."""
        for _, way in self._nodes.values():
            inner = way[-1].elaboration
            for rule in (*way[-1].rules, *(inner.rules if inner is not None else ())):
                if rule.id == id_:
                    return rule
        return None

    def waiting(self, question: str) -> tuple[Indicator, Rule] | None:
        """Return the first rule that waits for a question, as printed, with its indicator."""
        found = [
            (way[-1], rule)
            for _, way in self._nodes.values()
            for rule in way[-1].rules
            if question in rule.open and way[-1].points is not None
        ]
        return min(found, key=lambda pair: pair[1].at.start, default=None)

    def where(self, indicator: str | None, at: Anchor) -> Where:
        """Return the place of something about an indicator (None: about the document)."""
        found = self._nodes.get(indicator or "")
        if not found:
            return Where("", (), None, at, indicator)
        sheet, way = found
        titles = tuple(" ".join(part for part in (node.code, node.title) if part) for node in way)
        return Where(sheet.title, titles, way[-1].points, at, indicator)

    def context(self, question: Question) -> Context:
        """Return the quoted span in the field it was printed in; alone where the draft does not hold the field."""
        node = self.node(question.indicator)
        inner = node.elaboration.fields.values() if node is not None and node.elaboration is not None else ()
        for text in (*(node.fields.values() if node is not None else ()), *inner):
            offset = _offset(text, question.at)
            if offset is not None and text.text.startswith(question.quote, offset):
                end = offset + len(question.quote)
                return Context(text.text[:offset], question.quote, text.text[end:])
        return Context("", question.quote, "")


def _offset(text: Text, at: Anchor) -> int | None:
    """Return where an anchor begins inside an anchored text, which may have been printed in pieces."""
    offset = 0
    for piece in text.at.pieces():
        if piece.source == at.source and piece.start <= at.start < piece.end:
            return offset + at.start - piece.start
        offset += piece.end - piece.start
    return None
