"""From the rules of one indicator to its score: groups, limits, bounds, zero and full (order of meaning, 3 to 5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from xize.model.anchor import Anchor
from xize.model.base import decimal_text
from xize.model.indicator import Indicator
from xize.model.rule import FormulaRule, Limit, Rule
from xize.score.amount import amount
from xize.score.interval import INFINITY, ZERO
from xize.score.item import item_mates
from xize.score.need import Need, multiplied, rule_needs, say, scores
from xize.score.plan import Outside, Plan, Step
from xize.score.span import NOTHING, Span, fixed, largest, replaced, total
from xize.score.symbol import NIL, Number, compute

Part = tuple[frozenset[str], Span]
"""Rules that were limited together, and what they come to together, unsigned."""

Place = Literal["indicator", "parent", "sheet", "item", "elsewhere"]


@dataclass
class Own:
    """What an indicator's own rules come to, before its children and bounds."""

    score: Span
    steps: list[Step] = field(default_factory=list)
    zeroed: list[tuple[Place, Span]] = field(default_factory=list)
    lifted: list[tuple[Place, Span]] = field(default_factory=list)
    full: Span = NOTHING
    asks: list[tuple[Span, tuple[Need, ...]]] = field(default_factory=list)

    def move(self, after: Span, kind: str, note: str, at: Anchor | None = None) -> None:
        """Let a limit, a bound or 不得分 move the score."""
        if after != self.score:
            self.steps.append(Step(kind, after=after, note=note, at=at))
            self.score = after


def place_of(rule: Rule) -> Place:
    """Return what a rule acts on; “elsewhere” is an account that is no part of the rubric (扣相关责任部门2分)."""
    match rule.target:
        case "indicator":
            return "indicator"
        case "parent":
            return "parent"
        case "sheet" | "total":
            return "sheet"
        case "item":
            return "item"
        case _:
            return "elsewhere"


def sign_in(rule: Rule, node: Indicator) -> str:
    """Return the sign a rule has in its indicator.

    A formula, reference or judgement without a verb (按《…》考评) takes points where the indicator only loses them, and
    gives points everywhere else.
    """
    if rule.sign != "0":
        return rule.sign
    return "-" if node.mode == "deduct" and not isinstance(rule, FormulaRule) else "+"


def base_of(node: Indicator, extra: frozenset[str] = frozenset()) -> Decimal:
    """Return what a node starts with before its rules: full marks where points are lost, nothing where they are won.

    Rules of descendants count where none of these has points of its own. A mixed indicator starts at 0 where its awards
    alone can come to its points (they are what is won), else full, and its awards make good for deductions. Awards on
    top (`extra`) without a limit are not what is won. A formula that gives the score (without a verb) starts at 0.
    """
    below = node.walk()[1:]
    if node.points is None or node.role in {"bonus", "penalty"} or any(each.points is not None for each in below):
        return ZERO
    rules = [(rule, each) for each in (node, *below) for rule in each.rules]
    signs = {sign_in(rule, each) for rule, each in rules if scores(rule)}
    if any(isinstance(rule, FormulaRule) and rule.sign == "0" for rule, _ in rules):
        return ZERO
    if signs == {"+", "-"}:
        return ZERO if _reach(node, rules, extra) >= node.points else node.points
    if signs:
        return node.points if signs == {"-"} else ZERO
    kinds = {rule.kind for rule, _ in rules}
    return node.points if kinds & {"zero", "veto"} and "full" not in kinds else ZERO


def _reach(node: Indicator, rules: Iterable[tuple[Rule, Indicator]], extra: frozenset[str]) -> Decimal:
    """Return the most the awards can come to, without those on top that nothing limits."""
    highs: list[Decimal] = []
    for rule, each in rules:
        if scores(rule) and sign_in(rule, each) == "+":
            share = rule.share is not None and each.points is None
            high = INFINITY if share else compute(amount(rule, each).high, {}, ())
            highs += [] if rule.id in extra and high == INFINITY else [high]
    return sum(highs, ZERO)


def own_score(node: Indicator, plan: Plan, *, by_hand: bool) -> Own:
    """Lay out an indicator's own rules: amounts, alternatives, limits; bounds come after its children.

    Of an indicator that only a person can score (`by_hand`) the vetoes alone count.
    """
    base = fixed(base_of(node, plan.on_top))
    own = Own(base, steps=[Step("base", start=base)])
    parts: list[Part] = []
    signs = {rule.id: sign_in(rule, node) for rule in node.rules}
    for rule in node.rules:
        if by_hand and rule.kind != "veto":
            continue
        value = plan.put("rule", node.id, rule.id, amount(rule, node))
        own.asks.append((value, tuple(_needs_of(rule, node))))
        if rule.kind == "veto":
            plan.outside.append(Outside(rule, value))
        elif rule.kind == "full":
            own.full = largest([own.full, value])
        elif rule.kind != "zero" and scores(rule):
            _sort_in(rule, value, signs[rule.id], own, parts, plan)
    if by_hand:
        return own
    _zeros(node, own, parts, signs, base)
    _alternatives(node, base, parts, signs, own, plan)
    for limit in sorted(node.limits, key=lambda limit: (limit.members == "all", len(limit.members), limit.id)):
        _apply(limit, node, base, parts, signs, own, plan)
    return own


def _needs_of(rule: Rule, node: Indicator) -> Iterator[Need]:
    """Yield the facts a rule's amount hangs on: its own, and those of its multipliers."""
    yield from rule_needs(rule, node)
    for other in node.rules:
        if other.multiplier is not None and multiplied(other, node) is rule:
            yield from rule_needs(other, node)


def _sort_in(rule: Rule, value: Span, sign: str, own: Own, parts: list[Part], plan: Plan) -> None:
    """Put what a rule comes to where it acts: here, further up, or outside the rubric."""
    signed = value if sign == "+" else -value
    place = place_of(rule)
    if place == "elsewhere":
        plan.outside.append(Outside(rule, value, signed))
    elif place in {"parent", "sheet"}:
        own.lifted.append((place, signed))
    else:
        parts.append((frozenset({rule.id}), value))
        own.steps.append(Step("rule", rule=rule, change=signed))
        own.score = own.score + signed


def _zeros(node: Indicator, own: Own, parts: list[Part], signs: Mapping[str, str], base: Span) -> None:
    """Sort out what each 不得分 empties; of an item it empties the awards and what is deducted from them."""
    for rule in node.rules:
        if rule.kind != "zero":
            continue
        chance, place = amount(rule, node), place_of(rule)
        mates = item_mates(rule, node) if place == "item" else frozenset()
        if place in {"item", "elsewhere"} and not any(signs[mate] == "+" for mate in mates):
            # Nothing says how much the named thing is worth: the score may come down to nothing, or not.
            own.zeroed.append(("indicator", Span(NIL, chance.high)))
            own.steps.append(Step("zero", rule=rule, change=NOTHING, note=say("zero_unclear", target=rule.target)))
        elif place == "item":
            parts[:] = [(ids, replaced(value, chance, NOTHING) if ids <= mates else value) for ids, value in parts]
            own.move(_sum(base, parts, signs), "zero", say("limit_zero"), rule.at)
        else:
            own.zeroed.append((place, chance))


def zero_out(own: Own, chance: Span) -> None:
    """Apply 不得分: certainly (1), possibly (0 to 1) or not at all (0)."""
    if chance != NOTHING:
        own.move(replaced(own.score, chance, NOTHING), "zero", say("limit_zero"))


def fill_up(own: Own, points: Decimal | None) -> None:
    """Apply 得满分."""
    if own.full != NOTHING and points is not None:
        own.move(replaced(own.score, own.full, fixed(points)), "full", say("limit_all"))


def bound(node: Indicator, own: Own, plan: Plan, *, uncapped: bool, above: bool) -> None:
    """Keep the score in [0, points], unless the document says 不设上限.

    `uncapped` lifts the lower bound and `above` the upper one, as a document-wide answer said.


    A penalty item is bounded below by its points; an item without points of its own has no bounds: what it takes or
    gives belongs to the one above.
    """
    unlimited = {limit.sign for limit in node.limits if limit.bound == "unlimited"}
    if uncapped:
        unlimited.add("-")
    if above:
        unlimited.add("+")
    if node.points is None and node.role != "bonus":
        return
    if node.role == "penalty":
        if node.points is not None and "-" not in unlimited:
            words = say("limit_group", bound=decimal_text(node.points))
            own.move(own.score.at_least(Number(-node.points)), "bound", words)
        return
    if node.points is not None and "+" not in unlimited:
        own.move(own.score.at_most(Number(node.points)), "bound", say("limit_full", bound=decimal_text(node.points)))
    if "-" not in unlimited:
        own.move(own.score.at_least(NIL), "bound", say("limit_floor"))
    own.score = plan.put("score", node.id, say("row_score"), own.score)


def _alternatives(
    node: Indicator, base: Span, parts: list[Part], signs: Mapping[str, str], own: Own, plan: Plan
) -> None:
    """Rules of one group exclude each other (未归档的扣0.8分，归档不全面的扣0.4分): the one worth most counts.

    Deductions from an award of their group add up: 整洁的得5分，每处污渍扣1分，每处积水扣2分，扣完为止.
    """
    groups: dict[tuple[str, str], list[Part]] = {}
    group_of = {rule.id: rule.group for rule in node.rules}
    for part in parts:
        (rule_id,) = part[0]
        group = group_of[rule_id]
        if group is not None:
            groups.setdefault((group, signs[rule_id]), []).append(part)
    for (group, sign), inside in groups.items():
        if len(inside) > 1 and not (sign == "-" and (group, "+") in groups):
            words = say("limit_alternatives")
            _join(inside, plan.put("limit", node.id, words, largest([value for _, value in inside])), parts)
            own.move(_sum(base, parts, signs), "limit", words)


def _apply(
    limit: Limit, node: Indicator, base: Span, parts: list[Part], signs: Mapping[str, str], own: Own, plan: Plan
) -> None:
    """Apply one limit to the parts inside it; where another limit has joined some with others, both readings stay."""
    top = node.points if limit.bound == "indicator" else limit.bound
    if not isinstance(top, Decimal):
        return
    alike = [part for part in parts if all(signs[member] == limit.sign for member in part[0])]
    members = frozenset(signs) if limit.members == "all" else frozenset(limit.members)
    inside = [part for part in alike if part[0] & members]
    if not inside:
        return
    free = total([value for _, value in inside])
    held = free.at_most(Number(top))
    if not all(part[0] <= members for part in inside):
        held = Span(held.low, free.high)
    words = say("limit_group", bound=decimal_text(top))
    _join(inside, plan.put("limit", node.id, words, held), parts)
    own.move(_sum(base, parts, signs), "limit", words, limit.at)


def _join(inside: list[Part], value: Span, parts: list[Part]) -> None:
    members = frozenset(member for part in inside for member in part[0])
    parts[:] = [part for part in parts if part not in inside] + [(members, value)]


def _sum(base: Span, parts: list[Part], signs: Mapping[str, str]) -> Span:
    score = base
    for members, value in parts:
        score = score + value if signs[next(iter(members))] == "+" else score - value
    return score
