"""A table and its elaboration that say one thing differently: asked, settled by the document, and executed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.helpers.criteria import Sheets, answered, kinds, points_of
from xize.model.notation import notation
from xize.model.question import Decision
from xize.normalize import counterpart
from xize.normalize.contradictions import side_of
from xize.review.apply import settle
from xize.review.context import Places
from xize.review.example import examples

ASKED = [
    pytest.param("未建立巡查台账的，扣2分。", "未建立巡查台账的，扣3分。", id="amount"),
    pytest.param("漏报隐患的，每处扣1分，最多扣5分。", "漏报隐患的，每处扣1分，最多扣3分。", id="cap"),
    pytest.param("漏报隐患的，每处扣1分。", "漏报隐患的，每处扣1分，最多扣3分。", id="added-cap"),
    pytest.param("设备带病运行的，每台扣2分。", "设备带病运行的，扣2分。", id="each-or-once"),
    pytest.param("合格率未达到95%的，扣2分。", "合格率未达到90%的，扣2分。", id="threshold"),
    pytest.param("未达90%扣0.5分，未达85%扣1分。", "未达90%扣0.5分，未达85%扣2分。", id="tiers"),
]

SAID_MORE = [
    pytest.param("未建立巡查台账的，扣2分。", "未建立巡查台账的，扣2分。", id="the-same"),
    pytest.param("台账不全的，扣0.5—1分。", "台账不全的，扣0.5分。", id="within-the-range"),
    pytest.param("漏报隐患的，每处扣1分，扣完为止。", "漏报隐患的，每处扣1分，最多扣8分。", id="the-same-bound"),
    pytest.param("未建立巡查台账的，扣2分。", "宣传不到位的，扣1分。", id="something-else"),
    pytest.param("漏报隐患的，每处扣1分。", None, id="no-elaboration"),
]

SETTLED = [
    ("评分表与操作细则不一致的，以操作细则为准。", "elaboration"),
    ("具体扣分以实施细则为准。", "elaboration"),
    ("操作细则与评分表不一致的，以评分表为准。", "table"),
    ("操作细则中的分值与本标准有出入时，以本标准为准。", "table"),
    ("凡之前的文件规定与本标准不一致的，以本标准为准。", None),
    ("本细则与上级通知不一致的，以上级通知为准。", None),
    ("未尽事宜以本细则为准。", None),
    ("超期率以动态数据库的统计为准。", None),
]


@pytest.mark.parametrize(("table", "entry"), ASKED)
def test_every_contradiction_is_a_question(table: str, entry: str) -> None:
    draft = Sheets().add(table, "8", entry).draft()
    (question,) = [question for question in draft.questions if question.kind == "table-elaboration"]
    assert [candidate.values["targets.stands"] for candidate in question.candidates] == ["table", "elaboration"]
    assert question.suggested == 0
    assert question.reason
    (node,) = draft.rubric.walk()
    assert question.id in node.rules[0].open


@pytest.mark.parametrize(("table", "entry"), SAID_MORE)
def test_what_only_says_more_is_no_question(table: str, entry: str | None) -> None:
    assert "table-elaboration" not in kinds(Sheets().add(table, "8", entry).draft())


def test_all_contradictions_of_a_document_are_one_batch() -> None:
    sheets = Sheets().add("未建立台账的，扣2分。", "8", "未建立台账的，扣3分。")
    sheets.add("未开展演练的，每次扣1分。", "5", "未开展演练的，每次扣2分。")
    asked = [question for question in sheets.draft().questions if question.kind == "table-elaboration"]
    assert len(asked) == 2
    assert len({question.batch for question in asked}) == 1


@pytest.mark.parametrize(("choice", "expected"), [(0, "6"), (1, "5")])
def test_the_answer_decides_which_sentence_is_executed(choice: int, expected: str) -> None:
    draft = Sheets().add("未建立巡查台账的，扣2分。", "8", "未建立巡查台账的，扣3分。").draft()
    rubric = answered(draft, table_elaboration=choice)
    (node,) = rubric.walk()
    (question,) = draft.questions
    assert node.rules[0].origin == "reviewed"
    assert question.id in node.rules[0].decided_by
    assert node.elaboration is not None
    assert [rule.origin for rule in node.elaboration.rules] == ["printed"]
    assert points_of(rubric, "1/1", {"1/1#1": True}) == Decimal(expected)


def test_what_holds_keeps_its_own_words_and_place() -> None:
    sheets = Sheets().add("未建立巡查台账的，扣2分。", "8", "未建立巡查台账的，扣3分。")
    (node,) = answered(sheets.draft(), table_elaboration=1).walk()
    rule = node.rules[0]
    assert rule.id == "1/1#1"
    assert rule.at.cut(sheets.text) == rule.quote == "未建立巡查台账的，扣3分"
    assert rule.points_at is not None
    assert rule.points_at.cut(sheets.text) == "扣3分"


def test_answers_about_either_sentence_go_with_it() -> None:
    table, entry = "未备案，未公示的，扣1分。", "未备案，未公示的，扣2分。"
    draft = Sheets().add(table, "8", entry).draft()
    assert sorted(kinds(draft)) == ["any-all", "any-all", "table-elaboration"]
    for side, points in ((0, 1), (1, 2)):
        for connective, word in ((0, "any"), (1, "all")):
            (node,) = answered(draft, table_elaboration=side, any_all=connective).walk()
            assert (node.rules[0].points, node.rules[0].condition and node.rules[0].condition.connective) == (
                points,
                word,
            )
    # A reading of another kind than was printed goes with it as well.
    (node,) = answered(draft, table_elaboration=1, any_all=2).walk()
    assert [(rule.id, rule.kind, rule.points) for rule in node.rules] == [("1/1#1", "distribute", 2)]
    # What was answered about the sentence that is gone did not shape what stands.
    own = [question.id for question in draft.questions if "1/1#1" in question.targets and question.kind == "any-all"]
    assert not set(own) & set(node.rules[0].decided_by)


def test_document_wide_answers_reach_what_stands() -> None:
    draft = Sheets().add("漏报隐患1处扣1分。", "8", "漏报隐患1处扣2分。").draft()
    rubric = answered(draft, table_elaboration=1, implied_each=1)
    (node,) = rubric.walk()
    assert notation(node.rules[0]).count("up-to 1") == 1
    assert points_of(rubric, "1/1", {"1/1#1": Decimal(3)}) == 6


def test_limits_go_on_over_what_stands() -> None:
    table = "未建档的扣2分，未公示的扣2分，以上累计扣分不超过3分。"
    draft = Sheets().add(table, "8", "未建档的扣1分。").draft()
    rubric = answered(draft, table_elaboration=1)
    (node,) = rubric.walk()
    assert {rule.points for rule in node.rules} == {1, 2}
    assert points_of(rubric, "1/1", {"1/1#1": True, "1/1#2": True}) == 5


@pytest.mark.parametrize(("sentence", "side"), SETTLED)
def test_a_sentence_of_the_document_may_settle_it(sentence: str, side: str | None) -> None:
    assert side_of(sentence) == side
    draft = Sheets().add("未建立台账的，扣2分。", "8", "未建立台账的，扣3分。").say(sentence).draft()
    (node,) = draft.rubric.walk()
    asked = "table-elaboration" in kinds(draft)
    assert (asked, node.rules[0].points) == (side is None, 3 if side == "elaboration" else 2)
    assert (node.rules[0].evidence is not None) == (side is not None)


def test_two_sentences_against_each_other_settle_nothing() -> None:
    sheets = Sheets().add("未建立台账的，扣2分。", "8", "未建立台账的，扣3分。")
    sheets.say("评分表与操作细则不一致的，以操作细则为准。").say("操作细则与评分表不一致的，以评分表为准。")
    assert "table-elaboration" in kinds(sheets.draft())


def test_where_the_elaboration_goes_first_and_is_itself_open_it_is_suggested() -> None:
    sheets = Sheets().add("未备案，未公示的，扣1分。", "8", "未备案，未公示的，扣2分。")
    draft = sheets.say("评分表与操作细则不一致的，以操作细则为准。").draft()
    (question,) = [question for question in draft.questions if question.kind == "table-elaboration"]
    assert question.suggested == 1
    assert question.reason is not None
    assert "以操作细则为准" in question.reason


def test_the_points_may_speak_for_the_elaboration() -> None:
    draft = Sheets().add("未建立巡查台账的，扣20分。", "8", "未建立巡查台账的，扣2分。").draft()
    (question,) = draft.questions
    assert question.suggested == 1


def test_the_page_works_out_both_readings() -> None:
    draft = Sheets().add("未建立巡查台账的，扣2分。", "8", "未建立巡查台账的，扣3分。").draft()
    one, other = examples(draft.questions[0], Places(draft.rubric))
    assert "2" in one
    assert "3" in other


def test_the_work_grows_with_the_length_of_a_row_not_with_its_square(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0

    def counted(one: str, other: str) -> float:
        nonlocal compared
        compared += 1
        return 0.0

    monkeypatch.setattr(counterpart, "alike", counted)
    counts: list[int] = []
    for size in (400, 800):
        compared = 0
        rule = Sheets().add("未建立台账的，扣2分。", "8", "未建立台账的，扣3分。").draft().rubric.walk()[0]
        assert rule.elaboration is not None
        spelled_out = rule.elaboration.model_copy(update={"rules": rule.elaboration.rules * size})
        long = rule.model_copy(update={"rules": rule.rules * size, "elaboration": spelled_out})
        assert list(counterpart.pairs([long])) == []
        counts.append(compared)
    assert counts[1] < 2.5 * counts[0]


def test_a_place_in_a_text_without_full_stops_is_looked_at_nearby_only() -> None:
    filler = "表与细则" + "另" * 5000
    sheets = Sheets().add("未建立台账的，扣2分。", "8", "未建立台账的，扣3分。").say(f"{filler}以本细则为准")
    assert "table-elaboration" in kinds(sheets.draft())


def test_an_answer_that_names_no_side_is_refused() -> None:
    draft = Sheets().add("未建立台账的，扣2分。", "8", "未建立台账的，扣3分。").draft()
    (question,) = draft.questions
    bad = question.candidates[0].model_copy(update={"values": {"targets.stands": "nobody"}})
    broken = draft.model_copy(update={"questions": (question.model_copy(update={"candidates": (bad,)}),)})
    line = Decision(
        question=question.id, choice=0, by="林", at_time="2031-03-01T00:00:00Z", source_sha256="0", tool_version="0"
    )
    settled = settle(broken, {question.id: line})
    assert [item.decision for item in settled.unusable] == [line]
    assert [item.id for item in settled.open] == [question.id]


def test_an_answer_about_awards_goes_on_with_what_stands() -> None:
    table, entry = "每多植10亩加0.5分，未植树的扣1分。", "每多植10亩加1分，未植树的扣1分。"
    draft = Sheets().add(table, "8", entry).draft()
    assert {"table-elaboration", "bonus-above"} <= set(kinds(draft))
    rubric = answered(draft, table_elaboration=1, bonus_above=1)
    assert points_of(rubric, "1/1", {"1/1#1": Decimal(30), "1/1#2": False}) == 11
