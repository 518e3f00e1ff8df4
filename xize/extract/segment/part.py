"""What passes between the conductor and the segmenters."""

from __future__ import annotations

from dataclasses import dataclass, replace

from xize.model.accounting import Placement
from xize.model.anchor import Anchor
from xize.model.finding import Finding
from xize.model.indicator import Elaboration, Sheet
from xize.model.outline import AmountCell, GradeColumn, Prose
from xize.model.source import Block, Paragraph, SourceDocument, Table


@dataclass(frozen=True)
class Stretch:
    """Consecutive blocks of a document that one segmenter reads.

    `sheets` are all sheets found before it, in document order and with their final ids: a segmenter that makes sheets
    numbers them from `next_sheet` on. `last` is set where no block follows.
    """

    document: SourceDocument
    blocks: tuple[Block, ...]
    sheets: tuple[Sheet, ...] = ()
    first: bool = False
    last: bool = False

    @property
    def next_sheet(self) -> int:
        """Return the ordinal of the next sheet; its decimal text is the sheet's id."""
        return len(self.sheets) + 1

    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Return the paragraphs of the stretch."""
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))

    def tables(self) -> tuple[Table, ...]:
        """Return the tables of the stretch."""
        return tuple(block for block in self.blocks if isinstance(block, Table))

    def text(self, block: Block) -> str:
        """Return the verbatim text of a block."""
        return self.document.text[block.start : block.end]


@dataclass(frozen=True)
class Metadata:
    """What the document says of itself; the names are those of `RubricBody`."""

    title: str | None = None
    title_at: Anchor | None = None
    issuer: str | None = None
    issuer_at: Anchor | None = None
    number: str | None = None
    number_at: Anchor | None = None
    period: str | None = None
    period_at: Anchor | None = None
    issued_on: str | None = None
    issued_on_at: Anchor | None = None

    def or_else(self, other: Metadata) -> Metadata:
        """Return these values, and the other's where there is none; a value keeps its own anchor."""
        taken: dict[str, object] = {}
        for name in ("title", "issuer", "number", "period", "issued_on"):
            if getattr(self, name) is None:
                taken |= {name: getattr(other, name), f"{name}_at": getattr(other, f"{name}_at")}
        return replace(self, **taken)  # type: ignore[arg-type]  # the names are this class's own


@dataclass(frozen=True)
class Part:
    """What a segmenter made of a stretch.

    Every visible character of the stretch is in exactly one of `placements`. `elaborations` are (indicator id,
    elaboration): the conductor hangs them into the tree. Ids in `prose`, `placements` and `findings` are final.
    """

    sheets: tuple[Sheet, ...] = ()
    prose: tuple[Prose, ...] = ()
    placements: tuple[Placement, ...] = ()
    findings: tuple[Finding, ...] = ()
    elaborations: tuple[tuple[str, Elaboration], ...] = ()
    metadata: Metadata = Metadata()
    grades: tuple[GradeColumn, ...] = ()
    amounts: tuple[AmountCell, ...] = ()

    def __add__(self, other: Part) -> Part:
        return Part(
            sheets=self.sheets + other.sheets,
            prose=self.prose + other.prose,
            placements=self.placements + other.placements,
            findings=self.findings + other.findings,
            elaborations=self.elaborations + other.elaborations,
            metadata=self.metadata.or_else(other.metadata),
            grades=self.grades + other.grades,
            amounts=self.amounts + other.amounts,
        )
