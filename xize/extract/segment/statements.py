"""The lines of a flattened table as statements: which lines belong together, and what each says.

A line that ends open (a comma, a semicolon, a bracket not closed) goes on in the next; points in brackets on a line of
their own belong to the line above. What a statement is follows from its number, its points, its scoring words, its
final punctuation, and from what comes next.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from xize.extract.segment.codes import Scheme, parse_code
from xize.extract.segment.points import cell_points, line_points, title_points
from xize.model.source import Paragraph, Span

Kind = Literal["group", "level", "name", "number", "task", "criteria", "repeat"]
"""group: a heading with points (业务工作（90分）); level: a coded heading; name: one without code or points; number:
points alone; task: a piece of work; criteria: how it is scored; repeat: a group heading printed again after a page."""

_SCORING = re.compile(
    r"扣|不得分|不给分|不计分|得满分|一票否决|酌情|(?:得|加|减|计|给|记)\s*[\d.]+\s*分|(?<![（(\d.])[\d.]+\s*分[。；;，,]?$"
)
_BY_RULES = re.compile(r"^(?:按|根据|依据|参照|具体见|详见).*(?:考评|考核|评分|计分|打分|赋分|执行)")
_OPEN = re.compile(r"[,，、:：;；<≤＜=＝×+＋]$")
_ENDED = re.compile(r"[。；;！!？?，,：:]$")
_BARE_NUMBER = re.compile(r"(\d{1,2})(?=[^\W\d_a-zA-Z])(?![年月日个次件条项篇分万亿元人家份张户起例名天%％])")
_OPENERS = re.compile(r"^(?:按|查|未|无|每|没有|凡|发生|出现)")
_LONGEST = 3_000
"""A statement grows no longer than this; a bracket that is still open then was a slip."""
_NEAR = 40
"""How far back a task is looked for whose criteria are being counted."""
_BRACKETS = ("（）", "()", "《》", "【】")
_ONLY_BRACKET = re.compile(r"[（(][^（）()]*[）)]")


@dataclass(frozen=True)
class Statement:
    """One statement: its spans, its text on one line, its kind, its list number; `pointed`: it ends with its points."""

    spans: tuple[Span, ...]
    text: str
    kind: Kind = "task"
    scheme: Scheme | None = None
    number: int | None = None
    pointed: bool = False

    @property
    def level(self) -> str | None:
        """What tells its depth: the numbering, of lettered codes (A1, B2) the letter; None without a code."""
        if self.scheme is None or self.scheme in ("num", "num_half"):
            return None
        return self.text.lstrip()[:1].upper() if self.scheme == "letter" else self.scheme

    @property
    def scoring(self) -> bool:
        """Whether the text says what is won or lost."""
        text = _ONLY_BRACKET.sub("", self.text) if self.pointed else self.text
        return _SCORING.search(text) is not None or (self.scheme is None and _BY_RULES.match(text) is not None)

    @property
    def ended(self) -> bool:
        """Whether the text ends as a sentence does."""
        return _ENDED.search(self.text) is not None


def read_statements(text: str, lines: Sequence[Paragraph]) -> list[Statement]:
    """Return the statements of the lines below a flattened header, in order."""
    return _classified(_joined(text, lines))


def _joined(text: str, lines: Sequence[Paragraph]) -> list[Statement]:
    made: list[Statement] = []
    for line in lines:
        piece = _statement(text, line)
        above = made[-1] if made else None
        if above is not None and _belongs(above, piece):
            made[-1] = _join(text, above, piece)
        else:
            made.append(piece)
    return made


def _statement(text: str, line: Paragraph) -> Statement:
    start, end = line.start, line.end
    printed = text[start:end].strip()
    code = parse_code(printed)
    scheme = code.scheme if code is not None and not code.weak else None
    number = code.ordinals[-1] if code is not None and scheme else None
    if scheme is None and (bare := _BARE_NUMBER.match(printed)):
        number = int(bare.group(1))
    alone = cell_points(printed) is not None and _ONLY_BRACKET.fullmatch(printed) is None
    pointed = not alone and title_points(printed) is not None and printed.endswith((")", "）"))
    kind: Kind = "number" if alone else "task"
    return Statement(((start, end),), printed, kind, scheme, number, pointed)


def _belongs(above: Statement, piece: Statement) -> bool:
    """Return whether a line goes on with the statement above it."""
    if above.kind == "number" or piece.kind == "number" or len(above.text) > _LONGEST:
        return False
    if _is_open(above.text):
        return True
    if _ONLY_BRACKET.fullmatch(piece.text) and piece.scheme is None:
        return line_points(piece.text) is None or not above.pointed
    if piece.number is not None or not _OPEN.search(above.text):
        return False
    # "…商标：" is a task whose scoring comes next; "…扣0.2分；" goes on with more of the same.
    return above.scoring or not piece.scoring


def _is_open(text: str) -> bool:
    return any(text.count(pair[0]) > text.count(pair[1]) for pair in _BRACKETS)


def _join(text: str, above: Statement, piece: Statement) -> Statement:
    (first, end), (start, last) = above.spans[-1], piece.spans[0]
    near = not text[end:start].strip()
    spans = (*above.spans[:-1], (first, last)) if near else (*above.spans, *piece.spans)
    pointed = piece.pointed or (
        _ONLY_BRACKET.fullmatch(piece.text) is not None and title_points(piece.text) is not None
    )
    pointed = pointed or (above.pointed and bool(_ONLY_BRACKET.fullmatch(piece.text)))
    return replace(above, spans=spans, text=above.text + piece.text, pointed=pointed)


def _classified(raw: list[Statement]) -> list[Statement]:
    """Give every statement its kind, from the last to the first where it depends on what follows."""
    made: list[Statement] = []
    levels: set[Scheme | None] = {
        one.scheme for one in raw if one.scheme not in (None, "num", "num_half") and not one.scoring
    }
    groups: set[str] = set()
    last_task = 0
    for at, one in enumerate(raw):
        before = made[-1] if made else None
        following = raw[at + 1 : at + 4]
        kind = _kind(one, made, following, levels, last_task)
        if kind == "group":
            squeezed = "".join(one.text.split())
            kind = "repeat" if squeezed in groups else "group"
            groups.add(squeezed)
        if kind in ("group", "level", "name"):
            last_task = 0
        elif kind == "task":
            if before is not None and before.kind == "task" and one.number is None and _goes_on(before):
                made[-1] = replace(
                    before, spans=(*before.spans, *one.spans), text=before.text + one.text, pointed=one.pointed
                )
                continue
            last_task = one.number or last_task
        made.append(replace(one, kind=kind))
    return made


def _goes_on(task: Statement) -> bool:
    """Return whether more of a task may follow on the next line: its points have not been printed yet."""
    return not task.pointed and task.ended


def _kind(
    one: Statement, made: list[Statement], following: list[Statement], levels: set[Scheme | None], last_task: int
) -> Kind:
    if one.kind == "number":
        return "number"
    if one.scheme in levels and not one.scoring:
        return "level"
    if one.scoring:
        return "criteria"
    if one.number is not None:
        # A number that does not go on counting the tasks counts the criteria of the last one.
        counts = one.number > last_task if one.scheme is not None else one.number == last_task + 1
        return "task" if counts and not _counts_criteria(one, made) else "criteria"
    return _unnumbered(one, made[-1] if made else None, following, levels)


def _counts_criteria(one: Statement, made: list[Statement]) -> bool:
    """Return whether a number goes on counting, or begins to count, the criteria of a task without number."""
    near = range(max(len(made) - _NEAR, 0), len(made))
    at = next((at for at in reversed(near) if made[at].kind == "task"), None)
    if at is None or made[at].number is not None or one.pointed:
        return False
    if at == len(made) - 1:
        return made[at].pointed and one.number == 1
    counted = [above.number for above in made[at:] if above.number is not None]
    return made[-1].kind == "criteria" and bool(counted) and one.number == counted[-1] + 1


def _unnumbered(
    one: Statement, before: Statement | None, following: list[Statement], levels: set[Scheme | None]
) -> Kind:
    below = following[0] if following else None
    if one.ended or below is None:
        cut = below is None and not one.ended and _OPENERS.match(one.text)
        after_task = before is not None and before.kind == "task" and (before.pointed or bool(cut))
        return "criteria" if after_task else "task"
    if below.kind == "number":
        return "group" if one.pointed else "name"
    heads = below.scheme in levels and not below.scoring
    if one.pointed:
        named = len(following) > 1 and following[1].kind == "number" and below.number is None
        chain = below.pointed and below.number is None and len(following) > 1 and _heads(following[1], levels)
        return "group" if heads or named or chain else "task"
    if heads and not _just_opened(before):
        return "name"
    begins = below.number == 1 and not below.scoring
    about = below.number is None and below.ended and not below.scoring and _scored_next(following)
    return "name" if begins or about else "task"


def _just_opened(before: Statement | None) -> bool:
    """Return whether a heading was just opened, so that the next line says more about it."""
    return before is not None and before.kind in ("level", "name")


def _heads(one: Statement, levels: set[Scheme | None]) -> bool:
    return one.scheme in levels and not one.scoring


def _scored_next(following: list[Statement]) -> bool:
    return len(following) > 1 and following[1].scoring
