"""Words come after the grammar: names and conditions are whole words, and nothing else depends on where words end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from xize import pipeline
from xize.evaluate.cases import read_cases
from xize.evaluate.gold import read_gold
from xize.evaluate.sentence import read_sentence
from xize.model.anchor import Anchor, Text
from xize.model.rubric import Draft
from xize.model.rule import PerUnit, Rule
from xize.normalize import word_split
from xize.normalize.ground import Ground

ROOT = Path(__file__).parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
SENTENCES = [case.sentence for path in sorted((ROOT / "corpora/sentences").rglob("*.txt")) for case in read_cases(path)]
DOCUMENTS = sorted((ROOT / "corpora/documents").glob("*.txt"))
OTHERWISE: dict[str, Callable[[str], list[str]]] = {
    "characters": list,
    "threes": lambda text: [text[at : at + 3] for at in range(0, len(text), 3)],
}
"""Segmentations that no word list would give."""


def rules_of(draft: Draft) -> Iterator[Rule]:
    for node in draft.rubric.walk():
        yield from node.rules
        yield from node.elaboration.rules if node.elaboration is not None else ()


def only(sentence: str) -> Rule:
    (rule,) = rules_of(read_sentence(sentence))
    return rule


def metrics(sentence: str) -> list[str | None]:
    rule = only(sentence)
    thresholds = [rule.threshold, *(band.threshold for band in getattr(rule, "bands", ()))]
    return [threshold.metric for threshold in thresholds if threshold is not None]


def condition(sentence: str) -> str | None:
    rule = only(sentence)
    if rule.condition is None:
        return None
    assert rule.condition.at.cut(sentence) == rule.condition.text
    assert all(part.at.cut(sentence) == part.text for part in rule.condition.parts)
    return rule.condition.text


# ── Names ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("完成率低于80%的扣2分", "完成率"),
        ("年度任务完成率达到100%得5分", "年度任务完成率"),
        ("完成计划100%的得5分", "计划"),
        ("培训次数第一季度达到3次的得2分", "培训次数"),
        ("安全例会上半年不少于6次得3分", "安全例会"),
        ("2023年走访户数不少于20户得2分", "走访户数"),
        ("全年住院患者抗菌药物使用率超过60%的扣2分", "住院患者抗菌药物使用率"),
        ("对辖区企业检查覆盖率达不到90%的扣2分", "企业检查覆盖率"),
        ("对非本校学生投诉超过3起的扣1分", "非本校学生投诉"),
        ("因本班原因缺课超过2次的扣1分", "本班原因缺课"),
        ("客户等候时间平均超过20分钟的扣1分", "客户等候时间平均"),
        ("教师学时人均达到72学时的得4分", "教师学时人均"),
        ("矿长每月下井不少于10次，得5分", "下井"),
        ("班主任每学期家访不少于4次得2分", "家访"),
        ("举办安全讲座不少于4场，得2分", "安全讲座"),
        ("应急演练开展率低于100%的扣1分", "应急演练开展率"),
        ("对标率低于60%的扣1分", "对标率"),
        ("年报率低于90%的扣1分", "年报率"),
        ("日均客流量低于2万人次的扣1分", "日均客流量"),
        ("85%≤全年抽检合格率<90%扣1分", "抽检合格率"),
        ("护理记录合格率或病历甲级率低于90%的扣1分", "护理记录合格率或病历甲级率"),
        ("违规行为或同一窗口被3次以上投诉的扣3分", "违规行为或同一窗口"),
        ("身高超过1米的得1分", "身高"),
        ("一季度末不良率超过2%的扣1分", "不良率"),
        ("辖区内无证幼儿园超过3所的扣2分", "无证幼儿园"),
        ("处方合格率或者病历甲级率低于90%的扣1分", "处方合格率或者病历甲级率"),
        ("在校生巩固率低于98%的扣1分", "在校生巩固率"),
        ("未婚青年联谊不少于2场得1分", "未婚青年联谊"),
        ("发生2起以上轻伤事故的扣5分", None),
        ("2023年发生2起以上轻伤事故的扣5分", None),
    ],
)
def test_a_metric_is_a_whole_name_without_its_period(sentence: str, name: str | None) -> None:
    assert metrics(sentence) == [name]


def test_every_tier_has_the_whole_name() -> None:
    assert metrics("完成率90%以上得10分，80%以上不足90%得8分，不足80%得2分")[0] == "完成率"


# ── Conditions ────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("违反双人核对原则的扣1分", "违反双人核对原则"),
        ("未达到演练目的的扣2分", "未达到演练目的"),
        ("未遵守交通规则的扣2分", "未遵守交通规则"),
        ("未及时作出反应的扣1分", "未及时作出反应"),
        ("未经许可的扣1分", "未经许可"),
        ("账目未合并的扣1分", "账目未合并"),
        ("未制定工作细则扣1分", "未制定工作细则"),
        ("制定实施细则的得3分", "制定实施细则"),
        ("未建立台账的则扣2分", "未建立台账"),
        ("未按时上报的应扣1分", "未按时上报"),
        ("就业率高于全校平均值得10分", "就业率高于全校平均值"),
        ("如未按时报送的扣1分", "未按时报送"),
        ("凡未如实上报的扣1分", "未如实上报"),
        ("如实上报的得1分", "如实上报"),
        ("若干账目不符的扣1分", "若干账目不符"),
        ("不遵守操作规则或违反用药原则的扣2分", "不遵守操作规则或违反用药原则"),
        ("未按规则应急处置的扣1分", "未按规则应急处置"),
    ],
)
def test_a_condition_ends_where_a_word_ends(sentence: str, text: str) -> None:
    assert condition(sentence) == text


def test_members_of_a_condition_end_where_words_end() -> None:
    found = only("不遵守操作规则或违反用药原则的扣2分").condition
    assert found is not None
    assert [part.text for part in found.parts] == ["不遵守操作规则", "违反用药原则"]
    opened = only("如未整改或如未上报的扣1分").condition
    assert opened is not None
    assert [part.text for part in opened.parts] == ["未整改", "未上报"]


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("抽查10份病历，1份不合格扣1分", "不合格"),
        ("随机抽查文书，未签名的扣1分", "未签名"),
        ("实地抽查2户，查阅台账，未登记的扣1分", "未登记"),
        ("现场检查，垃圾桶外溢的每处扣1分", "垃圾桶外溢"),
        ("检查10户企业，每户未整改到位扣1分", "未整改到位"),
        # Part of the condition: a failing, a topic, what an award asks for, what a shortfall falls short of.
        ("检查不及时，未留记录的扣1分", "检查不及时，未留记录"),
        ("抽查情况，未公示的扣1分", "抽查情况，未公示"),
        ("现场检查，当场反馈的得2分", "现场检查，当场反馈"),
        ("检查企业50家，每少1家扣1分", "检查企业50家"),
        ("查处案件5件，未完成1件扣0.2分", "查处案件5件"),
    ],
)
def test_what_was_looked_at_is_no_condition(sentence: str, text: str) -> None:
    assert condition(sentence) == text


def test_what_was_looked_at_is_no_member_item_or_threshold() -> None:
    compound = only("随机抽查文书，未签名或者漏项的扣1分").condition
    assert compound is not None
    assert [part.text for part in compound.parts] == ["未签名", "漏项"]
    listed = only("查阅资料，无方案、无总结各扣2分")
    assert [item.text for item in getattr(listed, "items", ())] == ["无方案", "无总结"]
    assert only("抽查1-2份档案，未形成闭环的扣0.4分").threshold is None


# ── Units ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("sentence", "unit", "text"),
    [
        ("每发现1处方不合格扣1分", "处方", "不合格"),
        ("每发现1处方便面过期扣1分", "处", "方便面过期"),
        ("每完成1项目标加1分", "项", "每完成1项目标"),
        ("每缺1个人员扣1分", "个", "每缺1个人员"),
        ("每少1人次扣0.1分", "人次", None),
        ("每缺1份材料扣0.5分", "份", "每缺1份材料"),
    ],
)
def test_a_unit_ends_where_its_word_ends(sentence: str, unit: str, text: str | None) -> None:
    rule = only(sentence)
    assert isinstance(rule, PerUnit)
    assert rule.per.unit == unit
    assert condition(sentence) == text


def test_the_gold_of_wording_is_read_as_it_says() -> None:
    gold = read_gold(ROOT / "corpora/gold/wording.jsonl")
    assert len(gold) >= 25
    for item in gold:
        assert item.sentence is not None
        (expected,) = item.rules
        rule = only(item.sentence)
        found = {
            "metric": rule.threshold.metric if rule.threshold is not None else None,
            "condition": rule.condition.text if rule.condition is not None else None,
            "per_unit": rule.per.unit if isinstance(rule, PerUnit) else None,
        }
        assert {name: found[name] for name in found if name in expected} == {
            name: expected[name] for name in found if name in expected
        }, item.sentence


# ── The grammar does not depend on words ──────────────────────────────────────────────────────────────────────────────
def _bare(value: Any) -> Any:
    """Return a dumped model without the wording that words may change."""
    if isinstance(value, dict):
        if "connective" in value:
            return {"connective": value["connective"], "parts": len(value["parts"])}
        if "basis" in value:
            return {name: each for name, each in value.items() if name not in {"unit", "at"}}
        if "metric" in value:
            return {name: _bare(each) for name, each in value.items() if name != "metric"}
        return {name: len(each) if name == "items" else _bare(each) for name, each in value.items()}
    return [_bare(each) for each in value] if isinstance(value, list | tuple) else value


def structure(draft: Draft) -> dict[str, Any]:
    """Return a draft without the wording of metrics, units and conditions."""
    found: dict[str, Any] = _bare(draft.model_dump())
    return found


@pytest.fixture
def segmented(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Return what makes the one file that uses jieba split in another way."""

    def use(name: str) -> None:
        word_split.word_ends.cache_clear()
        monkeypatch.setattr(word_split, "_plain", OTHERWISE[name])

    yield use
    word_split.word_ends.cache_clear()


def test_without_jieba_every_sentence_gives_the_same_rules(segmented: Callable[[str], None]) -> None:
    usual = [structure(read_sentence(sentence)) for sentence in SENTENCES]
    for name in OTHERWISE:
        segmented(name)
        for sentence, expected in zip(SENTENCES, usual, strict=True):
            assert structure(read_sentence(sentence)) == expected, (name, sentence)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_without_jieba_every_document_gives_the_same_rules(path: Path, segmented: Callable[[str], None]) -> None:
    usual = structure(pipeline.draft(pipeline.read(path)))
    segmented("characters")
    assert structure(pipeline.draft(pipeline.read(path))) == usual


@pytest.mark.seeds
@pytest.mark.parametrize("number", range(5))
def test_without_jieba_the_real_documents_give_the_same_rules(number: int, segmented: Callable[[str], None]) -> None:
    path = next(SEEDS.glob(f"{number:03}_*.txt"))
    draft = pipeline.draft(pipeline.read(path))
    text = pipeline.read(path).text
    for rule in rules_of(draft):
        if rule.condition is not None:
            assert rule.condition.at.cut(text) == rule.condition.text
    usual = structure(draft)
    segmented("characters")
    assert structure(pipeline.draft(pipeline.read(path))) == usual


def test_other_words_do_change_the_wording(segmented: Callable[[str], None]) -> None:
    usual = condition("违反双人核对原则的扣1分")
    segmented("characters")
    assert condition("违反双人核对原则的扣1分") != usual


# ── Places ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_folded_range_comes_back_from_its_anchor() -> None:
    text = "未 按时　报送的，\n扣２分"
    for at in (
        Anchor(source="s1", start=7, end=7 + len(text)),
        Anchor(source="s1", start=7, end=11, continued=(Anchor(source="s1", start=30, end=26 + len(text)),)),
    ):
        ground = Ground.of(Text(text=text, at=at))
        size = len(ground.folded.text)
        spans = [(start, end) for start in range(size) for end in range(start + 1, size + 1)]
        assert all(ground.place(ground.anchor(*span)) == span for span in spans)
