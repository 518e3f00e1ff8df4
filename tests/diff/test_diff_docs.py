"""The page about the comparison says what the program does."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from xize.cli import app
from xize.diff.changes import CHANGE_TYPES
from xize.diff.say import type_name

ROOT = Path(__file__).parents[2]
HOW_TO = ROOT / "docs" / "how-to"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_example_is_what_is_printed(lang: str) -> None:
    pair = ROOT / "corpora" / "years" / "amounts-and-caps"
    arguments = ["--lang", lang, "diff", str(pair / "old.txt"), str(pair / "new.txt")]
    result = CliRunner(env={"COLUMNS": "96"}).invoke(app, arguments)
    assert result.stdout == (HOW_TO / f"diff-example.{lang}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", ["diff.md", "diff.zh-CN.md"])
def test_every_type_of_change_is_documented_and_named(page: str) -> None:
    text = (HOW_TO / page).read_text(encoding="utf-8")
    for kind in CHANGE_TYPES:
        assert f"`{kind}`" in text
        assert type_name(kind)
