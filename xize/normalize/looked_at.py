"""What was looked at (抽查10份病历，): context of a failing, no part of its condition."""

from __future__ import annotations

import regex

from xize.model.rule import Sign
from xize.normalize.clauses import Clause
from xize.normalize.tokens import Token

_ASSERTS = "未|不|无|没|缺|漏|少|超|发现"
_SAMPLE = regex.compile(
    r"(?:每次|每季度?|每月|每年|全年|年内|随机|现场|实地|日常|不定期|任意|从中)*"
    rf"(?:(?:抽查|抽取|抽检|抽阅|抽问|抽考|查阅|查看|调阅)(?:(?!{_ASSERTS}|[率数]$)[^,;。:]){{0,20}}"
    rf"|(?:检查|核查)(?:(?!{_ASSERTS})[^,;。:\d]){{0,12}}\d(?:(?!{_ASSERTS})[^,;。:]){{0,12}}"
    r"|(?:现场|实地|日常)(?:检查|查看|核查)|查现场|查资料|查台账|(?:抽查|检查)中)"
    r"(?<!情况|结果|工作|事项|清单|任务|计划|方案|制度|通报|问题|整改|要求|比例)"
)
_SHORT = regex.compile(r"少|缺|差|欠|未完成")


def situated(clause: Clause, sign: Sign) -> tuple[Token, ...]:
    """Return what a clause stands on, of a failing without what only says what was looked at.

    Of an award it may be what is asked for (现场检查，当场反馈的得2分), of a shortfall how much is due
    (抽查50户，少1户扣1分): there it stays.
    """
    region = clause.region or clause.context
    if clause.effect.kind == "BARE" or sign == "+":
        return region
    while (comma := next((place for place, token in enumerate(region) if token.kind == "COMMA"), 0)) > 0:
        after = region[comma + 1 :]
        counts = after and (after[0].kind == "LACK" or _SHORT.match(after[0].values.get("mod", "")))
        if not after or counts or not _SAMPLE.fullmatch("".join(token.text for token in region[:comma])):
            break
        region = after
    return region
