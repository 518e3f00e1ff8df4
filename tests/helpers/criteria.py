"""Small documents of criteria alone, read, answered and scored, for tests of questions."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from xize.model.anchor import Anchor, Text
from xize.model.indicator import Elaboration, Indicator, Sheet
from xize.model.outline import Outline, Prose
from xize.model.question import Decision
from xize.model.rubric import Draft, DraftRubric, Rubric, Source
from xize.normalize import interpret
from xize.review.apply import settle
from xize.score.run import score
from xize.score.symbol import Fact

SOURCE = "s1"


class Sheets:
    """One sheet in the making; every text added gets its place in one source."""

    def __init__(self) -> None:
        self.text = ""
        self.nodes: list[Indicator] = []
        self.prose: list[Prose] = []

    def _put(self, text: str) -> Text:
        start = len(self.text)
        self.text += text + "\n"
        return Text(text=text, at=Anchor(source=SOURCE, start=start, end=start + len(text)))

    def add(self, criteria: str, points: str | None = None, spelled_out: str | None = None, **more: Any) -> Sheets:
        """Add an indicator with its criteria and points, and the criteria of its elaboration."""
        text = self._put(criteria)
        id_ = f"1/{len(self.nodes) + 1}"
        node = Indicator(id=id_, title=f"项目{len(self.nodes) + 1}", level=1, fields={"criteria": text}, at=text.at,
                         points=None if points is None else Decimal(points))  # fmt: skip
        if spelled_out is not None:
            again = self._put(spelled_out)
            node = node.model_copy(update={"elaboration": Elaboration(fields={"criteria": again}, at=again.at)})
        self.nodes.append(node.model_copy(update=more))
        return self

    def say(self, prose: str) -> Sheets:
        """Add a paragraph outside the indicators."""
        self.prose.append(Prose(text=self._put(prose)))
        return self

    def draft(self) -> Draft:
        """Return the draft of the document."""
        at = Anchor(source=SOURCE, start=0, end=len(self.text))
        source = Source(id=SOURCE, name="a", media_type="text/plain", sha256="0" * 64, chars=len(self.text))
        sheet = Sheet(id="1", title="考核表", indicators=tuple(self.nodes), at=at)
        outline = Outline(DraftRubric(sources=(source,), sheets=(sheet,)), prose=tuple(self.prose))
        return interpret(outline, {SOURCE: self.text})


def kinds(draft: Draft) -> list[str]:
    """Return the kinds of the open questions, in the order they were raised."""
    return [question.kind for question in draft.questions]


def answered(draft: Draft, **choices: int) -> Rubric:
    """Return the rubric with one choice a kind of question (`implied_cap=1`), the first reading everywhere else."""
    given = {
        question.id: Decision(
            question=question.id, choice=choices.get(question.kind.replace("-", "_"), 0), by="林",
            at_time="2031-03-01T00:00:00Z", source_sha256="0" * 64, tool_version="0",
        )
        for question in draft.questions
    }  # fmt: skip
    settled = settle(draft, given)
    assert settled.unusable == ()
    return settled.emit()


def points_of(rubric: Rubric, id_: str, facts: Mapping[str, Fact]) -> Decimal:
    """Return the score of one indicator, which the facts must leave no interval."""
    result = score(rubric, facts)
    (row,) = [row for sheet in result.sheets for row in sheet.indicators if row.id == id_]
    assert row.score is not None
    assert row.score.low is not None
    assert row.score.low == row.score.high
    return row.score.low
