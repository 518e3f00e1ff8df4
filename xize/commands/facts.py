"""`xize facts`: an empty form of exactly the facts a rubric needs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from xize.commands.output import write


def facts(
    file: Annotated[Path, typer.Argument(help="A rubric.")],
    form: Annotated[Literal["json", "yaml", "csv"], typer.Option("--format", "-f", help="What to write.")] = "yaml",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file; standard output if absent.")] = None,
) -> None:
    """Write an empty form of the facts a rubric needs, each with its question in words."""
    import csv
    import io
    import json

    from xize import pipeline
    from xize.score.factfile import form as empty_form
    from xize.score.need import needs

    rows = empty_form(needs(pipeline.open_canonical(file)))
    if form == "json":
        write(json.dumps({"schema": "xize.facts/1", "facts": rows}, ensure_ascii=False, indent=2) + "\n", output)
    elif form == "yaml":
        import yaml

        write(yaml.safe_dump({"facts": rows}, allow_unicode=True, sort_keys=False, width=1000), output)
    else:
        from xize.export.tables import guarded

        columns = ["id", "indicator", "question", "type", "unit", "minimum", "maximum", "choices", "value", "quote"]
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\r\n")
        writer.writeheader()
        for row in rows:
            writer.writerow({**row, "choices": "、".join(row["choices"]), "question": guarded(row["question"]),
                             "quote": guarded(row["quote"])})  # fmt: skip
        write("\ufeff" + out.getvalue(), output)
