"""Rows that are no indicators: subtotals and totals, signatures, notes; and the role of a block of indicators."""

from __future__ import annotations

import re
from typing import Literal

from xize.extract.segment.digits import narrow
from xize.extract.segment.grid import Row
from xize.model.indicator import Role

Special = Literal["total", "subtotal", "signature", "note"]

_SPACE = re.compile(r"\s+")
_TOTAL = re.compile(
    r"(?:合计|总计|共计|总分|总得分|总评分?|合计得分|总分值|考核总分|总分合计|[总合]\s*计\s*得?分)(?:数|值)?(?:[（(].*[)）])?[:：]?(?:\d.*)?"
)
_SUBTOTAL = re.compile(r".{0,12}(?:小计|分计|合计)(?:得?分)?(?:[（(].*[)）])?[:：]?(?:\d.*)?")
_SIGNATURE = re.compile(
    r".{0,14}(?:签字|签名|签章|盖章|公章)(?:[（(][^)）]*[)）])?(?:[:：].{0,20}|[_＿\d年月日/]*)"
    r"|.{0,12}(?:人|人员|组长|专家|评委|领导|单位|部门|科室)(?:日期|时间)?[:：].{0,24}"
    r"|(?:考核|检查|填表|评分|考评)?(?:日期|时间)[:：].{0,24}"
    r"|\d{0,4}年\d{0,2}月\d{0,2}日"
)
_NOTE = re.compile(r"(?:备\s*注|注\s*释?|说\s*明|填表说明|评分说明|特别说明|附注|备注说明)\s*[:：、.．\s]")
_BARE_NOTE = re.compile(r"备\s*注|注|说\s*明|评分说明|填表说明|备注说明")

_SHORT = 24
_BONUS = re.compile(r"加分|附加分|奖励分|奖励项|附加项|激励分")
_PENALTY = re.compile(
    r"(?:扣分|减分|倒扣|惩罚|罚分)(?:项|事项|因素|指标|内容|部分|情形|项目|类)?$|^(?:扣分|减分|倒扣)|(?:扣分|减分)项"
)
_VETO = re.compile(r"一票否[决优]|否决(?:项|指标|事项|条款|性|内容|情形)|^否决$")


def special(row: Row, width: int) -> Special | None:
    """Return what a row is when it is no indicator, or None.

    Args:
        row: the row's non-empty cells.
        width: the number of the table's columns.
    """
    first = row[0]
    text = _SPACE.sub("", narrow(first.text))
    if _NOTE.match(first.text.strip()) and (len(row) == 1 or (len(row) == 2 and row[1].text.strip() == "")):
        return "note"
    if _BARE_NOTE.fullmatch(text) and len(row) == 2 and row[1].cell.colspan > 1:
        return "note"
    if _TOTAL.fullmatch(text) and not any(len(entry.text) > 30 for entry in row[1:]):
        return "total"
    if _SUBTOTAL.fullmatch(text) and not any(len(entry.text) > 30 for entry in row[1:]):
        return "subtotal"
    wide = len(row) == 1 or (len(row) <= 6 and width > 2)
    if wide and all(_SIGNATURE.fullmatch(_SPACE.sub("", narrow(entry.text))) for entry in row):
        return "signature"
    return None


def block_role(title: str) -> Role | None:
    """Return the role a title gives to its indicator and all below: 加分项, 扣分项, 一票否决项; or None."""
    plain = _SPACE.sub("", title)
    if len(plain) > _SHORT:
        return None
    bonus, penalty = _BONUS.search(plain), _PENALTY.search(plain)
    if _VETO.search(plain):
        return "veto"
    # 加减分项 holds both: it is neither, its rules carry their own signs.
    if (bonus and penalty) or re.search(r"加[、扣减]+分|加分.*扣分|扣分.*加分", plain):
        return None
    return "bonus" if bonus else "penalty" if penalty else None
