"""What a review says without a screen: open questions, stale decisions, agreement and planted errors, as values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from xize.model.question import Question
from xize.review.agreement import Agreement
from xize.review.apply import Settled
from xize.review.desk import Desk
from xize.review.drawing import choice_text, flat, place_text
from xize.review.example import examples
from xize.review.identity import find_reading
from xize.review.plant import Catch
from xize.review.queue import document_wide, identical, order
from xize.review.say import words

Report = dict[str, Any]


def listing(desk: Desk, settled: Settled) -> Report:
    """Return the open questions in the order they are asked, and every decision that is not in place."""
    open_ids = {question.id for question in settled.open}
    questions = tuple(question for question in order(desk.draft) if question.id in open_ids)
    return {
        "draft": desk.name,
        "decisions": str(desk.log),
        "total": len(desk.draft.questions),
        "settled": len(desk.draft.questions) - len(questions),
        "open": [_question(desk, question, questions) for question in questions],
        "stale": [
            {
                "question": stale.decision.question,
                "quote": stale.decision.quote,
                "difference": stale.difference,
                "closest": stale.question.id if stale.question is not None else None,
                "decision": stale.decision.model_dump(mode="json"),
            }
            for stale in desk.meeting.stale
        ],
        "unusable": [
            {"question": item.decision.question, "quote": item.decision.quote, "why": item.why}
            for item in settled.unusable
        ],
        "unparsed": [finding.model_dump(mode="json") for finding in settled.unparsed],
        "torn": desk.torn,
    }


def listing_text(desk: Desk, report: Report) -> str:
    """Return a listing for people."""
    lines = [words("open_list", name=desk.name, left=len(report["open"]), total=report["total"])]
    for question in report["open"]:
        lines.append(words("open_line", id=question["id"], where=question["where"], quote=question["quote"]))
        lines.append(words("open_prompt", prompt=question["prompt"]))
        for candidate in question["candidates"]:
            told = words("semicolon").join(part for part in (candidate["effect"], candidate["example"]) if part)
            mark = f"  ({told})" if told else ""
            if candidate["number"] == question["suggested"]:
                mark += "  " + words("mark_suggested")
            if candidate["number"] == question["offered_number"]:
                offer = question["offered"]
                mark += "  " + words("mark_offered_list", by=offer["by"], date=offer["at_time"][:10])
            lines.append(words("open_candidate", number=candidate["number"], label=candidate["label"], mark=mark))
    if report["open"]:
        lines.append(words("open_hint"))
    return "\n".join(flat(line) for line in (*lines, *notices(desk, report))) + "\n"


def notices(desk: Desk, report: Report) -> list[str]:
    """Return what must not go unsaid: offers, stale and unusable decisions, a torn line."""
    lines: list[str] = []
    offered = sum(1 for question in report["open"] if question["offered"] is not None)
    if offered:
        lines += [words("offered_head", count=offered), words("offered_same")]
    if report["stale"]:
        lines.append(words("stale_head", count=len(report["stale"]), path=desk.log))
        for stale in desk.meeting.stale:
            answer = choice_text(stale.decision)
            told = {"difference": stale.difference, "answer": answer, "by": stale.decision.by}
            lines.append(words("stale_line", question=stale.decision.question, **told))
    for item in report["unusable"]:
        lines.append(words("unusable_line", **item))
    if report["torn"]:
        lines.append(words("log_torn_unread", path=desk.log))
    return lines


def agreement_report(found: Agreement) -> Report:
    """Return an agreement as a value; decimals as strings."""
    numbers = {name: getattr(found, name) for name in ("raw", "expected", "kappa")}
    return {
        "compared": found.compared,
        "agreed": found.agreed,
        "only_first": found.only_first,
        "only_second": found.only_second,
        **{name: None if value is None else str(value) for name, value in numbers.items()},
        "disagreements": [
            {
                "question": item.question.id,
                "quote": item.question.quote,
                "prompt": item.question.prompt,
                "first": item.first.model_dump(mode="json"),
                "second": item.second.model_dump(mode="json"),
            }
            for item in found.disagreements
        ],
    }


def agreement_text(found: Agreement) -> str:
    """Return an agreement for people."""
    numbers = {name: words("undefined") if value is None else value for name, value in _rates(found)}
    counts = {"compared": found.compared, "agreed": found.agreed}
    one_sided = {"first": found.only_first, "second": found.only_second}
    lines = [words("agreement_head", **counts, **numbers, **one_sided)]
    for item in found.disagreements:
        sides = {"by_first": item.first.by, "first": choice_text(item.first)}
        sides |= {"by_second": item.second.by, "second": choice_text(item.second)}
        lines.append(words("agreement_line", question=item.question.id, quote=item.question.quote, **sides))
    return "\n".join(lines) + "\n"


def plant_report(found: Iterable[Catch]) -> Report:
    """Return what became of planted errors, and of the controls beside them, as a value."""
    everything = tuple(found)
    found = tuple(item for item in everything if item.error)
    controls = tuple(item for item in everything if not item.error)
    return {
        "planted": len(found),
        "caught": sum(item.caught is True for item in found),
        "missed": sum(item.caught is False for item in found),
        "unanswered": sum(item.caught is None for item in found),
        "controls": len(controls),
        "controls_wrong": sum(item.caught is False for item in controls),
        "errors": [
            {
                "question": item.question.id,
                "quote": item.question.quote,
                "wrong": item.wrong,
                "right": item.right,
                "caught": item.caught,
                "decision": item.decision.model_dump(mode="json") if item.decision is not None else None,
            }
            for item in found
        ],
    }


def plant_text(report: Report) -> str:
    """Return a report of planted errors for people."""
    counts = {name: report[name] for name in ("caught", "missed", "unanswered", "controls", "controls_wrong")}
    lines = [words("plant_head", total=report["planted"], **counts)]
    names = {True: "plant_caught", False: "plant_missed", None: "plant_unanswered"}
    for item in report["errors"]:
        verdict = words(names[item["caught"]])
        told = {"quote": item["quote"], "wrong": item["wrong"], "right": item["right"]}
        lines.append(words("plant_line", verdict=verdict, **told))
    return "\n".join(lines) + "\n"


def _rates(found: Agreement) -> list[tuple[str, object]]:
    return [("raw", found.raw), ("kappa", found.kappa)]


def _question(desk: Desk, question: Question, open_questions: tuple[Question, ...]) -> Report:
    worked = examples(question, desk.places)
    offer = desk.meeting.offers.get(question.id)
    offered = find_reading(offer, question) if offer is not None else None
    where = desk.places.where(question.indicator, question.at)
    return {
        "id": question.id,
        "kind": question.kind,
        "batch": question.batch,
        "indicator": question.indicator,
        "where": " · ".join(part for part in (where.path or words("document_wide"), place_text(question.at)) if part),
        "document_wide": document_wide(question),
        "at": question.at.model_dump(mode="json"),
        "quote": question.quote,
        "prompt": question.prompt,
        "identical": len(identical(question, open_questions)),
        "candidates": [
            {"number": index + 1, "label": candidate.label, "effect": candidate.effect, "example": worked[index]}
            for index, candidate in enumerate(question.candidates)
        ],
        "suggested": question.suggested + 1 if question.suggested is not None else None,
        "reason": question.reason,
        "offered": offer.model_dump(mode="json") if offer is not None else None,
        "offered_number": offered + 1 if offered is not None else None,
    }
