"""`xize eval`: how well documents and sentences are read, against gold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xize.commands.output import write, write_json

if TYPE_CHECKING:
    from xize.evaluate.gold import Gold
    from xize.evaluate.measure import Read
    from xize.model.rubric import Draft


def evaluate(
    gold: Annotated[list[Path], typer.Argument(help="Gold: JSON Lines, sentence cases (.txt), or folders of them.")],
    differences: Annotated[bool, typer.Option("--differences", help="List everything read otherwise.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON, differences included.")] = False,
) -> None:
    """Measure indicators and rules against gold: precision, recall, silent errors, questions."""
    from xize.evaluate.gold import read_gold
    from xize.evaluate.measure import measure
    from xize.evaluate.report import report_json, report_text

    report = measure((item, _read(item)) for path in gold for item in read_gold(path))
    if as_json:
        write_json(report_json(report))
    else:
        write(report_text(report, differences=differences), None)


def _read(gold: Gold) -> Read:
    from xize import pipeline
    from xize.evaluate.sentence import read_sentence

    if gold.document is not None:
        return _of_draft(pipeline.parse(gold.document))
    return _of_draft(read_sentence(gold.sentence or ""), sentence=True, lines=gold.lines)


def _of_draft(draft: Draft, *, sentence: bool = False, lines: bool = False) -> Read:
    """Return what was read; a question about a whole document is no shield for any one rule of it."""
    from xize.evaluate.gold import Row, line_row
    from xize.evaluate.measure import Read
    from xize.evaluate.sentence import lines_by_id
    from xize.export.flat import indicator_table, rule_table

    rules: tuple[Row, ...] = tuple({**row} for row in rule_table(draft.rubric).rows)
    if lines:
        rules = tuple({**line_row(line), "rule_id": name} for name, line in lines_by_id(draft))
    nodes = draft.rubric.walk()
    specific = [question for question in draft.questions if question.targets or question.indicator]
    names = {question.id for question in specific}
    values = [value for node in nodes for value in (*node.rules, *node.limits)]
    places = {(rule.at.source, rule.at.start, rule.at.end) for node in nodes for rule in node.rules}
    return Read(
        rules=rules,
        indicators=tuple({**row} for row in indicator_table(draft.rubric).rows),
        open=frozenset(value.id for value in values if names.intersection(value.open)),
        told=frozenset([*(question.indicator for question in specific), *(item.indicator for item in draft.unparsed)]),
        questions=len(specific) if sentence else len(draft.questions),
        batches=frozenset(question.batch for question in draft.questions),
        statements=len(places) + len(draft.unparsed),
    )
