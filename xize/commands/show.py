"""`xize show`: the indicator tree with points, what a person wants to see first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xize.commands.output import write_json

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text
    from rich.tree import Tree

    from xize.model.indicator import Indicator, Sheet
    from xize.model.rubric import Draft, Rubric

TITLE_CHARACTERS = 60


def show(
    file: Annotated[Path, typer.Argument(help="A document, draft or rubric.")],
    depth: Annotated[int | None, typer.Option(min=1, help="Show so many levels only.")] = None,
    rules: Annotated[bool, typer.Option("--rules", help="Show the rules under their indicators.")] = False,
    findings: Annotated[bool, typer.Option("--findings", help="List the findings.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Do not shorten titles.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of a tree.")] = False,
) -> None:
    """Show the indicator tree of a document with its points."""
    from rich.console import Console

    from xize import pipeline

    found = pipeline.open_rubric(file)
    if as_json:
        write_json(_as_json(found))
        return
    console = Console(highlight=False, emoji=False, markup=False, soft_wrap=full)
    console.print(_tree(found, file.name, depth, rules, full))
    _summary(console, found, findings)
    if rules:
        _origins(console, _body(found))


def _body(found: Draft | Rubric) -> Any:
    from xize.model.rubric import Draft

    return found.rubric if isinstance(found, Draft) else found


def _tree(found: Draft | Rubric, name: str, depth: int | None, rules: bool, full: bool) -> Tree:
    from rich.text import Text
    from rich.tree import Tree

    from xize.commands.say import say

    body = _body(found)
    tree = Tree(Text(body.title or name, style="bold"), guide_style="dim")
    for sheet in body.sheets:
        branch = tree.add(_sheet_line(sheet))
        for node in sheet.indicators:
            _branch(branch, node, depth, rules, full)
    if not body.sheets:
        tree.add(Text(say("no_indicators"), style="red"))
    return tree


def _sheet_line(sheet: Sheet) -> Text:
    from rich.text import Text

    from xize.commands.say import say

    line = Text(sheet.title, style="bold cyan")
    scored = [node.points for node in sheet.indicators if node.role == "scored" and node.points is not None]
    if sheet.points is not None:
        line.append("  " + say("sheet_points", points=_number(sheet.points)), style="cyan")
    if scored and sum(scored) != sheet.points:
        mismatch = sheet.points is not None
        line.append("  " + say("sum", found=_number(sum(scored))), style="bold red" if mismatch else "dim")
    return line


def _branch(parent: Tree, node: Indicator, depth: int | None, rules: bool, full: bool) -> None:
    from rich.text import Text

    from xize.commands.say import say

    line = Text()
    if node.points is not None:
        line.append(f"{_number(node.points):>5} ", style="green")
    if node.code:
        line.append(node.code + " ", style="yellow")
    line.append(_title(node, full))
    if node.role != "scored":
        line.append(f"  [{say('role_' + node.role)}]", style="magenta")
    branch = parent.add(line)
    if rules:
        _rules(branch, node)
    if depth is None or node.level < depth:
        for child in node.children:
            _branch(branch, child, depth, rules, full)


def _rules(branch: Tree, node: Indicator) -> None:
    from rich.text import Text

    from xize.model.notation import brief, limit_notation

    for rule in node.rules:
        line = Text("".join(rule.quote.split()), style="dim")
        line.append("  " + brief(rule), style="blue")
        if rule.open:
            line.append(" ?", style="bold yellow")
        branch.add(line)
    numbers = {rule.id: str(place) for place, rule in enumerate(node.rules, 1)}
    for limit in node.limits:
        branch.add(Text(limit_notation(limit, numbers), style="blue"))


def _title(node: Indicator, full: bool) -> str:
    words = "".join(node.title.split()) or " ".join("".join(field.text.split()) for field in node.fields.values())
    return words if full or len(words) <= TITLE_CHARACTERS else words[: TITLE_CHARACTERS - 1] + "…"


def _number(value: Any) -> str:
    from xize.model.base import decimal_text

    return decimal_text(value)


def _summary(console: Console, found: Draft | Rubric, list_findings: bool) -> None:
    from rich.table import Table

    from xize.commands.say import place, say
    from xize.model.rubric import Draft

    body = _body(found)
    nodes = body.walk()
    questions, unparsed = (len(found.questions), len(found.unparsed)) if isinstance(found, Draft) else (0, 0)
    counts = {level: sum(f.severity == level for f in body.findings) for level in ("error", "warning", "info")}
    console.print(
        say(
            "summary", sheets=len(body.sheets), indicators=len(nodes), rules=sum(len(node.rules) for node in nodes),
            questions=questions, unparsed=unparsed,
        )
    )  # fmt: skip
    if body.findings and not list_findings:
        console.print(say("findings", total=len(body.findings), **counts))
    if list_findings and body.findings:
        table = Table(box=None, padding=(0, 1), show_header=False)
        for finding in body.findings:
            table.add_row(
                finding.severity, finding.code, "; ".join(place(at) for at in finding.at[:3]),
                finding.message + ("\n" + finding.hint if finding.hint else ""),
            )  # fmt: skip
        console.print(table)


def _origins(console: Console, body: Any) -> None:
    """Say where the rules came from: printed, implied by an answer about the whole document, or reviewed."""
    from xize.commands.say import say

    values = [value for node in body.walk() for value in (*node.rules, *node.limits)]
    caps = [value.cap for value in values if getattr(value, "cap", None) is not None]
    counts = {name: sum(one.origin == name for one in (*values, *caps)) for name in ("printed", "implied", "reviewed")}
    console.print(say("origins", **counts, decisions=len(body.decisions)))
    for name, setting in body.settings.items():
        console.print(say("setting", name=name, value=setting.value, question=setting.question or "—"))


def _as_json(found: Draft | Rubric) -> dict[str, Any]:
    body = _body(found)

    def node_json(node: Indicator) -> dict[str, Any]:
        return {
            "id": node.id, "code": node.code, "title": node.title, "role": node.role, "level": node.level,
            "points": None if node.points is None else _number(node.points), "rules": len(node.rules),
            "children": [node_json(child) for child in node.children],
        }  # fmt: skip

    return {
        "title": body.title,
        "sheets": [
            {
                "id": sheet.id, "title": sheet.title, "subject": sheet.subject,
                "points": None if sheet.points is None else _number(sheet.points),
                "indicators": [node_json(node) for node in sheet.indicators],
            }
            for sheet in body.sheets
        ],
        "findings": [finding.model_dump(mode="json") for finding in body.findings],
    }  # fmt: skip
