"""Who claims which part of the source, and what of it was not read (台账)."""

from __future__ import annotations

from dataclasses import dataclass, field

from xize.model.anchor import Anchor, Text
from xize.model.rubric import DraftRubric, Unparsed
from xize.model.rule import Limit, Rule, Tiers
from xize.normalize.claims import Owner


@dataclass
class Ledger:
    """The values of one document with their places, and its unread sentences."""

    owners: list[Owner] = field(default_factory=list)
    unparsed: list[Unparsed] = field(default_factory=list)
    _printed: set[tuple[str, int]] = field(default_factory=set)

    def printed_points(self, body: DraftRubric) -> None:
        """Register printed points: they claim their score phrase, and are no rule."""
        for sheet in body.sheets:
            if sheet.points_at is not None:
                self.own("total", sheet.id, sheet.points_at, None)
            for node in sheet.walk():
                if node.points_at is not None:
                    self.own("points", node.id, node.points_at, node.id)
                if node.elaboration is not None and node.elaboration.points_at is not None:
                    self.own("points", f"{node.id}e", node.elaboration.points_at, node.id)

    def is_points(self, at: Anchor) -> bool:
        """Return whether segmentation has taken a place as printed points."""
        return any((at.source, position) in self._printed for position in range(at.start, at.end))

    def own(self, claim: str, id_: str, at: Anchor, indicator: str | None, rank: int = 0) -> None:
        """Record that a value claims a place; see `account_claims` for the meaning of `rank`."""
        self.owners.append(Owner(claim, id_, at, indicator, rank))
        if claim in {"points", "total"}:
            self._printed.update(
                (at.source, position) for piece in at.pieces() for position in range(piece.start, piece.end)
            )

    def own_rule(self, rule: Rule, indicator: str) -> None:
        """Record what a rule claims: its effect, its cap, and with a lower rank its whole statement and exceptions."""
        if rule.points_at is not None:
            self.own("rule", rule.id, rule.points_at, indicator)
        if rule.cap is not None and rule.cap.at is not None:
            self.own("cap", rule.id, rule.cap.at, indicator)
        self.own("rule", rule.id, rule.at, indicator, 2)
        for exception in rule.exceptions:
            self.own("exception", rule.id, exception.at, indicator, 2)

    def own_bands(self, rule: Tiers, indicator: str) -> None:
        """Record what a row of graded columns claims; an amount that their headers print is every row's."""
        self.own("rule", rule.id, rule.at, indicator)
        for band in rule.bands:
            at = band.points_at
            if at is not None and not any(piece.start <= at.start < piece.end for piece in rule.at.pieces()):
                self.own("grade", band.grade or "", at, None)

    def own_limit(self, limit: Limit, indicator: str) -> None:
        """Record what a printed limit claims."""
        if limit.at is not None:
            self.own("limit", limit.id, limit.at, indicator)

    def unread(self, text: Text, reason: str, indicator: str | None) -> None:
        """Record a sentence that was not read, with the reason in words."""
        self.unparsed.append(Unparsed(at=text.at, quote=text.text, reason=reason, indicator=indicator))
        self.own("unparsed", "unparsed", text.at, indicator, 1)
