"""The real documents with tables, by figures alone: one tree in every format, sums, counts, text placed."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from trees import bare, tree_rows

from xize.extract.reader import read
from xize.extract.segment import segment
from xize.model.indicator import Indicator
from xize.model.outline import Outline
from xize.normalize.placement import account_text

SEEDS = Path(__file__).parents[3].parent / "shared" / "seeds"
pytestmark = [pytest.mark.seeds, pytest.mark.xdist_group("seed tables")]


@cache
def made(number: int, suffix: str) -> Outline:
    document = read(next(SEEDS.glob(f"{number:03}_*.{suffix}")))
    outline = segment(document)
    account = account_text(outline.placements, document.text, document.id)
    assert account.rest == ()
    assert account.twice == ()
    return outline


def found(outline: Outline, code: str) -> list[str | None]:
    return [finding.indicator for finding in outline.rubric.findings if finding.code == code]


def points(nodes: tuple[Indicator, ...]) -> Decimal:
    return sum((node.points or Decimal(0) for node in nodes), Decimal(0))


@pytest.mark.parametrize("number", [0, 1, 3])
@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_every_format_gives_the_same_tree(number: int, suffix: str) -> None:
    assert tree_rows(made(number, suffix).rubric) == tree_rows(made(number, "txt").rubric)


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_every_format_gives_the_same_spelled_out_entries(suffix: str) -> None:
    def entries(outline: Outline) -> dict[str, tuple[object, ...]]:
        pairs = ((node.id, node.elaboration) for node in outline.rubric.walk())
        return {
            path: (entry.points, *((key, bare(text.text)) for key, text in entry.fields.items()))
            for path, entry in pairs
            if entry is not None
        }

    assert len(entries(made(3, "txt"))) == 138
    assert entries(made(3, suffix)) == entries(made(3, "txt"))


def test_departments_against_their_printed_totals() -> None:
    sheets = made(0, "txt").rubric.sheets
    assert len(sheets) == 16
    assert {sheet.points for sheet in sheets} == {100}
    assert [sheet.id for sheet in sheets if points(sheet.indicators) != 100] == ["12"]
    # The other is a task whose contents add up to half of it.
    assert found(made(0, "txt"), "sum-open") == ["1/2", None]


def test_duties_activities_and_indicators_with_four_bands() -> None:
    (sheet,) = made(1, "txt").rubric.sheets
    duties = sheet.indicators
    activities = [node for duty in duties for node in duty.children]
    leaves = [node for activity in activities for node in activity.children]
    assert (len(duties), len(activities), len(leaves)) == (4, 8, 24)
    assert all(set(leaf.fields) == {"优", "良", "中", "差"} and leaf.mode == "band" for leaf in leaves)
    budgets = [Decimal(node.fields["budget"].text) if "budget" in node.fields else Decimal(0) for node in duties]
    assert sum(budgets) == 262
    for duty, budget in zip(duties, budgets, strict=True):
        assert budget == sum(Decimal(n.fields["budget"].text) for n in duty.children if "budget" in n.fields)


def test_four_sheets_close_at_every_level_but_where_the_source_does_not() -> None:
    outline = made(3, "txt")
    sheets = outline.rubric.sheets
    assert [points(tuple(n for n in sheet.indicators if n.role == "scored")) for sheet in sheets] == [
        300,
        300,
        100,
        100,
    ]
    assert found(outline, "sum-open") == []
    assert found(outline, "points-two-numbers") == ["1/8/2/1"]
    assert found(outline, "points-differ") == ["2/3/4/2"]
    assert found(outline, "code-misplaced") == ["1/6/1/1", "1/6/1/2", "1/6/1/3", "1/7/1/5"]
    levels = [len([n for n in sheets[3].walk() if n.level == level and n.role == "scored"]) for level in (1, 2, 3)]
    assert levels == [2, 7, 45]
