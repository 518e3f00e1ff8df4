"""Tables that came in pieces are one; what is dropped is noise."""

from __future__ import annotations

from xize.extract.stitch import squashed, stitch
from xize.model.source import Cell, Paragraph, SourceDocument, Table

HEAD = ["类别", "内容", "分值", "标准"]


class Maker:
    """Writes tables and paragraphs one after another; `None` is a position covered by the cell above."""

    def __init__(self) -> None:
        self.text = ""
        self.blocks: list[Paragraph | Table] = []

    def paragraph(self, text: str) -> None:
        self.blocks.append(Paragraph(len(self.text), len(self.text) + len(text)))
        self.text += text + "\n"

    def table(self, rows: list[list[str | None]], header_rows: int = 0, spans_known: bool = True) -> None:
        start = len(self.text)
        cells: list[Cell] = []
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                if text is None:
                    upper = next(i for i, cell in enumerate(cells) if cell.col == c and cell.row + cell.rowspan == r)
                    old = cells[upper]
                    cells[upper] = Cell(old.row, c, old.spans, old.rowspan + 1)
                    continue
                span = (len(self.text), len(self.text) + len(text))
                cells.append(Cell(r, c, (span,) if text else ()))
                self.text += text + "\t"
            self.text += "\n"
        index = sum(isinstance(block, Table) for block in self.blocks)
        table = Table(index, start, len(self.text), len(rows), len(rows[0]), tuple(cells), spans_known, header_rows)
        self.blocks.append(table)

    def document(self, media_type: str = "text/plain") -> SourceDocument:
        return SourceDocument("s1", "a", media_type, "0" * 64, self.text, tuple(self.blocks))


def rows(document: SourceDocument, table: Table) -> list[list[str | None]]:
    texts: list[list[str | None]] = [[None] * table.cols for _ in range(table.rows)]
    for cell in table.cells:
        texts[cell.row][cell.col] = squashed(document, cell)
    return texts


def noise(document: SourceDocument, table: Table) -> list[str]:
    return [document.text[start:end] for start, end in table.noise]


def test_header_again_in_mid_table_is_dropped_and_the_label_carried() -> None:
    make = Maker()
    label = "一、安全（20分）"
    make.table(
        [
            HEAD,
            [label, "检查", "5", "未查扣1分。"],
            HEAD,
            [label, "演练", "5", "未练扣1分。"],
            ["二、信息", "报送", "5", ""],
        ]
    )
    document = stitch(make.document())
    (table,) = document.tables()
    assert rows(document, table) == [
        HEAD,
        [label, "检查", "5", "未查扣1分。"],
        [None, "演练", "5", "未练扣1分。"],
        ["二、信息", "报送", "5", ""],
    ]
    assert noise(document, table) == [*HEAD, label]
    assert document.text == make.text


def test_label_is_emptied_where_merges_are_told_from_emptiness() -> None:
    make = Maker()
    make.table([HEAD, ["一类", "检查", "5", "甲。"], HEAD, ["一类", "演练", "5", "乙。"]], spans_known=False)
    document = stitch(make.document())
    (table,) = document.tables()
    assert rows(document, table)[2] == ["", "演练", "5", "乙。"]


def test_row_cut_by_a_repeated_header_is_one_row_in_two_pieces() -> None:
    make = Maker()
    cut = ["一类", "对照年度工作计划逐项组织开展", "5", "未按照要求开展监督检查的每发现一起"]
    make.table([HEAD, cut, HEAD, ["一类", "并形成记录。", "", "扣2分。"], ["二类", "报送", "5", "丙。"]])
    document = stitch(make.document())
    (table,) = document.tables()
    assert rows(document, table)[1] == ["一类", cut[1] + "并形成记录。", "5", cut[3] + "扣2分。"]
    assert table.rows == 3
    rule = next(cell for cell in table.cells if (cell.row, cell.col) == (1, 3))
    assert len(rule.spans) == 2
    assert document.anchor_spans(rule.spans).cut(document.text) == cut[3] + "扣2分。"


def test_pieces_with_the_same_header_are_one_table() -> None:
    make = Maker()
    make.table([HEAD, ["一类", "检查", "5", "甲。"]])
    make.table([HEAD, ["二类", "报送", "5", "乙。"]])
    document = stitch(make.document())
    (table,) = document.tables()
    assert rows(document, table) == [HEAD, ["一类", "检查", "5", "甲。"], ["二类", "报送", "5", "乙。"]]
    assert len(table.pieces) == 2


def test_a_title_or_another_header_makes_another_table() -> None:
    make = Maker()
    make.table([HEAD, ["一类", "检查", "5", "甲。"]])
    make.paragraph("加分项目")
    make.table([HEAD, ["二类", "报送", "5", "乙。"]])
    make.table([["项目", "说明", "加分", "依据"], ["三类", "表彰", "5", "丙。"]])
    assert [table.index for table in stitch(make.document()).tables()] == [0, 1, 2]


def test_equal_rows_that_are_no_header_stay() -> None:
    make = Maker()
    row: list[str | None] = ["一类", "检查", "5", "每次扣1分。"]
    make.table([HEAD, row, row])
    document = stitch(make.document())
    (table,) = document.tables()
    assert rows(document, table) == [HEAD, row, row]
    assert table.noise == ()


def test_stitching_twice_changes_nothing() -> None:
    make = Maker()
    make.table(
        [HEAD, ["一类", "检查", "5", "甲。"], HEAD, ["一类", "演练", "5", "乙。"], HEAD, ["二类", "报送", "5", "丙。"]]
    )
    once = stitch(make.document())
    assert stitch(once) == once
