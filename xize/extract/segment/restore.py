"""From the statements of a flattened table to its rows: which column each belongs to, which criteria which task."""

from __future__ import annotations

from dataclasses import dataclass, field

from xize.extract.segment.columns import NODE_ROLES, role_of
from xize.extract.segment.say import finding
from xize.extract.segment.statements import Statement
from xize.model.anchor import Anchor
from xize.model.finding import Finding
from xize.model.source import Cell, Paragraph, SourceDocument, Span, Table

CRITERIA = ("criteria", "criteria-or-standard", "standard", "method")
"""Roles of the column that says how a piece of work is scored, the likeliest first."""


@dataclass
class _Row:
    """One row in the making: column → spans; `whole` for a heading over the whole width."""

    cells: dict[int, list[Span]] = field(default_factory=dict)
    whole: bool = False

    def put(self, col: int, statement: Statement) -> None:
        self.cells.setdefault(col, []).extend(statement.spans)


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
        self._points = next((2 * col for col, role in enumerate(roles) if role == "points"), None)
        self._criteria = 2 * next((roles.index(role) for role in CRITERIA if role in roles), len(roles) - 1)
        self._statements = statements
        self._noise: list[Span] = [(word.start, word.end) for word in repeats]
        self._rows: list[_Row] = []
        self._open: dict[int, Statement] = {}
        self._groups: list[Statement] = []
        self._number: Statement | None = None
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
        inner = self._level_col if heads else self._task_col
        self._group_cols = [col for col in self._names if col < inner]
        self._points_col = self._points if self._points is not None else inner + 1
        for statement in self._statements:
            self._take(statement)
        self._flush()
        return self._made()

    def _take(self, statement: Statement) -> None:
        if statement.kind == "repeat":
            self._noise += statement.spans
        elif statement.kind == "group":
            self._flush()
            self._groups.append(statement)
        elif statement.kind in ("level", "name"):
            self._flush()
            self._place_groups()
            self._open[self._level_col] = statement
        elif statement.kind == "number":
            if self._tasks and not self._scored and self._tasks[-1][1] is None:
                self._tasks[-1] = (self._tasks[-1][0], statement)
            else:
                self._flush_scored()
                self._number = statement
        elif statement.kind == "task":
            self._flush_scored()
            self._place_groups()
            self._tasks.append((statement, None))
        else:
            self._place_groups()
            self._scored.append(statement)

    def _place_groups(self) -> None:
        """Give a run of group headings to the columns left of the levels, the last to the innermost."""
        run, self._groups = self._groups, []
        cols = self._group_cols[-len(run) :] if run else []
        for statement in run[: len(run) - len(cols)]:
            row = _Row(whole=True)
            row.put(0, statement)
            self._rows.append(row)
        self._open.update(zip(cols, run[len(run) - len(cols) :], strict=True))

    def _flush_scored(self) -> None:
        if self._scored:
            self._flush()

    def _flush(self) -> None:
        """Write the rows of the open names, tasks and criteria."""
        tasks, scored = self._tasks, self._scored
        self._tasks, self._scored = [], []
        if not tasks and not scored and not self._open:
            return
        shares = self._shares([task for task, _ in tasks], scored)
        for at in range(max(len(tasks), 1)):
            row = _Row()
            for col, statement in self._open.items():
                row.put(col, statement)
            self._open = {}
            if self._number is not None:
                row.put(self._points_col, self._number)
                self._number = None
            if tasks:
                row.put(self._task_col, tasks[at][0])
                points = tasks[at][1]
                if points is not None:
                    row.put(self._points_col, points)
            for statement in shares[at]:
                row.put(self._criteria, statement)
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
