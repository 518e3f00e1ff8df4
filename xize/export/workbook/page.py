"""One sheet of the workbook: the form, its scores, and what stands below the table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter

from xize.export.workbook import look
from xize.export.workbook.fields import Choices, restrict, valid
from xize.export.workbook.formula import PLACES
from xize.export.workbook.naming import clean, quoted
from xize.export.workbook.rows import Block, Rows
from xize.model.anchor import Anchor
from xize.score.need import Need
from xize.score.workbook import FACT_COLUMN, VALUE_COLUMN
from xize.words import Words

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

say = Words("xize.export")

MARKS, TITLE, HELP, HEADER, BODY = 1, 2, 3, 4, 5
"""The rows at the top; the first is hidden and marks the columns to read back."""

WIDTHS = {"title": 16, "points": 6, "field": 30, "rule": 34, "question": 34, "unit": 7, "input": 10, "state": 9,
          "score": 12, "fact": 12}  # fmt: skip


@dataclass
class Column:
    """A column: its kind, its heading, and the level or role it is for."""

    kind: str
    heading: str
    level: int = 0
    role: str = ""


@dataclass
class Page:
    """A sheet being written; `value_of` and `state_of` say where each fact stands once `fill` has run."""

    sheet: Worksheet
    rows: Rows
    columns: list[Column] = field(default_factory=list)
    cells: dict[str, tuple[str, str]] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)

    def number(self, kind: str, level: int = 0, role: str = "") -> int | None:
        """Return the number of a column, counted from 1."""
        for number, column in enumerate(self.columns, 1):
            if (column.kind, column.level, column.role) == (kind, level, role):
                return number
        return None

    def must(self, kind: str, level: int = 0, role: str = "") -> int:
        """Return the number of a column that every sheet has."""
        found = self.number(kind, level, role)
        assert found is not None, kind  # noqa: S101 (`plan_columns` makes it)
        return found

    def address(self, row: int, column: int) -> str:
        """Return the absolute address of a cell, with the sheet."""
        return f"{quoted(self.sheet.title)}!${get_column_letter(column)}${row}"


def plan_columns(page: Page) -> None:
    """Choose the columns: titles and points a level, fields, the form, scores a level, the hidden fact ids."""
    levels = range(page.rows.depth)
    for level in levels:
        page.columns.append(Column("title", say("column_level", number=level + 1), level))
        if any(block.depth == level and block.node.points is not None for block in page.rows.blocks):
            page.columns.append(Column("points", say("column_points"), level))
    for role in page.rows.roles:
        heading = say(f"role_{role}") if f"role_{role}" in say.keys() else role  # noqa: SIM118 (no mapping)
        page.columns.append(Column("field", heading, role=role))
    for kind in ("rule", "question", "unit", "input", "state"):
        page.columns.append(Column(kind, say(f"column_{kind}")))
    for level in levels:
        page.columns.append(Column("score", say("column_score_level", number=level + 1), level))
    page.columns.append(Column("fact", ""))


def fill(page: Page, title: str, choices: Choices) -> None:
    """Write the title, the header, and every block with its facts."""
    sheet = page.sheet
    last = len(page.columns) - 1
    look.write(sheet, MARKS, page.must("fact"), FACT_COLUMN)
    look.write(sheet, MARKS, page.must("input"), VALUE_COLUMN)
    sheet.row_dimensions[MARKS].hidden = True
    for row, text, font in ((TITLE, title, look.TITLE), (HELP, say("how_to_fill"), look.SMALL)):
        look.write(sheet, row, 1, clean(text), font=font)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
    sheet.row_dimensions[TITLE].height = 26
    sheet.row_dimensions[HELP].height = 2 * look.LINE
    for number, column in enumerate(page.columns, 1):
        look.write(sheet, HEADER, number, clean(column.heading), font=look.BOLD, fill=look.HEAD, alignment=look.MIDDLE)
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS[column.kind]
    sheet.column_dimensions[get_column_letter(page.must("fact"))].hidden = True
    for block in page.rows.blocks:
        _node(page, block)
        _facts(page, block, choices)
    for row in range(BODY, BODY + page.rows.count):
        for number in range(1, last + 1):
            sheet.cell(row=row, column=number).border = look.BORDER
        sheet.row_dimensions[row].height = min(page.heights.get(row, look.LINE) + 3, 400)


def _node(page: Page, block: Block) -> None:
    node, first, last = block.node, BODY + block.first, BODY + block.last
    words = f"{node.code or ''} {node.title}".strip()
    column = page.must("title", block.depth)
    cell = look.write(page.sheet, first, column, clean(words))
    cell.comment = _comment(words, node.title_at or node.at)
    _span(page, column, first, last, words)
    if node.points is not None:
        column = page.must("points", block.depth)
        look.write(page.sheet, first, column, node.points, alignment=look.MIDDLE)
        _span(page, column, first, last, "")
    for role, text in node.fields.items():
        found = page.number("field", role=role)
        if found is not None:
            look.write(page.sheet, first, found, clean(text.text))
            _span(page, found, first, first + block.own - 1 if block.own and node.children else last, text.text)


def _span(page: Page, column: int, first: int, last: int, text: str) -> None:
    """Merge a cell over its rows, and make these high enough for its text."""
    look.merge(page.sheet, column, first, last)
    wanted = look.lines(text, WIDTHS[page.columns[column - 1].kind]) * look.LINE
    room = sum(page.heights.get(row, look.LINE) for row in range(first, last + 1))
    if wanted > room:
        extra = (wanted - room) / (last - first + 1)
        for row in range(first, last + 1):
            page.heights[row] = page.heights.get(row, look.LINE) + extra


def _facts(page: Page, block: Block, choices: Choices) -> None:
    """Write the facts of a node: a row each, the quoted rule over all that belong to it."""
    column = page.must("rule")
    row = BODY + block.first
    for (quote, at), group in groupby(block.needs, key=lambda need: (need.quote, need.at)):
        needs = tuple(group)
        text = "".join((quote or "").split())
        cell = look.write(page.sheet, row, column, clean(text))
        if quote is not None and at is not None:
            cell.comment = _comment(quote, at)
        _span(page, column, row, row + len(needs) - 1, text)
        for offset, need in enumerate(needs):
            _fact(page, row + offset, need, choices)
        row += len(needs)


def _fact(page: Page, row: int, need: Need, choices: Choices) -> None:
    sheet = page.sheet
    question = need.question + (say("by_assessor") if need.judgement else "")
    look.write(sheet, row, page.must("question"), clean(question))
    _span(page, page.must("question"), row, row, question)
    look.write(sheet, row, page.must("unit"), clean(_unit(need)), alignment=look.MIDDLE)
    column, state = page.must("input"), page.must("state")
    fill_ = look.JUDGEMENT if need.judgement else look.INPUT
    cell = look.write(sheet, row, column, None, fill=fill_, protection=look.OPEN, alignment=look.MIDDLE)
    if need.unit == "%":
        cell.number_format = '0.######"%"'
    here = f"${get_column_letter(column)}${row}"
    restrict(sheet, need, here, choices)
    look.compute(
        sheet, row, state,
        f'IF(ISBLANK({here}),"{say("state_open")}",IF({valid(need, here, choices)},"","{say("state_bad")}"))',
        font=look.SMALL, alignment=look.MIDDLE,
    )  # fmt: skip
    look.write(sheet, row, page.must("fact"), clean(need.id))
    page.cells[need.id] = (page.address(row, column), page.address(row, state))


def _unit(need: Need) -> str:
    if need.type in {"amount", "score"}:
        return say("unit_points")
    return {"yes_no": say("unit_yes_no"), "choice": say("unit_choice"), "rank": say("unit_rank")}.get(
        need.type, need.unit or ""
    )


def _comment(quote: str, at: Anchor) -> Comment:
    where = say("comment_place", start=at.start, end=at.end)
    if at.page is not None:
        where = say("comment_page", page=at.page) + where
    comment = Comment(clean(f"{quote[:1000]}\n{where}"), "xize")
    comment.width, comment.height = 320, 90
    return comment


def show_scores(page: Page, ends: Mapping[str, tuple[str, str]]) -> None:
    """Write each node's score: the number where it is settled, else what it can still come to.

    Args:
        page: the sheet.
        ends: the formulas of both ends of each score, by the id of the node.
    """
    for block in page.rows.blocks:
        found = ends.get(block.node.id)
        if found is not None:
            column = page.must("score", block.depth)
            first, last = BODY + block.first, BODY + block.last
            look.compute(page.sheet, first, column, shown(*found), fill=look.RESULT, alignment=look.MIDDLE)
            look.merge(page.sheet, column, first, last)


def show_ratings(page: Page, formulas: Mapping[str, str]) -> None:
    """Write the grades of nodes that have no score; `formulas` by the id of the node."""
    for block in page.rows.blocks:
        if block.node.id in formulas:
            column, first, last = page.must("score", block.depth), BODY + block.first, BODY + block.last
            style = {"fill": look.RESULT, "alignment": look.MIDDLE}
            look.compute(page.sheet, first, column, formulas[block.node.id], **style)
            look.merge(page.sheet, column, first, last)


def shown(low: str, high: str) -> str:
    """Return the formula that shows a result: the number where both ends agree, else “low～high”."""
    ends = [
        f'IF(ABS({end})>=1E+11,"{sign}∞",FIXED({end},2,TRUE))' for end, sign in ((low, "-"), (high, ""))
    ]  # fmt: skip
    settled = f"AND(ABS({low})<1E+11,ABS({high}-{low})<1E-{PLACES})"
    return f'IF({settled},ROUND({low},{PLACES}),{ends[0]}&"～"&{ends[1]})'


def below(page: Page, lines: Sequence[tuple[str, str | None]]) -> None:
    """Write what follows the table: a text and a formula a line (totals, ratings, vetoes), or a text alone."""
    sheet = page.sheet
    row = BODY + page.rows.count
    last = len(page.columns) - 1
    first_score = page.must("score", 0)
    for line, formula in lines:
        text = clean(line)
        end = first_score - 1 if formula is not None else last
        look.write(sheet, row, 1, text, font=look.BOLD if formula is not None else look.SMALL)
        width = sum(WIDTHS[column.kind] for column in page.columns[:end])
        sheet.row_dimensions[row].height = look.lines(text, width) * look.LINE + 3
        for number in range(1, last + 1):
            sheet.cell(row=row, column=number).border = look.BORDER
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=end)
        if formula is not None:
            look.compute(
                sheet, row, first_score, formula, fill=look.RESULT, font=look.BOLD, alignment=look.MIDDLE
            )  # fmt: skip
            if last > first_score:
                sheet.merge_cells(start_row=row, end_row=row, start_column=first_score, end_column=last)
        row += 1
    sheet.freeze_panes = f"A{BODY}"
    look.print_layout(sheet, HEADER, f"A{TITLE}:{get_column_letter(last)}{max(row - 1, HEADER)}")
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
