"""What a cap bounds (封顶的范围): the clause before it, its sentence, item or headed part, or the whole text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from decimal import Decimal

import regex

from xize.model.anchor import Text
from xize.model.quantity import Cap
from xize.model.rule import Limit, Rule, Sign
from xize.normalize.ask import Ask
from xize.normalize.both import bounds_both, limits
from xize.normalize.cell import CellReading, ItemCap, Unread
from xize.normalize.clauses import Cell, LooseCap
from xize.normalize.neighbours import clause_of
from xize.normalize.parts import Reading, cap_of
from xize.normalize.thresholds import number

MANY = 200
"""The most rules a cap may name; one that would bound more, and not simply all of its text, is left unread."""

_FOR_EACH = regex.compile(r"(?:^|[,，(（])(?:每(?!(?:一|个)?[小分单]?项|年)|单(?!项)|同一|同个)")
_SUM = regex.compile(r"累计|合计|总|共|(?:加|扣|减|奖|赋)分")
_EACH_ITEM = regex.compile(r"(?:每|单|各)(?:一|个|小|分|单)?项(?!.*(?:累计|合计|相加|总))")
_ABOVE = regex.compile(r"以上|上述|前述")
_SMALL = regex.compile(r"[各每](?:个)?[小分]项")
_EACH_ONE = ("每项", "单项", "每次", "各项")
_WHOLE = ("以上", "上述", "前述", "总", "合计", "所有", "各项", "本条")
_UNBOUNDED = frozenset({"zero", "veto", "reference", "full"})


def bound(cell: Cell, result: CellReading) -> None:
    """Put the caps of a text where they belong: on a rule, or as limits over several."""
    _for_each(result)
    _past_empty(result)
    _crowded(result)
    _caps(result)
    _loose_caps(cell, result)
    _budgets(cell, result)


def unbounding(reading: CellReading, source: str) -> None:
    """Leave unread a limit over what stands above, where no rule does: 以上项目累计扣分不超过2.5分 alone."""
    above = [limit for limit in reading.limits if limit.at is not None and _ABOVE.match(limit.at.cut(source))]
    places = [limit.at for limit in above if limit.at is not None]
    reading.unread += [Unread(Text(text=at.cut(source), at=at), "cap-of-nothing") for at in places]
    reading.limits = [limit for limit in reading.limits if limit not in above]


def _open_ended(rule: Rule) -> bool:
    return rule.kind in {"per_unit", "step"}


def _for_each(result: CellReading) -> None:
    """Leave unread a cap that holds for each person, month or place (每人最多扣2分): it bounds no rule as a whole."""
    for index, reading in enumerate(result.rules):
        cap = reading.rule.cap
        token = next((token for token in clause_of(reading).caps if _FOR_EACH.search(token.text)), None)
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
    return rule.kind not in _UNBOUNDED and rule.sign != "0"


# ── Caps printed after a clause ───────────────────────────────────────────────────────────────────────────────────


class _Earlier:
    """The rules so far that a cap after them could bound as well, by sign: those of its sentence, or of its list item.

    加分最高不超过5分 and 累计扣分不超过5分 speak of a sum, and reach over a semicolon; 最多扣5分 does not.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[str, int, Sign], list[int]] = {}

    def before(self, reading: Reading) -> list[int]:
        """Return the indices of those before a rule that its cap could bound."""
        clause = clause_of(reading)
        summed = any(_SUM.search(token.text) for token in clause.caps)
        return self._of("item" if summed else "sentence", reading)

    def add(self, index: int, reading: Reading) -> None:
        """Take in the rule just asked about, as it stands now."""
        if reading.rule.cap is None and reading.rule.kind not in _UNBOUNDED:
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
    return not _open_ended(rule) and rule.kind != "discretion"


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
        if cap is not None and any(_EACH_ITEM.search(token.text) for token in clause_of(reading).caps):
            _each_item(cap, reading.rule.sign, range(index), result)
        elif cap is not None and any(map(bounds_both, clause_of(reading).caps)):
            result.rules[index] = reading.with_rule(cap=None)
            result.limits += limits(cap, _beside(result.rules, index))
        elif before and cap is not None and cap.value != "indicator":
            members = (*map(str, before), str(index))
            limit = Limit(id="", sign=reading.rule.sign, bound=cap.value, members=members, origin="printed", at=cap.at)
            whole = any(token.name == "cap.full-marks" for token in clause_of(reading).caps)
            if whole or _moves(reading.rule):
                result.rules[index] = reading.with_rule(cap=None)
                result.limits.append(limit)
            elif any(_open_ended(result.rules[other].rule) for other in before):
                result.asks.append(Ask("cap-scope", (index,), limit=limit))
        earlier.add(index, result.rules[index])


def _each_item(cap: Cap, sign: str, places: range, result: CellReading) -> None:
    """Bound each of several rules, or all rules of each list item, by a cap of its own: 单项最多扣3分."""
    items: dict[int, list[int]] = {}
    for index in places:
        rule = result.rules[index].rule
        if rule.kind not in _UNBOUNDED and rule.sign != "0" and (not sign or rule.sign == sign):
            items.setdefault(clause_of(result.rules[index]).item, []).append(index)
    listed = len(items) > 1
    for members in items.values():
        if listed and len(members) > 1:
            names = tuple(map(str, members))
            own = result.rules[members[0]].rule.sign
            result.limits.append(Limit(id="", sign=own, bound=cap.value, members=names, origin="printed", at=cap.at))
            continue
        for index in members:
            if result.rules[index].rule.cap is None:
                result.rules[index] = result.rules[index].with_rule(cap=cap)


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


# ── Caps that stand alone ─────────────────────────────────────────────────────────────────────────────────────────


def _loose_caps(cell: Cell, result: CellReading) -> None:
    scopes = _Scopes(result.rules)
    orphans = _orphans(cell, result)
    for loose in cell.caps:
        text = result.ground.text(loose.token.start, loose.token.end)
        if loose.token.name == "cap.full-marks" and not _counted_up(loose, result):
            result.points.append(text)
        elif loose in orphans:
            result.unread.append(Unread(text, "cap-of-nothing"))
        elif _FOR_EACH.search("".join(token.text for token in (*loose.region, loose.token))):
            result.unread.append(Unread(text, "cap-of-each"))
        elif not result.rules and any(word in loose.token.text for word in _EACH_ONE):
            # 每项最高扣10分 bounds what is printed elsewhere.
            result.unread.append(Unread(text, "cap-of-nothing"))
            _item_cap(loose, text, result)
        elif not _loose_cap(loose, result, scopes):
            result.unread.append(Unread(text, "cap-of-many"))


def _item_cap(loose: LooseCap, text: Text, result: CellReading) -> None:
    """Keep a cap for each item for the texts beside this one."""
    verb = loose.token.values.get("verb2") or loose.token.values.get("verb", "")
    cap = cap_of(loose.token, result.ground)
    if cap is not None and verb and _EACH_ITEM.search("".join(token.text for token in (*loose.region, loose.token))):
        result.item_caps.append(ItemCap(cap, "-" if verb.startswith(("扣", "减")) else "+", text))


def _orphans(cell: Cell, result: CellReading) -> list[LooseCap]:
    """Return the caps right after a clause of their sentence that was left unread: they bound no rule before it."""
    starts = [clause.effect.start for clause in cell.clauses]
    unread = sorted((item.text.at.start, item.text.at.end) for item in result.unread)
    found: list[LooseCap] = []
    for loose in cell.caps:
        place = bisect_left(starts, loose.token.start) - 1
        if place < 0 or cell.clauses[place].sentence != loose.sentence or _at_large(loose):
            continue
        effect = cell.clauses[place].effect
        at = result.ground.anchor(effect.start, effect.end)
        before = bisect_right(unread, (at.start, at.end)) - 1
        if before >= 0 and unread[before][1] >= at.end:
            found.append(loose)
    return found


def _at_large(loose: LooseCap) -> bool:
    return any(word in loose.token.text + "".join(token.text for token in loose.region) for word in _WHOLE)


def _counted_up(loose: LooseCap, result: CellReading) -> bool:
    """Whether full marks bound the one award counted before them: 每场得1分，全年满分12分."""
    before = [reading.rule for reading in result.rules if clause_of(reading).effect.start < loose.token.start]
    return len(before) == 1 and before[0].sign == "+" and before[0].cap is None and _open_ended(before[0])


def _loose_cap(loose: LooseCap, result: CellReading, scopes: _Scopes) -> bool:
    """Bound what a cap that stands alone speaks of; return whether it names no more rules than it may."""
    verb = loose.token.values.get("verb2") or loose.token.values.get("verb", "")  # 得分最多减5分: the last one says
    sign = "+" if verb.startswith(("加", "得", "赋", "奖", "计", "记")) else ""
    group, count = scopes.of(loose, sign)
    every = count in {0, len(result.rules)}
    if not every and count > MANY:
        return False
    members = group[: min(count, MANY)]
    signs = scopes.signs if every and count else {result.rules[index].rule.sign for index in members} - {"0"}
    chosen = (
        sign
        or ("-" if verb.startswith(("扣", "减")) else "")
        or (next(iter(signs)) if len(signs) == 1 else "-" if "-" in signs else "+")
    )
    value: Decimal | str = "unlimited"
    if loose.token.name != "cap.unlimited":
        cap = cap_of(loose.token, result.ground)
        if cap is None:
            return True
        value = cap.value
        if loose.token.name == "cap.own-points" and _SMALL.search(loose.token.text):
            return _of_parts(loose, result)
        if _EACH_ITEM.search("".join(token.text for token in (*loose.region, loose.token))):
            _each_item(cap, sign or chosen, range(len(result.rules)), result)
            return True
        if bounds_both(loose.token) and count <= MANY:
            result.limits += limits(cap, {index: result.rules[index].rule.sign for index in members})
            return True
        headed = bool(members) and clause_of(result.rules[members[0]]).effect.start > loose.token.start
        if count == 1 and not headed and result.rules[members[0]].rule.cap is None:
            reading = result.rules[members[0]]
            free = reading.rule.kind == "discretion" and reading.rule.points is None
            result.rules[members[0]] = (
                reading.with_rule(cap=cap, bound=cap.value) if free else reading.with_rule(cap=cap)
            )
            return True
    names = "all" if every else tuple(map(str, members))
    at = result.ground.anchor(loose.token.start, loose.token.end)
    limit = Limit(id="", sign=chosen, bound=value, members=names, origin="printed", at=at)  # type: ignore[arg-type]  # signs and bounds are of the closed sets
    result.limits.append(limit)
    return True


def _of_parts(loose: LooseCap, result: CellReading) -> bool:
    """Leave unread 各小项扣分不超过本小项分值 where no part prints its points; else these bound it already."""
    if not any(limit.at is not None for limit in result.limits) and not result.ground.folded.text.count("分)"):
        result.unread.append(Unread(result.ground.text(loose.token.start, loose.token.end), "cap-of-nothing"))
    return True


class _Scopes:
    """The rules of a text that a cap can bound, by sign, sentence and item, in order of their effects."""

    def __init__(self, rules: list[Reading]) -> None:
        self.signs = {reading.rule.sign for reading in rules} - {"0"}
        self._groups: dict[tuple[str, str, int], tuple[list[int], list[int]]] = {}
        for index, reading in enumerate(rules):
            clause = clause_of(reading)
            if reading.rule.kind in _UNBOUNDED | {"formula"}:
                continue
            for sign in ("", reading.rule.sign):
                for group in (("text", 0), ("sentence", clause.sentence), ("item", clause.item)):
                    starts, members = self._groups.setdefault((sign, *group), ([], []))
                    starts.append(clause.effect.start)
                    members.append(index)

    def of(self, loose: LooseCap, sign: str) -> tuple[list[int], int]:
        """Return the rules a cap that stands alone bounds, the first so many of a list.

        They are those of its sentence or list item where it has one, else of the whole text.
        """
        text = loose.token.text + "".join(token.text for token in loose.region)
        near = (("sentence", loose.sentence), ("item", loose.item))
        whole = any(word in text for word in _WHOLE)
        for kind, place in () if whole else near:
            members, count = self._before(loose, sign, kind, place)
            if count:
                return members, count
        _, members = self._groups.get((sign, "item", loose.item), ([], []))
        if members and not whole:
            return members, len(members)  # 2.最多扣5分：每…扣1分: it heads its item
        return self._before(loose, sign, "text", 0)

    def _before(self, loose: LooseCap, sign: str, kind: str, place: int) -> tuple[list[int], int]:
        starts, members = self._groups.get((sign, kind, place), ([], []))
        return members, bisect_left(starts, loose.token.start)


# ── Points of headed parts ────────────────────────────────────────────────────────────────────────────────────────


def _budgets(cell: Cell, result: CellReading) -> None:
    """Bound the rules of each headed part by its points: 办结情况（6分）：… takes 6 at most."""
    starts = [clause_of(reading).effect.start for reading in result.rules]
    for place, budget in enumerate(cell.budgets):
        until = cell.budgets[place + 1].start if place + 1 < len(cell.budgets) else len(result.ground.folded.text)
        value = number(budget.values.get("num"))
        part = range(bisect_right(starts, budget.start), bisect_left(starts, until))
        members = [index for index in part if result.rules[index].rule.sign != "0"]
        signs = {result.rules[index].rule.sign for index in members}
        at = result.ground.anchor(budget.start, budget.end)
        if value is None or len(signs) != 1:
            result.points.append(result.ground.text(budget.start, budget.end))
            continue
        names = tuple(map(str, members))
        result.limits.append(Limit(id="", sign=signs.pop(), bound=value, members=names, origin="printed", at=at))
