"""Caps that stand alone (另列的封顶): 以上各项累计扣分不超过10分, 2.最多扣5分：…, and the points of headed parts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from decimal import Decimal

import regex

from xize.model.anchor import Text
from xize.model.quantity import Cap
from xize.model.rule import Limit
from xize.normalize.ask import Ask
from xize.normalize.both import bounds_both, limits
from xize.normalize.cap_words import EACH_ITEM, FOR_EACH, MANY, TOGETHER, UNBOUNDED, each_item, open_ended
from xize.normalize.cell import CellReading, ItemCap, Unread
from xize.normalize.clauses import Cell, LooseCap
from xize.normalize.heads import adds
from xize.normalize.neighbours import clause_of
from xize.normalize.parts import Reading, cap_of
from xize.normalize.thresholds import number

_SMALL = regex.compile(r"[各每](?:个)?[小分]项")
_CASE = regex.compile(
    r"^(?:如|若|凡)|(?:^|[,:])(?:有|出现|发生|存在|发现)(?!.{0,6}项)|(?:[未没违]|(?<![处考])无|不(?!得|能|可|应|超|设|予|含))[^,]{1,20}(?:的|者)|(?:的|者),"
)
_WHOSE = regex.compile(r"(?:者|的|时)[^,;。的]{0,8}$")
_EACH_ONE = ("每项", "单项", "每次", "各项")
_WHOLE = ("以上", "上述", "前述", "总", "合计", "所有", "各项", "本条")


def loose_caps(cell: Cell, result: CellReading) -> None:
    """Put the caps of a text that follow no clause where they belong; leave unread what bounds nothing."""
    scopes = _Scopes(result.rules)
    orphans = _orphans(cell, result)
    for loose in cell.caps:
        text = result.ground.text(loose.token.start, loose.token.end)
        if loose.token.name == "cap.full-marks" and not _counted_up(loose, result):
            result.points.append(text)
        elif loose in orphans:
            result.unread.append(Unread(text, "cap-of-nothing"))
        elif FOR_EACH.search("".join(token.text for token in (*loose.region, loose.token))):
            result.unread.append(Unread(text, "cap-of-each"))
        elif _of_a_case(loose):
            result.unread.append(Unread(text, "cap-of-case"))
        elif not result.rules and any(word in loose.token.text for word in _EACH_ONE):
            # 每项最高扣10分 bounds what is printed elsewhere.
            result.unread.append(Unread(text, "cap-of-nothing"))
            _item_cap(loose, text, result)
        elif not _loose_cap(loose, result, scopes):
            result.unread.append(Unread(text, "cap-of-many"))
    _rivals(result)


def _rivals(result: CellReading) -> None:
    """Leave unread limits that differ and yet would each bound a whole text: 部长加分不超过10分，委员加分不超过8分."""
    for sign in ("-", "+"):
        alike = [limit for limit in result.limits if limit.members == "all" and limit.sign == sign]
        if len({limit.bound for limit in alike}) > 1:
            result.limits = [limit for limit in result.limits if limit not in alike]
            places = [result.ground.place(limit.at) for limit in alike if limit.at is not None]
            result.unread += [Unread(result.ground.text(*place), "cap-of-each") for place in places]


def _of_a_case(loose: LooseCap) -> bool:
    """Whether a bound holds in one case only: 有未叠被者总分不超过60分; 数据不规范的，累计最多扣3分 is a sum."""
    said = "".join(token.text for token in loose.region)
    if loose.token.text.startswith(("总分", "得分")) and _WHOSE.search(said):
        return True  # 校内赌博者本学期总分不超过60分
    return not loose.token.text.startswith(("累计", "合计")) and _CASE.search(said) is not None


def _item_cap(loose: LooseCap, text: Text, result: CellReading) -> None:
    """Keep a cap for each item for the texts beside this one."""
    verb = loose.token.values.get("verb2") or loose.token.values.get("verb", "")
    cap = cap_of(loose.token, result.ground)
    if cap is not None and verb and EACH_ITEM.search("".join(token.text for token in (*loose.region, loose.token))):
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
    return len(before) == 1 and before[0].sign == "+" and before[0].cap is None and open_ended(before[0])


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
        or (next(iter(signs)) if len(signs) == 1 else "-" if "-" in signs or _taken(loose) else "+")
    )
    at = result.ground.anchor(loose.token.start, loose.token.end)
    names = "all" if every else tuple(map(str, members))
    limit = Limit(id="", sign=chosen, bound="unlimited", members=names, origin="printed", at=at)  # type: ignore[arg-type]  # signs and members are of the closed sets
    if loose.token.name != "cap.unlimited":
        cap = cap_of(loose.token, result.ground)
        if cap is None:
            return True
        limit = limit.model_copy(update={"bound": cap.value})
        if (fitting := _fitting(members, loose, cap, result)) != members:
            if not fitting:
                return False
            members, names = fitting, tuple(map(str, fitting))
            limit = limit.model_copy(update={"members": names})
        if _settled(loose, cap, limit, members if count else [], result):
            return True
    result.limits.append(limit)
    return True


def _fitting(members: list[int], loose: LooseCap, cap: Cap, result: CellReading) -> list[int]:
    """Return the rules a cap can bound: none that is worth more by itself, and of 加分不超过5分 what adds."""
    value = cap.value
    if not isinstance(value, Decimal):
        return members
    rules = {index: result.rules[index] for index in members}
    least = {index: reading.rule.points or Decimal(0) for index, reading in rules.items()}
    flat = {index for index, reading in rules.items() if reading.rule.kind == "flat" and least[index] > value}
    adding = [index for index in members if adds(clause_of(rules[index]))]
    verb = loose.token.values.get("verb2") or loose.token.values.get("verb", "")
    kept = adding if verb.startswith("加") and adding else members
    return [index for index in kept if index not in flat]


def _taken(loose: LooseCap) -> bool:
    """Whether the words before a cap that bounds nothing here speak of what is taken: 按扣分条款计，最多不超过10分."""
    said = "".join(token.text for token in loose.region)
    return "扣" in said and not regex.search("[加奖得]分", said)


def _settled(loose: LooseCap, cap: Cap, limit: Limit, members: list[int], result: CellReading) -> bool:
    """Bound what is no sum: each item by itself, awards and deductions apart, or one rule; return whether it is so."""
    said = "".join(token.text for token in (*loose.region, loose.token))
    if loose.token.name == "cap.own-points" and _SMALL.search(loose.token.text):
        return _of_parts(loose, result)
    if EACH_ITEM.search(said):
        return _each_or_all(cap, limit, members, result, together=TOGETHER.search(said) is not None)
    if bounds_both(loose.token) and len(members) < MANY:
        result.limits += limits(cap, {index: result.rules[index].rule.sign for index in members})
        return True
    headed = bool(members) and clause_of(result.rules[members[0]]).effect.start > loose.token.start
    if len(members) != 1 or headed or result.rules[members[0]].rule.cap is not None:
        return False
    reading = result.rules[members[0]]
    free = reading.rule.kind == "discretion" and reading.rule.points is None
    result.rules[members[0]] = reading.with_rule(cap=cap, bound=cap.value) if free else reading.with_rule(cap=cap)
    return True


def _each_or_all(cap: Cap, limit: Limit, members: list[int], result: CellReading, *, together: bool) -> bool:
    """Bound each item (各项最多扣5分), or ask whether their sum is meant (以上各项最多扣5分); else they are summed.

    以上各项扣分扣完为止 can only speak of the sum: no single item has the indicator's points to lose.
    """
    if together and (cap.value == "indicator" or not members):
        return False
    before = len(result.limits)
    each_item(cap, limit.sign, range(len(result.rules)), result)
    capped = tuple(index for index in members if result.rules[index].rule.cap == cap)
    if together and len(result.limits) > before:
        del result.limits[before:]
        return False
    if together and len(capped) > 1:
        result.asks.append(
            Ask("cap-scope", capped, limit=limit.model_copy(update={"members": tuple(map(str, capped))}))
        )
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
            if reading.rule.kind in UNBOUNDED | {"formula"}:
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


def budgets(cell: Cell, result: CellReading) -> None:
    """Bound the rules of each headed part by its points: 办结情况（6分）：… takes 6 at most."""
    starts = [clause_of(reading).effect.start for reading in result.rules]
    for place, budget in enumerate(cell.budgets):
        until = cell.budgets[place + 1].start if place + 1 < len(cell.budgets) else len(result.ground.folded.text)
        value = number(budget.values.get("num"))
        part = range(bisect_right(starts, budget.start), bisect_left(starts, until))
        members = _within([index for index in part if result.rules[index].rule.sign != "0"], value, result)
        signs = {result.rules[index].rule.sign for index in members}
        at = result.ground.anchor(budget.start, budget.end)
        if value is None or len(signs) != 1 or any(limit.bound == "unlimited" for limit in result.limits):
            result.points.append(result.ground.text(budget.start, budget.end))
            continue
        names = tuple(map(str, members))
        result.limits.append(Limit(id="", sign=signs.pop(), bound=value, members=names, origin="printed", at=at))


def _within(members: list[int], value: Decimal | None, result: CellReading) -> list[int]:
    """Return the rules that points of a part bound, without what is added once they are won (得20分；超额的加1分)."""
    added = [index for index in members if adds(clause_of(result.rules[index]))]
    won = [result.rules[index].rule for index in members if index not in added]
    full = sum((rule.points or Decimal(0) for rule in won if rule.kind == "flat"), Decimal(0)) == value
    return [index for index in members if index not in added] if full and value is not None else members
