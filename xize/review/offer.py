"""Decisions that meet a draft: those that hold, those offered from another document, and those gone stale."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from xize.model.question import Decision, Question
from xize.model.rubric import Draft
from xize.review.identity import document_key, find_reading, fold, same_document
from xize.review.log import History

_TOKEN = re.compile(r"[0-9０-９]+(?:[.．][0-9０-９]+)?[%％]?|[A-Za-z]+|\s+|.", re.DOTALL)
"""A number with its decimals is one word; Chinese is compared by character, so that no word is guessed."""

_ALIKE = 0.6
"""Below this share of common characters, two sentences are not versions of one."""


@dataclass(frozen=True)
class Stale:
    """A decision whose question is not asked any more, and the question that came closest to it."""

    decision: Decision
    question: Question | None
    difference: str
    """The old sentence turned into the new one: `[-removed-]{+added+}`; the old sentence where none came close."""


@dataclass(frozen=True)
class Meeting:
    """What a decision log means for a draft."""

    history: History
    """Lines of this document, stale ones too."""
    offers: dict[str, Decision]
    """By question id: answers given on another document, to be confirmed."""
    stale: tuple[Stale, ...]


def meet(draft: Draft, lines: Iterable[Decision], *, same: bool | None = None) -> Meeting:
    """Tell the decisions of this document from those of others, and find the question of each.

    Args:
        draft: the draft the decisions are for.
        lines: a decision log, or several one after the other.
        same: the user's word that all lines are of this document, or (False) that none is; None: the lines tell.
    """
    key = document_key(draft.rubric)
    sha256s = {source.sha256 for source in draft.rubric.sources}
    own: list[Decision] = []
    foreign: list[Decision] = []
    for line in lines:
        (own if (same_document(line, sha256s, key) if same is None else same) else foreign).append(line)
    # Steps go on counting over lines of other documents, so that an undo names one step only.
    history = History(next_step=max((line.step for line in foreign), default=0) + 1).add(own)
    questions = {question.id: question for question in draft.questions}
    lost = [decision for id_, decision in history.answers.items() if id_ not in questions and not decision.planted]
    return Meeting(history, _offers(draft, foreign), tuple(_stale(decision, draft.questions) for decision in lost))


def word_diff(old: str, new: str) -> str:
    """Return `new` with its differences from `old` marked: `扣[-1-]{+2+}分`."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    out: list[str] = []
    for tag, i, j, m, n in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            out += before[i:j]
            continue
        removed, added = "".join(before[i:j]), "".join(after[m:n])
        out += [f"[-{removed}-]"] if removed else []
        out += [f"{{+{added}+}}"] if added else []
    return "".join(out)


def _offers(draft: Draft, foreign: Iterable[Decision]) -> dict[str, Decision]:
    """Return the answers of other documents by the question they may answer here.

    The same id is the same sentence in the same context; else the same sentence anywhere, where all answers to it
    agree on the reading.
    """
    answers = History().add(foreign).answers
    by_sentence: dict[tuple[str | None, str], list[Decision]] = {}
    for decision in answers.values():
        by_sentence.setdefault((decision.kind, fold(decision.quote or "")), []).append(decision)
    offers: dict[str, Decision] = {}
    for question in draft.questions:
        alike = by_sentence.get((question.kind, fold(question.quote)), [])
        agreed = alike[0] if len({(one.choice, one.reading) for one in alike}) == 1 else None
        found = answers.get(question.id) or agreed
        if found is not None and find_reading(found, question) is not None and not found.planted:
            offers[question.id] = found
    return offers


def _stale(decision: Decision, questions: Iterable[Question]) -> Stale:
    quote = decision.quote or ""
    best, likeness = None, _ALIKE
    matcher = difflib.SequenceMatcher(None, "", fold(quote), autojunk=False)
    for question in questions:
        if decision.kind is not None and question.kind != decision.kind:
            continue
        matcher.set_seq1(fold(question.quote))
        # The first two are quick upper bounds of the third.
        if min(matcher.real_quick_ratio(), matcher.quick_ratio()) >= likeness and matcher.ratio() >= likeness:
            best, likeness = question, matcher.ratio()
    return Stale(decision, best, word_diff(quote, best.quote) if best is not None else quote)
