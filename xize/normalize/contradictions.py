"""A table and its elaboration (操作细则) that say one thing differently: which of the two holds, asked or settled.

Every contradiction is a question of its own, all of one batch, for which of the two goes before is a convention of the
document. Where a sentence of the document says it, nothing is asked. Until it is answered the table's sentence stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import regex

from xize.model.anchor import Anchor
from xize.model.indicator import Indicator
from xize.model.question import Candidate
from xize.model.rubric import DraftRubric
from xize.model.rule import Rule
from xize.model.statement import Policy
from xize.normalize.ask import Ask
from xize.normalize.counterpart import Pair, contradict, pairs
from xize.normalize.fold import fold_key
from xize.normalize.mode import mode_of
from xize.normalize.questions import Asker, words

Side = Literal["table", "elaboration"]

_SHOWN = 60
"""Characters of a sentence quoted in a reading: its beginning and its end, where the amount is."""

_REACH = 300
"""Characters around 以…为准 that are looked at for what it is about."""

_FIRST = regex.compile(r"以(?P<own>本|此|该)?(?P<what>[一-龥]{0,8}?(?:标准|表|细则|办法|方案|规定))为准")
_SENTENCE_END = "。;；\n\t"
_DIFFERS = ("不一致", "不符", "不相符", "冲突", "抵触", "矛盾", "不同", "出入")


@dataclass(frozen=True)
class _Precedence:
    side: Side
    sentence: str


def settle_or_ask(body: DraftRubric, texts: Mapping[str, str], asker: Asker) -> DraftRubric:
    """Ask of every contradiction between table and elaboration which one holds, or let the document say it.

    Args:
        body: the rubric with its rules and policies.
        texts: the linear text of each source.
        asker: collects the questions.
    """
    found = [pair for pair in pairs(body.walk()) if contradict(pair)]
    if not found:
        return body
    said = _precedence(body.policies, texts)
    changed = {pair.table.id: _settled(pair, said, asker) for pair in found}

    def node(item: Indicator) -> Indicator:
        rules = tuple(changed.get(rule.id, rule) for rule in item.rules)
        made = item.model_copy(update={"rules": rules, "children": tuple(map(node, item.children))})
        return made if rules == item.rules else made.model_copy(update={"mode": mode_of(made)})

    sheets = tuple(sheet.model_copy(update={"indicators": tuple(map(node, sheet.indicators))}) for sheet in body.sheets)
    return body.model_copy(update={"sheets": sheets})


def side_of(sentence: str) -> Side | None:
    """Return which side a sentence puts first (表与细则不一致的，以操作细则为准), None where it is of something else.

    A sentence about earlier or other papers (与之前文件不一致的，以本标准为准) says nothing of the two; nor does
    以本细则为准 where the document calls itself so.
    """
    folded = fold_key(sentence)
    match = _FIRST.search(folded, timeout=1.0)
    if match is None:
        return None
    what, own, before = match["what"], match["own"], folded[: match.start()]
    if what.endswith("细则"):
        beside = any(word in before for word in ("表", "标准", "指标"))
        return "elaboration" if beside or (own is None and what.startswith(("操作", "实施"))) else None
    if "细则" in before:
        return "table"
    bare = own is not None and what.endswith(("标准", "表")) and not any(word in before for word in _DIFFERS)
    return "table" if bare else None


def _sentence(text: str, at: Anchor) -> str:
    """Return the sentence of a text that holds a place, as far as it is near."""
    first, last = max(at.start - _REACH, 0), at.end + _REACH
    start = max(text.rfind(mark, first, at.start) for mark in _SENTENCE_END) + 1
    ends = [found for mark in _SENTENCE_END if (found := text.find(mark, at.end, last)) >= 0]
    return text[max(start, first) : min(ends, default=last)]


def _precedence(policies: Iterable[Policy], texts: Mapping[str, str]) -> _Precedence | None:
    """Return the one side the document puts first; None where it does not say, or says both."""
    found: list[_Precedence] = []
    for policy in policies:
        sentence = _sentence(texts[policy.at.source], policy.at)
        side = side_of(sentence) if policy.type == "precedence" else None
        if side is not None:
            found.append(_Precedence(side, _line(sentence)))
    return found[0] if len({item.side for item in found}) == 1 else None


def _settled(pair: Pair, said: _Precedence | None, asker: Asker) -> Rule:
    """Return the rule that stands in the table's place: with a question, or with the sentence that settles it."""
    table, entry = pair.table, pair.entry
    if said is not None and said.side == "table":
        return table.model_copy(update={"evidence": words("why.table_printed", quote=said.sentence)})
    if said is not None and not table.open and not entry.open:
        evidence = words("why.elaboration_printed", quote=said.sentence)
        return entry.model_copy(update={"id": table.id, "group": table.group, "evidence": evidence})
    suggested, reason = _suggestion(pair, said)
    question = asker.add(
        Ask("table-elaboration", (0,), suggested=suggested, reason=""), (table,),
        (_candidate("table", table), _candidate("elaboration", entry)),
        indicator=pair.node.id, context=pair.node.title, points=pair.node.points, targets=(table.id, entry.id),
        why=reason,
    )  # fmt: skip
    return table.model_copy(update={"open": (*table.open, question.id)})


def _candidate(side: Side, rule: Rule) -> Candidate:
    return Candidate(
        label=words(f"label.side_{side}"),
        values={"targets.stands": side},
        effect=words("effect.side", quote=_line(rule.quote)),
    )


def _suggestion(pair: Pair, said: _Precedence | None) -> tuple[int, str]:
    """Return which side is suggested, and why: what is printed first, then what fits the points, then the table."""
    if said is not None:
        return 1, words("why.elaboration_printed", quote=said.sentence)
    points = pair.node.points
    if points is not None and _most(pair.table) > points >= _most(pair.entry):
        return 1, words("why.side_fits", points=points)
    return 0, words("why.table_usual")


def _most(rule: Rule) -> Decimal:
    return rule.points_max or rule.points or Decimal(0)


def _line(text: str) -> str:
    line = "".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN // 2]}…{line[-_SHOWN // 2 :]}"
