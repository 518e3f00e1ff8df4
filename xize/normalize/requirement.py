"""Which bound decides a clause, and which only says what is required (要求).

每季度抽查不少于10台，未达到的扣2分 prints the requirement and takes points where it is not met: the bound that decides
is its opposite. Where something else fails (…不少于3次，记录不完整的扣0.5分; 迟到超过10分钟，未请假的扣2分), no
number decides alone: the condition keeps it.
"""

from __future__ import annotations

import regex

from xize.model.quantity import Op, Threshold
from xize.model.rule import Sign
from xize.normalize.tokens import Token

_OPPOSITE: dict[Op, Op] = {">=": "<", ">": "<=", "<=": ">", "<": ">="}
_NOT_MET = regex.compile(
    r"^(?:而|但|如|若|凡)?(?:未能?|没有?|不能|无法|达?不)"
    r"(?:达到?|达标|完成|实现|做到|落实|到位|开展|组织|召开|举办|进行|实施|落实|满足|符合|配备|配足|足额?|够|执行|到)"
    r"(?:[一-龥]{0,6})的?$|^(?:低于|少于|不足|不够|未到|不到|超过|高于)(?:的|者|要求|标准|规定|此数|的要求){0,2}$"
)
_REQUIRED = regex.compile(r"以上|以内|^(?:不[少低小]于|至少|达到?|不超过?|不[高多大]于|[大小]于或?等于|≥|≤|>=|<=)")
_COUNTED = frozenset({"EACH", "LACK", "FOUND", "ONE"})


def decisive(thresholds: tuple[tuple[int, Threshold], ...], region: tuple[Token, ...], sign: Sign) -> Threshold | None:
    """Return the bound that decides a clause, or None where none does or none can be told.

    Args:
        thresholds: the bounds of the region with the indices of their tokens.
        region: the tokens of the condition.
        sign: whether the clause awards ("+") or takes away ("-", or "0" where it empties the score).
    """
    if sign == "+" or not thresholds:
        return thresholds[0][1] if len(thresholds) == 1 else None
    if len(thresholds) > 1:
        return _failing_of_two(thresholds, region) if sign == "-" else None
    ((index, threshold),) = thresholds
    last = _last_part(region)
    if index >= last or any(token.kind in _COUNTED for token in region[last:]):
        return threshold
    op = _OPPOSITE.get(threshold.op)
    if op is None or not _REQUIRED.search(region[index].text) or not _not_met(region[last:]):
        return None
    return threshold.model_copy(update={"op": op})


def _failing_of_two(thresholds: tuple[tuple[int, Threshold], ...], region: tuple[Token, ...]) -> Threshold | None:
    """Return the failing bound after a requirement: 要求达到90%，低于85%的."""
    if any(token.kind == "OR" for token in region):
        return None
    (_, before), (_, last) = thresholds[-2:]
    return last if before.op in {">=", ">"} and last.op in {"<", "<=", "in"} else None


def _last_part(region: tuple[Token, ...]) -> int:
    """Return the index of the first token after the last comma of a region."""
    return max((index + 1 for index, token in enumerate(region) if token.kind == "COMMA"), default=0)


def _not_met(failing: tuple[Token, ...]) -> bool:
    """Whether the last part of a clause says that what was required is not met, and nothing else."""
    if failing and failing[0].kind == "OTHERWISE":
        return True
    return _NOT_MET.search("".join(token.text for token in failing)) is not None
