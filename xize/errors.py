"""The few exceptions: what cannot be read at all, and misuse. Everything else is a finding.

Every message says what went wrong, where, quotes it where it can, and says what to do. The command line prints the
message without a traceback and exits with 2.
"""

from __future__ import annotations


class XizeError(Exception):
    """Base of all errors that end a run; `what` and `hint` together are the message.

    Args:
        what: what is wrong and where (file, line, quoted text).
        hint: what the user can do about it.
    """

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(f"{what}\n  {hint}" if hint else what)
        self.what = what
        self.hint = hint


class UnreadableSourceError(XizeError):
    """The file is missing, empty, damaged, encrypted, scanned, or not what it says."""


class UnsupportedFormatError(XizeError):
    """The file is sound but of a kind that is not read (a picture, an archive), or needs a program not installed."""


class OverLimitError(XizeError):
    """The file is over a stated limit of size, pages, columns, nesting or time."""


class SchemaVersionError(XizeError):
    """A draft, decision log or rubric of another schema version, or not one at all."""


class DecisionLogError(XizeError):
    """A decision log that is damaged, locked, or belongs to another document."""


class FactsError(XizeError):
    """Facts that do not fit the rubric they are scored under."""


class UsageError(XizeError):
    """A command that cannot be carried out as given."""
