"""What every command shares about output: a file or standard output, UTF-8, never half a file."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from xize.errors import UsageError


def write(text: str, output: Path | None) -> None:
    """Write `text` as UTF-8 to `output` (None or `-`: standard output); a file is replaced whole or not at all.

    Raises:
        UsageError: the file cannot be written.
    """
    if output is None or str(output) == "-":
        sys.stdout.write(text)
    else:
        write_bytes(text.encode("utf-8"), output)


def write_bytes(data: bytes, output: Path | None) -> None:
    """Write `data` to `output` (None or `-`: standard output); a file is replaced whole or not at all.

    Raises:
        UsageError: the file cannot be written.
    """
    if output is None or str(output) == "-":
        sys.stdout.buffer.write(data)
        return
    part = output.with_name(output.name + ".part")
    try:
        if output.is_symlink():
            # What the link points at is written, not the link.
            output = output.resolve()
            part = output.with_name(output.name + ".part")
        if output.exists() and not output.is_file() and not output.is_dir():
            # A pipe or device is written to, never replaced.
            output.write_bytes(data)
            return
        part.write_bytes(data)
        part.replace(output)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UsageError(f"{output}: {error.strerror}", "choose a folder that exists and can be written") from error


def write_json(value: object) -> None:
    """Write a report to standard output as UTF-8 JSON, indented by two."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
