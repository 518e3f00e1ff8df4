"""Whether an amount without a verb says when it is won, or only what is assessed and its worth (得分事项).

建立服务信息平台3分 is won by what was done; 创新性（40分） names what is assessed: full marks, and no award.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import regex

from xize.normalize.clauses import Clause

_NAMES = frozenset({"TEXT", "PAREN", "PAUSE", "COMMA", "COLON", "AND", "OR"})
_INITIAL = 1
_SHORT = 8
_BREAK = regex.compile(r"[,:]")
_ASIDE = regex.compile(r"\([^()]*\)")


@dataclass(frozen=True)
class _Words:
    done: regex.Pattern[str]
    begins: regex.Pattern[str]
    state: regex.Pattern[str]
    standing: regex.Pattern[str]
    named: regex.Pattern[str]
    measured: regex.Pattern[str]


@cache
def _words() -> _Words:
    data = tomllib.loads(files("xize.normalize").joinpath("achieved.toml").read_text(encoding="utf-8"))

    def either(key: str) -> str:
        return "|".join(map(regex.escape, sorted(data[key], key=len, reverse=True)))

    return _Words(
        regex.compile(either("done")),
        regex.compile(f"^(?:{either('begins')})"),
        regex.compile(f"(?:{either('state')}|的|者)$"),
        regex.compile(either("standing")),
        regex.compile(f"(?:{either('named')})$"),
        regex.compile(f"的[一-龥]{{0,6}}(?:{either('named')})$"),
    )


def names_only(clause: Clause) -> bool:
    """Return whether the clause of a bare amount is a name: of what is assessed, where nothing is done or won."""
    if not clause.region or any(token.kind not in _NAMES for token in clause.region):
        return False
    words, text = _words(), _ASIDE.sub("", "".join(token.text for token in clause.region))
    if clause.effect.name == "bare.aside" and 0 < len(text) <= _INITIAL:
        return True  # 德（20分）能（30分）
    parts = [part for part in _BREAK.split(text) if part]
    if not parts or any(words.begins.search(part) for part in parts):
        return False
    last = parts[-1]
    if words.measured.search(last) and words.done.match(last) is None:
        return True
    if words.named.search(last) is None:
        return False
    done = words.done.match(last) if len(text) <= _SHORT else words.done.search(text)
    return not (done or words.state.search(last) or words.standing.search(text))
