"""Chinese and full-width numbers as they stand in list numbers and point values; small and exact."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

WIDE = str.maketrans("０１２３４５６７８９．－％（）［］　：", "0123456789.-%()[] :")
"""Full-width forms, one character to one character, so that offsets stay."""

_ONES = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "○": 0}
_TENS = {"十": 10, "百": 100, "千": 1000}


def narrow(text: str) -> str:
    """Return the text with full-width digits, brackets and points made narrow; lengths are unchanged."""
    return text.translate(WIDE)


def chinese_number(text: str) -> int | None:
    """Return the value of a Chinese numeral below ten thousand (二十三, 一百零五, 二〇), or None."""
    if not text or any(c not in _ONES and c not in _TENS for c in text):
        return None
    if all(c in _ONES for c in text):
        return int("".join(str(_ONES[c]) for c in text))
    total, ones = 0, None
    for c in text:
        if c in _TENS:
            total += (1 if ones is None else ones) * _TENS[c]
            ones = None
        elif ones is not None and ones != 0:
            return None
        else:
            ones = _ONES[c]
    return total + (ones or 0)


def decimal_number(text: str) -> Decimal | None:
    """Return an exact decimal of an Arabic or Chinese numeral, full-width or not, or None."""
    plain = narrow(text).strip()
    try:
        value = Decimal(plain)
    except InvalidOperation:
        number = chinese_number(plain)
        return None if number is None else Decimal(number)
    return value if value.is_finite() else None
