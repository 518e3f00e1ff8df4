"""The lexicon is sound, every term of it is one word, and words are the same everywhere, loaded only when asked for."""

from __future__ import annotations

import copy
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from xize.evaluate.cases import read_cases
from xize.normalize.lexicon import build_lexicon, lexicon
from xize.normalize.word_split import split_words, word_ends

ROOT = Path(__file__).parents[2]
DATA = tomllib.loads(files("xize.normalize").joinpath("lexicon.toml").read_text(encoding="utf-8"))


def words(text: str) -> list[str]:
    ends = (0, *word_ends(text))
    return [text[start:end] for start, end in pairwise(ends)]


@pytest.mark.parametrize(
    ("term", "example"), [(term, entry["examples"]) for entry in DATA["term"] for term in entry["words"]]
)
def test_every_term_is_one_word_in_an_example(term: str, example: list[str]) -> None:
    assert any(term in words(each) for each in example), [words(each) for each in example if term in each]


def test_every_example_shows_a_term() -> None:
    for entry in DATA["term"]:
        for example in entry["examples"]:
            assert any(term in words(example) for term in entry["words"]), example


def test_a_term_draws_no_character_from_its_neighbours() -> None:
    assert words("一人次要责任") == ["一", "人", "次要", "责任"]
    assert words("每发现1处方便面过期")[3:] == ["处", "方便面", "过期"]


def twice(data: dict[str, Any]) -> None:
    data["term"][0]["words"].append(data["term"][1]["words"][0])
    data["term"][0]["examples"].append(data["term"][1]["words"][0])


def unshown(data: dict[str, Any]) -> None:
    data["term"][0]["words"].append("无人提及率")


def unknown_kind(data: dict[str, Any]) -> None:
    data["term"][0]["kind"] = "verb"


def no_term(data: dict[str, Any]) -> None:
    data["term"][0]["words"].append("率")


def repeated_end(data: dict[str, Any]) -> None:
    data["metric"]["leading"].append("对")


def no_period(data: dict[str, Any]) -> None:
    data["period"]["examples"].append("覆盖率")


def period_after_all(data: dict[str, Any]) -> None:
    data["period"]["near"].append("全年")


@pytest.mark.parametrize("spoil", [twice, unshown, unknown_kind, no_term, repeated_end, no_period, period_after_all])
def test_a_lexicon_that_is_not_sound_is_refused(spoil: Callable[[dict[str, Any]], None]) -> None:
    data = copy.deepcopy(DATA)
    sound = build_lexicon(data)
    # Two compilations of one pattern are equal only while the engine remembers the first.
    assert replace(sound, period=lexicon().period) == lexicon()
    assert sound.period.pattern == lexicon().period.pattern
    spoil(data)
    with pytest.raises(ValueError, match=r"^lexicon\.toml: "):
        build_lexicon(data)


def test_words_joined_are_the_text() -> None:
    for path in sorted((ROOT / "corpora/sentences").rglob("*.txt")):
        for case in read_cases(path):
            assert "".join(words(case.sentence)) == "".join(split_words(case.sentence)) == case.sentence


SPLIT = """
import sys
from xize.normalize.word_split import word_ends
print([word_ends(line) for line in sys.stdin])
"""


def test_words_are_the_same_in_every_process_and_nothing_is_written(tmp_path: Path) -> None:
    text = "".join(
        case.sentence + "\n" for path in (ROOT / "corpora/sentences/flat").glob("*.txt") for case in read_cases(path)
    )
    found = set()
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "TMPDIR": str(tmp_path), "PYTHONUTF8": "1"}
        made = subprocess.run(
            [sys.executable, "-c", SPLIT], input=text, text=True, capture_output=True, env=env, check=True
        )
        found.add(made.stdout)
    assert len(found) == 1
    assert list(tmp_path.iterdir()) == []


LOADED = "import sys; {}; print('jieba' in sys.modules)"


@pytest.mark.parametrize(
    ("code", "loaded"),
    [
        ("import xize.model, xize.normalize, xize.cli, xize.normalize.wording", "False"),
        (
            "from xize.evaluate.sentence import read_sentence as r; r('未按时报送的，每发现1例扣1分，最多扣3分')",
            "False",
        ),
        ("from xize.evaluate.sentence import read_sentence as r; r('办结率低于95%的扣1分')", "False"),
        ("from xize.evaluate.sentence import read_sentence as r; r('未执行双人核对原则的扣1分')", "True"),
    ],
)
def test_jieba_is_loaded_only_where_a_word_is_asked_for(code: str, loaded: str) -> None:
    made = subprocess.run([sys.executable, "-c", LOADED.format(code)], text=True, capture_output=True, check=True)
    assert made.stdout.strip() == loaded
