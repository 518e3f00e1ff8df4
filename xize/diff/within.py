"""A rubric against its own elaborations (操作细则): the same comparison, each indicator with itself spelled out."""

from __future__ import annotations

from xize.diff.changes import DiffResult
from xize.diff.engine import diff
from xize.diff.words import say
from xize.errors import UsageError
from xize.model.indicator import Elaboration, Indicator, Sheet
from xize.model.rubric import DraftRubric, RubricBody


def within(body: RubricBody, name: str) -> DiffResult:
    """Compare every indicator that is spelled out again with its elaboration.

    Only columns printed in both places are compared: an elaboration adds to the table, it does not repeat all of it.

    Raises:
        UsageError: no indicator has an elaboration.
    """
    sheets: tuple[list[Sheet], list[Sheet]] = ([], [])
    count = 0
    for sheet in body.sheets:
        nodes = [(node, node.elaboration) for node in sheet.walk() if node.elaboration is not None]
        tabled = tuple(_table(node, elaboration) for node, elaboration in nodes)
        spelled = tuple(_spelled(node, elaboration) for node, elaboration in nodes)
        count += len(nodes)
        for side, indicators in zip(sheets, (tabled, spelled), strict=True):
            side.append(Sheet(id=sheet.id, title=sheet.title, indicators=indicators, at=sheet.at))
    if not count:
        raise UsageError(say("no_elaborations", name=name), say("no_elaborations_hint"))
    left, right = (DraftRubric(sheets=tuple(side)) for side in sheets)
    return diff(left, right, names=(name, say("elaborations", name=name)), known={at: at for at in range(count)})


def _table(node: Indicator, elaboration: Elaboration) -> Indicator:
    fields = {key: text for key, text in node.fields.items() if key in elaboration.fields}
    return node.model_copy(update={"children": (), "elaboration": None, "fields": fields})


def _spelled(node: Indicator, elaboration: Elaboration) -> Indicator:
    return node.model_copy(
        update={
            "children": (), "elaboration": None, "at": elaboration.at, "rules": elaboration.rules,
            "limits": elaboration.limits, "title": elaboration.title or node.title, "title_at": elaboration.at,
            "fields": {key: text for key, text in elaboration.fields.items() if key in node.fields},
            "points": node.points if elaboration.points is None else elaboration.points,
            "points_at": elaboration.points_at or node.points_at,
        }
    )  # fmt: skip
