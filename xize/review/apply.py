"""Draft and answers → rubric: each answer put in its place, document-wide answers applied to all they concern.

`settle` never fails and never guesses: an answer it cannot put in place leaves its question open and is reported. What
each choice does is documented for users in docs/reference/decisions.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from xize.errors import DecisionLogError
from xize.model.finding import Finding
from xize.model.question import Candidate, Decision, Question
from xize.model.rubric import Draft, DraftRubric, Rubric
from xize.review.edit import apply_edit
from xize.review.identity import find_reading
from xize.review.place import Workspace
from xize.review.say import words


@dataclass(frozen=True)
class Unusable:
    """An answer that cannot be put in place, and why."""

    decision: Decision
    why: str


@dataclass(frozen=True)
class Settled:
    """A draft with answers in place: what they made, which questions are still open, which answers did not fit."""

    rubric: DraftRubric
    open: tuple[Question, ...]
    unusable: tuple[Unusable, ...]
    rejected: tuple[Finding, ...]
    unparsed: tuple[Finding, ...]

    def emit(self) -> Rubric:
        """Return the canonical rubric.

        Raises:
            ValueError: questions are open (see `open`).
        """
        if self.open:
            raise ValueError(f"{len(self.open)} questions are open")
        body = {name: getattr(self.rubric, name) for name in DraftRubric.model_fields if name != "schema_"}
        body["findings"] = (*self.rubric.findings, *self.rejected, *self.unparsed)
        return Rubric(**body)


@dataclass(frozen=True)
class _Answered:
    question: Question
    decision: Decision
    reading: Candidate | None
    """None: rejected."""


def chosen(question: Question, decision: Decision) -> tuple[Candidate | None, str]:
    """Return the reading a decision chose or made (None for a rejection), and what is wrong with it, or ""."""
    if decision.choice == "reject":
        return None, ""
    if decision.choice == "edit":
        return apply_edit(question, decision.value)
    index = find_reading(decision, question)
    if index is None:
        return None, words("reading_gone", label=decision.label or decision.choice)
    return question.candidates[index], ""


def settle(draft: Draft, answers: Mapping[str, Decision]) -> Settled:
    """Put answers in place.

    Args:
        draft: the draft, whose questions the answers are about.
        answers: by question id, one decision each, never "withdraw"; those of other questions are ignored.
    """
    answered, unusable = _usable(draft.questions, answers)
    work = Workspace(draft.rubric)
    for item in sorted(answered, key=lambda item: work.rank(item.question, item.reading)):
        problem = work.put(item.question, item.reading)
        if problem:
            unusable.append(Unusable(item.decision, problem))
    rejected = tuple(_rejections(answered, work))
    failed = {item.decision.question for item in unusable}
    done = {item.question.id for item in answered} - failed
    decisions = tuple(answers[question.id] for question in draft.questions if question.id in done)
    return Settled(
        rubric=work.finish(done).model_copy(update={"decisions": decisions}),
        open=tuple(question for question in draft.questions if question.id not in done),
        unusable=tuple(unusable),
        rejected=rejected,
        unparsed=tuple(_unparsed(draft)),
    )


def require_known(draft: Draft, name: str) -> None:
    """Check that every open mark of a draft names one of its questions, and no two questions share an id.

    Raises:
        DecisionLogError: the draft contradicts itself, so that nothing could ever settle it.
    """
    ids = [question.id for question in draft.questions]
    marks = {mark for node in Workspace(draft.rubric).values() for mark in node.open}
    wrong = sorted(marks - set(ids)) or sorted(one for one in set(ids) if ids.count(one) > 1)
    if wrong:
        raise DecisionLogError(words("draft_contradicts", name=name, id=wrong[0]), words("draft_contradicts_hint"))


def _usable(questions: Iterable[Question], answers: Mapping[str, Decision]) -> tuple[list[_Answered], list[Unusable]]:
    answered: list[_Answered] = []
    unusable: list[Unusable] = []
    for question in questions:
        decision = answers.get(question.id)
        if decision is None or decision.choice == "withdraw":
            continue
        reading, problem = chosen(question, decision)
        if problem:
            unusable.append(Unusable(decision, problem))
        else:
            answered.append(_Answered(question, decision, reading))
    return answered, unusable


def _rejections(answered: Iterable[_Answered], work: Workspace) -> Iterable[Finding]:
    for item in answered:
        if item.reading is not None:
            continue
        places = (item.question.indicator,) if item.question.indicator else work.concerned(item.question.id)
        for indicator in places or (None,):
            yield Finding(
                code="rejected-reading",
                severity="error",
                message=words("rejected", quote=item.question.quote, reason=item.decision.reason or "—"),
                hint=words("rejected_hint"),
                at=(item.question.at,),
                indicator=indicator,
            )


def _unparsed(draft: Draft) -> Iterable[Finding]:
    for sentence in draft.unparsed:
        yield Finding(
            code="unparsed",
            severity="error",
            message=words("unparsed", quote=sentence.quote, reason=sentence.reason),
            hint=words("unparsed_hint"),
            at=(sentence.at,),
            indicator=sentence.indicator,
        )
