"""A whole cell: clauses → rules that hang together (组合).

Ladders, steps that go on from a threshold, checklists with their otherwise, severity pairs, caps over one clause or
several. What two careful people could read differently becomes an `Ask`, with every reading kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from xize.model.anchor import Text
from xize.model.rule import Limit, Rule
from xize.normalize.ask import Ask, asks_of
from xize.normalize.build import build
from xize.normalize.carry import carried, counted_alike, shared_conditions
from xize.normalize.clauses import Cell, Clause, LooseCap, split
from xize.normalize.degrees import degrees
from xize.normalize.ground import Ground
from xize.normalize.join import free_bands, join
from xize.normalize.match import match
from xize.normalize.parts import Reading, cap_of
from xize.normalize.thresholds import number
from xize.normalize.tokens import tokenise
from xize.normalize.trust import doubt, unclaimed

_EACH_ONE = ("每项", "单项", "每次", "各项")
_WHOLE = ("以上", "上述", "前述", "总", "合计", "所有", "各项", "本条")


@dataclass(frozen=True)
class Unread:
    """A clause with an effect that no pattern could make a rule of."""

    text: Text
    reason: str


@dataclass
class CellReading:
    """What one text says: rules in order of print, limits over them, open points, and what could not be read.

    A limit's `members` are indices of `rules` as text until ids are given.
    """

    ground: Ground
    rules: list[Reading] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    points: list[Text] = field(default_factory=list)


def read_text(text: Text, points: Decimal | None = None) -> CellReading:
    """Read one text: a table cell, a paragraph, a sentence.

    Args:
        text: the verbatim text with its place.
        points: full marks of the indicator it belongs to; closure evidence.

    A text on which a pattern runs out of time is left unread whole, never half.
    """
    try:
        return _read_text(text, points)
    except TimeoutError:
        result = CellReading(Ground.of(text))
        result.unread.append(Unread(text, "no-time"))
        return result


def _read_text(text: Text, points: Decimal | None) -> CellReading:
    ground = Ground.of(text)
    cell = split(tokenise(ground.folded.text))
    result = CellReading(ground)
    cell.clauses = carried(cell.clauses)
    readings = [reading for clause in cell.clauses for reading in _read(clause, result)]
    readings = shared_conditions(counted_alike(_asides(readings, ground)), ground)
    result.rules = free_bands(join(readings, ground), cell.clauses, ground)
    _doubts(result)
    _exemptions(cell, result)
    _caps(cell, result)
    _loose_caps(cell, result)
    _budgets(cell, result)
    result.asks += asks_of(result.rules, ground, points)
    result.asks += degrees(result.rules, points)
    _residues(result)
    return result


def _doubts(result: CellReading) -> None:
    """Leave unread what a rule would say only in part."""
    kept: list[Reading] = []
    for index, reading in enumerate(result.rules):
        before = result.rules[index - 1] if index else None
        if doubt(reading, before) is None:
            kept.append(reading)
        else:
            result.unread.append(Unread(Text(text=reading.rule.quote, at=reading.rule.at), "unsaid"))
    result.rules = kept


def _residues(result: CellReading) -> None:
    """Leave unread, and so reported, what counts and stands in nothing that was read."""
    taken = [
        *(reading.rule.at for reading in result.rules),
        *(limit.at for limit in result.limits if limit.at is not None),
        *(text.at for text in result.points),
        *(unread.text.at for unread in result.unread),
    ]
    result.unread += [Unread(text, "unsaid") for text in unclaimed(result.ground, tuple(taken))]


def _read(clause: Clause, result: CellReading) -> list[Reading]:
    ground = result.ground
    effect = clause.effect
    if effect.kind == "BARE" and not clause.region and not effect.values.get("slash"):
        result.points.append(ground.text(effect.start, effect.end))
        return []
    if effect.kind == "TREAT":
        result.unread.append(Unread(ground.text(effect.start, effect.end), "no-kind"))
        return []
    found = match(clause)
    reading = build(found, ground) if found is not None else None
    if reading is not None:
        return [reading]
    if found is not None and found.pattern.kind == "exempt":
        return []
    if clause.effect.kind in {"TYPO", "REFERENCE"} and not clause.effect.values.get("num"):
        return []
    start = (clause.region or (clause.effect,))[0].start
    reason = "no-pattern" if found is None else "value-unclear"
    result.unread.append(Unread(ground.text(start, clause.end), reason))
    return []


def _asides(readings: list[Reading], ground: Ground) -> list[Reading]:
    """Make 每件计3.5分（无罚款不计分） one rule with an exception: the aside does not empty the indicator."""
    done: list[Reading] = []
    for reading in readings:
        clause = _clause(reading)
        follows = done and clause.start - 1 <= _clause(done[-1]).end and clause.aside and not _clause(done[-1]).aside
        if follows and reading.rule.kind == "zero" and "计分" in clause.effect.text:
            aside = ground.text(clause.start, clause.end)
            done[-1] = done[-1].with_rule(exceptions=(*done[-1].rule.exceptions, aside))
        else:
            done.append(reading)
    return done


def _exemptions(cell: Cell, result: CellReading) -> None:
    """Hang what costs nothing (有正当理由的酌情不扣分) on the rule before it, unless a step begins where it ends."""
    for clause in cell.clauses:
        if clause.effect.kind != "EXEMPT":
            continue
        text = result.ground.text(clause.start, clause.end)
        taken = any(reading.rule.at.start <= text.at.start < reading.rule.at.end for reading in result.rules)
        before = [index for index, reading in enumerate(result.rules) if _clause(reading).effect.end <= clause.start]
        if taken:
            continue
        if before and _clause(result.rules[before[-1]]).item == clause.item:
            reading = result.rules[before[-1]]
            result.rules[before[-1]] = reading.with_rule(exceptions=(*reading.rule.exceptions, text))


def _clause(reading: Reading) -> Clause:
    return reading.match.clause


def _open_ended(rule: Rule) -> bool:
    return rule.kind in {"per_unit", "step"}


def _caps(cell: Cell, result: CellReading) -> None:
    """Decide what a cap printed after a clause bounds: that clause, or all of its sentence."""
    for index, reading in enumerate(result.rules):
        clause, cap = _clause(reading), reading.rule.cap
        unlimited = next((token for token in clause.caps if token.name == "cap.unlimited"), None)
        if unlimited is not None:
            at = result.ground.anchor(unlimited.start, unlimited.end)
            limit = Limit(
                id="", sign=reading.rule.sign, bound="unlimited", members=(str(index),), origin="printed", at=at
            )
            result.limits.append(limit)
        if cap is None or cap.value == "indicator":
            continue
        before = _earlier(result.rules, index)
        if not before:
            continue
        members = (*map(str, before), str(index))
        limit = Limit(id="", sign=reading.rule.sign, bound=cap.value, members=members, origin="printed", at=cap.at)
        if not _open_ended(reading.rule) and reading.rule.kind != "discretion":
            result.rules[index] = reading.with_rule(cap=None)
            result.limits.append(limit)
        elif any(_open_ended(result.rules[other].rule) for other in before):
            result.asks.append(Ask("cap-scope", (index,), limit=limit))


def _earlier(readings: list[Reading], index: int) -> list[int]:
    """Return the rules before one in its sentence that a cap after it could bound as well."""
    last = readings[index]
    found: list[int] = []
    for other in range(index - 1, -1, -1):
        reading = readings[other]
        if _clause(reading).sentence != _clause(last).sentence:
            break
        same = reading.rule.sign == last.rule.sign and reading.rule.cap is None
        if same and reading.rule.kind not in {"zero", "veto", "reference", "full"}:
            found.insert(0, other)
    return found


def _loose_caps(cell: Cell, result: CellReading) -> None:
    for loose in cell.caps:
        if loose.token.name == "cap.full-marks":
            result.points.append(result.ground.text(loose.token.start, loose.token.end))
            continue
        if not result.rules and any(word in loose.token.text for word in _EACH_ONE):
            # 每项最高扣10分 bounds what is printed elsewhere.
            result.unread.append(Unread(result.ground.text(loose.token.start, loose.token.end), "cap-of-nothing"))
            continue
        sign = (
            "+"
            if loose.token.values.get("verb", loose.token.values.get("verb2", "")).startswith(
                ("加", "得", "赋", "奖", "计", "记")
            )
            else ""
        )
        members = _scope(loose, result, sign)
        at = result.ground.anchor(loose.token.start, loose.token.end)
        signs = {result.rules[index].rule.sign for index in members} - {"0"}
        verb = loose.token.values.get("verb", loose.token.values.get("verb2", ""))
        chosen = (
            sign
            or ("-" if verb.startswith(("扣", "减")) else "")
            or (next(iter(signs)) if len(signs) == 1 else "-" if "-" in signs else "+")
        )
        if loose.token.name == "cap.unlimited":
            bound: Decimal | str = "unlimited"
        else:
            cap = cap_of(loose.token, result.ground)
            if cap is None:
                continue
            bound = cap.value
            if len(members) == 1 and result.rules[members[0]].rule.cap is None:
                result.rules[members[0]] = result.rules[members[0]].with_rule(cap=cap)
                continue
        names = tuple(map(str, members)) if 0 < len(members) < len(result.rules) else "all"
        limit = Limit(id="", sign=chosen, bound=bound, members=names, origin="printed", at=at)  # type: ignore[arg-type]  # signs and bounds are of the closed sets
        result.limits.append(limit)


def _budgets(cell: Cell, result: CellReading) -> None:
    """Bound the rules of each headed part by its points: 办结情况（6分）：… takes 6 at most."""
    for place, budget in enumerate(cell.budgets):
        until = cell.budgets[place + 1].start if place + 1 < len(cell.budgets) else len(result.ground.folded.text)
        value = number(budget.values.get("num"))
        members = [
            index
            for index, reading in enumerate(result.rules)
            if budget.start < _clause(reading).effect.start < until and reading.rule.sign != "0"
        ]
        signs = {result.rules[index].rule.sign for index in members}
        at = result.ground.anchor(budget.start, budget.end)
        if value is None or len(signs) != 1:
            result.points.append(result.ground.text(budget.start, budget.end))
            continue
        names = tuple(map(str, members))
        result.limits.append(Limit(id="", sign=signs.pop(), bound=value, members=names, origin="printed", at=at))


def _scope(loose: LooseCap, result: CellReading, sign: str) -> list[int]:
    """Return the rules a cap that stands alone bounds: its list item where it has one, else the whole text."""
    fitting = [
        index
        for index, reading in enumerate(result.rules)
        if _clause(reading).effect.start < loose.token.start
        and reading.rule.kind not in {"zero", "veto", "reference", "full", "formula"}
        and (not sign or reading.rule.sign == sign)
    ]
    text = loose.token.text + "".join(token.text for token in loose.region)
    if any(word in text for word in _WHOLE):
        return fitting
    same_sentence = [index for index in fitting if _clause(result.rules[index]).sentence == loose.sentence]
    same_item = [index for index in fitting if _clause(result.rules[index]).item == loose.item]
    return same_sentence or same_item or fitting
