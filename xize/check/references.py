"""References that lead nowhere (具体见《…》、按附件3): no such entry, annex or sheet in this document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xize.check.found import Found, short
from xize.check.subject import Subject, texts
from xize.extract.segment.digits import chinese_number
from xize.model.anchor import Anchor
from xize.model.indicator import Indicator
from xize.model.rule import Reference
from xize.normalize.counterpart import alike, plain

_NUMBER = r"([0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})"
_ANNEX = re.compile(rf"(?:见|按照?|依据|根据|参照|执行)\s*附件\s*[：:]?\s*{_NUMBER}(?![0-9０-９.．])")
_HEAD = re.compile(rf"附件\s*{_NUMBER}")
_ENTRIES = re.compile(r"(操作细则|实施细则|评分细则|考核细则|评价细则|细则|标准)$")
_BRACKETS = re.compile(r"[（(].*?[）)]")
_NAMED = 0.8


def reference_missing(subject: Subject) -> Iterator[Found]:
    """Yield references to an entry of this document's own that does not exist, and to annexes it does not have.

    A named document that is not this one (a law, a notice) is elsewhere by right; only a name that is this document's
    or a sheet's with 操作细则 behind it, or where it says 本, must be found here.
    """
    yield from _entries(subject)
    yield from _annexes(subject)


def _entries(subject: Subject) -> Iterator[Found]:
    for node in subject.nodes:
        for rule in node.rules:
            if isinstance(rule, Reference) and node.elaboration is None and _is_own(subject, rule.to):
                values = {"quote": short(rule.quote), "to": short(rule.to), "title": short(node.title)}
                yield Found((rule.at, node.at), node.id, values)


def _is_own(subject: Subject, name: str) -> bool:
    """Return whether a name is that of a sheet, or of one spelled out under it (《…评价标准操作细则》)."""
    inner = re.search(r"《([^》]+)》", name)
    wanted = _ENTRIES.sub("", plain(inner.group(1) if inner else name))
    if len(wanted) < 4:
        return False
    titles = [sheet.title for sheet in subject.rubric.sheets] + [subject.rubric.title or ""]
    return any(
        alike(wanted, _ENTRIES.sub("", plain(re.sub(r"[（(].*?[）)]", "", title)))) >= _NAMED for title in titles
    )


def _annexes(subject: Subject) -> Iterator[Found]:
    titles = [sheet.title for sheet in subject.rubric.sheets]
    known = {_number(match.group(1)) for title in titles for match in _HEAD.finditer(title)}
    # Without numbered annexes in the document nothing tells whether they are simply in another file.
    if not known:
        return
    for node, at, match in _mentions(subject):
        number = _number(match.group(1))
        if number not in known:
            values = {"quote": short(match.group()), "to": f"附件{match.group(1)}", "title": short(node.title)}
            yield Found((at.narrow(*match.span()),), node.id, values)


def _mentions(subject: Subject) -> Iterator[tuple[Indicator, Anchor, re.Match[str]]]:
    for node in subject.nodes:
        for _, text in texts(node):
            for match in _ANNEX.finditer(text.text):
                yield node, text.at, match


def _number(printed: str) -> int | None:
    return int(printed) if printed.isdecimal() else chinese_number(printed)
