"""The pattern reference is what the catalogue and the corpus say, and no pattern is without a sentence."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from xize.normalize.catalogue.load import statement_patterns, token_patterns

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("pattern_reference", ROOT / "scripts" / "pattern_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_reference_is_fresh(script: ModuleType) -> None:
    cases = script.cases_by_pattern()
    for lang, words in script.HEADS.items():
        written = (ROOT / "docs" / "reference" / words["file"]).read_text(encoding="utf-8")
        assert written == script.page(lang, cases), f"run python scripts/pattern_reference.py ({words['file']})"


def test_no_statement_pattern_is_without_a_case(script: ModuleType) -> None:
    silent = {"exempt"}  # no effect: it makes no rule a case could name it by
    names = {pattern.name for pattern in statement_patterns() if pattern.kind not in silent}
    assert sorted(names - script.cases_by_pattern(gaps=True).keys()) == []


def test_no_token_pattern_is_without_a_sentence(script: ModuleType) -> None:
    made_whole = {"word.no-score"}  # its text is given back as plain text
    names = {pattern.name for pattern in token_patterns()} - made_whole
    assert sorted(names - script.tokens_seen()) == []
