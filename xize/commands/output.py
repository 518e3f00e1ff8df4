"""What every command shares about output: a file or standard output, UTF-8, never half a file."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from xize.errors import UsageError


def write(text: str, output: Path | None) -> None:
    """Write `text` to `output` (None or `-`: standard output); a file is replaced whole or not at all.

    Raises:
        UsageError: the file cannot be written.
    """
    if output is None or str(output) == "-":
        sys.stdout.write(text)
        return
    part = output.with_name(output.name + ".part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        os.replace(part, output)  # noqa: PTH105 (Path.replace is the same call; this one says it is atomic)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UsageError(f"{output}: {error.strerror}", "choose a folder that exists and can be written") from error


def write_json(value: object) -> None:
    """Write a report to standard output as UTF-8 JSON, indented by two."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
