"""Tiers whose amounts are printed as a list (档次): 国家、省、市、县分别扣5、3、2、1分; 低于80%、70%的分别扣1、2分."""

from __future__ import annotations

from decimal import Decimal

import regex

from xize.model.quantity import Threshold
from xize.model.rule import Band, Rank, Sign
from xize.normalize.clauses import Clause
from xize.normalize.ground import Ground
from xize.normalize.thresholds import boundaries, metric_before, number
from xize.normalize.tokens import Token

_NUMBER = regex.compile(r"\d{1,9}(?:\.\d{1,4})?|[零一二两三四五六七八九十]{1,4}")
_GRADES = r"优秀|优良|优|良好|良|中等|中|一般|基本合格|合格|不合格|较好|较差|差|好|[A-E]等?"
_GRADE = regex.compile(rf"(?:[^、,]{{0,20}}?(?:按照?|为|达到))?(?P<grade>{_GRADES})(?:等次|等级|档次|等|级|档)?")
_GRADED = regex.compile(
    rf"(?P<grade>{_GRADES})(?:等次|等级|档次|等|级|档)?(?:的|者)?,?"
    r"(?P<effect>(?:得|计|记|加|扣|为|:)?(?:(?P<share>\d{1,3}(?:\.\d)?)%(?:的?(?:分值?|分数))?|(?P<full>满分|全分)|(?P<num>\d{1,9}(?:\.\d{1,4})?)(?:分?[-~至到](?P<num2>\d{1,9}(?:\.\d{1,4})?))?分?(?P<below>及?以下)?|(?P<none>不得分)))"
)
_NAME = regex.compile(r"[^、,/和及或]{1,12}")


def bands(clause: Clause, ground: Ground, by: str, sign: Sign) -> tuple[Band, ...]:
    """Return the bands a clause prints, one an amount; empty where amounts and names do not pair up."""
    amounts = _amounts(clause.effect, ground)
    index, token = next(
        ((index, token) for index, token in reversed(list(enumerate(clause.region))) if token.kind == _KIND.get(by)),
        (-1, None),
    )
    match by:
        case "rank":
            return _ranked(token, amounts, ground, sign) if token else ()
        case "threshold":
            return _thresholds(clause, index, amounts, ground) if token else ()
        case "level" | "grade":
            return _named(token, amounts, ground, by) if token else ()
        case _:
            return _listed(clause, amounts, ground)


_KIND = {"level": "LEVELS", "grade": "GRADES", "rank": "RANKS", "threshold": "THRESHOLD"}
_Amount = tuple[Decimal, int, int]


def _amounts(token: Token, ground: Ground) -> list[_Amount]:
    if "num2" in token.values:
        return _run(token)
    if "list" not in token.spans:
        value = number(token.values.get("num"))
        return [] if value is None else [(value, token.start, token.end)]
    start, end = token.spans["list"]
    found: list[_Amount] = []
    for match in _NUMBER.finditer(ground.folded.text, start, end):
        value = number(match[0])
        if value is not None:
            found.append((value, match.start(), match.end()))
    return found


def _run(token: Token) -> list[_Amount]:
    """Return the amounts of 加3－1分, one for each whole number from the first to the last."""
    first, last = number(token.values["num"]), number(token.values["num2"])
    if first is None or last is None or first % 1 or last % 1 or abs(first - last) > 9:
        return []
    step = 1 if last > first else -1
    return [(Decimal(value), token.start, token.end) for value in range(int(first), int(last) + step, step)]


def graded_bands(token: Token, ground: Ground) -> tuple[Band, ...]:
    """Return the bands of a list of grades with their amounts: 优4分、良3分、一般1-2分、差0分."""
    made: list[Band] = []
    for match in _GRADED.finditer(token.text):
        low, high = number(match["num"]), number(match["num2"])
        at = ground.anchor(token.start + match.start("grade"), token.start + match.end("grade"))
        points_at = ground.anchor(token.start + match.start("effect"), token.start + match.end("effect"))
        if match["below"] and high is None:
            low, high = Decimal(0), low  # 差60分以下: the assessor gives no more than that
        points = Decimal(0) if match["none"] else low
        share = Decimal(1) if match["full"] else number(match["share"])
        share = share / 100 if match["share"] and share is not None else share
        grade = match["grade"]
        made.append(Band(grade=grade, points=points, points_max=high, share=share, points_at=points_at, at=at))
    return tuple(made)


def _named(token: Token, amounts: list[_Amount], ground: Ground, by: str) -> tuple[Band, ...]:
    places = [(match.start() + token.start, match.end() + token.start) for match in _NAME.finditer(token.text)]
    if len(places) != len(amounts):
        return ()
    made: list[Band] = []
    last = ground.quote(*places[-1])
    ending = last[1:] if by == "grade" and last.endswith("奖") else ""
    for (start, end), (points, low, high) in zip(places, amounts, strict=True):
        name = ground.quote(start, end)
        name = name if name.endswith("奖") else name + ending
        made.append(
            Band(
                level=name if by == "level" else None,
                grade=name if by == "grade" else None,
                points=points,
                points_at=ground.anchor(low, high),
                at=ground.anchor(start, end),
            )
        )
    return tuple(made)


def ranks_of(token: Token) -> tuple[Rank, ...]:
    """Return the places of a ranking a token prints: 倒数第二、三位 is 2..3 from the bottom."""
    values = token.values
    end = "bottom" if values.get("bottom") or values.get("last") else "top"
    if "list" not in values:
        return (Rank(first=1, last=1, end="bottom" if token.text.startswith("末") else "top"),)
    found = [number(match[0]) for match in _NUMBER.finditer(values["list"])]
    places = [int(value) for value in found if value is not None and value >= 1]
    if not places:
        return ()
    if values["list"].startswith("第"):
        first, last = min(places), max(places)
        if last - first + 1 == len(places) or regex.search(r"[至到~-]", values["list"]):
            return (Rank(first=first, last=last, end=end),)  # type: ignore[arg-type]  # one of the two
        return tuple(Rank(first=place, last=place, end=end) for place in places)  # type: ignore[arg-type]  # as above
    return (Rank(first=1, last=places[0], end=end),)  # type: ignore[arg-type]  # as above


def _ranked(token: Token, amounts: list[_Amount], ground: Ground, sign: Sign) -> tuple[Band, ...]:
    ranks = ranks_of(token)
    at = ground.anchor(token.start, token.end)
    if len(amounts) == 1 and len(ranks) == 1:
        value, low, high = amounts[0]
        return (Band(rank=ranks[0], points=value, points_at=ground.anchor(low, high), at=at),)
    if len(ranks) == 1 and ranks[0].last is not None and ranks[0].last - ranks[0].first + 1 == len(amounts):
        # 前三名分别加3、2、1分: the first amount goes to the first place of that end of the list.
        rank = ranks[0]
        if (
            rank.end == "bottom"
            and sign == "-"
            and not token.values["list"].startswith("第")
            and [amount[0] for amount in amounts] == sorted(amount[0] for amount in amounts)
        ):
            # 后三名分别扣1、2、3分: printed from the top down, so that the last place loses most.
            amounts = amounts[::-1]
        return tuple(
            Band(
                rank=Rank(first=rank.first + offset, last=rank.first + offset, end=rank.end),
                points=value, points_at=ground.anchor(low, high), at=at,
            )
            for offset, (value, low, high) in enumerate(amounts)
        )  # fmt: skip
    if len(ranks) == len(amounts):
        return tuple(
            Band(rank=rank, points=value, points_at=ground.anchor(low, high), at=at)
            for rank, (value, low, high) in zip(ranks, amounts, strict=True)
        )
    return ()


def _thresholds(clause: Clause, index: int, amounts: list[_Amount], ground: Ground) -> tuple[Band, ...]:
    """Read 低于80%、70%、60%的: one boundary word, several numbers."""
    first = next(i for i, token in enumerate(clause.region) if token.kind == "THRESHOLD")
    token, last = clause.region[first], clause.region[-1]
    word = token.values.get("word")
    op = boundaries().prefix.get(token.values.get("neg", "") + word) if word else None
    if op is None or "num" not in token.spans:
        return ()
    metric, unit = metric_before(clause.region, first), token.values.get("unit")
    places = [
        match.span()
        for match in _NUMBER.finditer(ground.folded.text, token.spans["num"][0], last.end)
        if match[0][0].isdigit()
    ]
    if len(places) != len(amounts):
        return ()
    made: list[Band] = []
    for (start, end), (points, low, high) in zip(places, amounts, strict=True):
        at = ground.anchor(start, end)
        threshold = Threshold(metric=metric, op=op, value=number(ground.folded.text[start:end]), unit=unit, at=at)
        made.append(Band(threshold=threshold, points=points, points_at=ground.anchor(low, high), at=at))
    return tuple(made)


def _listed(clause: Clause, amounts: list[_Amount], ground: Ground) -> tuple[Band, ...]:
    """Read 未参会、迟到、早退的分别扣3、2、1分: as many words as amounts."""
    tokens = [token for token in clause.region if token.kind not in {"DIST", "EACH"}]
    if not tokens:
        return ()
    pieces: list[tuple[int, int]] = []
    start = tokens[0].start
    for token in [*tokens, None]:
        if token is not None and token.kind not in {"PAUSE", "COMMA", "OR"}:
            continue
        end = token.start if token is not None else tokens[-1].end
        while end > start and ground.folded.text[end - 1] in "的,、:":
            end -= 1
        if end > start:
            pieces.append((start, end))
        start = token.end if token is not None else end
    if len(pieces) != len(amounts):
        return ()
    grades = [_GRADE.fullmatch(ground.folded.text, low, high) for low, high in pieces]
    graded = all(grades)
    return tuple(
        Band(
            label=None if graded else ground.quote(low, high),
            grade=ground.quote(*grade.span("grade")) if graded and grade is not None else None,
            points=points,
            points_at=ground.anchor(begin, stop),
            at=ground.anchor(*grade.span("grade")) if graded and grade is not None else ground.anchor(low, high),
        )
        for grade, (low, high), (points, begin, stop) in zip(grades, pieces, amounts, strict=True)
    )
