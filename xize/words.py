"""User-facing words in Chinese and English, kept as data beside the room that says them.

A room's `words.toml` has one table a message, `[key]` with `zh` and `en`, both `str.format` templates. The language is
chosen once a run (`--lang`, else the locale) and is part of the input: the same file, options and language give the
same bytes.
"""

from __future__ import annotations

import os
import tomllib
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from typing import Literal

Lang = Literal["zh", "en"]

lang: ContextVar[Lang] = ContextVar("lang", default="en")
"""The language messages are said in."""


def locale_lang() -> Lang:
    """Return "zh" where the environment asks for Chinese (LC_ALL, LC_MESSAGES, LANG, in that order), else "en"."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


class Words:
    """The messages of one room: `words = Words("xize.check")`, then `words("sum_open", found=9, expected=10)`."""

    def __init__(self, package: str, name: str = "words.toml") -> None:
        self._package = package
        self._name = name

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the message in the current language.

        Raises:
            KeyError: the key is in no catalogue, or a value the template asks for is missing: a defect of the caller.
        """
        return self.template(key).format(**values)

    def template(self, key: str) -> str:
        """Return the message in the current language before its values are put in.

        Raises:
            KeyError: the key is in no catalogue.
        """
        return _catalogue(self._package, self._name)[key][lang.get()]

    def keys(self) -> frozenset[str]:
        """Return every key of the catalogue."""
        return frozenset(_catalogue(self._package, self._name))


@cache
def _catalogue(package: str, name: str) -> dict[str, dict[str, str]]:
    return tomllib.loads(files(package).joinpath(name).read_text(encoding="utf-8"))
