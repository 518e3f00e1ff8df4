"""Findings of segmentation, said in the words of `words.toml`."""

from __future__ import annotations

from xize.model.anchor import Anchor
from xize.model.finding import Finding, Severity
from xize.words import Words

words = Words("xize.extract.segment")


def finding(
    code: str,
    severity: Severity,
    at: tuple[Anchor, ...],
    *,
    indicator: str | None = None,
    key: str | None = None,
    **values: object,
) -> Finding:
    """Return a finding said in the catalogue's words for `key`, by default its code, and their `…_hint`."""
    key = key or code.replace("-", "_")
    return Finding(
        code=code,
        severity=severity,
        message=words(key, **values),
        hint=words(f"{key}_hint", **values),
        at=at,
        indicator=indicator,
    )
