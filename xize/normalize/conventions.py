"""What no sentence says, asked once for the whole document (全文约定).

Implicit 每, the cap where none is printed, and whether awards may carry a score above its points. Every rule that an
answer would change is marked with the question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from xize.model.indicator import Indicator
from xize.model.rubric import DraftRubric
from xize.model.rule import PerUnit, Rule
from xize.normalize.bonus import above
from xize.normalize.questions import Asker


@dataclass(frozen=True)
class _Convention:
    """One document-wide question: its options (words' key, value), where the answer stands, and whom it concerns."""

    kind: str
    options: tuple[tuple[str, str], ...]
    setting: str
    reason: str
    concerns: Callable[[Rule], bool]


def document_questions(body: DraftRubric, texts: Mapping[str, str], asker: Asker) -> DraftRubric:
    """Ask once for the whole document what no sentence says.

    Args:
        body: the rubric with its rules.
        texts: the linear text of each source.
        asker: collects the questions.

    Returns:
        The rubric, each rule marked with the questions it waits for.
    """
    over = above(body.walk(), texts)
    conventions = (
        _Convention("implied-each", (("each_case", "each"), ("once", "once")), "implied_each", "each_usual",
                    _each_open),
        _Convention("implied-cap", (("cap_indicator", "indicator"), ("cap_none", "none")), "implied_cap", "cap_usual",
                    _capless),
        _Convention("bonus-above", (("bonus_within", "within"), ("bonus_above", "above")), "bonus_above", "bonus_usual",
                    lambda rule: rule.id in over),
    )  # fmt: skip
    marks: dict[str, tuple[str, ...]] = {}
    for convention in conventions:
        concerned = [rule for rule in _rules(body) if convention.concerns(rule)]
        if concerned:
            first = concerned[0]
            question = asker.document(
                convention.kind, convention.options, convention.setting, convention.reason, first.quote, first.at
            )
            for rule in concerned:
                marks[rule.id] = (*marks.get(rule.id, ()), question.id)
    return _marked(body, marks)


def _marked(body: DraftRubric, marks: Mapping[str, tuple[str, ...]]) -> DraftRubric:
    def mark(rule: Rule) -> Rule:
        added = marks.get(rule.id)
        return rule if added is None else rule.model_copy(update={"open": (*rule.open, *added)})

    def node(item: Indicator) -> Indicator:
        elaboration = item.elaboration
        if elaboration is not None:
            elaboration = elaboration.model_copy(update={"rules": tuple(map(mark, elaboration.rules))})
        update = {
            "rules": tuple(map(mark, item.rules)), "elaboration": elaboration,
            "children": tuple(map(node, item.children)),
        }  # fmt: skip
        return item.model_copy(update=update)

    sheets = tuple(sheet.model_copy(update={"indicators": tuple(map(node, sheet.indicators))}) for sheet in body.sheets)
    return body.model_copy(update={"sheets": sheets})


def _rules(body: DraftRubric) -> Iterator[Rule]:
    for item in body.walk():
        yield from item.rules
        if item.elaboration is not None:
            yield from item.elaboration.rules


def _each_open(rule: Rule) -> bool:
    """Return whether nothing printed says that every case counts: no 每, and no number of cases that count at most."""
    return isinstance(rule, PerUnit) and not rule.per.explicit and rule.per.up_to is None


def _capless(rule: Rule) -> bool:
    """Return whether nothing printed bounds what is counted: no cap, and no number of cases that count at most."""
    if isinstance(rule, PerUnit) and rule.per.up_to is not None:
        return False
    return rule.kind in {"per_unit", "step"} and rule.sign == "-" and rule.cap is None and rule.target == "indicator"
