"""The unsigned numeral that starts at a position: 一百二十, 3.5万, 1万5千, 四百五, 十余万, 二〇二三."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

_ARABIC = re.compile(r"\d{1,3}(?:,\d{3}){1,8}(?![\d,])(?:\.\d{1,12})?|\d{1,20}(?:\.\d{1,12})?|\.\d{1,12}")
_FIGURE = re.compile(r"[0-9]{1,20}+(?:\.[0-9]{1,12}+)?+")
_SPACES = re.compile(r" {0,2}")
_POINT = re.compile(r" {0,2}点")
_ROUGH = ("余", "多", "几")


@dataclass(frozen=True)
class Tables:
    """The characters and words numerals are made of; see `numerals.toml`."""

    digits: dict[str, Decimal]
    tens: dict[str, Decimal]
    units: dict[str, Decimal]
    magnitudes: dict[str, Decimal]
    formal: frozenset[str]
    fold: dict[int, str]
    words: re.Pattern[str]
    calendar: re.Pattern[str]


@dataclass(frozen=True)
class Scan:
    """A numeral that ends at `end`; `approximate` where 余, 多 or 几 stands in it."""

    end: int
    value: Decimal
    approximate: bool = False


@dataclass
class _State:
    """What has been read: closed groups (value, magnitude), the open section below 万, and a digit without a unit."""

    groups: list[tuple[Decimal, Decimal]] = field(default_factory=list)
    section: Decimal = Decimal(0)
    digit: Decimal | None = None
    arabic: bool = False
    unit: Decimal | None = None
    zero: bool = False
    approximate: bool = False

    def total(self) -> Decimal:
        """Return the value read so far; a last digit right after a unit counts tenths of it (四百五, 一万三)."""
        last = self.digit or Decimal(0)
        if self.digit is not None and self.unit is not None and not self.zero and self.digit < 10:
            last = self.digit * self.unit / 10 if self.unit > 10 else self.digit
        return sum((value for value, _ in self.groups), Decimal(0)) + self.section + last


def scan_numeral(text: str, start: int, tables: Tables, most: int) -> Scan | None:
    """Return the longest unsigned numeral at `start` of a folded text, or None.

    Args:
        text: text in which every numeral has its folded form.
        start: where the numeral begins.
        tables: the characters of numerals.
        most: the most characters it may have.
    """
    figure = _FIGURE.match(text, start)
    if figure is not None and not _goes_on(text, figure.end(), tables):
        return Scan(figure.end(), Decimal(figure[0]))
    string = _digit_string(text, start, tables)
    if string is not None:
        return string
    state = _State()
    position = end = start
    best: Scan | None = None
    while end - start < most:
        position = _SPACES.match(text, end).end() if end > start else end  # type: ignore[union-attr] # {0,2} always matches
        step = _step(text, position, state, tables, spaced=position > end)
        if step is None:
            break
        end = step
        if state.digit is not None or state.section or state.groups or (state.zero and state.unit is None):
            best = Scan(end, state.total(), state.approximate)
    return _with_decimals(text, best, state, tables) if best is not None else None


def _goes_on(text: str, end: int, tables: Tables) -> bool:
    """Whether what follows a figure may belong to it: a group of thousands, a unit, a magnitude, 余."""
    if text[end : end + 1] == "," or text[end : end + 1].isdigit():
        return True
    spaces = _SPACES.match(text, end)
    char = text[spaces.end() : spaces.end() + 1] if spaces else ""
    return char in tables.magnitudes or char in tables.units or char in _ROUGH


def _digit_string(text: str, start: int, tables: Tables) -> Scan | None:
    """Digits one after another: 二〇二三 and 一〇五 are numbers, 三五 and 一二 are not one."""
    end = start
    while end < len(text) and text[end] in tables.digits and end - start < 20:
        end += 1
    run = text[start:end]
    if len(run) < 2 or (end < len(text) and (text[end] in tables.units or text[end] in tables.magnitudes)):
        return None
    year = len(run) == 4 and text[end : end + 1] == "年"
    if (year or any(char in "〇○零" for char in run[1:])) and run[-1] not in tables.formal:
        return Scan(end, Decimal("".join(str(tables.digits[char]) for char in run)))
    return None


def _step(text: str, position: int, state: _State, tables: Tables, *, spaced: bool) -> int | None:
    """Read one element into the state; None where none fits, the state then unchanged."""
    if position >= len(text):
        return None
    char = text[position]
    if char in tables.magnitudes:
        return position + 1 if _close(state, tables.magnitudes[char]) else None
    if char in tables.units:
        return position + 1 if _unit(text, position, state, tables, spaced) else None
    if char in _ROUGH:
        return _rough(text, position, state, tables)
    if char in tables.digits or char in tables.tens:
        return position + 1 if _digit(text, position, state, tables, spaced) else None
    return _arabic(text, position, state, spaced)


def _digit(text: str, position: int, state: _State, tables: Tables, spaced: bool) -> bool:
    char = text[position]
    following = text[position + 1 : position + 2]
    if state.digit is not None or (spaced and state.unit is None):
        return False
    if char in tables.tens:
        if state.unit is not None and state.unit <= 10:
            return False
        state.section, state.unit = state.section + tables.tens[char], Decimal(10)
        return True
    value = tables.digits[char]
    lone = state.unit is None and following not in tables.units and following not in tables.magnitudes
    if char in tables.formal and lone and following.strip() and not _ends_word(text, position):
        return False
    if following in tables.digits and value != 0 and following not in "零〇○":
        return False  # 三五, 一二: digits side by side are no number
    if value == 0 and (state.unit is not None or state.groups):
        state.zero = True
        return following in tables.digits or following in tables.units or following.isdigit() or following in _ROUGH
    state.digit, state.arabic = value, False
    return True


def _ends_word(text: str, position: int) -> bool:
    """Whether a formal digit stands alone (叁。): no character of a word on either side."""
    around = text[max(position - 1, 0) : position] + text[position + 1 : position + 2]
    return not any("\u4e00" <= char <= "\u9fff" and char not in "负又点分之" for char in around)


def _arabic(text: str, position: int, state: _State, spaced: bool) -> int | None:
    match = _ARABIC.match(text, position)
    if match is None or state.digit is not None or (spaced and state.unit is None):
        return None
    value = Decimal(match[0].replace(",", ""))
    if state.unit is not None and value >= state.unit:
        return None
    if text[match.end() : match.end() + 1].isdigit():
        return None
    state.digit, state.arabic, state.zero = value, True, state.zero or (state.unit is not None and value >= 10)
    return match.end()


def _unit(text: str, position: int, state: _State, tables: Tables, spaced: bool) -> bool:
    unit = tables.units[text[position]]
    digit = state.digit
    if digit is None:
        following = text[position + 1 : position + 2]
        # 十 counts alone; 百 and 千 only right before a digit (百三), else they are words (百姓, 千方百计).
        if unit > 10 and (state.unit is not None or following not in tables.digits):
            return False
        if (
            text[position] in tables.formal
            and state.unit is None
            and following not in {*tables.digits, *tables.magnitudes}
        ):
            return False
        digit = Decimal(1)
    elif spaced and unit == 10 and state.unit is None:
        return False  # 五 十二项: the digit numbers the item
    if digit == 0 or (state.unit is not None and unit >= state.unit and state.section):
        return False
    if state.arabic and unit == 10:
        return False  # 3十 is nothing; 10十 neither
    state.section += digit * unit
    state.digit, state.unit, state.zero = None, unit, False
    return True


def _close(state: _State, magnitude: Decimal) -> bool:
    """Multiply what is open below a magnitude by it: 一万五千亿, 4.78万亿, 十万万."""
    below = state.section + (state.digit or 0)
    while state.groups and (state.groups[-1][1] < magnitude or (not below and state.groups[-1][1] == magnitude)):
        below += state.groups.pop()[0]
    if not below or (state.groups and state.groups[-1][1] <= magnitude):
        return False
    state.groups.append((below * magnitude, magnitude))
    state.section, state.digit, state.unit, state.zero = Decimal(0), None, magnitude, False
    return True


def _rough(text: str, position: int, state: _State, tables: Tables) -> int | None:
    """Read 余, 多 or 几 inside a numeral: only right before a magnitude (十余万, 一百零几万)."""
    if state.unit is None and state.digit is None:
        return None
    spaces = _SPACES.match(text, position + 1)
    after = spaces.end() if spaces else position + 1
    if text[after : after + 1] not in tables.magnitudes or (state.digit is not None and not state.arabic):
        return None
    state.approximate = True
    return position + 1


def _with_decimals(text: str, best: Scan, state: _State, tables: Tables) -> Scan:
    """Add 点五 to a numeral in characters, and a magnitude after it (三点五万)."""
    match = _POINT.match(text, best.end)
    if match is None or state.arabic:
        return best
    position = _SPACES.match(text, match.end()).end()  # type: ignore[union-attr] # {0,2} always matches
    end = position
    while end < len(text) and text[end] in tables.digits and text[end] not in "两兩俩倆" and end - position < 12:
        end += 1
    # 三点五十分 is a time of day.
    if end == position or text[end : end + 1] in tables.units:
        return best
    digits = "".join(str(tables.digits[char]) for char in text[position:end])
    value = best.value + Decimal(f"0.{digits}")
    if text[end : end + 1] in tables.magnitudes:
        value, end = value * tables.magnitudes[text[end]], end + 1
    return Scan(end, value, best.approximate)
