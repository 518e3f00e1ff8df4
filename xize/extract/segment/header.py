"""Tell a table's title rows, header rows and body apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from xize.extract.segment.columns import NODE_ROLES, Column, columns, header_words, role_of
from xize.extract.segment.digits import narrow
from xize.extract.segment.grid import Entry, Row, squeeze
from xize.extract.segment.node import speaks_of_points, wins_or_loses
from xize.extract.segment.points import cell_points
from xize.model.source import Table

_LONGEST = 16
"""A header is at most this long; a longer cell is content."""
_ROWS = 8
"""A header stands in the first rows or not at all."""
_SCORED = re.compile(r"[扣减罚加奖]\s*分")
_HEADS_AMOUNTS = re.compile(r"^(?:每[一-龥]{1,2})?[一-龥]{0,4}[扣减罚加奖]分[值额]?$")
_AMOUNT = re.compile(
    r"\s*(?:每[一-龥]{1,3}\s*)?\d{1,4}(?:\.\d+)?(?:\s*分?\s*[-—–~至]+\s*\d{1,4}(?:\.\d+)?)?\s*分?(?:\s*[/每][一-龥]{1,3})?\s*"
)


@dataclass(frozen=True)
class Layout:
    """The parts of a table: `title` rows above the header, `header` rows, `repeats` of the header, and the `body`."""

    columns: tuple[Column, ...]
    title: tuple[Row, ...]
    header: tuple[Row, ...]
    repeats: tuple[Row, ...]
    body: tuple[Row, ...]

    def column(self, role: str) -> Column | None:
        """Return the first column of a role."""
        return next((column for column in self.columns if column.role == role), None)


def layout(table: Table, rows: list[Row]) -> Layout:
    """Return the parts of a table; one without a header has columns of unknown role."""
    top = next((at for at, row in enumerate(rows[:_ROWS]) if is_header_row(row)), None)
    if top is None or any(len(row) > 1 and not _is_particulars(row) for row in rows[:top]):
        declared = table.header_rows if 0 < table.header_rows < table.rows else 0
        # Word may repeat a first row that says 出勤 | 10分 | 迟到扣1分: what scores is no header.
        declared = next((at for at, row in enumerate(rows[:declared]) if _scores(row)), declared)
        named = columns(_headers(table, tuple(rows[:declared])) if declared else [() for _ in range(table.cols)])
        rest = tuple(rows[declared:])
        return Layout(_by_content(named, rest), (), tuple(rows[:declared]), (), rest)
    end = top + 1
    while end < min(len(rows), top + 3) and _is_under(rows[top], rows[end]):
        end += 1
    header = tuple(rows[top:end])
    printed = {_words(row) for row in header}
    body: list[Row] = []
    repeats: list[Row] = []
    for row in rows[end:]:
        (repeats if row and _words(row) in printed else body).append(row)
    headers = _headers(table, header)
    headed = {entry.col for row in header for entry in row}
    named = _with_amounts(_with_points(columns(headers), body), body, headed, headers)
    return Layout(named, tuple(rows[:top]), header, tuple(repeats), tuple(body))


def _scores(row: Row) -> bool:
    return any(speaks_of_points(entry.text) for entry in row)


def _by_content(named: tuple[Column, ...], body: tuple[Row, ...]) -> tuple[Column, ...]:
    """Return the columns of a table without a header that is known: points and criteria told by what is in them."""
    made = list(named)
    texts = {at: [entry.text for row in body for entry in row if entry.col == at] for at in range(len(named))}
    free = [at for at in range(1, len(made)) if made[at].role == "other" and texts[at]]
    points = [at for at in free if all("分" in text and cell_points(text) is not None for text in texts[at])]
    if len(points) == 1:
        made[points[0]] = replace(made[points[0]], role="points", key="points")
    criteria = [at for at in free if at not in points and all(wins_or_loses(text) for text in texts[at])]
    if len(criteria) == 1 and "criteria" not in {column.key for column in made}:
        made[criteria[0]] = replace(made[criteria[0]], role="criteria", key="criteria")
    return tuple(made)


def _with_points(named: tuple[Column, ...], body: list[Row]) -> tuple[Column, ...]:
    """Return the columns, one without header right of a name that holds nothing but points being that of the points.

    A header that goes over two columns (考核内容（100分） over contents and their points) is the first one's.
    """
    shared = [after for left, after in pairwise(named) if after.header == left.header]
    silent = [column for column in named if not column.header or column in shared]
    first = next((column.index for column in named if column.role in NODE_ROLES), None)
    if first is None or any(column.role == "points" for column in named):
        return named
    for column in silent:
        texts = [entry.text for row in body for entry in row if entry.col == column.index]
        counts = [text.strip() for text in texts] == [str(n) for n in range(1, len(texts) + 1)]
        if column.index > first and texts and not counts and all(cell_points(text) is not None for text in texts):
            points = replace(column, role="points", key="points")
            return tuple(points if one is column else one for one in named)
    return named


def _with_amounts(
    named: tuple[Column, ...], body: list[Row], headed: set[int], headers: list[tuple[str, ...]]
) -> tuple[Column, ...]:
    """Return the columns; one headed 扣分值 or 加分 whose cells are mostly amounts without a verb is of amounts."""
    made = list(named)
    for column in named:
        texts = [entry.text for row in body for entry in row if entry.col == column.index]
        # 加分值 is what an item is worth, unless it goes by the piece: 2/篇.
        paid = column.role == "points" and any(re.search("[/／每]", text) for text in texts)
        fit = column.index in headed and (paid or column.role in ("score", "other", "criteria"))
        if (
            fit
            and any(map(_SCORED.search, headers[column.index]))
            and sum(_AMOUNT.fullmatch(narrow(text)) is not None for text in texts) * 2 > len(texts)
        ):
            made[column.index] = replace(column, role="amount")
    return tuple(made)


def amount_headers(header: tuple[Row, ...]) -> dict[int, tuple[Entry, ...]]:
    """Return what heads each column: its lowest cell, and the one above where that has no effect (每次 under 扣分)."""
    found: dict[int, tuple[Entry, ...]] = {entry.col: (entry,) for row in header for entry in row}
    for col, (lowest,) in tuple(found.items()):
        above = [entry for entry in header[0] if entry.col <= col] if header else []
        if above and above[-1] is not lowest and not _SCORED.search(lowest.text):
            found[col] = (lowest, above[-1])
    return found


def is_header_row(row: Row) -> bool:
    """Return whether a row is a header: two words at least that a header has, and little else."""
    texts = [header_words(entry.text) for entry in row]
    known = sum(
        len(text) <= _LONGEST and (role_of(entry.text) is not None or _HEADS_AMOUNTS.search(text) is not None)
        for entry, text in zip(row, texts, strict=True)
    )
    return known >= 2 and known * 2 >= len(texts) and not any(_is_value(text) for text in texts)


def _is_under(header: Row, row: Row) -> bool:
    """Return whether a row is the second row of a header: it fills what the first left open or divides a group."""
    if not row or len(row) > len(header) + 8:
        return False
    starts = [e.col for e in header]
    # A header goes for the empty ones to its right: merged in Word, blank in text.
    wide = {e.col for e, after in zip(header, [*starts[1:], None], strict=True) if after is None or after > e.col + 1}
    wide |= {e.col for e in header if e.cell.colspan > 1}
    single = set(starts) - wide
    texts = [header_words(entry.text) for entry in row]
    short = all(len(text) <= _LONGEST and not _is_value(text) for text in texts)
    known = sum(role_of(entry.text) is not None for entry in row)
    free = all(entry.col not in single for entry in row)
    return short and free and (known * 2 >= len(row) or any(entry.col in wide for entry in row))


def _is_value(text: str) -> bool:
    return cell_points(text) is not None or re.fullmatch(r"[\d.%]+", text) is not None


def _is_particulars(row: Row) -> bool:
    return any(re.search(r"[:：]\s*$|[:：]|年\s*月\s*日", entry.text) for entry in row)


def _words(row: Row) -> tuple[str, ...]:
    return tuple(squeeze(entry.text).replace(" ", "") for entry in row)


def _headers(table: Table, header: tuple[Row, ...]) -> list[tuple[str, ...]]:
    """Return the header words of every column, an upper one also over the lower ones it groups."""
    found: list[tuple[str, ...]] = [() for _ in range(table.cols)]
    lower = {entry.col for row in header[1:] for entry in row}
    for row in header:
        for entry in row:
            end = min(entry.col + entry.cell.colspan, table.cols)
            while row is header[0] and end in lower and all(other.col != end for other in row):
                end += 1
            for col in range(entry.col, end):
                found[col] = (*found[col], entry.text.strip())
    return found
