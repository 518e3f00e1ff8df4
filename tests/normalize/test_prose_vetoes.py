"""A veto that stands in no indicator is told, never passed over."""

from __future__ import annotations

from pathlib import Path

import docx

from xize import pipeline


def test_vetoes_below_a_table_are_reported(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("沙河矿2024年安全质量考核表")
    cells = document.add_table(rows=2, cols=3)
    texts = [("检查项目", "标准分", "评分办法"), ("顶板管理", "20", "空顶作业的扣5分")]
    for row, line in zip(cells.rows, texts, strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            cell.text = text
    document.add_paragraph("说明：年度内发生死亡事故的，取消评级资格；隐瞒事故的实行一票否决。")
    path = tmp_path / "mine.docx"
    document.save(str(path))
    draft = pipeline.draft(pipeline.read(path))
    quotes = [item.quote for item in draft.unparsed]
    assert quotes == ["说明：年度内发生死亡事故的，取消评级资格", "隐瞒事故的实行一票否决"]
    assert draft.accounting.claims.left == ()
