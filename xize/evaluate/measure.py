"""How much of the gold was found, and how often something wrong was accepted in silence (评测指标)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from xize.evaluate.bound import upper_bound
from xize.evaluate.gold import LOCATORS, Gold, Row, Value


@dataclass(frozen=True)
class Read:
    """What was read of one gold item.

    `open` are ids of rules with an open question; `told` are ids of indicators about which a question is open or of
    which a sentence was left as unparsed (None: outside all indicators): what is missing there is not missing in
    silence. `statements` counts scoring sentences, read or not.
    """

    rules: tuple[Row, ...]
    indicators: tuple[Row, ...] = ()
    open: frozenset[str] = frozenset()
    told: frozenset[str | None] = frozenset()
    questions: int = 0
    batches: frozenset[str] = frozenset()
    statements: int = 0


@dataclass
class Count:
    """True positives, false positives and false negatives, with the rates they give (None where nothing is)."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> Decimal | None:
        """Return the share of what was read that is right."""
        return ratio(self.right, self.right + self.wrong)

    @property
    def recall(self) -> Decimal | None:
        """Return the share of the gold that was read."""
        return ratio(self.right, self.right + self.missed)

    @property
    def f1(self) -> Decimal | None:
        """Return the harmonic mean of precision and recall."""
        return ratio(2 * self.right, 2 * self.right + self.wrong + self.missed)


@dataclass(frozen=True)
class Difference:
    """One thing read otherwise than the gold: `silent` where nothing asked about it."""

    place: str
    expected: Row | None
    found: Row | None
    fields: tuple[str, ...]
    silent: bool


@dataclass
class Report:
    """All measures over all gold items."""

    items: int = 0
    indicators: Count = field(default_factory=Count)
    rules: Count = field(default_factory=Count)
    by_kind: dict[str, Count] = field(default_factory=dict)
    by_field: dict[str, Count] = field(default_factory=dict)
    accepted: int = 0
    silent: int = 0
    questions: int = 0
    batches: set[str] = field(default_factory=set)
    statements: int = 0
    differences: list[Difference] = field(default_factory=list)

    @property
    def silent_rate(self) -> Decimal | None:
        """Return the share of accepted rules that are wrong or silently missing."""
        return ratio(self.silent, self.accepted)

    @property
    def silent_upper(self) -> Decimal | None:
        """Return the upper 95% bound of the silent-error rate."""
        return upper_bound(self.silent, self.accepted)


def ratio(part: int, whole: int) -> Decimal | None:
    """Return `part / whole` to four digits, None where there is no whole."""
    return None if whole == 0 else (Decimal(part) / whole).quantize(Decimal("0.0001"))


def measure(pairs: Iterable[tuple[Gold, Read]]) -> Report:
    """Return the measures of what was read against the gold."""
    report = Report()
    for gold, read in pairs:
        report.items += 1
        report.questions += read.questions
        report.batches |= read.batches
        report.statements += read.statements
        _indicators(gold, read, report)
        _rules(gold, read, report)
    return report


def _indicators(gold: Gold, read: Read, report: Report) -> None:
    if not gold.indicators:
        return
    pairs, missed, extra = align(gold.indicators, read.indicators, ("title", "code"))
    report.indicators.right += len(pairs)
    report.indicators.missed += len(missed)
    report.indicators.wrong += len(extra)
    for expected, found in pairs:
        _fields(expected, found, report, "indicator.")
        differing = _differing(expected, found)
        if differing:
            report.differences.append(Difference(gold.place, expected, found, differing, silent=False))
    report.differences += [Difference(gold.place, row, None, (), silent=False) for row in missed]
    report.differences += [Difference(gold.place, None, row, (), silent=False) for row in extra]


def _rules(gold: Gold, read: Read, report: Report) -> None:
    pairs, missed, extra = align(gold.rules, read.rules, ("kind", "sign"))
    for expected, found in pairs:
        same = expected.get("kind") == found.get("kind") and not _unequal(expected, found, "sign")
        _count(report, expected, right=same, missed=not same)
        _count(report, found, wrong=not same)
        _fields(expected, found, report)
        differing = _differing(expected, found)
        accepted = str(found.get("rule_id")) not in read.open
        report.accepted += accepted
        report.silent += accepted and bool(differing)
        if differing:
            report.differences.append(Difference(gold.place, expected, found, differing, silent=accepted))
    for row in missed:
        _count(report, row, missed=True)
        _fields(row, {}, report)
        silent = not _told(row, read)
        report.accepted += silent
        report.silent += silent
        report.differences.append(Difference(gold.place, row, None, (), silent=silent))
    for row in extra:
        _count(report, row, wrong=True)
        accepted = str(row.get("rule_id")) not in read.open
        report.accepted += accepted
        report.silent += accepted
        report.differences.append(Difference(gold.place, None, row, (), silent=accepted))


def _told(row: Row, read: Read) -> bool:
    """Whether something was asked or left unparsed about the indicator a gold row is of."""
    names = [name for name in LOCATORS if name in row]
    if not names:
        return bool(read.told)
    here = {
        node.get("indicator_id") for node in read.indicators if not any(_unequal(row, node, name) for name in names)
    }
    return bool(here & read.told)


def _count(report: Report, row: Row, *, right: bool = False, wrong: bool = False, missed: bool = False) -> None:
    for count in (report.rules, report.by_kind.setdefault(str(row.get("kind")), Count())):
        count.right += right
        count.wrong += wrong
        count.missed += missed


def _fields(expected: Row, found: Row, report: Report, prefix: str = "") -> None:
    for name, value in expected.items():
        if name in LOCATORS:
            continue
        count = report.by_field.setdefault(prefix + name, Count())
        other = found.get(name)
        same = _norm(value) == _norm(other)
        count.right += same and value is not None
        count.wrong += not same and other is not None
        count.missed += not same and value is not None


def _differing(expected: Row, found: Row) -> tuple[str, ...]:
    return tuple(name for name in expected if name not in LOCATORS and _unequal(expected, found, name))


def _unequal(expected: Row, found: Row, name: str) -> bool:
    return name in expected and _norm(expected[name]) != _norm(found.get(name))


def _norm(value: Value) -> Value:
    """White space inside a text does not count; nor does the empty text differ from none."""
    return ("".join(value.split()) or None) if isinstance(value, str) else value


def align(
    expected: Sequence[Row], found: Sequence[Row], first: tuple[str, ...]
) -> tuple[list[tuple[Row, Row]], list[Row], list[Row]]:
    """Pair expected rows with found ones, the most alike first, each at most once.

    Args:
        expected: gold rows.
        found: rows read.
        first: the fields of which at least one must be equal, and that count most.

    Returns:
        The pairs in order of the gold, the gold rows without partner, the found rows without partner.
    """
    places: dict[Value, list[int]] = {}
    for index, row in enumerate(found):
        places.setdefault(_norm(row.get("code")), []).append(index)
    scored: list[tuple[int, int, int]] = []
    for left, row in enumerate(expected):
        candidates = places.get(_norm(row["code"]), []) if row.get("code") else range(len(found))
        for right in candidates:
            likeness = _likeness(row, found[right], first)
            if likeness:
                scored.append((-likeness, left, right))
    taken: dict[int, int] = {}
    used: set[int] = set()
    for _, left, right in sorted(scored):
        if left not in taken and right not in used:
            taken[left] = right
            used.add(right)
    pairs = [(expected[left], found[taken[left]]) for left in sorted(taken)]
    missed = [row for left, row in enumerate(expected) if left not in taken]
    return pairs, missed, [row for right, row in enumerate(found) if right not in used]


def _likeness(expected: Row, found: Row, first: tuple[str, ...]) -> int:
    """Return how much two rows are alike; 0 where they are about different things."""
    if any(_unequal(expected, found, name) for name in LOCATORS if name != "title"):
        return 0
    if "title" not in first and _unequal(expected, found, "title"):
        return 0
    weights = {"points_start": 8, **dict.fromkeys(first, 4)}
    alike = [name for name in expected if not _unequal(expected, found, name) and expected[name] is not None]
    if not any(name in first or name in {"points_start", "points"} for name in alike):
        return 0
    return sum(weights.get(name, 1) for name in alike)
