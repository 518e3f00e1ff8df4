"""Columns of grades (优、良、中、差): what a grade asks for and what it is worth, from headers and from cells."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.helpers.word_tables import read_table
from xize import pipeline
from xize.model.rubric import Draft
from xize.model.rule import Tiers

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "corpora" / "documents" / "classroom"


def draft_of(path: Path) -> Draft:
    return pipeline.draft(pipeline.read(path))


def tiers(draft: Draft) -> dict[str, Tiers]:
    return {node.title: rule for node in draft.rubric.walk() for rule in node.rules if isinstance(rule, Tiers)}


def worth(rule: Tiers) -> list[tuple[str | None, Decimal | None, Decimal | None, Decimal | None]]:
    return [(band.grade, band.points, band.points_max, band.share) for band in rule.bands]


def table(path: Path, *rows: tuple[str, ...]) -> Draft:
    return read_table(path, "城关粮库2023年岗位考核表", *rows)


@pytest.mark.parametrize("suffix", ["docx", "pdf", "txt"])
def test_points_in_headers_go_to_every_row(suffix: str) -> None:
    draft = draft_of(DOCUMENT.with_suffix(f".{suffix}"))
    rule = tiers(draft)["目标设计"]
    wanted = [("优", "10"), ("良", "8"), ("中", "6"), ("差", "3")]
    assert worth(rule) == [(grade, Decimal(points), None, None) for grade, points in wanted]
    assert (rule.sign, rule.selection) == ("+", "unique")
    text = pipeline.read(DOCUMENT.with_suffix(f".{suffix}")).text
    assert [band.points_at.cut(text) for band in rule.bands if band.points_at] == ["10分", "8分", "6分", "3分"]


@pytest.mark.parametrize("suffix", ["docx", "pdf", "txt"])
def test_coefficients_in_headers_are_shares_and_cells_keep_their_thresholds(suffix: str) -> None:
    found = tiers(draft_of(DOCUMENT.with_suffix(f".{suffix}")))
    rule = found["单元测验及格率"]
    assert [band.share for band in rule.bands] == [Decimal(text) for text in ("1.0", "0.8", "0.6", "0.4")]
    bounds = [band.threshold for band in rule.bands if band.threshold is not None]
    assert [(bound.op, bound.value, bound.value_max) for bound in bounds] == [
        (">=", 95, None), (">=", 90, None), (">=", 80, None), ("<", 80, None),
    ]  # fmt: skip
    assert all(band.threshold is None for band in found["作业批改"].bands)


@pytest.mark.parametrize("suffix", ["docx", "pdf", "txt"])
def test_amounts_in_cells(suffix: str) -> None:
    found = tiers(draft_of(DOCUMENT.with_suffix(f".{suffix}")))
    assert worth(found["公开课"])[0] == ("优秀", Decimal(9), Decimal(10), None)
    assert [band.points for band in found["听课评课"].bands] == [5, 4, 3, 1]


@pytest.mark.parametrize("suffix", ["docx", "pdf", "txt"])
def test_numbers_that_may_mean_anything_are_reported_not_read(suffix: str) -> None:
    draft = draft_of(DOCUMENT.with_suffix(f".{suffix}"))
    assert "课题研究" not in tiers(draft)
    assert [item.quote for item in draft.unparsed] == ["15", "12", "8", "4"]
    assert draft.accounting.claims.by_claim == {"grade": 8, "rule": 12, "unparsed": 4}


def test_a_header_whose_worth_cannot_be_told_is_reported(tmp_path: Path) -> None:
    draft = table(
        tmp_path / "a.docx",
        ("项目", "分值", "优（90）", "良（75）", "差"),
        ("仓温检测", "10", "每日检测", "偶有漏测", "不检测"),
    )
    assert not tiers(draft)
    assert [item.quote for item in draft.unparsed] == ["90", "75"]


def test_thresholds_alone_are_worth_no_points(tmp_path: Path) -> None:
    draft = table(
        tmp_path / "b.docx",
        ("项目", "分值", "优", "良", "差"),
        ("出库及时率", "10", "98%", "90%", "80%"),
    )
    rule = tiers(draft)["出库及时率"]
    assert (rule.sign, [band.points for band in rule.bands]) == ("0", [None, None, None])
    assert [band.threshold.value for band in rule.bands if band.threshold] == [98, 90, 80]


def test_an_ordinary_rule_in_a_graded_cell_stays_one(tmp_path: Path) -> None:
    draft = table(
        tmp_path / "c.docx",
        ("项目", "分值", "优", "良", "差"),
        ("值班", "10", "无脱岗", "脱岗1次扣2分", "脱岗多次"),
    )
    rules = [rule for node in draft.rubric.walk() for rule in node.rules]
    assert [(rule.kind, rule.sign, rule.points) for rule in rules] == [("per_unit", "-", Decimal(2))]


def test_cells_hold_bounds_in_words_and_ranges(tmp_path: Path) -> None:
    draft = table(
        tmp_path / "d.docx",
        ("项目", "分值", "A（1.0）", "B（0.8）", "C（0.5）"),
        ("库存准确率", "10", "98%以上", "90%-97%", "90%以下"),
    )
    bounds = [band.threshold for band in tiers(draft)["库存准确率"].bands if band.threshold is not None]
    assert [(bound.op, bound.value, bound.value_max) for bound in bounds] == [
        (">=", 98, None), ("in", 90, 97), ("<=", 90, None),
    ]  # fmt: skip


def test_grades_worth_more_than_the_indicator_are_of_another_scale(tmp_path: Path) -> None:
    draft = table(
        tmp_path / "scale.docx",
        ("项目", "权重", "优秀（90-100分）", "良好（75-89分）", "不合格（60分以下）"),
        ("仓温检测", "15", "每日检测", "偶有漏测", "不检测"),
    )
    assert not tiers(draft)
    assert [item.quote for item in draft.unparsed] == ["90-100分", "75-89分", "60分"]


def test_so_many_points_and_below_are_anything_from_nothing_on(tmp_path: Path) -> None:
    draft = table(
        tmp_path / "below.docx",
        ("项目", "分值", "好（8-10分）", "中（5-7分）", "差（4分以下）"),
        ("仓温检测", "10", "每日检测", "偶有漏测", "不检测"),
    )
    assert worth(tiers(draft)["仓温检测"])[2][1:3] == (Decimal(0), Decimal(4))
