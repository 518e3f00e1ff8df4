"""What a reading leaves unsaid (未尽之词): a rule is trusted only if it says every significant word of its quote.

A pattern can fit and still miss what the sentence turns on: 每, a comparison, 按比例. This is a second look that knows
nothing of the patterns: it compares the printed words with what the rule holds. What does not agree is left unread,
with its place, instead of passing as a rule that is wrong.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import regex

from xize.model.anchor import Anchor, Text
from xize.model.base import Model
from xize.model.rule import Distribute, Flat, FormulaRule, PerUnit, Rule, Step, Tiers
from xize.normalize.catalogue.measures import classifier, continuous, kinds
from xize.normalize.fold import fold
from xize.normalize.ground import Ground, Spans
from xize.normalize.neighbours import clause_of
from xize.normalize.numerals import parse_numeral
from xize.normalize.parts import Reading
from xize.normalize.scan import find_all
from xize.normalize.thresholds import boundaries
from xize.normalize.tokens import Token
from xize.normalize.units import unit_token

SECONDS = 1.0
_BREAK = regex.compile(r"[,;。:、\n!?()]")
_NUMERAL = r"\d{1,9}(?:\.\d{1,4})?|百分之[一二三四五六七八九十]{1,4}|[一二三四五六七八九十]分之[一二三四五六七八九]"
_ASIDE = regex.compile(r"\([^()]{2,40}\)(?!以)")
_WORD = regex.compile(r"[\w%]")
_RATE = regex.compile(r"(?<![\d.])(\d{1,3}(?:\.\d{1,2})?)%")
_CUT = regex.compile(r"[*×÷＊／/=＝Σ∑]|乘以|除以")
_DEADLINE = regex.compile(r"(?:小时|分钟|[天日周月年]|工作日)(?:以|之)?内")
_LIMIT_OF_TIME = regex.compile(
    r"^\d{1,4}(?:\.\d{1,2})?个?(?:小时|分钟|[天日周月年]|工作日|日历天)(?:以|之)?内[一-龥]{0,4}$"
)
_AMOUNT_CUT = regex.compile(r"(?:\d[-~+]{1,4}|[-+]|(?<=[,的])每个?[一-龥])$")
_QUANTITY = regex.compile(
    rf"(?:达|达到|为|有)?(?:{_NUMERAL}|[一二两三四五六七八九十]{{1,3}})(?:万|亿|千|百)?[一-龥%]{{0,2}}(?:的)?"
)
_FAILS = regex.compile(r"[未不无没缺少逾迟超漏错违乱]")
_AMOUNT = regex.compile(
    r"(?<![\d.第/满])(?<!得分|成绩|测试|测评|考试|评分|均分)(?P<num>\d{1,4}(?:\.\d{1,4})?)分"
    r"(?![值钟之局管支部类级公页册期店校院厂制])"
)
_PERCENT = frozenset({"%", "百分点", "个百分点"})
_COMPARED = frozenset({"flat", "per_unit", "step", "tiers", "discretion"})
_FIELDS = ("per", "rounding", "threshold", "share", "multiplier", "initial", "free_band", "rank", "level", "grade")


@cache
def _fields(kind: type[Model]) -> tuple[str, ...]:
    return tuple(name for name in _FIELDS if name in kind.model_fields)


@dataclass(frozen=True)
class Word:
    """A significant word: where it is looked for, and the kinds and parts of a rule that say it."""

    name: str
    pattern: regex.Pattern[str]
    where: str
    says: frozenset[str]


@cache
def significant() -> tuple[Word, ...]:
    """Return the words of `trust.toml` that a rule must say."""
    return tuple(
        Word(each["name"], regex.compile(each["pattern"]), each["where"], frozenset(each["says"]))
        for each in _data()["word"]
    )


@cache
def residues() -> tuple[regex.Pattern[str], ...]:
    """Return what may not stand outside every rule: shares and computed amounts."""
    return tuple(regex.compile(each["pattern"]) for each in _data()["residue"])


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("xize.normalize").joinpath("trust.toml").read_text(encoding="utf-8"))


@cache
def _comparison() -> regex.Pattern[str]:
    """Return the pattern of a printed comparison: a boundary word with its number, before or after it."""
    words = sorted({*boundaries().prefix, *boundaries().sign} - {"达", "满", "="}, key=len, reverse=True)
    before = "|".join(map(regex.escape, words))
    unit = f"(?:{classifier()}|分|周年|月份)"
    return regex.compile(
        rf"(?:{before})(?:了)?(?P<num>{_NUMERAL})(?P<unit>{unit})?"
        rf"|(?:{before})(?:(?![扣减加得])[一-龥]){{1,8}}?(?P<num>\d{{1,9}}(?:\.\d{{1,4}})?)(?P<unit>%|个?百分点)"
        rf"|(?<![\d.第])(?P<num>{_NUMERAL})(?P<unit>{unit})(?:\(不?含\))?(?:及|含)?以(?:上|下|内|外)"
        r"|(?<![\d.第])(?P<num>\d{1,9}(?:\.\d{1,4})?)(?P<unit>[一-龥‰℃]{1,4}?)(?:及|含)?以(?:上|下)"
    )


def doubt(reading: Reading, before: Reading | None = None) -> str | None:
    """Return the name of what a rule leaves unsaid of its quote, or None where it can be trusted.

    Args:
        reading: a rule as read.
        before: the rule before it in the same text.
    """
    rule, places = reading.rule, _places(reading)
    said = _said(rule)
    for word in significant():
        if not word.says & said and word.pattern.search(places[word.where], timeout=SECONDS):
            return word.name
    if rule.condition is not None and _AMOUNT_CUT.search(fold(rule.condition.text).text):
        return "amount-cut"
    if isinstance(rule, Flat) and not clause_of(reading).region and _counts(clause_of(reading).context):
        return "each-before"
    if _over(reading):
        return "each-and-over"
    if _other_rate(rule):
        return "other-rate"
    if rule.condition is not None and _WORD.search(rule.condition.text) is None:
        return "condition-cut"
    kinds = {token.kind for token in reading.match.clause.region}
    if isinstance(rule, PerUnit) and {"DIST", "LACK"} <= kinds:
        return "each-of-lacks"  # 一处写错或缺一处各扣1分 counts what is wrong as well
    if _multiplied(reading.match.clause.region):
        return "units-multiplied"
    if isinstance(rule, PerUnit) and rule.sign == "+" and _rate(reading, rule):
        return "rate"
    if isinstance(rule, Distribute) and _mixed(reading, rule):
        return "mixed-list"
    if isinstance(rule, PerUnit | Step) and _rounds_another(reading, rule.per.unit):
        return "part-of-another"
    if isinstance(rule, PerUnit) and rule.per.unit in _PERCENT and rule.per.basis == "occurrence":
        return "no-direction"
    if isinstance(rule, FormulaRule) and rule.condition is not None and _CUT.search(rule.condition.text):
        return "formula-cut"
    if clause_of(reading).effect.name.startswith("amount.decay") and rule.kind == "step" and rule.threshold is None:
        return "decay-of-nothing"
    if _capped_otherwise(reading):
        return "cap-of-other-sign"
    if isinstance(rule, Tiers) and any((band.label or band.grade or "").startswith("每") for band in rule.bands):
        return "each-as-a-label"
    if before is not None and _may_carry(before, reading):
        return "each-carried"
    if before is not None and _turns(before, reading):
        return "bare-after-deduction"
    if before is not None and _sooner(before, reading):
        return "limits-of-time"
    if _swallowed(reading, places["statement"]):
        return "amount-swallowed"
    if before is not None and _other_number(before, reading):
        return "other-number"
    return "comparison" if _lost(reading, places["statement"]) else None


def loose_rungs(readings: list[Reading]) -> frozenset[int]:
    """Return the rules of a ladder that was not read, told by their numbers alone: 1亿元的项目得2分，2亿得4分."""
    found: set[int] = set()
    for index in range(1, len(readings)):
        one, other = readings[index - 1], readings[index]
        plain = all(isinstance(each.rule, Flat) and each.rule.threshold is None for each in (one, other))
        together = clause_of(one).sentence == clause_of(other).sentence and one.rule.sign == other.rule.sign
        said = "".join(token.text for token in clause_of(other).region)
        if plain and together and _QUANTITY.fullmatch(said, timeout=SECONDS):
            found |= {index - 1, index}
    return frozenset(found)


def _counts(tokens: tuple[Token, ...]) -> bool:
    return any(token.kind == "EACH" for token in tokens)


def _over(reading: Reading) -> bool:
    """Whether it is not certain if so much, or each so much, counts: 每提前10分钟以上到达的记1分."""
    token = unit_token(clause_of(reading))
    rule = reading.rule
    if token is None or token.kind != "EACH" or not isinstance(rule, PerUnit | Step):
        return False
    return token.text.endswith("以上") and rule.per.count != 1


def _multiplied(region: tuple[Token, ...]) -> bool:
    """Whether two things are counted at once: 每延迟一天每单扣0.1分."""
    counted = [token for token in region if token.kind != "COMMA" and token.text != "的"]
    return any(
        one.kind in {"EACH", "FOUND"} and other.kind == "EACH" and _unit(one) != _unit(other)
        for one, other in pairwise(counted)
    )


def _rate(reading: Reading, rule: PerUnit) -> bool:
    """Whether 每 is part of what is measured, and nothing is counted: 每平方米尘土量不大于5克得5分."""
    kinds = [token.kind for token in reading.match.clause.region]
    before = "EACH" in kinds and "THRESHOLD" in kinds and kinds.index("EACH") < kinds.index("THRESHOLD")
    return before and rule.per.unit in continuous()


def _mixed(reading: Reading, rule: Distribute) -> bool:
    """Whether 、 and a comma both part what 各 is said of, and not all may be meant: 核对档案、记录,鸡、鸭各得5分."""
    listed = [token.kind for token in reading.match.clause.region if token.kind != "DIST"]
    kinds = set(listed[:-1] if listed[-1:] == ["COMMA"] else listed)
    return {"COMMA", "PAUSE"} <= kinds and not all(_FAILS.search(item.text) for item in rule.items)


def _rounds_another(reading: Reading, unit: str) -> bool:
    """Whether what is said of a part (不足1亿元的按比例) is of another measure than the one counted by (项目1个)."""
    token = clause_of(reading).rounding
    part = token.values.get("unit", "").removeprefix("个") if token is not None else ""
    if not part or part == unit.removeprefix("个"):
        return False
    return kinds().get(part, part) != kinds().get(unit.removeprefix("个"), unit)


def _unit(token: Token) -> str:
    return token.values.get("unit", "").removeprefix("个")


def _may_carry(before: Reading, reading: Reading) -> bool:
    """Whether 每 of one award may reach the next: 每办结1起简易案件计1分，普通案件计3分."""
    one, other = before.rule, reading.rule
    together = before.match.clause.sentence == reading.match.clause.sentence
    bare = other.pattern == "flat.bare"
    sized = one.threshold is not None
    each = isinstance(one, PerUnit) and (one.per.explicit or bare) and one.cap is None and not one.exceptions
    alone = isinstance(other, Flat) and other.multiplier is None and (other.threshold is None or sized)
    levels = isinstance(other, Tiers) and other.pattern == "tiers.level-clauses" and isinstance(one, PerUnit)
    return together and ((each and alone and one.sign == other.sign == "+") or (levels and one.sign == other.sign))


def _other_rate(rule: Rule) -> bool:
    """Whether a step starts from one rate and its condition prints another: 登记率100%，办结率95%，每低1个百分点."""
    start = rule.threshold.value if isinstance(rule, Step) and rule.threshold is not None else None
    if start is None or rule.condition is None or rule.threshold is None or rule.threshold.op == "in":
        return False
    found = _RATE.findall(_ASIDE.sub("", fold(rule.condition.text).text))
    return any(parse_numeral(value) != start for value in found)


def _capped_otherwise(reading: Reading) -> bool:
    """Whether an award without a verb stops at what may be deducted at most: 违规0.5分/家，最多扣5分."""
    verbs = {token.values.get(name) for token in clause_of(reading).caps for name in ("verb", "verb2")}
    return reading.rule.sign == "+" and not verbs.isdisjoint({"扣", "减", "扣分", "减分", "扣减", "扣除", "扣罚"})


def _turns(before: Reading, reading: Reading) -> bool:
    """Whether an amount without a verb follows a deduction in its sentence: 两起扣140分，三起210分."""
    together = before.match.clause.sentence == reading.match.clause.sentence
    return together and before.rule.sign == "-" and reading.rule.sign == "+" and reading.rule.pattern == "flat.bare"


def _sooner(before: Reading, reading: Reading) -> bool:
    """Whether limits of time make a ladder, of which only one amount is due: 2小时内到达得3分，4小时内得2分."""
    one, other = before.rule, reading.rule
    if one.kind != "flat" or other.kind != "flat" or one.sign != other.sign or other.condition is None:
        return False
    if one.condition is None or before.match.clause.sentence != reading.match.clause.sentence:
        return False
    limit = _LIMIT_OF_TIME.search(fold(other.condition.text).text, timeout=SECONDS)
    return limit is not None and _DEADLINE.search(fold(one.condition.text).text, timeout=SECONDS) is not None


def _swallowed(reading: Reading, quote: str) -> bool:
    """Whether an amount stands in what a rule takes for its condition: 97%得100分94%得80分，不足0分."""
    if reading.rule.kind not in _COMPARED | {"zero", "full", "distribute"}:
        return False
    held = {*_numbers(reading.rule), *_numbers(reading.extra)}
    before, _, after = quote.rpartition(clause_of(reading).effect.text)
    return any((value := Decimal(found["num"])) and value not in held for found in find_all(_AMOUNT, before + after))


def _other_number(before: Reading, reading: Reading) -> bool:
    """Whether two amounts say one thing with other numbers, and one is due: 开设3门课程得2分，开设2门课程得1分."""
    one, other = before.rule, reading.rule
    if one.kind != "flat" or other.kind != "flat" or one.sign != other.sign or one.group or other.group:
        return False
    if one.threshold is not None or other.threshold is not None or one.condition is None or other.condition is None:
        return False
    first, second = fold(one.condition.text).text, fold(other.condition.text).text
    return first != second and _counted().sub("#", first) == _counted().sub("#", second)


@cache
def _counted() -> regex.Pattern[str]:
    return regex.compile(
        rf"(?<![第\d.])(?:\d{{1,9}}(?:\.\d{{1,4}})?|[一两二三四五六七八九十]{{1,3}}(?=(?![级类等层段点档]){classifier()}))"
    )


def unclaimed(ground: Ground, taken: tuple[Anchor, ...]) -> Iterator[Text]:
    """Yield what counts in a text and stands in nothing that was read of it."""
    spans = Spans(taken)
    for pattern in residues():
        for match in find_all(pattern, ground.folded.text):
            text = ground.text(*match.span())
            if not spans.touch(text.at):
                yield text


def computes(text: str) -> bool:
    """Whether what stands in a bracket says how much counts, and excepts nothing: （第二作者减半）."""
    folded = fold(text).text
    return any(pattern.search(folded, timeout=SECONDS) for pattern in residues())


def _places(reading: Reading) -> dict[str, str]:
    """Return the folded texts words are looked for in, without what is kept as exception or cap."""
    clause = reading.match.clause
    quote = fold(reading.rule.quote).text
    for text in reading.rule.exceptions:
        quote = quote.replace(fold(text.text).text, "")
    for token in clause.caps:
        quote = quote.replace(token.text, "")
    region = "".join(token.text for token in clause.region if token.kind != "PAREN")
    trimmed = _ASIDE.sub("", region).rstrip(",:、")
    return {"statement": quote, "clause": _BREAK.split(trimmed)[-1].removesuffix("的"), "effect": clause.effect.text}


def _said(rule: Rule) -> frozenset[str]:
    """Return the kind and sign of a rule and the names of the parts it has, those of its tiers included."""
    values: tuple[Model, ...] = (rule, *rule.bands) if isinstance(rule, Tiers) else (rule,)
    found = {name for value in values for name in _fields(type(value)) if getattr(value, name) is not None}
    sign = {"-": "deduction", "+": "award", "0": "neither"}[rule.sign]
    return frozenset({rule.kind, sign, *found})


def _lost(reading: Reading, quote: str) -> bool:
    """Whether a comparison is printed that neither a value nor, beside another threshold, the condition keeps.

    A single bound that was read and set aside is a requirement, which decides nothing.
    """
    rule = reading.rule
    if rule.kind not in _COMPARED or (rule.condition is not None and rule.condition.connective is not None):
        return False
    found = list(find_all(_comparison(), _ASIDE.sub("", quote)))
    if not found:
        return False
    required = reading.extra if rule.threshold is None and len(reading.extra) == 1 else ()
    held = set(_numbers((rule, *required)))
    kept = fold(rule.condition.text).text if rule.condition is not None and "threshold" in _said(rule) else ""
    for match in found:
        if match[0] in kept or _DEADLINE.search(match.string[match.start() : match.end() + 1]):
            continue
        value = parse_numeral(match["num"])
        if value is not None and not {value, value * 100, value / 100} & held:
            return True
    return False


def _numbers(value: object) -> Iterator[Decimal]:
    if isinstance(value, Decimal):
        yield value
    elif isinstance(value, Model):
        for each in vars(value).values():
            yield from _numbers(each)
    elif isinstance(value, tuple):
        for each in value:
            yield from _numbers(each)
