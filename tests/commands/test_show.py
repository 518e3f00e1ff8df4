from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "corpora" / "documents" / "demo.txt"


def xize(*arguments: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    run = subprocess.run(
        [sys.executable, "-m", "xize", "--lang", "en", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert run.returncode == code, run.stderr
    return run


def test_a_draft_is_shown_as_its_document_is(tmp_path: Path) -> None:
    draft = tmp_path / "demo.json"
    run = subprocess.run(
        [sys.executable, "-m", "xize", "parse", str(DEMO), "-o", str(draft)], capture_output=True, text=True, cwd=ROOT
    )
    assert run.returncode in {0, 1}, run.stderr
    assert xize("show", "--json", str(draft)).stdout == xize("show", "--json", str(DEMO)).stdout
    assert json.loads(draft.read_text(encoding="utf-8"))["schema"] == "xize.draft/1"


def test_a_draft_of_another_schema_is_refused_with_a_word_of_advice(tmp_path: Path) -> None:
    file = tmp_path / "old.json"
    file.write_text('{"schema": "xize.draft/0"}', encoding="utf-8")
    error = xize("show", str(file), code=2).stderr
    assert "xize.draft/0" in error
    assert "parse the source document again" in error
    assert "Traceback" not in error


def test_the_tree_can_be_printed_where_the_terminal_knows_no_chinese() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "xize", "show", str(DEMO)],
        capture_output=True,
        cwd=ROOT,
        env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PATH": ""},
    )
    assert run.returncode == 0, run.stderr
    assert "indicators" in run.stdout.decode("utf-8")
