"""A veto that stands in no indicator is told, never passed over."""

from __future__ import annotations

from pathlib import Path

from tests.helpers.word_tables import read_table


def test_vetoes_below_a_table_are_reported(tmp_path: Path) -> None:
    draft = read_table(
        tmp_path / "mine.docx",
        "沙河矿2024年安全质量考核表",
        ("检查项目", "标准分", "评分办法"),
        ("顶板管理", "20", "空顶作业的扣5分"),
        below=("说明：年度内发生死亡事故的，取消评级资格；隐瞒事故的实行一票否决。",),
    )
    quotes = [item.quote for item in draft.unparsed]
    assert quotes == ["说明：年度内发生死亡事故的，取消评级资格", "隐瞒事故的实行一票否决"]
    assert draft.accounting.claims.left == ()
