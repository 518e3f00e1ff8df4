"""What the review page looks like: a dialog drawn into so many lines of so many cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rich.text import Text

from xize.model.anchor import Anchor
from xize.model.base import decimal_text
from xize.model.question import Decision, Question
from xize.review.context import Places
from xize.review.dialog import PER_PAGE, Dialog
from xize.review.edit import value_text
from xize.review.example import examples
from xize.review.identity import find_reading
from xize.review.lines import ends, fit, wrap
from xize.review.queue import document_wide
from xize.review.say import words

MIN_WIDTH, MIN_HEIGHT = 40, 12

QUOTE, DIM, STRONG, MARK, NOTE = "bold reverse", "dim", "bold", "bold green", "yellow"


@dataclass(frozen=True)
class View:
    """What the pages of one review share: its name, the places of its draft, and whether suggestions are hidden."""

    name: str
    places: Places
    blind: bool = False
    others: Mapping[str, tuple[Decision, ...]] = field(default_factory=dict)
    """Answers to show beside a question: the two sides of a disagreement."""


@dataclass(frozen=True)
class Page:
    """A drawn page: exactly its height in lines; `seen` as in `Dialog`; the furthest it can be scrolled."""

    lines: tuple[Text, ...]
    seen: frozenset[int | str]
    furthest: int


@dataclass
class _Body:
    """Lines of the middle part, and where each reading begins and ends."""

    width: int
    lines: list[Text] = field(default_factory=list)
    spans: dict[int, tuple[int, int]] = field(default_factory=dict)

    def add(self, text: Text | str, style: str = "", indent: int = 0) -> None:
        piece = Text(text, style=style) if isinstance(text, str) else text
        self.lines += [Text(" ") + line for line in wrap(piece, self.width - 2, indent)]

    def gap(self) -> None:
        self.lines.append(Text(""))


def draw(dialog: Dialog, view: View, width: int, height: int) -> Page:
    """Draw a dialog on a page of `width` cells and `height` lines."""
    if width < MIN_WIDTH or height < MIN_HEIGHT:
        note = fit(Text(words("too_small", width=MIN_WIDTH, height=MIN_HEIGHT)), width)
        return Page((note, *(Text("") for _ in range(height - 1))), frozenset(), 0)
    body = _Body(width)
    _BODIES.get(dialog.mode, _ask)(body, dialog, view)
    keys = wrap(Text(_keys(dialog)), width - 2)
    room = height - 4 - len(keys)
    furthest = max(len(body.lines) - room, 0)
    top = min(dialog.scroll, furthest)
    shown = body.lines[top : top + room]
    below = len(body.lines) - top - len(shown)
    seen: set[int | str] = {i for i, (a, b) in body.spans.items() if top <= a and b <= top + room}
    seen |= {"end"} if not below else set()
    more = Text(words("more_below", count=below), style=NOTE) if below else Text("")
    rule = Text("─" * width, style=DIM)
    lines = [
        _head(dialog, view, width),
        rule,
        *(fit(line, width) for line in shown),
        *(Text("") for _ in range(room - len(shown))),
        rule,
        *(Text(" ") + line for line in keys),
        ends(Text(" " + dialog.note, style=NOTE), more, width),
    ]
    for line in lines:
        line.plain = flat(line.plain)
    return Page(tuple(lines), frozenset(seen), furthest)


def place_text(at: Anchor) -> str:
    """Return a printed place in words: page, table, row and column, as far as the format has them."""
    parts = [words("page", page=at.page)] if at.page is not None else []
    if at.table is not None and at.row is not None and at.col is not None:
        parts.append(words("cell", table=at.table + 1, row=at.row + 1, col=at.col + 1))
    return " · ".join(parts or [words("offset", start=at.start)])


def choice_text(decision: Decision) -> str:
    """Return an answer in words."""
    if decision.choice == "reject":
        return words("choice_reject", reason=decision.reason or "—")
    if decision.choice == "edit":
        changes = decision.value.get("set", {}) if isinstance(decision.value, dict) else {}
        pairs = changes.items() if isinstance(changes, dict) else ()
        return words("choice_edit", changes=words("semicolon").join(_changed(path, value) for path, value in pairs))
    return words("choice_reading", label=decision.label or decision.choice)


def _changed(path: str, value: object) -> str:
    """Return one change of an edit: what it changes in words, and to what."""
    told = words("edit_nothing") if value is None else value_text(path, value)
    return f"{_value_name(path, several=False)} → {told}"


def _head(dialog: Dialog, view: View, width: int) -> Text:
    session = dialog.session
    total, left = len(session.questions), len(session.open)
    right = words("progress", done=total - left, total=total, left=left)
    if session.filter:
        right = words("progress_filter", filter=session.filter) + right
    return ends(Text(f" {view.name}", style=STRONG), Text(right + " "), width)


def _keys(dialog: Dialog) -> str:
    count = len(dialog.question.candidates) if dialog.question else 0
    same = len(dialog.session.identical())
    mode = dialog.mode if dialog.question or dialog.mode in {"filter", "help"} else "done"
    told = words(f"keys_{mode}", last=max(min(count, PER_PAGE), 1), same=same)
    # What cannot be pressed is not on the page.
    return told if same > 1 else told.replace(words("keys_same", same=same), "")


def _place(body: _Body, question: Question, view: View) -> None:
    where = view.places.where(question.indicator, question.at)
    body.add(where.path or words("document_wide"), style=STRONG)
    parts = [words("points", points=decimal_text(where.points))] if where.points is not None else []
    parts += [words("document_wide")] if document_wide(question) and where.path else []
    body.add(" · ".join([*parts, place_text(question.at)]), style=DIM)


def _sentence(body: _Body, question: Question, view: View, reach: int | None) -> None:
    """Add the quoted span in its context; at most `reach` characters of it on either side."""
    context = view.places.context(question)
    before, after = flat(context.before), flat(context.after)
    if reach is not None and len(before) > reach:
        before = "…" + before[-reach:]
    if reach is not None and len(after) > reach:
        after = after[:reach] + "…"
    body.add(Text.assemble((before, DIM), (flat(context.quote), QUOTE), (after, DIM)))


def flat(text: str) -> str:
    """Return a text on one line and without control characters, which a document could steer the terminal with."""
    return text if text.isprintable() else "".join(char if char.isprintable() else " " for char in text)


def _ask(body: _Body, dialog: Dialog, view: View) -> None:
    question = dialog.question
    if question is None:
        return _nothing(body, dialog)
    _place(body, question, view)
    body.gap()
    _sentence(body, question, view, reach=60)
    body.gap()
    body.add(flat(question.prompt), style=STRONG)
    answer = dialog.session.history.answers.get(question.id)
    if answer is not None and not dialog.session.is_open(question.id):
        body.add(words("answer_now", answer=flat(choice_text(answer)), by=answer.by), style=MARK)
    for other in view.others.get(question.id, ()):
        body.add(words("answer_by", by=other.by, answer=flat(choice_text(other))), style=MARK)
    body.gap()
    _readings(body, dialog, view)
    if question.suggested is not None and question.reason and not view.blind:
        body.add(words("suggested_why", number=question.suggested + 1, reason=flat(question.reason)), style=DIM)
    return None


def _readings(body: _Body, dialog: Dialog, view: View) -> None:
    question = dialog.question
    if question is None:
        return
    if not question.candidates:
        body.add(words("no_candidates"))
    worked = examples(question, view.places)
    offer = dialog.session.offers.get(question.id)
    first = dialog.page * PER_PAGE
    for index, candidate in enumerate(question.candidates[first : first + PER_PAGE], start=first):
        start = len(body.lines)
        marks = []
        if index == question.suggested and not view.blind:
            marks.append(words("mark_suggested"))
        if offer is not None and not view.blind and find_reading(offer, question) == index:
            marks.append(words("mark_offered", by=offer.by, date=offer.at_time[:10]))
        title = Text.assemble((f"{index - first + 1}  ", MARK), flat(candidate.label), ("  " + " ".join(marks), MARK))
        body.add(title, indent=3)
        told = [
            flat(text) for text in (candidate.effect, worked[index] and words("example", text=worked[index])) if text
        ]
        for text in dict.fromkeys(told):
            body.add(Text("   ") + Text(text, style=DIM), indent=3)
        body.spans[index] = (start, len(body.lines))
    if len(question.candidates) > PER_PAGE:
        body.add(words("more_readings", count=len(question.candidates)), style=NOTE)


def _nothing(body: _Body, dialog: Dialog) -> None:
    left = len(dialog.session.open)
    body.gap()
    body.add(words("all_left" if left else "all_done", left=left, total=len(dialog.session.questions)), style=STRONG)
    if left:
        body.add(words("all_left_hint"))


def _group(body: _Body, dialog: Dialog, view: View) -> None:
    same = dialog.session.identical()
    body.add(words("group", count=len(same)), style=STRONG)
    body.gap()
    _readings(body, dialog, view)
    body.gap()
    for number, question in enumerate(same, start=1):
        where = view.places.where(question.indicator, question.at)
        body.add(f"{number}. {where.path or words('document_wide')} · {place_text(question.at)}", style=DIM, indent=4)
        _sentence(body, question, view, reach=12)
    body.spans.clear()


def _from(body: _Body, dialog: Dialog, view: View) -> None:
    body.add(words("edit_from"), style=STRONG)
    body.gap()
    _readings(body, dialog, view)


def _edit(body: _Body, dialog: Dialog, view: View) -> None:
    question = dialog.question
    if question is None:
        return
    _sentence(body, question, view, reach=40)
    body.gap()
    body.add(words("edit_title", label=flat(question.candidates[dialog.base].label)), style=STRONG)
    first = dialog.page * PER_PAGE
    values = dialog.values()
    for index, value in enumerate(values[first : first + PER_PAGE], start=1):
        mark = "*" if value.path in dialog.changes else " "
        typing = dialog.mode == "value" and value.path == dialog.path
        now = Text(dialog.text + "▏", style="bold underline") if typing else Text(value.now or "—")
        allowed = Text(f"  ({value.allowed})" if typing and value.allowed else "", style=DIM)
        name = _value_name(value.path, len(question.candidates[dialog.base].rules) > 1)
        body.add(Text.assemble((f"{index} ", MARK), mark, f" {name}{words('colon')}") + now + allowed, indent=4)
    if len(values) > PER_PAGE:
        body.add(words("more_values", count=len(values)), style=NOTE)


def _value_name(path: str, several: bool) -> str:
    """Return a value's path in words: which statement, where there are several, and which value of it."""
    known = words.keys()
    told = [words("statement", number=int(path.split(".")[1]) + 1)] if several and path.startswith("rules.") else []
    for part in path.split(".")[2 if path.startswith(("rules.", "limits.")) else 1 :]:
        told.append(
            f"#{int(part) + 1}" if part.isdigit() else words(f"value_{part}") if f"value_{part}" in known else part
        )
    return " ".join(told)


def _reject(body: _Body, dialog: Dialog, view: View) -> None:
    if dialog.question is None:
        return
    _sentence(body, dialog.question, view, reach=60)
    body.gap()
    body.add(words("reject_title"), style=STRONG)
    body.add(words("reject_meaning"), style=DIM)
    body.gap()
    body.add(Text("> ") + Text(dialog.text + "▏", style="bold"), indent=2)


def _filter(body: _Body, dialog: Dialog, view: View) -> None:
    body.add(words("filter_title"), style=STRONG)
    body.add(words("filter_meaning"), style=DIM)
    body.gap()
    body.add(Text("/ ") + Text(dialog.text + "▏", style="bold"), indent=2)


def _help(body: _Body, dialog: Dialog, view: View) -> None:
    question = dialog.question
    if question is not None:
        _place(body, question, view)
        body.gap()
        _sentence(body, question, view, reach=None)
        body.gap()
        patterns = {rule.pattern for candidate in question.candidates for rule in candidate.rules if rule.pattern}
        if patterns:
            body.add(words("help_pattern", patterns=", ".join(sorted(patterns))), style=DIM)
        body.add(words("help_id", kind=question.kind, id=question.id), style=DIM)
        body.gap()
    for line in words("help_keys").splitlines():
        body.add(line, indent=6)


_BODIES = {
    "ask": _ask, "from": _from, "edit": _edit, "value": _edit, "reject": _reject, "group": _group,
    "filter": _filter, "help": _help,
}  # fmt: skip
