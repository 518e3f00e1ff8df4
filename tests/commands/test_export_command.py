"""`xize export`, `xize score` and `xize facts` as a user meets them: files, messages, exit codes."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from xize.cli import main
from xize.model.anchor import Anchor
from xize.model.indicator import Indicator, Sheet
from xize.model.quantity import Per
from xize.model.rubric import Rubric
from xize.model.rule import Discretion, Flat, PerUnit

AT = Anchor(source="s1", start=0, end=4)


@pytest.fixture
def rubric_file(tmp_path: Path) -> Path:
    per = Per(count=Decimal(1), unit="件", basis="occurrence", explicit=True)
    rules = (
        PerUnit(id="1/1#1", sign="-", points=Decimal(2), per=per, quote="每件扣2分", at=AT),
        Flat(id="1/1#2", sign="-", points=Decimal("0.5"), quote="未归档扣0.5分", at=AT),
        Discretion(id="1/1#3", sign="-", points=Decimal(1), points_max=Decimal(5), quote="酌情扣1-5分", at=AT),
    )
    node = Indicator(id="1/1", title="来信办理", level=1, points=Decimal(10), mode="deduct", rules=rules, at=AT)
    rubric = Rubric(title="林场考核", sheets=(Sheet(id="1", title="办公室", indicators=(node,), at=AT),))
    path = tmp_path / "rubric.json"
    path.write_text(rubric.json_text(), encoding="utf-8")
    return path


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return how the program is run: arguments in, exit code and both outputs out."""

    def call(*args: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["xize", "--lang", "en", *map(str, args)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        code = ended.value.code
        return (code if isinstance(code, int) else 0), out, err

    return call


def facts(folder: Path, text: str, name: str = "facts.json") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


GOOD = '{"1/1#1": 2, "1/1#2": "是", "1/1#3": 1.5}'


def test_complete_facts_give_a_score_and_exit_code_nothing(run: Run, rubric_file: Path, tmp_path: Path) -> None:
    code, out, _ = run("score", rubric_file, facts(tmp_path, GOOD), "--json")
    assert code == 0
    assert json.loads(out)["sheets"][0]["total"] == {"low": "4", "high": "4"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"1/1#9": 2}', "1/1#9"),
        ('{"1/1#1": -1}', "a whole number, 0 or more"),
        ('{"1/1#1": 1.5}', "a whole number"),
        ('{"1/1#3": 9}', "from 1 to 5"),
        ('{"1/1#3": 0.5}', "from 1 to 5"),
        ('{"1/1#1": 1, "1/1#1": 2}', "is given twice"),
        ('{"1/1#2": "maybe"}', "yes or no"),
        ('{"1/1#1": "1e400"}', "at most 9 digits"),
        ('{"1/1#1": "0.1234567891"}', "at most 9 digits"),
        ('{"1/1#1": "NaN"}', "a whole number"),
        ("[1, 2]", "not a readable file"),
        ("{", "not a readable file"),
        ("a: &x [*x]", "aliases"),
    ],
)
def test_wrong_facts_are_told_clearly_and_nothing_is_scored(
    run: Run, rubric_file: Path, tmp_path: Path, text: str, told: str
) -> None:
    code, out, err = run("score", rubric_file, facts(tmp_path, text))
    assert code == 2
    assert out == ""
    assert told in err
    assert "Traceback" not in err


def test_a_filled_workbook_scores_as_its_facts_do(run: Run, rubric_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    assert run("export", rubric_file, "--format", "xlsx", "-o", path)[0] == 0
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    sheet = book.worksheets[0]
    heads = {cell.value: cell.column for cell in sheet[1] if cell.value}
    for row in range(5, sheet.max_row + 1):
        value = json.loads(GOOD).get(sheet.cell(row, heads["xize:fact"]).value or "")
        if value is not None:
            sheet.cell(row, heads["xize:value"]).value = value
    book.save(path)
    assert run("score", rubric_file, path, "--json") == run("score", rubric_file, facts(tmp_path, GOOD), "--json")


def test_a_draft_is_not_made_into_a_workbook(run: Run, tmp_path: Path) -> None:
    code, _, err = run("export", facts(tmp_path, "一、来信办理（10分）\n每件扣2分", "a.txt"), "--format", "xlsx")
    assert code == 2
    assert "canonical" in err


@pytest.mark.parametrize("form", ["dmn", "jsonlogic"])
def test_what_a_format_cannot_express_is_told(run: Run, rubric_file: Path, tmp_path: Path, form: str) -> None:
    code, _, err = run("export", rubric_file, "--format", form, "-o", tmp_path / "out")
    assert code == 0
    assert (tmp_path / "out").stat().st_size > 100
    assert ("1/1#1" in err) == (form == "dmn")


def test_the_form_asks_for_exactly_what_is_needed(run: Run, rubric_file: Path) -> None:
    code, out, _ = run("facts", rubric_file, "--format", "json")
    assert code == 0
    assert [row["id"] for row in json.loads(out)["facts"]] == ["1/1#1", "1/1#2", "1/1#3"]
