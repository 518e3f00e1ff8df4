"""Small rubrics read from text, for the tests of the comparison."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from xize import pipeline
from xize.diff.changes import DiffResult
from xize.diff.engine import diff
from xize.model.rubric import DraftRubric

TABLE = """城建局2024年度绩效考核细则

办公室（总分：60分）

\t序号\n\t考核任务\n\t考核内容\n\t评分标准\n
\t一\n（40分）\n\t文电会务\n\t规范公文办理，做到收发登记齐全。（20分）\n\t公文漏登、错登的，每发现1件扣2分，最多扣8分；传阅超过两个工作日的，每件扣1分。\n
\t\n\t\n\t统筹会议安排，会后纪要按时印发。（20分）\n\t会议通知不到位的，每次扣3分；完成率低于90%的，扣5分。\n
\t二\n（20分）\n\t督查督办\n\t对议定事项建立台账，跟踪督办。（20分）\n\t未建立督办台账的扣10分；台账更新不及时的，每次扣2分。\n
"""


def read(text: str, folder: Path, name: str) -> DraftRubric:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return pipeline.parse(path).rubric


@pytest.fixture
def compare(tmp_path: Path) -> Callable[..., DiffResult]:
    """Compare the table with itself after replacements (old, new)."""

    def run(*replacements: tuple[str, str]) -> DiffResult:
        text = TABLE
        for before, after in replacements:
            assert before in text, before
            text = text.replace(before, after)
        old, new = read(TABLE, tmp_path, "old.txt"), read(text, tmp_path, "new.txt")
        return diff(old, new, names=("old", "new"))

    return run
