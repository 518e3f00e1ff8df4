"""The real program in a pseudo-terminal: keys in, screen read."""

from __future__ import annotations

import json
import os
import signal
import termios
from pathlib import Path
from typing import Any

import pytest

from xize.model.rubric import Draft
from xize.review.log import read_log

Tui = Any
SIZES = [(80, 24), pytest.param(140, 40, marks=pytest.mark.slow)]


def lines(draft_file: Path) -> list[dict[str, Any]]:
    path = draft_file.with_name(draft_file.name.replace(".draft.json", ".decisions.jsonl"))
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_review_from_the_first_key_to_the_last(tui: Tui, draft_file: Path, width: int, height: int) -> None:
    screen = tui(draft_file, "--by", "林", width=width, height=height)
    page = screen.wait("已定 0/9", "没有写上限的扣分")
    assert "全文问题" in page
    page = screen.keys("1", "已定 1/9", "来信办理")
    assert "例：有 3件：扣 3 分" in page
    assert "◀ 建议" in page
    assert lines(draft_file)[0]["question"] == "cap"
    screen.keys("\r", "回车不作回答")
    screen.keys("8", "没有第 8 项")
    screen.keys("2", "已定 2/9", "巡护")
    screen.keys("u", "已撤销", "已定 1/9", "来信办理")
    screen.keys("b", "现在的回答：以指标分值为限")
    screen.keys("s", "已定 1/9", "来信办理")
    screen.keys("r", "否定所有读法")
    screen.keys("\r", "请写明理由")
    screen.keys("看不清楚\r", "已定 2/9", "巡护")
    screen.keys("?", "句式：ladder")
    screen.keys("x", "只按最低一档")
    screen.keys("e", "从哪一种读法改起")
    screen.keys("2", "第 1 条 分值：0.5", "共 18 项")
    screen.keys("0", "第 2 条 分值：1")
    screen.keys("0", "第 1 条 分值：0.5")
    screen.keys("1", "输入新值")
    screen.keys("\x15x", "不是数")
    screen.keys("\x150.4\r", "第 1 条 分值：0.4", "写入为回答")
    screen.keys("w", "已定 3/9")
    screen.keys("/", "只看包含这些字词的问题")
    screen.keys("处不符\r", "符合筛选的有 4 题", "台账")
    screen.keys("g", "同一问题共 4 处")
    screen.keys("1", "已回答 4 处", "已定 7/9", "没有要问的了")
    screen.keys("/\x15\r", "未定 2", "档案整理")
    screen.keys("1", "已定 8/9", "值班值守")
    screen.keys("1", "全部 9 题都已裁定")
    screen.child.send("q")
    assert screen.close() == 0
    kept = lines(draft_file)
    assert [line["choice"] for line in kept] == [0, 1, "withdraw", "reject", "edit", 0, 0, 0, 0, 0, 0]
    assert kept[4]["value"] == {"candidate": 1, "set": {"rules.0.points": "0.4"}}


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_wide_characters_stay_in_line(tui: Tui, draft_file: Path, width: int, height: int, lang: str) -> None:
    screen = tui(draft_file, width=width, height=height, lang=lang)
    screen.wait("0/9")
    for _ in range(3):
        rows = [screen.screen.buffer[row] for row in range(height)]
        texts = ["".join(row[column].data for column in range(width)) for row in rows]
        assert texts[0].rstrip().endswith(("未定 9", "9 open"))
        # The right end of the head is where the window ends, whatever stands before it.
        assert [row[width - 2].data for row in rows[:1]] != [" "]
        rules = [number for number, text in enumerate(texts) if set(text.strip()) == {"─"}]
        assert len(rules) == 2
        assert all(texts[number] == "─" * width for number in rules)
        screen.keys("s", "0/9")


def test_long_texts_are_scrolled_and_unseen_readings_cannot_be_chosen(tui: Tui, draft: Draft, tmp_path: Path) -> None:
    question = draft.questions[-1]
    many = tuple(question.candidates[0].model_copy(update={"label": f"读法{'很长' * 60}{n}"}) for n in range(12))
    asked = question.model_copy(update={"candidates": many})
    path = tmp_path / "长.draft.json"
    path.write_text(
        draft.model_copy(update={"questions": (*draft.questions[:-1], asked)}).json_text(), encoding="utf-8"
    )
    screen = tui(path)
    screen.wait("下面还有")
    screen.keys("9", "第 9 种读法还没有显示")
    assert not lines(path)
    for _ in range(6):
        screen.keys(" ")
    screen.wait("共 12 种读法")
    screen.keys("9", "已定 1/9")
    assert [line["choice"] for line in lines(path)] == [8]


def test_a_window_that_changes_its_size_is_drawn_anew(tui: Tui, draft_file: Path) -> None:
    screen = tui(draft_file)
    screen.wait("已定 0/9")
    screen.screen.resize(30, 100)
    screen.child.setwinsize(30, 100)
    screen.wait("─" * 100)
    screen.screen.resize(8, 30)
    screen.child.setwinsize(8, 30)
    screen.wait("窗口太小")


def test_pasted_text_answers_nothing_but_can_be_a_reason(tui: Tui, draft_file: Path) -> None:
    screen = tui(draft_file)
    screen.wait("已定 0/9")
    screen.keys("\x1b[200~1111\x1b[201~", "粘贴的内容不算回答", "已定 0/9")
    screen.keys("r", "理由")
    screen.keys("\x1b[200~原文\n不清\x1b[201~", "原文 不清")
    screen.keys("\x1b", "没有写上限")
    assert not lines(draft_file)


def test_a_key_pressed_twice_answers_one_question(tui: Tui, draft_file: Path) -> None:
    screen = tui(draft_file)
    screen.wait("已定 0/9")
    screen.keys("11", "已定 1/9")
    screen.keys("?", "编号")
    assert len(lines(draft_file)) == 1


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)], ids=["term", "hup", "int"]
)
def test_the_terminal_is_given_back_on_every_signal(tui: Tui, draft_file: Path, number: int, code: int) -> None:
    screen = tui(draft_file)
    before = termios.tcgetattr(screen.child.child_fd)
    screen.wait("已定 0/9")
    assert not termios.tcgetattr(screen.child.child_fd)[3] & termios.ICANON
    screen.keys("1", "已定 1/9")
    os.kill(screen.child.pid, number)
    assert screen.ended() == code
    assert b"\x1b[?1049l" in screen.raw
    assert termios.tcgetattr(screen.child.child_fd)[3] & termios.ICANON == before[3] & termios.ICANON
    assert len(lines(draft_file)) == 1


def test_a_closed_terminal_and_a_kill_lose_nothing(tui: Tui, draft_file: Path) -> None:
    for answered, end in ((1, "close"), (2, "kill"), (3, "kill")):
        screen = tui(draft_file)
        screen.wait(f"已定 {answered - 1}/9")
        screen.keys("1", f"已定 {answered}/9")
        if end == "close":
            screen.child.close(force=False)
        else:
            os.kill(screen.child.pid, signal.SIGKILL)
            screen.child.wait()
        path = draft_file.with_name("林场.decisions.jsonl")
        assert len(read_log(path.read_bytes(), "log").lines) == answered


def test_a_second_reviewer_is_sent_away_and_a_blind_one_sees_no_suggestion(tui: Tui, draft_file: Path) -> None:
    first = tui(draft_file, "--by", "林")
    first.wait("已定 0/9")
    second = tui(draft_file, "--by", "杨")
    assert second.ended() == 2
    assert "林".encode() in second.raw
    assert b"--blind" in second.raw
    blind = tui(draft_file, "--by", "杨", "--blind")
    blind.wait("已定 0/9")
    page = blind.keys("s", "来信办理")
    assert "建议" not in page


def test_disagreements_are_asked_again_with_both_answers(tui: Tui, draft_file: Path, draft: Draft) -> None:
    from typer.testing import CliRunner

    from xize.cli import app

    for who, choice in (("林", 1), ("杨", 2)):
        answers = [
            part for q in draft.questions for part in ("--answer", f"{q.id}={choice if q.kind == 'ladder' else 1}")
        ]
        blind = ["--blind"] if who == "杨" else []
        assert CliRunner().invoke(app, ["review", str(draft_file), "--by", who, *blind, *answers]).exit_code == 0
    screen = tui(draft_file, "--by", "柳", "--agreement", draft_file.with_name("林场.杨.decisions.jsonl"), "--settle")
    page = screen.wait("已定 0/1")
    assert "林：只按最低一档" in page
    assert "杨：各档累计" in page
    screen.keys("2", "全部 1 题都已裁定")
    screen.child.send("q")
    assert screen.close() == 0
    assert (lines(draft_file)[-1]["by"], lines(draft_file)[-1]["settles"]) == ("柳", True)


def test_text_of_a_document_cannot_steer_the_terminal(tui: Tui, build: Any, tmp_path: Path) -> None:
    builder = build()
    builder.each("标题\x1b[2J", "5", "发现1件\x1b]0;x\x07扣1分")
    path = tmp_path / "a.draft.json"
    path.write_text(builder.draft().model_copy(update={}).json_text().replace(', "cap"', ""), encoding="utf-8")
    data = json.loads(path.read_text(encoding="utf-8"))
    for rule in data["rubric"]["sheets"][0]["indicators"][0]["rules"]:
        rule["open"] = [mark for mark in rule["open"] if mark != "cap"]
    path.write_text(json.dumps(data), encoding="utf-8")
    screen = tui(path)
    screen.wait("已定 0/1")
    assert b"\x1b[2J" not in screen.raw
    assert b"\x1b]0;" not in screen.raw


def test_an_offered_answer_is_marked_and_counts_only_when_confirmed(tui: Tui, draft_file: Path) -> None:
    log = draft_file.with_name("林场.decisions.jsonl")
    first = tui(draft_file, "--by", "林")
    first.wait("未定 9")
    first.keys("1", "未定 8")
    first.child.send("q")
    first.close()
    other = json.loads(draft_file.read_text(encoding="utf-8"))
    other["rubric"]["number"] = "林办〔2032〕1号"
    other["rubric"]["sources"][0]["sha256"] = "f" * 64
    next_year = draft_file.with_name("明年.draft.json")
    next_year.write_text(json.dumps(other), encoding="utf-8")
    second = tui(next_year, "--by", "周", "--offer", log)
    page = second.wait("未定 9", "◆")
    assert page.count("◆") == 1
    second.keys("1", "未定 8")
    second.child.send("q")
    second.close()
    line = json.loads(next_year.with_name("明年.decisions.jsonl").read_text(encoding="utf-8"))
    assert (line["by"], bool(line["offered_from"])) == ("周", True)


def test_a_planted_question_is_asked_and_kept_apart(tui: Tui, draft_file: Path) -> None:
    one = tui(draft_file, "--plant", 1, "--by", "林")
    one.wait("未定 10")
    one.keys("/reading", "reading")
    page = one.keys("\r", "未建立制度的扣3分")
    assert "◀ 建议" in page
    assert "埋设" not in page
    one.keys("1", "未定 9")
    one.child.send("q")
    one.close()
    lines = draft_file.with_name("林场.decisions.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["planted"] for line in lines] == [True]
