"""Every code a finding can have, with its meaning and remedy: the list the reference is made from."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from xize.check.registry import CHECKS, words
from xize.words import lang


@dataclass(frozen=True)
class Code:
    """One code, in the current language: which room says it, how grave it is, what it means, and what to do.

    `example` describes a document that has it, where none of the small broken documents does.
    """

    code: str
    room: str
    severity: str
    meaning: str
    remedy: str
    example: str | None = None


def codes() -> dict[str, Code]:
    """Return every documented code by its name."""
    own = {check.code: check.severity for check in CHECKS}
    return {
        code: Code(
            code,
            entry["room"],
            own[code] if code in own else entry["severity"],
            entry["meaning"][lang.get()],
            words(f"{code}.hint") if code in own else entry["remedy"][lang.get()],
            entry.get("example"),
        )
        for code, entry in _catalogue().items()
    }


@cache
def _catalogue() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files("xize.check").joinpath("codes.toml").read_text(encoding="utf-8"))
