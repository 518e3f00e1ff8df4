from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import jsonschema
import pytest

from xize.model.question import Decision
from xize.model.rubric import Draft, Rubric
from xize.model.rule import Flat, PerUnit, Tiers
from xize.review.apply import settle
from xize.review.identity import reading_key


def decision(question: str, choice: Any, **more: Any) -> Decision:
    fixed = {"by": "林", "at_time": "2031-03-01T00:00:00Z", "source_sha256": "x", "tool_version": "0"}
    return Decision(question=question, choice=choice, **{**fixed, **more})


def answers(draft: Draft, **given: Any) -> dict[str, Decision]:
    """First reading everywhere, save what is given by question kind."""
    return {q.id: decision(q.id, given.get(q.kind.replace("-", "_"), 0)) for q in draft.questions}


def rules(rubric: Any, title: str) -> Any:
    return next(node for node in rubric.walk() if node.title == title).rules


def test_nothing_answered_leaves_everything_open(draft: Draft) -> None:
    settled = settle(draft, {})
    assert [q.id for q in settled.open] == [q.id for q in draft.questions]
    with pytest.raises(ValueError, match="9 questions are open"):
        settled.emit()


def test_a_confirmed_reading_is_reviewed_and_carries_its_decision(draft: Draft) -> None:
    rubric = settle(draft, answers(draft)).emit()
    rule = rules(rubric, "来信办理")[0]
    assert isinstance(rule, PerUnit)
    assert (rule.origin, rule.per.explicit, rule.open) == ("reviewed", False, ())
    question = next(q for q in draft.questions if q.indicator == "1/2")
    assert rule.decided_by == (question.id, "cap")
    assert {d.question for d in rubric.decisions} == {q.id for q in draft.questions}


def test_what_nobody_asked_about_stays_printed(draft: Draft) -> None:
    rule = rules(settle(draft, answers(draft)).emit(), "制度建设")[0]
    assert (rule.origin, rule.decided_by) == ("printed", ())


def test_a_document_wide_answer_reaches_every_rule_it_concerns_and_no_other(draft: Draft) -> None:
    rubric = settle(draft, answers(draft)).emit()
    capped = {node.title: rule.cap.origin for node in rubric.walk() for rule in node.rules if rule.cap is not None}
    assert capped == dict.fromkeys(("档案整理", "来信办理", "值班值守", "台账", "公示", "标牌", "消防"), "implied")
    assert rubric.settings["implied_cap"].value == "indicator"
    assert rubric.settings["implied_cap"].origin == "reviewed"
    assert rubric.settings["implied_cap"].question == "cap"


def test_a_reading_of_another_shape_replaces_the_rules_in_place(draft: Draft) -> None:
    worst = rules(settle(draft, answers(draft)).emit(), "巡护")
    both = rules(settle(draft, answers(draft, ladder=1)).emit(), "巡护")
    assert [type(rule) for rule in worst] == [Tiers]
    assert [(type(rule), rule.points) for rule in both] == [(Flat, Decimal("0.5")), (Flat, Decimal(1))]
    assert all(rule.origin == "reviewed" for rule in both)


def test_order_of_rules_is_kept_when_one_of_them_is_replaced(draft: Draft) -> None:
    node = next(node for node in draft.rubric.sheets[0].indicators if node.title == "巡护")
    plain = next(node for node in draft.rubric.sheets[0].indicators if node.title == "制度建设").rules[0]
    first, last = (plain.model_copy(update={"id": f"1/8#{name}"}) for name in ("before", "after"))
    changed = node.model_copy(update={"rules": (first, *node.rules, last)})
    sheet = draft.rubric.sheets[0]
    nodes = tuple(changed if one is node else one for one in sheet.indicators)
    rubric = draft.rubric.model_copy(update={"sheets": (sheet.model_copy(update={"indicators": nodes}),)})
    made = rules(settle(draft.model_copy(update={"rubric": rubric}), answers(draft, ladder=1)).emit(), "巡护")
    assert [rule.id for rule in made] == ["1/8#before", "1/8#r1", "1/8#r2", "1/8#after"]


def test_a_reading_finds_its_place_where_none_was_suggested(draft: Draft) -> None:
    sheet = draft.rubric.sheets[0]
    nodes = tuple(node.model_copy(update={"rules": ()}) if node.title == "巡护" else node for node in sheet.indicators)
    bare = draft.rubric.model_copy(update={"sheets": (sheet.model_copy(update={"indicators": nodes}),)})
    made = rules(settle(draft.model_copy(update={"rubric": bare}), answers(draft)).emit(), "巡护")
    assert [type(rule) for rule in made] == [Tiers]


def test_an_edit_changes_what_it_names_and_drops_the_anchor_of_what_was_not_printed(draft: Draft) -> None:
    question = next(q for q in draft.questions if q.indicator == "1/1")
    given = answers(draft)
    value = {"candidate": 0, "set": {"rules.0.points": "1.5", "rules.0.cap": "4", "rules.0.per.unit": "卷"}}
    given[question.id] = decision(question.id, "edit", value=value)
    rule = rules(settle(draft, given).emit(), "档案整理")[0]
    assert (rule.points, rule.points_at, rule.per.unit) == (Decimal("1.5"), None, "卷")
    assert (rule.cap.value, rule.cap.origin) == (Decimal(4), "reviewed")
    assert rule.origin == "reviewed"
    assert rule.at == question.at


@pytest.mark.parametrize(
    "value",
    [
        None,
        {"set": []},
        {"set": {"rules.0.points": "-1"}},
        {"set": {"rules.0.points": "NaN"}},
        {"set": {"rules.0.points_max": "1"}},
        {"set": {"rules.0.id": "x"}},
        {"set": {"rules.7.points": "1"}},
        {"candidate": 9, "set": {}},
        {"candidate": True, "set": {}},
        {"set": {"rules.0.per": "x"}},
        {"set": {"values.none": "x"}},
    ],
)
def test_an_edit_that_does_not_fit_leaves_the_question_open_and_says_why(draft: Draft, value: Any) -> None:
    question = next(q for q in draft.questions if q.indicator == "1/1")
    settled = settle(draft, {**answers(draft), question.id: decision(question.id, "edit", value=value)})
    assert [q.id for q in settled.open] == [question.id]
    assert settled.unusable[0].why


def test_a_rejected_reading_stays_visible_as_an_error(draft: Draft) -> None:
    question = next(q for q in draft.questions if q.indicator == "1/8")
    given = {**answers(draft), question.id: decision(question.id, "reject", reason="看不清")}
    rubric = settle(draft, given).emit()
    assert rules(rubric, "巡护") == ()
    finding = next(f for f in rubric.findings if f.code == "rejected-reading")
    assert (finding.severity, finding.indicator, finding.at) == ("error", "1/8", (question.at,))
    assert question.quote in finding.message
    assert "看不清" in finding.message


def test_a_rejected_document_wide_question_is_an_error_of_every_indicator_it_concerns(draft: Draft) -> None:
    given = {**answers(draft), "cap": decision("cap", "reject", reason="另行规定")}
    rubric = settle(draft, given).emit()
    assert [f.indicator for f in rubric.findings] == [f"1/{n}" for n in range(1, 8)]
    assert "implied_cap" not in rubric.settings


def test_two_answers_that_contradict_each_other_are_not_both_used(draft: Draft) -> None:
    question = next(q for q in draft.questions if q.indicator == "1/1")
    rule = question.candidates[0].rules[0]
    doubled = question.candidates[0].model_copy(update={"rules": (rule.model_copy(update={"points": Decimal(9)}),)})
    tripled = question.candidates[0].model_copy(update={"rules": (rule.model_copy(update={"points": Decimal(8)}),)})
    one = question.model_copy(update={"candidates": (doubled,), "suggested": None})
    two = question.model_copy(update={"id": "other", "candidates": (tripled,), "suggested": None})
    others = tuple(q for q in draft.questions if q.id != question.id)
    both = draft.model_copy(update={"questions": (*others, one, two)})
    settled = settle(both, answers(both))
    assert [q.id for q in settled.open] == ["other"]
    assert question.id in settled.unusable[0].why


def test_answers_about_different_values_of_one_rule_combine(draft: Draft) -> None:
    question = next(q for q in draft.questions if q.indicator == "1/1")
    rule = question.candidates[0].rules[0]
    reach = question.candidates[0].model_copy(update={"rules": (rule.model_copy(update={"target": "sheet"}),)})
    extra = question.model_copy(update={"id": "target", "kind": "target", "candidates": (reach,), "suggested": None})
    both = draft.model_copy(update={"questions": (*draft.questions, extra)})
    made = rules(settle(both, answers(both, each=1)).emit(), "档案整理")[0]
    assert (made.target, made.per.up_to) == ("sheet", Decimal(1))
    assert made.decided_by == (question.id, "target", "cap")


def test_an_index_never_selects_a_reading_that_has_changed(draft: Draft) -> None:
    question = next(q for q in draft.questions if q.indicator == "1/1")
    first, second = question.candidates
    kept = decision(question.id, 0, reading=reading_key(first), label=first.label)
    swapped = question.model_copy(update={"candidates": (second, first), "suggested": 1})
    others = tuple(q for q in draft.questions if q.id != question.id)
    moved = draft.model_copy(update={"questions": (*others, swapped)})
    made = rules(settle(moved, {**answers(draft), question.id: kept}).emit(), "档案整理")[0]
    assert made.per.up_to is None
    gone = question.model_copy(update={"candidates": (second,), "suggested": None})
    settled = settle(draft.model_copy(update={"questions": (*others, gone)}), {**answers(draft), question.id: kept})
    assert [q.id for q in settled.open] == [question.id]
    assert first.label in settled.unusable[0].why


def test_values_of_an_indicator_are_set_and_marked(draft: Draft) -> None:
    question = next(q for q in draft.questions if q.indicator == "1/1")
    told = question.candidates[0].model_copy(update={"rules": (), "values": {"indicator.points": "7"}})
    points = question.model_copy(update={"id": "points", "kind": "points", "targets": (), "candidates": (told,)})
    asked = draft.model_copy(update={"questions": (*draft.questions, points)})
    node = settle(asked, answers(asked)).emit().walk()[0]
    assert (node.points, node.points_at, node.points_origin) == (Decimal(7), None, "reviewed")
    assert node.decided_by == ("points",)
    wrong = told.model_copy(update={"values": {"indicator.points": "many"}})
    refused = asked.model_copy(
        update={"questions": (*draft.questions, points.model_copy(update={"candidates": (wrong,)}))}
    )
    assert [q.id for q in settle(refused, answers(refused)).open] == ["points"]


def test_the_emitted_json_has_no_open_fields_and_fits_its_schema(draft: Draft) -> None:
    rubric = settle(draft, answers(draft)).emit()
    data = json.loads(rubric.json_text())
    schema = Rubric.model_json_schema(mode="serialization")
    jsonschema.validate(data, schema)
    assert '"open"' not in rubric.json_text()
    assert '"open"' not in json.dumps(schema["$defs"])
    assert Rubric.model_validate_json(rubric.json_text()) == rubric


def test_a_field_that_is_called_open_in_the_document_survives(draft: Draft) -> None:
    rubric = settle(draft, answers(draft)).emit()
    node = rubric.sheets[0].indicators[0]
    renamed = node.model_copy(update={"fields": {"open": node.fields["criteria"]}})
    sheet = rubric.sheets[0].model_copy(update={"indicators": (renamed,)})
    data = json.loads(rubric.model_copy(update={"sheets": (sheet,)}).json_text())
    assert data["sheets"][0]["indicators"][0]["fields"]["open"]["text"] == node.fields["criteria"].text


def test_a_rubric_refuses_an_open_question_and_a_withdrawn_answer(draft: Draft) -> None:
    with pytest.raises(ValueError, match="open questions"):
        Rubric(sheets=draft.rubric.sheets)
    with pytest.raises(ValueError, match="withdrawn"):
        Rubric(decisions=(decision("cap", "withdraw"),))
