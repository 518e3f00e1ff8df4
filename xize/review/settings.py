"""What a document-wide answer does to a rule that waits for it (全文统一的回答)."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from decimal import Decimal

from xize.model.quantity import Cap
from xize.model.rule import PerUnit, Rule, Step


def imply(rule: Rule, name: str, value: str, given: AbstractSet[str]) -> Rule | None:
    """Return a rule under a document-wide answer, None where the answer does not concern it after all.

    `implied_cap` "indicator" caps a counted deduction without a cap at its indicator's points; `implied_each` "once"
    lets an amount whose 每 is not printed count once (`Per.explicit` stays False: nothing was printed). Any other
    answer says how the rule is to be understood without changing it, and stands in the settings.

    Args:
        rule: a rule whose `open` named the question.
        name: the setting.
        value: the answer.
        given: fields an answer about this very rule gave; they are not touched.
    """
    counted = isinstance(rule, PerUnit | Step)
    if name == "implied_cap":
        if not counted or rule.sign != "-" or rule.cap is not None or "cap" in given:
            return None
        cap = Cap(value="indicator", origin="implied")
        return rule.model_copy(update={"cap": cap}) if value == "indicator" else rule
    if name == "implied_each":
        if not isinstance(rule, PerUnit | Step) or rule.per.explicit or "per" in given:
            return None
        per = rule.per.model_copy(update={"up_to": Decimal(1)})
        return rule.model_copy(update={"per": per, "origin": "implied"}) if value == "once" else rule
    return rule
