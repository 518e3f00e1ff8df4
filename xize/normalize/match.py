"""Level two: which statement pattern a clause fits (句式)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from xize.normalize.catalogue.load import StatementPattern, statement_patterns, token_patterns
from xize.normalize.clauses import EFFECTS, Clause

SECONDS = 1.0
_WORD = regex.compile(r"\.\.\.|[A-Z]+|\S")


@dataclass(frozen=True)
class Match:
    """A clause and the statement pattern it fits."""

    clause: Clause
    pattern: StatementPattern


@cache
def _symbols() -> dict[str, str]:
    """Return one private character a token kind."""
    kinds = sorted({pattern.kind for pattern in token_patterns()} | {"TEXT", "PAREN", "OPEN", "CLOSE"})
    return {kind: chr(0xE000 + index) for index, kind in enumerate(kinds)}


@cache
def _compiled() -> tuple[tuple[StatementPattern, regex.Pattern[str]], ...]:
    symbols = _symbols()
    effects = "".join(symbols[kind] for kind in sorted(EFFECTS))

    def word(found: regex.Match[str]) -> str:
        text = found[0]
        return f"[^{effects}]*" if text == "..." else symbols[text] if text.isupper() else text

    return tuple(
        (pattern, regex.compile(_WORD.sub(word, pattern.pattern).replace(" ", ""))) for pattern in statement_patterns()
    )


def match(clause: Clause) -> Match | None:
    """Return the first pattern, in catalogue order, that the whole clause fits; None where there is none."""
    symbols = _symbols()
    pattern = _fitting("".join(symbols[token.kind] for token in (*clause.region, clause.effect)))
    return None if pattern is None else Match(clause, pattern)


@lru_cache(maxsize=4096)
def _fitting(encoded: str) -> StatementPattern | None:
    for pattern, compiled in _compiled():
        if compiled.fullmatch(encoded, timeout=SECONDS):
            return pattern
    return None
