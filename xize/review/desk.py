"""A draft with all that is known about it, laid out for review: its decisions, offers, stale answers, questions."""

from __future__ import annotations

import getpass
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from xize import __version__
from xize.errors import DecisionLogError
from xize.model.question import Decision, Question
from xize.model.rubric import Draft
from xize.review.apply import Settled, require_known, settle
from xize.review.context import Places
from xize.review.documents import load_draft
from xize.review.identity import document_key
from xize.review.language import in_language
from xize.review.log import Log
from xize.review.offer import Meeting, meet
from xize.review.plant import Planted
from xize.review.queue import order
from xize.review.say import words
from xize.review.session import Session, Stamp, start
from xize.review.store import load_log, log_path


@dataclass(frozen=True)
class Desk:
    """A draft and what its decision log means for it.

    `lines` is the log as it is; `others` are further logs, read only, whose answers are offered.
    """

    draft: Draft
    name: str
    log: Path
    lines: tuple[Decision, ...]
    others: tuple[Decision, ...]
    torn: bool
    same: bool
    meeting: Meeting
    places: Places

    @property
    def settled(self) -> Settled:
        """Return the draft with its answers in place."""
        return settle(self.draft, self.meeting.history.answers)

    def reading(self, lines: Iterable[Decision]) -> Desk:
        """Return the desk with another state of its log."""
        lines = tuple(lines)
        own = meet(self.draft, lines, same=self.same or None)
        offers = {**meet(self.draft, self.others, same=False).offers, **own.offers}
        return replace(self, lines=lines, torn=False, meeting=replace(own, offers=offers))

    def require_own(self, lines: tuple[Decision, ...], path: Path) -> None:
        """Check that a log is of this document, at least in part.

        Raises:
            DecisionLogError: every line of it was given on another document.
        """
        if lines and not self.same and not meet(self.draft, lines).history.steps:
            told = {"path": path, "name": self.name, "by": lines[-1].by, "at": lines[-1].at_time}
            raise DecisionLogError(words("log_foreign", **told), words("log_foreign_hint"))

    def titles(self, question: Question) -> str:
        """Return the titles a question stands under, on one line."""
        return self.places.where(question.indicator, question.at).path

    def session(self, by: str, planted: Planted | None = None) -> Session:
        """Return a review of the draft on its first open question; answers that do not fit any more are open."""
        unusable = {item.decision.question for item in self.settled.unusable}
        history = self.meeting.history
        held = {id_: line for id_, line in history.answers.items() if id_ not in unusable}
        draft = planted.mixed(self.draft) if planted is not None else self.draft
        stamp = Stamp(
            by=by,
            source_sha256=self.draft.rubric.sources[0].sha256 if self.draft.rubric.sources else "",
            tool_version=__version__,
            document=document_key(self.draft.rubric),
        )
        questions = order(draft)
        return start(
            Session(
                questions=questions,
                history=replace(history, answers=held),
                stamp=stamp,
                titles={question.id: self.titles(question) for question in questions},
                offers=self.meeting.offers,
                planted=frozenset(planted.ids) if planted is not None else frozenset(),
            )
        )


def open_desk(draft: Path, log: Path | None = None, others: Iterable[Path] = (), *, same: bool = False) -> Desk:
    """Lay out a draft for review.

    Args:
        draft: the draft.
        log: its decision log, where it is not beside it.
        others: logs of other documents, whose answers are offered.
        same: the user's word that the log is of this very document.

    Raises:
        XizeError: a file cannot be read, is damaged, or is not what it should be.
    """
    found = load_draft(draft)
    require_known(found, str(draft))
    offered = tuple(line for other in others for line in load_log(other, must_exist=True).lines)
    path = log or log_path(draft)
    return lay_out(found, draft.name, path, load_log(path, must_exist=False), offered, same=same)


def lay_out(
    draft: Draft, name: str, path: Path, log: Log, others: tuple[Decision, ...] = (), *, same: bool = False
) -> Desk:
    """Lay out a draft that has been read, with its decision log; see `open_desk`."""
    draft = in_language(draft)
    desk = Desk(
        draft=draft,
        name=draft.rubric.title or name,
        log=path,
        lines=log.lines,
        others=others,
        torn=False,
        same=same,
        meeting=meet(draft, ()),
        places=Places(draft.rubric),
    )
    desk = replace(desk.reading(log.lines), torn=bool(log.torn))
    desk.require_own(log.lines, path)
    return desk


def blind_log(draft: Path, by: str) -> Path:
    """Return where a second reviewer's decisions are kept: a log of their own, beside the first."""
    name = re.sub(r"[^\w.-]+", "-", by).strip("-.") or "second"
    path = log_path(draft)
    return path.with_name(path.name.replace(".decisions.jsonl", f".{name}.decisions.jsonl"))


def reviewer(given: str | None) -> str:
    """Return who reviews: as given, else XIZE_REVIEWER, else the login name."""
    name = given or os.environ.get("XIZE_REVIEWER")
    if name:
        return name
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "?"


def now() -> str:
    """Return the time of an answer: ISO 8601, UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
