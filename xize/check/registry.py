"""Every check as a record: its code, how grave it is, and what finds it; its words are in `words.toml`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from xize.check import amounts, bands, dates, departments, effects, elaborations, names, references, repeats, unread
from xize.check.found import Found
from xize.check.subject import Subject
from xize.check.typing_errors import TYPING, slips
from xize.model.finding import Finding, Severity
from xize.words import Words

words = Words("xize.check")


@dataclass(frozen=True)
class Check:
    """One code. An error contradicts itself or cannot be executed; a warning is likely a slip; info is worth a look."""

    code: str
    severity: Severity
    find: Callable[[Subject], Iterator[Found]]

    def run(self, subject: Subject) -> tuple[Finding, ...]:
        """Return what this check finds, said in words."""
        return tuple(
            Finding(
                code=self.code,
                severity=self.severity,
                message=words(self.code, **found.values),
                hint=words(f"{self.code}.hint", **found.values),
                at=found.at,
                indicator=found.indicator,
            )
            for found in self.find(subject)
        )


CHECKS: tuple[Check, ...] = (
    Check("unparsed", "error", unread.unparsed),
    Check("awards-open", "warning", amounts.awards_open),
    Check("deduction-over", "error", amounts.deduction_over),
    Check("cap-over", "error", amounts.cap_over),
    Check("bands-equal", "warning", bands.bands_equal),
    Check("bands-order", "error", bands.bands_order),
    Check("bands-overlap", "warning", bands.bands_overlap),
    Check("bands-gap", "warning", bands.bands_gap),
    Check("percent-on-count", "warning", bands.percent_on_count),
    Check("elaboration-points-differ", "error", elaborations.points_differ),
    Check("elaboration-points-only", "info", elaborations.points_only),
    Check("elaboration-amount-differs", "error", elaborations.amount_differs),
    Check("elaboration-cap-differs", "error", elaborations.cap_differs),
    Check("elaboration-threshold-differs", "error", elaborations.threshold_differs),
    Check("elaboration-unit-differs", "warning", elaborations.unit_differs),
    Check("elaboration-copied", "warning", elaborations.copied),
    Check("elaboration-other-rules", "info", elaborations.other_rules),
    Check("elaboration-department-differs", "warning", departments.department_differs),
    Check("name-variants", "warning", names.name_variants),
    Check("condition-repeated", "warning", repeats.condition_repeated),
    Check("reference-missing", "warning", references.reference_missing),
    Check("date-outside", "warning", dates.date_outside),
    Check("bonus-unlimited", "info", effects.bonus_unlimited),
    Check("veto-unbounded", "info", effects.veto_unbounded),
    Check("target-outside", "info", effects.target_outside),
    *(Check(kind, "warning", slips(kind)) for kind in TYPING),
)
"""Every check of this room, one a code; the codes of reading and reviewing are listed in `codes.toml`."""
