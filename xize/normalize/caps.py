"""What a cap bounds (封顶的范围): the clause before it, its sentence, item or headed part, or the whole text."""

from __future__ import annotations

import regex

from xize.model.anchor import Text
from xize.model.rule import Limit, PerUnit, Rule, Sign
from xize.normalize.ask import Ask
from xize.normalize.both import bounds_both, limits
from xize.normalize.cap_words import EACH_ITEM, FOR_EACH, MANY, SUM, UNBOUNDED, each_item, open_ended
from xize.normalize.cell import CellReading, Unread
from xize.normalize.clauses import Cell
from xize.normalize.loose_caps import budgets, loose_caps
from xize.normalize.neighbours import clause_of
from xize.normalize.parts import Reading
from xize.normalize.tokens import Token

_ABOVE = regex.compile(r"以上|上述|前述")


def bound(cell: Cell, result: CellReading) -> None:
    """Put the caps of a text where they belong: on a rule, or as limits over several."""
    _for_each(result)
    _past_empty(result)
    _down_to(result)
    _crowded(result)
    _caps(result)
    loose_caps(cell, result)
    budgets(cell, result)


def unbounding(reading: CellReading, source: str) -> None:
    """Leave unread a limit over what stands above, where no rule does: 以上项目累计扣分不超过2.5分 alone."""
    above = [limit for limit in reading.limits if limit.at is not None and _ABOVE.match(limit.at.cut(source))]
    places = [limit.at for limit in above if limit.at is not None]
    reading.unread += [Unread(Text(text=at.cut(source), at=at), "cap-of-nothing") for at in places]
    reading.limits = [limit for limit in reading.limits if limit not in above]


def _for_each(result: CellReading) -> None:
    """Leave unread a cap that holds for each person, month or place (每人最多扣2分): it bounds no rule as a whole."""
    for index, reading in enumerate(result.rules):
        cap = reading.rule.cap
        token = next((token for token in clause_of(reading).caps if FOR_EACH.search(token.text)), None)
        if token is not None and cap is not None and cap.at == result.ground.anchor(token.start, token.end):
            result.rules[index] = reading.with_rule(cap=None)
            result.unread.append(Unread(result.ground.text(token.start, token.end), "cap-of-each"))


def _past_empty(result: CellReading) -> None:
    """Let a cap after what empties the score bound the amounts before it: 每份得1分，未提供不得分，最高3分."""
    for index, reading in enumerate(result.rules):
        cap = reading.rule.cap
        if cap is None or reading.rule.kind not in {"zero", "veto"}:
            continue
        result.rules[index] = reading.with_rule(cap=None)
        found = {at: sign for at, sign in _beside(result.rules, index).items() if _amounts(result.rules[at].rule)}
        signs = set(found.values())
        if len(signs) != 1 or any(result.rules[at].rule.cap is not None for at in found):
            result.unread.append(Unread(Text(text=reading.rule.quote, at=reading.rule.at), "cap-of-nothing"))
        elif len(found) == 1:
            (at,) = found
            result.rules[at] = result.rules[at].with_rule(cap=cap)
        else:
            result.limits += limits(cap, found)


def _amounts(rule: Rule) -> bool:
    return rule.kind not in UNBOUNDED and rule.sign != "0"


# ── Caps printed after a clause ───────────────────────────────────────────────────────────────────────────────────


_MORE = regex.compile(r"(?:再|另|额外)?加")


class _Earlier:
    """The rules so far that a cap after them could bound as well, by sign: those of its sentence, or of its list item.

    加分最高不超过5分 and 累计扣分不超过5分 speak of a sum, and reach over a semicolon; 最多扣5分 does not.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[str, int, Sign], list[int]] = {}

    def before(self, reading: Reading) -> list[int]:
        """Return the indices of those before a rule that its cap could bound."""
        clause = clause_of(reading)
        summed = any(SUM.search(token.text) or _of_total(token) for token in clause.caps)
        return self._of("item" if summed else "sentence", reading)

    def add(self, index: int, reading: Reading) -> None:
        """Take in the rule just asked about, as it stands now."""
        if reading.rule.cap is None and reading.rule.kind not in UNBOUNDED:
            self._of("item", reading).append(index)
            self._of("sentence", reading).append(index)

    def _of(self, scope: str, reading: Reading) -> list[int]:
        clause = clause_of(reading)
        place = clause.item if scope == "item" else clause.sentence
        return self._found.setdefault((scope, place, reading.rule.sign), [])


def _amount_capped(rule: Rule) -> bool:
    return rule.cap is not None and rule.cap.value != "indicator"


def _moves(rule: Rule) -> bool:
    """Whether a cap after such a rule bounds what stands before it too, and so becomes a limit."""
    return not open_ended(rule) and rule.kind != "discretion"


def _in_all(reading: Reading, first: Reading) -> bool:
    """Whether a cap says what can be won in all: 有证书的得2分，每增加1人加1分，最多得5分."""
    clause = clause_of(reading)
    verbs = {token.values.get("verb2") or token.values.get("verb") for token in clause.caps}
    return verbs == {"得"} and _MORE.match(clause.effect.text) is not None and "得" in clause_of(first).effect.text


def _crowded(result: CellReading) -> None:
    """Leave unread a capped rule after more rules of its sentence than a cap may name."""
    earlier = _Earlier()
    kept: list[Reading] = []
    for reading in result.rules:
        before = earlier.before(reading)
        if _amount_capped(reading.rule) and len(before) > MANY:
            result.unread.append(Unread(Text(text=reading.rule.quote, at=reading.rule.at), "cap-of-many"))
            continue
        moved = _amount_capped(reading.rule) and before and _moves(reading.rule)
        earlier.add(len(kept), reading.with_rule(cap=None) if moved else reading)
        kept.append(reading)
    result.rules = kept


def _caps(result: CellReading) -> None:
    """Decide what a cap printed after a clause bounds: that clause, or all of its sentence."""
    earlier = _Earlier()
    for index, reading in enumerate(result.rules):
        before = list(earlier.before(reading))
        _unlimited(index, reading, result)
        cap = reading.rule.cap
        if cap is not None and any(EACH_ITEM.search(token.text) for token in clause_of(reading).caps):
            each_item(cap, reading.rule.sign, range(index), result)
        elif cap is not None and any(map(bounds_both, clause_of(reading).caps)):
            result.rules[index] = reading.with_rule(cap=None)
            if not _twice(result.rules, index):
                result.limits += limits(cap, _both_ways(result.rules, index))
        elif before and cap is not None and cap.value != "indicator":
            members = (*map(str, before), str(index))
            limit = Limit(id="", sign=reading.rule.sign, bound=cap.value, members=members, origin="printed", at=cap.at)
            whole = any(map(_of_total, clause_of(reading).caps))
            whole = whole or _in_all(reading, result.rules[before[0]])
            if whole or _moves(reading.rule):
                result.rules[index] = reading.with_rule(cap=None)
                result.limits.append(limit)
            elif any(open_ended(result.rules[other].rule) for other in before) or _goes_on(reading):
                result.asks.append(Ask("cap-scope", (index,), limit=limit))
        earlier.add(index, result.rules[index])


def _goes_on(reading: Reading) -> bool:
    """Whether a cap without a verb may be of an award and what counts beyond it: …得3分，每增加1年加1分，最高5分."""
    rule = reading.rule
    beyond = isinstance(rule, PerUnit) and rule.sign == "+" and rule.per.basis == "excess"
    return beyond and not any(
        token.values.get("verb2") or token.values.get("verb") for token in clause_of(reading).caps
    )


def _of_total(token: Token) -> bool:
    """Whether a cap says how far the score may go, with what was won before: …得25分，每超1%加1分，最高加至30分."""
    reached = token.values.get("to") and (token.values.get("verb2") or "加").startswith(("加", "得", "计", "奖"))
    return token.name == "cap.full-marks" or bool(reached)


def _down_to(result: CellReading) -> None:
    """Leave unread how far the score may fall (最多扣至5分): it is no amount that is taken."""
    for index, reading in enumerate(result.rules):
        caps = clause_of(reading).caps
        token = next((each for each in caps if each.values.get("to") and not _of_total(each)), None)
        if token is not None and reading.rule.cap is not None:
            result.rules[index] = reading.with_rule(cap=None)
            result.unread.append(Unread(result.ground.text(token.start, token.end), "cap-of-score"))


def _twice(readings: list[Reading], index: int) -> bool:
    """Whether the next reading is of the same clause (相应加减0.5分), and will be bounded with this one."""
    after = readings[index + 1] if index + 1 < len(readings) else None
    return after is not None and clause_of(after).effect.start == clause_of(readings[index]).effect.start


def _both_ways(readings: list[Reading], index: int) -> dict[int, Sign]:
    """Return what 加减分均不超过10分 bounds: its sentence, or its item where the sentence only gives or only takes."""
    found = _beside(readings, index)
    if len(set(found.values()) - {"0"}) > 1:
        return found
    item, kind = clause_of(readings[index]).item, readings[index].rule.kind
    first = max(index - MANY, 0)
    return {
        place: reading.rule.sign
        for place, reading in enumerate(readings[first : index + 1], first)
        if clause_of(reading).item == item and reading.rule.kind == kind
    }


def _beside(readings: list[Reading], index: int) -> dict[int, Sign]:
    """Return the signs of the rules of a sentence up to one of them."""
    sentence = clause_of(readings[index]).sentence
    return {
        place: reading.rule.sign
        for place, reading in enumerate(readings[max(index - MANY, 0) : index + 1], max(index - MANY, 0))
        if clause_of(reading).sentence == sentence
    }


def _unlimited(index: int, reading: Reading, result: CellReading) -> None:
    token = next((token for token in clause_of(reading).caps if token.name == "cap.unlimited"), None)
    if token is not None:
        at = result.ground.anchor(token.start, token.end)
        sign = reading.rule.sign
        limit = Limit(id="", sign=sign, bound="unlimited", members=(str(index),), origin="printed", at=at)
        result.limits.append(limit)
