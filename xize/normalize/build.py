"""From a matched clause to a rule, one function a kind (规则)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

import regex

from xize.model.anchor import Text
from xize.model.expression import ExpressionError, names, parse
from xize.model.quantity import Condition, Per
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
from xize.normalize.parts import Parts, Reading, amounts_of, condition_of, members_of, parts_of, sign_of
from xize.normalize.shares import share_of
from xize.normalize.thresholds import number
from xize.normalize.tiers import bands, graded_bands
from xize.normalize.tokens import Token
from xize.normalize.units import MEMBERS, along, beyond, per_of, rounding_of, unit_token

_NEGATIVE = regex.compile(
    r"(?:未|没有|不(?:符合|合格|达标|规范|到位|完整|及时|准确|齐全|落实)|超期|逾期|迟到|违反|^无|^缺|^少)[^,]{0,30}$"
)
_FAILING = regex.compile(
    r"酌情$|发现问题$|(?:^|[,;:。])[^,;:。]{0,8}?(?<!无)(?:未(?!发生|出现|来|成年|必|受|被)|没有(?!发生|出现|违|投诉|事故)|不(?:按|坚持|服从|参加|执行|遵守|及时|到位|符合|合格|规范|整齐"
    r"|干净|清[晰楚]|完[整善]|明确|准确|一致)"
    r"|破坏|损坏|毁坏|乱[扔丢写画贴停放倒堆刻]|偷窃|盗窃|辱骂|侮辱|抄袭|作弊|泄露|泄密|浪费|顶撞|吸烟|抽烟|酗酒|赌博|殴打|迟到|早退|旷[工课会]|[脱串离空睡]岗|违[反规纪章]|擅自|私自|无故|缺[席勤岗]|丢失|打架|斗殴|吵架)[^,;:。]{0,20}$"
)

_ONE_THING = regex.compile(
    r"(?<![\d第每之唯])(?P<num>1|一)(?P<unit>(?![级类等种])(?:个|项|份|件|次|篇|名|人|家|台|套|本|张|门|座|处))(?:[^,;。\d]{0,10})$"
)
_JOINT = regex.compile(r"(?<=[一-龥]{2})(?:以及|和(?!谐|解|平|睦)|与(?!会|否|时)|及(?!时|格|以|早))(?=[一-龥]{2})")
_WHOSE = regex.compile(r"(?:成员|人员|学生|教师|职工|科室|部门|单位|个人|领导|负责人|班级|班主任|家长|双方|者|人)的?$")
_ENDS = regex.compile(
    r"(?<![未不无])不(?:符合?|合格|达标|规范|到位|完整|及时|准确|齐全|落实|整齐|清楚?|全|足|佳|良|当|力|严|明|一致|到场)(?:要求|标准|规定)?$"
    r"|(?<![不无未没])(?:混[穿放用装]|脏乱差?|缺失|破损|遗漏|错误|有误|超标|超时|超期|逾期|过期)$"
    r"|(?:(?<![没未])有|存在|出现)[^,;:。无]{0,4}(?:污[迹渍]|垃圾|灰尘|积[水灰]|杂物|破损|堵塞|隐患|缺陷)(?:的?现象|的?情[况形]|的?问题)?$"
)

_NAMES = regex.compile(r"(?:(?!乘以|除以)[一-龥]){2,24}")
_FIGURE = regex.compile(
    r"^(?:全年|全月|每年|全季|本?年度|本?学期|全部)$|(?:提高|提升|增长|增加|上升|下降|降低|减少|达到?|高出|低于|高于|相差|相比|(?:(?:较|比)(?:去|上|前|同|基)年?|同比|环比)[^,，;；。]{0,10}|平均(?:得分)?|均分|合格分?|线|及格|起点|排名|共|约|占|各|均|分别|共计|合计|最[低高]分|每个?(?:学期|学年|年|月|季度?|周)|(?:计|记|评|打|赋)分)(?:了|至|到|为|是)?[:：]?,?$"
)
_TYPOS = {
    "typo.unit": "typo-unit", "typo.digit": "typo-digit", "typo.point": "typo-digit",
    "typo.no-fen": "fen-missing", "typo.signed": "signed-amount",
}  # fmt: skip


def build(found: Match, ground: Ground) -> Reading | None:
    """Return the reading of a matched clause; None where a value cannot be made out (the clause is then unparsed)."""
    clause = found.clause
    parts = parts_of(found, ground)
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
            rule = None if _rates(parts) else _reference(parts)
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


def _flat(parts: Parts) -> Rule | None:
    low, high = amounts_of(parts.clause.effect)
    if parts.common["sign"] == "0":
        return None  # 加减0.5分 with nothing that says which way
    slash = parts.clause.effect.values.get("slash")
    if low is None:
        return None
    if parts.clause.effect.name.startswith("amount.decay"):
        worth: dict[str, Any] = (
            {"share": low / 100} if parts.clause.effect.name == "amount.decay-share" else {"points": low}
        )
        per = Per(count=Decimal(1), unit="名次", basis="rise", explicit=True, at=parts.common["points_at"])
        return Step(**parts.common, **worth, per=per)
    if slash:
        at = parts.ground.anchor(*parts.clause.effect.spans["slash"])
        basis: Any = "member" if slash in MEMBERS else "occurrence"
        per = Per(count=Decimal(1), unit=slash, basis=basis, explicit=True, at=at)
        return PerUnit(**parts.common, points=low, points_max=high, per=per)
    if high is not None:
        return Discretion(**parts.common, points=low, points_max=high)
    one = _one_of_more(parts, low)
    return Flat(**parts.common, points=low) if one is None else PerUnit(**parts.common, points=low, per=one)


def _one_of_more(parts: Parts, points: Decimal) -> Per | None:
    """Return the unit of 提供1个业绩得2分，最多得6分: more than one is won by, as the cap shows."""
    cap = parts.common["cap"]
    if parts.common["sign"] != "+" or cap is None or isinstance(cap.value, str) or cap.value <= points:
        return None
    if parts.thresholds or not parts.clause.region:
        return None
    last = parts.clause.region[-1]
    found = _ONE_THING.search(last.text) if last.kind == "TEXT" else None
    if found is None:
        return None
    at = parts.ground.anchor(last.start + found.start("num"), last.start + found.end("unit"))
    return Per(count=Decimal(1), unit=found["unit"], basis="occurrence", explicit=False, at=at)


def _per_unit(parts: Parts, *, explicit: bool, share: Decimal | None = None) -> Rule | None:
    token = unit_token(parts.clause)
    low, high = amounts_of(parts.clause.effect) if share is None else (None, None)
    if token is None or (low is None and share is None) or parts.common["sign"] == "0":
        return None
    worth: dict[str, Any] = {"points": low, "points_max": high, "share": share}
    slash = parts.clause.effect.values.get("slash")
    if slash and slash != token.values.get("unit"):
        # 每班缺席超过3人的扣0.5分/人: the slash says what is counted, unless both stand together.
        return None if parts.clause.region[-1] is token else _flat(parts)
    placed = token.values.get("unit") in {"名", "位", "名次", "位次"} and not along(token)
    if placed and any(each.kind == "RANKS" for each in parts.clause.region):
        return None  # what a place of a ranking is worth has no kind, but for 每进1名扣0.1分: a step along it
    if any(each.kind == "RANKS" and each.start >= token.end for each in parts.clause.region):
        return None  # 每个项目第一名得20分: what a place is worth, in each of them
    if token.kind == "FOUND" and parts.common["sign"] == "+" and token.text.startswith("有"):
        following = [each for each in parts.clause.region if each.start >= token.end]
        if any(each.kind != "COMMA" and each.text != "的" for each in following):
            # 有一名具备资格的得2分: one is what is asked for, not a unit to count by.
            return Flat(**parts.common, **worth) if high is None else None
    per = per_of(token, parts.ground, explicit=explicit)
    common = dict(parts.common)
    common["condition"] = condition_of(parts.region, parts.ground) if token.kind != "LACK" else _lacking(parts, token)
    common["threshold"] = common["threshold"] or beyond(token, parts.ground)
    if per.basis in {"drop", "rise"}:
        base = next((token for token in parts.clause.region if token.kind == "BASE"), None)
        initial = number(base.values["num"]) if base else None
        rounding = rounding_of(parts.clause.rounding)
        start = common["threshold"]
        if start is not None and start.op == "==":
            # 供电可靠率99.8%，每降0.01个百分点: the number is where the steps begin.
            common["threshold"] = start.model_copy(update={"op": "<" if per.basis == "drop" else ">"})
        return Step(**common, **worth, per=per, initial=initial, rounding=rounding)
    return PerUnit(**common, **worth, per=per, rounding=rounding_of(parts.clause.rounding))


def _lacking(parts: Parts, token: Token) -> Condition | None:
    """Return the condition with what is lacking where it is named (少开展1次, 缺一个标志牌), else what is before it."""
    after = (each for each in parts.region if each.start >= token.end)
    named = token.values.get("what") or any(each.kind == "TEXT" for each in after)
    region = tuple(each for each in parts.region if named or each.end <= token.start)
    return condition_of(region, parts.ground)


def _distribute(parts: Parts) -> Rule | None:
    low, high = amounts_of(parts.clause.effect)
    if low is None or any(token.kind == "OTHERWISE" for token in parts.clause.region):
        return None
    tokens = [token for token in parts.region if token.kind != "DIST"]
    end = tokens[-1].end if tokens else 0
    if {"PAUSE", "COMMA"} <= {token.kind for token in tokens} and parts.common["sign"] == "+":
        return None  # 甲、乙，丙分别达到100%各得5分: what stands before the comma need not be of them
    items = members_of(tokens, end, parts.ground, frozenset({"PAUSE", "COMMA", "OR", "AND"})) if tokens else ()
    slashes = parts.ground.folded.text[tokens[0].start : end].count("/") if tokens else 0
    if slashes and len(items) > 1:
        return None  # 甲、乙/丙各扣1分: which mark parts the items cannot be told
    items = _slashed(parts.ground, tokens[0].start, end) if slashes else items
    if len(items) < 2 and tokens and not slashes:
        items = _of_two(tokens, end, parts.ground)
    if len(items) < 2:
        # 成员各加0.2分 says who gets it; of what else 各 is said cannot be told.
        whole = high is None and tokens and _WHOSE.search(parts.ground.folded.text[tokens[0].start : end])
        return Flat(**parts.common, points=low) if whole or not _each_of(parts) else None
    common = {**parts.common, "threshold": None}
    condition = parts.common["condition"]
    if condition is not None:
        common["condition"] = condition.model_copy(update={"connective": "each", "parts": items})
    return Distribute(**common, points=low, points_max=high, items=items)


def _each_of(parts: Parts) -> bool:
    last = next((token for token in reversed(parts.clause.region) if token.kind == "DIST"), None)
    return last is not None and last.text in {"各", "各自", "分别"}


def _of_two(tokens: list[Token], end: int, ground: Ground) -> tuple[Text, ...]:
    """Return the two things that one word joins: 换届工作和创建活动未落实的各扣2分."""
    start = max((token.end for token in tokens if token.kind == "COMMA"), default=tokens[0].start)
    joints = list(_JOINT.finditer(ground.folded.text, start, end))
    if len(joints) != 1:
        return ()
    return ground.text(start, joints[0].start()), ground.text(joints[0].end(), end)


def _slashed(ground: Ground, start: int, end: int) -> tuple[Text, ...]:
    """Return the members of a list parted by slashes: 迟到/早退/旷课."""
    edges = [start - 1, *(at for at in range(start, end) if ground.folded.text[at] == "/"), end]
    return tuple(ground.text(low + 1, high) for low, high in pairwise(edges) if low + 1 < high)


def _tiers(parts: Parts, by: str) -> Rule | None:
    if by == "graded":
        sign: Sign = "-" if "扣" in parts.clause.effect.text else "+"
        if sign == "-" and regex.search(r"[得计记加满]", parts.clause.effect.text):
            return None  # 好的计2分，差的扣1分: gives and takes
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
    if by == "item" and all(band.grade for band in found):
        selection = "unique"
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
    if token.name == "discretion.up-to":
        return Discretion(**parts.common, bound=low)
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
    """Return the rule of a printed computation: its expression as printed, its names as the arithmetic has them."""
    token = parts.clause.effect
    start, end = token.spans.get("expr", (token.start, token.end))
    expression = parts.ground.quote(start, end)
    try:
        found = names(parse(expression))
    except ExpressionError:
        found = tuple(dict.fromkeys(_NAMES.findall(token.values.get("expr") or token.text)))
    share = token.name == "formula.proportion" and parts.common["sign"] == "+" and "折算" not in expression
    return FormulaRule(**parts.common, expression=expression, variables=found, of="points" if share else None)


def _share(parts: Parts) -> Rule | None:
    share = share_of(parts.clause.effect)
    if share is not None and unit_token(parts.clause) is not None:
        return _per_unit(parts, explicit=False, share=share)
    return None if share is None else Flat(**parts.common, share=share)


def _times(parts: Parts) -> Rule:
    values = parts.clause.effect.values
    percent, factor = number(values.get("percent")), number(values.get("factor"))
    printed = percent / 100 if percent is not None else factor
    if printed is not None:
        return Flat(**{**parts.common, "sign": _sign_before(parts)}, multiplier=printed)
    return Flat(**parts.common, multiplier=Decimal("0.5") if values.get("half") else Decimal(2))


def _sign_before(parts: Parts) -> Sign:
    """Return what 按1.2倍计分 goes on: a deduction where it names one (按2倍扣分), else an award."""
    return "-" if parts.common["sign"] == "-" else "+"


def _bare(parts: Parts) -> tuple[Rule | None, list[str]]:
    """A bare amount is an award (建立平台3分); after a failing it lacks its verb (未开展的0.5分), which is asked."""
    condition = parts.common["condition"]
    if condition is not None and regex.search(
        r"扣(?!分项)[^,，;；。]{0,12}$|[各均]$|(?:都|均)?(?:是|为)$", condition.text
    ):
        return None, []  # a verb before it that no pattern reads: never an award
    if condition is None and parts.clause.effect.values.get("slash"):
        return _flat(replace(parts, common={**parts.common, "sign": "+"})), ["verb-missing"]
    if condition is None:
        return None, []
    if _FIGURE.search(condition.text) or not regex.search(r"[一-龥A-Za-z]", condition.text):
        return None, []  # 较上年提高3.1分, 平均92.6分: a score that is told, not won
    if any(threshold.unit == "分" for _, threshold in parts.thresholds):
        return None, []  # 甲级＞90分，乙级76～90分: grades by the score, no amounts
    region = parts.clause.region
    end = region[-1].end if region else parts.clause.effect.start
    counted = bool(region) and region[-1].kind in {"EACH", "FOUND", "ONE", "LACK"}
    stated = counted or bool(parts.clause.effect.values.get("slash")) or parts.ground.folded.text[end - 1] == "的"
    told = regex.sub(r"[(（][^()（）]*[)）]$", "", condition.text)
    failing = any(words.search(told) for words in (_FAILING, _ENDS)) or (stated and bool(_NEGATIVE.search(told)))
    common = {**parts.common, "sign": "-" if failing else "+"}
    if unit_token(parts.clause) is not None:
        rule = _per_unit(replace(parts, common=common), explicit=False)
    elif parts.clause.region[-1].kind == "RANKS" and not failing:
        rule = _tiers(replace(parts, common=common), "rank")
    else:
        rule = _flat(replace(parts, common=common))
    return rule, ["verb-missing"] if failing else []


def _typo(parts: Parts) -> tuple[Rule | None, list[str]]:
    token = parts.clause.effect
    value = number(token.values.get("num"))
    ask = _TYPOS[token.name]
    if value is None:
        bad = token.values.get("bad", "").replace("l", "1").replace("I", "1").replace("i", "1").replace("|", "1")
        value = number(bad.replace("O", "0").replace("o", "0").replace(",", ".").replace("。", "."))
        if value is None:
            return None, []
    unit = unit_token(parts.clause)
    if token.values.get("slash"):
        return _flat(parts), [ask]
    if unit is not None:
        per = per_of(unit, parts.ground, explicit=unit.kind == "EACH")
        return PerUnit(**parts.common, points=value, per=per), [ask]
    return Flat(**parts.common, points=value), [ask]


def _reference(parts: Parts) -> Rule:
    """Return the rule that is printed elsewhere; 按缺项论处 costs what the failing named there costs."""
    effect = parts.clause.effect
    sign: Sign = "-" if effect.name in {"reference.treat-as", "reference.deemed"} else parts.common["sign"]
    return Reference(**{**parts.common, "sign": sign}, to=effect.values["to"])


def _rates(parts: Parts) -> bool:
    """Whether 视为不合格 is said of a score (得分低于60分的), which it rates and takes nothing from."""
    deemed = parts.clause.effect.name == "reference.deemed"
    return deemed and any(threshold.unit == "分" for _, threshold in parts.thresholds)


def _zero_target(clause: Clause) -> str:
    printed = clause.effect.values.get("target", "")
    if not printed or printed[0] in "该本此这当其" or printed == "全项":
        return "parent" if "大项" in printed else "indicator"
    if printed in {"考核", "评分", "工作", "任务", "内容"}:
        # The last word of the condition (未纳入目标考核不得分), no name of what scores nothing.
        return "indicator"
    return "total" if "总" in printed or "考核" in printed else printed
