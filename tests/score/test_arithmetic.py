"""What printed arithmetic comes to: sentences read and scored, against values worked out by hand."""

from __future__ import annotations

from decimal import Decimal as D  # noqa: N817 (a hundred short numbers read better)
from hashlib import sha256

import pytest

from xize.model.anchor import Anchor, Text
from xize.model.indicator import Indicator, Sheet
from xize.model.outline import Outline
from xize.model.rubric import DraftRubric, Rubric, Source
from xize.normalize import interpret
from xize.score.need import needs
from xize.score.result import NodeScore
from xize.score.run import score
from xize.score.symbol import Fact


def read(sentence: str, points: int) -> Rubric:
    """Read a sentence as the criteria of an indicator; its questions are left to their suggestions."""
    at = Anchor(source="s1", start=0, end=len(sentence))
    fields = {"criteria": Text(text=sentence, at=at)}
    node = Indicator(id="1/1", title="", level=1, points=D(points), fields=fields, at=at)
    source = Source(
        id="s1", name="sentence", media_type="text/plain", sha256=sha256(sentence.encode()).hexdigest(),
        chars=len(sentence),
    )  # fmt: skip
    sheets = (Sheet(id="1", title="", indicators=(node,), at=at),)
    draft = interpret(Outline(rubric=DraftRubric(sources=(source,), sheets=sheets)), {"s1": sentence})
    return Rubric.model_construct(sheets=draft.rubric.sheets, findings=draft.rubric.findings)


def scored(sentence: str, points: int, facts: dict[str, Fact]) -> NodeScore:
    """Score a sentence; the key of a fact is the end of its id."""
    of = read(sentence, points)
    ids = [need.id for need in needs(of)]
    given = {next(name for name in ids if name.endswith(key)): value for key, value in facts.items()}
    return score(of, given).sheets[0].indicators[0]


CASES: list[tuple[str, int, dict[str, Fact], str]] = [
    ("实际参加人数/全部人数*权重分", 10, {"实际参加人数": D(8), "全部人数": D(10)}, "8"),
    ("按完成比例得分", 10, {"完成比例": D("0.8")}, "8"),
    ("处方合格率乘以分值即为本项得分", 5, {"处方合格率": D("0.9")}, "4.5"),
    ("课堂测验成绩乘以20%计入本项得分", 20, {"课堂测验成绩": D(85)}, "17"),
    ("本项得分=20分-漏检点数×2分", 20, {"漏检点数": D(3)}, "14"),
    ("报价得分=30-|投标报价-评标基准价|/评标基准价×100×0.5", 30, {"投标报价": D(90), "评标基准价": D(100)}, "25"),
    ("扣分=（目标值-实际值）÷目标值×10", 10, {"目标值": D(50), "实际值": D(40)}, "8"),
    ("按完成比例扣分", 10, {"#1": D(3)}, "7"),
    ("完成率100%得10分，每降低1个百分点扣0.2分，低于80%不得分", 10, {"#2": D(95), "#3": D(95)}, "9"),
    ("完成率100%得10分，每降低1个百分点扣0.2分，低于80%不得分", 10, {"#2": D(79), "#3": D(79)}, "0"),
    ("投诉率不超过1.5%的得3分，每超0.1个百分点扣0.5分", 3, {"#2": D("1.7")}, "2"),
    ("资料齐全得5分，每缺一项扣1分", 5, {"#1": False, "#2": D(2)}, "3"),
    ("资料齐全得5分，每缺一项扣1分", 5, {"#1": True, "#2": D(0)}, "5"),
    (
        "投标报价等于基准价的得40分，每高于基准价1%扣1分，每低于1%扣0.5分，不足1%的按线性插入计算",
        40,
        {"#2": D("2.5"), "#3": D(0)},
        "37.5",
    ),
    (
        "基础工作得8分。满意率每增减1个百分点，相应加减0.5分，加减分最高不超过3分",
        20,
        {"#1": True, "#2": D(8), "#3": D(0)},
        "11",
    ),
    ("基本达到要求的得一半分值", 7, {"#1": True}, "3.5"),
    ("每逾期一天扣百分之五的分值", 20, {"#1": D(3)}, "17"),
    ("发现的扣该项总分的三分之一", 6, {"#1": True}, "4"),
    ("按期完成得5分，延期完成的减半得分", 5, {"#1": False, "#2": True}, "2.5"),
    ("每发现1次扣2分，再次发现的加倍扣分", 20, {"#1": D(3), "#2": D(2)}, "10"),
    ("每迟报1次扣1分，初次发现的减半扣分", 10, {"#1": D(3), "#2": D(1)}, "7.5"),
    ("第一名得10分，其余依次递减1分", 10, {"#2": D(4)}, "7"),
    ("第一名得10分，其余依次递减1分", 10, {"#2": D(1)}, "10"),
    ("排名前三的分别加3、2、1分，排名后三的分别扣3、2、1分", 3, {"#1": D(2), "#2": D(20)}, "2"),
    ("每投入100万元得1分，不足100万元的按比例计", 10, {"#1": D(250)}, "2.5"),
    ("每接待100人次得1分，不足100人次的按100人次计", 10, {"#1": D(250)}, "3"),
    ("每高于全区平均水平1个百分点加0.5分，不足1个百分点不计", 5, {"#1": D("2.4")}, "1"),
    ("低于全县平均水平2个百分点的扣1分", 5, {"#1": True}, "4"),
    ("报到得3分。名次每前进/后退一个位次加/减0.2分", 5, {"#1": True, "#2": D(0), "#3": D(3)}, "2.4"),
]


@pytest.mark.parametrize(("sentence", "points", "facts", "value"), CASES)
def test_a_sentence_comes_to(sentence: str, points: int, facts: dict[str, Fact], value: str) -> None:
    found = scored(sentence, points, facts)
    assert found.status == "scored"
    assert found.score is not None
    assert (found.score.low, found.score.high) == (D(value), D(value))
