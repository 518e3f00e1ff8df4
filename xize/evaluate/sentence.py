"""A sentence read by itself, as it would be in the criteria cell of an indicator (单句解读)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

from xize.model.anchor import Anchor, Text
from xize.model.indicator import Indicator, Sheet
from xize.model.notation import lines
from xize.model.outline import Outline
from xize.model.rubric import Draft, DraftRubric, Source
from xize.normalize import interpret
from xize.words import lang

_DOCUMENT_WIDE = frozenset({"implied-cap"})
"""Questions about a whole document, which no single sentence can raise or settle."""


def read_sentence(sentence: str) -> Draft:
    """Return the draft of a document that holds this sentence alone, as the criteria of one indicator."""
    at = Anchor(source="s1", start=0, end=len(sentence))
    node = Indicator(id="1/1", title="", level=1, fields={"criteria": Text(text=sentence, at=at)}, at=at)
    digest = sha256(sentence.encode()).hexdigest()
    source = Source(id="s1", name="sentence", media_type="text/plain", sha256=digest, chars=len(sentence))
    rubric = DraftRubric(sources=(source,), sheets=(Sheet(id="1", title="", indicators=(node,), at=at),))
    return interpret(Outline(rubric=rubric), {"s1": sentence})


def brief_lines(draft: Draft) -> tuple[str, ...]:
    """Return the brief lines of a sentence's draft: rules, limits, questions, and what was not read."""
    (node,) = draft.rubric.walk()
    questions = [question for question in draft.questions if question.kind not in _DOCUMENT_WIDE]
    with _in_english():
        return lines(node.rules, node.limits, questions, draft.unparsed, wording=False)


def lines_by_id(draft: Draft) -> tuple[tuple[str, str], ...]:
    """Return the brief line of each rule and limit of a sentence's draft, with its id."""
    (node,) = draft.rubric.walk()
    ids = [value.id for value in (*node.rules, *node.limits)]
    with _in_english():
        return tuple(zip(ids, lines(node.rules, node.limits, wording=False), strict=True))


@contextmanager
def _in_english() -> Iterator[None]:
    """Write lines in the language of the cases, whatever language messages are said in."""
    token = lang.set("en")
    try:
        yield
    finally:
        lang.reset(token)
