"""The README prints what the demo prints, and its links lead somewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def demo(lang: str) -> str:
    run = subprocess.run(
        [sys.executable, "-m", "xize", "--lang", lang, "show", "corpora/documents/demo.docx"],
        capture_output=True, cwd=ROOT, env={"COLUMNS": "100", "PATH": "", "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert run.returncode == 0, run.stderr.decode()
    return run.stdout.decode("utf-8")


@pytest.mark.parametrize(("name", "lang"), [("README.md", "en"), ("README.zh-CN.md", "zh")])
def test_the_readme_shows_what_the_demo_prints(name: str, lang: str) -> None:
    shown = re.search(r"```text\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.DOTALL)
    assert shown is not None
    assert shown[1] == demo(lang)


@pytest.mark.parametrize(
    "page", sorted(p.relative_to(ROOT).as_posix() for p in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
)
def test_every_link_of_a_page_leads_to_a_file(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / page).parent.joinpath(target).exists(), target
