"""What every kind of rule is built from: condition, threshold, cap, sign, target, and their places (规则要素)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import regex

from xize.model.anchor import Text
from xize.model.quantity import Cap, Condition, Threshold
from xize.model.rule import Rule, Sign
from xize.normalize.clauses import Clause
from xize.normalize.ground import Ground
from xize.normalize.looked_at import situated
from xize.normalize.match import Match
from xize.normalize.requirement import decisive
from xize.normalize.thresholds import measured, number
from xize.normalize.tokens import Token

DEDUCT = frozenset({"扣", "减", "扣除", "扣减", "罚", "减去"})
_TARGET = regex.compile(r"(?:从|在)([^,;。\d]{2,15}?)(?:得分)?(?:中|里|内)$")
_WHOM = regex.compile(r"扣(?:除|减)?((?:相关责任|责任|相关|主要)?(?:部门|单位|领导|个人|当事人|科室)(?:绩效)?)")
_TAIL = regex.compile(r"(?:的|(?<!否)则|即|,|:|、|并|且|可|(?<![响适反效相供对感呼照])应|予以|将|一律|的情况下)+$")
_GRADED_FIRST = regex.compile(r"[^\d得计记加扣]{1,8}?((?:得|计|记|加|扣)?(?:\d[\d.\-~]*[分%]?|[满全]分))")
_FAILING = regex.compile(r"[未没无缺漏违错]|不(?!断|得|同|仅|少于|低于)")
_REQUIRED = regex.compile(r"要|应|须|坚持|做好|做到|认真|严格|加强|确保|积极|按时|及时|按规定|负责")
_SEEN = frozenset({"发现", "发生", "出现", "存在", "有", "查出"})
_MERE = regex.compile(
    r"(?:有|发现|发生|出现|存在|查出|查实|查处|新|再|又|少|缺|缺少|未完成|欠|短少|超|超过|超出|多|高|高于|低|低于|差|升|降|上升|下降"
    r"|提高|提升|降低|增|减|增加|减少|新增|增长|上浮|下浮|完成|涉及|满)*(?:了)?"
)


@dataclass(frozen=True)
class Reading:
    """A rule as read, and what about it is open. `asks` names ambiguities of this one statement."""

    rule: Rule
    match: Match
    asks: tuple[str, ...] = ()
    note: str = ""
    head: Text | None = None
    extra: tuple[Threshold, ...] = field(default=())

    def with_rule(self, **changes: Any) -> Reading:
        """Return the reading with fields of its rule replaced."""
        return replace(self, rule=self.rule.model_copy(update=changes))

    def with_rule_of(self, rule: Rule) -> Reading:
        """Return the reading with another rule, of whatever kind."""
        return replace(self, rule=rule)


@dataclass(frozen=True)
class Parts:
    """What every kind of rule is built from; `region` is what its clause stands on, without what was looked at."""

    ground: Ground
    clause: Clause
    region: tuple[Token, ...]
    common: dict[str, Any]
    thresholds: tuple[tuple[int, Threshold], ...]


def sign_of(token: Token) -> Sign:
    """Return the sign an effect token prints; "0" where it prints none."""
    if token.values.get("deduct"):
        return "-"
    if token.values.get("award"):
        return "+"
    verb = token.values.get("verb", "")
    if not verb:
        return "0"
    return "-" if verb in DEDUCT or verb.startswith(("扣", "减", "递减")) else "+"


def amounts_of(token: Token) -> tuple[Decimal | None, Decimal | None]:
    """Return the amount an effect token prints, and the upper end where it prints a range."""
    low, high = number(token.values.get("num")), number(token.values.get("num2"))
    if low is not None and high is not None and high < low:
        low, high = high, low
    return low, high


def parts_of(found: Match, ground: Ground) -> Parts:
    """Return what the rule of a matched clause is built from, whatever its kind."""
    clause = found.clause
    region = clause.region or clause.context
    start = min(region[0].start, clause.effect.start) if region else clause.effect.start
    at = ground.anchor(start, clause.end)
    stands_on = situated(clause, sign_of(clause.effect))
    thresholds = measured(stands_on, ground)
    besides = _besides(found)
    common: dict[str, Any] = {
        "id": "",
        "sign": _sign(found),
        "points_at": ground.anchor(*_effect_span(clause.effect)),
        "condition": condition_of(
            tuple(token for token in stands_on if token not in besides),
            ground,
            counted=found.pattern.kind not in _WHOLES,
        ),
        "threshold": decisive(thresholds, stands_on, _sign(found)),
        "quote": ground.quote(start, clause.end),
        "at": at,
        "exceptions": tuple(ground.text(token.start, token.end) for token in (*besides, *clause.exceptions)),
        "pattern": found.pattern.name,
        "target": _target(clause),
        "cap": _cap(clause, ground),
    }
    return Parts(ground, clause, stands_on, common, thresholds)


def _besides(found: Match) -> tuple[Token, ...]:
    """Return the exceptions before a failing (除不可抗力外); of an award 除…外 says what comes first."""
    if _sign(found) == "+":
        return ()
    return tuple(token for token in found.clause.region if token.kind == "EXCEPT")


def _effect_span(token: Token) -> tuple[int, int]:
    """Return where the effect phrase stands: verb and amount, without the unit after a slash (扣0.2分/次)."""
    if token.kind == "GRADED":
        first = _GRADED_FIRST.match(token.text)
        return (token.start + first.start(1), token.start + first.end(1)) if first else (token.start, token.end)
    start = token.end - len(token.text.lstrip(",、"))
    if "how" in token.spans:
        start = token.spans["how"][1]  # 视情节轻重扣1-5分
    slash = token.spans.get("slash")
    if slash is None or slash[0] < token.spans["num"][0]:  # 按每处0.3分扣 prints the unit before the amount
        return start, token.end
    before = token.text[: slash[0] - token.start]
    return start, token.start + len(before.rstrip("/每"))


def _sign(found: Match) -> Sign:
    if found.pattern.kind in {"zero", "veto", "reference", "formula"}:
        verb = found.clause.effect.values.get("verb", "")
        return "0" if found.pattern.kind != "formula" or not verb else ("-" if verb in DEDUCT else "+")
    return "+" if found.pattern.kind == "full" else sign_of(found.clause.effect)


def _target(clause: Clause) -> str:
    if clause.effect.values.get("whom"):
        return clause.effect.values["whom"]
    whom = _WHOM.search(clause.effect.text)
    if whom:
        return whom[1]
    if clause.region and clause.region[-1].kind == "TEXT" and clause.effect.kind in {"AMOUNT", "DISCRETION"}:
        place = _TARGET.search(clause.region[-1].text)
        if place:
            return "total" if place[1] in {"总分", "总成绩", "年终总分", "考核总分"} else place[1]
    return "indicator"


def _cap(clause: Clause, ground: Ground) -> Cap | None:
    return next((cap_of(token, ground) for token in clause.caps if token.name != "cap.unlimited"), None)


def cap_of(token: Token, ground: Ground) -> Cap | None:
    """Return the cap a token prints, or None where its number cannot be read."""
    at = ground.anchor(token.start, token.end)
    if token.name in {"cap.until-done", "cap.own-points"}:
        return Cap(value="indicator", origin="printed", at=at)
    value = number(token.values.get("num"))
    if value == 0:
        return Cap(value="indicator", origin="printed", at=at)  # 扣至0分为止
    return None if value is None else Cap(value=value, origin="printed", at=at)


def condition_of(region: tuple[Token, ...], ground: Ground, *, counted: bool = True) -> Condition | None:
    """Return the condition a region prints, without the unit phrase at its ends and the particles after it.

    Where nothing is counted (缺一项即不得分) the unit phrase is what must happen, and stays.
    """
    tokens = list(region)
    while tokens and tokens[0].kind == "COMMA":
        tokens.pop(0)
    around = _AROUND if counted else _AROUND - _UNITS
    while tokens and tokens[-1].kind in around and not _tells(tokens[-1]):
        tokens.pop()
    if (
        counted
        and len(tokens) > 1
        and tokens[0].kind in {"EACH", "FOUND"}
        and tokens[0].values.get("mod", "发现") in _SEEN
    ):
        tokens = tokens[2:] if tokens[1].kind == "COMMA" else tokens[1:]
    if not tokens:
        return None
    start, end = tokens[0].start, tokens[-1].end
    folded = ground.folded.text
    end -= len(folded[start:end]) - len(_TAIL.sub("", folded[start:end]))
    if end <= start:
        return None
    text = ground.text(start, end)
    kinds = {token.kind for token in tokens}
    connective: Any = None if _loose(tokens) else "all" if "AND" in kinds else "any" if "OR" in kinds else None
    parts = members_of(tokens if connective != "any" else _from_failing(tokens), end, ground) if connective else ()
    return Condition(
        text=text.text,
        at=text.at,
        connective=connective if len(parts) > 1 else None,
        parts=parts if len(parts) > 1 else (),
    )


_WHOLES = frozenset({"zero", "full", "veto"})
_AROUND = frozenset({"EACH", "FOUND", "ONE", "DIST", "COMMA", "COLON", "BASE", "PAREN", "LACK"})
_UNITS = frozenset({"EACH", "FOUND", "ONE", "LACK"})


def _tells(token: Token) -> bool:
    """Whether a unit phrase says what must happen, too: 每迟到一次, 少开展1次, 发现漏检1名; 每发现1例 does not."""
    if token.name == "one.of-noun":
        return True  # 迟交1次报表
    return bool(token.values.get("what")) or not _MERE.fullmatch(token.values.get("mod", ""))


def _loose(tokens: list[Token]) -> bool:
    """Whether the parts of a compound cannot be told by its connectives: 现场检查或询问，未落实的; …，否则."""
    kinds = [token.kind for token in tokens]
    if "OTHERWISE" in kinds:
        return True
    if "OR" in kinds and "COMMA" in kinds[kinds.index("OR") :]:
        return True
    # 同时检查底册和票据，每发现一户漏管户: what joins stands in what is required, before what is counted.
    last = max((place for place, kind in enumerate(kinds) if kind == "COMMA"), default=-1)
    counted = any(token.kind in _UNITS for token in tokens[last + 1 :]) and len(tokens) > last + 2
    required = last > 0 and not any(_FAILING.search(token.text) for token in tokens[:last])
    return counted and required and not {"OR", "AND"} & set(kinds[last:])


def _from_failing(tokens: list[Token]) -> list[Token]:
    """Return the tokens of an alternative without what is required before it: 要认真打扫，不打扫或打扫不净的."""
    last = max((place for place, token in enumerate(tokens) if token.kind == "COMMA"), default=-1)
    before, after = "".join(t.text for t in tokens[: last + 1]), "".join(t.text for t in tokens[last + 1 :])
    required = _REQUIRED.search(before) is not None and _FAILING.search(before) is None
    return tokens[last + 1 :] if required and _FAILING.search(after) else tokens


def members_of(
    tokens: list[Token], end: int, ground: Ground, marks: frozenset[str] = frozenset({"OR", "AND", "COMMA"})
) -> tuple[Text, ...]:
    """Return the members of a compound, cut at its connectives; adverbs of the first member are not repeated."""
    found: list[Text] = []
    start = tokens[0].start
    for token in [*tokens, Token("OR", end, end, "")]:
        if token.kind not in marks:
            continue
        stop = token.start
        piece = ground.folded.text[start:stop]
        stop -= len(piece) - len(_TAIL.sub("", piece))
        if stop > start:
            found.append(ground.text(start, stop))
        start = token.end
    return tuple(found)
