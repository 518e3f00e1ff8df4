"""Progress of long work on standard error, where that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from xize.commands.say import say

if TYPE_CHECKING:
    from pathlib import Path


def steps(files: Sequence[Path]) -> Iterable[Path]:
    """Yield the files; on a terminal a bar says which is being read and how many are left."""
    if not sys.stderr.isatty():
        yield from files
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=len(files))
        for file in files:
            progress.update(task, description=say("reading", name=file.name))
            yield file
            progress.advance(task)
