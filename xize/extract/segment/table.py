"""One table with its heading → a sheet."""

from __future__ import annotations

from xize.extract.segment.part import Part, Stretch
from xize.model.accounting import Placement
from xize.model.indicator import Sheet
from xize.model.outline import Prose


def segment_table(stretch: Stretch) -> Part:
    """Return the sheet of a table with its heading paragraphs."""
    document = stretch.document
    (table,) = stretch.tables()
    heading = stretch.paragraphs()
    title = "".join(stretch.text(p).strip() for p in heading)
    sheet = Sheet(id=str(stretch.next_sheet), title=title, at=document.anchor(table.start, table.end))
    placements = [Placement(start=p.start, end=p.end, place="title") for p in heading]
    prose = []
    for cell in table.cells:
        if cell.spans:
            prose.append(Prose(document.text_of(cell.spans), sheet=sheet.id))
            placements += [Placement(start=start, end=end, place="prose") for start, end in cell.spans]
    placements += [Placement(start=s, end=e, place="noise:repeated header") for s, e in table.noise]
    return Part(sheets=(sheet,), prose=tuple(prose), placements=tuple(placements))
