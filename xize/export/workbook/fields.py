"""Input cells: what may be typed, and the formula that tells whether what stands there fits."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from openpyxl.worksheet.datavalidation import DataValidation

from xize.export.workbook import look
from xize.export.workbook.naming import clean, quoted
from xize.model.base import decimal_text
from xize.score.factfile import NO_WORD, NONE, YES_WORD
from xize.score.need import Need
from xize.words import Words

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

say = Words("xize.export")

_PROMPT = 250


@dataclass
class Choices:
    """The sheet that holds the words of every choice, a row a fact, and where each stands."""

    sheet: Worksheet
    cells: dict[tuple[str, str], str] = field(default_factory=dict)
    ranges: dict[str, str] = field(default_factory=dict)

    def add(self, need: Need) -> None:
        """Write the choices of a fact, and “none of them”."""
        row = len(self.ranges) + 1
        look.write(self.sheet, row, 1, clean(need.id))
        for column, choice in enumerate((*need.choices, NONE), 2):
            cell = look.write(self.sheet, row, column, clean(choice))
            self.cells[need.id, choice] = f"{quoted(self.sheet.title)}!${cell.column_letter}${row}"
        last = cell.column_letter
        self.ranges[need.id] = f"{quoted(self.sheet.title)}!$B${row}:${last}${row}"


def valid(need: Need, here: str, choices: Choices) -> str:
    """Return the formula that tells whether a cell that is not empty holds a value that fits."""
    if need.type == "yes_no":
        return f'OR(EXACT({here},"{YES_WORD}"),EXACT({here},"{NO_WORD}"))'
    if need.type == "choice":
        return f"SUMPRODUCT(--EXACT({here},{choices.ranges[need.id]}))>0"
    checks = [f"ISNUMBER({here})"]
    number = f"N({here})"
    if need.amounts:
        checks.append(f"OR({','.join(f'{number}={decimal_text(a)}' for a in sorted({Decimal(0), *need.amounts}))})")
    else:
        low = f"{number}>={decimal_text(need.minimum)}" if need.minimum is not None else ""
        if need.least is not None and need.least > 0:
            low = f"OR({number}=0,{number}>={decimal_text(need.least)})"
        checks += [
            check for check in (low, _top(number, need), f"INT({number})={number}" if need.whole else "") if check
        ]
    return f"AND({','.join(checks)})"


def _top(number: str, need: Need) -> str:
    return f"{number}<={decimal_text(need.maximum)}" if need.maximum is not None else ""


def restrict(sheet: Worksheet, need: Need, here: str, choices: Choices) -> None:
    """Let a cell take only what fits, and say what that is when it is entered."""
    if need.type == "choice":
        choices.add(need)
        rule = DataValidation(type="list", formula1=choices.ranges[need.id], allow_blank=True)
    elif need.type == "yes_no":
        rule = DataValidation(type="list", formula1=f'"{YES_WORD},{NO_WORD}"', allow_blank=True)
    elif need.amounts:
        amounts = ",".join(decimal_text(amount) for amount in sorted({Decimal(0), *need.amounts}))
        rule = DataValidation(type="list", formula1=f'"{amounts}"', allow_blank=True)
    else:
        rule = DataValidation(type="custom", formula1=valid(need, here, choices), allow_blank=True)
    rule.showErrorMessage = rule.showInputMessage = True
    rule.errorTitle, rule.error = say("error_title"), clean(_wanted(need))[:_PROMPT]
    rule.promptTitle, rule.prompt = say("prompt_title"), clean(_wanted(need))[:_PROMPT]
    rule.add(here.replace("$", ""))
    sheet.add_data_validation(rule)


def _wanted(need: Need) -> str:
    if need.type in {"yes_no", "choice"}:
        return say("prompt_list")
    if need.amounts:
        return say("prompt_list")
    words = say("prompt_whole" if need.whole else "prompt_number")
    low = need.least if need.least is not None and need.least > 0 else need.minimum
    if low is not None:
        words += say("prompt_low", low=decimal_text(low))
    if need.maximum is not None:
        words += say("prompt_high", high=decimal_text(need.maximum))
    if need.least is not None and need.least > 0:
        words += say("prompt_or_nothing")
    if need.unit in {"%", "百分点"}:
        words += say("prompt_percent")
    return words
