"""Thresholds (阈值), units and metric names out of tokens."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

import regex

from xize.model.quantity import Closed, Op, Threshold
from xize.normalize.ground import Ground
from xize.normalize.numerals import parse_numeral
from xize.normalize.tokens import Token

_TIME_UNITS = frozenset({"年", "月", "周", "天", "日", "小时", "分钟", "工作日", "个工作日", "个月", "季度", "个季度"})
_METRIC = regex.compile(r"(?:[^,;。:、()\s]|\([^()]*\)){1,30}$")
_LEAD = r"(?:的|且|并|或|对|对于|其中|若|如|如果|因|由于|当年度?|达到|完成|全年|每年|年内)"
_TRAIL = r"(?:的|为|应|要|必须|须|需|能|在|率先|每|低|高|未|被|有|是|占|只|仅|均)+"
_LEADING = regex.compile(f"^{_LEAD}")
_TRAILING = regex.compile(f"{_TRAIL}$")
LED = regex.compile(f"{_LEAD}{{1,2}}$")
"""What may have been taken off before a name, searched for up to where the name begins."""
TRAILED = regex.compile(_TRAIL)
"""What may have been taken off after a name."""
_LATE = regex.compile(r"(?:逾期|超期|延期|延误|迟报|迟到|晚报|拖延|滞后|超时)$")
_BUT = frozenset({"但", "而", "并", "又"})
_MODAL = regex.compile(r"^不(?:得|能|应该?|可以?|宜|准|许|允许|要|会)$")
_EXCLUDES = frozenset({"超过"})
_PARTS = {"百分之": "%", "千分之": "‰"}
_WHOLE = "总数"
_JOINED = 2
_WAY = regex.compile(r"(?P<down>降|低|减|少)|升|高|增|超|多")


@dataclass(frozen=True)
class Boundaries:
    """The boundary words of `boundaries.toml`."""

    prefix: dict[str, Op]
    suffix: dict[str, Op]
    sign: dict[str, Op]


@cache
def boundaries() -> Boundaries:
    """Return the boundary words."""
    data = tomllib.loads(files("xize.normalize").joinpath("boundaries.toml").read_text(encoding="utf-8"))
    return Boundaries(prefix=data["prefix"], suffix=data["suffix"], sign=data["sign"])


def number(text: str | None) -> Decimal | None:
    """Return what a printed number is worth, or None."""
    return None if not text else parse_numeral(text)


def of_token(token: Token, ground: Ground, metric: str | None) -> Threshold | None:
    """Return the threshold a token says, or None where it cannot be made out."""
    values = token.values
    at = ground.anchor(token.start, token.end)
    op: Op | None
    match token.name:
        case "threshold.between":
            return _between(token, ground)
        case "threshold.range":
            return _range(token, ground, metric)
        case "threshold.average":
            op = _compared(values)
            return None if op is None else _relative(token, op, metric, ground)
        case "threshold.have" | "threshold.all":
            op = ">="
        case "threshold.exact" | "threshold.count":
            op = "=="
        case "threshold.top":
            op, metric = "<=", "排名"
        case "threshold.compare":
            op = boundaries().sign.get(values["op"])
        case "threshold.suffix" | "threshold.scored":
            word = values["word"].replace("(含)", "").replace("含", "")
            op = next((op for key, op in boundaries().suffix.items() if word.endswith(key)), None)
            if values.get("inc") == "不含":
                op = {">=": ">", "<=": "<"}.get(op or "", op)  # type: ignore[assignment]  # both are Op
        case _:
            op = _compared(values)
    value = number(values.get("num"))
    if op is None or (value is None and "rel" not in values):
        return None
    unit = values.get("unit") or _PARTS.get(values.get("num", "")[:3])
    # 三分之二 is a share of all there are, and no number to measure.
    relative = values.get("rel") or (_WHOLE if "分之" in values.get("num", "") and unit is None else None)
    return Threshold(metric=metric, op=op, value=value, unit=unit, relative_to=relative, at=at)


def _compared(values: Mapping[str, str]) -> Op | None:
    """Return the comparison a boundary word prints; 不得少于, 不应少于 and 不能少于 are 不少于."""
    return boundaries().prefix.get(_MODAL.sub("不", values.get("neg", "")) + values["word"])


def _relative(token: Token, op: Op, metric: str | None, ground: Ground) -> Threshold:
    """Return a bound at, or so far beyond, a named value: 高于上年0.5个百分点以上 includes the half point."""
    values, at = token.values, ground.anchor(token.start, token.end)
    by = number(values.get("by"))
    if by is None:
        return Threshold(metric=metric, op=op, relative_to=values["rel"], at=at)
    if values.get("suffix") or values["word"] not in _EXCLUDES:
        op = {">": ">=", "<": "<="}.get(op, op)  # type: ignore[assignment]  # both are Op
    return Threshold(metric=metric, op=op, relative_to=values["rel"], by=by, unit=values["unit"], at=at)


def _between(token: Token, ground: Ground) -> Threshold | None:
    values, sign = token.values, boundaries().sign
    low, high = number(values["low"]), number(values["high"])
    first, second = sign[values["op1"]], sign[values["op2"]]
    if low is None or high is None:
        return None
    closed: Closed = f"{'[' if first in {'<=', '>='} else '('}{']' if second in {'<=', '>='} else ')'}"  # type: ignore[assignment]  # one of the four
    if first in {">", ">="}:
        low, high = high, low
        closed = f"{'[' if second == '>=' else '('}{']' if first == '>=' else ')'}"  # type: ignore[assignment]  # one of the four
    unit = values.get("unit") or values.get("u1")
    at = ground.anchor(token.start, token.end)
    return Threshold(metric=values["metric"], op="in", value=low, value_max=high, closed=closed, unit=unit, at=at)


def _range(token: Token, ground: Ground, metric: str | None) -> Threshold | None:
    values = token.values
    low, high = number(values["low"]), number(values["high"])
    if low is None or high is None or low >= high:
        return None
    left, right = "[", "]"
    if values.get("lowin") == "不含":
        left = "("
    if values.get("rangein") == "不含":
        excluded = number(values.get("rangenum"))
        if excluded is not None and excluded == low:
            left = "("
        else:
            right = ")"
    closed: Closed = f"{left}{right}"  # type: ignore[assignment]  # one of the four
    at = ground.anchor(token.start, token.end)
    return Threshold(metric=metric, op="in", value=low, value_max=high, closed=closed, unit=values["unit"], at=at)


def metric_before(tokens: tuple[Token, ...], index: int) -> str | None:
    """Return the name of what is measured: the words right before the threshold, up to a comma or enumeration mark."""
    if index == 0 or tokens[index - 1].kind not in {"TEXT", "LEVELS"}:
        return None
    name = _name(tokens[index - 1].text)
    if name and index >= 3 and tokens[index - 2].kind == "OR" and tokens[index - 3].kind == "TEXT":
        other = _name(tokens[index - 3].text)
        name = f"{other}或{name}" if other else name
    return name or None


def _name(text: str) -> str:
    found = _METRIC.search(text)
    name = found[0] if found else ""
    for _ in range(2):
        name = _TRAILING.sub("", _LEADING.sub("", name))
    return name


def measured(tokens: tuple[Token, ...], ground: Ground) -> tuple[tuple[int, Threshold], ...]:
    """Return the thresholds of a clause with the index of their tokens; limits of time (24小时内) are none."""
    found: list[tuple[int, Threshold]] = []
    for index, token in enumerate(tokens):
        if token.kind != "THRESHOLD":
            continue
        within = token.values.get("word", "").endswith("内") or token.values.get("suffix", "").endswith("内")
        late = bool(index and _LATE.search(tokens[index - 1].text)) or (bool(found) and found[-1][0] == index - 1)
        if within and token.values.get("unit") in _TIME_UNITS and not late:
            continue
        metric = metric_before(tokens, index)
        based = token.name == "threshold.base"
        threshold = _base(tokens, index, ground, metric) if based else of_token(token, ground, metric)
        if threshold is None:
            continue
        before = found[-1] if found else None
        both = None
        if before is not None and _meet(tokens[before[0] + 1 : index]):
            both = _range_of(before[1], threshold, ground, tokens[before[0]], token)
        if both is not None:
            found[-1] = (index, both)
        else:
            found.append((index, threshold))
    return tuple(found)


def _base(tokens: tuple[Token, ...], index: int, ground: Ground, metric: str | None) -> Threshold | None:
    """Return where 在90%的基础上每降低1% begins: below the base where it falls, above it where it rises."""
    token = tokens[index]
    each = next((after for after in tokens[index + 1 :] if after.kind == "EACH"), None)
    way = _WAY.search(each.values.get("mod", "")) if each is not None else None
    value = number(token.values["num"])
    if way is None or value is None:
        return None
    op: Op = "<" if way["down"] else ">"
    at = ground.anchor(token.start, token.end)
    return Threshold(metric=metric, op=op, value=value, unit=token.values["unit"], at=at)


def _meet(between: tuple[Token, ...]) -> bool:
    """Whether two bounds side by side are the ends of one range: nothing but 且 or 但 stands between them."""
    return len(between) <= _JOINED and all(token.kind in {"AND", "COMMA"} or token.text in _BUT for token in between)


def _range_of(low: Threshold, high: Threshold, ground: Ground, first: Token, last: Token) -> Threshold | None:
    """Read 80%以上不足90% as one range, and ＜90%且≥80% as the same."""
    if high.op in {">=", ">"} and low.op in {"<", "<="}:
        low, high = high.model_copy(update={"metric": low.metric}), low
    if high.metric not in {None, low.metric, *_BUT}:
        return None
    if low.op not in {">=", ">"} or high.op not in {"<", "<="} or low.unit != high.unit or low.value is None:
        return None
    if high.value is None or low.value >= high.value:
        return None  # 不低于20人，低于20人的 prints a requirement and its failing
    closed = f"{'[' if low.op == '>=' else '('}{']' if high.op == '<=' else ')'}"
    update = {"op": "in", "value_max": high.value, "closed": closed, "at": ground.anchor(first.start, last.end)}
    return low.model_copy(update=update)
