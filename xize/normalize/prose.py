"""Formulas, grades and policies out of prose (公式、等次、规定)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import regex

from xize.model.anchor import Text
from xize.model.quantity import Threshold
from xize.model.statement import Formula, Grade, Policy, Predicate, Term
from xize.normalize.ground import Ground
from xize.normalize.scan import SECONDS, find_all
from xize.normalize.thresholds import number

_STOP = regex.compile(r"[;。\n]")
_FORMULA = regex.compile(r"(?P<name>[一-龥]{2,16}(?:得分|成绩|总分|分值|分))=(?P<expr>[^;。=]{3,300})")
_TERM = regex.compile(
    r"(?P<name>[一-龥][一-龥()\w]{1,30}?)(?:得分)?\*(?P<weight>\d{1,3}(?:\.\d{1,3})?)%|(?P<whole>[一-龥][一-龥()]{1,30})"
)
_WEIGHT = regex.compile(
    r"(?P<name>[^,;。:、]{2,30}?)(?:得分|评价|成绩|考核)?(?:的)?(?:评价)?(?:得分)?(?:权重)?(?:占(?:总分|比|总成绩|考核总分)?的?|权重(?:为|占)?|比重为?)(?:为)?(?P<weight>\d{1,3}(?:\.\d{1,3})?)%"
)
_GRADE = regex.compile(
    r"(?P<low>\d{1,4}(?:\.\d)?)分?(?:-|~|至|到)(?P<high>\d{1,4}(?:\.\d)?)分(?:\((?:不?含)[^()]{1,8}\))?(?:的)?,?(?:为|评为|定为|确定为|是)(?P<label>\"?[^,;。\"、]{1,10}\"?)"
    r"|(?P<num>\d{1,4}(?:\.\d)?)分?(?:\((?P<inc>不?含)[^()]{0,8}\))?(?P<word>及?以上|及?以下|以下)(?:,?(?:且|但)?(?:不足|低于|不满|未满|未达到?|不到)(?P<below>\d{1,4}(?:\.\d)?)分?)?(?:的)?(?:者)?,?(?:为|评为|定为|确定为|是)(?P<label>\"?[^,;。\"、]{1,10}\"?)"
    r"|(?P<under>(?:(?<=不足|低于|不满|不到|未满)\d{1,4}(?:\.\d)?))分(?:的|者)?,?(?:为|评为|定为|确定为|是)(?P<label>\"?[^,;。\"、]{1,10}\"?)"
)
_LABELLED = regex.compile(
    r"^\"?(?P<label>[^\":,;。]{2,14})\"?(?P<whom>[^:,;。]{0,8}):(?=[^;。]{0,12}总分)(?P<rest>.+)$"
)
_PREDICATE = regex.compile(
    r"(?P<node>[一-龥]{2,20}?)(?:得分)?(?:均)?(?:(?P<op>不低于|不少于|达到|高于|超过)(?P<num>\d{1,4}(?:\.\d)?)分(?:以上)?|(?P<num>\d{1,4}(?:\.\d)?)分(?P<word>及?以上))"
)
_POLICIES: tuple[tuple[str, regex.Pattern[str]], ...] = (
    (
        "precedence",
        regex.compile(
            r"以[本此该](?:标准|办法|细则|方案|规定|表)为准|以(?:本|此|该)?[一-龥]{1,6}?(?:标准|细则|表)为准|(?:按|以)就高原则"
        ),
    ),
    (
        "highest_only",
        regex.compile(
            r"(?:以|按|取|就)最?高(?:级别|级|分|项|档|一级)?(?:的)?(?:一次|一项)?(?:计|加|得|给)?分?|按最高(?:级别|分|项|奖项)"
        ),
    ),
    ("no_double", regex.compile(r"不(?:再|得|予)?重复(?:加分|计分|扣分|计算|得分)|不累(?:计|加)")),
    ("partial_credit", regex.compile(r"部分(?:达标|完成|达到)[^,;。]{0,10}(?:得|计|给)相应分")),
    ("exclusion", regex.compile(r"不(?:计入|纳入|列入)(?:考核|加分|扣分|计分|总分)|名额分配[^,;。]{0,6}除外")),
    ("appeal", regex.compile(r"(?:可|可以|有权|应)?(?:提出|进行)?(?:申诉|申请复核|书面异议)")),
)


_SEVERAL = 3
_TOTAL = regex.compile(r"(?:综合|总|年度考核|考核|最终)(?:得分|成绩|分)(?=[^,;。]{0,4}\d)")


@dataclass(frozen=True)
class Statements:
    """What a stretch of prose says about the whole."""

    formulas: tuple[Formula, ...] = ()
    grades: tuple[Grade, ...] = ()
    policies: tuple[Policy, ...] = ()


def read_prose(text: Text) -> Statements:
    """Return the formulas, grades and policies of a text; none where it cannot be searched in time."""
    try:
        return _statements(text)
    except TimeoutError:
        return Statements()


def _statements(text: Text) -> Statements:
    ground = Ground.of(text)
    formulas: list[Formula] = []
    grades: list[Grade] = []
    found = _formula(ground)
    if found is not None:
        formulas.append(found)
    for start, end in _sentences(ground.folded.text):
        if found is None:
            formulas += _weights(ground, start, end)
        grades += _grades(ground, start, end)
    return Statements(tuple(formulas), tuple(grades), policies_of(ground))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of sentences that are not empty, each with its full stop or semicolon."""
    start = 0
    for stop in _STOP.finditer(text):
        if stop.start() > start:
            yield start, stop.start() + (stop[0] != "\n")
        start = stop.end()
    if start < len(text):
        yield start, len(text)


def _formula(ground: Ground) -> Formula | None:
    match = next(find_all(_FORMULA, ground.folded.text), None)
    if match is None or not regex.search(r"[*+/]", match["expr"]):
        return None
    terms: list[Term] = []
    for term in find_all(_TERM, match["expr"]):
        weight = number(term["weight"])
        name = term["name"] or term["whole"]
        terms.append(Term(name=name, weight=weight / 100 if weight is not None else None))
    text = ground.text(*match.span())
    return Formula(expression=text.text, terms=tuple(terms), at=text.at)


def _weights(ground: Ground, start: int, end: int) -> list[Formula]:
    """Read a sum of weights in words (甲占50%，乙占50%); one share alone is no formula."""
    terms: list[Term] = []
    places: list[int] = []
    for match in find_all(_WEIGHT, ground.folded.text, start, end):
        weight = number(match["weight"])
        if weight is not None:
            terms.append(Term(name=match["name"], weight=weight / 100))
            places += match.span()
    if len(terms) < 2 or sum((term.weight or Decimal(0) for term in terms), Decimal(0)) != 1:
        return []
    text = ground.text(places[0], places[-1])
    return [Formula(expression=text.text, terms=tuple(terms), at=text.at)]


def grades_of(ground: Ground) -> list[Grade]:
    """Return the grades an indicator's cell prints: 综合得分90分及以上为优秀，75分及以上不足90分为良好.

    One bound alone (测试80分以上为合格) speaks of a test in the cell, not of the total: then there is none.
    """
    found = [grade for sentence in _sentences(ground.folded.text) for grade in _grades(ground, *sentence)]
    several = len(found) >= _SEVERAL or (found and any(find_all(_TOTAL, ground.folded.text)))
    return found if several else []


def _grades(ground: Ground, start: int, end: int) -> list[Grade]:
    folded = ground.folded.text
    labelled = _LABELLED.match(folded[start:end], timeout=SECONDS)
    if labelled is not None:
        predicates = tuple(_predicates(ground, start + labelled.start("rest"), end))
        if predicates:
            return [Grade(label=labelled["label"], predicates=predicates, at=ground.anchor(start, end))]
    return [grade for match in find_all(_GRADE, folded, start, end) if (grade := _grade(ground, match))]


def _grade(ground: Ground, match: regex.Match[str]) -> Grade | None:
    at = ground.anchor(*match.span())
    if match["low"]:
        low, high = number(match["low"]), number(match["high"])
        threshold = Threshold(metric="总分", op="in", value=low, value_max=high, closed="[]", unit="分", at=at)
    elif match["under"]:
        threshold = Threshold(metric="总分", op="<", value=number(match["under"]), unit="分", at=at)
    elif match["below"]:
        low, high = number(match["num"]), number(match["below"])
        threshold = Threshold(metric="总分", op="in", value=low, value_max=high, closed="[)", unit="分", at=at)
    else:
        excluded = match["inc"] == "不含"
        above = "上" in match["word"]
        op = (">" if excluded else ">=") if above else ("<" if excluded else "<=")
        threshold = Threshold(metric="总分", op=op, value=number(match["num"]), unit="分", at=at)  # type: ignore[arg-type]  # an Op
    return Grade(label=match["label"].strip('"'), predicates=(Predicate(node="总分", threshold=threshold),), at=at)


def _predicates(ground: Ground, start: int, end: int) -> list[Predicate]:
    found: list[Predicate] = []
    for match in find_all(_PREDICATE, ground.folded.text, start, end):
        op = ">" if match["op"] in {"高于", "超过"} else ">="
        node = match["node"].removeprefix("其中").removesuffix("得分").removesuffix("不")
        at = ground.anchor(*match.span())
        threshold = Threshold(metric=node, op=op, value=number(match["num"]), unit="分", at=at)  # type: ignore[arg-type]  # an Op
        found.append(Predicate(node=node, threshold=threshold))
    return found


def policies_of(ground: Ground) -> tuple[Policy, ...]:
    """Return the rules about rules a text prints (不重复加分, 以最高级别加分, 可申诉)."""
    found: list[Policy] = []
    for kind, pattern in _POLICIES:
        for match in find_all(pattern, ground.folded.text):
            text = ground.text(*match.span())
            found.append(Policy(type=kind, text=text.text, at=text.at))  # type: ignore[arg-type]  # one of the types
    return tuple(sorted(found, key=lambda policy: policy.at.start))
