"""From a `SourceDocument` to an `Outline`: sheets, indicators, fields and points.

The room is a chain of small steps, each in its own file:

    prepare     blocks → blocks: page furniture marked, flattened tables put together again
    stretches   blocks → stretches: a table with its heading, or a run of paragraphs between tables
    table       one table with its heading → a sheet
    paragraphs  one run of paragraphs → metadata, list sheets, elaborations, prose
    finish      what needs the whole document: point sums, codes, declared counts

`conductor` calls them in document order; `part` holds what passes between them; `codes` and `points` are the helpers
they share.
"""

from xize.extract.segment.conductor import segment

__all__ = ["segment"]
