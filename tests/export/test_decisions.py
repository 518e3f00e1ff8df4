"""JsonLogic and DMN: what they say equals what the scorer computes."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest

from xize.export.dmn import NAMESPACE, write_dmn
from xize.export.jsonlogic import ENDLESS, write_jsonlogic
from xize.model.rubric import Rubric
from xize.score.need import needs
from xize.score.run import evaluate, score
from xize.score.sample import sample
from xize.score.tree import lay_out

DOCUMENTS = sorted((Path(__file__).parents[2] / "corpora" / "documents").glob("*.txt"))
D = f"{{{NAMESPACE}}}"


def logic(rule: Any, data: Any) -> Any:
    """Evaluate JsonLogic: the operations the files use, by the rules of jsonlogic.com."""
    if not isinstance(rule, dict):
        return rule
    ((name, given),) = rule.items()
    parts = given if isinstance(given, list) else [given]
    if name == "if":
        return logic(parts[1] if logic(parts[0], data) else parts[2], data)
    values = [logic(part, data) for part in parts]
    if name == "var":
        found = data
        for key in str(values[0]).split("."):
            if isinstance(found, list):
                found = found[int(key)]
            elif isinstance(found, dict) and key in found:
                found = found[key]
            else:
                return values[1] if len(values) > 1 else None
        return found
    numbers: dict[str, Callable[[], Any]] = {
        "+": lambda: sum(float(value) for value in values), "-": lambda: values[0] - values[1],
        "*": lambda: values[0] * values[1], "/": lambda: values[0] / values[1], "min": lambda: min(values),
        "max": lambda: max(values), "%": lambda: values[0] - values[1] * int(values[0] / values[1]),
        "and": lambda: all(values), "!==": lambda: values[0] is not values[1], "===": lambda: values[0] == values[1],
        "==": lambda: values[0] == values[1], "<": lambda: values[0] < values[1], ">": lambda: values[0] > values[1],
        "<=": lambda: values[0] <= values[1], ">=": lambda: values[0] >= values[1],
    }  # fmt: skip
    return numbers[name]()


@pytest.mark.parametrize("path", DOCUMENTS[::3], ids=lambda path: path.stem)
def test_jsonlogic_computes_what_the_scorer_computes(path: Path, canonical: Callable[[Path], Rubric]) -> None:
    rubric = canonical(path)
    file = json.loads(write_jsonlogic(rubric)[0])
    keys = {fact["id"]: key for key, fact in file["facts"].items()}
    random = Random(3)  # noqa: S311 (made-up facts)
    plan, asked = lay_out(rubric), needs(rubric)
    for known in (1.0, 0.6):
        facts = sample(asked, random, known)
        given = {keys[id_]: float(value) if isinstance(value, Decimal) else value for id_, value in facts.items()}
        data: dict[str, Any] = {"facts": given, "r": []}
        for step, ends in zip(file["steps"], evaluate(plan, facts), strict=True):
            found = {end: logic(step[end], data) for end in ("low", "high")}
            data["r"].append(found)
            for value, end in ((found["low"], ends.low), (found["high"], ends.high)):
                assert abs(value) > ENDLESS / 1e6 if not end.is_finite() else round(value - float(end), 6) == 0


def test_jsonlogic_tells_what_it_leaves_out(hostile: Rubric) -> None:
    data, report = write_jsonlogic(hostile)
    assert any("1/1#8" in line for line in report)
    assert json.loads(data)["left_out"] == list(report)


def feel(test: str, value: Any) -> bool:
    """Evaluate the unary tests the tables use."""
    if test.startswith('"'):
        return json.loads(test) == value
    if test[0] in "[(" and ".." in test:
        low, high = test[1:-1].split("..")
        above = value >= Decimal(low) if test[0] == "[" else value > Decimal(low)
        return above and (value <= Decimal(high) if test[-1] == "]" else value < Decimal(high))
    for op, holds in (("<=", Decimal.__le__), (">=", Decimal.__ge__), ("<", Decimal.__lt__), (">", Decimal.__gt__)):
        if test.startswith(op):
            return bool(holds(value, Decimal(test.removeprefix(op).strip())))
    return bool(value == Decimal(test))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_decision_table_gives_the_amount_of_its_tier(path: Path, canonical: Callable[[Path], Rubric]) -> None:
    rubric = canonical(path)
    root = ET.fromstring(write_dmn(rubric)[0])  # noqa: S314 (our own bytes)
    assert root.tag == f"{D}definitions"
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    rules = {rule.id: rule for node in rubric.walk() for rule in node.rules}
    described = {one.get("id"): one.findtext(f"{D}description") for one in root.iter(f"{D}inputData")}
    for decision in root.iter(f"{D}decision"):
        table = decision.find(f"{D}decisionTable")
        source = decision.find(f"{D}informationRequirement/{D}requiredInput")
        assert table is not None
        assert source is not None
        rule = rules[described[(source.get("href") or "")[1:]] or ""]
        assert len(table.findall(f"{D}rule")) == len(rule.bands)  # type: ignore[union-attr]
        assert table.get("hitPolicy") in {"FIRST", "UNIQUE", "COLLECT"}


def test_tables_and_scores_agree_on_tiers(hostile: Rubric) -> None:
    data, report = write_dmn(hostile)
    root = ET.fromstring(data)  # noqa: S314 (our own bytes)
    (table,) = root.iter(f"{D}decisionTable")
    (row,) = table.findall(f"{D}rule")
    test, worth = (row.findtext(f"{D}{name}/{D}text") or "" for name in ("inputEntry", "outputEntry"))
    assert feel(test, '差"')
    assert not feel(test, "差")
    scored = score(hostile, {"1/1#4": '差"'}).sheets[0].indicators[0]
    change = next(row.change for row in scored.trace if row.rule == "1/1#4")
    assert change.low == -Decimal(worth)
    assert len(report) == 7
