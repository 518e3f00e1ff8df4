"""The real document that is all numbered lists: figures only."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from xize.extract.reader import read
from xize.extract.segment import segment
from xize.model.indicator import Indicator, Sheet
from xize.model.outline import Outline
from xize.normalize.placement import account_text

ROOT = Path(__file__).parents[3]
SEEDS = ROOT.parent / "shared" / "seeds"

pytestmark = pytest.mark.seeds


def points(nodes: tuple[Indicator, ...]) -> Decimal:
    return sum((node.points or points(node.children) for node in nodes), Decimal(0))


@pytest.fixture(scope="module")
def outline() -> Outline:
    return segment(read(next(SEEDS.glob("002_*.txt"))))


@pytest.fixture(scope="module")
def standards() -> Outline:
    return segment(read(next(SEEDS.glob("003_*.txt"))))


def test_metadata_of_the_paper_is_read(outline: Outline) -> None:
    rubric = outline.rubric
    assert (rubric.issued_on, rubric.period) == ("2023-11-23", "2023")
    assert rubric.number is not None
    assert rubric.number.endswith("〔2023〕138号")
    assert rubric.issuer is not None
    assert rubric.title is not None
    assert rubric.title.startswith(rubric.issuer)


def test_bonus_and_penalty_items_have_their_roles(outline: Outline) -> None:
    bonus, penalty = outline.rubric.sheets[0].indicators
    assert [(n.role, len(n.children)) for n in (bonus, penalty)] == [("bonus", 7), ("penalty", 10)]
    for node in (*bonus.children, *penalty.children):
        assert "criteria" in node.fields
    assert sum("department" in node.fields for node in (*bonus.children, *penalty.children)) == 16


def test_every_department_has_its_list_and_each_adds_up_to_a_hundred(outline: Outline) -> None:
    lists = outline.rubric.sheets[1:-1]
    assert len(lists) == 15
    assert all(sheet.subject is not None for sheet in lists)
    assert [len(sheet.indicators) for sheet in lists] == [9, 9, 9, 9, 10, 12, 10, 11, 8, 9, 9, 10, 10, 7, 7]
    assert [int(points(sheet.indicators)) for sheet in lists] == [100] * 15


def test_the_stations_have_fifteen_groups_of_a_hundred_points(outline: Outline) -> None:
    stations: Sheet = outline.rubric.sheets[-1]
    assert len(stations.indicators) == 15
    assert [len(group.children) for group in stations.indicators] == [5, 5, 5, 6, 5, 9, 7, 7, 5, 2, 0, 7, 5, 4, 3]
    assert {int(points((group,))) for group in stations.indicators} == {100}
    assert [node.points for node in stations.indicators[4].children] == [20] * 5
    assert sum("content" in node.fields for node in stations.indicators[4].children) == 4


def shape(found: Outline) -> list[tuple[object, ...]]:
    """Return everything of a tree that must not depend on the format, white space aside."""
    rows: list[tuple[object, ...]] = [(sheet.id, squeeze(sheet.title), sheet.subject) for sheet in found.rubric.sheets]
    for node in found.rubric.walk():
        fields = tuple((key, squeeze(value.text)) for key, value in node.fields.items())
        rows.append((node.id, squeeze(node.code or ""), squeeze(node.title), node.points, node.role, fields))
    return rows


def squeeze(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_word_and_pdf_give_the_same_tree_as_text(outline: Outline, suffix: str) -> None:
    document = read(next(SEEDS.glob(f"002_*.{suffix}")))
    other = segment(document)
    account = account_text(other.placements, document.text, document.id)
    assert (account.rest, account.twice) == ((), ())
    assert shape(other) == shape(outline)
    assert squeeze(other.rubric.title or "") == squeeze(outline.rubric.title or "")
    assert (other.rubric.number, other.rubric.issued_on) == (outline.rubric.number, outline.rubric.issued_on)


def test_every_entry_of_the_spelled_out_standards_has_its_indicator(standards: Outline) -> None:
    found = standards
    attached = [sum(n.elaboration is not None for n in sheet.walk()) for sheet in found.rubric.sheets]
    assert attached == [67, 51, 20, 0]
    codes = [finding.code for finding in found.rubric.findings]
    assert "elaboration-unattached" not in codes
    assert codes.count("elaboration-code-differs") == 6
    assert codes.count("elaboration-by-name") == 6
    pairs = [(n, n.elaboration) for n in found.rubric.walk() if n.elaboration is not None]
    assert all({"criteria", "method"} & set(entry.fields) or "target" in entry.fields for _, entry in pairs)
    assert sum(entry.points is not None for _, entry in pairs) == 132


def test_stated_totals_and_counts_are_compared_with_the_tree(standards: Outline) -> None:
    found = standards
    sheets = found.rubric.sheets
    assert [sheet.points for sheet in (sheets[0], sheets[3])] == [300, 150]
    counts = [finding for finding in found.rubric.findings if finding.code == "count-differs"]
    assert len(counts) == 2
    assert all(finding.at[1] == sheets[0].at for finding in counts)
    assert found.rubric.period == "2017版"


def test_every_character_is_placed_once(outline: Outline) -> None:
    document = read(next(SEEDS.glob("002_*.txt")))
    account = account_text(outline.placements, document.text, document.id)
    assert (account.rest, account.twice) == ((), ())
    assert account.placed == account.characters


def test_every_text_is_what_its_anchor_cuts(outline: Outline) -> None:
    text = read(next(SEEDS.glob("002_*.txt"))).text
    for node in outline.rubric.walk():
        assert all(value.at.cut(text) == value.text for value in node.fields.values())
        if node.points_at is not None:
            assert str(node.points) in node.points_at.cut(text)
