"""The guide to `xize check` shows what the command prints."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from xize.cli import app
from xize.words import lang

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(("language", "name"), [("en", "check.md"), ("zh", "check.zh-CN.md")])
def test_the_guide_shows_real_output(language: str, name: str) -> None:
    token = lang.set("en")
    document = str(ROOT / "corpora" / "documents" / "elaborated.txt")
    shown = CliRunner(env={"COLUMNS": "100"}).invoke(app, ["--lang", language, "check", document]).stdout
    lang.reset(token)
    guide = (ROOT / "docs" / "how-to" / name).read_text(encoding="utf-8")
    assert shown.rstrip() in guide
