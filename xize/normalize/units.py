"""What is counted, and how: 每发现1例, 少一次, 每低5% (计量单位)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import regex

from xize.model.quantity import Op, Per, Threshold
from xize.normalize.catalogue.measures import continuous
from xize.normalize.clauses import Clause
from xize.normalize.ground import Ground
from xize.normalize.thresholds import number
from xize.normalize.tokens import Token

_SHORTFALL = regex.compile(r"少|缺(?!席|勤|课)|(?<![出误落偏级])差(?![错评旅额异])|未完成|不足|(?<!拖)欠|短")
_EXCESS = regex.compile(r"超|多|增|新增")
_EVENT = regex.compile(r"超[速载限时标员]")
_TIMES = frozenset({"次", "起", "例", "处", "人次", "车次", "台次"})
_DROP = regex.compile(r"降|低|退|减少|下降|减|低于|落后")
_RISE = regex.compile(r"升|高|提高|提升|增长|增加|超|上升|进")
_MEASURED = frozenset({"%", "百分点", "个百分点", "个点", "分"})
_ALONG = regex.compile(r"下降|降低|上升|增长|提高|降|升|前?进|后?退|低|高")
_BELOW = regex.compile(r"向下|负|降|低|减|少|差|慢|不足|未达|落后|欠|短|下滑|下浮")
_ABOVE = regex.compile(r"向上|正|升|高|增|超|进|多|上浮")
_OUTSIDE = regex.compile(r"(?:超出|超过|高于|多于|低于|少于|不足|落后于?)(?=[^,;。:%\d]{0,12}$)")
_NEAR = 20
"""More characters than a word of being outside and what may stand between it and the unit phrase."""
MEMBERS = frozenset({"人", "名", "户", "家", "个所", "所", "个单位", "个部门", "单位", "部门", "位"})


def along(token: Token) -> bool:
    """Return whether a unit phrase moves along a scale or a ranking: 每进1名, 每提高1个百分点."""
    return token.kind == "EACH" and _ALONG.match(token.values.get("mod", "")) is not None


def unit_token(clause: Clause) -> Token | None:
    """Return the token that says what is counted: the last one before the effect."""
    return next((token for token in reversed(clause.region) if token.kind in {"EACH", "FOUND", "LACK", "ONE"}), None)


def per_of(token: Token, ground: Ground, *, explicit: bool) -> Per:
    """Return the unit a token counts by."""
    values = token.values
    mod = values.get("mod", "")
    unit = values.get("unit") or values.get("bad") or "次"
    if token.name.endswith(".compound"):
        unit = (
            f"{unit[2:]}次" if unit.startswith("次每") else regex.sub("[每按一1]", "", unit)
        )  # 每次每人 counts by 人次
    if token.kind in {"EACH", "FOUND"}:
        explicit = "每" in token.text
    basis: Any = "occurrence"
    if unit in _MEASURED and token.kind != "LACK":
        outside = _OUTSIDE.search(ground.folded.text[max(token.start - _NEAR, 0) : token.start]) if not mod else None
        way = outside[0] if outside else mod
        basis = "drop" if _BELOW.search(way) else "rise" if _ABOVE.search(way) else "occurrence"
    elif token.kind == "EACH" and (_ALONG.match(mod) or (unit in continuous() and mod.startswith("超"))):
        basis = "drop" if _DROP.search(mod) else "rise"
    elif token.kind == "LACK" or _SHORTFALL.search(mod):
        basis = "shortfall"
    elif (
        _EXCESS.search(mod)
        and not mod.startswith(("发现", "发生", "出现"))
        and not (unit in _TIMES and _EVENT.search(token.text))
    ):
        basis = "excess"
    elif not mod and unit in MEMBERS and token.kind == "EACH":
        basis = "member"
    printed = values.get("num", "一")
    count = number(printed) or number(f"一{printed}") or Decimal(1)  # 每百米 is every 一百米
    return Per(count=count, unit=unit, basis=basis, explicit=explicit, at=ground.anchor(token.start, token.end))


def beyond(token: Token, ground: Ground) -> Threshold | None:
    """Return the bound a unit phrase prints within itself: 每低于95%一个百分点."""
    op: Op = "<" if _BELOW.search(token.values.get("mod", "")) else ">"
    if token.name == "each.relative":
        return Threshold(op=op, relative_to=token.values["rel"], at=ground.anchor(*token.spans["rel"]))
    value = number(token.values.get("base"))
    if value is None:
        return None
    at = ground.anchor(*token.spans["base"])
    return Threshold(op=op, value=value, unit=token.values["baseunit"], at=at)


def rounding_of(token: Token | None) -> Any:
    """Return how a part of a step counts, where it is printed."""
    if token is None:
        return None
    return "exact" if token.values.get("exact") else "down" if token.values.get("down") else "up"
