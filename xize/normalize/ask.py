"""Where two careful people could read a sentence differently: every reading kept (歧义).

An `Ask` becomes a `Question` once rules have ids. Closure is evidence: where the points printed fit one reading only,
that reading is taken and the ask says so; nothing is chosen in silence.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import regex

from xize.model.quantity import Cap, Threshold
from xize.model.rule import Band, Discretion, Distribute, Flat, Limit, PerUnit, Rule, Step, Tiers, Zero
from xize.normalize.ground import Ground
from xize.normalize.parts import Reading
from xize.normalize.taken import PLACES

_BESIDE = 3
Selection = Literal["worst", "first", "sum", "highest", "unique"]
_FAILING = regex.compile(
    r"(?:未|没有)(?!成年|来|必)|不(?:规范|完整|到位|及时|准确|齐全|落实|真实|达标|清楚|清晰|明确)|^.{0,6}(?:无(?!理|照|证|线|菌|偿|形|障碍)|没(?!收)|缺少"
    r"|不(?!少于|低于|超过|断|得|同|仅|但|合格|良|高于|多于|小于|大于))"
)


@dataclass(frozen=True)
class Option:
    """One reading: the rules that stand under it, and the limits. `key` names its words in `questions.toml`."""

    key: str
    rules: tuple[Rule, ...]
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True)
class Ask:
    """An open point about rules of one text, by index. `limit` is the other reading of a cap's scope."""

    kind: str
    rules: tuple[int, ...]
    limit: Limit | None = None
    options: tuple[Option, ...] = ()
    suggested: int | None = 0
    reason: str = ""
    settled: bool = False


def asks_of(readings: list[Reading], ground: Ground, points: Decimal | None) -> list[Ask]:
    """Return the open points of the rules of one text."""
    asks: list[Ask] = []
    awarded = [other.match.clause.item for other in readings if other.rule.sign == "+"]
    items = frozenset(awarded)
    for index, reading in enumerate(readings):
        asks += _local(index, reading)
        rule = reading.rule
        if isinstance(rule, Tiers):
            asks += _ladder(index, rule, points)
            asks += _overlap(index, rule)
        elif isinstance(rule, Step):
            asks += _steps(index, rule, deviation=_deviates(readings, index))
        elif isinstance(rule, Discretion):
            asks += _unbounded(index, rule)
        elif isinstance(rule, Zero):
            asks += _zero(index, reading, len(awarded), items)
        if isinstance(rule, Flat | PerUnit) and rule.sign == "-":
            asks += _compound(index, reading, ground)
        if index and _mixed(readings[index - 1], reading):
            asks.append(_mixed_ask(index, rule))
        before = readings[index - 1].rule if index else None
        if before and isinstance(rule, Flat) and rule.group and (rule.group, rule.sign) == (before.group, before.sign):
            asks.append(_severity(index, readings))
    return asks


def _local(index: int, reading: Reading) -> list[Ask]:
    return [
        Ask(kind, (index,), options=(Option("as_suggested", (reading.rule,)), Option("no_rule", ())), reason=kind)
        for kind in reading.asks
    ]


def _ladder(index: int, rule: Tiers, points: Decimal | None) -> list[Ask]:
    """Ask whether a ladder takes its worst tier only or adds them up, unless the points fit one reading alone."""
    amounts = [band.points for band in rule.bands if band.points is not None]
    named = any(band.level or band.grade for band in rule.bands) and not any(band.per for band in rule.bands)
    if len(amounts) < 2 or (rule.selection not in {"worst", "highest"} and not (named and rule.selection == "sum")):
        return []
    top, total = max(amounts), sum(amounts)
    one: Selection = "worst" if rule.sign == "-" else "highest"
    options = (
        Option(one, (rule.model_copy(update={"selection": one}),)),
        Option("sum", (rule.model_copy(update={"selection": "sum"}),)),
    )
    if named:
        standing = 1 if rule.selection == "sum" else 0
        return [Ask("ladder", (index,), options=options, suggested=standing, reason="levels_usual")]
    if points is not None and top <= points < total:
        reason = "closure_top" if top == points else "closure_over"
        return [Ask("ladder", (index,), options=options, suggested=0, reason=reason, settled=top == points)]
    if points is not None and total == points:
        return [Ask("ladder", (index,), options=options, suggested=1, reason="closure_total")]
    return [Ask("ladder", (index,), options=options, suggested=0, reason="worst_usual")]


def _deviates(readings: list[Reading], index: int) -> bool:
    """Whether a step counts how far a price is off (高于基准价1%): its % is of that price, and no percentage point.

    每低于1%扣0.5分 after it in the same sentence counts from the same price.
    """
    sentence = readings[index].match.clause.sentence
    beside = (other.match.clause for other in readings[max(index - _BESIDE, 0) : index + 1])
    return any(
        token.name.startswith("each.deviation")
        for clause in beside if clause.sentence == sentence for token in clause.region
    )  # fmt: skip


def _steps(index: int, rule: Step, *, deviation: bool) -> list[Ask]:
    """Ask what a step leaves open: a part of a step, % or percentage points, and what 3分起扣 takes at the start."""
    asks: list[Ask] = []
    if rule.initial is not None and rule.threshold is None:
        kept = Option("start_initial", (rule,))
        pool = Option(
            "start_pool", (rule.model_copy(update={"initial": None, "cap": Cap(value=rule.initial, origin="implied")}),)
        )
        asks.append(Ask("start-boundary", (index,), options=(kept, pool), suggested=0, reason="start_usual"))
    if rule.rounding is None and not (rule.per.count == 1 and rule.per.unit in PLACES):
        options = tuple(
            Option(key, (rule.model_copy(update={"rounding": rounding}),))
            for key, rounding in (("step_down", "down"), ("step_up", "up"), ("step_exact", "exact"))
        )
        asks.append(Ask("part-step", (index,), options=options, suggested=None))
    bounded = rule.threshold is not None and rule.threshold.value is not None
    if rule.per.unit == "%" and (bounded or not deviation):
        per = rule.per.model_copy(update={"unit": "百分点"})
        options = (Option("percent_points", (rule.model_copy(update={"per": per}),)), Option("percent_of", (rule,)))
        asks.append(Ask("percent-points", (index,), options=options, suggested=None))
    return asks


def _overlap(index: int, rule: Tiers) -> list[Ask]:
    """Ask which tier a boundary belongs to that two of them include: 10人以上, 10人以下."""
    for place, band in enumerate(rule.bands):
        for other in rule.bands[place + 1 :]:
            low, high = _touching(band.threshold, other.threshold)
            if low is not None and high is not None:
                return [_overlap_ask(index, rule)]
    return []


def _touching(one: Threshold | None, other: Threshold | None) -> tuple[Threshold | None, Threshold | None]:
    """Return (lower, upper) of two thresholds that both include one boundary value, else (None, None)."""
    for low, high in ((one, other), (other, one)):
        if low is None or high is None or low.relative_to or high.relative_to:
            continue
        top = low.value if low.op == "<=" else low.value_max if low.closed in {"[]", "(]"} else None
        bottom = high.value if high.op == ">=" or high.closed in {"[]", "[)"} else None
        if top is not None and top == bottom:
            return low, high
    return None, None


def _overlap_ask(index: int, rule: Tiers) -> Ask:
    upper = tuple(_without_end(band, rule.bands, top=True) for band in rule.bands)
    lower = tuple(_without_end(band, rule.bands, top=False) for band in rule.bands)
    options = (
        Option("boundary_upper", (rule.model_copy(update={"bands": upper}),)),
        Option("boundary_lower", (rule.model_copy(update={"bands": lower}),)),
    )
    return Ask("boundary-overlap", (index,), options=options, suggested=None)


def _without_end(band: Band, bands: tuple[Band, ...], *, top: bool) -> Band:
    """Return a band without the boundary it shares with the one above (`top`) or below it."""
    mine = band.threshold
    touched = [_touching(mine, other.threshold) for other in bands if other is not band]
    if mine is None or not any((low if top else high) is mine for low, high in touched):
        return band
    if mine.op == "in":
        old = mine.closed or "[]"
        closed = f"{old[0]})" if top else f"({old[1]}"
        return band.model_copy(update={"threshold": mine.model_copy(update={"closed": closed})})
    return band.model_copy(update={"threshold": mine.model_copy(update={"op": "<" if top else ">"})})


def _mixed(one: Reading, other: Reading) -> bool:
    """Whether an award and a deduction stand on one thing: 完成任务得5分，未完成扣5分."""
    first, second = one.rule, other.rule
    if first.kind != "flat" or second.kind != "flat" or (first.sign, second.sign) != ("+", "-"):
        return False
    if one.match.clause.sentence != other.match.clause.sentence or first.condition is None or second.condition is None:
        return False
    stem = second.condition.text.removeprefix("未").removeprefix("没有")
    return stem != second.condition.text and len(stem) >= 2 and stem[:4] in first.condition.text


def _mixed_ask(index: int, rule: Rule) -> Ask:
    options = (Option("mixed_both", (rule,)), Option("mixed_lost", ()))
    return Ask("mixed-metric", (index,), options=options, suggested=0, reason="mixed_usual")


def _severity(index: int, readings: list[Reading]) -> Ask:
    """Ask whether the lesser failing of a pair is counted besides the greater one."""
    pair = (readings[index - 1].rule, readings[index].rule)
    free = tuple(rule.model_copy(update={"group": None}) for rule in pair)
    options = (Option("severity_one", pair), Option("severity_both", free))
    return Ask("severity", (index - 1, index), options=options, suggested=0, reason="severity_usual")


def _unbounded(index: int, rule: Discretion) -> list[Ask]:
    if rule.points is not None or rule.bound is not None or rule.choices:
        return []
    bounded = rule.model_copy(update={"bound": "indicator"})
    return [
        Ask(
            "discretion-bound",
            (index,),
            options=(Option("bound_indicator", (bounded,)),),
            suggested=0,
            reason="bound_usual",
        )
    ]


def _zero(index: int, reading: Reading, awards: int, items: frozenset[int]) -> list[Ask]:
    """Ask what 不得分 empties where the text scores several things and it does not say (该项, 本项目)."""
    clause = reading.match.clause
    if clause.effect.values.get("target") or not isinstance(reading.rule, Zero) or reading.rule.target == "item":
        return []
    if awards < 2:
        return []
    near = clause.item if clause.item in items else None
    part = reading.rule.model_copy(update={"target": "item"})
    suggested = 1 if near is not None and len(items) > 1 else 0
    options = (Option("zero_indicator", (reading.rule,)), Option("zero_item", (part,)))
    return [
        Ask(
            "zero-scope",
            (index,),
            options=options,
            suggested=suggested,
            reason="zero_item" if suggested else "zero_all",
        )
    ]


def _compound(index: int, reading: Reading, ground: Ground) -> list[Ask]:
    """Ask how 未A，未B的，扣N is meant: any of them, all together, or each by itself."""
    rule, clause = reading.rule, reading.match.clause
    condition = rule.condition
    kinds = [token.kind for token in clause.region]
    if condition is None or condition.connective is not None:
        return []
    if "PAUSE" in kinds and _each_absent(reading, ground):
        pieces = _pieces(reading, "PAUSE")
    elif "COMMA" in kinds:
        pieces = _pieces(reading, "COMMA")
    else:
        return []
    pieces = [piece for piece in pieces if not ground.folded.text.startswith("除", piece[0])]
    failing = [piece for piece in pieces if _FAILING.search(ground.folded.text[piece[0] : piece[1]])]
    if len(failing) < 2 or failing != pieces[-len(failing) :]:
        return []
    parts = tuple(ground.text(start, end) for start, end in failing)
    any_ = rule.model_copy(update={"condition": condition.model_copy(update={"connective": "any", "parts": parts})})
    all_ = rule.model_copy(update={"condition": condition.model_copy(update={"connective": "all", "parts": parts})})
    options = [Option("any", (any_,)), Option("all", (all_,))]
    if isinstance(rule, Flat) and rule.points is not None:
        shared = {name: getattr(rule, name) for name in type(rule).model_fields if name != "kind"}
        each = condition.model_copy(update={"connective": "each", "parts": parts})
        options.append(Option("each", (Distribute(**{**shared, "condition": each, "items": parts}),)))
    return [Ask("any-all", (index,), options=tuple(options), suggested=0, reason="any_usual")]


def _each_absent(reading: Reading, ground: Ground) -> bool:
    """Whether every enumerated member is an absence of its own: 无计划、无总结; not 审批、填写不规范."""
    pieces = _pieces(reading, "PAUSE")
    return all(ground.folded.text[start:end].startswith(("未", "无", "没", "不按", "缺")) for start, end in pieces)


def _pieces(reading: Reading, mark: str) -> list[tuple[int, int]]:
    """Return the members of a clause between commas or enumeration marks, without the unit phrase at its end."""
    pieces: list[tuple[int, int]] = []
    start = end = -1
    for token in reading.match.clause.region:
        if token.kind == mark:
            if start >= 0:
                pieces.append((start, end))
            start = -1
        elif start < 0 and (
            token.kind in {"EACH", "FOUND", "ONE", "DIST", "BASE", "LACK", "COMMA"} or token.text.startswith("每")
        ):
            continue
        else:
            start = token.start if start < 0 else start
            end = token.end
    if start >= 0:
        pieces.append((start, end))
    return pieces
