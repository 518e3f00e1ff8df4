"""What makes a document, a question and a reading the same one again: words, never positions.

A decision outlives the draft it was given on. It is found again by the id of its question; whether it may be *applied*
or only *offered* depends on the document, and which candidate it selects depends on what that candidate says.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from xize.model.question import Candidate, Decision, Question
from xize.model.rubric import RubricBody

_YEAR = re.compile("(?:19|20)[0-9]{2}(?![0-9])|二[〇○零][〇○零一二三四五六七八九]{2}年")

_POSITIONS = frozenset({"id", "at", "open", "decided_by", "group", "origin", "pattern", "evidence", "members"})
"""Fields of a rule or limit that differ between formats and years of one reading, or say nothing of its meaning."""


def fold(text: str) -> str:
    """Return `text` as it is compared: compatibility forms folded, lower case, without white space or marks of none."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if not char.isspace() and char not in "\u200b\u200c\u200d\u2060\ufeff")


def document_key(rubric: RubricBody) -> str:
    """Return which document a rubric was read from, whatever its format: "edition-content".

    The edition is a digest of title, document number (文号), date and period, or of title and issuer where the title or
    the period names a year; it is empty where nothing of these is printed (a bare title comes back every year). The
    content is a digest of every sheet, indicator and field text.
    """
    edition = ""
    if rubric.number or rubric.issued_on:
        edition = _digest([rubric.title, rubric.number, rubric.issued_on, rubric.period])
    elif _YEAR.search(fold(f"{rubric.title} {rubric.period or ''}")):
        edition = _digest([rubric.title, rubric.issuer, rubric.period])
    content: list[str | None] = [rubric.title, rubric.number, rubric.issued_on, rubric.period]
    for sheet in rubric.sheets:
        content += [sheet.title, sheet.subject, str(sheet.points)]
        for node in sheet.walk():
            content += [node.code, node.title, str(node.points)]
            content += [part for name, text in sorted(node.fields.items()) for part in (name, text.text)]
    return f"{edition}-{_digest(content)}"


def same_document(decision: Decision, sha256s: Iterable[str], document: str) -> bool:
    """Return whether a decision was given on this document: the same bytes, edition or content."""
    if decision.source_sha256 in set(sha256s):
        return True
    if decision.document is None or "-" not in decision.document:
        return False
    edition, content = decision.document.split("-", 1)
    own_edition, own_content = document.split("-", 1)
    return content == own_content or bool(edition and edition == own_edition)


def reading_key(candidate: Candidate) -> str:
    """Return the fingerprint of what a candidate says, the same in every format and year."""
    said = {
        "rules": [_meaning(rule.model_dump(mode="json")) for rule in candidate.rules],
        "limits": [_meaning(limit.model_dump(mode="json")) for limit in candidate.limits],
        "values": candidate.values,
    }
    return _digest([json.dumps(said, ensure_ascii=False, sort_keys=True)])


def find_reading(decision: Decision, question: Question) -> int | None:
    """Return the candidate a decision chose, wherever it stands now; None where it is no longer offered."""
    if not isinstance(decision.choice, int):
        return None
    index, candidates = decision.choice, question.candidates
    if decision.reading is None:
        return index if 0 <= index < len(candidates) else None
    keys = [reading_key(candidate) for candidate in candidates]
    if 0 <= index < len(keys) and keys[index] == decision.reading:
        return index
    return keys.index(decision.reading) if decision.reading in keys else None


def _meaning(value: Any) -> Any:
    """Return a dumped value without positions, and with every text folded."""
    if isinstance(value, dict):
        kept = {key: item for key, item in value.items() if key not in _POSITIONS and not key.endswith("_at")}
        return {key: _meaning(item) for key, item in kept.items() if item not in (None, [], {})}
    if isinstance(value, list):
        return [_meaning(item) for item in value]
    return fold(value) if isinstance(value, str) else value


def _digest(parts: Iterable[str | None]) -> str:
    text = "\x1f".join(fold(part or "") for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
