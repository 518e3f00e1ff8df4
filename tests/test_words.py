from __future__ import annotations

import string
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CATALOGUES = sorted(ROOT.glob("xize/**/words.toml"))


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.name)
def test_every_message_is_said_in_both_languages_with_the_same_values(path: Path) -> None:
    for key, message in tomllib.loads(path.read_text(encoding="utf-8")).items():
        assert set(message) == {"zh", "en"}, key
        assert placeholders(message["zh"]) == placeholders(message["en"]), key
