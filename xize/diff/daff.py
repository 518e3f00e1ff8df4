"""A comparison in daff's highlighter format: a CSV table whose first column says what happened to each row."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from xize.diff.changes import DiffResult, Row, RuleRow
from xize.diff.say import name, type_name
from xize.export.tables import guarded

_COLUMNS = ("indicator", "rule", "changes")


def to_daff(result: DiffResult) -> str:
    """Return the table: `+++` added, `---` removed, `->` changed (before->after in the cell), `:` moved, else same.

    The arrow is lengthened in a row where a text holds it, as daff asks for.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["@@", *_COLUMNS])
    for row in result.rows:
        left, right = name(row.old) or None, name(row.new) or None
        types = [change.type for change in row.changes if change.type != "layout"]
        writer.writerow(_line(left, right, "", types))
        for rule in row.rules:
            writer.writerow(_rule(row, rule))
    return out.getvalue()


def _rule(row: Row, rule: RuleRow) -> list[str]:
    owner = name(row.new or row.old)
    before, after = (None if ref is None else " ".join(ref.text.split()) for ref in (rule.old, rule.new))
    types = [change.type for change in rule.changes if change.type != "layout"]
    line = _line(before, after, owner, types)
    return [line[0], line[2], line[1], line[3]]


def _line(before: str | None, after: str | None, other: str, types: Sequence[str]) -> list[str]:
    """Return tag, changed cell, the other cell, and the names of the changes."""
    texts = [text or "" for text in (before, after, other)]
    arrow = "->"
    while any(arrow in text for text in texts):
        arrow = "-" + arrow
    names = "; ".join(type_name(kind) for kind in dict.fromkeys(types))
    if before is None or after is None:
        tag, cell = ("+++", after) if before is None else ("---", before)
    elif not types:
        tag, cell = "", after
    elif before == after:
        tag, cell = ":" if types == ["indicator-moved"] else arrow, after
    else:
        tag, cell = arrow, f"{before}{arrow}{after}"
    return [tag, guarded(cell) or "", guarded(other) or "", names]
