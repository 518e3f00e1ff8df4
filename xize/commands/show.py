"""`xize show`: the indicator tree with points."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def show(file: Annotated[Path, typer.Argument(help="A document, draft or rubric.")]) -> None:
    """Show the indicator tree of a document with its points."""
    from rich.console import Console
    from rich.tree import Tree

    from xize import pipeline

    rubric = pipeline.parse(file).rubric
    tree = Tree(rubric.title or file.name)
    for sheet in rubric.sheets:
        tree.add(sheet.title)
    Console().print(tree)
