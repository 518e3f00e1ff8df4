from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from xize.errors import DecisionLogError
from xize.model.question import Decision
from xize.review.log import History, line_text, read_log
from xize.review.store import Store, load_log, log_path

ROOT = Path(__file__).parents[2]


def line(step: int, question: str = "q1", choice: Any = 0, **more: Any) -> Decision:
    fixed = {"by": "林", "at_time": "2031-03-01T00:00:00Z", "source_sha256": "x", "tool_version": "0"}
    return Decision(question=question, choice=choice, step=step, **{**fixed, **more})


@pytest.mark.parametrize(
    ("draft", "log"),
    [("a.draft.json", "a.decisions.jsonl"), ("a.json", "a.decisions.jsonl"), ("a", "a.decisions.jsonl")],
)
def test_the_log_lies_beside_the_draft(draft: str, log: str) -> None:
    assert log_path(Path("folder") / draft) == Path("folder") / log


def test_lines_come_back_as_they_were_given(tmp_path: Path) -> None:
    path = tmp_path / "a.decisions.jsonl"
    given = (line(1), line(2, "q2", "edit", value={"set": {"rules.0.points": "0.5"}}), line(3, "q3", "reject"))
    with Store(path, "林") as store:
        for one in given:
            store.append((one,))
    with Store(path, "林") as store:
        assert store.log.lines == given
        assert store.torn is None
    assert path.read_text(encoding="utf-8").count("\n") == 3


def test_nothing_written_is_ever_changed(tmp_path: Path) -> None:
    path = tmp_path / "a.decisions.jsonl"
    before = b""
    for step in range(1, 6):
        with Store(path, "林") as store:
            store.append((line(step, f"q{step}"),))
        now = path.read_bytes()
        assert now.startswith(before)
        before = now


def test_a_second_reviewer_is_told_who_holds_the_log(tmp_path: Path) -> None:
    path = tmp_path / "a.decisions.jsonl"
    with Store(path, "林晓"), pytest.raises(DecisionLogError, match="林晓"):
        Store(path, "杨")
    with Store(path, "杨") as store:
        store.append((line(1),))
    assert list(tmp_path.iterdir()) == [path]


def test_a_line_cut_off_in_writing_is_set_aside_and_nothing_else_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "a.decisions.jsonl"
    whole = line_text(line(1)) + line_text(line(2, "q2"))
    torn = line_text(line(3, "q3"))[:-30].encode()
    path.write_bytes(whole.encode() + torn)
    assert load_log(path).torn == torn
    with Store(path, "林") as store:
        assert [one.question for one in store.log.lines] == ["q1", "q2"]
        assert store.torn is not None
        assert store.torn.read_bytes() == torn + b"\n"
        store.append((line(3, "q4"),))
    assert [one.question for one in load_log(path).lines] == ["q1", "q2", "q4"]


def test_a_whole_line_without_its_line_end_counts(tmp_path: Path) -> None:
    path = tmp_path / "a.decisions.jsonl"
    path.write_text(line_text(line(1)) + line_text(line(2, "q2")).rstrip("\n"), encoding="utf-8")
    with Store(path, "林") as store:
        store.append((line(3, "q3"),))
    assert [one.question for one in load_log(path).lines] == ["q1", "q2", "q3"]


@pytest.mark.parametrize("cut", range(0, 200, 7))
def test_a_log_cut_anywhere_keeps_every_line_before_the_cut(cut: int) -> None:
    data = "".join(line_text(line(step, f"题{step}", reason="理由")) for step in (1, 2, 3)).encode()
    log = read_log(data[: len(data) - cut], "a")
    whole = data[: len(data) - cut].count(b"\n")
    assert len(log.lines) in {whole, whole + 1}
    assert [one.step for one in log.lines] == [1, 2, 3][: len(log.lines)]


@pytest.mark.parametrize(
    "damage", [b"{}", b"not json", b'{"question": 3}', b"[" * 5000, b"\x00" * 40, b"\xff\xfe", "全文".encode()]
)
def test_a_damaged_line_in_the_middle_is_named_and_nothing_is_written(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "a.decisions.jsonl"
    data = line_text(line(1)).encode() + damage + b"\n" + line_text(line(2)).encode()
    path.write_bytes(data)
    with pytest.raises(DecisionLogError, match="line 2"):
        Store(path, "林")
    assert path.read_bytes() == data
    assert list(tmp_path.iterdir()) == [path]


def test_an_answer_that_does_not_fit_on_the_disk_is_refused_and_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "a.decisions.jsonl"
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        with Store(path, "林") as store:
            store.append((line(1),))
            size = path.stat().st_size
            # Room for half a line more: what a full disk does in the middle of a write.
            resource.setrlimit(resource.RLIMIT_FSIZE, (size + size // 2, before[1]))
            with pytest.raises(DecisionLogError, match="not written"):
                store.append((line(2, "q2"),))
            assert path.stat().st_size == size
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
            store.append((line(2, "q3"),))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert [one.question for one in load_log(path).lines] == ["q1", "q3"]


def test_a_folder_that_does_not_exist_is_a_message(tmp_path: Path) -> None:
    with pytest.raises(DecisionLogError, match="--decisions"):
        Store(tmp_path / "none" / "a.decisions.jsonl", "林")


def test_lines_of_other_tools_without_a_step_can_be_undone_one_by_one() -> None:
    history = History().add([line(0, "q1"), line(0, "q2")])
    assert [step.number for step in history.steps] == [1, 2]
    assert history.add([line(3, "q2", "withdraw", undoes=2)]).answers.keys() == {"q1"}


def test_an_undo_that_was_cut_off_can_be_finished() -> None:
    history = History().add([line(1, "q1"), line(1, "q2")])
    half = history.add([line(2, "q2", "withdraw", undoes=1)])
    assert half.answers.keys() == {"q1"}
    assert half.add([line(3, "q1", "withdraw", undoes=1)]).steps == ()


KILLER = """
import os, random, signal, sys, time
from pathlib import Path
from xize.model.question import Decision
from xize.review.store import Store, load_log

folder, moments, chance = Path(sys.argv[1]), int(sys.argv[2]), random.Random(int(sys.argv[3]))

total = 0
for moment in range(moments):
    # A log grows over ten kills; then a new one keeps the reading of it short.
    path = folder / f"{moment // 10}.decisions.jsonl"
    read, told = os.pipe()
    child = os.fork()
    if not child:
        with Store(path, "writer") as store:
            step = store.log.history.next_step
            os.write(told, b"0 ")
            while True:
                reason = "理由" * chance.randrange(3000)
                store.append((Decision(question=f"q{step}", choice="reject", by="林", at_time="t", source_sha256="x",
                                       tool_version="0", reason=reason, step=step),))
                # Told only after the answer is on disk: what was told must never be lost.
                os.write(told, f"{step} ".encode())
                step += 1
    os.close(told)
    heard = b"" if moment % 5 == 0 else os.read(read, 1)
    time.sleep(chance.uniform(0, 0.04))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    heard = (heard + b"".join(iter(lambda: os.read(read, 65536), b""))).split()
    os.close(read)
    kept = [one.step for one in load_log(path).lines]
    assert kept == list(range(1, len(kept) + 1)), "a line is missing"
    assert heard in ([], [b"0"]) or len(kept) - int(heard[-1]) in (0, 1), "an answer that was told of is lost"
    total += len(kept)
print(total)
"""


@pytest.mark.parametrize(
    ("moments", "seed"), [(20, 1), pytest.param(200, 2, marks=pytest.mark.slow)], ids=["some", "two hundred"]
)
def test_a_killed_process_loses_at_most_the_answer_being_written(tmp_path: Path, moments: int, seed: int) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", KILLER, str(tmp_path), str(moments), str(seed)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > moments
