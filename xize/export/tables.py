"""Write the flat tables: csv, jsonl, yaml, markdown, parquet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

from xize.errors import UnsupportedFormatError
from xize.export.flat import FlatTable, Value

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet program take a csv cell for a formula."""

SAFE_COLUMNS = frozenset({"sign"})
"""Columns whose values are ours, not the document's: a lone sign is no formula."""


def write_csv(table: FlatTable) -> bytes:
    """Return RFC 4180 csv in UTF-8 with a byte-order mark, which spreadsheet programs need to see the encoding.

    A text that would be taken for a formula is written with an apostrophe before it; jsonl and parquet stay verbatim.
    """
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, fieldnames=table.columns, lineterminator="\r\n")
    writer.writeheader()
    for row in table.rows:
        writer.writerow({column: _cell(column, value) for column, value in row.items()})
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def write_jsonl(table: FlatTable) -> bytes:
    """Return one JSON object a line."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in table.rows).encode("utf-8")


def write_yaml(table: FlatTable) -> bytes:
    """Return a YAML list of mappings; decimals are quoted strings."""
    import yaml

    text: str = yaml.safe_dump(list(table.rows), allow_unicode=True, sort_keys=False, width=120)
    return text.encode("utf-8")


def write_markdown(table: FlatTable) -> bytes:
    """Return a pipe table; pipes and line ends inside cells are escaped, and HTML is not live."""
    lines = ["| " + " | ".join(table.columns) + " |", "|" + " --- |" * len(table.columns)]
    lines += ["| " + " | ".join(_markdown_cell(value) for value in row.values()) + " |" for row in table.rows]
    return ("\n".join(lines) + "\n").encode("utf-8")


def write_parquet(table: FlatTable) -> bytes:
    """Return a Parquet file; text columns are strings (decimals too), offsets are 64-bit integers.

    Raises:
        UnsupportedFormatError: pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise UnsupportedFormatError(
            "parquet needs pyarrow, which is not installed", "pip install 'xize[parquet]', or use --format jsonl"
        ) from error
    fields = [pa.field(column, _arrow_type(pa, table, column)) for column in table.columns]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(list(table.rows), schema=pa.schema(fields)), out, compression="zstd")
    return out.getvalue()


WRITERS: dict[str, Callable[[FlatTable], bytes]] = {
    "csv": write_csv,
    "jsonl": write_jsonl,
    "yaml": write_yaml,
    "markdown": write_markdown,
    "parquet": write_parquet,
}
"""Every table format by its name on the command line."""


def guarded(text: str | None) -> str | None:
    """Return a text with an apostrophe before it where a spreadsheet program would take it for a formula."""
    return "'" + text if text is not None and text.lstrip(" ").startswith(FORMULA_STARTS) else text


def _cell(column: str, value: Value) -> Value:
    return guarded(value) if isinstance(value, str) and column not in SAFE_COLUMNS else value


def _markdown_cell(value: Value) -> str:
    if value is None:
        return ""
    text = str(value).replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|")
    return "<br>".join(text.splitlines())


def _arrow_type(pa: Any, table: FlatTable, column: str) -> Any:
    kinds = {type(row[column]) for row in table.rows} - {type(None)}
    name = "bool_" if kinds == {bool} else "int64" if kinds == {int} else "string"
    return getattr(pa, name)()
