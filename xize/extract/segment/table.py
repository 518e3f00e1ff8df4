"""One table with its heading → a sheet."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from xize.extract.segment.assign import Blanks, Odd, assign
from xize.extract.segment.beside import one_below_the_other
from xize.extract.segment.columns import NODE_ROLES, Column
from xize.extract.segment.grid import Entry, Row, realigned, rows
from xize.extract.segment.header import Layout, amount_headers, layout
from xize.extract.segment.heading import heading
from xize.extract.segment.node import Node, is_number, speaks_of_points
from xize.extract.segment.part import Part, Stretch
from xize.extract.segment.points import bracket_points, cell_points, title_points
from xize.extract.segment.say import finding
from xize.extract.segment.shape import shape
from xize.extract.segment.special import block_role, special
from xize.extract.segment.tree import Tree, build, node_columns
from xize.model.accounting import Placement
from xize.model.anchor import Anchor, Text
from xize.model.base import decimal_text
from xize.model.finding import Finding
from xize.model.indicator import Indicator, Role, Sheet
from xize.model.outline import AmountCell, GradeColumn, Prose
from xize.model.source import SourceDocument, Table


def segment_table(stretch: Stretch) -> Part:
    """Return the sheet of a table with its heading paragraphs."""
    document = stretch.document
    (printed,) = stretch.tables()
    table = one_below_the_other(document, printed)
    grid = rows(document, table)
    parts = layout(table, grid)
    if not parts.header and not any(speaks_of_points(entry.text) for row in grid for entry in row):
        return _no_rubric(stretch, table, grid)
    sheet_id = str(stretch.next_sheet)
    above = [(p.start, p.end) for p in stretch.paragraphs()]
    head = heading(document, above, [span for row in parts.title for entry in row for span in entry.spans()])
    body, apart = _apart(document, parts, sheet_id)
    tree, odd = _tree(document, parts, body, table)
    tops = _identified(tree.tops, sheet_id)
    role = block_role(head.title)
    indicators = tuple(_frozen(node, 1, role or "scored", document) for node in tops)
    points, points_at = (head.points, head.points_at) if head.points is not None else apart.total
    sheet = Sheet(
        id=sheet_id,
        title=head.title,
        title_at=head.title_at,
        subject=head.subject,
        subject_at=head.subject_at,
        points=points,
        points_at=points_at,
        indicators=indicators,
        at=document.anchor(table.start, table.end),
    )
    strays = tuple(Prose(entry.part(), sheet=sheet_id) for entry in tree.strays)
    placements = [*head.placements, *apart.placements, *_noise(table, parts, tree)]
    placements += [placement for top in tops for node in top.walk() for placement in node.placements()]
    return Part(
        sheets=(sheet,),
        prose=(*apart.prose, *strays),
        placements=tuple(placements),
        findings=(*apart.findings, *_header_findings(document, table, parts), *(_odd(one) for one in odd)),
        grades=_grades(parts, sheet_id),
        amounts=_amounts(parts, tops),
    )


def _no_rubric(stretch: Stretch, table: Table, grid: list[Row]) -> Part:
    """Return a table that is no rubric (a list of names, a form, a layout) with its heading, as prose."""
    document = stretch.document
    sheet = stretch.sheets[-1].id if stretch.sheets else None
    lines = tuple(document.text_of(((p.start, p.end),)) for p in stretch.paragraphs())
    texts = (*lines, *(entry.part() for row in grid for entry in row))
    pieces = [piece for text in texts for piece in text.at.pieces()]
    placements = [Placement(start=piece.start, end=piece.end, place="prose") for piece in pieces]
    placements += [Placement(start=start, end=end, place="noise:repeated header") for start, end in table.noise]
    return Part(prose=tuple(Prose(text, sheet=sheet) for text in texts), placements=tuple(placements))


class _Apart:
    """What rows beside the indicators hold: placements, notes, and the total they print."""

    def __init__(self) -> None:
        self.placements: list[Placement] = []
        self.prose: list[Prose] = []
        self.total: tuple[Decimal | None, Anchor | None] = (None, None)
        self.findings: list[Finding] = []


def _apart(document: SourceDocument, parts: Layout, sheet: str) -> tuple[list[Row], _Apart]:
    """Return the rows of indicators, and apart from them totals, signatures and notes."""
    points = parts.column("points")
    found = {role: parts.column(role) for role in ("points", "score", "criteria")}
    at = {role: column.index if column else None for role, column in found.items()}
    body: list[Row] = []
    apart = _Apart()
    first = 0
    for row in parts.body:
        if not row:
            continue
        straight = realigned(row, points=at["points"], score=at["score"], criteria=at["criteria"])
        kind = special(straight, len(parts.columns))
        if kind is None:
            body.append(straight)
            continue
        place = "total" if kind == "subtotal" else kind
        for entry in straight:
            apart.placements += [Placement(start=start, end=end, place=place) for start, end in entry.spans()]
            if kind == "note":
                apart.prose.append(Prose(entry.part(), sheet=sheet))
        if kind == "total":
            apart.total = _total(straight, points) or apart.total
        elif kind == "subtotal" and points is not None:
            apart.findings += _subtotal(straight, points, body[first:])
            first = len(body)
    return body, apart


def _subtotal(row: Row, points: Column, above: list[Row]) -> list[Finding]:
    """Return a finding where a subtotal is not the sum of the rows above, each of which prints points."""
    said = _total(row, points)
    cells = [entry for one in above for entry in one if entry.col == points.index]
    values = [value for entry in cells if (value := cell_points(entry.text)) is not None]
    found = sum((value.value for value in values), Decimal(0))
    if said is None or not above or len(values) < len(above) or found == said[0]:
        return []
    anchors = (said[1], *(entry.part().at for entry in cells))
    return [finding("subtotal-open", "warning", anchors, points=decimal_text(said[0]), found=decimal_text(found))]


def _total(row: Row, points: Column | None) -> tuple[Decimal, Anchor] | None:
    """Return the value a total row prints: in its points column, or the only one of its cells."""
    found = []
    for entry in row:
        value = cell_points(entry.text) or title_points(entry.text)
        if value is None and (several := bracket_points(entry.text)):
            value = several[-1]
        if value is not None and value.kind == "points":
            found.append((entry.col, value.value, entry.part(*value.phrase).at))
    own = [one for one in found if points is not None and one[0] == points.index] or found
    return (own[0][1], own[0][2]) if len({one[1] for one in own}) == 1 else None


def _tree(document: SourceDocument, parts: Layout, body: list[Row], table: Table) -> tuple[Tree, list[Odd]]:
    points, number = parts.column("points"), parts.column("number")
    names = tuple(column.index for column in parts.columns if column.role in NODE_ROLES)
    placed = [_at_name(row, names, number.index if number else None) for row in body]
    nodes = node_columns(parts.columns, placed)
    tree = build(placed, nodes, points.index if points else None, table.cols)
    _weigh(tree, parts, nodes)
    odd = assign(tree, placed, parts.columns, nodes, _blank(document, table))
    content = next((depth for depth, col in enumerate(nodes) if parts.columns[col].role == "content"), None)
    tree.tops = shape(tree.tops, content)
    return tree, odd


def _blank(document: SourceDocument, table: Table) -> Blanks:
    """Return where the format declares an empty cell; a text has merged cells and empty ones alike."""
    if not table.spans_known:
        return frozenset()
    return frozenset((cell.row, cell.col) for cell in table.cells if not document.cut(cell.spans).strip())


def _weigh(tree: Tree, parts: Layout, nodes: tuple[int, ...]) -> None:
    """Read what names print as weights where their header says so (一级指标及权重: 人才培养（0.4）)."""
    weighted = {depth for depth, col in enumerate(nodes) if re.search("权重|比重|系数", parts.columns[col].header)}
    for node in (node for top in tree.tops for node in top.walk() if node.column in weighted):
        if node.points is not None and node.points <= 1 and node.points_at is not None:
            node.weight, node.points, node.points_at = node.points, None, None


def _at_name(row: Row, names: tuple[int, ...], number: int | None) -> Row:
    """Return a row in which a name stands in a name's column: not in that of numbers, merged with it or not."""
    own = names
    free = next((col for col in names if all(entry.col != col for entry in row)), None)
    if row[0].col == number and free is not None and not is_number(row[0]):
        row = (row[0].moved(free), *row[1:]) if all(entry.col > free for entry in row[1:]) else row
    names = tuple(col for col in names if all(entry.col != col for entry in row))
    return tuple(
        next((entry.moved(col) for col in names if entry.col < col < entry.col + entry.cell.colspan), entry)
        if entry.col not in own
        else entry
        for entry in row
    )


def _identified(tops: list[Node], sheet: str) -> list[Node]:
    """Return the top nodes, with ids given to all: the path of ordinals from the sheet down."""

    def number(node: Node, path: str) -> None:
        node.id = path
        for ordinal, child in enumerate(node.children, start=1):
            number(child, f"{path}/{ordinal}")

    for ordinal, top in enumerate(tops, start=1):
        number(top, f"{sheet}/{ordinal}")
    return tops


def _frozen(node: Node, level: int, role: Role, document: SourceDocument) -> Indicator:
    role = node.role or role
    fields = {key: _joined(document, texts) for key, texts in node.fields.items()}
    if node.content is None and node.entry is not None and "content" not in fields and node.scores():
        fields = {"content": node.entry.part(), **fields}
    first = next((text.at for text in fields.values()), None)
    at = node.title_at or node.code_at or first or node.points_at
    return Indicator(
        id=node.id,
        code=node.code,
        code_at=node.code_at,
        title=node.title,
        title_at=node.title_at,
        level=level,
        role=role,
        points=node.points,
        points_at=node.points_at,
        weight=node.weight,
        mode="band" if node.bands else "none",
        fields=fields,
        children=tuple(_frozen(child, level + 1, role, document) for child in node.children),
        at=at or document.anchor(0, 0),
    )


def _joined(document: SourceDocument, texts: list[Text]) -> Text:
    return document.text_of(tuple((piece.start, piece.end) for text in texts for piece in text.at.pieces()))


def _grades(parts: Layout, sheet: str) -> tuple[GradeColumn, ...]:
    """Return the columns of grades with the lowest header cell of each."""
    headers = _headers(parts)
    banded = [column for column in parts.columns if column.role == "band" and column.index in headers]
    return tuple(GradeColumn(sheet, column.key, headers[column.index].part()) for column in banded)


def _amounts(parts: Layout, tops: list[Node]) -> tuple[AmountCell, ...]:
    """Return the cells of columns of amounts, each with the indicator it belongs to."""
    headers = {col: Text.joined(entry.part() for entry in over) for col, over in amount_headers(parts.header).items()}
    return tuple(
        AmountCell(
            indicator=node.id,
            key=parts.columns[entry.col].key,
            header=headers[entry.col],
            amount=entry.part(),
            condition=words.part() if words else None,
            under=parts.columns[words.col].header if words else "",
        )
        for top in tops
        for node in top.walk()
        for entry, words in node.amounts
    )


def _headers(parts: Layout) -> dict[int, Entry]:
    """Return the lowest header cell of each column that has one."""
    return {entry.col: entry for row in parts.header for entry in row}


def _noise(table: Table, parts: Layout, tree: Tree) -> list[Placement]:
    """Return the placements of headers, repeats and what the reader itself set apart."""
    placed = [(row, "header") for row in parts.header] + [(row, "noise:repeated header") for row in parts.repeats]
    placed += [(tuple(tree.repeated), "noise:repeated cell"), (tuple(tree.strays), "prose")]
    found = [
        Placement(start=start, end=end, place=place) for row, place in placed for e in row for start, end in e.spans()
    ]
    found += [Placement(start=start, end=end, place="noise:repeated header") for start, end in table.noise]
    return found


def _header_findings(document: SourceDocument, table: Table, parts: Layout) -> list[Finding]:
    filled = {entry.col: entry for row in reversed(parts.body) for entry in row}
    if not parts.header:
        at = (document.anchor(table.start, table.end),)
        return [finding("header-missing", "warning", at)]
    return [
        finding(
            "header-points" if c.role == "points" else "header-empty",
            "info",
            (filled[c.index].part().at,),
            column=c.index + 1,
        )
        for c in parts.columns
        if not c.header and c.index in filled
    ]


def _odd(odd: Odd) -> Finding:
    at = (odd.entry.part().at, *((odd.other,) if odd.other is not None else ()))
    values: dict[str, Any] = {
        "quote": odd.entry.text.strip(),
        "title": odd.node.title if odd.node else "",
        "column": odd.column,
        "count": odd.count,
    }
    return finding(
        odd.code,
        "info" if odd.code == "department-carried" else "warning",
        at,
        indicator=odd.node.id if odd.node else None,
        **values,
    )
