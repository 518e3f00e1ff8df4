"""A draft's questions in the language of the reviewer, whatever language it was parsed in (换一种语言问).

A question holds its words as text. Each is found again in the catalogue it came from, as a template of the other
language with its figures; what is not found there stays as it is.
"""

from __future__ import annotations

import re
from functools import cache

from xize.model.question import Candidate, Question
from xize.model.rubric import Draft
from xize.normalize.questions import words as asked
from xize.words import lang

_HOLE = re.compile(r"\\{(\w+)\\}")


def in_language(draft: Draft) -> Draft:
    """Return a draft whose questions are put in the current language."""
    return draft.model_copy(update={"questions": tuple(_question(question) for question in draft.questions)})


def _question(question: Question) -> Question:
    update = {
        "prompt": _said("prompt.", question.prompt),
        "candidates": tuple(_candidate(candidate) for candidate in question.candidates),
        "reason": _said("why.", question.reason) if question.reason is not None else None,
    }
    return question.model_copy(update=update)


def _candidate(candidate: Candidate) -> Candidate:
    update = {"label": _said("label.", candidate.label), "effect": _said("effect.", candidate.effect)}
    return candidate.model_copy(update=update)


def _said(head: str, text: str) -> str:
    """Return a text of the catalogue in the current language."""
    for key, template in _templates(head, "en" if lang.get() == "zh" else "zh"):
        found = template.fullmatch(text)
        if found is not None:
            return asked(key, **found.groupdict())
    return text


@cache
def _templates(head: str, language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the texts of a language whose key begins so, each as a pattern of its figures."""
    token = lang.set("zh" if language == "zh" else "en")
    try:
        told = [(key, asked.template(key)) for key in sorted(asked.keys()) if key.startswith(head)]
    finally:
        lang.reset(token)
    return tuple((key, re.compile(_HOLE.sub(r"(?P<\1>[^{}]{1,40}?)", re.escape(text)))) for key, text in told)
