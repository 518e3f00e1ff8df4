"""An indicator while it is being put together, and how a cell is read as code, name and points."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from xize.extract.segment.codes import Code, cell_code, parse_code
from xize.extract.segment.grid import Entry, squeeze
from xize.extract.segment.points import Points, bare_points, bracket_points, cell_points, title_points
from xize.extract.segment.special import block_role
from xize.model.accounting import Placement
from xize.model.anchor import Anchor, Text
from xize.model.indicator import Role
from xize.model.source import Span

_POINTS = re.compile(r"[0-9０-９]\s*分(?![钟局公别之])")
_SCORES = re.compile(r"[扣得加减计]\s*[0-9０-９.]+\s*分|不得分|否决|酌情|分为止")


@dataclass(eq=False)
class Node:
    """A node of a table's tree before it is frozen into an `Indicator`.

    `first` and `last` are the body rows it covers. `column` is the index of the node column it stands in (-1: a section
    row), `content` the cell that says what it is about, `placed` where the characters of its cells go,
    `amounts` its cells in columns of amounts with what they are for.
    """

    column: int
    first: int
    last: int
    entry: Entry | None = None
    content: Entry | None = None
    id: str = ""
    code: str | None = None
    code_at: Anchor | None = None
    parsed: Code | None = None
    title: str = ""
    title_at: Anchor | None = None
    points: Decimal | None = None
    points_at: Anchor | None = None
    weight: Decimal | None = None
    most: bool = False
    role: Role | None = None
    indent: int = 0
    fields: dict[str, list[Text]] = field(default_factory=dict)
    bands: bool = False
    heads: bool = False
    children: list[Node] = field(default_factory=list)
    placed: list[tuple[tuple[Span, ...], str]] = field(default_factory=list)
    amounts: list[tuple[Entry, Entry | None]] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """Return how many body rows the node covers."""
        return self.last - self.first + 1

    def walk(self) -> list[Node]:
        """Return this node and all below it, in document order."""
        return [self, *(node for child in self.children for node in child.walk())]

    def put(self, key: str, text: Text) -> None:
        """Add a piece to a field; where two numbers would run together (0.5, 0.2) it gets a key of its own."""
        run = next(n for n in range(1, len(self.fields) + 3) if not self._runs_on(_numbered_key(key, n), text))
        self.fields.setdefault(_numbered_key(key, run), []).append(text)

    def _runs_on(self, key: str, text: Text) -> bool:
        above = self.fields.get(key, [])
        return bool(above) and above[-1].text.rstrip()[-1:].isdigit() and text.text.lstrip()[:1].isdigit()

    def scores(self) -> bool:
        """Return whether the name holds a scoring sentence, which must then be read as a field too."""
        return self.role is None and _SCORES.search(self.title) is not None

    def set_points(self, points: Points, at: Anchor) -> None:
        """Set points or weight from a printed value."""
        if points.kind == "weight":
            self.weight = points.value
        else:
            self.points, self.points_at, self.most = points.value, at, points.most

    def placements(self) -> list[Placement]:
        """Return where the characters of the node's cells went."""
        return [
            Placement(start=start, end=end, place=place, indicator=self.id)
            for spans, place in self.placed
            for start, end in spans
            if start < end
        ]


def _numbered_key(key: str, number: int) -> str:
    return key if number == 1 else f"{key} {number}"


def named(
    node: Node, entry: Entry, *, start: int = 0, end: int | None = None, listed: bool = True, bare: bool = False
) -> Node:
    """Read `[start, end)` of a cell as the code, name and points of a node, and place its characters.

    `listed` tells whether a list number at its beginning is a code; where the next number follows in the same text it
    numbers parts of the text instead. `bare` tells that a number alone in brackets at its end is points: 巡查（20）.
    """
    stop = len(entry.text) if end is None else end
    text = entry.text[start:stop]
    # Ideographic blanks before the first line tell the depth; ordinary ones come from centring.
    lead = re.match(r"\s*?(\u3000*)(?=\S)", text)
    node.indent = len(lead.group(1)) if lead else 0
    holes: list[tuple[int, int, str]] = []
    code = parse_code(text)
    if code is not None and not code.weak and not (listed and _numbers_parts(text, code)):
        node.code, node.parsed = code.printed, code
        node.code_at = entry.part(start + code.start, start + code.end).at
        holes.append((code.start, code.body, "code"))
    points = title_points(text) or (bare_points(text) if bare else None)
    if points is not None and points.outer[0] >= (holes[0][1] if holes else 0):
        node.set_points(points, entry.part(start + points.phrase[0], start + points.phrase[1]).at)
        holes.append((*points.outer, "points"))
    _take(node, entry, start, text, holes)
    node.role = block_role(node.title)
    if node.role is None and node.most and re.search(r"加|奖|荣誉|特色|创新", node.title):
        node.role = "bonus"
    return node


def _take(node: Node, entry: Entry, start: int, text: str, holes: list[tuple[int, int, str]]) -> None:
    """Place the holes (code, points) and what is left of the text, which is the title."""
    title: list[Span] = []
    left = ""
    at = 0
    for low, high, place in [*holes, (len(text), len(text), "")]:
        if text[at:low].strip():
            spans = entry.part(start + at, start + low).at
            title += [(piece.start, piece.end) for piece in spans.pieces()]
            node.placed.append((entry.spans(start + at, start + low), "title"))
            left += text[at:low]
        if place:
            node.placed.append((entry.spans(start + low, start + high), place))
        at = high
    node.title = squeeze(left)
    node.title_at = entry.document.anchor_spans(tuple(title)) if title else None


def _numbers_parts(text: str, code: Code) -> bool:
    """Return whether a list number numbers the first of several parts of the same text: 1.…；2.…."""
    if code.is_path:
        return False
    for match in re.finditer(r"(?:^|[\n。；;，,：:）)\s])(?=[\s]*\S)", text[code.body :]):
        later = parse_code(text[code.body + match.end() : code.body + match.end() + 12])
        if later is not None and later.follows(code):
            return True
    return False


def speaks_of_points(text: str) -> bool:
    """Return whether a text prints points or speaks of winning or losing them."""
    return any(pattern.search(text) for pattern in (_SCORES, _POINTS))


def wins_or_loses(text: str) -> bool:
    """Return whether a text speaks of winning or losing points."""
    return _SCORES.search(text) is not None


def is_number(entry: Entry) -> bool:
    """Return whether a cell of a number column holds a number, points, or both, and no name."""
    return numbered(Node(0, 0, 0), entry)


def numbered(node: Node, entry: Entry) -> bool:
    """Read a cell of a number column (3; 一; 一（30分）) as a node's code and points; return whether it is one."""
    text = entry.text
    points = next((p for p in bracket_points(text) if not text[p.outer[1] :].strip()), None)
    points = points or title_points(text)
    head = text[: points.outer[0]] if points is not None else text
    code = cell_code(head)
    if code is None and (points is None or head.strip()):
        return False
    if code is not None:
        node.code, node.parsed = code.printed, code
        node.code_at = entry.part(code.start, code.end).at
        node.placed.append((entry.spans(0, len(head)), "code"))
    if points is not None:
        node.set_points(points, entry.part(*points.phrase).at)
        node.placed.append((entry.spans(points.outer[0]), "points"))
    return True


def pointed(node: Node, entry: Entry, *, weighted: bool) -> bool:
    """Read a cell of a points or weight column into a node; return whether it holds one value.

    In a weight column a bare number below one, and a percentage anywhere, is a weight; the rest are points.
    """
    points = cell_points(entry.text)
    if points is None:
        return False
    at = entry.part(*points.phrase).at
    if (
        weighted and points.kind == "points" and points.value <= 1 and "分" not in entry.text
    ) or points.kind == "weight":
        node.weight = points.value
    else:
        node.set_points(points, at)
    node.placed.append((entry.spans(), "points"))
    return True


def items_with_points(text: str) -> list[tuple[int, int]]:
    """Return the ranges of numbered items that each have points of their own (1.…（7分）2.…（3分）), or nothing."""
    starts: list[int] = []
    last: Code | None = None
    for match in re.finditer(r"^|(?<=[\n。；;）)])", text):
        code = parse_code(text[match.end() : match.end() + 12])
        if code is None or code.is_path or code.weak:
            continue
        if (last is None and code.ordinals == (1,) and not text[: match.end()].strip()) or (
            last and code.follows(last)
        ):
            starts.append(match.end())
            last = code
    found = list(zip(starts, [*starts[1:], len(text)], strict=False))
    if len(found) < 2 or any(len(bracket_points(text[low:high])) != 1 for low, high in found):
        return []
    return found
