"""What a token pattern `needs` only saves time: without it every sentence of the corpus has the same tokens."""

from __future__ import annotations

from pathlib import Path

import pytest

from xize.normalize import scan
from xize.normalize.fold import fold
from xize.normalize.tokens import Token, tokenise

TELLING = {"formula.product"}
"""Patterns whose `needs` says more than it saves: a sum alone (积分-1) is no computation of points."""

SENTENCES = Path(__file__).parents[2] / "corpora" / "sentences"


def _all() -> list[tuple[Token, ...]]:
    lines = [line for path in sorted(SENTENCES.rglob("*.txt")) for line in path.read_text(encoding="utf-8").split("\n")]
    assert len(lines) > 1000
    return [tokenise(fold(line).text, every=True, base=0) for line in lines if line]


def test_needs_leave_no_token_out(monkeypatch: pytest.MonkeyPatch) -> None:
    with_needs = _all()
    plain = tuple((each, pattern, needs if each.name in TELLING else None) for each, pattern, needs in scan._compiled())
    monkeypatch.setattr(scan, "_compiled", lambda: plain)
    monkeypatch.setattr("xize.normalize.tokens._SHORT", -1)
    assert _all() == with_needs
