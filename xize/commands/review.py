"""`xize review`: a person settles the open questions of a draft."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xize.commands.output import write, write_json

if TYPE_CHECKING:
    from xize.model.question import Decision
    from xize.review.desk import Desk
    from xize.review.plant import Planted

_LOG = "The decision log, where it is not beside the draft (X.draft.json has X.decisions.jsonl)."


def review(
    draft: Annotated[Path, typer.Argument(help="A draft made by xize parse.")],
    decisions: Annotated[Path | None, typer.Option("--decisions", help=_LOG)] = None,
    by: Annotated[
        str | None, typer.Option("--by", help="Who reviews; XIZE_REVIEWER or the login name if absent.")
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="List the open questions and stop.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Report as one JSON object.")] = False,
    answer: Annotated[
        list[str] | None, typer.Option(help="Answer one question: ID=2, ID=reject:REASON, ID=edit:JSON.")
    ] = None,
    apply: Annotated[
        list[Path] | None, typer.Option(help="Apply a decision log of this document, in any format.")
    ] = None,
    offer: Annotated[
        list[Path] | None, typer.Option(help="Offer the answers of another document, such as last year's.")
    ] = None,
    same_document: Annotated[
        bool, typer.Option("--same-document", help="The logs are of this very document: my word for it.")
    ] = False,
    blind: Annotated[
        bool, typer.Option("--blind", help="Review as a second reviewer: a log of your own, no suggestions.")
    ] = False,
    agreement: Annotated[Path | None, typer.Option(help="Compare with the decision log of a second reviewer.")] = None,
    settle: Annotated[bool, typer.Option("--settle", help="With --agreement: ask the disagreements again.")] = False,
    plant: Annotated[int, typer.Option(min=0, help="Put so many known-wrong readings among the questions.")] = 0,
    seed: Annotated[int, typer.Option(help="Which ones are planted.")] = 1,
    planted: Annotated[bool, typer.Option("--planted", help="With --plant: report how many were caught.")] = False,
) -> None:
    """Settle the open questions of a draft, one at a time; every answer is kept at once.

    Without a terminal, the open questions are listed. Exit code 0: all are settled; 1: questions are open, or two
    reviewers disagree; 2: a file cannot be used.
    """
    from xize.review import plant as planting
    from xize.review import terminal
    from xize.review.desk import blind_log, open_desk, reviewer

    who = reviewer(by)
    desk = open_desk(draft, decisions or (blind_log(draft, who) if blind else None), offer or (), same=same_document)
    if agreement is not None and not settle:
        raise typer.Exit(_agree(desk, agreement, as_json))
    seeded = planting.plant(desk.draft, plant, seed) if plant else None
    if planted:
        raise typer.Exit(_planted(desk, seeded, as_json))
    if answer or apply:
        desk = _answers(desk, who, answer or (), apply or ())
    elif not list_ and not as_json and terminal.usable():
        desk = _ask(desk, who, seeded, blind=blind, against=agreement)
    raise typer.Exit(_list(desk, as_json))


def _list(desk: Desk, as_json: bool) -> int:
    from xize.review.report import listing, listing_text

    report = listing(desk, desk.settled)
    if as_json:
        write_json(report)
    else:
        write(listing_text(desk, report), None)
    return 1 if report["open"] else 0


def _answers(desk: Desk, who: str, answers: Iterable[str], logs: Sequence[Path]) -> Desk:
    """Write answers given on the command line; all of them are understood before the first is written."""
    from xize.review.answering import given, transfer
    from xize.review.desk import now
    from xize.review.say import words
    from xize.review.store import Store, load_log

    applied = [load_log(path, must_exist=True).lines for path in logs]
    for path, log in zip(logs, applied, strict=True):
        desk.require_own(log, path)
    with Store(desk.log, who) as store:
        desk = desk.reading(store.log.lines)
        session = desk.session(who)
        lines: list[Decision] = []
        for log in applied:
            session, made = transfer(desk, session, log, now())
            lines += made
        for text in answers:
            session, made = given(session, text, now())
            lines += made
        if lines:
            store.append(tuple(lines))
        desk = desk.reading(store.log.lines)
    left = len(desk.settled.open)
    typer.echo(words("applied", count=len(lines), path=desk.log, left=left), err=True)
    return desk


def _ask(desk: Desk, who: str, seeded: Planted | None, *, blind: bool, against: Path | None) -> Desk:
    """Review in the terminal."""
    from xize.review import terminal
    from xize.review.agreement import agreement
    from xize.review.desk import now
    from xize.review.drawing import View
    from xize.review.say import words
    from xize.review.store import Store, load_log

    second = load_log(against, must_exist=True).lines if against is not None else ()
    with Store(desk.log, who) as store:
        if store.torn is not None:
            typer.echo(words("log_torn", path=store.torn), err=True)
        desk = desk.reading(store.log.lines)
        session = desk.session(who, seeded)
        others = {}
        if blind:
            session = replace(session, offers={})
        if against is not None:
            apart = agreement(desk.draft.questions, store.log.lines, second).disagreements
            others = {item.question.id: (item.first, item.second) for item in apart}
            session = session.only(others)
        view = View(desk.name, desk.places, blind=blind, others=others)
        terminal.run(session, view, store.append, now)
        return desk.reading(store.log.lines)


def _agree(desk: Desk, other: Path, as_json: bool) -> int:
    from xize.review.agreement import agreement
    from xize.review.report import agreement_report, agreement_text
    from xize.review.store import load_log

    found = agreement(desk.draft.questions, desk.lines, load_log(other, must_exist=True).lines)
    if as_json:
        write_json(agreement_report(found))
    else:
        write(agreement_text(found), None)
    return 1 if found.disagreements else 0


def _planted(desk: Desk, seeded: Planted | None, as_json: bool) -> int:
    from xize.review.plant import Planted, catches
    from xize.review.report import plant_report, plant_text

    report = plant_report(catches(seeded or Planted((), {}), desk.meeting.history.answers))
    if as_json:
        write_json(report)
    else:
        write(plant_text(report), None)
    return 1 if report["missed"] or report["unanswered"] else 0
