"""What all model values share: frozen, closed, exact, and written with deterministic bytes."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer


def decimal_text(value: Decimal) -> str:
    """Write a decimal in plain notation without exponent or trailing zeros: `Decimal("1E+1")` is `"10"`."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"", "-0"} else text


Number = Annotated[
    Decimal,
    Field(allow_inf_nan=False, max_digits=30),
    PlainSerializer(decimal_text, return_type=str, when_used="json"),
]
"""An exact decimal; in JSON a string ("0.5"), never a float."""


class Model(BaseModel):
    """Base of every value in the canonical model: immutable, no unknown fields, validators never repair."""

    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True, validate_by_name=True)

    def json_text(self) -> str:
        """Return UTF-8-ready JSON, indented by two, fields in declared order, with a final newline."""
        return self.model_dump_json(indent=2) + "\n"
