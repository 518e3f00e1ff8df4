"""Recognise and load a draft or a rubric from its JSON, with a clear word about anything else."""

from __future__ import annotations

import json

from pydantic import ValidationError

from xize.errors import SchemaVersionError
from xize.model.rubric import DRAFT_SCHEMA, RUBRIC_SCHEMA, Draft, Rubric


def is_json(data: bytes) -> bool:
    """Return whether the data starts like a JSON object (after a byte-order mark and white space)."""
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def load(data: bytes, name: str) -> Draft | Rubric:
    """Return the draft or rubric in `data`.

    Args:
        data: UTF-8 JSON.
        name: the file's name, for messages.

    Raises:
        SchemaVersionError: no JSON, no schema of this project, another version of it, or a value out of shape.
    """
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise SchemaVersionError(f"{name}: not sound JSON ({error})", "give a file written by xize") from error
    schema = value.get("schema") if isinstance(value, dict) else None
    models: dict[str, type[Draft] | type[Rubric]] = {DRAFT_SCHEMA: Draft, RUBRIC_SCHEMA: Rubric}
    if not isinstance(schema, str) or schema not in models:
        raise SchemaVersionError(
            f'{name}: "schema" is {schema!r}, not "{DRAFT_SCHEMA}" or "{RUBRIC_SCHEMA}"',
            "parse the source document again with this version of xize",
        )
    try:
        return models[schema].model_validate_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the document"
        raise SchemaVersionError(
            f"{name}: {place}: {first['msg']} ({error.error_count()} in all)",
            "the file was edited or damaged: parse the source document again",
        ) from error
