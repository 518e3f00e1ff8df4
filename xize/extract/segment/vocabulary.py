"""The words that tell a name from a sentence, loaded from `lists.toml` and `elaboration.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from xize.extract.segment.points import bracket_points

BULLET = re.compile(r"\s*(?:[●■◆▪•○□◇➢➤▶★☆※✦\uf06c\uf0d8\uf0b7\uf06e]\s*|[-–—*·‣]\s+)(?=\S)")
"""A list mark without a number; a dash only with a space after it."""
COLON = r"(?:(?<!\d)[:：]|[:：](?!\d\d))"
"""What parts a name from what is said of it; the colon of 7:30 or 1:200 does not."""
ANNEX = re.compile(r"\s*附\s*[件表录则]\s*[0-9０-９一二三四五六七八九十]*\s*(?:[-－—]\s*\d+)?\s*(?:[:：.．、]|$|\s)")
SCORING = re.compile(
    r"(?:扣|减|加|得|计|记|奖|罚|给)(?:[记除减罚计分]|本项|最[高多])?\s*(?:不超过|至少|至多)?\s*[\d０-９.．一二两三四五六七八九十]+"
    r"\s*(?:[-—－~～至到/、,，]\s*[\d０-９.．]+\s*分?\s*)*分?(?![家户件起次条篇人名个项年月日])"
    r"|不得分|不[计记]分|不扣分|得(?:满|零|0)分|扣完|酌情[加减扣给赋]|[扣减加]分(?![项指因标办细事部情内：:])(?!\s*$)|全扣|记零分|一票否[决优]|不得评[为优先]"
    r"|取消.{0,12}资格|不予评[优先]"
)
"""Scoring language: an effect on the score. 十分重要, 分管, 得到 are none."""
WHOLE = re.compile(
    r"得分\s*[=＝]|[总得]分\s*[\d０-９.]+\s*分?(?:[（(]含[^）)]*[）)])?(?:及?以[上下]|[-—~～至到])[^。；]{0,14}?(?:为|评|定)"
    r"[^。；，]{0,4}?(?:优|良|好|合格|称职|达标|[一二三四甲乙丙丁A-D][级等档])"
)
"""A formula or a grade of the whole: 综合得分＝…, 得分90分以上为优秀 wins no points for an item."""
AMOUNT = re.compile(r"[\d０-９]\s*分(?![钟类级期管局工析米贝])")
"""A number of points: enough to tell criteria from a description where a text is known to be one of the two."""
EFFECT_BEFORE = re.compile(
    r"(?:扣|减|加|得|计|(?<![登书标笔日])记|(?<!获)奖|罚|为|至|(?<![签报迟])到|超过|不足|不满|达到?|低于|高于|满|少于|每[^，。；]{0,12})\s*[(（]?\s*$"
)
_UNIT_NEXT = re.compile(r"\s*[分%％‰篇家户件起次条人名个项元万亿年月日天份批期场]")
LONGEST = 60


@cache
def _words(key: str) -> re.Pattern[str]:
    data = tomllib.loads(files(__package__).joinpath("lists.toml").read_text(encoding="utf-8"))
    return re.compile("(?:" + "|".join(data[key]) + ")")


@cache
def labels() -> tuple[tuple[str, str], ...]:
    """Return the labels of spelled-out entries, longest first, each with the role of its text."""
    data = tomllib.loads(files(__package__).joinpath("elaboration.toml").read_text(encoding="utf-8"))
    pairs = [(word, role) for role, words in data["labels"].items() for word in words]
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0])))


@cache
def _label() -> re.Pattern[str]:
    return re.compile(r"\s*(?:[（(]?[0-9一二三四五六]{1,2}[)）、.．]\s*)?[【\[]?(" + "|".join(
        re.escape(word) for word, _ in labels()
    ) + r")[】\]]?\s*[:：]\s*")  # fmt: skip


def label_of(text: str) -> tuple[str, str, int] | None:
    """Return the label an entry's paragraph begins with: its words, its role, and where its text begins."""
    match = _label().match(text)
    return None if match is None else (match[1], dict(labels())[match[1]], match.end())


def is_label(text: str) -> bool:
    """Return whether a paragraph begins with a label (考评方法：)."""
    return _label().match(text) is not None


def is_title_like(text: str) -> bool:
    """Return whether a line by itself reads as the name of a document, an annex or a list."""
    if len(text) > LONGEST or re.search(r"[。；;，]", text):
        return False
    if ANNEX.match(text):
        return True
    plain = bare(text)
    return re.search(rf"(?:{_words('title_ends').pattern})$", plain) is not None


def ends_like_title(text: str) -> bool:
    """Return whether a text ends as names of documents and lists do, points and edition in brackets aside."""
    return re.search(rf"(?:{_words('title_ends').pattern})$", bare(text)) is not None


def bare(text: str) -> str:
    """Return a heading without points in brackets, a trailing bracket and trailing marks."""
    for points in reversed(bracket_points(text)):
        text = points.without(text)
    return re.sub(r"(?:[（(][^（）()]{1,20}[)）]\s*)$", "", text.strip(' \t\u3000:：》”"')).strip()


def is_unit_word(before: str, after: str) -> bool:
    """Return whether a line break stands between a number and what it counts (5 / 分)."""
    return re.search(r"[\d.．０-９]\s*$", before) is not None and _UNIT_NEXT.match(after) is not None


def is_prose_heading(text: str) -> bool:
    """Return whether a heading names what is about the assessment (考核对象, 结果运用) and not a part of it."""
    return _words("prose_headings").search(text[:LONGEST]) is not None


def is_statement_heading(text: str) -> bool:
    """Return whether a heading names statements about the whole (计分办法, 等次评定), whose sentences are no items."""
    return _words("statement_headings").search(text[:LONGEST]) is not None


def is_note(text: str) -> bool:
    """Return whether a paragraph is a note to what stands above it (注：, 说明：)."""
    return re.match(rf"\s*[（(【※*]?\s*(?:{_words('notes').pattern})\s*[)）】]?\s*(?:[:：]|\d)", text) is not None


def speaks_of_points(text: str) -> bool:
    """Return whether the text of an item is criteria rather than a description: it names amounts or effects."""
    return SCORING.search(text) is not None or AMOUNT.search(text) is not None


def closes(text: str) -> bool:
    """Return whether a paragraph speaks of the whole list, not of its last item (以上各项…, 本细则…)."""
    return re.match(_words("closing").pattern, text) is not None


def block_role(heading: str) -> str | None:
    """Return "bonus", "penalty", "veto" or "mixed" where a heading opens such a block, else None."""
    if _words("veto").search(heading):
        return "veto"
    if re.search(r"加\s*[、和与及/]?\s*(?:减|扣)分|(?:奖|加分)\s*[、和与及/]?\s*(?:惩|罚|扣分|减分)", heading):
        return "mixed"
    if _words("penalty").search(heading):
        return "penalty"
    return "bonus" if _words("bonus").search(heading) else None


def subject_of(title: str) -> str | None:
    """Return whom a list assesses where its name says so: 办公室 of 办公室2023年工作目标任务清单; else None."""
    plain = bare(title)
    known: object
    year = re.search(r"\s*[\[〔（(]?(?:19|20)\d{2}\s*[)）〕\]]?\s*(?:[-—~至]\s*(?:20)?\d{2}\s*)?(?:学年|年)?度?", plain)
    if year is not None:
        before, after = plain[: year.start()].strip(), plain[year.end() :]
        known = before and re.search(rf"(?:{_words('title_ends').pattern})$", after)
    else:
        tail = rf"(?:{_words('assess').pattern})*(?:{_words('title_ends').pattern})+$"
        match = re.search(tail, plain)
        before = plain[: match.start()].strip() if match else plain
        known = bool(before)
    name = re.sub(r"[（(][^（）()]*[)）]$", "", before).strip()
    if not known or not re.search(rf"(?:{_words('units').pattern})$", name) or re.match(r"关于|附件", before):
        return None
    return before


def opens_elaborations(text: str) -> bool:
    """Return whether a heading opens a part that spells indicators out (操作细则, 指标解释)."""
    return len(text) <= LONGEST and not re.search(r"[。；]", text) and _words("elaborations").search(text) is not None
