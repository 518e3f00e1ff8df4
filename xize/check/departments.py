"""The department of a table row against that of its elaboration (负责部门不一致)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xize.check.found import Found, short
from xize.check.same import one_name
from xize.check.subject import Subject
from xize.normalize.counterpart import plain

_PARTED = re.compile(r"[、，,；;\n/]|以及|及其?")
_GENERAL = re.compile(r"相关|有关|涉及|各[科处股室]|业务[科处股室部]")
"""A department named by its part in the matter: which one it is, the other side may say."""
_KIND = re.compile(r"(部门|办公室|科室|[科股处室部组])$")


def department_differs(subject: Subject) -> Iterator[Found]:
    """Yield every indicator that the table and the elaboration give to different departments."""
    for node in subject.nodes:
        if node.elaboration is None:
            continue
        one, other = node.fields.get("department"), node.elaboration.fields.get("department")
        if one is None or other is None or _agree(one.text, other.text):
            continue
        values = {"title": short(node.title), "one": short(one.text), "other": short(other.text)}
        yield Found((one.at, other.at), node.id, values)


def _agree(one: str, other: str) -> bool:
    """Return whether two cells may name the same departments: one more fully, shortly, or in general words."""
    whole, other_whole = plain(one), plain(other)
    if not whole or not other_whole or _GENERAL.search(one) or _GENERAL.search(other):
        return True
    if _related(whole, other_whole):
        return True
    names = [plain(name) for name in _PARTED.split(one) if plain(name)]
    others = [plain(name) for name in _PARTED.split(other) if plain(name)]
    return any(_related(name, second) for name in names for second in others)


def _related(one: str, other: str) -> bool:
    stem, second = _KIND.sub("", one), _KIND.sub("", other)
    return stem in other or second in one or one_name(one, other)
