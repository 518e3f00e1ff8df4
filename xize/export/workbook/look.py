"""How the workbook looks: fills, borders, widths, print layout."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.properties import PageSetupProperties

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_THIN = Side(style="thin", color="9A9A9A")
BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
WRAP = Alignment(wrap_text=True, vertical="center")
MIDDLE = Alignment(wrap_text=True, vertical="center", horizontal="center")
BOLD = Font(bold=True)
TITLE = Font(bold=True, size=14)
SMALL = Font(size=9, color="595959")
HEAD = PatternFill("solid", fgColor="D9E2F3")
INPUT = PatternFill("solid", fgColor="FFF9D6")
JUDGEMENT = PatternFill("solid", fgColor="FBE0C4")
RESULT = PatternFill("solid", fgColor="EAF3E6")
OPEN = Protection(locked=False)

ENDLESS_FORMAT = '[>=100000000000]"∞";[<=-100000000000]"-∞";General'
LINE = 15.0
"""The height of one line, in points."""


def write(sheet: Worksheet, row: int, column: int, value: Any, **style: Any) -> Any:
    """Write a value into a cell; a text is text whatever it starts with."""
    cell: Any = sheet.cell(row=row, column=column)
    if isinstance(value, str):
        cell.value = value
        cell.data_type = "s"
        cell.quotePrefix = value.lstrip().startswith(("=", "+", "-", "@"))
    else:
        cell.value = float(value) if isinstance(value, Decimal) and value % 1 else value
    return dress(cell, **style)


def compute(sheet: Worksheet, row: int, column: int, formula: str, **style: Any) -> Any:
    """Write a formula into a cell."""
    cell: Any = sheet.cell(row=row, column=column)
    cell.value = f"={formula}"
    return dress(cell, **style)


def dress(cell: Any, **style: Any) -> Any:
    """Give a cell its style."""
    cell.alignment, cell.border = style.pop("alignment", WRAP), BORDER
    for name, value in style.items():
        setattr(cell, name, value)
    return cell


def merge(sheet: Worksheet, column: int, first: int, last: int) -> None:
    """Merge the cells of a column over rows, with a border around all of them."""
    if last > first:
        for row in range(first, last + 1):
            sheet.cell(row=row, column=column).border = BORDER
        sheet.merge_cells(start_row=first, end_row=last, start_column=column, end_column=column)


def lines(text: str, width: float) -> int:
    """Return how many lines a text takes in a column; a Chinese character is as wide as two letters."""
    room = max(width - 1.5, 2)
    return sum(
        max(1, -(-sum(2 if ord(sign) > 0x2E7F else 1 for sign in line) // int(room))) for line in text.split("\n")
    )


def print_layout(sheet: Worksheet, header: int, area: str) -> None:
    """Set up printing: A4 landscape, as wide as the page, the header on every page, pages numbered."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{header}:{header}"
    sheet.print_area = area
    for side in ("left", "right", "top", "bottom"):
        setattr(sheet.page_margins, side, 0.5)
    footer: Any = sheet.oddFooter
    footer.center.text = "&P / &N"
