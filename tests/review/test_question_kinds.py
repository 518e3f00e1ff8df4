"""Every kind of question the reader can ask: each of its readings can be chosen, replayed and emitted, or rejected."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from tests.helpers.criteria import Sheets
from xize.evaluate.cases import read_cases
from xize.evaluate.sentence import read_sentence
from xize.model.question import Decision, Question
from xize.model.rubric import Draft, Rubric
from xize.normalize.questions import words
from xize.review.apply import settle
from xize.review.identity import reading_key

ROOT = Path(__file__).parents[2]
KINDS = sorted(key.removeprefix("prompt.") for key in words.keys() if key.startswith("prompt."))  # noqa: SIM118
MOST = 6
"""Sentences of one kind that are tried; the corpus may have many more."""


def documents() -> list[Draft]:
    """Return documents that ask what no sentence alone can raise."""
    spelled_out = Sheets().add("未备案，未公示的，扣1分。", "8", "未备案，未公示的，每次扣2分。")
    spelled_out.add("低于90%的，每低5%扣1分，最多扣4分。", "8", "低于90%的，每低5%扣1分，最多扣3分。")
    on_top = Sheets().add("未报送信息的扣1分，每多报1篇加0.5分。", "10").add("每开展1次义诊加1分。", "6")
    uncapped = Sheets().add("迟到的每次扣1分。", "5")
    return [sheets.draft() for sheets in (spelled_out, on_top, uncapped)]


@cache
def asking() -> dict[str, list[Draft]]:
    """Return drafts by the kind of question they ask."""
    found: defaultdict[str, list[Draft]] = defaultdict(list)
    for draft in documents():
        for kind in dict.fromkeys(question.kind for question in draft.questions):
            found[kind].append(draft)
    for path in sorted((ROOT / "corpora" / "sentences").rglob("*.txt")):
        for case in read_cases(path):
            for kind in {line.removeprefix("? ") for line in case.expected if line.startswith("? ")}:
                if len(found[kind]) < MOST:
                    found[kind].append(read_sentence(case.sentence))
    return found


def decision(question: Question, choice: int | str) -> Decision:
    reading = reading_key(question.candidates[choice]) if isinstance(choice, int) else None
    return Decision.model_validate(
        {
            "question": question.id, "choice": choice, "reason": None if isinstance(choice, int) else "看不出",
            "by": "林", "at_time": "2031-03-01T00:00:00Z", "source_sha256": "0", "tool_version": "0",
            "reading": reading,
        }
    )  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_reading_of_a_kind_can_be_chosen_and_replayed(kind: str) -> None:
    assert asking()[kind], "no sentence of the corpus and no document here asks it"
    for draft in asking()[kind]:
        most = max(len(question.candidates) for question in draft.questions if question.kind == kind)
        for choice in range(most):
            answers = {
                question.id: decision(
                    question, min(choice, len(question.candidates) - 1) if question.kind == kind else 0
                )
                for question in draft.questions
            }
            # The log as it comes back from its file, and the draft as it comes back from its own.
            replayed = {key: Decision.model_validate_json(line.model_dump_json()) for key, line in answers.items()}
            settled = settle(Draft.model_validate_json(draft.model_dump_json(by_alias=True)), replayed)
            assert (settled.unusable, settled.open) == ((), ())
            rubric = settled.emit()
            assert Rubric.model_validate_json(rubric.json_text()) == rubric
            assert {line.question for line in rubric.decisions} == set(answers)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_can_be_rejected(kind: str) -> None:
    for draft in asking()[kind]:
        answers = {
            question.id: decision(question, "reject" if question.kind == kind else 0) for question in draft.questions
        }
        settled = settle(draft, answers)
        assert settled.open == ()
        assert "rejected-reading" in {finding.code for finding in settled.emit().findings}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_says_what_it_asks_and_why(kind: str) -> None:
    for draft in asking()[kind]:
        for question in draft.questions:
            assert question.prompt
            assert all(candidate.label and candidate.effect for candidate in question.candidates)
            assert len({candidate.label for candidate in question.candidates}) == len(question.candidates)
            assert (question.suggested is None) == (question.reason is None)
