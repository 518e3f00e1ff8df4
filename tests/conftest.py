"""Shared by all tests: where the real documents are, and what is skipped without them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from xize.words import lang

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
SEEDS = SHARED / "seeds"
CONFORMANCE = SHARED / "conformance"
CORPORA = ROOT / "corpora"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Begin every test in English: a command run inside a test keeps the language it was asked for."""
    lang.set("en")
    yield
    lang.set("en")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    no_seeds = pytest.mark.skip(reason="the real documents (../shared/seeds) are not present")
    no_office = pytest.mark.skip(reason="LibreOffice (soffice) is not installed")
    for item in items:
        if "seeds" in item.keywords and not SEEDS.is_dir():
            item.add_marker(no_seeds)
        if "office" in item.keywords and shutil.which("soffice") is None:
            item.add_marker(no_office)


def seed(number: int, suffix: str) -> Path:
    """Return the seed document `number` in one format, e.g. `seed(0, "docx")`."""
    return next(SEEDS.glob(f"{number:03}_*.{suffix}"))
