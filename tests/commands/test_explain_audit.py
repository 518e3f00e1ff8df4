"""`xize explain` and `xize audit` as a user meets them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from xize.cli import app
from xize.words import lang

RUNNER = CliRunner()
TEXT = """考核细则

一、制度建设（10分）
未建立值班制度的，扣2分；每发现1次脱岗扣1分，扣完为止。

二、业务工作（20分）
每少一篇信息扣0.5分，最多扣5分；网上申报两件按窗口办理1件计算。
"""


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    before = lang.get()
    yield
    lang.set(before)


def test_explain_shows_tokens_pattern_and_rule() -> None:
    done = RUNNER.invoke(app, ["--lang", "en", "explain", "未建立台账的，每发现1例扣0.5分，最多扣3分"])
    assert done.exit_code == 0
    assert "per_unit.each" in done.stdout
    assert "cap=3" in done.stdout


def test_explain_reads_a_sentence_from_standard_input_as_it_reads_one_given() -> None:
    sentence = "台账缺一份扣0.5分，最多扣2分"
    given = RUNNER.invoke(app, ["--lang", "en", "explain", sentence])
    piped = RUNNER.invoke(app, ["--lang", "en", "explain", "-"], input=sentence + "\n")
    assert "cap=2" in piped.stdout
    assert (piped.exit_code, piped.stdout) == (given.exit_code, given.stdout)


def test_explain_aligns_its_columns_and_lets_no_control_character_through() -> None:
    done = RUNNER.invoke(app, ["--lang", "en", "explain", "未\x1b[31m归档的，扣1分"])
    assert "\x1b" not in done.stdout
    head, first = done.stdout.splitlines()[1:3]
    assert head.index("Kind") == sum(1 if char.isascii() else 2 for char in first[: first.index("TEXT")])


def test_explain_as_json_names_what_is_open_and_what_is_left() -> None:
    done = RUNNER.invoke(app, ["explain", "--json", "网上申报两件按窗口办理1件算，发现1例扣1分"])
    assert done.exit_code == 1
    said = json.loads(done.stdout)
    assert [rule["kind"] for rule in said["rules"]] == ["per_unit"]
    assert {question["kind"] for question in said["questions"]} >= {"implied-each"}
    assert [item["quote"] for item in said["unparsed"]] == ["网上申报两件按窗口办理1件算"]


def test_audit_exits_1_and_quotes_what_was_not_read(tmp_path: Path) -> None:
    file = tmp_path / "细则.txt"
    file.write_text(TEXT, encoding="utf-8")
    done = RUNNER.invoke(app, ["--lang", "zh", "audit", str(file)])
    assert done.exit_code == 1
    assert "窗口办理1件" in done.stdout
    accounts = json.loads(RUNNER.invoke(app, ["audit", "--json", str(file)]).stdout)
    assert accounts["claims"]["phrases"] == 6
    assert accounts["claims"]["left"] == []
