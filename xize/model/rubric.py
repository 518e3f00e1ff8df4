"""The three documents: draft, decisions (one `Decision` a line), rubric."""

from __future__ import annotations

import json
from typing import Any, Literal

from pydantic import Field, model_validator

from xize.model.accounting import Accounting
from xize.model.anchor import Anchor
from xize.model.base import Model
from xize.model.finding import Finding
from xize.model.indicator import Indicator, Sheet
from xize.model.question import Decision, Question
from xize.model.statement import Formula, Grade, Policy, Setting

RUBRIC_SCHEMA: Literal["xize.rubric/1"] = "xize.rubric/1"
DRAFT_SCHEMA: Literal["xize.draft/1"] = "xize.draft/1"


class Source(Model):
    """A file the rubric was read from; `chars` is the length of its linear text in code points."""

    id: str
    name: str
    media_type: str
    sha256: str
    chars: int
    pages: int | None = None


class RubricBody(Model):
    """What a rubric and the rubric inside a draft have in common."""

    title: str | None = None
    title_at: Anchor | None = None
    issuer: str | None = None
    issuer_at: Anchor | None = None
    number: str | None = None
    number_at: Anchor | None = None
    period: str | None = None
    period_at: Anchor | None = None
    issued_on: str | None = None
    issued_on_at: Anchor | None = None
    sources: tuple[Source, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    formulas: tuple[Formula, ...] = ()
    grades: tuple[Grade, ...] = ()
    policies: tuple[Policy, ...] = ()
    settings: dict[str, Setting] = Field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    decisions: tuple[Decision, ...] = ()

    def walk(self) -> tuple[Indicator, ...]:
        """Return every indicator of every sheet, in document order."""
        return tuple(node for sheet in self.sheets for node in sheet.walk())


class DraftRubric(RubricBody):
    """The rubric as read, with suggested readings in place where questions are open."""

    schema_: Literal["xize.rubric/1"] = Field(default=RUBRIC_SCHEMA, alias="schema")


class Rubric(RubricBody):
    """The canonical rubric (`xize.rubric/1`): it cannot hold an open question."""

    schema_: Literal["xize.rubric/1"] = Field(default=RUBRIC_SCHEMA, alias="schema")

    @model_validator(mode="after")
    def _nothing_open(self) -> Rubric:
        if any(decision.choice == "withdraw" for decision in self.decisions):
            raise ValueError("a rubric holds answers only; an answer that was withdrawn is an open question")
        for node in self.walk():
            values = [*node.rules, *node.limits]
            if node.elaboration is not None:
                values += [*node.elaboration.rules, *node.elaboration.limits]
            open_questions = [*node.open, *(question for value in values for question in value.open)]
            if open_questions:
                raise ValueError(f"indicator {node.id} still has open questions: {', '.join(open_questions)}")
        return self

    def json_text(self) -> str:
        """Return the canonical JSON: as of every document, and without the `open` fields, which are all empty."""
        data = self.model_dump(mode="json")
        for sheet in data["sheets"]:
            _drop_open(sheet["indicators"])
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def model_json_schema(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the JSON Schema of a rubric, in which no `open` field exists."""
        schema = super().model_json_schema(*args, **kwargs)
        for definition in schema.get("$defs", {}).values():
            definition.get("properties", {}).pop("open", None)
        return schema


def _drop_open(indicators: list[dict[str, Any]]) -> None:
    """Remove the `open` fields of indicators, rules and limits, in place (a field of a document may be so named)."""
    stack = list(indicators)
    while stack:
        node = stack.pop()
        values = [node, *node["rules"], *node["limits"]]
        if node["elaboration"] is not None:
            values += [*node["elaboration"]["rules"], *node["elaboration"]["limits"]]
        for value in values:
            del value["open"]
        stack.extend(node["children"])


class Unparsed(Model):
    """A scoring sentence that was not read: verbatim, with the reason; the scorer refuses its indicator."""

    at: Anchor
    quote: str
    reason: str
    indicator: str | None = None


class Draft(Model):
    """What `xize parse` makes (`xize.draft/1`): the rubric as read, the questions, and the accounts."""

    schema_: Literal["xize.draft/1"] = Field(default=DRAFT_SCHEMA, alias="schema")
    rubric: DraftRubric
    questions: tuple[Question, ...] = ()
    unparsed: tuple[Unparsed, ...] = ()
    accounting: Accounting
