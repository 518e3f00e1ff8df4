"""The items a sentence speaks of (所列事项): 以下条件之一：①…；②…, or named before it: 制度、台账、记录三项….

A numbered list counts as one only if its marks run on from the first, so that no stray figure begins a list.
"""

from __future__ import annotations

from dataclasses import dataclass

import regex

from xize.model.anchor import Text
from xize.normalize.ground import Ground
from xize.normalize.thresholds import number

_FEWEST = 2
_LONGEST = 120
_SERIES = (
    ("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", regex.compile(r"(?P<n>[①-⑳])[.、]?")),
    ("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇", regex.compile(r"(?P<n>[⑴-⒇])")),
    ("", regex.compile(r"\((?P<n>\d{1,2})\)")),
    ("", regex.compile(r"\((?P<n>[一二三四五六七八九十]{1,3})\)")),
    ("", regex.compile(r"(?<![\d.])(?P<n>\d{1,2})[.、)](?!\d)")),
    ("", regex.compile(r"(?<![一二三四五六七八九十])(?P<n>[一二三四五六七八九十]{1,3})、")),
    ("abcdefghijklmnopqrstuvwxyz", regex.compile(r"(?<![A-Za-z])\(?(?P<n>[a-z])[.、)]")),
    ("ABCDEFGHIJKLMNOPQRSTUVWXYZ", regex.compile(r"(?<![A-Za-z])\(?(?P<n>[A-Z])[.、)]")),
)
_EDGE = ";,、。.: \n"
_JOINT = regex.compile(r"^(?:和|或者?|以及|及|并且?|与)|(?:和|或者?|以及|及|与)$")
_SEPARATED = regex.compile(r"[;、]|以及|和|及|或者|或(?!者)")
_COUNT = r"(?P<count>[两二三四五六七八九十]|\d{1,2})(?:项|个|种|条|类|者|样|方面)"
_NOUN = r"(?:资料|内容|制度|条件|材料|台账|记录|工作|要求|指标|措施)?"
_ONE_BY_ONE = r"(?:每|任意?|只|仅|有|若|如|其中)?(?:缺少?|少|欠|漏)(?:任[一何]|一|1|两|2|其中)"
_SO_MANY = (
    r"(?:具备|符合|满足|有|达到|完成|做到|落实)?(?:任意|其中)?(?:[一二两三四五六七八九十]|\d{1,2})(?:项|个|种|条)"
)
_ALL = r"(?:均|都|全部?|完全)?(?:齐全|齐备|完备|具备|俱全|完整|健全)|均|都|全部|缺一不可|之一"
_LISTED = regex.compile(
    rf"^(?P<list>.{{3,120}}?),?(?:(?:等|共|这|上述|以上){{0,4}}{_COUNT}{_NOUN}|等{_NOUN})?(?:之?中|里|其中)?,?"
    rf"(?P<tail>{_ONE_BY_ONE}|{_SO_MANY}|{_ALL})"
)


@dataclass(frozen=True)
class Items:
    """The items of one list, and where their print begins and ends in the folded text."""

    texts: tuple[Text, ...]
    start: int
    end: int


def items_after(ground: Ground, start: int, stop: int) -> Items | None:
    """Return the list printed right after a sentence that announces it, within `[start, stop)`."""
    text = ground.folded.text
    opened = regex.compile(r"[\s,;。]{0,9}:?\s{0,9}").match(text, start)
    begin = opened.end() if opened else start
    marked = _numbered(ground, begin, stop, at_start=True)
    if marked is not None:
        return marked
    if not opened or ":" not in opened[0]:
        return None
    end = _sentence_end(text, begin, stop)
    return _made(ground, _pieces(text, begin, end), begin, end)


def items_before(ground: Ground, start: int, stop: int) -> Items | None:
    """Return the numbered list printed right before a sentence about it (①…；②…。以上两项…), within `[start, stop)`."""
    return _numbered(ground, start, stop, at_start=False)


def items_named(ground: Ground, start: int, stop: int) -> tuple[Items, int | None] | None:
    """Return the items a condition names before it counts them, and their number where it is printed."""
    found = _LISTED.match(ground.folded.text[start:stop])
    if found is None:
        return None
    end = start + found.end("list")
    begin = start + ground.folded.text[start:end].rfind(":") + 1
    made = _made(ground, _pieces(ground.folded.text, begin, end), begin, end)
    if made is None:
        return None
    count = number(found["count"])
    return made, None if count is None else int(count)


def _numbered(ground: Ground, start: int, stop: int, *, at_start: bool) -> Items | None:
    """Return the items of the longest run of marks from the first on; at its start or anywhere before the end."""
    text = ground.folded.text
    for letters, pattern in _SERIES:
        marks = [match for match in pattern.finditer(text, start, stop) if _free(text, match.start(), start)]
        marks = _from_first(marks, letters)
        if len(marks) < _FEWEST or (at_start and marks[0].start() != start):
            continue
        ends = [match.start() for match in marks[1:]]
        last = _sentence_end(text, marks[-1].end(), stop)
        spans = [(match.end(), end) for match, end in zip(marks, [*ends, last], strict=True)]
        return _made(ground, spans, marks[0].start(), last)
    return None


def _sentence_end(text: str, start: int, stop: int) -> int:
    return min((at for at in (text.find(mark, start, stop) for mark in "。\n") if at >= 0), default=stop)


def _free(text: str, at: int, start: int) -> bool:
    return at == start or text[at - 1] in _EDGE or text[at] in _SERIES[0][0] + _SERIES[1][0]


def _from_first(marks: list[regex.Match[str]], letters: str) -> list[regex.Match[str]]:
    """Return the marks that run on from the first: 1, 2, 3, …."""
    run: list[regex.Match[str]] = []
    for match in marks:
        value = letters.find(match["n"]) + 1 if letters else number(match["n"])
        if value == len(run) + 1:
            run.append(match)
        elif value == 1:
            run = [match]
    return run


def _pieces(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    """Return the members between separators; of a list with semicolons the enumeration marks are inside its members."""
    marks = list(_SEPARATED.finditer(text, start, stop))
    if any(match[0] == ";" for match in marks):
        marks = [match for match in marks if match[0] == ";"]
    elif not any(match[0] == "、" for match in marks):
        return []
    edges = [start, *(edge for match in marks for edge in match.span()), stop]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _made(ground: Ground, spans: list[tuple[int, int]], start: int, end: int) -> Items | None:
    trimmed = [_trimmed(ground.folded.text, low, high) for low, high in spans]
    if len(trimmed) < _FEWEST or any(not 0 < high - low <= _LONGEST for low, high in trimmed):
        return None
    return Items(tuple(ground.text(low, high) for low, high in trimmed), start, max(start, end))


def _trimmed(text: str, low: int, high: int) -> tuple[int, int]:
    """Return the range without marks at its ends and the word that joins the last item (…，以及…)."""
    stripped = text[low:high].rstrip(_EDGE)
    low, high = low + len(stripped) - len(stripped.lstrip(_EDGE)), low + len(stripped)
    joint = _JOINT.search(text[low:high])
    return (low, low + joint.start()) if joint and joint.end() == high - low else (low, high)
