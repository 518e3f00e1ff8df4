"""Documents of every layout as canonical rubrics, and one made by hand with what is hostile in a workbook."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from xize import pipeline
from xize.model.anchor import Anchor, Text
from xize.model.indicator import Indicator, Sheet
from xize.model.quantity import Per, Threshold
from xize.model.question import Decision
from xize.model.rubric import Rubric
from xize.model.rule import Band, Discretion, Flat, PerUnit, Step, Tiers, Veto, Zero
from xize.review.apply import settle

AT = Anchor(source="s1", start=3, end=9, page=2)


@pytest.fixture(scope="session")
def canonical() -> Callable[[Path], Rubric]:
    """Return how a document becomes a rubric: every question answered with the suggestion or the first reading."""

    @cache
    def make(path: Path) -> Rubric:
        draft = pipeline.parse(path)
        answers = {
            question.id: Decision(
                question=question.id, choice=question.suggested or 0, by="script", at_time="2031-03-01T00:00:00Z",
                source_sha256="x", tool_version="0",
            )
            for question in draft.questions
        }  # fmt: skip
        return settle(draft, answers).emit()

    return make


@pytest.fixture
def hostile() -> Rubric:
    """Return a rubric with every kind of input, texts that look like formulas, and titles no sheet can have."""
    below = Threshold(op="<", value=Decimal(90), unit="%")
    per = Per(count=Decimal(1), unit="例", basis="occurrence", explicit=True)
    drop = Per(count=Decimal("0.1"), unit="%", basis="drop", explicit=True)
    common = {"quote": "=1+1，扣1分", "at": AT}
    rules = (
        Flat(id="1/1#1", sign="-", points=Decimal(1), **common),
        PerUnit(id="1/1#2", sign="-", points=Decimal("0.1"), per=per, **common),
        Step(id="1/1#3", sign="-", points=Decimal("0.1"), threshold=below, per=drop, rounding="down", **common),
        Tiers(id="1/1#4", sign="-", selection="unique", bands=(Band(grade='差"', points=Decimal(2)),), **common),
        Discretion(id="1/1#5", sign="-", points=Decimal(1), points_max=Decimal(5), **common),
        Discretion(id="1/1#6", sign="-", choices=(Decimal(1), Decimal(3)), **common),
        Zero(id="1/1#7", sign="0", **common),
        Veto(id="1/1#8", sign="0", consequence="一票否决", **common),
    )
    first = Indicator(
        id="1/1", code="@1", title="=HYPERLINK(\"x\")", level=1, points=Decimal(20), mode="deduct", rules=rules, at=AT,
        fields={"criteria": Text(text="-2+3\x07", at=AT), "自定": Text(text="+cmd|' /c calc'!A0", at=AT)},
    )  # fmt: skip
    by_hand = Indicator(id="2/1", title="总体印象", level=1, points=Decimal(10), at=AT)
    title = "考核[表]:*?/\\" + "很长" * 20
    sheets = (
        Sheet(id="1", title=title, indicators=(first,), at=AT),
        Sheet(id="2", title=title, indicators=(by_hand,), at=AT),
        Sheet(id="3", title="", at=AT),
    )
    return Rubric(title="测试", sheets=sheets)
