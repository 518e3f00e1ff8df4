"""The room's own words."""

from __future__ import annotations

from xize.words import Words

say = Words("xize.diff")
