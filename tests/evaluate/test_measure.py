"""What is counted as right, wrong, missed and silent, and the bound of the silent-error rate."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from xize.cli import app
from xize.errors import UnreadableSourceError
from xize.evaluate.bound import upper_bound
from xize.evaluate.gold import Gold, Row, read_gold
from xize.evaluate.measure import Read, align, measure

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("errors", "trials", "bound"),
    # Without errors 1 - 0.05 ** (1 / n); with errors the values of the beta distribution's 95% quantile.
    [
        (0, 60, "0.048703"),
        (0, 300, "0.009936"),
        (1, 100, "0.046560"),
        (5, 100, "0.102254"),
        (3, 3, "1"),
        (0, 1, "0.95"),
    ],
)
def test_the_upper_bound(errors: int, trials: int, bound: str) -> None:
    found = upper_bound(errors, trials)
    assert found is not None
    assert abs(found - Decimal(bound)) <= Decimal("0.000002")


def test_the_bound_is_near_the_rule_of_three_and_never_below_the_rate() -> None:
    bound = upper_bound(0, 1000)
    assert bound is not None
    assert abs(bound - Decimal(3) / 1000) < Decimal("0.00001")
    for errors in range(8):
        found = upper_bound(errors, 40)
        assert found is not None
        assert found > Decimal(errors) / 40
    assert upper_bound(0, 0) is None
    with pytest.raises(ValueError, match="2 errors in 1"):
        upper_bound(2, 1)


def rule(name: str, **fields: str | int | bool | None) -> Row:
    return {"rule_id": name, "indicator_id": "1/1", "code": "1", "title": "a", "kind": "flat", "sign": "-", **fields}


GOLD: tuple[Row, ...] = (
    {"kind": "flat", "sign": "-", "points": "2"},
    {"kind": "flat", "sign": "-", "points": "1", "cap": None},
    {"kind": "per_unit", "sign": "-", "points": "0.5", "per_count": "1"},
)


def test_right_wrong_missed_and_silent() -> None:
    read = Read(
        rules=(
            rule("r1", points="2"),
            rule("r2", points="1", cap="3"),  # a cap that is not there: silently wrong
            rule("r3", points="0.5"),  # the kind is wrong, but a question is open about it
            rule("r4", points="9"),  # invented
        ),
        indicators=({"indicator_id": "1/1"},),
        open=frozenset({"r3"}),
        questions=1,
        batches=frozenset({"b"}),
        statements=4,
    )
    report = measure([(Gold("x:1", GOLD, sentence="…"), read)])
    assert (report.rules.right, report.rules.wrong, report.rules.missed) == (2, 2, 1)
    assert (report.by_kind["flat"].right, report.by_kind["flat"].wrong) == (2, 2)
    assert report.by_kind["per_unit"].missed == 1
    assert (report.by_field["cap"].right, report.by_field["cap"].wrong) == (0, 1)
    assert (report.by_field["per_count"].missed, report.by_field["points"].right) == (1, 3)
    assert (report.silent, report.accepted) == (2, 3)
    assert [item.silent for item in report.differences] == [True, False, True]


@pytest.mark.parametrize(("told", "silent"), [(frozenset(), 3), (frozenset({"1/1"}), 0)])
def test_a_missing_rule_is_silent_unless_something_was_said(told: frozenset[str | None], silent: int) -> None:
    read = Read(rules=(), indicators=({"indicator_id": "1/1"},), told=told)
    report = measure([(Gold("x:1", GOLD, sentence="…"), read)])
    assert (report.silent, report.accepted, report.rules.missed) == (silent, silent, 3)


def test_rows_pair_by_place_before_likeness_and_never_across_indicators() -> None:
    gold: list[Row] = [{"code": "1", "kind": "flat", "points": "1", "points_start": 30}, {"code": "2", "kind": "flat"}]
    found = [
        {"code": "1", "kind": "flat", "points": "1", "points_start": 5},
        {"code": "1", "kind": "flat", "points": "2", "points_start": 30},
        {"code": "3", "kind": "flat"},
    ]
    pairs, missed, extra = align(gold, found, ("kind",))
    assert [other["points"] for _, other in pairs] == ["2"]
    assert missed == [gold[1]]
    assert extra == [found[0], found[2]]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "no JSON"),
        ("[]", "neither a sentence nor a document"),
        ('{"sentence": "a", "document": "b"}', "neither a sentence nor a document"),
        ('{"sentence": ""}', "empty key"),
        ('{"sentence": "a", "rulez": []}', "rulez"),
        ('{"sentence": "a", "rules": {}}', "no list of objects"),
        ('{"sentence": "a", "rules": [{"pointz": 1}]}', "unknown field pointz"),
        ('{"sentence": "a", "rules": [{"points": "many"}]}', "“points” is no number: many"),
        ('{"sentence": "a", "rules": [{"quote": []}]}', "“quote” is a list"),
        ("[" * 100_000, "no JSON"),
    ],
)
def test_bad_gold_says_the_line_and_what_is_wrong(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(f'{{"sentence": "扣1分", "rules": []}}\n\n{line}\n', encoding="utf-8")
    with pytest.raises(UnreadableSourceError, match=message) as caught:
        read_gold(path)
    assert "gold.jsonl:3" in str(caught.value)


def test_gold_that_is_not_there_or_no_text(tmp_path: Path) -> None:
    (tmp_path / "binary.jsonl").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "binary.txt").write_bytes(b"=== \xff\n")
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty.jsonl").write_text("\n", encoding="utf-8")
    for name in ("none.jsonl", "none.txt", "binary.jsonl", "binary.txt", "empty", "empty.jsonl"):
        with pytest.raises(UnreadableSourceError, match=name):
            read_gold(tmp_path / name)


def test_numbers_are_compared_exactly_however_they_are_written(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"sentence": "扣0.50分", "rules": [{"points": 0.50, "cap": "indicator"}]}\n', encoding="utf-8")
    assert read_gold(path)[0].rules == ({"points": "0.5", "cap": "indicator"},)


def test_the_command_measures_the_gold_of_the_project() -> None:
    result = CliRunner().invoke(app, ["eval", str(ROOT / "corpora" / "gold"), "--json"])
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    assert report["items"] == len(read_gold(ROOT / "corpora" / "gold"))
    assert report["indicators"]["recall"] == "1"
    assert Decimal(report["rules"]["recall"]) > Decimal("0.8")
    silent = report["silent"]
    assert Decimal(silent["rate"]) <= Decimal(silent["upper_95"]) <= 1
    assert silent["errors"] == sum(item["silent"] for item in report["differences"])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_report_for_a_person(lang: str, tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"sentence": "未公示的扣2分", "rules": [{"kind": "flat", "points": 3}]}\n', encoding="utf-8")
    result = CliRunner().invoke(app, ["--lang", lang, "eval", str(path), "--differences"])
    assert result.exit_code == 0
    assert "1/1 = 1" in result.stdout
    assert '{"kind": "flat", "points": "3"}' in result.stdout


def test_the_language_of_messages_changes_no_measure() -> None:
    cases = str(ROOT / "corpora" / "sentences" / "tiers" / "rank.txt")
    reports = [CliRunner().invoke(app, ["--lang", lang, "eval", cases, "--json"]).stdout for lang in ("zh", "en")]
    assert reports[0] == reports[1]
    assert json.loads(reports[0])["silent"]["errors"] == 0
