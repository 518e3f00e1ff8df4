"""From tokens to clauses (分句): each has one effect, what stands before it, and what belongs to it after.

Scoring Chinese puts the effect last: condition, then 扣2分, then the cap or the exception. So an effect closes a
clause; what follows up to the next effect or full stop opens the next one. List marks begin a new item.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import regex

from xize.normalize.tokens import Token

EFFECTS = frozenset(
    {
        "AMOUNT", "AMOUNTS", "ZERO", "FULL", "VETO", "DISCRETION", "FORMULA", "SHARE", "TIMES", "EXEMPT", "REFERENCE",
        "BARE", "TYPO", "GRADED", "TREAT",
    }
)  # fmt: skip
"""Token kinds that close a clause."""

_DEEMED = frozenset({"reference.treat-as", "reference.deemed"})
"""Effects that in a bracket only say what counts as the failing: 每少一部（不通的视同缺少）."""

_STOPS = frozenset({"HARD", "MARK", "OPEN", "CLOSE"})
_UNITS = frozenset({"EACH", "ONE", "FOUND", "LACK"})
_SEPARATORS = frozenset({"COMMA", "PAUSE", "COLON"})
_EXCEPTION = regex.compile(
    r"除外|不含|不包括|不包含|不计|例外|申诉|不在此限|免予|无需|不受|计算在内|正当理由|以.{1,12}为准"
)
_GRADE = regex.compile(
    r"(?:优秀?|良好?|中等?|一般|(?:基本|不)?合格|(?:基本|不)?称职|较?差|好|达标|[A-E甲乙丙一二三]级?)(?:等次|等级|档)?$"
)
_PRINTED = EFFECTS - {"BARE", "REFERENCE", "TYPO", "EXEMPT"}
_TITLE = regex.compile(r"(?:(?![未不无没的每])[一-龥A-Za-z“”]){2,16}")
_LIMIT_WORDS = regex.compile(r"^(?:以上|上述|前述|本条|各项|合计|累计|总|以上各项)")


@dataclass(frozen=True)
class Clause:
    """One effect with its surroundings.

    `region` are the tokens before the effect, separators trimmed; `context` the tokens of the sentence before where the
    region is empty. `aside` is set inside brackets. `item` counts list items of the cell, `sentence` its sentences.
    """

    region: tuple[Token, ...]
    effect: Token
    caps: tuple[Token, ...] = ()
    rounding: Token | None = None
    exceptions: tuple[Token, ...] = ()
    context: tuple[Token, ...] = ()
    item: int = 0
    sentence: int = 0
    aside: bool = False
    end: int = 0

    @property
    def start(self) -> int:
        """Where the clause begins in the folded text."""
        return min(self.region[0].start, self.effect.start) if self.region else self.effect.start


@dataclass(frozen=True)
class LooseCap:
    """A cap that stands by itself: 上述扣分项目相加不高于20分; `region` is what stands before it in its sentence."""

    token: Token
    region: tuple[Token, ...]
    item: int
    sentence: int


@dataclass
class Cell:
    """The clauses of one text, in order, the caps that stand alone, and points of headed parts (办结情况（6分）：)."""

    clauses: list[Clause] = field(default_factory=list)
    budgets: list[Token] = field(default_factory=list)
    caps: list[LooseCap] = field(default_factory=list)


def flatten(tokens: tuple[Token, ...]) -> Iterator[Token]:
    """Yield tokens with bracketed asides that score opened up between OPEN and CLOSE."""
    scale = _scale(tokens)
    for index, token in enumerate(tokens):
        if token.name == "bare.points" and _named(tokens[max(index - 1, 0) : index + 2]):
            yield token._replace(kind="BUDGET")
            continue
        if token.kind != "PAREN" or not _scores(token) or index in scale:
            yield _counted(token) or token
            continue
        if _only_amount(token):
            # 成立专班（1分）： the bracket is how the amount is written; before a colon it heads a part.
            headed = _heads(tokens, index)
            amount = token.inner[0]
            yield Token(
                "BUDGET" if headed else "BARE",
                amount.start,
                amount.end,
                amount.text,
                amount.name if amount.name == "bare.printed" else "bare.aside",
                amount.values,
                amount.spans,
            )
            continue
        yield Token("OPEN", token.start, token.start + 1, "(")
        yield from flatten(token.inner)
        yield Token("CLOSE", token.end - 1, token.end, ")")


def _heads(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether an amount in brackets is what a headed part is worth: 办结情况（6分）：…; 排水(15分)适时开沟…扣1分."""
    after = tokens[index + 1].kind if index + 1 < len(tokens) else ""
    if after == "COLON":
        return True
    stopped = after == "HARD" and tokens[index + 1].text in "。\n"
    if not (stopped or after == "TEXT") or not _titled(tokens, index):
        return False
    for token in tokens[index + 1 :]:
        if token.kind == "MARK" or (token.kind == "PAREN" and _only_amount(token)):
            return False
        if token.kind in _PRINTED or (token.kind == "PAREN" and _scores(token)):
            return True
    return False


def _titled(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether nothing but a title stands before a token, from where its item begins."""
    start = index
    while start and tokens[start - 1].kind not in _STOPS:
        start -= 1
    title = "".join(token.text for token in tokens[start:index])
    plain = all(token.kind in {"TEXT", "WORD"} for token in tokens[start:index])
    return plain and _TITLE.fullmatch(title) is not None and (start == 0 or tokens[start - 1].text != ";")


def _only_amount(token: Token) -> bool:
    return len(token.inner) == 1 and token.inner[0].kind == "BARE"


def _named(around: tuple[Token, ...]) -> bool:
    """Whether a bare amount stands between the name of a part and a colon: 卫生清扫10分：地面不洁扣2分."""
    return [token.kind for token in around][::2] == ["TEXT", "COLON"] and not around[0].text.endswith("的")


def _counted(token: Token) -> Token | None:
    """Return the unit phrase that is all a bracket holds: 不按要求喂药（每次）3分, 扣1分（每处）."""
    return token.inner[0] if len(token.inner) == 1 and token.inner[0].kind == "EACH" else None


def _scale(tokens: tuple[Token, ...]) -> frozenset[int]:
    """Return the brackets that say what score makes a grade, and award nothing: 优（90分及以上）、良（75-89分）."""
    named = [
        index
        for index in range(1, len(tokens))
        if tokens[index].kind == "PAREN" and tokens[index].inner and _GRADE.search(tokens[index - 1].text)
    ]
    bounds = [token for index in named for token in tokens[index].inner if token.kind == "THRESHOLD"]
    return frozenset(named) if any(token.values.get("unit") == "分" for token in bounds) else frozenset()


def _scores(token: Token) -> bool:
    return any(
        (inner.kind in EFFECTS and inner.name not in _DEEMED)
        or inner.kind == "CAP"
        or (inner.kind == "PAREN" and _scores(inner))
        for inner in token.inner
    )


def split(tokens: tuple[Token, ...]) -> Cell:
    """Split the tokens of one text into clauses."""
    return _Splitter(list(flatten(tokens))).run()


class _Splitter:
    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.cell = Cell()
        self.item = 0
        self.sentence = 0
        self.depth = 0
        self.context: tuple[Token, ...] = ()

    def run(self) -> Cell:
        start = position = 0
        while position < len(self.tokens):
            token = self.tokens[position]
            if token.kind in _STOPS:
                region = _trim(self.tokens[start:position])
                if region:
                    self.context = region
                self._count(token)
                position += 1
                start = position
            elif (told := self._told_after(start, position)) > position:
                position = start = self._leading(position, told)
            elif token.kind in EFFECTS:
                position = start = self._clause(start, position)
            elif token.kind == "ROUND" and self._rounds(start, position):
                clause = self.cell.clauses.pop()
                self.cell.clauses.append(replace(clause, rounding=token, end=token.end))
                position += 1
                start = position
            elif token.kind == "BUDGET":
                self.cell.budgets.append(token)
                position += 1
                start = position
            elif token.kind == "CAP":
                region = _trim(self.tokens[start:position])
                self.cell.caps.append(LooseCap(token, region, self.item, self.sentence))
                position += 1
                start = position
            else:
                position += 1
        return self.cell

    def _rounds(self, start: int, position: int) -> bool:
        """Whether a rounding stands in a sentence of its own right after a clause (…扣1分。不足1%的按插入法计算)."""
        alone = not _trim(self.tokens[start:position]) and bool(self.cell.clauses)
        return alone and self.cell.clauses[-1].rounding is None and self.cell.clauses[-1].item == self.item

    def _alone(self, position: int) -> bool:
        """Whether a unit phrase was all of a bracket, right after an amount: its bracket is skipped."""
        before, token = self.tokens[position - 1], self.tokens[position]
        bracketed = before.kind == "BARE" and before.name in {"bare.aside", "bare.printed"}
        return before.kind in EFFECTS and not bracketed and token.start == before.end + 1

    def _count(self, token: Token) -> None:
        if token.kind == "MARK":
            self.item += 1
            self.sentence += 1
            self.context = ()
        elif token.kind == "HARD":
            self.sentence += 1
        elif token.kind == "OPEN":
            self.depth += 1
        elif token.kind == "CLOSE":
            self.depth -= 1

    def _told_after(self, start: int, position: int) -> int:
        """Return where the sentence ends that says after a colon what the amount is for (扣2分：未公示；), else 0."""
        colon = position + 1 < len(self.tokens) and self.tokens[position + 1].kind == "COLON"
        if self.tokens[position].kind != "AMOUNT" or not colon or _trim(self.tokens[start:position]):
            return 0
        end = position + 2
        while end < len(self.tokens) and self.tokens[end].kind not in _STOPS:
            if self.tokens[end].kind in EFFECTS or self.tokens[end].kind in {"CAP", "BUDGET"}:
                return 0
            end += 1
        return end if _trim(self.tokens[position + 2 : end]) else 0

    def _leading(self, position: int, end: int) -> int:
        """Add the clause whose effect stands before what it is for; return where the next may begin."""
        region = _trim(self.tokens[position + 2 : end])
        self.cell.clauses.append(
            Clause(
                region=region, effect=self.tokens[position], item=self.item, sentence=self.sentence,
                aside=self.depth > 0, end=region[-1].end,
            )
        )  # fmt: skip
        return end

    def _clause(self, start: int, position: int) -> int:
        """Add the clause whose effect stands at `position`; return where the next may begin."""
        effect = self.tokens[position]
        region = _trim(self.tokens[start:position])
        if self.depth and region and all(token.kind in _UNITS for token in region):
            region = (*self.context, *region)  # 被子不整齐（每人次扣5分）: what it is for stands before the bracket
        caps: list[Token] = []
        exceptions = [token for token in region if token.kind == "PAREN" and _EXCEPTION.search(token.text)]
        rounding = next((token for token in region if token.kind == "ROUND"), None)
        after, end = position + 1, effect.end
        while after < len(self.tokens):
            skip = after + 1 if self.tokens[after].kind in {"COMMA", "PAUSE"} else after
            following = self.tokens[skip] if skip < len(self.tokens) else None
            if following is None:
                break
            if (following.kind == "CAP" and not _LIMIT_WORDS.match(following.text)) or (
                following.kind == "CAP" and following.text.startswith(("累计", "合计"))
            ):
                caps.append(following)
            elif following.kind == "ROUND" and rounding is None:
                rounding = following
            elif rounding is None and skip == after and (inner := _part_of_unit(following)) is not None:
                rounding = inner
            elif following.kind == "PAREN" and skip == after:
                exceptions.append(following)
            elif following.kind == "EACH" and self._alone(skip):
                region = (*region, following)
            else:
                break
            after, end = skip + 1, following.end
        self.cell.clauses.append(
            Clause(
                region=region,
                effect=effect,
                caps=tuple(caps),
                rounding=rounding,
                exceptions=tuple(exceptions),
                context=() if region else self.context,
                item=self.item,
                sentence=self.sentence,
                aside=self.depth > 0,
                end=end,
            )
        )
        return after


def _part_of_unit(token: Token) -> Token | None:
    """Return what an aside says of a part of a unit, and of nothing else: （不足1%的按1%计算）."""
    told = [inner for inner in token.inner if inner.kind not in _SEPARATORS]
    return told[0] if len(told) == 1 and told[0].kind == "ROUND" else None


def _trim(tokens: list[Token]) -> tuple[Token, ...]:
    start, end = 0, len(tokens)
    while start < end and tokens[start].kind in _SEPARATORS:
        start += 1
    while end > start and tokens[end - 1].kind in _SEPARATORS:
        end -= 1
    return tuple(tokens[start:end])
