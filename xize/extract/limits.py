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

PACKAGE_MEMBERS = 20_000
"""Members of a Word package. Word writes some twenty, and one a picture."""

UNPACKED_BYTES = 1 << 30
"""Sum of the declared sizes of a package's members; pictures count, though they are never unpacked."""

XML_BYTES = 64 << 20
"""XML that is unpacked and parsed; a tree takes ten times its bytes. 73 printed pages have 3 MB."""

PACKAGE_RATIO = 250
"""Unpacked to packed bytes, asked above `RATIO_FREE_BYTES`. Word's XML packs 10 to 60 times; a bomb up to 1,032."""

RATIO_FREE_BYTES = 8 << 20
"""Below this a high ratio does no harm and happens: a form of empty rows packs 200 times."""

XML_ELEMENTS = 1_000_000
"""Elements of all parts of a package together: bounds memory and time. A table of 600 rows has 30,000."""

XML_DEPTH = 200
"""Depth of elements: tables 20 deep inside content controls need 140, and the walk is one call an element."""

NESTED_TABLES = 20
"""Tables inside tables. Two are common, four have been seen."""

OFFICE_SECONDS = 120
"""Time for one conversion by LibreOffice; a start takes 2 to 10 seconds, a page some 20 ms."""

PDF_PAGES = 2_000
"""Pages of a PDF; the longest rubric known to us has 115."""

PAGE_CHARS = 50_000
"""Characters of a page; a densely set one has some 3,000."""

PAGE_SHAPES = 50_000
"""Lines, rectangles and curves of a page; only a drawing has more."""
