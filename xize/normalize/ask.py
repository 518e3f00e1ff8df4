"""Where two careful people could read a sentence differently: every reading kept (歧义).

An `Ask` becomes a `Question` once rules have ids. Closure is evidence: where the points printed fit one reading only,
that reading is taken and the ask says so; nothing is chosen in silence.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import regex

from xize.model.rule import Discretion, Distribute, Flat, Limit, PerUnit, Rule, Step, Tiers, Zero
from xize.normalize.build import Reading
from xize.normalize.ground import Ground

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
    for index, reading in enumerate(readings):
        asks += _local(index, reading)
        rule = reading.rule
        if isinstance(rule, Tiers):
            asks += _ladder(index, rule, points)
        elif isinstance(rule, Step):
            asks += _percent(index, rule)
        elif isinstance(rule, Discretion):
            asks += _unbounded(index, rule)
        elif isinstance(rule, Zero):
            asks += _zero(index, reading, readings)
        if isinstance(rule, Flat | PerUnit) and rule.sign == "-":
            asks += _compound(index, reading, ground)
    return asks


def _local(index: int, reading: Reading) -> list[Ask]:
    return [
        Ask(kind, (index,), options=(Option("as_suggested", (reading.rule,)), Option("no_rule", ())), reason=kind)
        for kind in reading.asks
    ]


def _ladder(index: int, rule: Tiers, points: Decimal | None) -> list[Ask]:
    """Ask whether a ladder takes its worst tier only or adds them up, unless the points fit one reading alone."""
    amounts = [band.points for band in rule.bands if band.points is not None]
    if rule.selection not in {"worst", "highest"} or len(amounts) < 2:
        return []
    top, total = max(amounts), sum(amounts)
    options = (
        Option(rule.selection, (rule,)),
        Option("sum", (rule.model_copy(update={"selection": "sum"}),)),
    )
    if points is not None and top <= points < total:
        reason = "closure_top" if top == points else "closure_over"
        return [Ask("ladder", (index,), options=options, suggested=0, reason=reason, settled=top == points)]
    if points is not None and total == points:
        return [Ask("ladder", (index,), options=options, suggested=1, reason="closure_total")]
    return [Ask("ladder", (index,), options=options, suggested=0, reason="worst_usual")]


def _percent(index: int, rule: Step) -> list[Ask]:
    if rule.per.unit != "%" or rule.rounding is not None:
        return []
    options = tuple(
        Option(key, (rule.model_copy(update={"rounding": rounding}),))
        for key, rounding in (("step_down", "down"), ("step_up", "up"), ("step_exact", "exact"))
    )
    return [Ask("part-step", (index,), options=options, suggested=None)]


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


def _zero(index: int, reading: Reading, readings: list[Reading]) -> list[Ask]:
    """Ask what 不得分 empties where the text scores several things and it does not say (该项, 本项目)."""
    clause = reading.match.clause
    if clause.effect.values.get("target") or not isinstance(reading.rule, Zero):
        return []
    others = [
        other for other in readings if other is not reading and other.rule.sign == "+" and other.rule.kind != "zero"
    ]
    if len(others) < 2:
        return []
    items = {other.match.clause.item for other in others}
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
    if condition is None or condition.connective is not None or "COMMA" not in kinds:
        return []
    pieces = _pieces(reading)
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


def _pieces(reading: Reading) -> list[tuple[int, int]]:
    """Return the comma-separated members of a clause, without the unit phrase at its end."""
    pieces: list[tuple[int, int]] = []
    start = end = -1
    for token in reading.match.clause.region:
        if token.kind == "COMMA":
            if start >= 0:
                pieces.append((start, end))
            start = -1
        elif start < 0 and (
            token.kind in {"EACH", "FOUND", "ONE", "DIST", "BASE", "LACK"} or token.text.startswith("每")
        ):
            continue
        else:
            start = token.start if start < 0 else start
            end = token.end
    if start >= 0:
        pieces.append((start, end))
    return pieces
