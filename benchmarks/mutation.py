"""Next year's rubric out of this year's, with the truth known: what became of every indicator, and every change.

A mutation works on the model, not on the file, and keeps quotes and columns in step with the values it changes. Each
indicator is touched by one mutation at most, so that every change has one cause.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from xize.model.anchor import Text
from xize.model.base import decimal_text
from xize.model.indicator import Indicator
from xize.model.quantity import Cap
from xize.model.rubric import DraftRubric
from xize.model.rule import Flat, PerUnit, Rule

NAMES = (
    "档案管理", "网络安全", "志愿服务", "节能降耗", "消防演练", "信访接待", "职工培训", "绿化养护", "食堂卫生",
    "车辆调度", "会费收缴", "值班备勤",
)  # fmt: skip
FAULTS = (
    "未按时上报的", "资料缺失的", "记录不实的", "整改不到位的", "被上级通报的", "现场混乱的", "无专人负责的",
    "未公示的",
)  # fmt: skip
OTHER_UNITS = dict(zip("次件例起项份处个人", "起项起例件本项件户", strict=True))
EXTRA_WORDS = ("全面", "及时", "严格", "切实", "认真", "统筹")


@dataclass
class Tree:
    """An indicator that can be changed: `origin` are the old ids it comes from, `touched` that it was mutated."""

    node: Indicator
    children: list[Tree]
    origin: tuple[str, ...]
    touched: bool = False


@dataclass
class Truth:
    """What a comparison should say: the pairs of ids, and the changes by type and old id (new id where added)."""

    pairs: set[tuple[str, str]] = field(default_factory=set)
    changes: Counter[tuple[str, str]] = field(default_factory=Counter)


@dataclass
class Work:
    """A rubric under mutation."""

    sheets: list[list[Tree]]
    dice: random.Random
    changes: list[tuple[str, Tree | str]] = field(default_factory=list)

    def trees(self) -> list[tuple[list[Tree], Tree]]:
        """Return every tree with the list that holds it."""
        found: list[tuple[list[Tree], Tree]] = []
        stack = list(self.sheets)
        while stack:
            holder = stack.pop()
            for tree in holder:
                found.append((holder, tree))
                stack.append(tree.children)
        return found


Mutation = Callable[[Work, list[Tree], Tree], bool]


def mutate(old: DraftRubric, seed: int, share: float = 0.12) -> tuple[DraftRubric, Truth]:
    """Return a mutated rubric and the truth.

    Args:
        old: the rubric.
        seed: chooses what happens, the same every time.
        share: about how many of the indicators are touched.
    """
    dice = random.Random(seed)  # noqa: S311 (no secret)
    work = Work([[_tree(node) for node in sheet.indicators] for sheet in old.sheets], dice)
    wanted = max(1, round(share * len(old.walk())))
    for _ in range(wanted * 6):
        free = [(holder, tree) for holder, tree in work.trees() if not tree.touched]
        if wanted <= 0 or not free:
            break
        holder, tree = dice.choice(free)
        if dice.choice(MUTATIONS)(work, holder, tree):
            tree.touched = True
            wanted -= 1
    if dice.random() < 0.5:
        shuffle(work)
    return _rebuild(old, work)


def _tree(node: Indicator) -> Tree:
    return Tree(node.model_copy(update={"children": ()}), [_tree(child) for child in node.children], (node.id,))


def _rebuild(old: DraftRubric, work: Work) -> tuple[DraftRubric, Truth]:
    truth = Truth()
    names: dict[int, str] = {}

    def build(tree: Tree, id_: str) -> Indicator:
        names[id(tree)] = tree.origin[0] if len(tree.origin) == 1 else id_ if not tree.origin else "+".join(tree.origin)
        truth.pairs.update((one, id_) for one in tree.origin)
        children = tuple(build(child, f"{id_}/{at}") for at, child in enumerate(tree.children, 1))
        rules = tuple(rule.model_copy(update={"id": f"{id_}#{at}"}) for at, rule in enumerate(tree.node.rules, 1))
        renamed = {one.id: other.id for one, other in zip(tree.node.rules, rules, strict=True)}
        limits = tuple(
            limit if limit.members == "all"
            else limit.model_copy(update={"members": tuple(renamed[m] for m in limit.members if m in renamed)})
            for limit in tree.node.limits
        )  # fmt: skip
        return tree.node.model_copy(update={"id": id_, "children": children, "rules": rules, "limits": limits})

    sheets = tuple(
        sheet.model_copy(update={"indicators": tuple(build(t, f"{number}/{at}") for at, t in enumerate(trees, 1))})
        for number, (sheet, trees) in enumerate(zip(old.sheets, work.sheets, strict=True), 1)
    )
    for kind, about in work.changes:
        truth.changes[kind, about if isinstance(about, str) else names[id(about)]] += 1
    return old.model_copy(update={"sheets": sheets}), truth


def _swap(tree: Tree, at: int, new: Rule, before: str | None = None) -> None:
    """Put a rule in place of another and its quote in place of the other's in the columns."""
    rules = list(tree.node.rules)
    quote = before if before is not None else rules[at].quote
    rules[at] = new
    columns = {
        name: text.model_copy(update={"text": text.text.replace(quote, new.quote, 1)})
        for name, text in tree.node.fields.items()
    }
    tree.node = tree.node.model_copy(update={"rules": tuple(rules), "fields": columns})


def _pick(work: Work, tree: Tree, fits: Callable[[Rule], bool]) -> int | None:
    """Choose a rule whose quote is printed whole in one column."""
    texts = [text.text for text in tree.node.fields.values()]
    places = [
        at for at, rule in enumerate(tree.node.rules) if fits(rule) and sum(t.count(rule.quote) for t in texts) == 1
    ]
    return work.dice.choice(places) if places else None


def renumber(work: Work, holder: list[Tree], tree: Tree) -> bool:
    """Give an indicator another code."""
    if not tree.node.code:
        return False
    tree.node = tree.node.model_copy(update={"code": tree.node.code + "-9"})
    work.changes.append(("indicator-renumbered", tree))
    return True


def move(work: Work, holder: list[Tree], tree: Tree) -> bool:
    """Move an indicator without children under another parent of the same level."""
    if tree.children or not (tree.node.title + "".join(t.text for t in tree.node.fields.values())).strip():
        return False
    homes = [
        other.children
        for _, other in work.trees()
        if other.children and other.children is not holder and other.children[0].node.level == tree.node.level
        and other.origin and len(holder) > 1
    ]  # fmt: skip
    if not homes:
        return False
    holder.remove(tree)
    home = work.dice.choice(homes)
    home.insert(work.dice.randrange(len(home) + 1), tree)
    work.changes.append(("indicator-moved", tree))
    return True


def rename(work: Work, holder: list[Tree], tree: Tree) -> bool:
    """Put a word into the title."""
    title = tree.node.title
    if len(title) < 4:
        return False
    at = work.dice.randrange(len(title))
    tree.node = tree.node.model_copy(update={"title": title[:at] + work.dice.choice(EXTRA_WORDS) + title[at:]})
    work.changes.append(("indicator-renamed", tree))
    return True


def reword(work: Work, holder: list[Tree], tree: Tree) -> bool:
    """Put a word into the condition of a rule."""
    at = _pick(work, tree, lambda rule: rule.condition is not None and rule.condition.text in rule.quote)
    if at is None:
        return False
    rule = tree.node.rules[at]
    assert rule.condition is not None  # noqa: S101 (it was chosen for it)
    text = work.dice.choice(EXTRA_WORDS) + rule.condition.text
    quote = rule.quote.replace(rule.condition.text, text, 1)
    condition = rule.condition.model_copy(update={"text": text})
    _swap(tree, at, rule.model_copy(update={"condition": condition, "quote": quote}))
    work.changes.append(("wording", tree))
    return True


def _printed(rule: Rule) -> re.Match[str] | None:
    if rule.points is None:
        return None
    found = list(re.finditer(rf"(?<![\d.~\-－—]){re.escape(decimal_text(rule.points))}(?=\s*分)", rule.quote))
    return found[0] if len(found) == 1 else None


def amount(work: Work, holder: list[Tree], tree: Tree) -> bool:
    """Change what a rule takes or gives."""
    at = _pick(
        work, tree, lambda r: isinstance(r, Flat | PerUnit) and r.points_max is None and _printed(r) is not None
    )  # fmt: skip
    if at is None:
        return False
    rule = tree.node.rules[at]
    place = _printed(rule)
    assert place is not None and rule.points is not None  # noqa: S101, PT018 (it was chosen for it)
    points = rule.points + work.dice.choice([Decimal("0.5"), Decimal(1), Decimal(2)])
    quote = rule.quote[: place.start()] + decimal_text(points) + rule.quote[place.end() :]
    _swap(tree, at, rule.model_copy(update={"points": points, "quote": quote}))
    work.changes.append(("amount", tree))
    return True


def _each(rule: Rule) -> bool:
    return isinstance(rule, PerUnit) and rule.per.unit in OTHER_UNITS and f"每{rule.per.unit}" in rule.quote


def unit(work: Work, holder: list[Tree], tree: Tree) -> bool:
    """Change the unit a rule counts by."""
    at = _pick(work, tree, _each)
    if at is None:
        return False
    rule = tree.node.rules[at]
    assert isinstance(rule, PerUnit)  # noqa: S101 (it was chosen for it)
    new = OTHER_UNITS[rule.per.unit]
    quote = rule.quote.replace(f"每{rule.per.unit}", f"每{new}", 1)
    _swap(tree, at, rule.model_copy(update={"per": rule.per.model_copy(update={"unit": new}), "quote": quote}))
    work.changes.append(("unit", tree))
    return True


def _own_cap(rule: Rule) -> bool:
    return isinstance(rule, PerUnit) and (rule.cap is None or rule.cap.value != "indicator")


def cap(work: Work, holder: list[Tree], tree: Tree) -> bool:
    """Add a cap to a rule, or change or remove the one it has."""
    at = _pick(work, tree, _own_cap)
    if at is None:
        return False
    rule = tree.node.rules[at]
    if rule.cap is None:
        new = Cap(value=Decimal(7), origin="printed")
        _swap(tree, at, rule.model_copy(update={"cap": new, "quote": f"{rule.quote}，最多扣7分"}))
        work.changes.append(("cap-added", tree))
        return True
    assert isinstance(rule.cap.value, Decimal)  # noqa: S101 (it was chosen for it)
    printed = f"{decimal_text(rule.cap.value)}分"
    if rule.quote.count(printed) != 1:
        return False
    value = rule.cap.value + 1
    quote = rule.quote.replace(printed, f"{decimal_text(value)}分")
    _swap(tree, at, rule.model_copy(update={"cap": rule.cap.model_copy(update={"value": value}), "quote": quote}))
    work.changes.append(("cap", tree))
    return True


def threshold(work: Work, holder: list[Tree], tree: Tree) -> bool:
    """Change the number a measured value is held against."""
    at = _pick(
        work, tree,
        lambda r: r.kind == "flat" and r.threshold is not None and r.threshold.value is not None
        and r.threshold.op != "in" and r.quote.count(decimal_text(r.threshold.value)) == 1,
    )  # fmt: skip
    if at is None:
        return False
    rule = tree.node.rules[at]
    assert rule.threshold is not None and rule.threshold.value is not None  # noqa: S101, PT018 (chosen for it)
    before, value = decimal_text(rule.threshold.value), rule.threshold.value + 3
    condition = rule.condition
    if condition is not None:
        condition = condition.model_copy(update={"text": condition.text.replace(before, decimal_text(value), 1)})
    changed = {
        "threshold": rule.threshold.model_copy(update={"value": value}), "condition": condition,
        "quote": rule.quote.replace(before, decimal_text(value)),
    }  # fmt: skip
    _swap(tree, at, rule.model_copy(update=changed))
    work.changes.append(("threshold", tree))
    return True


def boundary(work: Work, holder: list[Tree], tree: Tree) -> bool:
    """Let a bound include its number, or not."""
    turned = {">=": ">", ">": ">=", "<=": "<", "<": "<="}
    at = _pick(work, tree, lambda rule: rule.threshold is not None and rule.threshold.op in turned)
    if at is None:
        return False
    rule = tree.node.rules[at]
    assert rule.threshold is not None  # noqa: S101 (it was chosen for it)
    bound = rule.threshold.model_copy(update={"op": turned[rule.threshold.op]})
    _swap(tree, at, rule.model_copy(update={"threshold": bound}))
    work.changes.append(("boundary", tree))
    return True


def points(work: Work, holder: list[Tree], tree: Tree) -> bool:
    """Change the full marks."""
    if tree.node.points is None:
        return False
    tree.node = tree.node.model_copy(update={"points": tree.node.points + 5})
    work.changes.append(("points", tree))
    return True


def department(work: Work, holder: list[Tree], tree: Tree) -> bool:
    """Give an indicator to another department."""
    if "department" not in tree.node.fields:
        return False
    text = tree.node.fields["department"]
    columns = {**tree.node.fields, "department": text.model_copy(update={"text": "综合督导组"})}
    if text.text == "综合督导组":
        return False
    tree.node = tree.node.model_copy(update={"fields": columns})
    work.changes.append(("department", tree))
    return True


def remove(work: Work, holder: list[Tree], tree: Tree) -> bool:
    """Remove an indicator without children."""
    if tree.children or len(holder) < 2:
        return False
    holder.remove(tree)
    (old,) = tree.origin
    work.changes.append(("indicator-removed", old))
    work.changes += [("veto" if rule.kind == "veto" else "rule-removed", old) for rule in tree.node.rules]
    if tree.node.elaboration is not None:
        kinds = ("veto" if rule.kind == "veto" else "rule-removed" for rule in tree.node.elaboration.rules)
        work.changes += [(kind, old) for kind in kinds]
    return True


def add(work: Work, holder: list[Tree], tree: Tree) -> bool:
    """Add an indicator with a rule beside another."""
    names = work.dice.sample(NAMES, 3)
    quote = f"{work.dice.choice(NAMES)}{work.dice.choice(FAULTS)}扣3分"
    at = tree.node.at
    rule = Flat(id="new#1", sign="-", points=Decimal(3), quote=quote, at=at)
    node = Indicator(
        id="new", title=f"做好{names[0]}、{names[1]}和{names[2]}工作", level=tree.node.level, points=Decimal(9),
        mode="deduct", fields={"criteria": Text(text=quote + "。", at=at)}, rules=(rule,), at=at,
    )  # fmt: skip
    fresh = Tree(node, [], (), touched=True)
    holder.insert(work.dice.randrange(len(holder) + 1), fresh)
    work.changes += [("indicator-added", fresh), ("rule-added", fresh)]
    return True


def remove_rule(work: Work, holder: list[Tree], tree: Tree) -> bool:
    """Remove a rule and its words."""
    at = _pick(work, tree, lambda rule: rule.kind != "veto") if len(tree.node.rules) > 1 else None
    if at is None:
        return False
    quote = tree.node.rules[at].quote
    columns = {
        name: text.model_copy(update={"text": text.text.replace(quote, "", 1)})
        for name, text in tree.node.fields.items()
    }
    rules = tree.node.rules[:at] + tree.node.rules[at + 1 :]
    tree.node = tree.node.model_copy(update={"rules": rules, "fields": columns})
    work.changes.append(("rule-removed", tree))
    return True


def split(work: Work, holder: list[Tree], tree: Tree) -> bool:
    """Split an indicator in two: its title at a mark, its rules and its points divided."""
    node = tree.node
    marks = [found.end() for found in re.finditer("[，；、]", node.title) if 6 <= found.end() <= len(node.title) - 6]
    if tree.children or not marks or len(node.rules) < 2 or node.points is None or node.elaboration is not None:
        return False
    if set(node.fields) - {"criteria"} or _pick(work, tree, lambda rule: True) is None:
        return False
    at, half = work.dice.choice(marks), len(node.rules) // 2
    parts = []
    for title, rules in ((node.title[:at], node.rules[:half]), (node.title[at:], node.rules[half:])):
        text = Text(text="；".join(rule.quote for rule in rules) + "。", at=node.at)
        changed = {
            "title": title,
            "rules": rules,
            "points": node.points / 2,
            "fields": {"criteria": text},
            "limits": (),
        }
        parts.append(Tree(node.model_copy(update=changed), [], tree.origin, touched=True))
    place = holder.index(tree)
    holder[place : place + 1] = parts
    work.changes.append(("indicator-split", tree.origin[0]))
    return True


def merge(work: Work, holder: list[Tree], tree: Tree) -> bool:
    """Merge an indicator with the next: titles, columns, rules and points together."""
    place = holder.index(tree)
    if place + 1 >= len(holder):
        return False
    other = holder[place + 1]
    one, two = tree.node, other.node
    if tree.children or other.children or other.touched or min(len(one.title), len(two.title)) < 6:
        return False
    if one.elaboration or two.elaboration or one.points is None or two.points is None or one.role != two.role:
        return False
    if len(one.title) > 3 * len(two.title) or len(two.title) > 3 * len(one.title) or one.title == two.title:
        return False
    columns = {
        name: Text(text="".join(n.fields[name].text for n in (one, two) if name in n.fields), at=one.at)
        for name in {**one.fields, **two.fields}
    }
    limits = tuple(limit for node in (one, two) for limit in node.limits)
    changed = {
        "title": f"{one.title}；{two.title}", "fields": columns, "rules": one.rules + two.rules,
        "points": one.points + two.points, "limits": limits,
    }  # fmt: skip
    holder[place : place + 2] = [Tree(one.model_copy(update=changed), [], tree.origin + other.origin, touched=True)]
    work.changes.append(("indicator-merged", "+".join(tree.origin + other.origin)))
    return True


def shuffle(work: Work) -> None:
    """Put the children of some indicators in another order: no change but of layout."""
    for holder in work.sheets + [tree.children for _, tree in work.trees()]:
        if len(holder) > 1 and work.dice.random() < 0.3:
            work.dice.shuffle(holder)


MUTATIONS: tuple[Mutation, ...] = (
    renumber, move, rename, reword, amount, amount, unit, cap, threshold, boundary, points, department, remove, add,
    remove_rule, split, merge,
)  # fmt: skip
