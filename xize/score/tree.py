"""From indicators to sheets and the document: sums up the tree, bonus and penalty pools, what acts further up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from xize.model.indicator import Indicator, Sheet
from xize.model.rubric import Rubric
from xize.model.rule import Tiers
from xize.score.amount import band_hits
from xize.score.combine import Own, Place, base_of, bound, fill_up, own_score, zero_out
from xize.score.extra import on_top, risen
from xize.score.interval import INFINITY, ZERO
from xize.score.need import (
    UNREAD,
    band_names,
    counted,
    indicator_needs,
    is_manual,
    names_a_grade_only,
    say,
    score_bounds,
    unread,
)
from xize.score.plan import NodePlan, Plan, Rating, SheetPlan
from xize.score.span import NOTHING, Span, asked, fixed, largest, total, when
from xize.score.symbol import NIL, Given, Number, Value
from xize.score.totals import Totals, formula_plans, grade_plans

Lifted = list[tuple[Place, Span]]
"""What acts on a node further up: amounts, or chances of 不得分."""


def lay_out(rubric: Rubric) -> Plan:
    """Return all computations of a rubric, by the order of meaning."""
    return _Layout(rubric).plan


class _Layout:
    """Lays out one rubric; `zeroed` and `lifted` hold what is still on its way up."""

    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric
        self.plan = Plan()
        self.unread = unread(rubric)
        self.totals = Totals()
        self.uncapped = (setting := rubric.settings.get("implied_cap")) is not None and setting.value == "none"
        self.plan.on_top = on_top(rubric.walk(), rubric.settings)
        self.above = risen(rubric.walk(), rubric.settings)
        for sheet in rubric.sheets:
            self._sheet(sheet)
        self.plan.formulas += formula_plans(rubric, self.totals, self.plan)
        self.plan.notices += _notices(rubric)

    def _sheet(self, sheet: Sheet) -> None:
        nodes: list[NodePlan] = []
        zeroed: Lifted = []
        lifted: Lifted = []
        values = [(node, self._node(node, nodes, zeroed, lifted)) for node in sheet.indicators]
        below = [(node, value) for node, value in values if value is not None]
        # Where no indicator has points of its own, what they take is taken from the sheet's.
        start = _sheet_start(sheet, self.plan.on_top)
        whole = fixed(start) + pooled(below) + total([value for _, value in lifted])
        if start != 0:
            whole = whole.at_least(NIL)
        own = Own(whole)
        zero_out(own, largest([chance for _, chance in zeroed]))
        whole = self.plan.put("total", sheet.id, say("row_total"), own.score)
        self.totals.add(sheet.title, 0, whole)
        grades = (*sheet.grades, *(self.rubric.grades if len(self.rubric.sheets) == 1 else ()))
        plans = grade_plans(grades, whole, self.totals.within(nodes))
        self.plan.sheets.append(SheetPlan(sheet, tuple(nodes), whole, plans))

    def _node(self, node: Indicator, nodes: list[NodePlan], zeroed: Lifted, lifted: Lifted) -> Span | None:
        """Lay out a node and all below it; None where nothing below carries points."""
        place = len(nodes)
        given = node.id in self.unread or is_manual(node)
        own = own_score(node, self.plan, by_hand=given)
        zeros: Lifted = []
        lifts: Lifted = []
        children = [(child, self._node(child, nodes, zeros, lifts)) for child in node.children]
        below = [(child, value) for child, value in children if value is not None]
        if given:
            result: Span | None = self._by_hand(node)
        elif below or scored(node):
            result = self._result(node, own, below, zeros, lifts)
        else:
            result = None
        # What was meant for the parent, seen from below, is this node; everything else goes on up.
        lifted += [(target, value) for target, value in lifts if target != "parent"] + own.lifted
        zeroed += [(target, value) for target, value in zeros if target != "parent"]
        zeroed += [(target, value) for target, value in own.zeroed if target != "indicator"]
        asks = [*own.asks]
        if given:
            asked_here = tuple(indicator_needs(node, refused=node.id in self.unread))
            asks = [(result or NOTHING, tuple(need for need in asked_here if need.id == node.id))]
        nodes.insert(
            place,
            NodePlan(
                node, result, () if given else tuple(own.steps), tuple(asks), self.unread.get(node.id, ()),
                () if given else tuple(_ratings(node)),
            ),
        )  # fmt: skip
        if result is not None:
            self.totals.add(node.title, node.level, result)
        return result

    def _by_hand(self, node: Indicator) -> Span:
        low, high = score_bounds(node)
        span = asked(node.id, ZERO if low is None else low, high)
        if low is None:
            span = when(Given(node.id), Span(Value(node.id), Value(node.id)), Span(Number(-INFINITY), span.high))
        return self.plan.put("score", node.id, say("row_by_hand"), span)

    def _result(
        self, node: Indicator, own: Own, below: Sequence[tuple[Indicator, Span]], zeros: Lifted, lifts: Lifted
    ) -> Span:
        """Add up children (bonus and penalty items apart, on top), then limits, bounds, full marks and 不得分."""
        extra = [(child, value) for child, value in below if child.role in {"bonus", "penalty"}]
        on_top = extra if node.role not in {"bonus", "penalty"} and not _inside(node) else []
        core = [pair for pair in below if pair not in on_top]
        amounts = total([value for target, value in lifts if target == "parent"])
        if core:
            own.move(own.score + _limited(node, pooled(core), self.plan.on_top), "children", say("sum_children"))
        own.move(own.score + amounts, "lifted", say("from_below"))
        uncapped = self.uncapped and any(_open_ended(node))
        bound(node, own, self.plan, uncapped=uncapped, above=node.id in self.above)
        if on_top:
            own.move(own.score + pooled(on_top), "children", say("sum_extra"))
            if node.points is not None and not uncapped:
                own.move(own.score.at_least(NIL), "bound", say("limit_floor"))
        fill_up(own, node.points)
        zero_out(own, largest([value for target, value in (*own.zeroed, *[("indicator", value) for target, value in
                 zeros if target == "parent"]) if target == "indicator"]))  # fmt: skip
        return self.plan.put("score", node.id, say("row_score"), own.score)


def _ratings(node: Indicator) -> Iterator[Rating]:
    for rule in node.rules:
        if isinstance(rule, Tiers) and names_a_grade_only(rule) and not counted(rule):
            known, hits = band_hits(rule)
            yield Rating(rule, known, tuple(zip(hits, band_names(rule), strict=True)))


def scored(node: Indicator) -> bool:
    """Return whether a node's own rules or points make a score of it."""
    return node.mode != "band" and (
        any(rule.kind not in {"veto"} for rule in node.rules) or (node.points is not None and bool(node.rules))
    )


def _open_ended(node: Indicator) -> list[bool]:
    return [rule.sign == "-" and rule.kind in {"per_unit", "step"} and rule.cap is None for rule in node.rules]


def _sheet_start(sheet: Sheet, extra: frozenset[str]) -> Decimal:
    if sheet.points is None or any(node.points is not None for node in sheet.walk()) or not sheet.indicators:
        return ZERO
    top = Indicator(
        id=sheet.id, title=sheet.title, level=1, points=sheet.points, children=sheet.indicators, at=sheet.at
    )
    return base_of(top, extra)


def _inside(node: Indicator) -> bool:
    """Return whether the bonus items are part of the node's points: with them its children come to exactly these."""
    points = [child.points for child in node.children if child.points is not None and child.role != "penalty"]
    bonus = [child for child in node.children if child.role == "bonus" and child.points is not None]
    return bool(bonus) and sum(points, ZERO) == node.points


def start_of(node: Indicator, extra: frozenset[str]) -> Decimal:
    """Return the score of a node of which nothing is known to have happened: what limits on its parent count from."""
    return base_of(node, extra) + sum((start_of(child, extra) for child in node.children), ZERO)


def _limited(node: Indicator, below: Span, extra: frozenset[str]) -> Span:
    """Apply the limits of a node without rules of its own to what its children give or take together."""
    start = sum((start_of(child, extra) for child in node.children), ZERO)
    for limit in node.limits:
        if limit.members == "all" and not node.rules and isinstance(limit.bound, Decimal):
            if limit.sign == "+":
                below = below.at_most(Number(start + limit.bound))
            else:
                below = below.at_least(Number(start - limit.bound))
    return below


def pooled(values: Sequence[tuple[Indicator, Span]]) -> Span:
    """Add up nodes; where every scored one has a weight (权重), scores are weighted."""
    scored_nodes = [node for node, _ in values if node.role == "scored"]
    if scored_nodes and all(node.weight is not None for node in scored_nodes):
        return total([value if node.weight is None else value.times(node.weight) for node, value in values])
    return total([value for _, value in values])


def _notices(rubric: Rubric) -> list[str]:
    """Say what the scorer does not execute, so that nothing is left out in silence."""
    found = [say("notice_policy", text="".join(policy.text.split())) for policy in rubric.policies
             if policy.type in {"highest_only", "no_double", "partial_credit", "exclusion"}]  # fmt: skip
    if len(rubric.sheets) != 1:
        found += [say("notice_grade", label=grade.label) for grade in rubric.grades]
    ids = {node.id for node in rubric.walk()}
    found += [finding.message for finding in rubric.findings if finding.code in UNREAD and finding.indicator not in ids]
    return found
