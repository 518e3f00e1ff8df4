"""An amount for all of something and one for each part of it (整体与逐项): 四项全部完成得4分，每完成一项得1分.

Whoever has done all four wins 4 points, not 8: the two are ways to reach one amount. So it is with 未开展的扣5分，
每少一次扣1分. Where the points do not show it, it is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import regex

from xize.model.rule import Flat, PerUnit
from xize.normalize.ask import Ask, Option
from xize.normalize.fold import fold
from xize.normalize.neighbours import clause_of, condition_text
from xize.normalize.numerals import parse_numeral
from xize.normalize.parts import Reading

_EVERY = regex.compile(r"(?<![未不非])(?:全部|所有|全都|均|都(?!市|会)|齐全|齐备|俱全)(?!.{0,3}[未不无没])")
_NONE_OF = regex.compile(r"(?:全部|所有|全都|均|都).{0,3}[未不无没]")
_ABSENT = regex.compile(
    r"^(?:[^,;。]{1,20},)?[^,;。未没]{0,8}(?:未|没有)(?!按|及时|能?达|如[期实]|到|完善|完整|完全|完成全|严格|认真|有效|规范|落实到)"
    r"(?P<done>[^,;。未不无没]{2,10}?)的?$"
)
_COUNT = regex.compile(
    r"(?<![\d.第])(?P<num>\d{1,2}|[两二三四五六七八九十])(?:个|项|次|条|种|类|件|份|篇|场|期|家|户|名|人)"
)
_ALL_OF = regex.compile(r"^(?:以上|上述)?(?P<num>[两二三四五六]|\d)(?:项|者|个|样|种)(?:均|都|全部|皆|同时)")
_PAIR = 2
_MORE = regex.compile(r"^[,、]*(?:另|再|额外|追加|还)")
_COUNTING = regex.compile(r"[每少缺欠有完成到为的\d一]")


def wholes(readings: list[Reading], points: Decimal | None) -> list[Ask]:
    """Make one group of an amount for all and one for each part, in place; return what is asked about it or settled."""
    asks: list[Ask] = list(_both_failings(readings))
    for index in range(1, len(readings)):
        one, other = readings[index - 1], readings[index]
        whole, part = (one, other) if isinstance(one.rule, Flat) else (other, one)
        if not _of_one(whole, part) or _MORE.match(clause_of(other).effect.text):
            continue
        pair = (one.rule, other.rule)
        alone = tuple(rule.model_copy(update={"group": f"whole-{index}"}) for rule in pair)
        readings[index - 1], readings[index] = one.with_rule_of(alone[0]), other.with_rule_of(alone[1])
        closes = _closes(whole, part, points)
        options = (Option("whole_one", alone), Option("whole_both", pair))
        asks.append(
            Ask("whole-parts", (index - 1, index), options=options, suggested=0, settled=closes,
                reason="whole_closes" if closes else "whole_usual")
        )  # fmt: skip
    return asks


def _both_failings(readings: list[Reading]) -> Iterator[Ask]:
    """Make one group of failings and what they cost together, in place: 未戴帽扣1分，未系带扣1分，两项均未的扣5分."""
    for index, reading in enumerate(readings):
        sentence, rule = clause_of(reading).sentence, reading.rule
        found = _ALL_OF.match(fold(condition_text(reading)).text) if isinstance(rule, Flat) else None
        count = int(parse_numeral(found["num"]) or 0) if found is not None else 0
        run = range(index - count, index + 1)
        if count < _PAIR or run.start < 0:
            continue
        rules = tuple(readings[place].rule for place in run)
        alike = all(isinstance(each, Flat) and each.sign == rule.sign and each.group is None for each in rules)
        if not alike or any(clause_of(readings[place]).sentence != sentence for place in run):
            continue
        alone = tuple(each.model_copy(update={"group": f"whole-{index}"}) for each in rules)
        for place, each in zip(run, alone, strict=True):
            readings[place] = readings[place].with_rule_of(each)
        options = (Option("whole_one", alone), Option("whole_both", rules))
        yield Ask("whole-parts", tuple(run), options=options, suggested=0, reason="whole_usual")


def _of_one(whole: Reading, part: Reading) -> bool:
    """Whether the second counts the parts of what the first has an amount for."""
    one, other = whole.rule, part.rule
    if not isinstance(one, Flat) or not isinstance(other, PerUnit) or one.sign != other.sign or one.points is None:
        return False
    plain = all(rule.group is None and rule.threshold is None and rule.share is None for rule in (one, other))
    together = clause_of(whole).sentence == clause_of(part).sentence
    if not plain or not together or other.per.count != 1 or other.points is None or other.points >= one.points:
        return False
    said = fold(condition_text(whole)).text
    if other.per.basis in {"occurrence", "member"}:
        return _EVERY.search(said) is not None if one.sign == "+" else _NONE_OF.search(said) is not None
    absent = _ABSENT.search(said) if one.sign == "-" and other.per.basis == "shortfall" else None
    return absent is not None and _same_thing(condition_text(part), said, other.per.unit)


def _same_thing(counted: str, said: str, unit: str) -> bool:
    """Whether what is counted names nothing else than what was not done: 每少报一篇 beside 未报送信息."""
    named = _COUNTING.sub("", fold(counted).text.replace(unit, ""))
    return all(character in said for character in named)


def _closes(whole: Reading, part: Reading, points: Decimal | None) -> bool:
    """Whether it makes no difference, or the parts printed add up to the whole: 四项 of 1 point each, and 4 for all."""
    if whole.rule.points is None or part.rule.points is None:
        return False
    counts = (parse_numeral(found["num"]) for found in _COUNT.finditer(fold(whole.rule.quote).text))
    return whole.rule.points == points or any(
        count is not None and count * part.rule.points == whole.rule.points for count in counts
    )
