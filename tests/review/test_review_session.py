from __future__ import annotations

from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from xize.model.rubric import Draft
from xize.review import session as act
from xize.review.log import History
from xize.review.queue import order
from xize.review.session import Answer, Session, Stamp

STAMP = Stamp(by="林", source_sha256="x", tool_version="0", document="-y")
NOW = "2031-03-01T00:00:00Z"


def opened(draft: Draft) -> Session:
    return act.start(Session(questions=order(draft), history=History(), stamp=STAMP))


def test_document_wide_questions_come_first_then_the_points_at_stake(draft: Draft) -> None:
    asked = order(draft)
    assert asked[0].id == "cap"
    assert [q.indicator for q in asked[1:]] == ["1/2", "1/8", "1/1", "1/3", "1/4", "1/5", "1/6", "1/7"]


def test_an_answer_moves_on_and_undo_restores_exactly(draft: Draft) -> None:
    before = opened(draft)
    after, lines = act.answer(before, Answer(1), NOW)
    assert after.cursor == before.questions[1].id
    assert [line.choice for line in lines] == [1]
    undone, undo_lines = act.undo(after, NOW)
    assert (undone.cursor, undone.trail, undone.history.answers) == (before.cursor, before.trail, {})
    assert [line.choice for line in undo_lines] == ["withdraw"]
    assert [line.undoes for line in undo_lines] == [1]


def test_undo_of_a_changed_answer_brings_the_first_one_back_as_it_was(draft: Draft) -> None:
    first, _ = act.answer(opened(draft), Answer(0), NOW)
    again = act.back(first)
    changed, _ = act.answer(again, Answer("reject", reason="不清楚"), "2031-03-02T00:00:00Z")
    undone, lines = act.undo(changed, "2031-03-03T00:00:00Z")
    assert undone.history.answers == first.history.answers
    assert lines[0].choice == 0


def test_identical_questions_are_answered_and_undone_as_one_step(draft: Draft) -> None:
    here = opened(draft)
    here = act.go(here, next(q.id for q in here.questions if q.indicator == "1/4"))
    assert len(here.identical()) == 4
    answered, lines = act.answer_identical(here, 1, NOW)
    assert {line.step for line in lines} == {1}
    assert len(answered.history.answers) == 4
    undone, _ = act.undo(answered, NOW)
    assert (undone.history.answers, undone.cursor) == ({}, here.cursor)


def test_a_question_of_another_batch_is_not_identical(draft: Draft) -> None:
    here = opened(draft)
    here = act.go(here, next(q.id for q in here.questions if q.indicator == "1/2"))
    assert len(here.identical()) == 1


def test_a_filter_asks_only_what_matches(draft: Draft) -> None:
    here = act.narrow(opened(draft), "处不符")
    seen = []
    while here.cursor is not None:
        seen.append(here.current.indicator if here.current else None)
        here, _ = act.answer(here, Answer(0), NOW)
    assert seen == ["1/4", "1/5", "1/6", "1/7"]
    assert act.narrow(here, "").cursor == "cap"


def test_skipping_goes_round_and_leaves_everything_open(draft: Draft) -> None:
    here = opened(draft)
    seen = []
    for _ in here.questions:
        seen.append(here.cursor)
        here = act.skip(here)
    assert sorted(map(str, seen)) == sorted(q.id for q in here.questions)
    assert here.cursor == "cap"
    assert here.history.answers == {}


class ReviewMachine(RuleBasedStateMachine):
    """The session against a plain dictionary and a stack of copies of it."""

    draft: Draft

    def __init__(self) -> None:
        super().__init__()
        self.session = opened(self.draft)
        self.log: list[Any] = []
        self.model: dict[str, Any] = {}
        self.past: list[dict[str, Any]] = []

    def _keep(self, result: tuple[Session, tuple[Any, ...]]) -> None:
        self.session, lines = result
        self.log += lines

    @precondition(lambda self: self.session.current is not None)
    @rule(choice=st.sampled_from([0, 1, "reject"]))
    def answer(self, choice: Any) -> None:
        self.past.append(dict(self.model))
        self.model[str(self.session.cursor)] = choice
        self._keep(act.answer(self.session, Answer(choice, reason="理由"), NOW))

    @precondition(lambda self: self.session.current is not None)
    @rule(index=st.integers(0, 1))
    def answer_identical(self, index: int) -> None:
        self.past.append(dict(self.model))
        self.model.update({question.id: index for question in self.session.identical()})
        self._keep(act.answer_identical(self.session, index, NOW))

    @rule()
    def undo(self) -> None:
        self.model = self.past.pop() if self.past else self.model
        self._keep(act.undo(self.session, NOW))

    @rule()
    def skip(self) -> None:
        self.session = act.skip(self.session)

    @rule()
    def back(self) -> None:
        self.session = act.back(self.session)

    @rule(words=st.sampled_from(["", "处不符", "来信", "没有这样的"]))
    def narrow(self, words: str) -> None:
        self.session = act.narrow(self.session, words)

    @rule()
    def restart(self) -> None:
        """A new sitting knows only the log."""
        self.session = act.start(Session(questions=order(self.draft), history=History().add(self.log), stamp=STAMP))

    @invariant()
    def answers_are_those_of_the_model(self) -> None:
        assert {id_: line.choice for id_, line in self.session.history.answers.items()} == self.model

    @invariant()
    def the_log_tells_the_whole_story(self) -> None:
        replayed = History().add(self.log)
        assert replayed.answers == self.session.history.answers
        assert replayed.steps == self.session.history.steps
        last = {line.question: line.choice for line in self.log}
        assert {id_: choice for id_, choice in last.items() if choice != "withdraw"} == self.model

    @invariant()
    def only_open_questions_are_asked_by_themselves(self) -> None:
        assert {question.id for question in self.session.open} == {
            question.id for question in self.session.questions
        } - set(self.model)


@pytest.fixture
def machine(draft: Draft) -> type[ReviewMachine]:
    return type("Machine", (ReviewMachine,), {"draft": draft})


def test_any_sequence_of_actions_agrees_with_a_simple_model(machine: Any) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(machine, settings=settings(max_examples=60, stateful_step_count=30, deadline=None))
