"""A comparison as one self-contained HTML page: search, filters by kind of change, no resource from outside.

Every text of the documents is escaped, and the page forbids by its own policy whatever is not part of it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from html import escape
from importlib.resources import files

from xize.diff.changes import Change, DiffResult, Evidence, Mark, Row, RuleRow
from xize.diff.mark import marked
from xize.diff.say import changed_rows, effect_text, name, place, summary, sums, type_name, value, what_name
from xize.diff.words import say
from xize.words import lang


def to_html(result: DiffResult) -> str:
    """Return the page."""
    style, script = (files("xize.diff").joinpath(f"page.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
    policy = f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'"
    title = f"{say('title')}: {result.old} → {result.new}"
    body = "".join([_head(result), _filters(result), _outside(result), *(_row(row) for row in changed_rows(result))])
    return (
        f'<!doctype html>\n<html lang="{lang.get()}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{style}</style></head>"
        f"<body>{body}<script>{script}</script></body></html>\n"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _head(result: DiffResult) -> str:
    lines = [f"<h1>{escape(say('title'))}</h1>", f"<p>{escape(result.old)} → {escape(result.new)}</p>"]
    lines.append(f"<p>{escape(summary(result))}</p>")
    if result.questions:
        asked = "".join(f"<li><code>{escape(q.id)}</code> {escape(q.prompt)}</li>" for q in result.questions)
        lines.append(f"<h2>{escape(say('questions'))}</h2><ul>{asked}</ul>")
    return "".join(lines)


def _filters(result: DiffResult) -> str:
    boxes = "".join(
        f'<label><input type="checkbox" value="{kind}" checked> {escape(type_name(kind))} ({number})</label> '
        for kind, number in result.counts().items()
    )
    search = (
        f'<input type="search" id="search" placeholder="{escape(say("search"))}" aria-label="{escape(say("search"))}">'
    )
    shown = f'<output id="shown" data-words="{escape(say("shown", count="#"))}"></output>'
    return f'<form id="filters">{search}{boxes}{shown}</form>'


def _outside(result: DiffResult) -> str:
    parts = [_changes(result.document)] if result.document else []
    for sheet in result.sheets:
        ref = sheet.new or sheet.old
        title = escape(" ".join(ref.text.split())) if ref is not None else ""
        parts.append(f"<p>{title}: {escape(say('sum'))} {escape(sums(sheet))}</p>{_changes(sheet.changes)}")
    return f"<section><h2>{escape(say('document'))}</h2>{''.join(parts)}</section>"


def _row(row: Row) -> str:
    kinds = " ".join(dict.fromkeys(change.type for change in row.all_changes()))
    left, right = escape(name(row.old)), escape(name(row.new))
    path = escape((row.new or row.old)[0].path)
    rules = "".join(_rule(rule) for rule in row.rules if rule.changes)
    title = _marks(row.marked) if row.marked else right or left
    effect = f'<p class="effect">{escape(effect_text(row))}</p>' if row.effect is not None else ""
    return (
        f'<article data-kinds="{kinds}"><h3>{title}</h3><p class="path">{path}{_evidence(row.evidence)}</p>'
        f"{_changes(row.changes)}{rules}{effect}</article>"
    )


def _rule(rule: RuleRow) -> str:
    before = escape(value(rule.old.text)) if rule.old is not None else ""
    after = _marks(rule.marked) if rule.marked else escape(value(rule.new.text)) if rule.new is not None else ""
    return f'<div class="rule"><div class="sides"><q>{before}</q><q>{after}</q></div>{_changes(rule.changes)}</div>'


def _evidence(evidence: Evidence | None) -> str:
    if evidence is None:
        return ""
    text = f" · {say('evidence')} {evidence.by} {evidence.score:.2f}"
    if evidence.runner_up is not None:
        text += f" · {say('runner_up')} {evidence.runner_up.text} {evidence.runner_up.score:.2f}"
    return escape(" ".join(text.split()))


def _changes(changes: Iterable[Change]) -> str:
    lines = "".join(
        f'<li data-kind="{change.type}"><b>{escape(type_name(change.type))}</b> {escape(what_name(change.what))}: '
        f"{_both(change)} <small>{escape(f'{place(change.before_at)} → {place(change.after_at)}')}</small></li>"
        for change in changes
    )
    return f"<ul>{lines}</ul>" if lines else ""


def _both(change: Change) -> str:
    if change.before is not None and change.after is not None and change.type in {"wording", "figure", "method"}:
        return _marks(marked(change.before, change.after))
    return f"<del>{escape(value(change.before))}</del> → <ins>{escape(value(change.after))}</ins>"


def _marks(marks: Iterable[Mark]) -> str:
    tags = {"same": ("", ""), "removed": ("<del>", "</del>"), "added": ("<ins>", "</ins>")}
    return "".join(f"{tags[mark.op][0]}{escape(mark.text)}{tags[mark.op][1]}" for mark in marks)
