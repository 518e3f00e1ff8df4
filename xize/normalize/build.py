"""From a matched clause to a rule with anchors (规则)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import regex

from xize.model.anchor import Text
from xize.model.quantity import Cap, Condition, Per, Threshold
from xize.model.rule import (
    Discretion,
    Distribute,
    Flat,
    FormulaRule,
    Full,
    PerUnit,
    Reference,
    Rule,
    Sign,
    Step,
    Tiers,
    Veto,
    Zero,
)
from xize.normalize.clauses import Clause
from xize.normalize.ground import Ground
from xize.normalize.match import Match
from xize.normalize.thresholds import measured, number
from xize.normalize.tiers import bands, graded_bands
from xize.normalize.tokens import Token

_DEDUCT = frozenset({"扣", "减", "扣除", "扣减", "罚", "减去"})
_NEGATIVE = regex.compile(
    r"(?:未|没有|不(?:符合|合格|达标|规范|到位|完整|及时|准确|齐全|落实)|超期|逾期|迟到|违反|^无|^缺|^少)[^,]{0,30}$"
)
_TARGET = regex.compile(r"(?:从|在)([^,;。]{2,15}?)(?:得分)?(?:中|里|内)$")
_WHOM = regex.compile(r"扣(?:除|减)?((?:相关责任|责任|相关|主要)?(?:部门|单位|领导|个人|当事人|科室)(?:绩效)?)")
_TAIL = regex.compile(r"(?:的|则|即|,|:|、|并|且|可|应|予以|将|的情况下)+$")
_SHORTFALL = regex.compile(r"少|缺(?!席|勤|课)|未完成|不足|欠|短")
_EXCESS = regex.compile(r"超|多|增|新增")
_DROP = regex.compile(r"降|低|减少|下降|减|低于|落后")
_RISE = regex.compile(r"升|高|提高|提升|增长|增加|超|上升|进")
_GRADED_FIRST = regex.compile(r"[^\d得计记加扣]{1,8}?((?:得|计|记|加|扣)?\d[\d.\-~]*分?)")
_SEEN = frozenset({"发现", "发生", "出现", "存在", "有", "查出"})
_MEASURED = frozenset({"%", "百分点", "个百分点"})
_MEMBERS = frozenset({"人", "名", "户", "家", "个所", "所", "个单位", "个部门", "位"})


@dataclass(frozen=True)
class Reading:
    """A rule as read, and what about it is open. `asks` names ambiguities of this one statement."""

    rule: Rule
    match: Match
    asks: tuple[str, ...] = ()
    note: str = ""
    head: Text | None = None
    extra: tuple[Threshold, ...] = field(default=())

    def with_rule(self, **changes: Any) -> Reading:
        """Return the reading with fields of its rule replaced."""
        return replace(self, rule=self.rule.model_copy(update=changes))


@dataclass(frozen=True)
class Parts:
    """What every kind of rule is built from."""

    ground: Ground
    clause: Clause
    common: dict[str, Any]
    thresholds: tuple[tuple[int, Threshold], ...]


def build(found: Match, ground: Ground) -> Reading | None:
    """Return the reading of a matched clause; None where a value cannot be made out (the clause is then unparsed)."""
    clause = found.clause
    parts = _parts(found, ground)
    asks: list[str] = []
    rule: Rule | None
    match found.pattern.kind:
        case "flat":
            rule = _flat(parts)
        case "per_unit":
            rule = _per_unit(parts, explicit=found.pattern.options["explicit"] == "yes")
        case "distribute":
            rule = _distribute(parts)
        case "tiers":
            rule = _tiers(parts, found.pattern.options["by"])
        case "zero":
            rule = Zero(**{**parts.common, "target": _zero_target(clause)})
        case "full":
            rule = Full(**parts.common)
        case "veto":
            rule = Veto(**parts.common, consequence=clause.effect.text)
        case "discretion":
            rule = _discretion(parts)
        case "formula":
            rule = _formula(parts)
        case "reference":
            rule = Reference(**parts.common, to=clause.effect.values["to"])
        case "share":
            rule = _share(parts)
        case "times":
            rule = _times(parts)
        case "bare":
            rule, asks = _bare(parts)
        case "typo":
            rule, asks = _typo(parts)
        case _:
            return None
    if rule is None:
        return None
    if any(token.values.get("bad") for token in clause.region):
        asks = [*asks, "typo-classifier"]
    return Reading(rule, found, tuple(asks), extra=tuple(each for _, each in parts.thresholds))


# ── What all rules share ──────────────────────────────────────────────────────────────────────────────────────────


def sign_of(token: Token) -> Sign:
    """Return the sign an effect token prints; "0" where it prints none."""
    if token.values.get("deduct"):
        return "-"
    if token.values.get("award"):
        return "+"
    verb = token.values.get("verb", "")
    if not verb:
        return "0"
    return "-" if verb in _DEDUCT or verb.startswith(("扣", "减")) else "+"


def _parts(found: Match, ground: Ground) -> Parts:
    clause = found.clause
    region = clause.region or clause.context
    start = region[0].start if region else clause.effect.start
    at = ground.anchor(start, clause.end)
    thresholds = measured(region, ground)
    common: dict[str, Any] = {
        "id": "",
        "sign": _sign(found),
        "points_at": ground.anchor(*_effect_span(clause.effect)),
        "condition": condition_of(region, ground),
        "threshold": _single(thresholds, region, found),
        "quote": ground.quote(start, clause.end),
        "at": at,
        "exceptions": tuple(ground.text(token.start, token.end) for token in clause.exceptions),
        "pattern": found.pattern.name,
        "target": _target(clause),
        "cap": _cap(clause, ground),
    }
    return Parts(ground, clause, common, thresholds)


def _effect_span(token: Token) -> tuple[int, int]:
    """Return where the effect phrase stands: verb and amount, without the unit after a slash (扣0.2分/次)."""
    if token.kind == "GRADED":
        first = _GRADED_FIRST.match(token.text)
        return (token.start + first.start(1), token.start + first.end(1)) if first else (token.start, token.end)
    if "slash" not in token.spans:
        return token.start, token.end
    before = token.text[: token.spans["slash"][0] - token.start]
    return token.start, token.start + len(before.rstrip("/每"))


def _single(thresholds: tuple[tuple[int, Threshold], ...], region: tuple[Token, ...], found: Match) -> Threshold | None:
    """Return the threshold that decides: the only one, or of a deduction the failing one after a requirement."""
    if len(thresholds) == 1:
        return thresholds[0][1]
    if not thresholds or _sign(found) != "-" or any(token.kind == "OR" for token in region):
        return None
    (_, before), (_, last) = thresholds[-2:]
    return last if before.op in {">=", ">"} and last.op in {"<", "<=", "in"} else None


def _sign(found: Match) -> Sign:
    if found.pattern.kind in {"zero", "veto", "reference", "formula"}:
        verb = found.clause.effect.values.get("verb", "")
        return "0" if found.pattern.kind != "formula" or not verb else ("-" if verb in _DEDUCT else "+")
    return "+" if found.pattern.kind == "full" else sign_of(found.clause.effect)


def _target(clause: Clause) -> str:
    whom = _WHOM.search(clause.effect.text)
    if whom:
        return whom[1]
    if clause.region and clause.region[-1].kind == "TEXT" and clause.effect.kind in {"AMOUNT", "DISCRETION"}:
        place = _TARGET.search(clause.region[-1].text)
        if place:
            return "total" if place[1] in {"总分", "总成绩", "年终总分", "考核总分"} else place[1]
    return "indicator"


def _zero_target(clause: Clause) -> str:
    printed = clause.effect.values.get("target", "")
    if not printed or printed[0] in "该本此这当其" or printed == "全项":
        return "parent" if "大项" in printed else "indicator"
    if printed in {"考核", "评分", "工作", "任务", "内容"}:
        # The last word of the condition (未纳入目标考核不得分), no name of what scores nothing.
        return "indicator"
    return "total" if "总" in printed or "考核" in printed else printed


def _cap(clause: Clause, ground: Ground) -> Cap | None:
    return next((cap_of(token, ground) for token in clause.caps if token.name != "cap.unlimited"), None)


def cap_of(token: Token, ground: Ground) -> Cap | None:
    """Return the cap a token prints, or None where its number cannot be read."""
    at = ground.anchor(token.start, token.end)
    if token.name == "cap.until-done":
        return Cap(value="indicator", origin="printed", at=at)
    value = number(token.values.get("num"))
    if value == 0:
        return Cap(value="indicator", origin="printed", at=at)  # 扣至0分为止
    return None if value is None else Cap(value=value, origin="printed", at=at)


def condition_of(region: tuple[Token, ...], ground: Ground) -> Condition | None:
    """Return the condition a region prints, without the unit phrase at its ends and the particles after it."""
    tokens = list(region)
    while tokens and tokens[-1].kind in {
        "EACH",
        "FOUND",
        "ONE",
        "DIST",
        "COMMA",
        "COLON",
        "BASE",
        "PAREN",
        "OTHERWISE",
    }:
        tokens.pop()
    if len(tokens) > 1 and tokens[0].kind in {"EACH", "FOUND"} and tokens[0].values.get("mod", "发现") in _SEEN:
        tokens = tokens[2:] if tokens[1].kind == "COMMA" else tokens[1:]
    if not tokens:
        return None
    start, end = tokens[0].start, tokens[-1].end
    folded = ground.folded.text
    end -= len(folded[start:end]) - len(_TAIL.sub("", folded[start:end]))
    if end <= start:
        return None
    text = ground.text(start, end)
    kinds = {token.kind for token in tokens}
    connective: Any = "all" if "AND" in kinds else "any" if "OR" in kinds else None
    parts = _members(tokens, end, ground) if connective else ()
    return Condition(
        text=text.text,
        at=text.at,
        connective=connective if len(parts) > 1 else None,
        parts=parts if len(parts) > 1 else (),
    )


def _members(
    tokens: list[Token], end: int, ground: Ground, marks: frozenset[str] = frozenset({"OR", "AND", "COMMA"})
) -> tuple[Text, ...]:
    """Return the members of a compound, cut at its connectives; adverbs of the first member are not repeated."""
    found: list[Text] = []
    start = tokens[0].start
    for token in [*tokens, Token("OR", end, end, "")]:
        if token.kind not in marks:
            continue
        stop = token.start
        piece = ground.folded.text[start:stop]
        stop -= len(piece) - len(_TAIL.sub("", piece))
        if stop > start:
            found.append(ground.text(start, stop))
        start = token.end
    return tuple(found)


# ── One kind each ─────────────────────────────────────────────────────────────────────────────────────────────────


def amounts_of(token: Token) -> tuple[Decimal | None, Decimal | None]:
    """Return the amount an effect token prints, and the upper end where it prints a range."""
    low, high = number(token.values.get("num")), number(token.values.get("num2"))
    if low is not None and high is not None and high < low:
        low, high = high, low
    return low, high


def _flat(parts: Parts) -> Rule | None:
    low, high = amounts_of(parts.clause.effect)
    slash = parts.clause.effect.values.get("slash")
    if low is None:
        return None
    if slash:
        at = parts.ground.anchor(*parts.clause.effect.spans["slash"])
        basis: Any = "member" if slash in _MEMBERS else "occurrence"
        per = Per(count=Decimal(1), unit=slash, basis=basis, explicit=True, at=at)
        return PerUnit(**parts.common, points=low, points_max=high, per=per)
    if high is not None:
        return Discretion(**parts.common, points=low, points_max=high)
    return Flat(**parts.common, points=low)


def unit_token(clause: Clause) -> Token | None:
    """Return the token that says what is counted: the last one before the effect."""
    return next((token for token in reversed(clause.region) if token.kind in {"EACH", "FOUND", "LACK", "ONE"}), None)


def per_of(token: Token, ground: Ground, *, explicit: bool) -> Per:
    """Return the unit a token counts by."""
    values = token.values
    mod = values.get("mod", "")
    unit = values.get("unit") or values.get("bad") or "次"
    if token.kind in {"EACH", "FOUND"}:
        explicit = token.text.startswith("每")
    basis: Any = "occurrence"
    if unit in _MEASURED or (token.kind == "EACH" and regex.match(r"下降|降低|上升|增长|提高|降|升|进", mod)):
        basis = "drop" if _DROP.search(mod) else "rise" if _RISE.search(mod) else "occurrence"
    elif token.kind == "LACK" or _SHORTFALL.search(mod):
        basis = "shortfall"
    elif _EXCESS.search(mod):
        basis = "excess"
    elif not mod and unit in _MEMBERS and token.kind == "EACH":
        basis = "member"
    count = number(values.get("num")) or Decimal(1)
    return Per(count=count, unit=unit, basis=basis, explicit=explicit, at=ground.anchor(token.start, token.end))


def _per_unit(parts: Parts, *, explicit: bool) -> Rule | None:
    token = unit_token(parts.clause)
    low, high = amounts_of(parts.clause.effect)
    if token is None or low is None:
        return None
    if token.values.get("unit") in {"名", "位"} and any(each.kind == "RANKS" for each in parts.clause.region):
        return None  # 每进1名扣0.1分 moves along a ranking: what one place is worth has no kind yet
    if token.kind == "FOUND" and parts.common["sign"] == "+" and token.text.startswith("有"):
        following = [each for each in parts.clause.region if each.start >= token.end]
        if any(each.kind != "COMMA" and each.text != "的" for each in following):
            # 有一名具备资格的得2分: one is what is asked for, not a unit to count by.
            return Flat(**parts.common, points=low, points_max=high) if high is None else None
    per = per_of(token, parts.ground, explicit=explicit)
    common = dict(parts.common)
    common["condition"] = (
        condition_of(parts.clause.region, parts.ground) if token.kind != "LACK" else _without(parts, token)
    )
    if per.basis in {"drop", "rise"}:
        base = next((token for token in parts.clause.region if token.kind == "BASE"), None)
        initial = number(base.values["num"]) if base else None
        rounding = rounding_of(parts.clause.rounding)
        return Step(**common, points=low, points_max=high, per=per, initial=initial, rounding=rounding)
    return PerUnit(**common, points=low, points_max=high, per=per)


def _without(parts: Parts, token: Token) -> Condition | None:
    region = tuple(each for each in parts.clause.region if each.end <= token.start)
    return condition_of(region, parts.ground)


def rounding_of(token: Token | None) -> Any:
    """Return how a part of a step counts, where it is printed."""
    if token is None:
        return None
    return "exact" if token.values.get("exact") else "down" if token.values.get("down") else "up"


def _distribute(parts: Parts) -> Rule | None:
    low, high = amounts_of(parts.clause.effect)
    if low is None:
        return None
    tokens = [token for token in parts.clause.region if token.kind != "DIST"]
    end = tokens[-1].end if tokens else 0
    items = _members(tokens, end, parts.ground, frozenset({"PAUSE", "COMMA", "OR", "AND"})) if tokens else ()
    if len(items) < 2:
        return Flat(**parts.common, points=low, points_max=high) if high is None else None
    common = {**parts.common, "threshold": None}
    condition = parts.common["condition"]
    if condition is not None:
        common["condition"] = condition.model_copy(update={"connective": "each", "parts": items})
    return Distribute(**common, points=low, points_max=high, items=items)


def _tiers(parts: Parts, by: str) -> Rule | None:
    if by == "graded":
        sign: Sign = "-" if "扣" in parts.clause.effect.text else "+"
        graded = graded_bands(parts.clause.effect, parts.ground)
        common = {**parts.common, "threshold": None, "sign": sign}
        return Tiers(**common, bands=graded, selection="unique") if len(graded) > 1 else None
    if by == "grade" and parts.clause.effect.kind == "AMOUNT" and "num2" not in parts.clause.effect.values:
        return _flat(parts)
    found = bands(parts.clause, parts.ground, by, sign_of(parts.clause.effect))
    if not found:
        return None
    selection: Any = (
        "highest"
        if by in {"level", "grade"} and sign_of(parts.clause.effect) == "+"
        else ("unique" if by in {"rank", "grade"} else "sum" if by in {"item", "level"} else "worst")
    )
    each = next((token for token in reversed(parts.clause.region) if token.kind == "EACH"), None)
    if each is not None:
        per = per_of(each, parts.ground, explicit=True)
        found = tuple(band.model_copy(update={"per": per}) for band in found)
        selection = "sum"
    return Tiers(**{**parts.common, "threshold": None}, bands=found, selection=selection)


def _discretion(parts: Parts) -> Rule | None:
    token = parts.clause.effect
    low, high = amounts_of(token)
    each = next((item for item in reversed(parts.clause.region) if item.kind == "EACH"), None)
    if each is not None and low is not None:
        return PerUnit(**parts.common, points=low, points_max=high, per=per_of(each, parts.ground, explicit=True))
    if token.values.get("list"):
        choices = tuple(
            sorted(
                each
                for each in map(number, regex.findall(r"[\d.]+|[一二两三四五六七八九十]+", token.values["list"]))
                if each is not None
            )
        )
        return Discretion(**parts.common, choices=choices, points=choices[0], points_max=choices[-1])
    if low is not None and high is not None:
        return Discretion(**parts.common, points=low, points_max=high)
    if low is not None:
        # 酌情扣2分: whether to take it is left open, the amount is not.
        return Discretion(**parts.common, points=Decimal(0), points_max=low, choices=(Decimal(0), low))
    cap = parts.common["cap"]
    return Discretion(**parts.common, bound=cap.value if cap else None)


def _formula(parts: Parts) -> Rule | None:
    expression = parts.clause.effect.values.get("expr") or parts.clause.effect.text
    start, end = parts.clause.effect.spans.get("expr", (parts.clause.effect.start, parts.clause.effect.end))
    names = regex.findall(
        r"[一-龥][一-龥（）()]{0,20}[一-龥]|[一-龥]", regex.sub(r"乘以?|除以|分(?=[*/])", "*", expression)
    )
    return FormulaRule(**parts.common, expression=parts.ground.quote(start, end), variables=tuple(dict.fromkeys(names)))


def _share(parts: Parts) -> Rule | None:
    percent, factor = number(parts.clause.effect.values.get("num")), number(parts.clause.effect.values.get("factor"))
    share = percent / 100 if percent is not None else factor
    token = unit_token(parts.clause)
    if share is not None and token is not None:
        return PerUnit(**parts.common, share=share, per=per_of(token, parts.ground, explicit=False))
    return None if share is None else Flat(**parts.common, share=share)


def _times(parts: Parts) -> Rule:
    half = parts.clause.effect.values.get("half")
    return Flat(**parts.common, multiplier=Decimal("0.5") if half else Decimal(2))


def _bare(parts: Parts) -> tuple[Rule | None, list[str]]:
    """A bare amount is an award (建立平台3分); after a failing it lacks its verb (未开展的0.5分), which is asked."""
    condition = parts.common["condition"]
    if condition is None and parts.clause.effect.values.get("slash"):
        return _flat(replace(parts, common={**parts.common, "sign": "+"})), ["verb-missing"]
    if condition is None:
        return None, []
    before = parts.ground.folded.text[: parts.clause.effect.start].rstrip(",")
    stated = before.endswith("的") or parts.clause.region[-1].kind in {"EACH", "FOUND", "ONE", "LACK"}
    failing = stated and bool(_NEGATIVE.search(condition.text))
    common = {**parts.common, "sign": "-" if failing else "+"}
    if unit_token(parts.clause) is not None:
        rule = _per_unit(replace(parts, common=common), explicit=False)
    else:
        rule = _flat(replace(parts, common=common))
    return rule, ["verb-missing"] if failing else []


def _typo(parts: Parts) -> tuple[Rule | None, list[str]]:
    token = parts.clause.effect
    value = number(token.values.get("num"))
    ask = {"typo.unit": "typo-unit", "typo.digit": "typo-digit", "typo.no-fen": "fen-missing"}[token.name]
    if value is None:
        bad = token.values.get("bad", "").replace("l", "1").replace("I", "1").replace("i", "1").replace("|", "1")
        value = number(bad.replace("O", "0").replace("o", "0").replace(",", "."))
        if value is None:
            return None, []
    unit = unit_token(parts.clause)
    if unit is not None:
        per = per_of(unit, parts.ground, explicit=unit.kind == "EACH")
        return PerUnit(**parts.common, points=value, per=per), [ask]
    return Flat(**parts.common, points=value), [ask]
