"""From the statements of a flattened table to its rows: which column each belongs to, which criteria which task."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from itertools import pairwise

from xize.extract.segment.columns import NODE_ROLES, role_of
from xize.extract.segment.say import finding
from xize.extract.segment.statements import Statement
from xize.model.anchor import Anchor
from xize.model.finding import Finding
from xize.model.source import Cell, Paragraph, SourceDocument, Span, Table

CRITERIA = ("criteria", "criteria-or-standard", "standard", "method")
"""Roles of the column that says how a piece of work is scored, the likeliest first."""


def _outlined(statements: list[Statement], names: int) -> list[Statement]:
    """Return the statements; where nothing has a code, two names in a row are a heading and what stands below it."""
    coded = any(one.kind in ("level", "name", "group") or one.number is not None for one in statements)
    if coded or names < 2:
        return statements
    made = list(statements)
    for at in range(len(made) - 1):
        alone = at == 0 or made[at - 1].kind not in ("task", "name")
        two = made[at].kind == made[at + 1].kind == "task"
        if two and alone and (at + 2 == len(made) or made[at + 2].kind != "task"):
            made[at] = replace(made[at], kind="name")
    return made


@dataclass
class _Row:
    """One row in the making: column → spans; `whole` for a heading over the whole width."""

    cells: dict[int, list[Span]] = field(default_factory=dict)
    whole: bool = False

    def put(self, text: str, col: int, statement: Statement) -> None:
        """Add a statement to a cell; lines that stand together stay one range, with the line break between."""
        spans = self.cells.setdefault(col, [])
        for start, end in statement.spans:
            if spans and not text[spans[-1][1] : start].strip() and spans[-1][1] <= start:
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))


class Builder:
    """Puts statements into the columns of one flattened table."""

    def __init__(
        self, document: SourceDocument, header: list[Paragraph], statements: list[Statement], repeats: list[Paragraph]
    ) -> None:
        self.document = document
        self.header = header
        self.findings: list[Finding] = []
        roles = [role_of(document.text[word.start : word.end]) or "other" for word in header]
        # Columns are counted in steps of two: a points column that lost its header word fits in between.
        self._names = [2 * col for col, role in enumerate(roles) if role in NODE_ROLES]
        self._points = next((2 * col for col, role in enumerate(roles) if role in ("points", "weight")), None)
        self._serial = next((2 * col for col, role in enumerate(roles) if role == "number"), None)
        criteria = next((2 * roles.index(role) for role in CRITERIA if role in roles), None)
        if criteria is None:
            # Without a column for criteria the last words right of the points say how to score.
            criteria = self._names.pop() if len(self._names) > 1 else 2 * len(roles) - 2
        self._criteria = criteria
        self._names = [col for col in self._names if col != criteria]
        self._statements = _outlined(statements, len(self._names))
        self._noise: list[Span] = [(word.start, word.end) for word in repeats]
        self._rows: list[_Row] = []
        self._open: dict[int, Statement] = {}
        self._groups: list[Statement] = []
        self._before: Statement | None = None
        self._numbers: list[tuple[int, Statement]] = []
        self._tasks: list[tuple[Statement, Statement | None]] = []
        self._scored: list[Statement] = []

    def table(self) -> Table | None:
        """Return the table, or None where its statements do not fit its header."""
        kinds = {statement.kind for statement in self._statements}
        if not kinds & {"level", "name", "task"} or not kinds & {"criteria", "number"}:
            return None
        has_tasks = "task" in kinds
        heads = bool(kinds & {"level", "name"})
        if heads and has_tasks and len(self._names) < 2:
            return None
        self._task_col = self._names[-1]
        self._level_col = self._names[-2] if heads and has_tasks else self._names[-1]
        ids = list(dict.fromkeys(one.level for one in self._statements if one.kind == "level" and one.level))
        cols = [col for col in self._names if col <= self._level_col][-len(ids) or len(self._names) :]
        if len(ids) > len(cols):
            return None
        self._level_cols = dict(zip(ids, cols, strict=False))
        inner = cols[0] if ids else self._level_col if heads else self._task_col
        self._group_cols = [col for col in self._names if col < inner]
        self._points_col = self._points if self._points is not None else inner + 1
        for statement in self._statements:
            self._take(statement)
            self._before = statement
        self._place_groups()
        self._flush(final=True)
        made = self._made()
        return made if self._holds_all(made) else None

    def _holds_all(self, table: Table) -> bool:
        """Whether every line is in exactly one place of the table; if not, the lines are better left as they are."""
        held = [span for cell in table.cells for span in cell.spans] + list(table.noise)
        given = [span for one in self._statements for span in one.spans]
        held.sort()
        apart = all(above[1] <= below[0] for above, below in pairwise(held))
        starts = [start for start, _ in held]
        return apart and all(
            starts[0] <= first and last <= held[bisect_right(starts, first) - 1][1] for first, last in given
        )

    def _take(self, statement: Statement) -> None:
        if statement.kind == "repeat":
            self._noise += statement.spans
        elif statement.kind == "group":
            self._flush()
            self._groups.append(statement)
        elif statement.kind in ("level", "name"):
            self._flush()
            self._place_groups()
            col = self._level_cols.get(statement.level or "", self._level_col)
            self._open[col] = statement
        elif statement.kind == "number":
            self._take_number(statement)
        elif statement.kind == "task":
            self._flush_scored()
            self._place_groups()
            self._tasks.append((statement, None))
        else:
            self._place_groups()
            self._scored.append(statement)

    def _take_number(self, statement: Statement) -> None:
        """Take a number alone: points of the name above it or of the row that ends with it, or a row's number."""
        before = self._before
        named = before is not None and before.kind in ("task", "name", "level", "group")
        if self._tasks and not self._scored and self._tasks[-1][1] is None:
            self._tasks[-1] = (self._tasks[-1][0], statement)
        elif self._scored and self._points_col > self._criteria and before is not None and before.kind == "criteria":
            self._numbers.append((self._points_col, statement))
            self._flush()
        else:
            self._flush_scored()
            serial = self._serial is not None and not named
            self._numbers.append((self._serial if serial and self._serial is not None else self._points_col, statement))

    def _place_groups(self) -> None:
        """Give a run of group headings to the columns left of the levels, the last to the innermost."""
        run, self._groups = self._groups, []
        cols = self._group_cols[-len(run) :] if run else []
        for statement in run[: len(run) - len(cols)]:
            row = _Row(whole=True)
            row.put(self.document.text, 0, statement)
            self._rows.append(row)
        self._open.update(zip(cols, run[len(run) - len(cols) :], strict=True))

    def _flush_scored(self) -> None:
        if self._scored:
            self._flush()

    def _flush(self, *, final: bool = False) -> None:
        """Write the rows of the open names, tasks and criteria; at the end, of numbers that are left too."""
        tasks, scored = self._tasks, self._scored
        self._tasks, self._scored = [], []
        if not tasks and not scored and not self._open and not (self._numbers and final):
            return
        shares = self._shares([task for task, _ in tasks], scored)
        for at in range(max(len(tasks), 1)):
            row = _Row()
            for col, statement in self._open.items():
                row.put(self.document.text, col, statement)
            self._open = {}
            for col, statement in self._numbers:
                row.put(self.document.text, col, statement)
            self._numbers = []
            if tasks:
                row.put(self.document.text, self._task_col, tasks[at][0])
                points = tasks[at][1]
                if points is not None:
                    row.put(self.document.text, self._points_col, points)
            for statement in shares[at]:
                row.put(self.document.text, self._criteria, statement)
            self._rows.append(row)

    def _shares(self, tasks: list[Statement], scored: list[Statement]) -> list[list[Statement]]:
        """Share criteria among the tasks before them: by their own numbers, else by order, else all to the first."""
        if len(tasks) <= 1 or not scored:
            self._compare_numbers(tasks, scored)
            return [scored, *([] for _ in tasks[1:])]
        parts: list[list[Statement]] = []
        for statement in scored:
            if statement.number is not None or not parts:
                parts.append([])
            parts[-1].append(statement)
        numbers = [part[0].number for part in parts]
        own = [task.number for task in tasks]
        if None not in numbers and len(set(numbers)) == len(numbers) and set(numbers) <= set(own):
            return [next((part for part in parts if part[0].number == number), []) for number in own]
        at = self._anchor([*tasks, *scored])
        if len(scored) == len(tasks):
            self.findings.append(finding("criteria-by-order", "info", at, tasks=len(tasks)))
            return [[statement] for statement in scored]
        self.findings.append(finding("criteria-shared", "warning", at, tasks=len(tasks), criteria=len(scored)))
        return [scored, *([] for _ in tasks[1:])]

    def _compare_numbers(self, tasks: list[Statement], scored: list[Statement]) -> None:
        """Say where criteria below one task are numbered as another's; from 1 on they are a list of their own."""
        task = tasks[0].number if tasks else None
        number = scored[0].number if scored else None
        if task is not None and number is not None and number not in (1, task):
            at = self._anchor([tasks[0], scored[0]])
            self.findings.append(finding("criteria-number", "info", at, task=task, number=number))

    def _anchor(self, statements: list[Statement]) -> tuple[Anchor, ...]:
        return tuple(self.document.anchor_spans(statement.spans) for statement in statements)

    def _made(self) -> Table:
        """Return the rows as a table, the header words as its first row."""
        used = {col for row in self._rows for col in row.cells}
        cols = sorted(used | {2 * col for col in range(len(self.header))})
        cells = [Cell(0, cols.index(2 * col), ((word.start, word.end),)) for col, word in enumerate(self.header)]
        for number, row in enumerate(self._rows, 1):
            for col, spans in sorted(row.cells.items()):
                cells.append(Cell(number, cols.index(col), tuple(spans), colspan=len(cols) if row.whole else 1))
        end = max((end for cell in cells for _, end in cell.spans), default=self.header[-1].end)
        return Table(
            index=0,
            start=self.header[0].start,
            end=max([end, *(end for _, end in self._noise)]),
            rows=len(self._rows) + 1,
            cols=len(cols),
            cells=tuple(cells),
            spans_known=False,
            noise=tuple(sorted(self._noise)),
        )
