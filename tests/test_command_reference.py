from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reference" / "commands.md"


def test_the_command_reference_is_what_the_commands_say() -> None:
    program = (
        "import importlib.util, sys; "
        "spec = importlib.util.spec_from_file_location('reference', 'scripts/command_reference.py'); "
        "module = importlib.util.module_from_spec(spec); spec.loader.exec_module(module); "
        "sys.stdout.write(module.page())"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, cwd=ROOT, env={"PYTHONIOENCODING": "utf-8", "PATH": ""}
    )
    assert run.returncode == 0, run.stderr.decode()
    fresh = "run: python scripts/command_reference.py"
    assert PAGE.read_text(encoding="utf-8") == run.stdout.decode("utf-8"), fresh
