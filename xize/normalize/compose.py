"""A whole cell: clauses → rules that hang together (组合).

Ladders, steps that go on from a threshold, checklists with their otherwise, severity pairs, caps over one clause or
several. What two careful people could read differently becomes an `Ask`, with every reading kept.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from decimal import Decimal

import regex

from xize.model.anchor import Text
from xize.model.rule import PerUnit
from xize.normalize.achieved import names_only
from xize.normalize.ask import asks_of
from xize.normalize.between import gap_asks
from xize.normalize.both import both_ways
from xize.normalize.build import build
from xize.normalize.caps import bound
from xize.normalize.carry import carried, counted_alike, shared_conditions, verbs_carried
from xize.normalize.cell import CellReading, Unread
from xize.normalize.checklist import itemised, list_asks
from xize.normalize.clauses import Cell, Clause, split
from xize.normalize.decay import decay_asks
from xize.normalize.degrees import degrees
from xize.normalize.excess import excess_asks
from xize.normalize.ground import Ground, Spans
from xize.normalize.heads import bound_by_heads, headed
from xize.normalize.join import free_bands, join
from xize.normalize.match import match
from xize.normalize.neighbours import clause_of
from xize.normalize.parts import Reading
from xize.normalize.sample import ask_samples, close_samples
from xize.normalize.severity import graver
from xize.normalize.spent import spend, taken_asks
from xize.normalize.tokens import Token, tokenise
from xize.normalize.trust import SECONDS, computes, doubt, loose_rungs, unclaimed
from xize.normalize.whole import wholes
from xize.normalize.wording import reworded

_PARTS = regex.compile(
    r"(?:[总满]分|分制|(?:^|[,;。\n])共计?\d{1,4}分)[^;。\n]{0,80}其中[^;。\n]{0,200}$|\d分\)?[,;:]?其中:?[^;。\n]{0,200}$"
    r"|(?:指标|项目|内容|考核|考评)[^;。\n]{0,10}分为[^;。\n]{0,200}$"
    r"|(?:^|\n)第[一二三四五六七八九十]{1,3}(?:部分|章|篇|节)[^,;。\n]{0,30}\n?$"
)

_COEFFICIENT = "times.coefficient"

# 党风廉政建设10分，其中：主体责任4分
_PARTED = regex.compile(r"^\)?[,;:]?其中:?[^,;。\n]{1,30}?\d{1,4}(?:\.\d{1,2})?分(?!以)")

# 考核内容包括管理(40分)、业务(60分)两部分，总分100分
_LISTED = regex.compile(r"(?:包括|包含|涵盖|分为)[^;。\n]{0,200}$")
_TOTAL = regex.compile(r"^[^;。\n]{0,200}(?:总分|满分|合计|共计?)(?:为|是|:)?\d{1,6}(?:\.\d{1,2})?分")

_PRINTED = frozenset({"bare.printed", "bare.run-on"})

LONGEST = 1000
"""No statement is longer: what would be, as where no full stop parts a text, is left unread."""


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
    tokens = tokenise(ground.folded.text)
    cell = split(tokens)
    result = CellReading(ground)
    if _heading(tokens):
        result.points += [ground.text(clause.effect.start, clause.effect.end) for clause in cell.clauses]
        return result
    cell.clauses, heads = headed(cell.clauses, ground)
    cell.clauses = both_ways(carried(cell.clauses))
    readings = [reading for clause in cell.clauses for reading in _read(clause, result)]
    readings = verbs_carried(readings, ground)
    readings = shared_conditions(counted_alike(_asides(_without_deemed(readings), ground), ground), ground)
    result.rules = itemised(free_bands(join(readings, ground, points), cell.clauses, ground), cell.clauses, ground)
    _doubts(result)
    _exemptions(cell, result)
    bound(cell, result)
    bound_by_heads(heads, result)
    spend(result, points)
    result.asks += close_samples(result.rules, ground, points)
    result.asks += asks_of(result.rules, ground, points)
    result.asks += graver(result.rules)
    result.asks += wholes(result.rules, points)
    result.asks += taken_asks(result.rules)
    result.asks += excess_asks(result.rules)
    result.asks += decay_asks(result.rules)
    result.asks += gap_asks(result.rules)
    result.asks += degrees(result.rules, points)
    result.asks += list_asks(result.rules)
    result.asks += ask_samples(result.rules, ground, points, result.asks)
    _residues(result)
    _reword(result)
    return result


def _heading(tokens: tuple[Token, ...]) -> bool:
    """Whether a text is a numbered heading with its points, and nothing else: 1.组织领导（20分）."""
    said = [token for token in tokens if token.kind != "HARD"]
    if [token.kind for token in said] != ["MARK", "TEXT", "PAREN"]:
        return False
    return [inner.kind for inner in said[-1].inner] == ["BARE"] and not said[-1].inner[0].values.get("slash")


def _reword(result: CellReading) -> None:
    """Put names and conditions into whole words, in every reading alike; nothing is decided on them any more."""
    ground = result.ground
    result.rules = [replace(reading, rule=reworded(reading.rule, ground)) for reading in result.rules]
    result.asks = [
        replace(
            ask,
            options=tuple(
                replace(option, rules=tuple(reworded(rule, ground) for rule in option.rules)) for option in ask.options
            ),
        )
        for ask in result.asks
    ]


def _doubts(result: CellReading) -> None:
    """Leave unread what a rule would say only in part."""
    kept: list[Reading] = []
    rungs = loose_rungs(result.rules)
    before: Reading | None = None
    for index, reading in enumerate(result.rules):
        why = doubt(reading, before)
        before = before if why == "each-carried" else reading
        if _of_several(reading, kept, result) or _of_awards(reading, kept):
            result.unread.append(Unread(Text(text=reading.rule.quote, at=reading.rule.at), "of-several"))
        elif index not in rungs and len(reading.rule.quote) <= LONGEST and why is None:
            told = tuple(text for text in reading.rule.exceptions if computes(text.text))
            result.unread += [Unread(text, "unsaid") for text in told]
            excepted = tuple(text for text in reading.rule.exceptions if text not in told)
            kept.append(reading.with_rule(exceptions=excepted) if told else reading)
        else:
            result.unread.append(Unread(Text(text=reading.rule.quote, at=reading.rule.at), "unsaid"))
    result.rules = kept


def _of_several(reading: Reading, before: list[Reading], result: CellReading) -> bool:
    """Whether it is not said which amount a multiplier (加倍扣分, 按1.2倍计分) is of: several are near, or none.

    Several coefficients (当年的按100%计，往年的按50%计) part one amount among them, and multiply none.
    """
    if reading.rule.multiplier is None:
        return False
    clause, sign = clause_of(reading), reading.rule.sign
    item = [other for other in before if clause_of(other).item == clause.item and other.rule.sign == sign]
    if clause.effect.name == _COEFFICIENT:
        alike = [clause_of(other) for other in result.rules if clause_of(other).effect.name == _COEFFICIENT]
        sets = sum(other.item == clause.item for other in alike) > 1 or reading.rule.multiplier == 1
        return sets or len(item) != 1 or clause.sentence - clause_of(item[0]).sentence > 1
    last = before[-1].rule.at.end if before else 0
    if any(last < unread.text.at.end <= reading.rule.at.start for unread in result.unread):
        return True
    near = [other for other in item if clause_of(other).sentence == clause.sentence]
    above = [other for other in item if clause.sentence - clause_of(other).sentence == 1]
    return len(near or (item if above else [])) > 1


def _of_awards(reading: Reading, before: list[Reading]) -> bool:
    """Whether what one item lacking costs comes after several awards: it is not said of which it is taken."""
    rule, sentence = reading.rule, clause_of(reading).sentence
    if not isinstance(rule, PerUnit) or rule.sign != "-" or rule.per.unit != "项":
        return False
    return sum(other.rule.sign == "+" and clause_of(other).sentence == sentence for other in before) > 1


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
    printed = effect.kind == "BARE" and (
        effect.name in _PRINTED or _part_of_total(clause, ground) or names_only(clause)
    )
    if printed or (effect.kind == "BARE" and not clause.region and not effect.values.get("slash")):
        result.points.append(ground.text(effect.start, effect.end))
        return []
    if effect.kind == "TREAT":
        result.unread.append(Unread(ground.text(effect.start, effect.end), "no-kind"))
        return []
    start = (clause.region or clause.context or (effect,))[0].start
    if clause.end - start > LONGEST:
        result.unread.append(Unread(ground.text(effect.start, clause.end), "too-long"))
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


def _without_deemed(readings: list[Reading]) -> list[Reading]:
    """Drop 无记录的视为未查 beside a deduction: it says what counts as the failing, and takes nothing of its own."""
    if not any(reading.rule.sign == "-" and reading.rule.kind != "reference" for reading in readings):
        return readings
    return [reading for reading in readings if reading.match.clause.effect.name != "reference.deemed"]


def _part_of_total(clause: Clause, ground: Ground) -> bool:
    """Whether an amount is a part of a total its sentence prints: 总分100分，其中业务工作70分，党建30分."""
    before = ground.folded.text[max(clause.effect.start - LONGEST, 0) : clause.effect.start]
    after = ground.folded.text[clause.effect.end : clause.effect.end + LONGEST]
    if clause.effect.name == "bare.aside" and _LISTED.search(before, timeout=SECONDS):
        return _TOTAL.search(after, timeout=SECONDS) is not None
    if _PARTED.match(after, timeout=SECONDS):
        return True
    return _PARTS.search(before, timeout=SECONDS) is not None


def _asides(readings: list[Reading], ground: Ground) -> list[Reading]:
    """Make 每件计3.5分（无罚款不计分） one rule with an exception: the aside does not empty the indicator."""
    done: list[Reading] = []
    for reading in readings:
        clause = clause_of(reading)
        before = clause_of(done[-1]) if done else None
        follows = before is not None and clause.start - 1 <= before.end and clause.aside and not before.aside
        if follows and reading.rule.kind == "zero" and "计分" in clause.effect.text:
            aside = ground.text(clause.start, clause.end)
            done[-1] = done[-1].with_rule(exceptions=(*done[-1].rule.exceptions, aside))
        else:
            done.append(reading)
    return done


def _exemptions(cell: Cell, result: CellReading) -> None:
    """Hang what costs nothing (有正当理由的酌情不扣分) on the rule before it, unless a step begins where it ends."""
    spans = Spans(reading.rule.at for reading in result.rules)
    ends = [clause_of(reading).effect.end for reading in result.rules]
    free: dict[int, list[Text]] = {}
    for clause in cell.clauses:
        if clause.effect.kind != "EXEMPT":
            continue
        text = result.ground.text(clause.start, clause.end)
        before = bisect_right(ends, clause.start) - 1
        if before < 0 or spans.begin(text.at):
            continue
        if clause_of(result.rules[before]).item == clause.item:
            free.setdefault(before, []).append(text)
    for index, texts in free.items():
        reading = result.rules[index]
        result.rules[index] = reading.with_rule(exceptions=(*reading.rule.exceptions, *texts))
