"""What is wrong or noteworthy about a document, as a value."""

from __future__ import annotations

from typing import Literal

from xize.model.anchor import Anchor
from xize.model.base import Model

Severity = Literal["error", "warning", "info"]


class Finding(Model):
    """A finding (问题): stable `code`, what is wrong, what to do, and every place concerned."""

    code: str
    severity: Severity
    message: str
    hint: str = ""
    at: tuple[Anchor, ...] = ()
    indicator: str | None = None
