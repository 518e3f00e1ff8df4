"""The rules of one row, matched and compared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from xize.diff.assign import Matching
from xize.diff.changes import Evidence, Ref, RuleRow, RunnerUp
from xize.diff.compare_rule import added, change, compare_rule, removed
from xize.diff.mark import marked
from xize.diff.rules import RuleItem


@dataclass(frozen=True)
class Ruled:
    """A rule on both sides, or on one, and the row that tells of it."""

    old: RuleItem | None
    new: RuleItem | None
    row: RuleRow


def rule_rows(old: list[RuleItem], new: list[RuleItem], matching: Matching) -> list[Ruled]:
    """Return every rule of both sides in one row, in the order of the new document, then the removed ones."""
    rows: list[Ruled] = []
    for at, item in enumerate(new):
        pair = matching.new.get(at)
        if pair is None:
            rows.append(Ruled(None, item, RuleRow(new=_ref(item), changes=(added(item.rule),))))
            continue
        other = old[pair.old]
        runner = _runner(pair.runner_up, old, new)
        row = RuleRow(
            old=_ref(other), new=_ref(item), changes=compare_rule(other.rule, item.rule),
            evidence=Evidence(by=pair.by, score=pair.score, runner_up=runner),
            marked=marked(other.rule.quote, item.rule.quote) if other.rule.quote != item.rule.quote else (),
        )  # fmt: skip
        rows.append(Ruled(other, item, row))
    gone = [item for at, item in enumerate(old) if at not in matching.old]
    rows += [Ruled(item, None, RuleRow(old=_ref(item), changes=(removed(item.rule),))) for item in gone]
    return _alternatives(rows)


def _ref(item: RuleItem) -> Ref:
    return Ref(id=item.rule.id, text=item.rule.quote, path="elaboration" if item.elaborated else "", at=item.rule.at)


def _runner(
    runner: tuple[Literal["old", "new"], int, float] | None, old: list[RuleItem], new: list[RuleItem]
) -> RunnerUp | None:
    if runner is None:
        return None
    side, place, score = runner
    rival = (old if side == "old" else new)[place].rule
    return RunnerUp(side=side, id=rival.id, text=rival.quote, score=round(score, 3))


def _alternatives(rows: list[Ruled]) -> list[Ruled]:
    """Tell where matched rules became, or stopped being, alternatives of which only one counts."""
    left: dict[str, set[str | None]] = {}
    right: dict[str, set[str | None]] = {}
    both = [(row.old.rule.group, row.new.rule.group) for row in rows if row.old is not None and row.new is not None]
    for one, other in both:
        if one is not None:
            left.setdefault(one, set()).add(other)
        if other is not None:
            right.setdefault(other, set()).add(one)
    found: list[Ruled] = []
    for row in rows:
        if row.old is not None and row.new is not None:
            before, after = row.old.rule, row.new.rule
            torn = before.group is not None and len(left[before.group]) > 1
            joined = after.group is not None and len(right[after.group]) > 1
            if torn or joined:
                grouped = (before.group is not None, after.group is not None)
                more = change("basis", "alternatives", *grouped, before.at, after.at)
                changed = row.row.model_copy(update={"changes": (*row.row.changes, *more)})
                row = replace(row, row=changed)  # noqa: PLW2901 (the row as told)
        found.append(row)
    return found
