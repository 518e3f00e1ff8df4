"""The review page in a terminal: keys in, pages out, and the terminal given back as it was, whatever happens."""

from __future__ import annotations

import os
import select
import signal
import sys
import termios
import time
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import StringIO
from types import FrameType

from rich.console import Console

from xize.errors import DecisionLogError
from xize.model.question import Decision
from xize.review.dialog import Dialog, press
from xize.review.drawing import Page, View, draw
from xize.review.keys import Keys
from xize.review.session import Session

_ENTER = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[?2004h"
_LEAVE = "\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[?1049l"
_ESCAPE_WAIT = 0.05
"""Seconds after which an escape that nothing follows is the escape key."""
_DWELL = 0.15
"""Seconds a new question stands before a key may answer it: a key pressed twice answers one question, not two."""


def usable() -> bool:
    """Return whether a page can be shown: both ends are a terminal that can place its cursor."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb"


def run(
    session: Session, view: View, write: Callable[[tuple[Decision, ...]], None], clock: Callable[[], str]
) -> Session:
    """Review until the reviewer quits; every answer is written before the next question shows.

    Args:
        session: where the review stands.
        view: what its pages share.
        write: puts lines on disk, raising `DecisionLogError` where it cannot; the answer then does not count.
        clock: the time of an answer.

    Returns:
        The session as it was left.
    """
    dialog = Dialog(session)
    keys = Keys()
    cursor, since = session.cursor, time.monotonic()
    with _terminal():
        while not dialog.done:
            dialog, page = _show(dialog, view, *_size())
            if dialog.session.cursor != cursor:
                cursor, since = dialog.session.cursor, time.monotonic()
            for key in _read(keys):
                if key.isdigit() and dialog.mode == "ask" and time.monotonic() - since < _DWELL:
                    continue
                dialog = _act(dialog, key, write, clock)
                dialog = replace(dialog, scroll=min(dialog.scroll, page.furthest))
                if dialog.done or dialog.session.cursor != cursor:
                    # Keys typed before a question was on the screen do not answer it.
                    break
                dialog, page = _show(dialog, view, *_size())
    return dialog.session


def _act(dialog: Dialog, key: str, write: Callable[[tuple[Decision, ...]], None], clock: Callable[[], str]) -> Dialog:
    after, lines = press(dialog, key, clock())
    if not lines:
        return after
    try:
        write(lines)
    except DecisionLogError as error:
        return replace(dialog, note=str(error.what))
    return after


def _show(dialog: Dialog, view: View, width: int, height: int) -> tuple[Dialog, Page]:
    page = draw(dialog, view, width, height)
    out = StringIO()
    console = Console(file=out, force_terminal=True, width=width + 1, legacy_windows=False, highlight=False)
    for row, line in enumerate(page.lines, start=1):
        out.write(f"\x1b[{row};1H")
        console.print(line, end="", no_wrap=True, overflow="ignore", crop=False)
        out.write("\x1b[K")
    sys.stdout.write(out.getvalue())
    sys.stdout.flush()
    return replace(dialog, seen=dialog.seen | page.seen), page


def _read(keys: Keys) -> Iterator[str]:
    """Yield the next keys; none where the window changed its size."""
    before = _size()
    while True:
        ready, _, _ = select.select([sys.stdin.fileno()], [], [], _ESCAPE_WAIT if keys.waiting else 0.5)
        if ready:
            data = os.read(sys.stdin.fileno(), 4096)
            if not data:
                raise EOFError
            found = keys.feed(data)
        else:
            found = keys.flush() if keys.waiting else []
        if found or _size() != before:
            yield from found
            return


@contextmanager
def _terminal() -> Iterator[None]:
    """Take the terminal over, and give it back on every way out, signals included."""
    file = sys.stdin.fileno()
    saved = termios.tcgetattr(file)
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}

    def leave(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    try:
        for number in handlers:
            signal.signal(number, leave)
        tty.setcbreak(file, termios.TCSANOW)
        attributes = termios.tcgetattr(file)
        # Ctrl-Z would leave the terminal as it is now to the shell.
        attributes[6][termios.VSUSP] = b"\x00"
        termios.tcsetattr(file, termios.TCSANOW, attributes)
        sys.stdout.write(_ENTER)
        sys.stdout.flush()
        yield
    except EOFError:
        # The terminal has gone; every answer given is on disk.
        raise SystemExit(128 + signal.SIGHUP) from None
    finally:
        try:
            sys.stdout.write(_LEAVE)
            sys.stdout.flush()
            termios.tcsetattr(file, termios.TCSADRAIN, saved)
        except (OSError, termios.error):
            # Nothing is left to give back.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        for number, handler in handlers.items():
            signal.signal(number, handler)


def _size() -> tuple[int, int]:
    """Return the width and height of the window; what the window does not tell is taken as 80 by 24."""
    try:
        size = os.get_terminal_size(sys.stdout.fileno())
    except OSError:
        return 80, 24
    return size.columns or 80, size.lines or 24
