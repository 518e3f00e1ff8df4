"""Write the screens of the review tutorial: run the real program in a pseudo-terminal and copy what it shows.

`python scripts/review_screens.py` renews the blocks between `<!-- screen: … -->` and `<!-- /screen -->` of both pages;
with `--check` it changes nothing and exits 1 where a page is out of date.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pexpect
import pyte

ROOT = Path(__file__).parents[1]
PAGES = {"en": ROOT / "docs/how-to/review.md", "zh": ROOT / "docs/how-to/review.zh-CN.md"}
EXAMPLE = ROOT / "docs/how-to/review-example.txt"
BLOCK = re.compile(r"(<!-- screen: (\S+) -->\n).*?(<!-- /screen -->)", re.DOTALL)
REVIEWER = {"en": "lin", "zh": "林晓"}


class Screen:
    """The program in a pseudo-terminal of 80 by 24."""

    def __init__(self, folder: Path, lang: str, *args: str) -> None:
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._screen)
        command = ["-m", "xize", "--lang", lang, *args]
        self._child = pexpect.spawn(
            sys.executable, command, dimensions=(24, 80), env=_env(), cwd=str(folder), timeout=60
        )

    def show(self, key: str = "") -> str:
        """Press a key and return the screen once it has come to rest."""
        if key:
            time.sleep(0.2)
            self._child.send(key)
        rested, seen = 0, False
        while rested < 3 or not seen:
            try:
                self._stream.feed(self._child.read_nonblocking(65536, timeout=0.1))
                rested, seen = 0, True
            except pexpect.TIMEOUT:
                rested += 1
            except pexpect.EOF:
                break
        return "\n".join(line.rstrip() for line in self._screen.display).strip("\n")

    def close(self) -> None:
        """Quit."""
        self._child.send("q")
        self._child.expect(pexpect.EOF)
        self._child.close()


def _env() -> dict[str, str]:
    return {**os.environ, "TERM": "xterm-256color", "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}


def run(folder: Path, lang: str, *args: str) -> str:
    """Return what a command prints, on either stream."""
    command = [sys.executable, "-m", "xize", "--lang", lang, *args]
    done = subprocess.run(
        command, cwd=folder, env=_env(), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    return f"$ xize {' '.join(args)}\n{done.stdout}{done.stderr}".rstrip("\n") + f"\n$ echo $?\n{done.returncode}"


def screens(lang: str) -> dict[str, str]:
    """Return every screen of the tutorial by name."""
    by = REVIEWER[lang]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "forest.txt").write_bytes(EXAMPLE.read_bytes())
        made = {"parse": run(folder, lang, "parse", "forest.txt", "-o", "forest.draft.json")}
        made["refused"] = run(folder, lang, "emit", "forest.draft.json", "-o", "forest.json")
        screen = Screen(folder, lang, "review", "forest.draft.json", "--by", by)
        made["first"] = screen.show()
        screen.show("1")
        made["sentence"] = screen.show("1")
        made["ladder"] = screen.show("1")
        made["edit"] = screen.show("e") and screen.show("1")
        made["typing"] = screen.show("1") and screen.show("\x15x")
        screen.show("\x1b")
        screen.show("\x1b")
        for key in "/宣讲\r":
            screen.show(key)
        made["group"] = screen.show("g")
        screen.show("1")
        made["undone"] = screen.show("u")
        for key in "/\x15\r":
            screen.show(key)
        page = ""
        while " 0 open" not in page and "未定 0" not in page:
            page = screen.show("1")
        made["done"] = page
        screen.close()
        made["emitted"] = run(folder, lang, "emit", "forest.draft.json", "-o", "forest.json")
        made["explained"] = _timeless(run(folder, lang, "explain", "forest.json", "1/1#1"))
        return made


def _timeless(text: str) -> str:
    """Return an output with a fixed time in place of the present."""
    return re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "2031-03-01T08:00:00Z", text)


def filled(page: str, shown: dict[str, str]) -> str:
    """Return a page with its screens renewed."""
    return BLOCK.sub(lambda found: f"{found[1]}```text\n{shown[found[2]]}\n```\n{found[3]}", page)


def main() -> int:
    """Renew or check both pages."""
    stale = []
    for lang, path in PAGES.items():
        page = path.read_text(encoding="utf-8")
        renewed = filled(page, screens(lang))
        if renewed != page:
            stale.append(path)
            if "--check" not in sys.argv:
                path.write_text(renewed, encoding="utf-8")
    for path in stale:
        print(f"{'out of date' if '--check' in sys.argv else 'renewed'}: {path.relative_to(ROOT)}")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
