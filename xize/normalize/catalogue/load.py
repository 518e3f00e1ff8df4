"""Load and validate the pattern catalogue; a record that is not sound is a defect of the package, found at load."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import regex

from xize.normalize.catalogue.measures import classifier, thing

_FRAGMENT = regex.compile(r"\{([a-z_]+)\}")

_ALSO = r"(?:\((?!不?含|以|注|略)[一-龥]{1,2}\))?"
"""Another measure word beside the first: 1台(套), 一件(种)."""


@dataclass(frozen=True)
class TokenPattern:
    """One typed token: characters that mean one thing. `near` are texts that must not yield it.

    `needs` is a cheap pattern that occurs in every text with such a token.
    """

    kind: str
    name: str
    pattern: str
    examples: tuple[str, ...]
    near: tuple[str, ...]
    needs: str | None = None


@dataclass(frozen=True)
class StatementPattern:
    """One form of a scoring statement, over tokens. `question` names the ambiguity it carries, if any."""

    kind: str
    name: str
    pattern: str
    examples: tuple[str, ...]
    near: tuple[str, ...]
    question: str | None = None
    options: dict[str, str] = field(default_factory=dict)


def _read(name: str) -> dict[str, object]:
    return tomllib.loads(files("xize.normalize.catalogue").joinpath(name).read_text(encoding="utf-8"))


@cache
def fragments() -> dict[str, str]:
    """Return the named pieces of character patterns, each with its own pieces filled in."""
    raw = _read("tokens.toml")["fragments"]
    assert isinstance(raw, dict)  # noqa: S101 (the shape of the package's own data, checked at load)
    filled: dict[str, str] = {"classifier": classifier() + _ALSO, "thing": thing()}
    for name, text in raw.items():
        filled[name] = fill(text, filled)
    return filled


def fill(pattern: str, pieces: dict[str, str]) -> str:
    """Return a character pattern with its `{name}` pieces filled in.

    Raises:
        KeyError: a piece is unknown.
    """
    return _FRAGMENT.sub(lambda found: pieces[found[1]], pattern)


@cache
def token_patterns() -> tuple[TokenPattern, ...]:
    """Return the token patterns in order of priority."""
    records = _read("tokens.toml")["token"]
    assert isinstance(records, list)  # noqa: S101 (as above)
    patterns = tuple(
        TokenPattern(
            kind=record["kind"],
            name=record["name"],
            pattern=fill(record["pattern"], fragments()),
            examples=tuple(record["examples"]),
            near=tuple(record["near"]),
            needs=record.get("needs"),
        )
        for record in records
    )
    _unique(pattern.name for pattern in patterns)
    return patterns


@cache
def statement_patterns() -> tuple[StatementPattern, ...]:
    """Return the statement patterns in order of priority."""
    records = _read("statements.toml")["statement"]
    assert isinstance(records, list)  # noqa: S101 (as above)
    known = {"kind", "name", "pattern", "examples", "near", "question"}
    patterns = tuple(
        StatementPattern(
            kind=record["kind"],
            name=record["name"],
            pattern=record["pattern"],
            examples=tuple(record["examples"]),
            near=tuple(record["near"]),
            question=record.get("question"),
            options={key: value for key, value in record.items() if key not in known},
        )
        for record in records
    )
    _unique(pattern.name for pattern in patterns)
    return patterns


def _unique(names: object) -> None:
    seen: set[str] = set()
    for name in names:  # type: ignore[attr-defined]  # any iterable of names; typed at the two calls
        if name in seen:
            raise ValueError(f"the catalogue names {name} twice")
        seen.add(name)
