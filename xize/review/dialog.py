"""What each key does: the review page as a pure state machine over a session.

`press` returns the next state and the lines the log must hold before that state counts. Keys are characters, or the
names of `xize.review.keys`. Enter never answers: it only ends what is being typed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from pydantic import JsonValue

from xize.model.question import Decision, Question
from xize.review import session as act
from xize.review.edit import Editable, apply_edit, editables, typed
from xize.review.say import words
from xize.review.session import Answer, Session

Mode = Literal["ask", "from", "edit", "value", "reject", "group", "filter", "help"]
Result = tuple["Dialog", tuple[Decision, ...]]

PER_PAGE = 9
"""Readings and values are picked by the digits 1–9; 0 turns to the next nine."""


@dataclass(frozen=True)
class Dialog:
    """The state of the page.

    `text` is what is being typed; `scroll` the first line shown; `page` which nine readings or values the digits pick
    from; `note` the answer to the last key; `seen` what was on the screen since the question came up: readings by
    index, and "end" for the end of the page. `base` and `changes` are an edit in progress, `path` the value typed.
    """

    session: Session
    mode: Mode = "ask"
    text: str = ""
    scroll: int = 0
    page: int = 0
    note: str = ""
    seen: frozenset[int | str] = frozenset()
    base: int = 0
    changes: dict[str, JsonValue] = field(default_factory=dict)
    path: str = ""
    done: bool = False

    @property
    def question(self) -> Question | None:
        """Return the question on the page."""
        return self.session.current

    def values(self) -> tuple[Editable, ...]:
        """Return the values of the reading being edited, as they are now."""
        question = self.question
        if question is None:
            return ()
        made, _ = apply_edit(question, {"candidate": self.base, "set": dict(self.changes)})
        return editables(made or question.candidates[self.base])


def press(dialog: Dialog, key: str, now: str) -> Result:
    """Return the state after a key, and the lines to write before it counts."""
    dialog = replace(dialog, note="")
    if key.startswith("paste:") and dialog.mode not in {"value", "reject", "filter"}:
        # Pasted digits are no answers.
        return replace(dialog, note=words("note_paste")), ()
    if dialog.mode in {"value", "reject", "filter"}:
        return _typing(dialog, key, now)
    if key in _SCROLLS:
        return replace(dialog, scroll=max(dialog.scroll + _SCROLLS[key], 0)), ()
    if key == "0":
        return replace(dialog, page=dialog.page + 1 if (dialog.page + 1) * PER_PAGE < _count(dialog) else 0), ()
    if dialog.mode == "help":
        return _ask(dialog), ()
    if key.isascii() and key.isdigit():
        return _digit(dialog, dialog.page * PER_PAGE + int(key) - 1, now)
    if dialog.mode != "ask":
        if dialog.mode == "edit" and key == "w":
            return _write_edit(dialog, now)
        return (_ask(dialog), ()) if key == "esc" else (replace(dialog, note=words("note_esc")), ())
    return _command(dialog, key, now)


_SCROLLS = {"up": -1, "k": -1, "down": 1, "j": 1, "pgup": -8, "pgdn": 8, " ": 8}


def _count(dialog: Dialog) -> int:
    if dialog.mode == "edit":
        return len(dialog.values())
    return len(dialog.question.candidates) if dialog.question else 0


def _ask(dialog: Dialog, session: Session | None = None, note: str = "") -> Dialog:
    """Return the page of a session's current question, fresh if it is another than before."""
    fresh = Dialog(session or dialog.session, note=note)
    same = session is None or session.cursor == dialog.session.cursor
    return replace(fresh, seen=dialog.seen) if same else fresh


def _command(dialog: Dialog, key: str, now: str) -> Result:
    session, question = dialog.session, dialog.question
    if key == "q":
        return replace(dialog, done=True), ()
    if key == "b":
        return _ask(dialog, act.back(session), "" if session.trail else words("note_no_back")), ()
    if key == "u":
        undone, lines = act.undo(session, now)
        return _ask(dialog, undone, words("note_undone" if lines else "note_no_undo", count=len(lines))), lines
    if key == "/":
        return replace(dialog, mode="filter", text=session.filter), ()
    if key == "?":
        return replace(dialog, mode="help", scroll=0), ()
    if question is None:
        return replace(dialog, note=words("note_key")), ()
    if key == "s":
        return _ask(dialog, act.skip(session), words("note_left_open")), ()
    if key == "r":
        return replace(dialog, mode="reject", text=""), ()
    if key == "g":
        same = len(session.identical())
        if same < 2:
            return replace(dialog, note=words("note_no_identical")), ()
        return replace(dialog, mode="group", scroll=0, seen=frozenset()), ()
    if key == "e":
        if not question.candidates:
            return replace(dialog, note=words("note_no_candidates")), ()
        one = len(question.candidates) == 1
        return replace(dialog, mode="edit" if one else "from", base=0, changes={}, page=0, scroll=0), ()
    return replace(dialog, note=words("note_enter" if key == "enter" else "note_key")), ()


def _digit(dialog: Dialog, index: int, now: str) -> Result:
    question = dialog.question
    if question is None or not 0 <= index < _count(dialog):
        return replace(dialog, note=words("note_no_such", number=index + 1)), ()
    if dialog.mode == "from":
        return replace(dialog, mode="edit", base=index, changes={}, page=0, scroll=0), ()
    if dialog.mode == "edit":
        value = dialog.values()[index]
        return replace(dialog, mode="value", path=value.path, text=value.now), ()
    if dialog.mode == "group":
        if "end" not in dialog.seen:
            return replace(dialog, note=words("note_scroll_group")), ()
        answered, lines = act.answer_identical(dialog.session, index, now)
        return _ask(dialog, answered, words("note_group", count=len(lines))), lines
    if index not in dialog.seen:
        return replace(dialog, note=words("note_unseen", number=index + 1)), ()
    answered, lines = act.answer(dialog.session, Answer(index), now)
    return _ask(dialog, answered, words("note_answered", label=question.candidates[index].label)), lines


def _typing(dialog: Dialog, key: str, now: str) -> Result:
    if key == "esc":
        return (replace(dialog, mode="edit", text=""), ()) if dialog.mode == "value" else (_ask(dialog), ())
    if key == "enter":
        return _typed(dialog, now)
    text = dialog.text
    if key == "backspace":
        text = text[:-1]
    elif key == "ctrl-u":
        text = ""
    elif key.startswith("paste:"):
        text += " ".join(key.removeprefix("paste:").split())
    elif len(key) == 1 and key.isprintable():
        text += key
    return replace(dialog, text=text, note=_problem(dialog, text)), ()


def _problem(dialog: Dialog, text: str) -> str:
    """Return what is wrong with a value while it is typed."""
    if dialog.mode != "value" or dialog.question is None:
        return ""
    value, problem = typed(dialog.path, text)
    if problem:
        return problem
    return apply_edit(dialog.question, {"candidate": dialog.base, "set": {**dialog.changes, dialog.path: value}})[1]


def _typed(dialog: Dialog, now: str) -> Result:
    if dialog.mode == "filter":
        narrowed = act.narrow(dialog.session, dialog.text)
        found = len(narrowed.selected) if narrowed.selected is not None else len(narrowed.questions)
        return _ask(dialog, narrowed, words("note_filter", count=found) if dialog.text else ""), ()
    if dialog.mode == "reject":
        if not dialog.text.strip():
            return replace(dialog, note=words("note_reason")), ()
        given = Answer("reject", reason=dialog.text.strip())
        rejected, lines = act.answer(dialog.session, given, now)
        return _ask(dialog, rejected, words("note_rejected")), lines
    problem = _problem(dialog, dialog.text)
    if problem:
        return replace(dialog, note=problem), ()
    value, _ = typed(dialog.path, dialog.text)
    return replace(dialog, mode="edit", changes={**dialog.changes, dialog.path: value}, text=""), ()


def _write_edit(dialog: Dialog, now: str) -> Result:
    if not dialog.changes:
        return replace(dialog, note=words("note_no_change")), ()
    given = Answer("edit", value={"candidate": dialog.base, "set": dict(dialog.changes)})
    edited, lines = act.answer(dialog.session, given, now)
    return _ask(dialog, edited, words("note_edited")), lines
