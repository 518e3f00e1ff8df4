"""What no sentence says, asked once for the whole document (全文约定): implicit 每, and a cap that is not printed."""

from __future__ import annotations

from collections.abc import Iterator

from xize.model.indicator import Indicator, Sheet
from xize.model.question import Question
from xize.model.rubric import DraftRubric
from xize.model.rule import PerUnit, Rule
from xize.normalize.questions import Asker


def document_questions(body: DraftRubric, asker: Asker) -> DraftRubric:
    """Ask once for the whole document what no sentence says: implicit 每, and the cap where none is printed."""
    each: Question | None = None
    cap: Question | None = None
    for rule in _rules(body):
        if each is None and isinstance(rule, PerUnit) and not rule.per.explicit:
            options = (("each_case", "each"), ("once", "once"))
            each = asker.document("implied-each", options, "implied_each", "each_usual", rule.quote, rule.at)
        if cap is None and _capless(rule):
            options = (("cap_indicator", "indicator"), ("cap_none", "none"))
            cap = asker.document("implied-cap", options, "implied_cap", "cap_usual", rule.quote, rule.at)

    def mark(rule: Rule) -> Rule:
        opened = list(rule.open)
        if each is not None and isinstance(rule, PerUnit) and not rule.per.explicit:
            opened.append(each.id)
        if cap is not None and _capless(rule):
            opened.append(cap.id)
        return rule.model_copy(update={"open": tuple(opened)}) if len(opened) > len(rule.open) else rule

    def node(item: Indicator) -> Indicator:
        elaboration = item.elaboration
        if elaboration is not None:
            elaboration = elaboration.model_copy(update={"rules": tuple(map(mark, elaboration.rules))})
        update = {
            "rules": tuple(map(mark, item.rules)), "elaboration": elaboration,
            "children": tuple(map(node, item.children)),
        }  # fmt: skip
        return item.model_copy(update=update)

    sheets: tuple[Sheet, ...] = tuple(
        sheet.model_copy(update={"indicators": tuple(map(node, sheet.indicators))}) for sheet in body.sheets
    )
    return body.model_copy(update={"sheets": sheets})


def _rules(body: DraftRubric) -> Iterator[Rule]:
    for item in body.walk():
        yield from item.rules
        if item.elaboration is not None:
            yield from item.elaboration.rules


def _capless(rule: Rule) -> bool:
    return rule.kind in {"per_unit", "step"} and rule.sign == "-" and rule.cap is None and rule.target == "indicator"
