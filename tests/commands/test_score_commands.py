"""From a document to a score through the commands alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]


def xize(*arguments: object, code: int = 0) -> subprocess.CompletedProcess[str]:
    run = subprocess.run(
        [sys.executable, "-m", "xize", "--lang", "en", *map(str, arguments)], capture_output=True, text=True, cwd=ROOT
    )
    assert run.returncode == code, run.stdout + run.stderr
    assert "Traceback" not in run.stderr
    return run


@pytest.fixture(scope="module")
def rubric(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("score")
    draft, file = folder / "demo.draft.json", folder / "demo.json"
    subprocess.run(
        [sys.executable, "-m", "xize", "parse", "corpora/documents/demo.txt", "-o", str(draft)], check=False, cwd=ROOT
    )
    questions = json.loads(draft.read_text(encoding="utf-8"))["questions"]
    xize("review", draft, "--by", "test", *(part for q in questions for part in ("--answer", f"{q['id']}=1")))
    xize("emit", draft, "-o", file)
    return file


@pytest.mark.parametrize("form", ["json", "yaml", "csv"])
def test_an_empty_form_reads_back_as_open_facts(rubric: Path, tmp_path: Path, form: str) -> None:
    facts = tmp_path / f"facts.{form}"
    xize("facts", rubric, "-f", form, "-o", facts)
    result = json.loads(xize("score", rubric, facts, "--json", code=1).stdout)
    assert [(sheet["total"]["low"], sheet["total"]["high"]) for sheet in result["sheets"]] == [("0", "100")] * 2


def test_a_filled_form_gives_scores_with_their_trace(rubric: Path, tmp_path: Path) -> None:
    facts = tmp_path / "facts.yaml"
    xize("facts", rubric, "-o", facts)
    form = yaml.safe_load(facts.read_text(encoding="utf-8"))
    for row in form["facts"]:
        row["value"] = {"yes_no": False, "value": 100}.get(row["type"], 0)
        if row["id"] == "1/1/1#1":
            row["value"] = 3
    facts.write_text(yaml.safe_dump(form, allow_unicode=True), encoding="utf-8")
    result = json.loads(xize("score", rubric, facts, "--json").stdout)
    first = next(node for node in result["sheets"][0]["indicators"] if node["id"] == "1/1/1")
    assert first["score"] == {"low": "14", "high": "14"}
    assert first["trace"][0]["facts"] == {"1/1/1#1": "3"}
    assert first["trace"][0]["before"]["low"] == "20"
    assert first["trace"][0]["after"]["low"] == "14"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"9/9#9": 1}, "9/9#9"),
        ({"1/1/1#1": -1}, "0 or more"),
        ({"1/1/1#1": "many"}, "many"),
        ({"1/2/1#1": "perhaps"}, "yes or no"),
    ],
)
def test_facts_that_do_not_fit_are_refused_by_name(
    rubric: Path, tmp_path: Path, facts: dict[str, object], words: str
) -> None:
    file = tmp_path / "facts.json"
    file.write_text(json.dumps(facts), encoding="utf-8")
    assert words in xize("score", rubric, file, code=2).stderr


def test_a_fact_given_twice_is_refused(rubric: Path, tmp_path: Path) -> None:
    file = tmp_path / "facts.json"
    file.write_text('{"1/1/1#1": 1, "1/1/1#1": 2}', encoding="utf-8")
    assert "twice" in xize("score", rubric, file, code=2).stderr


def test_a_draft_is_not_scored(tmp_path: Path) -> None:
    assert "xize review" in xize("score", "corpora/documents/demo.txt", code=2).stderr
