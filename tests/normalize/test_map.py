"""The map of the room names every module, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import xize.normalize as room


def test_the_map_names_every_module() -> None:
    folder = Path(room.__file__).parent
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    rooms = {path.parent.name for path in folder.glob("*/__init__.py")}
    assert set(re.findall(r"`([a-z_]+)`", room.__doc__ or "")) == modules | rooms
