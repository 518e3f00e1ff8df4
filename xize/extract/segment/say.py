"""Findings of segmentation, said in the words of `words.toml`."""

from __future__ import annotations

from xize.model.anchor import Anchor
from xize.model.finding import Finding, Severity
from xize.words import Words

words = Words("xize.extract.segment")


def finding(
    code: str, severity: Severity, at: tuple[Anchor, ...], *, indicator: str | None = None, **values: object
) -> Finding:
    """Return a finding whose message and hint are the entries `code` and `code.hint` of the catalogue."""
    key = code.replace("-", "_")
    return Finding(
        code=code,
        severity=severity,
        message=words(key, **values),
        hint=words(f"{key}_hint", **values),
        at=at,
        indicator=indicator,
    )
