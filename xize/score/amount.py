"""What one rule takes or gives: points × units, or its tier or step, then its own cap (order of meaning, step 2).

Every function returns an unsigned span: one expression where the facts are known, else both ends of what the rule can
still come to.
"""

from __future__ import annotations

from decimal import Decimal
from typing import assert_never

from xize.model.expression import Apply, Name, Tree, parse
from xize.model.indicator import Indicator
from xize.model.quantity import Per, Threshold
from xize.model.rule import (
    Band,
    Checklist,
    Discretion,
    Distribute,
    Flat,
    FormulaRule,
    Full,
    PerUnit,
    Reference,
    Rule,
    Step,
    Tiers,
    Veto,
    Zero,
)
from xize.score.interval import ZERO
from xize.score.need import (
    FULL_MARKS,
    WORTH,
    band_names,
    by_value,
    compound,
    counted,
    deciding,
    discretion_top,
    formula_variables,
    measured,
    multiplied,
    ranked,
    taken_by,
    takers,
)
from xize.score.span import NOTHING, Span, asked, exactly, fixed, flag, largest, total, when
from xize.score.symbol import (
    ENDLESS,
    NIL,
    ONE,
    Always,
    Chosen,
    Expr,
    Given,
    Number,
    Op,
    Truth,
    Value,
    add,
    all_of,
    if_,
    least,
    most,
    mul,
    sub,
    test,
    whole,
)

_PRECISE = Decimal("1e-20")
_HUNDRED = Decimal(100)


def amount(rule: Rule, node: Indicator) -> Span:
    """Return what a rule comes to, after its own cap.

    `zero`, `full` and `veto` come to 1 where they hold and 0 where they do not. A multiplier (加倍扣分) comes to
    nothing by itself: it acts on the rule before it.
    """
    if isinstance(rule, Zero | Full | Veto):
        return _holds(rule)
    if rule.multiplier is not None and multiplied(rule, node) is not None:
        return NOTHING
    value = _uncapped(rule, node)
    for other in node.rules:
        if other.multiplier is not None and multiplied(other, node) is rule:
            # The rule's own cap still comes after.
            value = _multiplied(rule, other, value, node)
    if rule.cap is not None:
        bound = node.points if rule.cap.value == "indicator" else rule.cap.value
        value = value if bound is None else value.at_most(Number(bound))
    return value


def _multiplied(rule: Rule, other: Rule, value: Span, node: Indicator) -> Span:
    """Return what a rule comes to with its multiplier (加倍扣分): of units those it is said of, else the amount once.

    An amount printed once is due where its multiplier holds, whether or not its own condition was said to.
    """
    factor = other.multiplier or Decimal(1)
    if isinstance(rule, PerUnit):
        return _units_multiplied(rule, other, factor, node)
    chance = _holds(other)
    sure, may = test(">", chance.low, NIL), test(">", chance.high, NIL)
    times = (_worth(rule, node.points) if isinstance(rule, Flat) else value).times(factor)
    return when(sure, times, when(may, value.hull(times), value))


def _units_multiplied(rule: PerUnit, other: Rule, factor: Decimal, node: Indicator) -> Span:
    """Return 每迟报1次扣1分，再次发现的加倍扣分 for all units, and again for those of the multiplier."""
    units, worth = _units(rule.id, rule.per, rule.rounding), _worth(rule, node.points)
    said, known = Value(other.id), Given(other.id)
    some = Span(if_(known, said, NIL), if_(known, said, ENDLESS)).at_most(units.high)
    more = abs(factor - 1)
    if factor >= 1:
        return (units + some.times(more)).scaled(worth)
    return Span(sub(units.low, mul(least(some.high, units.low), Number(more))),
                sub(units.high, mul(some.low, Number(more)))).scaled(worth)  # fmt: skip


def _uncapped(
    rule: Flat | PerUnit | Step | Tiers | Distribute | Checklist | Discretion | FormulaRule | Reference, node: Indicator
) -> Span:
    match rule:
        case Flat():
            return _due(rule, node).scaled(_worth(rule, node.points))
        case PerUnit():
            return _units(rule.id, rule.per, rule.rounding).scaled(_worth(rule, node.points))
        case Step():
            return _step(rule, _worth(rule, node.points))
        case Tiers():
            return _tiers(rule, node.points)
        case Distribute():
            return asked(rule.id, ZERO, Decimal(len(rule.items))).scaled(_worth(rule, node.points))
        case Checklist():
            return _checklist(rule, node)
        case Discretion():
            return asked(rule.id, ZERO, discretion_top(rule, node.points))
        case FormulaRule():
            return _formula(rule, node.points)
        case Reference():
            return asked(rule.id, ZERO, node.points)
        case _:
            assert_never(rule)


def _worth(rule: Rule, points: Decimal | None) -> Span:
    """Return the amount of one unit: printed, or given by the assessor within the printed range."""
    if rule.points is not None:
        return _within(rule.id + WORTH, rule.points, rule.points_max)
    if rule.share is not None and points is not None:
        return fixed(_part(rule.share, points))
    return asked(rule.id + WORTH, ZERO, None)


def _part(share: Decimal, points: Decimal) -> Decimal:
    """Return a share of the points; 三分之一 of 6 is 2, whatever its last decimal place."""
    return (share * points).quantize(_PRECISE).normalize()


def _within(fact: str, low: Decimal, high: Decimal | None) -> Span:
    if high is None or high == low:
        return fixed(low)
    return asked(fact, min(low, high), max(low, high))


def _holds(rule: Rule) -> Span:
    """Return 1 where the condition holds, 0 where not, the number of parts that hold where each counts."""
    condition = rule.condition
    if condition is not None and condition.connective == "each" and condition.parts:
        return asked(rule.id, ZERO, Decimal(len(condition.parts)))
    threshold = deciding(rule)
    if threshold is not None:
        return flag(Given(rule.id), satisfies(threshold, Value(rule.id)))
    return asked(rule.id, ZERO, Decimal(1))


def _due(rule: Flat, node: Indicator) -> Span:
    """Return 1 where an amount is due: where it holds, and of an award also where its own deduction is taken from it.

    完成率达到100%得10分，每降低1个百分点扣0.2分: at 95% 10 points are won and 1 is taken. Of 达到100%且材料齐全的得10分
    the rest (材料齐全) is a fact of its own: without it nothing is won.
    """
    taking = taken_by(rule, node)
    if taking is None and not takers(rule, node):
        return _holds(rule)
    if compound(rule):
        rest = asked(rule.id, ZERO, Decimal(1))
        return when(Given(taking.id), rest, Span(NIL, rest.high)) if isinstance(taking, Step) else rest
    if isinstance(taking, Step):
        # One measured value tells both sides of the bound.
        return Span(if_(Given(taking.id), ONE, NIL), ONE)
    return largest([_holds(rule), *(_taken(other) for other in takers(rule, node))])


def _taken(taking: Rule) -> Span:
    """Return 1 where a deduction takes something: what it is taken from was won then."""
    return _holds(taking) if isinstance(taking, Flat) else flag(Given(taking.id), test(">", Value(taking.id), NIL))


def satisfies(threshold: Threshold, value: Expr) -> Truth:
    """Return whether a measured value, in the threshold's unit, satisfies it."""
    low, high = threshold.value, threshold.value_max
    if threshold.op == "in":
        closed = threshold.closed or "[]"
        above = Always(True) if low is None else test(">=" if closed[0] == "[" else ">", value, Number(low))
        below = Always(True) if high is None else test("<=" if closed[1] == "]" else "<", value, Number(high))
        return all_of((above, below))
    return Always(False) if low is None else test(threshold.op, value, Number(low))


def _units(fact: str, per: Per, rounding: str | None = None) -> Span:
    """Return whole units: 每5次 counts once for every full five; units beyond `up_to` do not count.

    A part counts where `rounding` says so: 不足5次按5次计 (up), 按比例计 (exact).
    """
    count = Value(fact)
    exact = count if per.count == 1 else Op("div", (count, Number(per.count)))
    counted_whole = rounding is None and per.count == 1
    units = exact if rounding == "exact" or counted_whole else whole(exact, "ceil" if rounding == "up" else "floor")
    known = Given(fact)
    span = Span(if_(known, units, NIL), if_(known, units, ENDLESS))
    return span if per.up_to is None else span.at_most(Number(per.up_to))


def _step(rule: Step, worth: Span) -> Span:
    """Return the initial amount and a step for every `per` beyond the threshold and the free band.

    The threshold's number is where the steps start, whatever its wording (达到90%的…，每低1%扣…); at that number itself
    only the initial amount is due, and only where the wording includes it (90%及以下).
    """
    value: Expr = Value(rule.id)
    distance, at_start, start = value, False, NIL
    if rule.threshold is not None and rule.threshold.value is not None:
        drops = rule.per.basis == "drop"
        # 85%-93%得满分，每低或高1个百分点扣0.5分: it falls from the lower end and rises from the upper one.
        rises_past = rule.threshold.value_max if rule.threshold.op == "in" and not drops else None
        start = Number(rule.threshold.value if rises_past is None else rises_past)
        distance = sub(start, value) if drops else sub(value, start)
        at_start = rule.threshold.op == ("<=" if drops else ">=") and rule.free_band is None
    if _of_the_start(rule):
        distance = Op("div", (mul(distance, Number(_HUNDRED)), start))
    distance = sub(distance, Number(rule.free_band or ZERO))
    exact = distance if rule.per.count == 1 else Op("div", (distance, Number(rule.per.count)))
    down, up = whole(exact, "floor"), whole(exact, "ceil")
    # Where the document does not say how a part of a step counts, every way stays open.
    ways = {"up": exactly(up), "down": exactly(down), "exact": exactly(exact), None: Span(down, up)}
    due = ways[rule.rounding].scaled(worth) + fixed(rule.initial or ZERO)
    begun = test(">=" if at_start else ">", distance, NIL)
    known = when(begun, due, NOTHING)
    open_ = Span(NIL, ENDLESS).scaled(worth) + Span(NIL, Number(rule.initial or ZERO))
    return when(Given(rule.id), known, open_)


def _of_the_start(rule: Step) -> bool:
    """Whether a step of % is a share of a start that is printed in % itself: 81% is 10% below 90%.

    Percentage points are held in 百分点, as the answer to the question about it or the document says.
    """
    start = rule.threshold
    return rule.per.unit == "%" and measured(start) and start.unit == "%" and start.value != ZERO


def _tiers(rule: Tiers, points: Decimal | None) -> Span:
    labels = band_names(rule)
    worths = [_band_worth(rule, band, label, points) for band, label in zip(rule.bands, labels, strict=True)]
    if counted(rule) and not ranked(rule):
        return _counted(rule, labels, worths)
    known, hits = band_hits(rule)
    top = total(worths).high if rule.selection == "sum" else largest(worths).high
    return when(known, _selected(rule, hits, worths), Span(NIL, top))


def band_hits(rule: Tiers) -> tuple[Truth, list[Truth]]:
    """Return whether the tier of a rule can be told, and for each band whether it applies."""
    if ranked(rule):
        return _places(rule)
    if by_value(rule):
        value = Value(rule.id)
        return Given(rule.id), [satisfies(band.threshold, value) for band in rule.bands if band.threshold is not None]
    return Given(rule.id), [Chosen(rule.id, label) for label in band_names(rule)]


def _places(rule: Tiers) -> tuple[Truth, list[Truth]]:
    ends = sorted({band.rank.end for band in rule.bands if band.rank is not None}, reverse=True)
    fact = {end: f"{rule.id}/{end}" if len(ends) > 1 else rule.id for end in ends}
    hits: list[Truth] = []
    for band in rule.bands:
        if band.rank is not None:
            place, last = Value(fact[band.rank.end]), band.rank.last or band.rank.first
            hits.append(
                all_of((test(">=", place, Number(Decimal(band.rank.first))), test("<=", place, Number(Decimal(last)))))
            )
    return all_of([Given(name) for name in fact.values()]), hits


def _counted(rule: Tiers, labels: tuple[str, ...], worths: list[Span]) -> Span:
    parts = [
        (asked(f"{rule.id}/{label}", ZERO, Decimal(1)) if band.per is None else _units(f"{rule.id}/{label}", band.per))
        .scaled(worth)
        for label, band, worth in zip(labels, rule.bands, worths, strict=True)
    ]  # fmt: skip
    # 以最高级别计: of the levels won, only the one worth most counts.
    return largest(parts) if rule.selection in {"highest", "worst"} else total(parts)


def _selected(rule: Tiers, hits: list[Truth], worths: list[Span]) -> Span:
    if rule.selection in {"first", "unique"}:
        chosen = NOTHING
        for hit, worth in zip(reversed(hits), reversed(worths), strict=True):
            chosen = when(hit, worth, chosen)
        return chosen
    each = [when(hit, worth, NOTHING) for hit, worth in zip(hits, worths, strict=True)]
    return total(each) if rule.selection == "sum" else largest(each)


def _band_worth(rule: Tiers, band: Band, label: str, points: Decimal | None) -> Span:
    if band.points is not None:
        return _within(f"{rule.id}/{label}{WORTH}", band.points, band.points_max)
    if band.share is not None and points is not None:
        return fixed(_part(band.share, points))
    return NOTHING


def _checklist(rule: Checklist, node: Indicator) -> Span:
    points, taking = node.points, taken_by(rule, node)
    need = rule.need if rule.need is not None else Decimal(len(rule.items) or 1)
    full = rule.points if rule.points is not None else points
    worth = Span(NIL, ENDLESS) if full is None else fixed(full)
    # Below the number, what holds otherwise (少于两项的酌情减分) is the assessor's unless nothing is printed.
    below = NOTHING if rule.otherwise is None else asked(f"{rule.id}/otherwise", ZERO, full)
    known = when(test(">=", Value(rule.id), Number(need)), worth, below)
    met = when(Given(rule.id), known, below.hull(worth))
    # 三项齐全得3分，缺一项扣1分: with one missing 3 points are won and 1 is taken.
    return largest([met, _taken(taking).scaled(worth)]) if isinstance(taking, PerUnit) else met


def _formula(rule: FormulaRule, points: Decimal | None) -> Span:
    top = ENDLESS if points is None else Number(points)
    variables = formula_variables(rule, points)
    if variables is None:
        return asked(rule.id, ZERO, points)
    values: dict[str, Expr] = {}
    known: list[Truth] = []
    for name in variables:
        if points is not None and name in FULL_MARKS:
            values[name] = Number(points)
        else:
            values[name] = Value(f"{rule.id}/{name}")
            known.append(Given(f"{rule.id}/{name}"))
    divisors: list[Expr] = []
    result = most(_arithmetic(parse(rule.expression), values, divisors), NIL)
    if rule.of == "points" and points is not None:
        result = mul(result, Number(points))
    # A division by nothing has no result: what the formula comes to stays open. Inner divisors are checked first.
    low, high = result, result
    for check in (*map(_not_nil, reversed(divisors)), *known):
        low, high = if_(check, low, NIL), if_(check, high, top)
    return Span(low, high)


def _not_nil(divisor: Expr) -> Truth:
    return test(">", most(divisor, sub(NIL, divisor)), NIL)


def _arithmetic(tree: Tree, values: dict[str, Expr], divisors: list[Expr]) -> Expr:
    if isinstance(tree, Decimal):
        return Number(tree)
    if isinstance(tree, Name):
        return values[tree.text]
    assert isinstance(tree, Apply)  # noqa: S101 (the last of three types)
    left, right = _arithmetic(tree.left, values, divisors), _arithmetic(tree.right, values, divisors)
    match tree.op:
        case "+":
            return add(left, right)
        case "-":
            return sub(left, right)
        case "*":
            return mul(left, right)
        case "max":
            return most(left, right)
        case "/":
            divisors.append(right)
            return Op("div", (left, right))
        case _:
            assert_never(tree.op)
