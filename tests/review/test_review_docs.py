from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from xize.review.edit import _EDITABLE

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_the_screens_of_the_tutorial_are_what_the_program_shows() -> None:
    command = [sys.executable, str(ROOT / "scripts/review_screens.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"run scripts/review_screens.py:\n{done.stdout}{done.stderr}"


def test_both_languages_show_the_same_screens() -> None:
    pages = [ROOT / f"docs/how-to/review{suffix}.md" for suffix in ("", ".zh-CN")]
    names = [re.findall(r"<!-- screen: (\S+) -->", page.read_text(encoding="utf-8")) for page in pages]
    assert names[0] == names[1]
    assert len(names[0]) == 10


def test_every_value_that_can_be_edited_is_documented() -> None:
    page = (ROOT / "docs/reference/decisions.md").read_text(encoding="utf-8")
    assert {name for name in _EDITABLE if f"`{name}`" not in page} == set()
