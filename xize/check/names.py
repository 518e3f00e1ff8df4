"""One department under two names (一个部门两种叫法)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from xize.check.found import Found
from xize.check.same import one_name
from xize.check.subject import Subject, texts
from xize.model.anchor import Anchor
from xize.normalize.counterpart import plain

_ROLES = frozenset({"department", "owner"})
_PARTED = re.compile(r"[、，,；;\n/]|以及|及其?")
SHOWN = 3
"""A finding names at most so many places of each spelling."""


def name_variants(subject: Subject) -> Iterator[Found]:
    """Yield every pair of spellings of one department, with places of both."""
    places: defaultdict[str, list[Anchor]] = defaultdict(list)
    printed: dict[str, str] = {}
    for node in subject.nodes:
        for role, text in texts(node):
            if role not in _ROLES:
                continue
            # A name may be broken over the lines of a narrow cell: the whole cell counts beside its parts.
            for name in dict.fromkeys((text.text, *_PARTED.split(text.text))):
                if plain(name):
                    printed.setdefault(plain(name), "".join(name.split()))
                    places[plain(name)].append(text.at)
    for one, other in combinations(places, 2):
        if one_name(one, other):
            few, many = sorted((one, other), key=lambda name: len(places[name]))
            some = [*dict.fromkeys(places[few])][:SHOWN] + [*dict.fromkeys(places[many])][:SHOWN]
            values = {
                "one": printed[many], "ones": len(places[many]), "other": printed[few], "others": len(places[few]),
            }  # fmt: skip
            yield Found(tuple(some), None, values)
