"""Long sums in a workbook: partial sums in cells of their own, which come to the same."""

from __future__ import annotations

from decimal import Decimal

from xize.export.workbook.partial import parted
from xize.score.symbol import Always, Cell, Expr, If, Number, Op
from xize.score.symbol import Test as Comparison


def value(expr: Expr, cells: list[Op]) -> Decimal:
    """Return the number of an expression of constants, sums and partial sums."""
    if isinstance(expr, Number):
        return expr.value
    if isinstance(expr, Cell):
        return value(cells[expr.index], cells)
    assert isinstance(expr, Op)
    values = [value(part, cells) for part in expr.parts]
    return {"add": sum(values, Decimal(0)), "max": max(values)}[expr.name]


def test_a_sum_of_many_parts_is_taken_in_pieces() -> None:
    cells: list[Op] = []

    def put(part: Op) -> Cell:
        cells.append(part)
        return Cell(len(cells) - 1, "low")

    whole = Op("add", tuple(Number(Decimal(n)) for n in range(41_000)))
    made = parted(Op("max", (whole, Number(Decimal(7)))), put)
    assert value(made, cells) == Decimal(41_000 * 40_999 // 2)
    assert max(len(part.parts) for part in cells) <= 200
    few = If(Comparison(">", whole.parts[0], whole.parts[1]), whole.parts[2], Op("sub", whole.parts[:2]))
    before = len(cells)
    assert parted(few, put) == few
    assert parted(If(Always(True), whole, few), put) != few
    assert len(cells) > before
