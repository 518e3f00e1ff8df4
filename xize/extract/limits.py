"""How much is read at most, shared by all readers; each limit with its reason.

A file over a limit is refused with `OverLimitError` before it can use up the machine. The limits are ten to a hundred
times what the longest rubrics need, and together they keep a run below `MEMORY_BYTES`.
"""

from __future__ import annotations

MEMORY_BYTES = 1_500_000_000
"""What a run may use at its peak; the tests of bad input measure it."""

FILE_BYTES = 100_000_000
"""The largest file opened. Checked before reading; a rubric of 100 pages with pictures is below 20 MB."""

TEXT_BYTES = 20_000_000
"""The largest text file: some 7 million characters, a hundred times the longest rubric we know."""

LINES = 300_000
"""The most lines of a text; each becomes a paragraph that every later step looks at."""

LINE_CHARS = 1_000_000
"""The longest line of a text; more is no prose, and patterns are matched line by line."""

COLUMNS = 256
"""The most columns of a table; a wider one is data, not a rubric, and its grid would be mostly holes."""

CELLS = 500_000
"""The most grid positions (rows × columns) of one table."""
