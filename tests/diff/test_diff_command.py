"""`xize diff` as a user runs it."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import jsonpatch
import pytest
from typer.testing import CliRunner

from xize import pipeline
from xize.cli import app
from xize.diff.engine import diff
from xize.diff.html import to_html
from xize.errors import DecisionLogError, SchemaVersionError, UsageError

DOCUMENTS = Path(__file__).parents[2] / "corpora" / "documents"
YEARS = Path(__file__).parents[2] / "corpora" / "years"


def run(*args: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["--lang", "en", "diff", *map(str, args)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout


def year(name: str) -> tuple[Path, Path]:
    return YEARS / name / "old.txt", YEARS / name / "new.txt"


@pytest.mark.parametrize("name", ["demo", "hospital", "elaborated", "township-list"])
@pytest.mark.parametrize("suffix", ["pdf", "txt"])
def test_formats_of_one_document_differ_in_layout_only(name: str, suffix: str) -> None:
    code, text = run(DOCUMENTS / f"{name}.docx", DOCUMENTS / f"{name}.{suffix}")
    assert code == 0
    assert "no change but layout" in text


def test_a_document_and_itself(tmp_path: Path) -> None:
    code, text = run(DOCUMENTS / "demo.docx", DOCUMENTS / "demo.docx")
    assert (code, text.strip().splitlines()[-1]) == (0, "no change")


def test_a_difference_exits_with_1() -> None:
    code, text = run(*year("amounts-and-caps"))
    assert code == 1
    assert "stricter by" in text
    assert "cap added" in text


def test_the_patch_applies_to_what_parse_writes(tmp_path: Path) -> None:
    old, new = year("kinds-of-rules")
    code, patch = run(old, new, "--format", "patch")
    left, right = (json.loads(pipeline.parse(path).json_text()) for path in (old, new))
    assert code == 1
    assert jsonpatch.apply_patch(left, json.loads(patch)) == right


def test_json_keeps_every_row() -> None:
    _, text = run(*year("split"), "--json")
    value = json.loads(text)
    assert value["schema"] == "xize.diff/1"
    assert sorted(len(row["old"]) + len(row["new"]) for row in value["rows"]) == [2, 2, 3]


def test_daff_highlights() -> None:
    _, text = run(*year("added-and-removed"), "--format", "daff")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0][0] == "@@"
    assert {row[0] for row in rows[1:]} == {"+++", "---", "->", ""}
    assert len({len(row) for row in rows}) == 1


def test_markdown_escapes(tmp_path: Path) -> None:
    old, new = year("columns")
    hostile = tmp_path / "new.txt"
    hostile.write_text(new.read_text(encoding="utf-8").replace("基层科", "基层|<b>科"), encoding="utf-8")
    _, text = run(old, hostile, "--format", "markdown")
    assert "基层\\|&lt;b&gt;科" in text


def test_the_page_is_self_contained_and_escaped(tmp_path: Path) -> None:
    old, new = year("columns")
    hostile = tmp_path / "new.txt"
    text = new.read_text(encoding="utf-8").replace("服务未落实的", "<script>alert(1)</script>服务未落实的")
    hostile.write_text(text.replace("基层科", '基层"><img src=x onerror=alert(1)>科'), encoding="utf-8")
    page = to_html(diff(pipeline.parse(old).rubric, pipeline.parse(hostile).rubric, names=("<i>old", "new")))
    assert page.count("<script") == 1
    assert not re.search(r"<(img|i)\b", page)
    assert not re.search(r"(src|href)\s*=\s*[\"']?http|url\(|@import", page)
    assert 'type="search"' in page
    assert 'value="department"' in page


def test_within_compares_a_table_with_its_elaborations() -> None:
    code, text = run(DOCUMENTS / "elaborated.docx", "--within", "--json")
    changes = [
        (change["type"], change["before"], change["after"])
        for row in json.loads(text)["rows"]
        for rule in row["rules"]
        for change in rule["changes"]
    ]
    assert code == 1
    assert ("threshold", "<60%", "<65%") in changes


def test_within_needs_elaborations() -> None:
    with pytest.raises(UsageError, match="spelled out"):
        run(DOCUMENTS / "demo.docx", "--within")


def test_three_ways(tmp_path: Path) -> None:
    base = YEARS / "amounts-and-caps" / "old.txt"
    text = base.read_text(encoding="utf-8")
    draft, final = tmp_path / "draft.txt", tmp_path / "final.txt"
    draft.write_text(text.replace("扣4分", "扣6分").replace("扣3分。", "扣8分。"), encoding="utf-8")
    final.write_text(text.replace("扣4分", "扣6分").replace("扣0.5分", "扣1.5分"), encoding="utf-8")
    code, out = run("--base", base, draft, final, "--json")
    steps = [(step["when"], step["change"]["before"], step["change"]["after"]) for step in json.loads(out)["steps"]]
    assert code == 1
    assert ("drafted", "4", "6") in steps
    assert ("late", "0.5", "1.5") in steps
    assert ("withdrawn", "3", "8") in steps
    assert run(base, draft, final)[0] == 1


CLOSE = """站所考核细则

{sheet}（总分：40分）

\t序号\n\t考核内容\n\t分值\n\t评分标准\n
"""


def _close(path: Path, rows: list[str]) -> Path:
    body = "".join(f"\t{at}\n\t{row}\n\t20\n\t未完成的扣2分。\n\n" for at, row in enumerate(rows, 1))
    path.write_text(CLOSE.format(sheet="站所") + body, encoding="utf-8")
    return path


def test_a_close_call_is_asked_and_settled(tmp_path: Path) -> None:
    old = _close(tmp_path / "old.txt", ["开展春季消防安全检查工作", "开展秋季消防安全检查工作", "公车统一调度"])
    new = _close(tmp_path / "new.txt", ["公车统一调度", "食堂明厨亮灶", "开展全年消防安全检查工作"])
    log = tmp_path / "decisions.jsonl"
    asked = json.loads(run(old, new, "--json")[1])["questions"]
    assert [question["kind"] for question in asked] == ["match-indicator"]
    assert len(asked[0]["candidates"]) == 3
    run(old, new, "--decisions", log, "--answer", f"{asked[0]['id']}=2", "--json")
    settled = json.loads(run(old, new, "--decisions", log, "--json")[1])
    assert settled["questions"] == []
    chosen = asked[0]["candidates"][1]["label"]
    (row,) = [row for row in settled["rows"] if row["evidence"] and row["evidence"]["by"] == "decided"]
    assert row["old"][0]["text"] in chosen
    run(old, new, "--decisions", tmp_path / "none.jsonl", "--answer", f"{asked[0]['id']}=3", "--json")
    apart = json.loads(run(old, new, "--decisions", tmp_path / "none.jsonl", "--json")[1])
    assert [row["new"][0]["text"] for row in apart["rows"] if row["old"] and row["new"]] == ["公车统一调度"]


def test_what_cannot_be_compared(tmp_path: Path) -> None:
    demo = DOCUMENTS / "demo.docx"
    letter = tmp_path / "letter.txt"
    letter.write_text("今天天气很好。\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"letter\.txt: no indicators"):
        run(demo, letter)
    other = tmp_path / "other.json"
    other.write_text('{"schema": "xize.rubric/9"}', encoding="utf-8")
    with pytest.raises(SchemaVersionError, match=r"xize\.rubric/9"):
        run(demo, other)
    with pytest.raises(UsageError, match="files given: 1"):
        run(demo)
    with pytest.raises(UsageError, match="--answer"):
        run(demo, demo, "--answer", "match-1=1")
    damaged = tmp_path / "damaged.jsonl"
    damaged.write_text("no json\n\n", encoding="utf-8")
    with pytest.raises(DecisionLogError, match="1"):
        run(demo, demo, "--decisions", damaged)
