"""From glyphs to visual lines, and from visual lines to paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from xize.extract.pdf.characters import Glyph

_WORD = re.compile(r"[0-9A-Za-z\u00c0-\u024f]")
_OPENING = "（(《〈「『【〔［“‘{[<"
_GLUE = "“”‘’/"
"""Quotes look the same in Chinese and in Latin text, so typesetters break neither before nor after them (UAX 14)."""
_CLOSING = "“‘/）)》〉」』】〕］”’}]>，。、；：？！,.;:?!%％…·—"
LIST_NUMBER = re.compile(
    r"\s*(?:第[一二三四五六七八九十百零〇0-9]+[章节条款项]|[（(][一二三四五六七八九十0-9]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、．.]"
    r"|[0-9]{1,3}(?:[、)）]|[.．](?![0-9]))|[①-⑳⑴-⒛⒈-⒛]|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]+(?:[-－—][0-9]+)*\s*[、.．:：]?)"
)
"""How a numbered item begins."""


@dataclass(frozen=True)
class Measure:
    """The left and right edges (版心) between which lines are set."""

    left: float
    right: float


@dataclass(frozen=True)
class Line:
    """A visual line (行): glyphs left to right on one baseline of one page, with the spaces their gaps stand for.

    `measure` is that of its column where the page is set in several.
    """

    page: int
    glyphs: tuple[Glyph, ...]
    spaces: frozenset[int] = frozenset()
    measure: Measure | None = None

    @cached_property
    def text(self) -> str:
        """The characters, with a space before every glyph listed in `spaces`; none at the ends."""
        return "".join((" " if i in self.spaces else "") + glyph.text for i, glyph in enumerate(self.glyphs)).strip()

    @cached_property
    def x0(self) -> float:
        """The left end of what is printed."""
        return min(glyph.x0 for glyph in self.inked)

    @cached_property
    def x1(self) -> float:
        """The right end of what is printed."""
        return max(glyph.x1 for glyph in self.inked)

    @cached_property
    def body_x1(self) -> float:
        """The right end without closing marks, which may hang in the margin."""
        last = len(self.inked)
        while last > 1 and self.inked[last - 1].text in _CLOSING:
            last -= 1
        return self.inked[last - 1].x1

    @cached_property
    def top(self) -> float:
        """The upper edge."""
        return min(glyph.top for glyph in self.inked)

    @cached_property
    def bottom(self) -> float:
        """The lower edge."""
        return max(glyph.bottom for glyph in self.inked)

    @cached_property
    def size(self) -> float:
        """The size of its largest glyph."""
        return max(glyph.size for glyph in self.inked)

    @cached_property
    def base(self) -> float:
        """The baseline of its largest glyph."""
        return max(self.inked, key=lambda glyph: glyph.size).base

    @cached_property
    def inked(self) -> tuple[Glyph, ...]:
        """The glyphs that are not blank."""
        return tuple(glyph for glyph in self.glyphs if not glyph.text.isspace())

    @property
    def ends_blank(self) -> bool:
        """Whether a blank was printed at its end: the line was broken between two words."""
        return self.glyphs[-1].text.isspace()


def lines_of(glyphs: Iterable[Glyph], page: int) -> list[Line]:
    """Return the lines that glyphs form, from top to bottom; blank lines are none."""
    rows: list[tuple[float, float, list[Glyph]]] = []
    for glyph in sorted((glyph for glyph in glyphs), key=lambda glyph: (glyph.base, glyph.x0)):
        if rows:
            base, size, row = rows[-1]
            if glyph.base - base <= 0.4 * max(size, glyph.size):
                row.append(glyph)
                if glyph.size > size * 1.05:
                    rows[-1] = (glyph.base, glyph.size, row)
                continue
        rows.append((glyph.base, glyph.size, [glyph]))
    lines = (_line(row, page) for _, _, row in rows)
    return [line for line in lines if line is not None]


def _line(row: Sequence[Glyph], page: int) -> Line | None:
    row = sorted(row, key=lambda glyph: glyph.x0)
    if all(glyph.text.isspace() for glyph in row):
        return None
    spaces = {
        index
        for index, (left, right) in enumerate(pairwise(row), 1)
        if not left.text.isspace() and not right.text.isspace() and _parted(left, right)
    }
    return Line(page, tuple(row), frozenset(spaces))


def _parted(left: Glyph, right: Glyph) -> bool:
    """Tell whether a gap stands for a space: a quarter em between words, a whole one beside an ideograph."""
    both_words = _WORD.match(left.text[-1]) and _WORD.match(right.text[0])
    return right.x0 - left.x1 > (0.22 if both_words else 1.0) * min(left.size, right.size)


def split_at_gaps(line: Line, gap: float) -> list[Line]:
    """Return the pieces of a line that blanks wider than `gap` points part."""
    pieces: list[list[Glyph]] = []
    right: float | None = None
    for glyph in line.glyphs:
        if glyph.text.isspace():
            if pieces:
                pieces[-1].append(glyph)
            continue
        if right is None or glyph.x0 - right > gap:
            pieces.append([])
        pieces[-1].append(glyph)
        right = glyph.x1
    made = (_line(piece, line.page) for piece in pieces)
    return [piece for piece in made if piece is not None]


def joiner(above: Line, below: Line, measure: Measure) -> str:
    r"""Return what stands between two lines of one text: "" or " " where it only wraps, "\n" where a paragraph ends.

    Setting is greedy, so a line that had room for the next unbreakable bit was ended on purpose. A line without room
    may still end a paragraph: it does where the next begins with a list number after a full stop, or is set in.
    """
    if _room(above, measure) > _first_bit(below) + 0.25 * below.size:
        return "\n"
    text, following = above.text, below.text
    if LIST_NUMBER.match(following) and text[-1] in "。；;!！?？.：:" and not _centered(above, measure):
        return "\n"
    indent = below.x0 - measure.left
    if indent > 1.5 * below.size and below.x0 - above.x0 > 1.5 * below.size and text[-1] in "。；;!！?？：:":
        return "\n"
    return _wrap(above, below, measure)


def _room(line: Line, measure: Measure) -> float:
    """Return the width left over on a line: on its right, or on both sides if it is centred."""
    right = measure.right - line.x1
    return right + (line.x0 - measure.left) if _centered(line, measure) else right


def _centered(line: Line, measure: Measure) -> bool:
    left, right = line.x0 - measure.left, measure.right - line.x1
    return left > 0.3 * line.size and abs(left - right) < max(0.25 * line.size, 0.1 * (left + right))


def _first_bit(line: Line) -> float:
    """Return the width of what cannot be broken at the start of a line: a word or an ideograph, with its marks."""
    glyphs = line.glyphs
    first = next(index for index, glyph in enumerate(glyphs) if not glyph.text.isspace())
    end = first
    while end < len(glyphs) - 1 and glyphs[end].text in _OPENING:
        end += 1
    while end < len(glyphs) - 1 and end + 1 not in line.spaces and _held(glyphs[end].text, glyphs[end + 1].text):
        end += 1
    return glyphs[end].x1 - glyphs[first].x0


def _held(left: str, right: str) -> bool:
    """Tell whether no line may end between two characters: within words and numbers, before marks, around quotes."""
    return right in _CLOSING or left in _GLUE or bool((_WORD.match(left) or left in ".,·-") and _WORD.match(right))


def _wrap(above: Line, below: Line, measure: Measure) -> str:
    last, first = above.inked[-1], below.inked[0]
    if not (_WORD.match(last.text[-1]) and _WORD.match(first.text[0])):
        return ""
    if above.ends_blank:
        return " "
    # Without a blank a word may have been cut: because it alone is wider than the measure, or because the setting
    # breaks anywhere, and then the line is full to less than one character.
    return "" if measure.right - above.x1 < 0.9 * (first.x1 - first.x0) else " "


def cut_number(above: Line, below: Line) -> bool:
    """Tell whether a join of two lines joins digits, so that a number may have been cut or two be glued."""
    return above.text[-1].isdigit() and below.text[0].isdigit()
