"""The published JSON Schemas are the models', and what is written fits them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from xize import pipeline

ROOT = Path(__file__).parents[1]
SCHEMAS = ROOT / "docs" / "reference" / "schema"


@pytest.mark.parametrize("name", ["draft", "rubric", "decision"])
def test_a_published_schema_is_what_the_command_prints(name: str) -> None:
    run = subprocess.run([sys.executable, "-m", "xize", "schema", name], capture_output=True, cwd=ROOT)
    fresh = f"run: xize schema {name} -o docs/reference/schema/{name}.json"
    assert (SCHEMAS / f"{name}.json").read_text(encoding="utf-8") == run.stdout.decode("utf-8"), fresh


@pytest.mark.parametrize("document", ["demo.docx", "elaborated.txt", "bands.txt", "township-list.txt"])
def test_a_draft_fits_its_schema_and_has_the_same_bytes_twice(document: str) -> None:
    file = ROOT / "corpora" / "documents" / document
    text = pipeline.parse(file).json_text()
    schema = json.loads((SCHEMAS / "draft.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(text), schema, cls=jsonschema.Draft202012Validator)
    assert pipeline.parse(file).json_text() == text
