"""The wording of a rule after the grammar is done with it (措辞): metric, unit and condition in whole words.

Kind, sign, amounts, caps, questions and the place of the effect stand before any word is looked at, and stay. Without
jieba the same rules would come out, their names and conditions a character longer or shorter here and there.
"""

from __future__ import annotations

from typing import Any

from xize.model.anchor import Text
from xize.model.quantity import Condition, Per, Threshold
from xize.model.rule import Checklist, Distribute, PerUnit, Rule, Step, Tiers
from xize.normalize.condition_text import whole_words
from xize.normalize.ground import Ground
from xize.normalize.lexicon import lexicon
from xize.normalize.metric_name import metric_name
from xize.normalize.word_split import word_ends


def reworded(rule: Rule, ground: Ground) -> Rule:
    """Return a rule with its metric, unit and condition in whole words."""
    update: dict[str, Any] = {"threshold": rule.threshold and _threshold(rule.threshold, ground)}
    unit_end = 0
    if isinstance(rule, PerUnit | Step):
        update["per"] = per = _per(rule.per, ground)
        unit_end = ground.place(per.at)[1] if per != rule.per and per.at is not None else 0
    update["condition"] = rule.condition and _condition(rule.condition, ground, unit_end)
    if isinstance(rule, Tiers):
        update["bands"] = tuple(
            band.model_copy(
                update={
                    "threshold": band.threshold and _threshold(band.threshold, ground),
                    "per": band.per and _per(band.per, ground),
                }
            )
            for band in rule.bands
        )
    if isinstance(rule, Distribute | Checklist):
        update["items"] = _members(rule.items, ground)
    changed = {name: value for name, value in update.items() if value != getattr(rule, name)}
    return rule.model_copy(update=changed) if changed else rule


def _threshold(threshold: Threshold, ground: Ground) -> Threshold:
    if threshold.metric is None or threshold.at is None:
        return threshold
    name = metric_name(ground.folded.text, threshold.metric, *ground.place(threshold.at))
    return threshold if name == threshold.metric else threshold.model_copy(update={"metric": name})


def _condition(condition: Condition, ground: Ground, unit_end: int) -> Condition:
    whole = whole_words(Text(text=condition.text, at=condition.at), ground, unit_end)
    members = _members(condition.parts, ground)
    return condition.model_copy(update={"text": whole.text, "at": whole.at, "parts": members})


def _members(parts: tuple[Text, ...], ground: Ground) -> tuple[Text, ...]:
    return tuple(whole_words(part, ground) for part in parts)


def _per(per: Per, ground: Ground) -> Per:
    """Return the unit with the whole noun where the grammar took a measure word off its beginning (1处方 is no 处)."""
    counted = {word for word in lexicon().counted if word.startswith(per.unit)}
    if per.at is None or not counted:
        return per
    folded, (start, end) = ground.folded.text, ground.place(per.at)
    at = folded.rfind(per.unit, start, end)
    noun = next((word for word in counted if at >= 0 and folded.startswith(word, at)), None)
    if noun is None or not _is_word(folded, at, at + len(noun)):
        return per
    return per.model_copy(update={"unit": noun, "at": ground.anchor(start, at + len(noun))})


def _is_word(folded: str, start: int, end: int) -> bool:
    begin = max(0, start - 20)
    bounds = {begin + at for at in word_ends(folded[begin : end + 20])}
    return start in bounds and end in bounds
