"""The conductor: prepare, split into stretches, give each to its segmenter, put the parts together."""

from __future__ import annotations

from xize.extract.segment.finish import finish
from xize.extract.segment.paragraphs import segment_paragraphs
from xize.extract.segment.part import Metadata, Part, Stretch
from xize.extract.segment.prepare import prepare
from xize.extract.segment.stretches import is_table, stretches
from xize.extract.segment.table import segment_table
from xize.model.accounting import Placement
from xize.model.indicator import Elaboration, Indicator, Sheet
from xize.model.outline import Outline, Prose
from xize.model.rubric import DraftRubric, Source
from xize.model.source import Block, Paragraph, SourceDocument

APART = {
    "header": "noise:running head",
    "footer": "noise:running foot",
    "page_number": "noise:page number",
    "furniture": "noise:page furniture",
}
"""Where paragraphs that are no part of the body go."""


def segment(document: SourceDocument) -> Outline:
    """Return the outline of a document: the tree without rules, the prose, and where every character went."""
    part = finish(document, _parts(document))
    metadata = part.metadata
    sheets = _hang(part.sheets, dict(part.elaborations))
    if len(sheets) == 1:
        # A document that is one table has one name for both, wherever it is printed.
        (sheet,) = sheets
        metadata = metadata.or_else(Metadata(title=sheet.title or None, title_at=sheet.title_at))
        if not sheet.title and metadata.title is not None:
            sheets = (sheet.model_copy(update={"title": metadata.title, "title_at": metadata.title_at}),)
    rubric = DraftRubric(
        title=metadata.title,
        title_at=metadata.title_at,
        issuer=metadata.issuer,
        issuer_at=metadata.issuer_at,
        number=metadata.number,
        number_at=metadata.number_at,
        period=metadata.period,
        period_at=metadata.period_at,
        issued_on=metadata.issued_on,
        issued_on_at=metadata.issued_on_at,
        sources=(_source(document),),
        sheets=sheets,
        findings=document.findings + part.findings,
    )
    return Outline(
        rubric=rubric, prose=part.prose, placements=part.placements, grades=part.grades, amounts=part.amounts
    )


def _parts(document: SourceDocument) -> Part:
    blocks, findings = prepare(document)
    apart, body = _split_apart(document, blocks)
    whole = Part(findings=findings)
    runs = list(stretches(document.text, body))
    for position, run in enumerate(runs):
        stretch = Stretch(document, run, whole.sheets, first=position == 0, last=position == len(runs) - 1)
        whole += segment_table(stretch) if is_table(run) else segment_paragraphs(stretch)
    return whole + apart


def _split_apart(document: SourceDocument, blocks: tuple[Block, ...]) -> tuple[Part, tuple[Block, ...]]:
    """Return the part of what stands outside the body (running heads, page numbers, footnotes), and the body."""
    body: list[Block] = []
    prose: list[Prose] = []
    placements: list[Placement] = []
    for block in (*blocks, *document.apart):
        if not isinstance(block, Paragraph) or (block.kind not in APART and block.kind != "footnote"):
            body.append(block)
        elif block.kind == "footnote":
            prose.append(Prose(document.text_of(((block.start, block.end),))))
            placements.append(Placement(start=block.start, end=block.end, place="prose"))
        else:
            placements.append(Placement(start=block.start, end=block.end, place=APART[block.kind]))
    return Part(prose=tuple(prose), placements=tuple(placements)), tuple(body)


def _hang(sheets: tuple[Sheet, ...], elaborations: dict[str, Elaboration]) -> tuple[Sheet, ...]:
    """Return the sheets with the elaborations in their indicators."""

    def hang(node: Indicator) -> Indicator:
        children = tuple(hang(child) for child in node.children)
        elaboration = elaborations.get(node.id, node.elaboration)
        return node.model_copy(update={"children": children, "elaboration": elaboration})

    if not elaborations:
        return sheets
    return tuple(sheet.model_copy(update={"indicators": tuple(map(hang, sheet.indicators))}) for sheet in sheets)


def _source(document: SourceDocument) -> Source:
    return Source(
        id=document.id,
        name=document.name,
        media_type=document.media_type,
        sha256=document.sha256,
        chars=len(document.text),
        pages=document.pages,
    )
