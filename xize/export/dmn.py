"""Tiers as DMN 1.3 decision tables, for decision engines: one table a `tiers` rule, its amounts as printed."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from decimal import Decimal

from xize.export.workbook.naming import clean
from xize.model.base import decimal_text
from xize.model.indicator import Indicator
from xize.model.quantity import Threshold
from xize.model.rubric import Rubric
from xize.model.rule import Band, Tiers
from xize.score.need import band_names, by_value, counted, names_a_grade_only, ranked, say

NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"
OWN = "urn:xize:rubric"

_POLICIES = {"first": ("FIRST", None), "unique": ("UNIQUE", None), "sum": ("COLLECT", "SUM"),
             "worst": ("COLLECT", "MAX"), "highest": ("COLLECT", "MAX")}  # fmt: skip


def write_dmn(rubric: Rubric) -> tuple[bytes, tuple[str, ...]]:
    """Return the decision tables as XML, and what they cannot express.

    A table gives the printed amount of a tier. Caps, limits, signs and sums are no part of it: `xize export --format
    jsonlogic` has them.
    """
    root = ET.Element("definitions", {"xmlns": NAMESPACE, "id": "rubric", "name": clean(rubric.title or "rubric"),
                                      "namespace": OWN})  # fmt: skip
    report: list[str] = []
    note = ET.SubElement(root, "description")
    for node in rubric.walk():
        for rule in node.rules:
            reason = _reason(rule, node) if isinstance(rule, Tiers) else say("left_kind", kind=rule.kind)
            if reason is not None:
                report.append(f"{rule.id}: {reason}")
            elif isinstance(rule, Tiers):
                _decision(root, rule, node)
    note.text = clean("\n".join((say("dmn_note"), *report)))
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n", tuple(report)


def _reason(rule: Tiers, node: Indicator) -> str | None:
    """Return why a set of tiers is no decision table, or None where it is one."""
    if names_a_grade_only(rule):
        return None
    if counted(rule) and not ranked(rule):
        return say("left_counted")
    if ranked(rule) and len({band.rank.end for band in rule.bands if band.rank is not None}) > 1:
        return say("left_two_ends")
    if any(band.points_max not in {None, band.points} for band in rule.bands):
        return say("left_range")
    if any(band.points is None and (band.share is None or node.points is None) for band in rule.bands):
        return say("left_amount")
    return None


def _decision(root: ET.Element, rule: Tiers, node: Indicator) -> None:
    key = "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in rule.id)
    name = clean(f"{node.code or ''} {''.join(node.title.split())} {rule.id}".strip())
    source = ET.SubElement(root, "inputData", {"id": f"input_{key}", "name": f"fact_{key}"})
    ET.SubElement(source, "description").text = clean(rule.id)
    ET.SubElement(source, "variable", {"id": f"variable_{key}", "name": f"fact_{key}", "typeRef": _type(rule)})
    decision = ET.SubElement(root, "decision", {"id": f"decision_{key}", "name": name})
    ET.SubElement(decision, "description").text = clean(rule.quote)
    need = ET.SubElement(decision, "informationRequirement", {"id": f"need_{key}"})
    ET.SubElement(need, "requiredInput", {"href": f"#input_{key}"})
    grades = names_a_grade_only(rule)
    policy, collect = ("FIRST", None) if grades else _POLICIES[rule.selection]
    table = ET.SubElement(decision, "decisionTable", {"id": f"table_{key}", "hitPolicy": policy})
    if collect is not None:
        table.set("aggregation", collect)
    column = ET.SubElement(table, "input", {"id": f"in_{key}", "label": clean(_metric(rule))})
    expression = ET.SubElement(column, "inputExpression", {"id": f"expression_{key}", "typeRef": _type(rule)})
    ET.SubElement(expression, "text").text = f"fact_{key}"
    kind = "string" if grades else "number"
    ET.SubElement(table, "output", {"id": f"out_{key}", "name": "grade" if grades else "points", "typeRef": kind})
    for number, (test, worth) in enumerate(_rows(rule, node), 1):
        row = ET.SubElement(table, "rule", {"id": f"rule_{key}_{number}"})
        ET.SubElement(ET.SubElement(row, "inputEntry", {"id": f"test_{key}_{number}"}), "text").text = clean(test)
        ET.SubElement(ET.SubElement(row, "outputEntry", {"id": f"worth_{key}_{number}"}), "text").text = clean(worth)


def _rows(rule: Tiers, node: Indicator) -> Iterator[tuple[str, str]]:
    for band, label in zip(rule.bands, band_names(rule), strict=True):
        if names_a_grade_only(rule):
            worth = _quoted(label)
        elif band.points is not None:
            worth = decimal_text(band.points)
        else:
            worth = decimal_text((band.share or Decimal(0)) * (node.points or Decimal(0)))
        yield _test(rule, band, label), worth


def _test(rule: Tiers, band: Band, label: str) -> str:
    if band.rank is not None and ranked(rule):
        last = band.rank.last or band.rank.first
        return str(last) if last == band.rank.first else f"[{band.rank.first}..{last}]"
    if by_value(rule) and band.threshold is not None:
        return _feel(band.threshold)
    return _quoted(label)


def _feel(threshold: Threshold) -> str:
    """Return a threshold as a FEEL unary test."""
    low = "" if threshold.value is None else decimal_text(threshold.value)
    high = "" if threshold.value_max is None else decimal_text(threshold.value_max)
    if threshold.op != "in":
        return low if threshold.op == "==" else f"{threshold.op} {low}"
    closed = threshold.closed or "[]"
    if not high:
        return f"{'>=' if closed[0] == '[' else '>'} {low}"
    return f"{closed[0]}{low}..{high}{closed[1]}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _type(rule: Tiers) -> str:
    return "number" if ranked(rule) or by_value(rule) else "string"


def _metric(rule: Tiers) -> str:
    threshold = rule.bands[0].threshold
    text = threshold.metric if threshold is not None and threshold.metric else rule.quote
    unit = f" ({threshold.unit})" if threshold is not None and threshold.unit else ""
    return "".join(text.split()) + unit
