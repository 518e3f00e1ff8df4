"""Characters of the symbol fonts (Symbol, Wingdings), which Word stores by their place in the font."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

_AREA = 0xF000
"""Word stores place 0xA8 of a symbol font as U+F0A8."""


@cache
def _fonts() -> dict[str, dict[int, str]]:
    text = files("xize.extract.word").joinpath("symbols.toml").read_text(encoding="utf-8")
    tables: dict[str, dict[str, str]] = tomllib.loads(text)
    return {name.lower(): {int(key, 16): sign for key, sign in table.items()} for name, table in tables.items()}


def is_symbol_font(font: str | None) -> bool:
    """Tell whether a font's characters stand for other signs than their code points say."""
    return font is not None and font.lower() in _fonts()


def sign(code: int, font: str | None) -> str | None:
    """Return the sign at `code` (with or without the private-use offset) of a symbol font, None if not known."""
    return _fonts().get((font or "").lower(), {}).get(code - _AREA if code >= _AREA else code)


def printed(text: str, font: str | None) -> str | None:
    """Return `text` set in a symbol font as it is printed, None if a sign is not known.

    Chinese characters and others beyond the font's 256 places come out of another font and stay.
    """
    signs: list[str] = []
    for char in text:
        placed = "!" <= char <= "\xff" or _AREA <= ord(char) < _AREA + 0x100
        found = sign(ord(char), font) if placed else char
        if found is None:
            return None
        signs.append(found)
    return "".join(signs)
