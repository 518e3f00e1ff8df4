"""The small parts: keys, lines, examples, offers, agreement, planted errors."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from xize.model.question import Decision, Question
from xize.model.rubric import Draft
from xize.normalize.questions import words as asked
from xize.review.agreement import agreement
from xize.review.context import Places
from xize.review.edit import _FORMS, typed, value_text
from xize.review.example import examples
from xize.review.identity import document_key, reading_key, same_document
from xize.review.keys import Keys
from xize.review.language import in_language
from xize.review.lines import ends, fit, wrap
from xize.review.offer import meet, word_diff
from xize.review.plant import catches, plant
from xize.review.report import plant_report
from xize.words import lang as chosen


def decision(question: str, choice: Any, **more: Any) -> Decision:
    fixed = {"by": "林", "at_time": "2031-03-01T00:00:00Z", "source_sha256": "x", "tool_version": "0"}
    return Decision(question=question, choice=choice, **{**fixed, **more})


@pytest.mark.parametrize(
    ("data", "keys"),
    [
        (b"1a", ["1", "a"]),
        ("理由".encode(), ["理", "由"]),
        (b"\x1b[A\x1bOB\x1b[5~\x1b[6~", ["up", "down", "pgup", "pgdn"]),
        (b"\r\n\x7f\x15", ["enter", "enter", "backspace", "ctrl-u"]),
        (b"\x1b[200~1\n2\x1b[201~3", ["paste:1\n2", "3"]),
        (b"\x1bq", ["esc", "q"]),
        (b"\x1b[99;5~x", ["x"]),
        (b"\x00\x01\x02", []),
    ],
)
def test_bytes_become_keys_however_they_are_cut(data: bytes, keys: list[str]) -> None:
    assert Keys().feed(data) == keys
    one = Keys()
    assert [key for byte in data for key in one.feed(bytes([byte]))] == keys


def test_a_lone_escape_is_a_key_once_nothing_follows() -> None:
    keys = Keys()
    assert keys.feed(b"\x1b") == []
    assert keys.waiting
    assert keys.flush() == ["esc"]
    assert not keys.waiting


TEXTS = st.text(alphabet="未按规定归档的扣分，。；（）“”①②1234567890.% abcXYZ", max_size=200)


@given(TEXTS, st.integers(8, 120))
def test_wrapped_lines_fit_and_lose_nothing(text: str, width: int) -> None:
    lines = wrap(Text(text), width, indent=2)
    assert all(cell_len(line.plain) <= width for line in lines)
    assert "".join("".join(line.plain.split()) for line in lines) == "".join(text.split())


@given(TEXTS, TEXTS, st.integers(10, 120))
def test_a_fitted_line_has_exactly_its_width(left: str, right: str, width: int) -> None:
    assert cell_len(fit(Text(left), width).plain) == width
    assert cell_len(ends(Text(left), Text(right), width).plain) == width


def test_no_line_begins_with_a_closing_mark_and_no_number_is_broken() -> None:
    lines = [line.plain for line in wrap(Text("未按规定归档的，扣0.25分；逾期不报的，扣1000.50分。"), 20)]
    assert not any(line[0] in "，。；" for line in lines)
    assert any("0.25" in line for line in lines)
    assert any("1000.50" in line for line in lines)


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("每次扣1分", "每次扣1.5分", "每次扣[-1-]{+1.5+}分"),
        ("扣10分", "扣1分", "扣[-10-]{+1+}分"),
        ("未归档的扣1分", "未及时归档的扣1分", "未{+及时+}归档的扣1分"),
        ("同", "同", "同"),
        ("", "新", "{+新+}"),
    ],
)
def test_a_difference_shows_whole_numbers(old: str, new: str, marked: str) -> None:
    assert word_diff(old, new) == marked


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [("rules.0.points", "０．５", "0.5"), ("rules.0.points", "", None), ("rules.0.cap", "indicator", "indicator"),
     ("rules.0.threshold.op", ">=", ">="), ("rules.0.per.unit", "卷", "卷")],
)  # fmt: skip
def test_what_is_typed_becomes_a_value(path: str, text: str, value: Any) -> None:
    assert typed(path, text) == (value, "")


@pytest.mark.parametrize(("lang", "shown"), [("en", "occurrences"), ("zh", "次数")])
def test_forms_are_shown_and_typed_in_words_and_by_name(lang: Any, shown: str) -> None:
    token = chosen.set(lang)
    try:
        assert value_text("rules.0.per.basis", "occurrence") == shown
        assert typed("rules.0.per.basis", shown) == ("occurrence", "")
        assert typed("rules.0.per.basis", "occurrence") == ("occurrence", "")
        for leaf, forms in _FORMS.items():
            told = [value_text(f"rules.0.{leaf}", form) for form in forms]
            assert [typed(f"rules.0.{leaf}", text)[0] for text in told] == list(forms)
        assert typed("rules.0.cap", value_text("rules.0.cap", "indicator"))[0] == "indicator"
        assert typed("rules.0.target", value_text("rules.0.target", "total"))[0] == "total"
    finally:
        chosen.reset(token)


@pytest.mark.parametrize("text", ["x", "-1", "1e3", "NaN", "1.2.3", ".5", "五", "1,000"])
def test_what_is_no_number_is_refused_as_it_is_typed(text: str) -> None:
    assert typed("rules.0.points", text)[1]


def test_an_example_tells_the_readings_apart(draft: Draft) -> None:
    places = Places(draft.rubric)
    shown = {q.kind: examples(q, places) for q in draft.questions}
    assert shown["each"] == ("3 处: minus 3", "3 处: minus 1")
    assert shown["ladder"] == ("完成率 is 84%: minus 1", "完成率 is 84%: minus 1.5")
    assert shown["implied-cap"] == ("5 件: minus 6", "5 件: minus 10")


def ask(*readings: dict[str, Any]) -> Question:
    """Return a question whose readings are one rule each."""
    at = {"source": "s1", "start": 0, "end": 4}
    common = {"id": "1#1", "quote": "x", "at": at, "sign": "-", "points": "1", "origin": "printed"}
    candidates = [
        {"label": str(n), "effect": "", "rules": [{**common, **reading}] if reading else []}
        for n, reading in enumerate(readings)
    ]
    told = {"id": "q", "kind": "k", "batch": "q", "prompt": "?", "quote": "x", "at": at}
    return Question.model_validate({**told, "candidates": candidates})


STEP = {"kind": "step", "per": {"count": "5", "unit": "%", "basis": "drop", "explicit": True}}
FAILINGS = [{"text": text, "at": {"source": "s1", "start": 0, "end": 1}} for text in "甲乙"]


@pytest.mark.parametrize(
    ("readings", "shown"),
    [
        # Percentage points against a share of the value: the measured value is turned into both.
        (
            ({**STEP, "per": {**STEP["per"], "unit": "百分点"}}, STEP),
            ("the value goes from 80% to 72.5%: minus 1.5", "the value goes from 80% to 72.5%: minus 1.875"),
        ),
        # Counted by the case, of several failings: neither the count alone nor the failings alone tell them apart.
        (
            tuple(
                {
                    "kind": "per_unit",
                    "per": {"count": "1", "unit": "次", "basis": "occurrence", "explicit": True},
                    "condition": {"text": "甲，乙", "at": FAILINGS[0]["at"], "connective": how, "parts": FAILINGS},
                }
                for how in ("any", "all")
            ),
            ("1 of them hold, 3 次: minus 3", "1 of them hold, 3 次: minus 0"),
        ),
        (({"kind": "flat"}, {}), ("minus 1", "nothing changes")),
        (
            ({"kind": "flat"}, {"kind": "flat", "pattern": "other"}),
            ("minus 1 (here all readings come to the same)",) * 2,
        ),
    ],
    ids=["percent", "any-all", "no rule", "alike"],
)
def test_examples_are_chosen_to_tell_readings_apart(draft: Draft, readings: Any, shown: tuple[str, ...]) -> None:
    assert examples(ask(*readings), Places(draft.rubric)) == shown


def test_a_document_is_the_same_in_every_format_and_another_one_next_year(make: Any) -> None:
    here = document_key(make().rubric)
    given = decision("q", 0, document=here)
    assert document_key(make(shift=9, page=3).rubric) == here
    assert same_document(given, [], document_key(make(shift=9).rubric))
    assert not same_document(given, [], document_key(make(number="林办〔2032〕1号").rubric))
    # A sentence mended under the same document number is the same document; without a number it is another.
    assert same_document(given, [], document_key(make(来信办理="发现1件超期扣2分").rubric))
    # A title that names its year is an edition, too; one that does not comes back every year.
    dated = decision("q", 0, document=document_key(make(number=None, title="林场2031年度考核细则").rubric))
    mended = {"number": None, "来信办理": "发现1件超期扣2分"}
    assert same_document(dated, [], document_key(make(title="林场2031年度考核细则", **mended).rubric))
    assert not same_document(dated, [], document_key(make(title="林场2032年度考核细则", **mended).rubric))
    bare = decision("q", 0, document=document_key(make(number=None).rubric))
    assert not same_document(bare, [], document_key(make(number=None, 来信办理="发现1件超期扣2分").rubric))


def test_a_reading_has_one_fingerprint_wherever_it_was_printed(make: Any) -> None:
    for one, other in zip(make().questions, make(shift=30, page=2).questions, strict=True):
        assert [reading_key(c) for c in one.candidates] == [reading_key(c) for c in other.candidates]
        assert len({reading_key(c) for c in one.candidates}) == len(one.candidates)


def test_the_same_sentence_elsewhere_is_offered_only_where_all_answers_agree(draft: Draft) -> None:
    alike = [q for q in draft.questions if q.quote == "发现1处不符扣1分"]
    first = alike[0].candidates[0]
    told = {"kind": "each", "quote": alike[0].quote, "reading": reading_key(first), "label": first.label}
    lines = [decision("elsewhere", 0, **told)]
    assert set(meet(draft, lines).offers) == {q.id for q in alike}
    other = {**told, "reading": reading_key(alike[0].candidates[1])}
    assert meet(draft, [*lines, decision("another", 1, **other)]).offers == {}


def test_agreement_beyond_chance(draft: Draft) -> None:
    questions = draft.questions[:4]
    first = [decision(q.id, choice) for q, choice in zip(questions, (0, 0, 1, 1), strict=True)]
    second = [decision(q.id, choice) for q, choice in zip(questions, (0, 1, 1, 1), strict=True)]
    found = agreement(questions, first, second)
    # p = 3/4; chance: 1/2 · 1/4 + 1/2 · 3/4 = 1/2; κ = (3/4 - 1/2) / (1 - 1/2) = 1/2.
    assert (found.raw, found.expected, found.kappa) == (Decimal("0.75"), Decimal("0.5"), Decimal("0.5"))
    same = agreement(questions, first[:2], first[:2])
    assert (same.raw, same.kappa) == (Decimal(1), None)
    assert agreement(questions, first, ()).raw is None
    settled = [decision(questions[1].id, 1, settles=True)]
    assert agreement(questions, [*first, *settled], second).agreed == 3


def test_planted_errors_are_wrong_repeatable_and_judged(build: Any) -> None:
    builder = build()
    for number in range(12):
        builder.plain(f"制度{number}", "5", f"未建立制度{number}的扣{number % 4 + 1}分", str(number % 4 + 1))
    draft = builder.draft()
    seeded = plant(draft, 6, seed=3)
    assert seeded == plant(draft, 6, seed=3)
    errors = [question for question in seeded.questions if seeded.is_error(question)]
    controls = [question for question in seeded.questions if not seeded.is_error(question)]
    assert (len(errors), len(controls)) == (6, 6)
    # Nothing that the page shows tells one from the other.
    assert len({(q.kind, q.prompt, q.reason) for q in seeded.questions}) == 1
    for question in seeded.questions:
        keys = [reading_key(candidate) for candidate in question.candidates]
        assert keys[0] != keys[1]
    choices = [seeded.right[q.id] for q in errors[:2]] + [1 - seeded.right[q.id] for q in errors[2:4]]
    answers = {q.id: decision(q.id, c) for q, c in zip(errors, choices, strict=False)}
    answers[errors[4].id] = decision(errors[4].id, "reject", reason="读错了")
    answers[controls[0].id] = decision(controls[0].id, "reject", reason="读错了")
    answers[controls[1].id] = decision(controls[1].id, seeded.right[controls[1].id])
    judged = {catch.question.id: catch.caught for catch in catches(seeded, answers)}
    assert [judged[q.id] for q in errors] == [True, True, False, False, True, None]
    assert [judged[q.id] for q in controls] == [False, True, None, None, None, None]
    report = plant_report(catches(seeded, answers))
    assert [report[name] for name in ("planted", "caught", "missed", "unanswered")] == [6, 3, 2, 1]
    assert (report["controls"], report["controls_wrong"]) == (6, 1)


def test_questions_are_asked_in_the_language_of_the_reviewer(draft: Draft) -> None:
    first = draft.questions[0]
    candidate = first.candidates[0].model_copy(update={"label": "只按最差一档", "effect": "最多 2.5 分"})
    other = first.candidates[1].model_copy(update={"label": "自拟读法", "effect": ""})
    update: dict[str, Any] = {
        "reason": "累加（4.5 分）超出该项分值 3 分",
        "candidates": (candidate, other),
    }
    token = chosen.set("zh")
    update["prompt"] = asked.template("prompt.ladder")
    chinese = draft.model_copy(update={"questions": (first.model_copy(update=update),)})
    assert in_language(chinese) == chinese
    chosen.reset(token)
    english = in_language(chinese).questions[0]
    assert english.prompt == asked.template("prompt.ladder")
    assert english.reason == "added up (4.5) the tiers exceed the indicator's points (3)"
    assert [(c.label, c.effect) for c in english.candidates] == [
        ("the worst tier only", "at most 2.5 points"),
        ("自拟读法", ""),
    ]
    token = chosen.set("zh")
    assert in_language(in_language(chinese)) == chinese
    chosen.reset(token)
