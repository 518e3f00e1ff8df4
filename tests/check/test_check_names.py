"""Which names are one department's, and which only look alike."""

from __future__ import annotations

import pytest

from xize.check.departments import _agree
from xize.check.same import one_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("工程质量监督管理科", "工程质量监管科"),
        ("应急协调科", "应急协调部门"),
        ("安全生产监督管理局", "安全生产监管局"),
    ],
)
def test_an_abbreviation_is_the_same_department(one: str, other: str) -> None:
    assert one_name(one, other)
    assert one_name(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("市场主体监管科", "市场规范监管科"),
        ("第一检查大队", "第二检查大队"),
        ("区卫生健康局疾控科", "疾控科"),
        ("办公室", "办公厅"),
        ("监管一科", "监管二科"),
        ("财务科", "财务科"),
        ("安全监管科", "质量安全监管科"),
    ],
)
def test_what_only_looks_alike_is_not(one: str, other: str) -> None:
    assert not one_name(one, other)


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("疾控科", "区卫生健康局疾控科", True),
        ("相关科室", "疾控科", True),
        ("疾控科、妇幼科", "妇幼科", True),
        ("疾控科\n疾控科", "疾控科。", True),
        ("疾控科", "妇幼科", False),
    ],
)
def test_a_fuller_or_general_name_is_no_contradiction(one: str, other: str, agree: bool) -> None:
    assert _agree(one, other) is agree
