"""Two rubrics in, every change out; close calls are asked, and settled by decisions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from xize.diff.asking import answer, question
from xize.diff.assign import Matching
from xize.diff.changes import Change, DiffResult, Row
from xize.diff.match import Matcher
from xize.diff.nodes import Forest, Interner, lay_out
from xize.diff.regroup import Group, regroup
from xize.diff.rows import BuiltRow, build_row
from xize.diff.statements import document_changes, sheet_rows
from xize.model.question import Decision, Question
from xize.model.rubric import RubricBody

_ROUNDS = 6
"""An answer can bring up a further question; after so many rounds the rest stays open."""


def diff(
    old: RubricBody,
    new: RubricBody,
    *,
    names: tuple[str, str],
    decisions: Mapping[str, Decision] | None = None,
    known: Mapping[int, int] | None = None,
) -> DiffResult:
    """Compare two rubrics.

    Args:
        old: the old rubric, or the rubric of a draft.
        new: the new one.
        names: what to call them.
        decisions: answers to earlier questions of this comparison, by question id.
        known: pairs that need no matching: the place of the old indicator by that of the new, in document order.

    Raises:
        UsageError: a decision chooses what its question does not offer.
    """
    number = Interner()
    left, right = lay_out(old, number), lay_out(new, number)
    answers = decisions or {}
    matching, asked = _match(left, right, answers, known or {})
    groups = regroup(left, right, matching)
    # Which part of a merged indicator came first in the matching is no question any more.
    whole = {right.nodes[at].indicator.id for group in groups if len(group.old) > 1 for at in group.new}
    asked = [one for one in asked if one.indicator not in whole]
    sheets, sheet_partner = sheet_rows(left, right, groups)
    places = _Places(left, right, groups, sheet_partner)
    rows: list[Row] = []
    for at, group in enumerate(groups):
        rows.append(_row((left, right), group, places.moved(at), answers, asked))
    places.reorder(rows)
    return DiffResult(
        old=names[0], new=names[1], document=document_changes(old, new), sheets=sheets, rows=tuple(rows),
        questions=tuple(asked),
    )  # fmt: skip


def _match(
    old: Forest, new: Forest, answers: Mapping[str, Decision], known: Mapping[int, int]
) -> tuple[Matching, list[Question]]:
    settled: dict[int, int | None] = dict(known)
    for _ in range(_ROUNDS):
        matching = Matcher(old, new, settled).run()
        open_questions: list[Question] = []
        answered = False
        for pair in matching.new.values():
            if not pair.rivals:
                continue
            choices = [old.nodes[at] for at in (pair.old, *pair.rivals)]
            node = new.nodes[pair.new]
            asked = question(
                "match-indicator", (new.path(node), node.path), [(old.path(n), n.path) for n in choices],
                node.indicator.at, node.indicator.id, node.indicator.id,
            )  # fmt: skip
            chosen = answer(asked, answers)
            if chosen is None:
                open_questions.append(asked)
            else:
                answered = True
                settled[pair.new] = choices[chosen].index if chosen < len(choices) else None
        if not answered:
            break
    return matching, open_questions


def _row(
    sides: tuple[Forest, Forest],
    group: Group,
    moved: tuple[str, str] | None,
    answers: Mapping[str, Decision],
    asked: list[Question],
) -> Row:
    settled: dict[int, int | None] = {}
    for _ in range(_ROUNDS):
        built = build_row(*sides, group, moved, settled)
        open_questions, found = _rule_questions(built, answers)
        if not found:
            break
        settled |= found
    asked += open_questions
    return built.row


def _rule_questions(built: BuiltRow, answers: Mapping[str, Decision]) -> tuple[list[Question], dict[int, int | None]]:
    """Return the open questions about the rules of a row, and the answers to the others."""
    open_questions: list[Question] = []
    found: dict[int, int | None] = {}
    for pair in built.matching.new.values():
        if not pair.rivals:
            continue
        rule = built.new_rules[pair.new].rule
        places = [pair.old, *pair.rivals]
        choices = [("", built.old_rules[at].rule.quote) for at in places]
        owner = built.row.new[0]
        asked = question("match-rule", (owner.text, rule.quote), choices, rule.at, rule.id, owner.id)
        chosen = answer(asked, answers)
        if chosen is None:
            open_questions.append(asked)
        else:
            found[pair.new] = places[chosen] if chosen < len(places) else None
    return open_questions, found


class _Places:
    """Where indicators stand: under which row, and in which order."""

    def __init__(self, old: Forest, new: Forest, groups: Sequence[Group], sheet_partner: Mapping[int, int]) -> None:
        self._old, self._new, self._groups = old, new, groups
        self._sheet = sheet_partner
        self._old_group = {at: place for place, group in enumerate(groups) for at in group.old}
        self._new_group = {at: place for place, group in enumerate(groups) for at in group.new}

    def moved(self, place: int) -> tuple[str, str] | None:
        """Return where a row's indicator stood and stands, where its parents are not partners."""
        group = self._groups[place]
        if len(group.old) != 1 or len(group.new) != 1:
            return None
        left, right = self._old.nodes[group.old[0]], self._new.nodes[group.new[0]]
        if left.parent is None and right.parent is None:
            same = self._sheet.get(right.sheet) == left.sheet
        elif left.parent is None or right.parent is None:
            same = False
        else:
            same = self._old_group[left.parent] == self._new_group[right.parent]
        return None if same else (self._old.path(left), self._new.path(right))

    def reorder(self, rows: list[Row]) -> None:
        """Tell of indicators that stand under the same parent in another order: a change of layout."""
        siblings: dict[tuple[int, int | None], list[tuple[int, int]]] = {}
        for place, group in enumerate(self._groups):
            if len(group.old) == len(group.new) == 1 and self.moved(place) is None:
                node = self._new.nodes[group.new[0]]
                siblings.setdefault((node.sheet, node.parent), []).append((group.old[0], place))
        for members in siblings.values():
            still = _rising([old for old, _ in members])
            for at, (_, place) in enumerate(members):
                if at not in still:
                    row = rows[place]
                    one = Change(
                        type="layout", what="order", before=row.old[0].text, after=row.new[0].text,
                        before_at=row.old[0].at, after_at=row.new[0].at,
                    )  # fmt: skip
                    rows[place] = row.model_copy(update={"changes": (*row.changes, one)})


def _rising(numbers: Sequence[int]) -> set[int]:
    """Return the places of a longest rising subsequence: those that kept their order."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for at, number in enumerate(numbers):
        length = bisect_left(ends, number)
        ends[length : length + 1] = [number]
        last[length : length + 1] = [at]
        before.append(last[length - 1] if length else -1)
    kept: set[int] = set()
    at = last[-1] if last else -1
    while at >= 0:
        kept.add(at)
        at = before[at]
    return kept
