"""From indicators to sheets and the document: sums up the tree, bonus and penalty pools, formulas, grades, vetoes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from xize.model.indicator import Indicator, Sheet
from xize.model.rubric import Rubric
from xize.model.rule import Veto
from xize.model.statement import Formula, Grade
from xize.score.amount import Fact, Facts, amount, satisfies
from xize.score.combine import Own, as_range, bound, names_a_grade_only, own_score, zero_out
from xize.score.expression import ExpressionError, evaluate
from xize.score.interval import INFINITY, NOTHING, ZERO, Interval, exactly, largest, total
from xize.score.need import is_manual, say
from xize.score.result import Combined, Consequence, NodeScore, ScoreResult, SheetScore, Status

UNREAD = "unparsed"
"""The code of a finding about a sentence that was not read: its indicator is refused."""


@dataclass
class _Run:
    """What one run carries: the facts, and the rows, vetoes and totals it has found so far."""

    facts: Mapping[str, Fact]
    unread: Mapping[str, tuple[str, ...]]
    rows: list[NodeScore] = field(default_factory=list)
    consequences: list[Consequence] = field(default_factory=list)
    totals: dict[str, Interval] = field(default_factory=dict)
    zero_above: list[tuple[str, Interval]] = field(default_factory=list)


def score(rubric: Rubric, facts: Mapping[str, Fact]) -> ScoreResult:
    """Score a rubric under facts, by the order of meaning.

    Facts that are absent stay open and give an interval; ids nobody asks for are the caller's to refuse
    (`xize.score.factfile`).
    """
    run = _Run(facts, _unread(rubric))
    sheets = tuple(_sheet(sheet, rubric, run) for sheet in rubric.sheets)
    formulas = tuple(_combined(formula, run.totals) for formula in _formulas(rubric))
    missing = tuple(dict.fromkeys(name for sheet in sheets for node in sheet.indicators for name in node.missing))
    return ScoreResult(
        title=rubric.title, sheets=sheets, formulas=formulas, consequences=tuple(run.consequences), missing=missing
    )


def _unread(rubric: Rubric) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for finding in rubric.findings:
        if finding.code == UNREAD and finding.indicator is not None:
            found[finding.indicator] = (*found.get(finding.indicator, ()), finding.message)
    return found


def _formulas(rubric: Rubric) -> tuple[Formula, ...]:
    return (*rubric.formulas, *(formula for sheet in rubric.sheets for formula in sheet.formulas))


def _sheet(sheet: Sheet, rubric: Rubric, run: _Run) -> SheetScore:
    first = len(run.rows)
    run.zero_above.clear()
    values = [(node, _node(node, run)) for node in sheet.indicators]
    whole = _pooled([(node, value) for node, value in values if value is not None])
    if largest([chance for target, chance in run.zero_above if target in {"sheet", "total"}]).high > 0:
        whole = whole.hull(NOTHING) if not _certain(run.zero_above) else NOTHING
    run.totals[_fold(sheet.title)] = whole
    grades = _grades((*sheet.grades, *(rubric.grades if len(rubric.sheets) == 1 else ())), whole, run.totals)
    return SheetScore(
        id=sheet.id, title=sheet.title, points=sheet.points, total=as_range(whole),
        indicators=tuple(run.rows[first:]), grades=grades,
    )  # fmt: skip


def _certain(chances: list[tuple[str, Interval]]) -> bool:
    return any(chance.low > 0 for target, chance in chances if target in {"sheet", "total"})


def _node(node: Indicator, run: _Run) -> Interval | None:
    """Score a node and all below it; None where nothing below carries points."""
    place = len(run.rows)
    own = own_score(node, Facts(run.facts))
    _vetoes(node, run)
    zeroed = list(own.zeroed)
    if node.children:
        children = [(child, _node(child, run)) for child in node.children]
        zeroed += _take(run.zero_above, "parent")
        below = [(child, value) for child, value in children if value is not None]
        result = _with_children(node, own, below, zeroed) if below or node.rules else None
    else:
        result = _leaf(node, own, run)
    run.zero_above += [("parent" if target == "parent" else target, chance) for target, chance in own.zeroed
                       if target != "indicator"]  # fmt: skip
    unread = run.unread.get(node.id, ())
    if unread and result is not None:
        result = _refused(node)
    run.rows.insert(place, _row(node, own, result, unread, run))
    if result is not None:
        run.totals.setdefault(_fold(node.title), result)
    return result


def _take(chances: list[tuple[str, Interval]], target: str) -> list[tuple[str, Interval]]:
    taken = [("indicator", chance) for name, chance in chances if name == target]
    chances[:] = [(name, chance) for name, chance in chances if name != target]
    return taken


def _leaf(node: Indicator, own: Own, run: _Run) -> Interval | None:
    if is_manual(node):
        given = run.facts.get(node.id)
        top = node.points if node.points is not None else INFINITY
        return exactly(given) if isinstance(given, Decimal) else Interval(ZERO, top)
    if not node.rules or all(rule.kind == "veto" or names_a_grade_only(rule) for rule in node.rules):
        return None
    return own.trace.score


def _with_children(
    node: Indicator, own: Own, below: list[tuple[Indicator, Interval]], zeroed: list[tuple[str, Interval]]
) -> Interval:
    trace = own.trace
    for limit in node.limits:
        # A limit on a node without rules of its own bounds what its children give or take together.
        if limit.members == "all" and not node.rules and isinstance(limit.bound, Decimal):
            below = _limited(below, limit.sign, limit.bound)
    trace.move(trace.score + _pooled(below), "children", say("sum_children"))
    bound(node, trace)
    zero_out(trace, largest([chance for target, chance in zeroed if target == "indicator"]))
    return trace.score


def _limited(below: list[tuple[Indicator, Interval]], sign: str, top: Decimal) -> list[tuple[Indicator, Interval]]:
    whole = total([value for _, value in below])
    bounded = whole.at_most(top) if sign == "+" else whole.at_least(-top)
    return [(below[0][0], bounded)] if below else below


def _pooled(values: list[tuple[Indicator, Interval]]) -> Interval:
    """Add up nodes; where every scored one has a weight (权重), scores are weighted."""
    weighted = [node for node, _ in values if node.weight is not None]
    if weighted and len(weighted) == len([node for node, _ in values if node.role == "scored"]):
        return total([value if node.weight is None else value.times(node.weight) for node, value in values])
    return total([value for _, value in values])


def _vetoes(node: Indicator, run: _Run) -> None:
    for rule in node.rules:
        if isinstance(rule, Veto):
            holds = amount(rule, node.points, Facts(run.facts))
            if holds.high > 0:
                run.consequences.append(
                    Consequence(rule=rule.id, consequence=rule.consequence, certain=holds.low > 0, at=rule.at)
                )


def _refused(node: Indicator) -> Interval:
    low = -INFINITY if node.role == "penalty" or node.points is None else ZERO
    return Interval(low, node.points if node.points is not None else INFINITY)


def _row(node: Indicator, own: Own, result: Interval | None, unread: tuple[str, ...], run: _Run) -> NodeScore:
    missing = own.missing
    if is_manual(node) and node.id not in run.facts:
        missing = (node.id,)
    status: Status = "unscored"
    if unread:
        status = "refused"
    elif result is not None:
        status = "scored" if result.exact else "open"
    return NodeScore(
        id=node.id, title=node.title, role=node.role, points=node.points, missing=missing, unread=unread, status=status,
        score=None if result is None else as_range(result), trace=tuple(own.trace.rows),
    )  # fmt: skip


def _combined(formula: Formula, totals: Mapping[str, Interval]) -> Combined:
    values = {term.name: _lookup(term.name, totals) for term in formula.terms}
    unknown = tuple(name for name, value in values.items() if value is None)
    known = {name: value for name, value in values.items() if value is not None}
    if unknown or not formula.terms:
        return Combined(expression=formula.expression, value=None, unknown_terms=unknown)
    if all(term.weight is not None for term in formula.terms):
        weighted = [known[term.name].times(term.weight) for term in formula.terms if term.weight is not None]
        return Combined(expression=formula.expression, value=as_range(total(weighted)))
    right = formula.expression.replace("＝", "=").rsplit("=", 1)[-1]
    lows = {_fold(name): value.low for name, value in known.items()}
    highs = {_fold(name): value.high for name, value in known.items()}
    try:
        ends = (evaluate(right, lows.__getitem__), evaluate(right, highs.__getitem__))
    except (ExpressionError, KeyError):
        return Combined(expression=formula.expression, value=None)
    return Combined(expression=formula.expression, value=as_range(Interval(min(ends), max(ends))))


def _lookup(name: str, totals: Mapping[str, Interval]) -> Interval | None:
    folded = _fold(name)
    for ending in ("", "得分", "总分", "分", "成绩"):
        if folded.endswith(ending) and (found := totals.get(folded.removesuffix(ending))) is not None:
            return found
    return None


def _grades(grades: tuple[Grade, ...], whole: Interval, totals: Mapping[str, Interval]) -> tuple[str, ...]:
    """Return the ratings still possible; a rating whose predicates name an unknown node stays possible."""
    possible: list[str] = []
    for grade in grades:
        certain = True
        for predicate in grade.predicates:
            value = whole if predicate.node in {"总分", "总得分", "得分", ""} else _lookup(predicate.node, totals)
            if value is None:
                certain = False
                continue
            ends = {satisfies(predicate.threshold, end) for end in (value.low, value.high)}
            if ends == {False} and not _between(predicate.threshold.value, value):
                break
            certain = certain and ends == {True}
        else:
            possible.append(grade.label)
            if certain:
                break
    return tuple(possible)


def _between(value: Decimal | None, interval: Interval) -> bool:
    return value is not None and interval.low < value < interval.high


def _fold(title: str) -> str:
    return "".join(title.split())
