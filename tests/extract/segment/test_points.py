from __future__ import annotations

from decimal import Decimal

import pytest

from xize.extract.segment.points import bracket_points, cell_numbers, cell_points, line_points, title_points


@pytest.mark.parametrize(
    ("text", "value", "rest"),
    [
        ("队伍建设（20分）", "20", "队伍建设"),
        ("护理部（总分：100分）", "100", "护理部"),
        ("巡查（分值2分）", "2", "巡查"),
        ("巡查(0.4)", "0.4", "巡查"),
        ("巡查（二十分）", "20", "巡查"),
        ("巡查（１０分）。", "10", "巡查。"),
        ("巡查 20分", "20", "巡查 "),
        ("巡查：10分", "10", "巡查："),
        ("甲（2分）乙（3分），合计（5分）", "5", "甲（2分）乙（3分），合计"),
    ],
)
def test_points_of_a_title(text: str, value: str, rest: str) -> None:
    points = title_points(text)
    assert points is not None
    assert points.value == Decimal(value)
    assert points.without(text) == rest


@pytest.mark.parametrize(
    "text",
    ["巡查（1-5分）", "巡查（每项2分）", "巡查（3）", "巡查（2016）", "十分重要", "扣5分（扣2分/次）",
     "甲（2分）乙（2分）", "1.甲（7分）\n2.乙（3分）", "部分完成"],
)  # fmt: skip
def test_what_is_no_points_of_a_title(text: str) -> None:
    assert title_points(text) is None


def test_percentages_are_weights_as_fractions() -> None:
    points = title_points("公众评议（权重：20%）")
    assert points is not None
    assert (points.kind, points.value) == ("weight", Decimal("0.2"))


def test_an_upper_bound_is_marked() -> None:
    points = title_points("加分项（最高5分）")
    assert points is not None
    assert points.most


def test_the_phrase_is_the_number_with_its_unit() -> None:
    text = "护理部（总分：100分）"
    (points,) = bracket_points(text)
    assert text[slice(*points.phrase)] == "100分"
    assert text[slice(*points.outer)] == "（总分：100分）"


@pytest.mark.parametrize(
    ("text", "value"), [("2", "2"), ("10分", "10"), ("２", "2"), ("1/2分", "0.5"), (" 5 分\n", "5")]
)
def test_points_cells(text: str, value: str) -> None:
    points = cell_points(text)
    assert points is not None
    assert points.value == Decimal(value)


@pytest.mark.parametrize("text", ["7\n2", "-5", "1-5", "", "详见说明"])
def test_cells_without_one_value(text: str) -> None:
    assert cell_points(text) is None


def test_two_numbers_in_one_cell_are_counted() -> None:
    assert cell_numbers("7\n2") == 2
    assert cell_numbers("7") == 1
    assert cell_numbers("约7") == 0


def test_a_line_of_its_own() -> None:
    assert line_points("满分100分") is not None
    assert line_points("（30分）") is not None
    assert line_points("30") is None
    assert line_points("每次扣30分") is None
