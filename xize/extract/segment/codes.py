"""Indicator codes and list numbers (一、 （一） 1. (1) ① Ⅰ-2-1 A1 第一章): parsed, compared, put in order."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from xize.extract.segment.digits import chinese_number, narrow

Scheme = Literal[
    "chapter", "section", "article", "cn", "cn_paren", "num", "num_paren", "num_half", "circled",
    "roman", "letter", "lower", "dotted",
]  # fmt: skip
"""How a number is written; two codes can only follow one another in the same scheme."""

_CN = "〇零一二三四五六七八九十百两"
_DASH = r"\s*[-－—–‐‑−―─]{1,2}\s*"
_UNIT = r"(?!\s*(?:[分%％‰万亿元倍米吨年月日时天个件次人户项例起条家处种级度号吋寸亩]|小时|百分|公[里斤]|[~～至到—–]))"
_PATTERNS: tuple[tuple[Scheme, re.Pattern[str]], ...] = (
    ("chapter", re.compile(rf"第\s*([{_CN}]+|\d{{1,3}})\s*[章编篇部](?!分)")),
    ("section", re.compile(rf"第\s*([{_CN}]+|\d{{1,3}})\s*节")),
    ("article", re.compile(rf"第\s*([{_CN}]+|\d{{1,3}})\s*[条款]")),
    # Roman numerals as one character each or as Latin letters; a single Latin letter needs a dash after it, and XX, XXX
    # stand for a name left out.
    (
        "roman",
        re.compile(
            rf"([Ⅰ-Ⅻⅰ-ⅻ]+|(?!X{{2,}}(?![IV]))[IVX]{{2,5}}|[IVX](?={_DASH}\d))((?:{_DASH}\d{{1,3}})*)(?![A-Za-z])"
        ),
    ),
    ("letter", re.compile(rf"([A-HＡ-Ｈ])((?:\d{{1,2}}(?:[.．]\d{{1,2}})*)(?:{_DASH}\d{{1,3}})*)(?![A-Za-z\d])")),
    ("letter", re.compile(r"([A-HＡ-Ｈ])()\s*[、．.:：](?![A-Za-z\d])")),
    ("lower", re.compile(r"([a-h])\s*[、．.)）](?![A-Za-z\d])")),
    ("dotted", re.compile(rf"(\d{{1,2}}(?:[.．]\d{{1,2}}){{2,5}})(?![\d.．]){_UNIT}[.．、]?")),
    ("dotted", re.compile(rf"(\d{{1,2}}(?:{_DASH}\d{{1,2}}){{1,4}})(?![\d.．]){_UNIT}(?=[\s、.．:：]|[^\W\d])")),
    ("dotted", re.compile(rf"(\d{{1,2}}[.．]\d{{1,2}})(?![\d.．]){_UNIT}(?=[\s、:：]|[^\W\d])")),
    ("cn", re.compile(rf"([{_CN}]{{1,4}})\s*[、．.]|([{_CN}]{{1,4}})(?=\s*[:：\n]|\s+\S)")),
    ("cn_paren", re.compile(rf"[（(]\s*([{_CN}]{{1,4}})\s*[）)]")),
    ("num_paren", re.compile(r"[（(]\s*(1[0-8]\d{2}|\d{1,3})\s*[）)]")),
    ("num_half", re.compile(r"(1[0-8]\d{2}|\d{1,3})\s*[）)]")),
    ("num", re.compile(r"(1[0-8]\d{2}|\d{1,3})\s*(?:[、．.](?!\d{1,3}(?!\d))|[、．.](?=\d{4,})|:(?!\d))")),
    ("circled", re.compile(r"([①-⑳㉑-㉟㊱-㊿❶-❿⑴-⒇])")),
)
_SEPARATOR = re.compile(r"[\s、．.:：,，]*")
_LOOSE_DASH = re.compile(r"\s*[-－—–―]+(?=\s*\D)[\s、．.:：,，]*")
"""A dash after a code with nothing to count behind it (Ⅰ-  质量) only parts the code from its name."""
_WEAK_WORDS = re.compile(r"(活动|消费|国际|宣传|消防|禁毒|安全|法制|主题|专项|大走访|工程|行动|系列)")


@dataclass(frozen=True)
class Code:
    """A code or list number at the beginning of a text.

    `printed` is text[start:end], the code itself ("一", "（二）", "Ⅰ- 2－1", "1.1.2"); `body` is where what it numbers
    begins, after separators. `ordinals` are its numbers from outermost to innermost. `weak` tells that the characters
    may as well be something else (3.15, 1.5): believe it only where it continues a sequence.
    """

    scheme: Scheme
    ordinals: tuple[int, ...]
    printed: str
    start: int
    end: int
    body: int
    weak: bool = False

    @property
    def key(self) -> tuple[Scheme, tuple[int, ...]]:
        """Return what two spellings of the same code have in common."""
        return self.scheme, self.ordinals

    def follows(self, earlier: Code) -> bool:
        """Return whether this is the next number after `earlier` on the same level."""
        return (
            self.scheme == earlier.scheme
            and self.ordinals[:-1] == earlier.ordinals[:-1]
            and self.ordinals[-1] == earlier.ordinals[-1] + 1
        )

    def under(self, parent: Code) -> bool:
        """Return whether this code's path goes through `parent`'s: Ⅰ-2-1 is under Ⅰ-2."""
        depth = len(parent.ordinals)
        # 1.1 stands under 1 as 1.1.2 does under 1.1.
        same = self.scheme == parent.scheme or (self.scheme, parent.scheme) == ("dotted", "num")
        return same and len(self.ordinals) > depth and self.ordinals[:depth] == parent.ordinals

    @property
    def is_path(self) -> bool:
        """Return whether the code names its ancestors (Ⅰ-2-1, 1.1.2, A1.2)."""
        return len(self.ordinals) > 1


def parse_code(text: str) -> Code | None:
    """Return the code or list number a text begins with (white space aside), or None.

    2016年, 1.5分, 12·4 and 十分重要 are none; 3.15 before a word is weak.
    """
    start = len(text) - len(text.lstrip())
    for scheme, pattern in _PATTERNS:
        match = pattern.match(text, start)
        if match is None:
            continue
        ordinals = _ordinals(scheme, match)
        if ordinals is None:
            continue
        return _code(scheme, ordinals, text, match)
    return None


def cell_code(text: str) -> Code | None:
    """Return the code that is the whole of a cell of a number column: "3", "一", "(2)", "Ⅰ-1", "1.2"."""
    stripped = text.strip()
    if re.fullmatch(r"[0-9０-９]{1,4}", stripped):
        scheme: Scheme = "num"
        ordinals: tuple[int, ...] = (int(narrow(stripped)),)
    elif (number := chinese_number(stripped)) is not None:
        scheme, ordinals = "cn", (number,)
    elif re.fullmatch(r"[A-H]", stripped):
        scheme, ordinals = "letter", (ord(stripped) - 64,)
    elif re.fullmatch(r"[0-9０-９]{1,2}([.．][0-9０-９]{1,2})+", stripped):
        scheme, ordinals = "dotted", tuple(int(n) for n in re.split(r"[.．]", narrow(stripped)))
    else:
        code = parse_code(text)
        return code if code is not None and not text[code.body :].strip() else None
    start = text.index(stripped)
    return Code(scheme, ordinals, stripped, start, start + len(stripped), len(text))


def _code(scheme: Scheme, ordinals: tuple[int, ...], text: str, match: re.Match[str]) -> Code:
    start, end = match.start(), match.end()
    # The separator is no part of the code: "一、" is printed "一"; brackets are, "（一）" is printed "（一）".
    if scheme in {"cn", "num", "dotted", "letter", "lower"}:
        end = start + len(match.group().rstrip("、．.:： \n"))
    separator = _LOOSE_DASH.match(text, match.end()) if scheme in {"roman", "letter"} else None
    separator = separator or _SEPARATOR.match(text, match.end())
    body = separator.end() if separator else match.end()
    two = scheme == "dotted" and len(ordinals) == 2
    weak = two and not re.match(r"[\s、:：]", text[match.end() : match.end() + 1] or " ")
    if two and _WEAK_WORDS.match(text, body):
        weak = True
    return Code(scheme, ordinals, text[start:end], start, end, body, weak)


def _ordinals(scheme: Scheme, match: re.Match[str]) -> tuple[int, ...] | None:
    printed = next(group for group in match.groups() if group is not None)
    if scheme == "roman":
        first = _roman(printed)
        return None if first is None else (first, *map(int, re.findall(r"\d+", narrow(match.group(2)))))
    if scheme == "letter":
        letter = unicodedata.normalize("NFKC", printed).upper()
        return (ord(letter) - 64, *map(int, re.findall(r"\d+", narrow(match.group(2)))))
    if scheme == "lower":
        return (ord(printed) - 96,)
    if scheme == "dotted":
        return tuple(map(int, re.findall(r"\d+", narrow(printed))))
    if scheme == "circled":
        return (int(unicodedata.numeric(printed)),)
    number = int(narrow(printed)) if printed.isdecimal() else chinese_number(printed)
    return None if number is None else (number,)


def _roman(text: str) -> int | None:
    letters = unicodedata.normalize("NFKC", text).upper()
    values = [{"I": 1, "V": 5, "X": 10}.get(c, 0) for c in letters]
    total = sum(-v if v < n else v for v, n in zip(values, [*values[1:], 0], strict=True))
    return total or None
