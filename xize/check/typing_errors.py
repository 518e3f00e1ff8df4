"""Probable typing errors (扣1份, 发现1列, a missing 分 or 扣), as the grammar raised them.

The grammar asks a question where a sentence is only readable as a slip; in a rubric the question has been answered,
but the document still prints the slip.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from xize.check.found import Found, short
from xize.check.subject import Subject

TYPING = ("typo-unit", "typo-digit", "typo-classifier", "fen-missing", "verb-missing")
"""Kinds of questions that are about a slip of the typist; their findings have the same codes."""


def slips(kind: str) -> Callable[[Subject], Iterator[Found]]:
    """Return the check of one kind of slip: every place where it was asked about."""

    def check(subject: Subject) -> Iterator[Found]:
        for question in subject.questions:
            if question.kind == kind:
                yield Found((question.at,), question.indicator, {"quote": short(question.quote)})
        decided = {decision.question: decision for decision in subject.rubric.decisions if decision.kind == kind}
        for place in subject.statements:
            for rule in place.rules:
                for name in rule.decided_by:
                    if name in decided:
                        yield Found((rule.at,), place.node.id, {"quote": short(rule.quote)})

    return check
