"""The notation shows every field that a score depends on, each so that two values give two lines."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pydantic import TypeAdapter

from xize.model.anchor import Anchor, Text
from xize.model.notation import brief, lines, notation
from xize.model.question import Candidate, Question
from xize.model.rubric import Unparsed
from xize.model.rule import Limit, Rule
from xize.words import lang

RULE: TypeAdapter[Rule] = TypeAdapter(Rule)
AT = {"source": "s1", "start": 0, "end": 20}
BASE = {
    "id": "r1",
    "sign": "-",
    "quote": "未录入的，每发现1例扣1分",
    "at": AT,
    "points_at": {"source": "s1", "start": 12, "end": 15},
}
TEXT = {"text": "因公", "at": AT}
PER = {"count": "1", "unit": "例", "basis": "occurrence", "explicit": True}
SHAPES = {
    "flat": {"points": "2"},
    "per_unit": {"points": "1", "per": PER},
    "step": {"points": "0.4", "per": {**PER, "unit": "%", "basis": "drop"}},
    "tiers": {"bands": [{"threshold": {"op": "<", "value": "90", "unit": "%"}, "points": "0.5"}], "selection": "worst"},
    "distribute": {"points": "1", "items": [TEXT, TEXT]},
    "checklist": {"points": "5", "need": "2"},
    "zero": {},
    "full": {},
    "veto": {"consequence": "一票否决"},
    "discretion": {"points": "1", "points_max": "5"},
    "formula": {"expression": "10分×完成率", "variables": ["完成率"]},
    "reference": {"to": "《办法》"},
}
COMMON = {
    "sign": "+",
    "points": "3.5",
    "points_max": "7",
    "share": "0.5",
    "multiplier": "2",
    "condition": {"text": "未录入", "at": AT},
    "threshold": {"metric": "完成率", "op": ">=", "value": "90", "unit": "%"},
    "target": "total",
    "cap": {"value": "3", "origin": "printed"},
    "exceptions": [TEXT],
    "group": "g",
    "origin": "reviewed",
    "at": {**AT, "start": 1},
    "points_at": {"source": "s1", "start": 13, "end": 15},
}
OWN = {
    "per_unit": [
        {"per": {**PER, key: value}}
        for key, value in {"count": "2", "unit": "处", "basis": "member", "explicit": False, "up_to": "3"}.items()
    ]
    + [{"rounding": "exact"}],
    "step": [{"initial": "1"}, {"free_band": "1"}, {"rounding": "up"}],
    "tiers": [
        {"selection": "sum"},
        *({"bands": [{**SHAPES["tiers"]["bands"][0], key: value}]} for key, value in {
            "threshold": {"op": "<=", "value": "90", "unit": "%"}, "rank": {"first": 1}, "level": "省级", "grade": "优",
            "label": "甲", "points": "1", "points_max": "2", "share": "0.5", "per": PER, "points_at": AT,
        }.items()),
    ],
    "distribute": [{"items": [TEXT, TEXT, TEXT]}],
    "checklist": [{"need": "3"}, {"items": [TEXT]}, {"otherwise": TEXT}],
    "veto": [{"consequence": "取消资格"}],
    "discretion": [{"bound": "10"}, {"choices": ["1", "2"]}],
    "formula": [{"expression": "5分"}, {"variables": []}, {"of": "points"}],
    "reference": [{"to": "附件"}],
}  # fmt: skip


@pytest.mark.parametrize("kind", SHAPES)
def test_every_field_shows(kind: str) -> None:
    shape = {**BASE, "kind": kind, **SHAPES[kind]}
    changes = [{key: value} for key, value in COMMON.items()] + OWN.get(kind, [])
    rules = [RULE.validate_python({**shape, **change}) for change in [{}, *changes]]
    assert len({notation(rule) for rule in rules}) == len(rules)
    assert all(line.startswith(kind) and "\n" not in line and "  " not in line for line in map(notation, rules))


def test_the_line_of_a_rule() -> None:
    rule = RULE.validate_python(
        {**BASE, "kind": "per_unit", **SHAPES["per_unit"], "cap": COMMON["cap"], "condition": COMMON["condition"]}
    )
    assert brief(rule) == "per_unit -1 / 1例 (occurrence, each) cap=3 @12:15"
    assert notation(rule) == "per_unit -1 / 1例 (occurrence, each) cap=3 if “未录入” @12:15 in 0:20"
    token = lang.set("zh")
    try:
        assert notation(rule) == "按量 -1 / 1例 (次数, 明文逐个) 上限=3 若 “未录入” @12:15 in 0:20"
    finally:
        lang.reset(token)


def test_groups_and_members_are_named_by_their_order() -> None:
    rules = [
        RULE.validate_python({**BASE, "id": f"x{n}", "kind": "flat", "points": str(n), "group": "long-name"})
        for n in (1, 2)
    ]
    limit = Limit(id="l", sign="-", bound=Decimal(10), members=("x2",), origin="printed", at=Anchor(**AT))
    question = Question(
        id="q", kind="severity", batch="b", prompt="?", quote="…", at=Anchor(**AT), suggested=0,
        candidates=(Candidate(label="one", effect=""), Candidate(label="both", effect="")),
    )  # fmt: skip
    rest = Unparsed(at=Anchor(**AT), quote="…", reason="no pattern")
    assert lines(rules, [limit], [question], [rest], wording=False) == (
        "flat -1 group=a @12:15", "flat -2 group=a @12:15", "limit - 10 members=2 @0:20", "? severity", "rest @0:20",
    )  # fmt: skip
    assert lines((), (), [question], [rest]) == ("? severity @0:20: ? [*one | both]", "rest @0:20 “…”")


def test_pieces_of_a_place_are_all_shown() -> None:
    at = Anchor(**AT, continued=(Anchor(source="s1", start=30, end=34),))
    rule = RULE.validate_python({**BASE, "kind": "zero", "sign": "0", "points_at": None, "at": at})
    assert notation(rule) == "zero @0:20+30:34 in 0:20+30:34"
    assert Text(text="a", at=at).at.pieces()[1].start == 30
