"""Measure words and units (量词、计量单位): what may be counted right after a number, as data."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import regex


@cache
def _data() -> dict[str, Any]:
    text = files("xize.normalize.catalogue").joinpath("measures.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def measures() -> tuple[str, ...]:
    """Return the measure words and units, the longest first.

    Raises:
        ValueError: a word is listed twice, or what may not stand after a word is said of a word that is not listed.
    """
    words = [word for record in _data()["measure"] for word in record["words"]]
    if len(words) != len(set(words)):
        raise ValueError(f"measures.toml lists twice: {sorted({word for word in words if words.count(word) > 1})}")
    unknown = set(_data()["not_before"]) - set(words)
    if unknown:
        raise ValueError(f"measures.toml guards words it does not list: {sorted(unknown)}")
    return tuple(sorted(words, key=len, reverse=True))


@cache
def continuous() -> frozenset[str]:
    """Return the units of quantities that are measured along a scale (分贝, 升, 公里), not counted piece by piece."""
    return frozenset(word for record in _data()["measure"] if record.get("continuous") for word in record["words"])


@cache
def kinds() -> dict[str, str]:
    """Return what each measure word measures: time, money, shares, events …."""
    return {word: record["of"] for record in _data()["measure"] for word in record["words"]}


@cache
def things() -> tuple[str, ...]:
    """Return the nouns that are counted without a measure word (每路段扣1分), the longest first."""
    return tuple(sorted(_data()["thing"]["words"], key=len, reverse=True))


@cache
def classifier() -> str:
    """Return the character pattern of a measure word or unit."""
    guards: dict[str, str] = _data()["not_before"]
    words = (regex.escape(word) + (f"(?![{guards[word]}])" if word in guards else "") for word in measures())
    return f"(?:{'|'.join(words)})"


@cache
def thing() -> str:
    """Return the character pattern of a noun that is counted without a measure word."""
    return f"(?:{'|'.join(map(regex.escape, things()))})"
