"""The domain lexicon (领域词典): terms that are one word, and the small words at the ends of names and conditions."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import regex

from xize.normalize.catalogue.measures import measures, things

_KINDS = frozenset({"metric", "condition", "counted"})


@dataclass(frozen=True)
class Lexicon:
    """The words of `lexicon.toml`, each with what it is for.

    `terms` are one word wherever they stand, the longest last, with measure words of several characters among them;
    `counted` are nouns that begin with a measure word. The other fields are named in the file.
    """

    terms: tuple[str, ...]
    counted: frozenset[str]
    leading: frozenset[str]
    scope: frozenset[str]
    holding: frozenset[str]
    determiners: frozenset[str]
    trailing: frozenset[str]
    nameless: frozenset[str]
    suffixes: frozenset[str]
    opening: frozenset[str]
    particles: frozenset[str]
    period: regex.Pattern[str]


@cache
def lexicon() -> Lexicon:
    """Return the lexicon.

    Raises:
        ValueError: the file is not sound; the message says what and where.
    """
    return build_lexicon(tomllib.loads(files("xize.normalize").joinpath("lexicon.toml").read_text(encoding="utf-8")))


def build_lexicon(data: dict[str, Any]) -> Lexicon:
    """Return the lexicon of the parsed file, checked.

    Raises:
        ValueError: a word is listed twice, has no Chinese character, is in no example of its entry, or its kind is
            unknown; an example of the period is none, or a near miss is one.
    """
    for entry in data["term"]:
        _check(entry)
    terms = [word for entry in data["term"] for word in entry["words"]]
    _unique("term", terms)
    for section in ("metric", "condition"):
        for name, words in data[section].items():
            _unique(f"{section}.{name}", words)
    period = regex.compile(data["period"]["pattern"])
    for text in data["period"]["examples"]:
        if not period.fullmatch(text):
            raise ValueError(f"lexicon.toml: “{text}” is an example of the period, and the pattern does not fit it")
    for text in data["period"]["near"]:
        if period.fullmatch(text):
            raise ValueError(f"lexicon.toml: “{text}” is no period, and the pattern fits it")
    units = (word for word in (*measures(), *things()) if len(word) > 1 and not word.isascii())
    fields = {name: frozenset(words) for section in ("metric", "condition") for name, words in data[section].items()}
    return Lexicon(
        terms=tuple(sorted({*terms, *units}, key=lambda word: (len(word), word))),
        counted=frozenset(word for entry in data["term"] if entry["kind"] == "counted" for word in entry["words"]),
        period=period,
        **fields,
    )


def _check(entry: dict[str, Any]) -> None:
    if entry["kind"] not in _KINDS:
        raise ValueError(f"lexicon.toml: “{entry['kind']}” is no kind of term; there are {', '.join(sorted(_KINDS))}")
    for word in entry["words"]:
        if len(word) < 2 or not regex.fullmatch(r"\p{Han}+", word):
            raise ValueError(f"lexicon.toml: the term “{word}” is not two or more Chinese characters")
        if not any(word in example for example in entry["examples"]):
            raise ValueError(f"lexicon.toml: no example shows the term “{word}”")


def _unique(name: str, words: Iterable[str]) -> None:
    words = list(words)
    twice = sorted({word for word in words if words.count(word) > 1})
    if twice:
        raise ValueError(f"lexicon.toml: {name} lists twice: {', '.join(twice)}")
