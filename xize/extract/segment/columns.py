"""Header words → column roles, from `columns.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from xize.extract.segment.digits import chinese_number, narrow

NODE_ROLES = ("level", "task", "content")
"""Columns whose cells name indicators."""

_BRACKET = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_LATIN = re.compile(r"[A-Za-z]{2,}[A-Za-z.]*")
_DIGIT = re.compile(r"[一二三四五六1-6ABCD]")


@dataclass(frozen=True)
class Column:
    """A column of a table: its `role`, the `key` its cells have as fields, and its header as printed.

    `depth` is the number of a level column (二级指标 is 2). The role "amount" is given by what a column holds.
    """

    index: int
    role: str
    key: str
    header: str
    depth: int | None = None


@dataclass(frozen=True)
class _Role:
    name: str
    words: frozenset[str]
    like: re.Pattern[str] | None


@cache
def _roles() -> tuple[_Role, ...]:
    data = tomllib.loads(files(__package__).joinpath("columns.toml").read_text(encoding="utf-8"))
    return tuple(
        _Role(role["name"], frozenset(role["words"]), re.compile(role["like"]) if "like" in role else None)
        for role in data["role"]
    )


def header_words(text: str) -> str:
    """Return a header's words without white space, remarks in brackets and final punctuation."""
    plain = re.sub(r"\s+", "", narrow(text))
    return _BRACKET.sub("", plain).strip(":：、。*") or plain


def role_of(text: str) -> str | None:
    """Return the role of a header, or None where nothing knows it; Latin words beside Chinese ones only translate."""
    words = header_words(text)
    if not words:
        return None
    return _role(words) or (_role(chinese) if (chinese := _LATIN.sub("", words)) not in ("", words) else None)


def _role(words: str) -> str | None:
    for role in _roles():
        if words in role.words:
            return role.name
    return next((role.name for role in _roles() if role.like is not None and role.like.search(words)), None)


def columns(headers: list[tuple[str, ...]]) -> tuple[Column, ...]:
    """Return the columns of a table.

    Args:
        headers: for each column its header words from the top row down (one or two, none where the header is empty).
    """
    roles = [_column_role(words) for words in headers]
    # Bands come in rows of two or more; a single 优秀 or A is a header like any other.
    bands = [index for index, role in enumerate(roles) if role == "band"]
    if len(bands) < 2:
        roles = [None if role == "band" else role for role in roles]
    has_criteria = "criteria" in roles
    made: list[Column] = []
    taken: set[str] = set()
    for index, (words, role) in enumerate(zip(headers, roles, strict=True)):
        name = role
        if name == "criteria-or-standard":
            name = "standard" if has_criteria else "criteria"
        has_criteria = has_criteria or name == "criteria"
        header = words[-1] if words else ""
        key = name if name is not None and name not in ("band", "score") else header_words(header)
        if key in taken or not key:
            key = _free(header_words(header) or f"column {index + 1}", taken)
        taken.add(key)
        made.append(Column(index, name or "other", key, header, _depth(header) if name == "level" else None))
    return tuple(made)


def _column_role(words: tuple[str, ...]) -> str | None:
    """Return the role the lower header gives, or else the upper one."""
    return next((role for text in reversed(words) if (role := role_of(text)) is not None), None)


def _free(key: str, taken: set[str]) -> str:
    names = (key, *(f"{key} {n}" for n in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def _depth(header: str) -> int | None:
    match = _DIGIT.search(narrow(header))
    if match is None:
        return None
    digit = match.group()
    if digit.isdecimal():
        return int(digit)
    return chinese_number(digit) or ord(digit) - 64
