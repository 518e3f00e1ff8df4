"""Drafts made by hand, with the questions a parser would ask, for the tests of the review."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pexpect
import pyte
import pytest

from xize import words
from xize.model.accounting import Accounting
from xize.model.anchor import Anchor, Text
from xize.model.indicator import Indicator, Sheet
from xize.model.quantity import Per, Threshold
from xize.model.question import Candidate, Question
from xize.model.rubric import Draft, DraftRubric, Source, Unparsed
from xize.model.rule import Band, Flat, PerUnit, Rule, Tiers

ROOT = Path(__file__).parents[2]

SENTENCES = (
    ("档案整理", "6", "发现1件未归档扣2分"),
    ("来信办理", "10", "发现1件超期扣1分"),
    ("值班值守", "4", "发现1次脱岗扣0.5分"),
)
"""Three indicators whose 每 is not printed: one batch of one question each, with different words."""
SAME = "发现1处不符扣1分"
"""Printed under four indicators: one batch of four."""
LADDER = "未达到90%扣0.5分，未达到85%扣1分"


class Drawer:
    """Collects the text of a document while its anchors are made."""

    def __init__(self, shift: int = 0, page: int | None = None) -> None:
        self.text = "\n" * shift
        self.page = page

    def put(self, text: str) -> Anchor:
        start = len(self.text)
        self.text += text
        at = Anchor(source="s1", start=start, end=len(self.text), page=self.page)
        self.text += "\n"
        return at


def question_id(*parts: str) -> str:
    return "q" + hashlib.sha256("|".join(parts).encode()).hexdigest()[:10]


def each_question(rule: PerUnit, indicator: str, title: str) -> Question:
    once = rule.model_copy(update={"per": rule.per.model_copy(update={"up_to": Decimal(1)})})
    return Question(
        id=question_id("each", rule.quote, title),
        kind="each",
        batch=question_id("each", rule.quote),
        prompt=f"“{rule.quote}”：每有一例都扣，还是只扣一次？",
        quote=rule.quote,
        at=rule.at,
        indicator=indicator,
        targets=(rule.id,),
        candidates=(
            Candidate(label="每一例都扣", rules=(rule,), effect="例数越多扣得越多"),
            Candidate(label="只扣一次", rules=(once,), effect="不论几例都扣一次"),
        ),
        suggested=0,
        reason="同一文件别处写明“每”",
    )


class Builder:
    """Drafts of one invented document; `shift` and `page` move every position, `edit` changes sentences."""

    def __init__(self, shift: int = 0, page: int | None = None, number: str | None = "林办〔2031〕7号") -> None:
        self.drawer = Drawer(shift, page)
        self.number = number
        self.title = "林场考核细则"
        self.drawer.put(number or "")
        self.questions: list[Question] = []
        self.nodes: list[Indicator] = []

    def each(self, title: str, points: str, sentence: str) -> None:
        id_ = f"1/{len(self.nodes) + 1}"
        title_at = self.drawer.put(title)
        at = self.drawer.put(sentence)
        amount = sentence.split("扣")[1].rstrip("分")
        digits = len(amount) + 2
        effect = at.narrow(len(sentence) - digits, len(sentence))
        key = question_id("each", sentence, title)
        rule = PerUnit(
            id=f"{id_}#r1",
            sign="-",
            points=Decimal(amount),
            points_at=effect,
            quote=sentence,
            at=at,
            pattern="per-unit-found",
            per=Per(count=Decimal(1), unit=sentence[3], basis="occurrence", explicit=False),
            open=(key, "cap"),
        )
        self._node(id_, title, points, sentence, title_at, at, (rule,))
        self.questions.append(each_question(rule, id_, title))

    def ladder(self, title: str, points: str) -> None:
        id_ = f"1/{len(self.nodes) + 1}"
        title_at = self.drawer.put(title)
        at = self.drawer.put(LADDER)
        key = question_id("ladder", LADDER, title)
        parts = (("未达到90%扣0.5分", "90", "0.5"), ("未达到85%扣1分", "85", "1"))
        flats: list[Rule] = []
        for number, (said, value, amount) in enumerate(parts, start=1):
            offset = LADDER.index(said)
            threshold = Threshold(metric="完成率", op="<", value=Decimal(value), unit="%")
            flats.append(
                Flat(
                    id=f"{id_}#r{number}", sign="-", points=Decimal(amount), threshold=threshold, quote=said,
                    at=at.narrow(offset, offset + len(said)), open=(key,),
                )
            )  # fmt: skip
        bands = tuple(Band(threshold=flat.threshold, points=flat.points) for flat in flats)
        tiers = Tiers(
            id=f"{id_}#r1", sign="-", quote=LADDER, at=at, bands=bands, selection="worst", open=(key,), pattern="ladder"
        )
        self._node(id_, title, points, LADDER, title_at, at, (tiers,))
        self.questions.append(
            Question(
                id=key, kind="ladder", batch=question_id("ladder", LADDER), prompt="只按最低一档扣，还是各档累计？",
                quote=LADDER, at=at, indicator=id_, targets=(f"{id_}#r1", f"{id_}#r2"),
                candidates=(
                    Candidate(label="只按最低一档", rules=(tiers,), effect=""),
                    Candidate(label="各档累计", rules=tuple(flats), effect=""),
                ),
                suggested=0, reason="合计不超过分值",
            )
        )  # fmt: skip

    def plain(self, title: str, points: str, sentence: str, amount: str) -> None:
        id_ = f"1/{len(self.nodes) + 1}"
        title_at = self.drawer.put(title)
        at = self.drawer.put(sentence)
        rule = Flat(id=f"{id_}#r1", sign="-", points=Decimal(amount), quote=sentence, at=at, pattern="absence")
        self._node(id_, title, points, sentence, title_at, at, (rule,))

    def implied_cap(self) -> None:
        at = self.nodes[0].rules[0].at
        self.questions.append(
            Question(
                id="cap", kind="implied-cap", batch="cap", prompt="没有写上限的扣分，以该指标分值为限吗？",
                quote="", at=at,
                candidates=(
                    Candidate(label="以指标分值为限", values={"settings.implied_cap": "indicator"}, effect="扣完为止"),
                    Candidate(label="不设上限", values={"settings.implied_cap": "none"}, effect="可扣成负分"),
                ),
            )
        )  # fmt: skip

    def draft(self, unparsed: tuple[Unparsed, ...] = ()) -> Draft:
        text = self.drawer.text
        source = Source(
            id="s1", name="林场.txt", media_type="text/plain", chars=len(text),
            sha256=hashlib.sha256(text.encode()).hexdigest(),
        )  # fmt: skip
        whole = Anchor(source="s1", start=0, end=len(text))
        sheet = Sheet(id="1", title="办公室考核表", points=Decimal(40), indicators=tuple(self.nodes), at=whole)
        rubric = DraftRubric(title=self.title, number=self.number, sources=(source,), sheets=(sheet,))
        return Draft(rubric=rubric, questions=tuple(self.questions), unparsed=unparsed, accounting=Accounting())

    def _node(
        self, id_: str, title: str, points: str, sentence: str, title_at: Anchor, at: Anchor, rules: tuple[Rule, ...]
    ) -> None:
        self.nodes.append(
            Indicator(
                id=id_, code=str(len(self.nodes) + 1), title=title, title_at=title_at, level=1, points=Decimal(points),
                mode="deduct", fields={"criteria": Text(text=sentence, at=at)}, rules=rules, at=at,
            )
        )  # fmt: skip


def forest(shift: int = 0, page: int | None = None, **changes: Any) -> Draft:
    """Return the draft most tests use: nine questions, one of them about the whole document."""
    builder = Builder(shift, page, number=changes.get("number", "林办〔2031〕7号"))
    for title, points, sentence in SENTENCES:
        builder.each(title, points, changes.get(title, sentence))
    for title in ("台账", "公示", "标牌", "消防"):
        builder.each(title, "3", SAME)
    builder.ladder("巡护", "8")
    builder.plain("制度建设", "3", "未建立制度的扣3分", "3")
    builder.implied_cap()
    builder.title = changes.get("title", builder.title)
    return builder.draft()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """A command of an earlier test may have chosen another language."""
    token = words.lang.set("en")
    yield
    words.lang.reset(token)


@pytest.fixture
def build() -> type[Builder]:
    return Builder


@pytest.fixture
def draft() -> Draft:
    return forest()


@pytest.fixture
def make() -> Any:
    return forest


@pytest.fixture
def draft_file(draft: Draft, tmp_path: Path) -> Path:
    path = tmp_path / "林场.draft.json"
    path.write_text(draft.json_text(), encoding="utf-8")
    return path


class Tui:
    """The real program in a pseudo-terminal: keys in, the screen read."""

    def __init__(self, *args: object, width: int = 80, height: int = 24, lang: str = "zh") -> None:
        self.screen = pyte.Screen(width, height)
        self.stream = pyte.ByteStream(self.screen)
        env = {**os.environ, "TERM": "xterm-256color", "PYTHONPATH": str(ROOT)}
        command = ["-m", "xize", "--lang", lang, "review", *map(str, args)]
        self.raw = b""
        self.child = pexpect.spawn(sys.executable, command, dimensions=(height, width), env=env, timeout=30)

    def wait(self, *wanted: str) -> str:
        """Read until the screen shows every wanted text, and return it."""
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                self._read()
            except pexpect.TIMEOUT:
                # Only a screen that has come to rest is whole.
                text = self.text()
                if all(word in text for word in wanted):
                    return text
            except pexpect.EOF:
                break
        raise AssertionError(f"never shown: {wanted}\n{self.text()}")

    def keys(self, keys: str, *wanted: str) -> str:
        """Press keys, as a person would after reading, and wait for what they bring."""
        time.sleep(0.2)
        self.child.send(keys)
        return self.wait(*wanted)

    def _read(self) -> None:
        data = self.child.read_nonblocking(65536, timeout=0.1)
        self.raw += data
        self.stream.feed(data)

    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display)

    def ended(self) -> int:
        """Wait for the program to end by itself, and return its exit code; the terminal stays."""
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                self._read()
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                break
        self.child.wait()
        return self.child.exitstatus if self.child.exitstatus is not None else -(self.child.signalstatus or 0)

    def close(self) -> int:
        return self.ended()


@pytest.fixture
def tui() -> Iterator[type[Tui]]:
    opened: list[Tui] = []

    class Opened(Tui):
        def __init__(self, *args: object, **options: Any) -> None:
            super().__init__(*args, **options)
            opened.append(self)

    yield Opened
    for one in opened:
        one.child.close(force=True)
