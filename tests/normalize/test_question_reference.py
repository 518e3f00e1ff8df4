"""The reference of questions is what its script writes, and names every kind."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("question_reference", ROOT / "scripts" / "question_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_reference_is_fresh_and_names_every_kind(script: ModuleType) -> None:
    for language, name in script.FILES.items():
        written = (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")
        assert written == script.page(language), f"run python scripts/question_reference.py ({name})"
        assert [line[3:] for line in written.splitlines() if line.startswith("## ")] == script.kinds()
