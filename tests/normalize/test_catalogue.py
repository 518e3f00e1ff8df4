"""Every pattern is shown by its own examples and kept apart from its near misses."""

from __future__ import annotations

import pytest

from xize.model.anchor import Anchor, Text
from xize.normalize.catalogue.load import StatementPattern, TokenPattern, statement_patterns, token_patterns
from xize.normalize.compose import read_text
from xize.normalize.fold import fold
from xize.normalize.tokens import Token, tokenise


def _all(tokens: tuple[Token, ...]) -> list[Token]:
    return [inner for token in tokens for inner in (token, *_all(token.inner))]


@pytest.mark.parametrize("pattern", token_patterns(), ids=lambda pattern: pattern.name)
def test_token_examples(pattern: TokenPattern) -> None:
    if pattern.name == "word.no-score":
        for example in pattern.examples:
            assert {token.kind for token in tokenise(fold(example).text, every=True)} == {"TEXT"}
        return
    for example in pattern.examples:
        names = [token.name for token in _all(tokenise(fold(example).text, every=True))]
        assert pattern.name in names, f"{example}: {names}"
    for near in pattern.near:
        names = [token.name for token in _all(tokenise(fold(near).text, every=True))]
        assert pattern.name not in names, f"{near}: {names}"


@pytest.mark.parametrize("pattern", statement_patterns(), ids=lambda pattern: pattern.name)
def test_statement_examples(pattern: StatementPattern) -> None:
    def matched(text: str) -> list[str]:
        reading = read_text(Text(text=text, at=Anchor(source="s1", start=0, end=len(text))))
        return [item.match.pattern.name for item in reading.rules]

    if pattern.kind == "exempt":
        return
    for example in pattern.examples:
        assert pattern.name in matched(example), f"{example}: {matched(example)}"
    for near in pattern.near:
        assert pattern.name not in matched(near), f"{near}: {matched(near)}"
