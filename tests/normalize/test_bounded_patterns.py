"""No pattern of the room can run away: repetitions are bounded, or it is written down why one need not be."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import regex

from xize.normalize.catalogue.load import fragments, token_patterns

ROOM = Path(__file__).parents[2] / "xize" / "normalize"

WHOLE_TEXTS = {
    "claims.py", "fold.py", "numeral_scan.py", "numerals.py", "placement.py", "prose.py", "ranges.py", "scan.py",
    "tokens.py", "word_split.py",
}  # fmt: skip
"""Modules that see texts of any length; the others see one statement, never longer than `compose.LONGEST`."""

LINEAR = {
    "claims.py": "digits are taken whole (possessive, from their first), white space once from each mark before it",
    "fold.py": "matched at one place only, where white space has just ended",
    "numerals.py": "a run that always matches where it is tried, and is then passed over",
    "placement.py": "runs that always match from their first byte",
    "prose.py": "to the end of one sentence, once, with a time limit",
    "word_split.py": "always matches from the first digit, and passes over the run",
}
"""Modules whose unbounded repetitions look at each character a bounded number of times."""


def unbounded(pattern: str) -> list[str]:
    """Return the repetitions without an upper bound in a pattern, with what stands before them."""
    plain = regex.sub(r"\[\^?\]?(?:\\.|[^\]\\])*\]", "C", regex.sub(r"\\[^\[\]]", "E", pattern))
    found = regex.finditer(r"\*|(?<![*+?}])\+|\{\d*,\}", plain)
    return [plain[max(match.start() - 12, 0) : match.end()] for match in found]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [(r"a{1,3}b?", 0), (r"a+", 1), (r"a*", 1), (r"a{2,}", 1), (r"[+*]{1,2}\+", 0), (r"a?+", 0), (r"\d++", 1)],
)
def test_unbounded_repetitions_are_recognised(pattern: str, expected: int) -> None:
    assert len(unbounded(pattern)) == expected


def test_the_catalogue_has_no_unbounded_repetition() -> None:
    patterns = dict(fragments())
    patterns |= {each.name: each.pattern for each in token_patterns()}
    patterns |= {f"{each.name} (needs)": each.needs for each in token_patterns() if each.needs}
    assert {name: unbounded(text) for name, text in patterns.items() if unbounded(text)} == {}


def test_the_words_of_trust_have_no_unbounded_repetition() -> None:
    data = tomllib.loads((ROOM / "trust.toml").read_text(encoding="utf-8"))
    patterns = [each["pattern"] for records in data.values() if isinstance(records, list) for each in records]
    assert len(patterns) > 10
    assert {text: unbounded(text) for text in patterns if unbounded(text)} == {}


def _patterns(path: Path) -> Iterator[str]:
    """Yield the literal patterns a module gives to `re` or `regex`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
            continue
        module = node.func.value
        if isinstance(module, ast.Name) and module.id in {"re", "regex"} and node.func.attr != "escape":
            yield "".join(
                part.value.decode("latin-1") if isinstance(part.value, bytes) else part.value
                for part in ast.walk(node.args[0])
                if isinstance(part, ast.Constant) and isinstance(part.value, str | bytes)
            )


def test_patterns_that_see_whole_texts_are_bounded_or_linear() -> None:
    found = {
        name: [pattern for pattern in _patterns(ROOM / name) if unbounded(pattern)] for name in sorted(WHOLE_TEXTS)
    }
    assert {name: patterns for name, patterns in found.items() if patterns and name not in LINEAR} == {}
    assert {name for name, patterns in found.items() if patterns} == set(LINEAR), "a reason nothing needs any more"


def test_searches_of_whole_texts_are_limited_in_time() -> None:
    """Only `find_all` and the token scan search a text of any length, and both pass a time limit."""
    source = (ROOM / "scan.py").read_text(encoding="utf-8")
    calls = regex.findall(r"\.(?:search|match|fullmatch|finditer)\(([^()]*)\)", source)
    assert calls
    assert [call for call in calls if "timeout=SECONDS" not in call] == []
