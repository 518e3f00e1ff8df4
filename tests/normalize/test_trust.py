"""What a rule leaves unsaid is not trusted, and degrees of one thing are asked about."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
import regex

from xize.evaluate.sentence import brief_lines, read_sentence

DATA = tomllib.loads(files("xize.normalize").joinpath("trust.toml").read_text(encoding="utf-8"))
ENTRIES = [(f"{table}.{entry['name']}", entry) for table in ("word", "residue") for entry in DATA[table]]


@pytest.mark.parametrize("entry", [entry for _, entry in ENTRIES], ids=[name for name, _ in ENTRIES])
def test_every_word_finds_its_examples_and_no_near_miss(entry: dict[str, list[str] | str]) -> None:
    pattern = regex.compile(str(entry["pattern"]))
    assert [text for text in entry["examples"] if not pattern.search(text)] == []
    assert [text for text in entry["near"] if pattern.search(text)] == []


UNSAID = [
    "水温每高0.5度档扣1分",
    "本项最低得2分",
    "岗位练兵按比例得分后，超过部分按比例扣2分",
    "第二次发现扣3分",
    "积分每增减一个档加减0.2分",
    "早退3次计旷工1天，每旷工1天扣2分",
    "考核优秀的乘以系数1.2，得5分",
    "第二承担单位按40%计分",
    "以实际得分乘以难度系数计入总分",
    "按所得分的60%得分",
    "每万元产值能耗高于0.5吨的扣2分",
    "每床位护士数低于0.4人的扣2分",
    "每百名职工工伤率高于2%的扣1分",
]


@pytest.mark.parametrize("sentence", UNSAID)
def test_what_no_rule_says_is_left_unread(sentence: str) -> None:
    assert any(line.startswith("rest") for line in brief_lines(read_sentence(sentence)))


TRUSTED = [
    "每月未报送台账的扣1分",
    "每迟报一日扣0.2分",
    "接到投诉2小时内未处理的扣1分",
    "未按比例配备人员的扣2分",
    "一人一档未建立的扣1分",
    "课题经费执行率低于60%的扣2分",
    "有制度得3分，有人员得3分",
    "设备完好率每低1个百分点扣1分，不足1个百分点按1个百分点计算",
]


@pytest.mark.parametrize("sentence", TRUSTED)
def test_a_rule_that_says_all_of_its_sentence_stands(sentence: str) -> None:
    lines = brief_lines(read_sentence(sentence))
    assert not any(line.startswith(("rest", "? degrees")) for line in lines)
    assert lines


DEGREES = [
    "被中央媒体报道的加5分，被省内大报头版报道的加3分",
    "车间漏检率>3%扣1分，漏检率>6%扣4分",
    "受到国务院表彰的加5分，受到省政府表彰的加3分",
    "自有场地的得5分，其余得1分",
]


@pytest.mark.parametrize("sentence", DEGREES)
def test_degrees_of_one_thing_are_asked_about_as_one_group(sentence: str) -> None:
    draft = read_sentence(sentence)
    (question,) = (question for question in draft.questions if question.kind == "degrees")
    (node,) = draft.rubric.walk()
    grouped = [rule for rule in node.rules if rule.group is not None]
    assert len(grouped) >= 2
    assert {rule.id for rule in grouped} == set(question.targets)
    assert all(question.id in rule.open for rule in grouped)
    free = question.candidates[1].rules
    assert free is not None
    assert {rule.group for rule in free} == {None}


def test_amounts_that_add_up_to_the_points_are_independent() -> None:
    from decimal import Decimal

    from xize.model.anchor import Anchor, Text
    from xize.normalize.compose import read_text

    sentence = "国家课题立项得3分，省级课题立项后结题得2分"
    text = Text(text=sentence, at=Anchor(source="s1", start=0, end=len(sentence)))
    kinds = [[ask.kind for ask in read_text(text, points).asks] for points in (None, Decimal(5))]
    assert "degrees" in kinds[0]
    assert "degrees" not in kinds[1]
