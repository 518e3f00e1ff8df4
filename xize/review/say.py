"""The words of this room."""

from __future__ import annotations

from xize.words import Words

words = Words("xize.review")
