"""Which bound decides a clause, and which only says what is required (要求).

每季度抽查不少于10台，未达到的扣2分 prints the requirement and takes points where it is not met: the bound that decides
is its opposite. Where something else fails (…不少于3次，记录不完整的扣0.5分; 迟到超过10分钟，未请假的扣2分), no
number decides alone: the condition keeps it.
"""

from __future__ import annotations

import regex

from xize.model.quantity import Op, Threshold
from xize.model.rule import Sign
from xize.normalize.catalogue.measures import kinds
from xize.normalize.tokens import Token

_OPPOSITE: dict[Op, Op] = {">=": "<", ">": "<=", "<=": ">", "<": ">="}
_NOT_MET = regex.compile(
    r"^(?:而|但|如|若|凡)?(?:未能?|没有?|不能|无法|达?不)"
    r"(?:达到?|达标|完成|实现|做到|落实|到位|开展|组织|召开|举办|进行|实施|落实|满足|符合|配备|配足|足额?|够|执行|到)"
    r"(?:[一-龥]{0,6})的?$|^(?:低于|少于|不足|不够|未到|不到|超过|高于)(?:的|者|要求|标准|规定|此数|的要求){0,2}$"
)
_MODAL = "(?:得|应该?|能|可以?|宜|准|许|允许|要|会)?"
_REQUIRED = regex.compile(rf"以上|以内|^(?:不{_MODAL}(?:[少低小高多大]于|超过?)|至少|达到?|[大小]于或?等于|≥|≤|>=|<=)")
_DEMAND = regex.compile(rf"不{_MODAL}(?:[少低小高多大]于|超过?)|至少")
_AWAY = regex.compile(r"[少缺差低降减高增多升]|超(?!速|载|限|标|过的|出的|过部分|出部分|过者|出者)")
_PAST = regex.compile(r"^(?:超过|超出)(?:的|部分|者)")
_FAILING = regex.compile(r"[未不没无违漏错]|发现")
_SEEN = frozenset({"", "发现", "发生", "出现", "存在", "有", "查实", "查出"})
_SAYS = regex.compile(
    r"未|无|没有|缺|不|(?:齐全|完整|到位|规范|及时|健全|完善|达标|合格|落实|整洁|清楚|明确|有效|扎实|良好|显著)$"
    r"|(?:完成|符合|满足|做到|通过)[一-龥]{0,8}$"
)
_FAILS = regex.compile(r"未|没有|不(?!少|多|足|含|同|低|高|超)|无(?!人机|线|偿)|被|违|漏")
_UNDONE = regex.compile(
    r"(?:未|没有|没|不(?!良|同|足|合格|达标)|(?P<none>无))(?:能|曾|按[一-龥]{0,4}(?:规定|要求|计划|标准))?"
    r"(?:每(?:个?(?:季度?|月|年|周|学期|半年)))?(?P<verb>(?!(?:造成|导致|发生))[一-龥]{0,6})(?:近[\d一二两三四五六七八九十]{1,2}个?[年月]内?)?$"
)
_DENIED = regex.compile(r"(?:未|没有|没)(?!经|成年|来)[一-龥\d]{0,20}$")
_WHO = regex.compile(r"的?(?:[一-龥]{0,4})(?:单位|企业|场所|学校|项目|工程|会议|活动|村|社区|班级|小区|设备|岗位)$")
_SIZES = frozenset({"money", "length, area, volume, weight"})
_AGES = frozenset({"岁", "周岁"})
_COUNTED = frozenset({"EACH", "LACK", "FOUND", "ONE"})


def decisive(thresholds: tuple[tuple[int, Threshold], ...], region: tuple[Token, ...], sign: Sign) -> Threshold | None:
    """Return the bound that decides a clause, or None where none does or none can be told.

    Args:
        thresholds: the bounds of the region with the indices of their tokens.
        region: the tokens of the condition.
        sign: whether the clause awards ("+") or takes away ("-", or "0" where it empties the score).
    """
    if len(thresholds) == 1 and _beside_more(region[: thresholds[0][0]]):
        return None
    thresholds = tuple(each for each in thresholds if not _place(region, each[0]))
    if sign == "+" or not thresholds:
        return thresholds[0][1] if len(thresholds) == 1 else None
    if len(thresholds) > 1:
        return _failing_of_two(thresholds, region) if sign == "-" else None
    ((index, threshold),) = thresholds
    last = _last_part(region)
    if index >= last:
        return _in_its_part(threshold, region[last:index], region[index:])
    if any(token.kind in _COUNTED for token in region[last:]):
        return _before_units(threshold, region[index:last], region[last:], sign)
    op = _OPPOSITE.get(threshold.op)
    if op is None or not _REQUIRED.search(region[index].text) or not _not_met(region[last:]):
        return None
    return threshold.model_copy(update={"op": op})


def _beside_more(before: tuple[Token, ...]) -> bool:
    """Whether a bound is one of several things said side by side: 台账齐全、整改率达到95%; 未报告、整改率低于80%."""
    marks = [place for place, token in enumerate(before) if token.kind in {"PAUSE", "COMMA"}]
    if not marks or before[marks[-1]].kind == "COMMA" or marks[-1] == 0:
        return False
    return _SAYS.search(before[marks[-1] - 1].text) is not None


def _in_its_part(threshold: Threshold, before: tuple[Token, ...], after: tuple[Token, ...]) -> Threshold | None:
    """Return the bound of a failing that is named with it, in one breath.

    未组织3次以上培训的 fails below three. 1万元以上的设备未入账的 says which fail, 无35岁以下骨干的 of what there
    is none: no number decides.
    """
    rest = "".join(token.text for token in after[1:] if token.kind not in _COUNTED)
    if _of_what_fails(threshold, rest) and not any(token.kind in _COUNTED for token in after[1:]):
        return None
    undone = _UNDONE.search(before[-1].text) if before and before[-1].kind == "TEXT" else None
    op = _OPPOSITE.get(threshold.op)
    if undone is None or op is None:
        return threshold if undone or not _denied(before, after[0]) else None
    if threshold.unit in _AGES or (undone["none"] and threshold.op in {"<=", "<"}):
        return None
    if not _REQUIRED.search(after[0].text):
        return threshold
    metric = undone["verb"] or None
    return threshold.model_copy(update={"op": op, "metric": metric})


def _denied(before: tuple[Token, ...], bound: Token) -> bool:
    """Whether what stands before a bound that is required is denied in a way that is not read: of 未…, which is met?"""
    return bool(before) and _REQUIRED.search(bound.text) is not None and _DENIED.match(before[-1].text) is not None


def _of_what_fails(threshold: Threshold, rest: str) -> bool:
    """Whether a bound says which things fail (1万元以上的设备未入账), not how many do (3份以上不合格)."""
    found = _FAILS.search(rest)
    if found is None:
        return False
    measured = kinds().get((threshold.unit or "").removeprefix("个")) in _SIZES
    return measured or threshold.unit in _AGES or _WHO.match(rest[: found.start()]) is not None


def _place(region: tuple[Token, ...], index: int) -> bool:
    """Whether a bound says where to look, and measures nothing: 道路两侧50米以内垃圾未清的."""
    token = region[index]
    along = token.values.get("unit") in {"米", "公里", "千米"} and token.text.endswith(("内", "外"))
    return along and index + 1 < len(region) and region[index + 1].kind == "TEXT" and region[index + 1].text != "的"


def _before_units(
    threshold: Threshold, bound: tuple[Token, ...], counted: tuple[Token, ...], sign: Sign
) -> Threshold | None:
    """Return the bound before what is counted: where it starts, or what is required (整改率达到100%，每处未整改扣1分).

    允许3次以内，超过的每次扣1分 counts past the opposite bound; 罚款1万元以上的，每件扣1分 says which cases count.
    限速不超过60公里，每超速一次扣1分 counts in another unit what breaks the requirement.
    """
    text = "".join(token.text for token in counted)
    if _AWAY.search(text) or not _REQUIRED.search(bound[0].text) or any(token.text == "的" for token in bound):
        return threshold
    op = _OPPOSITE.get(threshold.op)
    if op is not None and _PAST.search(text):
        return threshold.model_copy(update={"op": op})
    demanded = sign == "-" and _DEMAND.match(bound[0].text) is not None and _breaks(threshold, counted)
    return None if demanded or _FAILING.search(text) else threshold


def _breaks(threshold: Threshold, counted: tuple[Token, ...]) -> bool:
    """Whether what is counted is an event of its own, in another unit than the bound's: 每超速一次, not 每次."""
    units = {token.values.get("unit") for token in counted if token.kind in _COUNTED}
    told = any(token.kind == "TEXT" and token.text != "的" for token in counted)
    named = any(token.values.get("mod", "") not in _SEEN for token in counted if token.kind in _COUNTED)
    return threshold.unit not in units and (told or named)


def _failing_of_two(thresholds: tuple[tuple[int, Threshold], ...], region: tuple[Token, ...]) -> Threshold | None:
    """Return the failing bound after a requirement: 要求达到90%，低于85%的."""
    if any(token.kind == "OR" for token in region):
        return None
    (_, before), (_, last) = thresholds[-2:]
    if before.op in {"<=", "<"}:
        return last if last.op in {">", ">="} else None
    return last if before.op in {">=", ">"} and last.op in {"<", "<=", "in"} else None


def _last_part(region: tuple[Token, ...]) -> int:
    """Return the index of the first token after the last comma of a region."""
    return max((index + 1 for index, token in enumerate(region) if token.kind == "COMMA"), default=0)


def _not_met(failing: tuple[Token, ...]) -> bool:
    """Whether the last part of a clause says that what was required is not met, and nothing else."""
    if failing and failing[0].kind == "OTHERWISE":
        return True
    return _NOT_MET.search("".join(token.text for token in failing)) is not None
