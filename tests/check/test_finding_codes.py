"""Every code that any room can give a finding is documented, and nothing is documented that no room gives."""

from __future__ import annotations

import ast
import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from xize.check.codes import codes
from xize.check.registry import CHECKS

ROOT = Path(__file__).parents[2]
PLACES = ("xize/extract", "xize/review", "xize/normalize", "xize/pipeline.py")
MAKERS = frozenset({"finding", "_finding", "_said", "Note", "note", "_of_characters"})
"""Functions whose argument is the code of a finding."""


def emitted() -> set[str]:
    found: set[str] = set()
    for place in PLACES:
        path = ROOT / place
        for file in [path] if path.is_file() else path.rglob("*.py"):
            found |= set(_codes(ast.parse(file.read_text(encoding="utf-8"))))
    return found


def _codes(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        given = [item.value for item in node.keywords if item.arg == "code"]
        # `finding(code, …)` in most rooms; `_finding(document, code, …)` in one.
        given += node.args[:3] if name in MAKERS else []
        for value in given:
            # One code, or one of two: a condition between them is not a code.
            for part in (value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,):
                if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value.isascii():
                    code = part.value.replace("_", "-")
                    if code not in {"warning", "error", "info"} and code.replace("-", "").isalpha():
                        yield code


def test_every_emitted_code_is_documented() -> None:
    assert sorted(emitted() - set(codes())) == []


def test_every_documented_code_stands_in_the_program() -> None:
    own = {check.code for check in CHECKS}
    rooms = {code.code for code in codes().values() if code.room == "check"}
    assert rooms == own
    text = "".join(
        path.read_text(encoding="utf-8")
        for room in ("extract", "review")
        for path in (ROOT / "xize" / room).rglob("*.py")
    )
    missing = {
        code for code in set(codes()) - own if f'"{code}"' not in text and f'"{code.replace("-", "_")}"' not in text
    }
    assert missing == set()


def test_a_code_without_a_broken_document_has_an_example() -> None:
    shown = {path.stem for path in (ROOT / "corpora" / "broken").glob("*.txt")}
    assert [code.code for code in codes().values() if code.code not in shown and not code.example] == []


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("finding_reference", ROOT / "scripts" / "finding_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_reference_is_fresh(script: ModuleType) -> None:
    for language, name in script.FILES.items():
        written = (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")
        assert written == script.page(language), f"run python scripts/finding_reference.py ({name})"
