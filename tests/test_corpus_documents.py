"""Every corpus document, in every format, gives the tree that its truth expects."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from xize import pipeline
from xize.model.base import decimal_text
from xize.model.indicator import Indicator
from xize.model.rubric import Draft

ROOT = Path(__file__).parents[1]
DOCUMENTS = ROOT / "corpora" / "documents"
TRUTHS = sorted((DOCUMENTS / "truth").glob("*.yaml"))
CASES = [(path.stem, suffix) for path in TRUTHS for suffix in ("docx", "pdf", "txt")
         if (DOCUMENTS / f"{path.stem}.{suffix}").exists()]  # fmt: skip
REFERENCE = re.compile(r"t(\d+)\.(\d+)\.(\d+)")

Tree = list[Any]


@cache
def draft(name: str, suffix: str) -> Draft:
    return pipeline.parse(DOCUMENTS / f"{name}.{suffix}")


@cache
def truth(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DOCUMENTS / "truth" / f"{name}.yaml").read_text(encoding="utf-8"))
    return loaded


def bare(text: str | None) -> str | None:
    return None if text is None else re.sub(r"\s+", "", text)


def points(value: Any) -> str | None:
    return None if value is None else decimal_text(Decimal(str(value)))


def expected(node: dict[str, Any], cells: list[list[list[str]]]) -> dict[str, Any]:
    """Return what an expected node asks for; `t0.3.4` stands for the cell of table 0, row 3, column 4."""
    fields = {
        role: cells[int(m[1])][int(m[2])][int(m[3])] if (m := REFERENCE.fullmatch(text)) else text
        for role, text in node.get("fields", {}).items()
    }
    return {
        "code": node.get("code"), "title": bare(node.get("title")), "role": node.get("role", "scored"),
        "points": points(node.get("points")), "fields": {role: bare(text) for role, text in fields.items()},
        "children": [expected(child, cells) for child in node.get("children", [])], "loose": node.get("loose", False),
        "elaboration": node.get("elaboration"),
    }  # fmt: skip


def found(node: Indicator, like: dict[str, Any] | None) -> dict[str, Any]:
    """Return a node in the same shape; a loose expectation leaves fields and children open."""
    loose = like is not None and like["loose"]
    children = like["children"] if like is not None else []
    elaboration = None
    if like is not None and like["elaboration"] is not None and node.elaboration is not None:
        elaboration = {
            "points": node.elaboration.points,
            "fields": {role: bare(text.text) for role, text in node.elaboration.fields.items()},
        }
    return {
        "code": node.code,
        "title": bare(node.title) if like is None or like["title"] is not None else None,
        "role": node.role,
        "points": points(node.points),
        "fields": {} if loose else {role: bare(text.text) for role, text in node.fields.items()},
        "children": [] if loose else [
            found(child, children[i] if i < len(children) else None) for i, child in enumerate(node.children)
        ],
        "loose": loose,
        "elaboration": elaboration,
    }  # fmt: skip


def trees(name: str, rubric: Any) -> tuple[Tree, Tree]:
    cells = [block["table"] for block in truth(name)["blocks"] if "table" in block]
    wanted = truth(name)["expect"]["sheets"]
    left: Tree = []
    right: Tree = []
    for i, sheet in enumerate(wanted):
        nodes = [expected(node, cells) for node in sheet["indicators"]]
        left.append((bare(sheet["title"]), sheet.get("subject"), points(sheet.get("points")), nodes))
        if i < len(rubric.sheets):
            got = rubric.sheets[i]
            subject = got.subject if "subject" in sheet else None
            right.append((
                bare(got.title), subject, points(got.points),
                [found(n, nodes[j] if j < len(nodes) else None) for j, n in enumerate(got.indicators)],
            ))  # fmt: skip
    right += [bare(extra.title) for extra in rubric.sheets[len(wanted) :]]
    return left, right


@pytest.mark.parametrize(("name", "suffix"), CASES)
def test_a_document_gives_the_expected_tree(name: str, suffix: str) -> None:
    wanted, got = trees(name, draft(name, suffix).rubric)
    assert got == wanted


@pytest.mark.parametrize(("name", "suffix"), CASES)
def test_a_document_gives_the_expected_metadata(name: str, suffix: str) -> None:
    expect, rubric = truth(name)["expect"], draft(name, suffix).rubric
    keys = ("title", "number", "issuer", "period", "issued_on")
    assert {key: bare(getattr(rubric, key)) for key in keys} == {key: bare(expect.get(key)) for key in keys}


@pytest.mark.parametrize(("name", "suffix"), CASES)
def test_every_visible_character_is_in_exactly_one_place(name: str, suffix: str) -> None:
    account = draft(name, suffix).accounting.text
    assert (account.rest, account.twice) == ((), ())
    assert account.placed == account.characters


def anchored(value: Any) -> Any:
    """Yield every (text, anchor) pair below a model value: the texts that claim to be cut from the source."""
    if isinstance(value, dict):
        if "text" in value and "at" in value:
            yield value["text"], value["at"]
        if "quote" in value and "at" in value:
            yield value["quote"], value["at"]
        for child in value.values():
            yield from anchored(child)
    elif isinstance(value, list | tuple):
        for child in value:
            yield from anchored(child)


@pytest.mark.parametrize(("name", "suffix"), CASES)
def test_every_anchor_cuts_its_text_out_of_the_source(name: str, suffix: str) -> None:
    text = pipeline.read(DOCUMENTS / f"{name}.{suffix}").text
    pairs = list(anchored(draft(name, suffix).rubric.model_dump()))
    assert pairs
    for quote, at in pairs:
        pieces = [at, *at["continued"]]
        assert "".join(text[piece["start"] : piece["end"]] for piece in pieces) == quote


@pytest.mark.parametrize("name", [path.stem for path in TRUTHS if (DOCUMENTS / f"{path.stem}.docx").exists()])
def test_word_pdf_and_text_of_one_document_have_the_same_ids(name: str) -> None:
    trees = {
        tuple((node.id, node.code, points(node.points), node.role) for node in draft(name, suffix).rubric.walk())
        for suffix in ("docx", "pdf", "txt")
    }
    assert len(trees) == 1


def test_committed_word_and_text_files_are_what_their_truths_give() -> None:
    import subprocess
    import sys

    run = subprocess.run([sys.executable, "corpora/build.py", "--check"], capture_output=True, text=True, cwd=ROOT)
    assert run.returncode == 0, run.stdout
