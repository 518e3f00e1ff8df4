"""Findings as SARIF 2.1.0, the format code-scanning tools read.

Columns are code points. A region is given for text sources only: offsets into a Word or PDF file's linear text are no
offsets into the file, so there the place stands in the location's properties, with the page.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from xize import __version__
from xize.check.codes import codes
from xize.model.anchor import Anchor
from xize.model.finding import Finding
from xize.model.rubric import RubricBody, Source

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif(rubric: RubricBody, findings: tuple[Finding, ...]) -> dict[str, Any]:
    """Return the SARIF log of one run over one document."""
    sources = {source.id: (place, source) for place, source in enumerate(rubric.sources)}
    used = sorted({finding.code for finding in findings})
    described = codes()
    rules = [
        {"id": code, "shortDescription": {"text": described[code].meaning}, "help": {"text": described[code].remedy}}
        if code in described
        else {"id": code}
        for code in used
    ]
    run = {
        "tool": {"driver": {"name": "xize", "version": __version__, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "artifacts": [_artifact(source) for source in rubric.sources],
        "results": [_result(finding, used, sources) for finding in findings],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _artifact(source: Source) -> dict[str, Any]:
    return {
        "location": {"uri": _uri(source)},
        "mimeType": source.media_type,
        "hashes": {"sha-256": source.sha256},
    }


def _uri(source: Source) -> str:
    return quote(source.name.replace("\\", "/"))


def _result(finding: Finding, used: list[str], sources: dict[str, tuple[int, Source]]) -> dict[str, Any]:
    text = f"{finding.message}\n{finding.hint}" if finding.hint else finding.message
    places = [_location(at, finding, sources) for at in finding.at]
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": used.index(finding.code),
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
        "locations": places[:1],
    }
    if places[1:]:
        result["relatedLocations"] = [{"id": number, **place} for number, place in enumerate(places[1:], 1)]
    return result


def _location(at: Anchor, finding: Finding, sources: dict[str, tuple[int, Source]]) -> dict[str, Any]:
    location: dict[str, Any] = {}
    if at.source in sources:
        index, source = sources[at.source]
        physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(source), "index": index}}
        if source.media_type.startswith("text/"):
            physical["region"] = {"charOffset": at.start, "charLength": at.end - at.start}
        location["physicalLocation"] = physical
    if finding.indicator is not None:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.indicator, "kind": "element"}]
    location["properties"] = at.model_dump(mode="json", exclude_none=True, exclude={"continued"})
    return location
