from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pyarrow.parquet as pq
import pytest

from xize.export.flat import INDICATOR_COLUMNS, RULE_COLUMNS, indicator_table, rule_table
from xize.export.tables import WRITERS
from xize.model.anchor import Anchor, Text
from xize.model.indicator import Indicator, Sheet
from xize.model.quantity import Cap, Condition, Per, Threshold
from xize.model.rubric import Rubric
from xize.model.rule import Band, Checklist, Discretion, PerUnit, Step, Tiers, Veto

TEXT = "=1+1每发现1例扣1分，最多扣3分；未达到90%扣0.5分，未达到80%扣1.50分"


def at(start: int, end: int) -> Anchor:
    return Anchor(source="s1", start=start, end=end, page=2)


def below(value: int, points: str, start: int) -> Band:
    threshold = Threshold(op="<", value=Decimal(value), unit="%", at=at(start, start + 6))
    return Band(threshold=threshold, points=Decimal(points), points_at=at(start + 6, start + 11))


@pytest.fixture
def rubric() -> Rubric:
    per = Per(count=Decimal(1), unit="例", basis="occurrence", explicit=True, at=at(4, 9))
    each = PerUnit(
        id="1/1#1", sign="-", points=Decimal(1), points_at=at(9, 12), per=per, quote=TEXT[:20], at=at(0, 20),
        condition=Condition(text="=1+1", at=at(0, 4)), cap=Cap(value=Decimal(3), origin="printed", at=at(13, 18)),
    )  # fmt: skip
    ladder = Tiers(
        id="1/1#2", sign="-", selection="worst", quote=TEXT[19:], at=at(19, 43),
        bands=(below(90, "0.5", 19), below(80, "1.50", 31)),
    )  # fmt: skip
    node = Indicator(
        id="1/1", code="一", title="=cmd|'/c calc'!A0", level=1, points=Decimal("10.0"),
        rules=(each, ladder), at=at(0, 43), fields={"criteria": Text(text=TEXT, at=at(0, len(TEXT)))},
    )  # fmt: skip
    return Rubric(sheets=(Sheet(id="1", title="办公室", indicators=(node,), at=at(0, 43)),))


def test_what_only_some_kinds_have_is_in_the_table_too() -> None:
    common = {"sign": "-", "quote": TEXT, "at": at(0, 4)}
    text = Text(text="有方案", at=at(0, 4))
    bound = Threshold(op="in", value=Decimal(85), value_max=Decimal(90), closed="[)", unit="%", at=at(0, 4))
    step = Step(id="1/1#1", points=Decimal(1), per=Per(count=Decimal(5), unit="%", basis="drop", explicit=True),
                initial=Decimal("1.5"), free_band=Decimal(2), threshold=bound, **common)  # fmt: skip
    listed = Checklist(id="1/1#2", items=(text, text), need=Decimal(2), otherwise=text, target="parent", **common)
    left = Discretion(id="1/1#3", choices=(Decimal(3), Decimal(1)), bound="indicator", **common)
    out = Veto(id="1/1#4", consequence="不得评优", **common)
    node = Indicator(id="1/1", title="指标", level=1, rules=(step, listed, left, out), at=at(0, 4))
    rows = rule_table(Rubric(sheets=(Sheet(id="1", title="表", indicators=(node,), at=at(0, 4)),))).rows
    assert [rows[0][name] for name in ("initial", "free_band", "closed")] == ["1.5", "2", "[)"]
    assert [rows[1][name] for name in ("items", "need", "otherwise", "target")] == [
        "有方案\n有方案", "2", "有方案", "parent",
    ]  # fmt: skip
    assert [rows[2][name] for name in ("choices", "bound")] == ["3\n1", "indicator"]
    assert rows[3]["words"] == "不得评优"


def test_one_row_a_rule_and_one_a_band(rubric: Rubric) -> None:
    table = rule_table(rubric)
    assert [tuple(row) for row in table.rows] == [RULE_COLUMNS] * 3
    each, first, second = table.rows
    assert (each["points"], each["per_count"], each["per_unit"], each["cap"], each["start"], each["points_end"]) == (
        "1", "1", "例", "3", 0, 12,
    )  # fmt: skip
    assert [(row["op"], row["value"], row["points"], row["points_start"]) for row in (first, second)] == [
        ("<", "90", "0.5", 25), ("<", "80", "1.5", 37),
    ]  # fmt: skip


def test_text_of_the_document_never_becomes_a_formula_in_csv(rubric: Rubric) -> None:
    text = WRITERS["csv"](rule_table(rubric)).decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(text)))
    assert row["title"] == "'=cmd|'/c calc'!A0"
    assert row["condition"] == "'=1+1"
    assert row["sign"] == "-"


def test_every_format_holds_the_same_rows(rubric: Rubric) -> None:
    table = rule_table(rubric)
    lines = WRITERS["jsonl"](table).decode().splitlines()
    assert [json.loads(line) for line in lines] == list(table.rows)
    parquet = pq.read_table(io.BytesIO(WRITERS["parquet"](table)))
    assert parquet.to_pylist() == list(table.rows)
    assert WRITERS["markdown"](table).decode().count("\n") == 2 + len(table.rows)


def test_an_empty_rubric_gives_a_table_with_headers_and_no_rows() -> None:
    header = WRITERS["csv"](rule_table(Rubric())).decode("utf-8-sig")
    assert header.strip().split(",") == list(RULE_COLUMNS)


def test_the_indicator_table_has_a_column_for_every_field_role(rubric: Rubric) -> None:
    table = indicator_table(rubric)
    assert table.columns == (*INDICATOR_COLUMNS, "criteria")
    assert table.rows[0]["points"] == "10"
    assert table.rows[0]["criteria"] == TEXT
