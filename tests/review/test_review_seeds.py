"""From a fresh draft of a real document to an emitted rubric, and its decisions on the other formats."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from xize import pipeline
from xize.model.question import Decision
from xize.model.rubric import Rubric
from xize.review import session as act
from xize.review.answering import transfer
from xize.review.desk import Desk, lay_out
from xize.review.log import Log
from xize.review.session import Answer

SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"
NOW = "2031-03-01T00:00:00Z"


def desk_of(number: int, suffix: str) -> Desk:
    path = next(SEEDS.glob(f"{number:03}_*.{suffix}"))
    return lay_out(pipeline.parse(path), path.name, Path("none.decisions.jsonl"), Log())


def answered(desk: Desk, seed: int) -> list[Decision]:
    """Return the log of a reviewer who answers everything, each reading and rejections in turn."""
    chance = random.Random(seed)  # noqa: S311 (a repeatable choice, nothing secret)
    session, log = desk.session("林"), []
    while session.current is not None:
        choice = chance.randrange(len(session.current.candidates) + 1)
        given = Answer(choice) if choice < len(session.current.candidates) else Answer("reject", reason="不明")
        session, lines = act.answer(session, given, NOW)
        log += lines
    return log


@pytest.mark.seeds
@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "first", "others"),
    [(0, "docx", "pdf txt"), (1, "docx", "pdf txt"), (2, "docx", "pdf txt"), (3, "docx", "pdf txt"), (4, "txt", "")],
)
def test_a_draft_becomes_a_rubric_and_its_decisions_answer_every_format(number: int, first: str, others: str) -> None:
    desk = desk_of(number, first)
    for seed in (1, 2, 3):
        settled = desk.reading(answered(desk, seed)).settled
        assert settled.open == ()
        assert settled.unusable == ()
        rubric = settled.emit()
        assert Rubric.model_validate_json(rubric.json_text()) == rubric
    log = answered(desk, 1)
    for suffix in others.split():
        other = desk_of(number, suffix)
        _, carried = transfer(other, other.session("林"), log, NOW)
        assert len(carried) >= 0.99 * len(other.draft.questions)
        assert [
            (line.question, line.choice) for line in carried if line.question not in {x.question for x in log}
        ] == []
