"""The whole workbook: a sheet for each of the rubric's, the computations, the choices; the same bytes every time."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING

from openpyxl import Workbook

from xize.errors import UnsupportedFormatError
from xize.export.workbook import look
from xize.export.workbook.fields import Choices
from xize.export.workbook.formula import LONGEST, Addresses, condition, formula
from xize.export.workbook.naming import clean, quoted, sheet_names
from xize.export.workbook.page import Page, below, fill, plan_columns, say, show_ratings, show_scores, shown
from xize.export.workbook.partial import parted
from xize.export.workbook.rows import lay_rows
from xize.model.rubric import Rubric
from xize.score.factfile import YES_WORD
from xize.score.need import Need, needs
from xize.score.plan import GradePlan, Outside, Plan, Rating, SheetPlan
from xize.score.span import Span, certain, possible
from xize.score.symbol import Cell, Expr, Op
from xize.score.tree import lay_out

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

FIXED = datetime(2000, 1, 1)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")

FIRST = 2
"""The first row of results on the sheet of computations."""


def write_workbook(rubric: Rubric) -> bytes:
    """Return the workbook of a rubric.

    An empty input cell is an open fact: the score then shows what it can still come to (“3.00～8.00”), as `xize score`
    does, and the number once every fact that matters is given.

    Raises:
        UnsupportedFormatError: the rubric needs a formula that no spreadsheet program reads.
    """
    return _Book(rubric).data()


class _Book:
    """A workbook being written."""

    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric
        self.plan: Plan = lay_out(rubric)
        self.needs = {need.id: need for need in needs(rubric)}
        self.book = Workbook()
        self.book.remove(self.book.active)  # type: ignore[arg-type]  # a new workbook has an active sheet
        titles = [sheet.title for sheet in rubric.sheets]
        last = [say("sheet_results"), say("sheet_choices")]
        self.names = sheet_names(titles, say("sheet_fallback"), last)
        self.pages = [self._page(name) for name in self.names]
        self.results: Worksheet = self.book.create_sheet(last[0])
        choices: Worksheet = self.book.create_sheet(last[1])
        choices.sheet_state = "hidden"
        self.choices = Choices(choices)
        self.cells: dict[str, tuple[str, str]] = {}
        self.partials: dict[Op, Cell] = {}

    def _page(self, name: str) -> Page:
        sheet = self.rubric.sheets[self.names.index(name)]
        by_node: dict[str, list[Need]] = {}
        for need in self.needs.values():
            by_node.setdefault(need.indicator, []).append(need)
        page = Page(self.book.create_sheet(name), lay_rows(sheet, by_node))
        plan_columns(page)
        return page

    def data(self) -> bytes:
        for page, sheet in zip(self.pages, self.rubric.sheets, strict=True):
            title = sheet.title or self.rubric.title or page.sheet.title
            points = say("title_points", points=sheet.points) if sheet.points is not None else ""
            fill(page, title + points, self.choices)
            self.cells.update(page.cells)
        self._results()
        for page, plan in zip(self.pages, self.plan.sheets, strict=True):
            scores = {node.node.id: self._ends(node.score) for node in plan.nodes if node.score is not None}
            show_scores(page, scores)
            show_ratings(page, {node.node.id: self._rated(node.ratings) for node in plan.nodes
                                if node.ratings and node.score is None})  # fmt: skip
            below(page, self._below(plan, last=page is self.pages[-1]))
        return _saved(self.book)

    # ── Addresses ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _value(self, fact: str) -> str:
        address = self.cells[fact][0]
        return f'IF(EXACT({address},"{YES_WORD}"),1,0)' if self.needs[fact].type == "yes_no" else f"N({address})"

    def _addresses(self, *, inside: bool) -> Addresses:
        sheet = "" if inside else f"{quoted(self.results.title)}!"
        return Addresses(
            value=self._value,
            given=lambda fact: f'{self.cells[fact][1]}=""',
            chosen=lambda fact, choice: f"EXACT({self.cells[fact][0]},{self.choices.cells[fact, choice]})",
            result=lambda index, end: f"{sheet}${'E' if end == 'low' else 'F'}${FIRST + index}",
        )

    def _formula(self, expr: Expr, *, inside: bool = False) -> str:
        text = formula(expr, self._addresses(inside=inside))
        if len(text) > LONGEST:
            text = formula(parted(expr, self._partial), self._addresses(inside=inside))
        return _bounded(text)

    def _partial(self, part: Op) -> Cell:
        """Write a part of a long sum below the results, once, and return its cell."""
        if part not in self.partials:
            cell = Cell(len(self.plan.results) + len(self.partials), "low")
            self.partials[part] = cell
            text = _bounded(formula(part, self._addresses(inside=True)))
            look.compute(self.results, FIRST + cell.index, 5, text, number_format=look.ENDLESS_FORMAT)
        return self.partials[part]

    def _ends(self, span: Span) -> tuple[str, str]:
        return self._formula(span.low), self._formula(span.high)

    def _shown(self, span: Span) -> str:
        return _bounded(shown(*self._ends(span)))

    # ── Sheets ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _results(self) -> None:
        """Write the computations: one row a result, both ends as formulas."""
        sheet = self.results
        for column, (key, width) in enumerate(
            (("number", 7), ("kind", 10), ("owner", 16), ("what", 70), ("low", 14), ("high", 14)), 1
        ):
            look.write(sheet, 1, column, say(f"results_{key}"), font=look.BOLD, fill=look.HEAD, alignment=look.MIDDLE)
            sheet.column_dimensions["ABCDEF"[column - 1]].width = width
        quotes = {rule.id: rule.quote for node in self.rubric.walk() for rule in node.rules}
        for index, result in enumerate(self.plan.results):
            row = FIRST + index
            look.write(sheet, row, 1, index + 1)
            look.write(sheet, row, 2, say(f"kind_{result.kind}"))
            look.write(sheet, row, 3, clean(result.owner))
            look.write(sheet, row, 4, clean("".join(quotes.get(result.label, result.label).split())))
            for column, end in ((5, result.span.low), (6, result.span.high)):
                text = self._formula(end, inside=True)
                look.compute(sheet, row, column, text, number_format=look.ENDLESS_FORMAT)
        sheet.freeze_panes = "A2"
        sheet.protection.sheet = True
        look.print_layout(sheet, 1, f"A1:F{FIRST + len(self.plan.results)}")

    def _below(self, plan: SheetPlan, *, last: bool) -> list[tuple[str, str | None]]:
        """Return what follows a sheet's table; what is about the whole document follows the last."""
        lines: list[tuple[str, str | None]] = [(say("row_total"), self._shown(plan.total))]
        if plan.grades:
            lines.append((say("row_grade"), _bounded(self._grade(plan.grades))))
        ids = {rule.id for node in plan.sheet.walk() for rule in node.rules}
        for item in self.plan.outside:
            if item.rule.id in ids:
                lines.append(self._outside(item))
        if last:
            for found in self.plan.formulas:
                text = "".join(found.formula.expression.split())
                value = found.value
                lines.append((say("row_by_hand", text=text), None) if value is None else (text, self._shown(value)))
            lines += [(notice, None) for notice in self.plan.notices]
        return lines

    def _grade(self, grades: tuple[GradePlan, ...]) -> str:
        at = self._addresses(inside=False)
        text = '"—"'
        for item in reversed(grades):
            label = clean(item.grade.label)[:80].replace('"', '""')
            unsure = f'IF({condition(item.possible, at)},"{say("state_undecided")}",{text})'
            text = f'IF({condition(item.certain, at)},"{label}",{unsure})'
        return text

    def _rated(self, ratings: tuple[Rating, ...]) -> str:
        at = self._addresses(inside=False)
        texts: list[str] = []
        for rating in ratings:
            text = '"—"'
            for hit, name in reversed(rating.bands):
                label = clean(name)[:80].replace('"', '""')
                text = f'IF({condition(hit, at)},"{label}",{text})'
            texts.append(f'IF({condition(rating.known, at)},{text},"{say("state_undecided")}")')
        return _bounded('&"、"&'.join(texts))

    def _outside(self, item: Outside) -> tuple[str, str]:
        quote = "".join(item.rule.quote.split())
        if item.amount is not None:
            return say("row_effect", target=item.rule.target, quote=quote), self._shown(item.amount)
        at = self._addresses(inside=False)
        sure, may = condition(certain(item.chance), at), condition(possible(item.chance), at)
        words = [say(f"veto_{state}") for state in ("holds", "open", "not")]
        return say("row_veto", quote=quote), f'IF({sure},"{words[0]}",IF({may},"{words[1]}","{words[2]}"))'


def _bounded(text: str) -> str:
    if len(text) > LONGEST:
        raise UnsupportedFormatError(
            f"the rubric needs a formula of {len(text)} characters; spreadsheet programs read {LONGEST}",
            "use `xize score` with a JSON, YAML or CSV file of facts",
        )
    return text


def _saved(book: Workbook) -> bytes:
    """Return the file, with fixed times: the same rubric gives the same bytes."""
    book.properties.creator = "xize"
    book.properties.created = FIXED
    raw, out = io.BytesIO(), io.BytesIO()
    book.save(raw)
    stamp = FIXED.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == "docProps/core.xml":
                data = _MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", data)
            entry = zipfile.ZipInfo(item.filename, date_time=(2000, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, data)
    return out.getvalue()
