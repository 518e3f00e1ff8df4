"""JSON Patch (RFC 6902) that turns one JSON value into another."""

from __future__ import annotations

import json
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

_LONG = 4_000
"""Longer lists are aligned by their common beginning and end only."""


def json_patch(old: Any, new: Any) -> list[dict[str, Any]]:
    """Return the operations that turn `old` into `new`, in the order they are applied.

    Members and elements that are the same on both sides are not touched; text is never patched inside.
    """
    operations: list[dict[str, Any]] = []
    _value(old, new, "", operations)
    return operations


def _value(old: Any, new: Any, path: str, out: list[dict[str, Any]]) -> None:
    if isinstance(old, dict) and isinstance(new, dict):
        _object(old, new, path, out)
    elif isinstance(old, list) and isinstance(new, list):
        _array(old, new, path, out)
    elif _key(old) != _key(new):
        out.append({"op": "replace", "path": path, "value": new})


def _object(old: dict[str, Any], new: dict[str, Any], path: str, out: list[dict[str, Any]]) -> None:
    out.extend({"op": "remove", "path": f"{path}/{_escaped(name)}"} for name in old if name not in new)
    for name, value in new.items():
        place = f"{path}/{_escaped(name)}"
        if name in old:
            _value(old[name], value, place, out)
        else:
            out.append({"op": "add", "path": place, "value": value})


def _array(old: list[Any], new: list[Any], path: str, out: list[dict[str, Any]]) -> None:
    """Align two lists; work from the end, so that no operation shifts the places of those that follow it."""
    left, right = [_name(value) for value in old], [_name(value) for value in new]
    for tag, i, j, m, n in reversed(_opcodes(left, right)):
        if tag == "equal":
            for at in reversed(range(j - i)):
                _value(old[i + at], new[m + at], f"{path}/{i + at}", out)
            continue
        both = min(j - i, n - m)
        out.extend({"op": "remove", "path": f"{path}/{at}"} for at in reversed(range(i + both, j)))
        out.extend(
            {"op": "add", "path": f"{path}/{i + both + at}", "value": new[m + both + at]} for at in range(n - m - both)
        )
        for at in reversed(range(both)):
            _value(old[i + at], new[m + at], f"{path}/{i + at}", out)


def _opcodes(left: list[str], right: list[str]) -> Sequence[tuple[str, int, int, int, int]]:
    if len(left) + len(right) <= _LONG:
        return SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    end = 0
    while end < min(len(left), len(right)) - start and left[-1 - end] == right[-1 - end]:
        end += 1
    middle = ("replace", start, len(left) - end, start, len(right) - end)
    after = ("equal", len(left) - end, len(left), len(right) - end, len(right))
    return [("equal", 0, start, 0, start), middle, after]


def _name(value: Any) -> str:
    """Return what an element is aligned by: its words where it is an indicator, rule or sheet, else the whole of it."""
    if isinstance(value, dict):
        for key in ("quote", "title", "text", "label", "name"):
            if isinstance(value.get(key), str) and value[key]:
                return f"{key}:{value[key]}"
    return _key(value)


def _key(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
