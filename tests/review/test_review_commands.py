from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from xize.cli import app
from xize.errors import XizeError
from xize.model.rubric import Draft, Rubric, Unparsed

Run = Any


@pytest.fixture
def run() -> Run:
    def call(*args: object, lang: str = "en") -> tuple[int, str, str]:
        """Return exit code, standard output and standard error; an error that ends the run gives 2, as `main` does."""
        result = CliRunner().invoke(app, ["--lang", lang, *map(str, args)])
        if isinstance(result.exception, XizeError):
            return 2, result.stdout, str(result.exception)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.stdout, result.stderr

    return call


def settle_all(run: Run, draft: Path, draft_value: Draft, choice: str = "1") -> None:
    answers = [part for q in draft_value.questions for part in ("--answer", f"{q.id}={choice}")]
    assert run("review", draft, "--by", "林", *answers)[0] == 0


def log_of(draft: Path) -> Path:
    return draft.with_name(draft.name.replace(".draft.json", ".decisions.jsonl"))


def save(draft: Draft, path: Path) -> Path:
    path.write_text(draft.json_text(), encoding="utf-8")
    return path


def test_without_a_terminal_the_open_questions_are_listed(run: Run, draft_file: Path, draft: Draft) -> None:
    code, out, _ = run("review", draft_file)
    assert code == 1
    assert all(question.id in out and question.quote in out for question in draft.questions)
    assert not log_of(draft_file).exists()


def test_the_list_as_json_has_everything_a_tool_needs_to_answer(run: Run, draft_file: Path) -> None:
    code, out, _ = run("review", draft_file, "--list", "--json", lang="zh")
    report = json.loads(out)
    assert code == 1
    assert (report["total"], report["settled"], len(report["open"])) == (9, 0, 9)
    assert report["open"][0]["document_wide"]
    ladder = next(q for q in report["open"] if q["kind"] == "ladder")
    assert [c["example"] for c in ladder["candidates"]] == ["完成率为 84%：扣 1 分", "完成率为 84%：扣 1.5 分"]
    assert ladder["suggested"] == 1
    assert sorted(q["identical"] for q in report["open"]) == [1, 1, 1, 1, 1, 4, 4, 4, 4]


def test_answers_from_the_command_line_are_kept_and_shape_the_rubric(
    run: Run, draft_file: Path, draft: Draft, tmp_path: Path
) -> None:
    settle_all(run, draft_file, draft)
    lines = [json.loads(line) for line in log_of(draft_file).read_text(encoding="utf-8").splitlines()]
    assert {line["question"] for line in lines} == {q.id for q in draft.questions}
    assert {line["by"] for line in lines} == {"林"}
    assert run("emit", draft_file, "-o", tmp_path / "rubric.json")[0] == 0
    rubric = Rubric.model_validate_json((tmp_path / "rubric.json").read_bytes())
    assert len(rubric.decisions) == 9


def test_emit_refuses_while_anything_is_open_and_writes_nothing(run: Run, draft_file: Path, tmp_path: Path) -> None:
    code, out, err = run("emit", draft_file, "-o", tmp_path / "rubric.json")
    assert (code, out) == (1, "")
    assert "9 questions open" in err
    assert not (tmp_path / "rubric.json").exists()
    code, out, _ = run("emit", draft_file, "--json")
    assert code == 1
    assert len(json.loads(out)["open"]) == 9


def test_sentences_that_were_not_read_are_never_silent(run: Run, build: Any, tmp_path: Path) -> None:
    builder = build()
    builder.plain("制度", "3", "未建立制度的扣3分", "3")
    at = builder.nodes[0].rules[0].at
    unread = Unparsed(at=at, quote="酌情处理", reason="no amount", indicator="1/1")
    path = save(builder.draft((unread,)), tmp_path / "a.draft.json")
    code, _, err = run("emit", path, "-o", tmp_path / "a.json")
    assert code == 1
    assert "酌情处理" in err
    rubric = Rubric.model_validate_json((tmp_path / "a.json").read_bytes())
    assert [(f.code, f.severity, f.indicator) for f in rubric.findings] == [("unparsed", "error", "1/1")]
    assert run("emit", path, "-o", tmp_path / "a.json", "--allow-unparsed")[0] == 0


@pytest.mark.parametrize(
    "answer",
    ["none=1", "q=1", "cap=3", "cap=0", "cap", "cap=", "cap=reject:", "cap=edit:{", 'cap=edit:{"set":1}', "=1"],
)
def test_an_answer_that_is_none_is_refused_whole(run: Run, draft_file: Path, answer: str) -> None:
    code, _, err = run("review", draft_file, "--answer", "cap=1", "--answer", answer)
    assert code == 2
    assert answer in err
    assert log_of(draft_file).read_bytes() == b""


def test_rejections_and_edits_can_be_given_without_a_screen(run: Run, draft_file: Path, draft: Draft) -> None:
    first, second = (q for q in draft.questions if q.indicator in {"1/1", "1/2"})
    value = json.dumps({"candidate": 0, "set": {"rules.0.points": "1.5"}})
    run("review", draft_file, "--answer", f"{first.id}=edit:{value}", "--answer", f"{second.id[:6]}=reject:看不清")
    lines = [json.loads(line) for line in log_of(draft_file).read_text(encoding="utf-8").splitlines()]
    assert [line["choice"] for line in lines] == ["edit", "reject"]
    assert lines[1]["reason"] == "看不清"


def test_decisions_answer_the_same_document_in_another_format(
    run: Run, draft_file: Path, draft: Draft, make: Any, tmp_path: Path
) -> None:
    settle_all(run, draft_file, draft)
    moved = make(shift=40, page=2)
    assert moved.rubric.sources[0].sha256 != draft.rubric.sources[0].sha256
    other = save(moved, tmp_path / "other.draft.json")
    code, _, _ = run("review", other, "--apply", log_of(draft_file))
    assert code == 0
    first = [json.loads(line) for line in log_of(draft_file).read_text(encoding="utf-8").splitlines()]
    second = [json.loads(line) for line in log_of(other).read_text(encoding="utf-8").splitlines()]
    assert {(x["question"], x["choice"], x["by"]) for x in first} == {
        (x["question"], x["choice"], x["by"]) for x in second
    }
    assert run("emit", other, "-o", tmp_path / "r.json")[0] == 0


def test_a_log_of_another_document_is_offered_and_never_applied(
    run: Run, draft_file: Path, draft: Draft, make: Any, tmp_path: Path
) -> None:
    settle_all(run, draft_file, draft, choice="2")
    other = save(make(number="林办〔2032〕9号"), tmp_path / "next.draft.json")
    code, out, _ = run("review", other, "--offer", log_of(draft_file), "--json")
    report = json.loads(out)
    assert code == 1
    assert (report["settled"], len(report["open"])) == (0, 9)
    assert all(q["offered"]["choice"] == 1 for q in report["open"])
    # Confirmed one by one, the line says where the answer came from.
    run("review", other, "--offer", log_of(draft_file), "--answer", "cap=2")
    line = json.loads(log_of(other).read_text(encoding="utf-8").splitlines()[-1])
    assert line["offered_from"] == draft.rubric.sources[0].sha256
    log_of(other).unlink()
    # Applied, or put in the other document's place by hand, it stops everything; nothing is changed.
    log = log_of(draft_file).read_bytes()
    assert "--offer" in run("review", other, "--apply", log_of(draft_file))[2]
    log_of(other).write_bytes(log)
    for args in (("review", other), ("emit", other, "-o", tmp_path / "r.json"), ("review", other, "--answer", "cap=1")):
        code, _, err = run(*args)
        assert code == 2
        assert log_of(other).name in err
    assert log_of(other).read_bytes() == log
    assert not (tmp_path / "r.json").exists()
    # The user's word makes it the same document.
    assert run("review", other, "--same-document", "--list")[0] == 0


def test_the_draft_is_never_written_over(run: Run, draft_file: Path, draft: Draft) -> None:
    settle_all(run, draft_file, draft)
    before = draft_file.read_bytes()
    assert run("emit", draft_file, "-o", draft_file)[0] == 2
    assert run("emit", draft_file, "-o", draft_file, "--decisions", draft_file.with_name("none"))[0] == 2
    assert draft_file.read_bytes() == before


def test_a_changed_sentence_leaves_a_stale_decision_with_its_difference(
    run: Run, draft_file: Path, draft: Draft, make: Any, tmp_path: Path
) -> None:
    settle_all(run, draft_file, draft)
    changed = make(来信办理="发现1件超期扣2分")
    path = save(changed, tmp_path / "changed.draft.json")
    log_of(path).write_bytes(log_of(draft_file).read_bytes())
    code, out, _ = run("review", path)
    assert code == 1
    assert "发现1件超期扣[-1-]{+2+}分" in out
    before = log_of(path).read_bytes()
    assert before == log_of(draft_file).read_bytes()
    asked = json.loads(run("review", path, "--json")[1])
    assert [q["indicator"] for q in asked["open"]] == ["1/2"]
    assert len(asked["stale"]) == 1
    run("review", path, "--answer", f"{asked['open'][0]['id']}=1")
    code, _, err = run("emit", path, "-o", tmp_path / "r.json")
    assert code == 0
    assert "{+2+}" in err
    assert log_of(path).read_bytes().startswith(before)


def test_two_blind_reviewers_are_compared(run: Run, draft_file: Path, draft: Draft) -> None:
    settle_all(run, draft_file, draft)
    second = draft_file.with_name("林场.杨.decisions.jsonl")
    odd = next(q for q in draft.questions if q.indicator == "1/2")
    answers = [part for q in draft.questions for part in ("--answer", f"{q.id}={'2' if q is odd else '1'}")]
    run("review", draft_file, "--by", "杨", "--blind", *answers)
    assert second.exists()
    code, out, _ = run("review", draft_file, "--agreement", second, "--json")
    report = json.loads(out)
    assert code == 1
    assert (report["compared"], report["agreed"], report["raw"]) == (9, 8, "0.8889")
    # Nine questions; the first reviewer answers 1 always, so chance agrees at 8/9 too: κ = 0.
    assert (report["expected"], report["kappa"]) == ("0.8889", "0.0000")
    assert [item["question"] for item in report["disagreements"]] == [odd.id]
    assert "林" in run("review", draft_file, "--agreement", second)[1]


def test_planted_errors_are_reported_and_shape_no_rubric(
    run: Run, draft_file: Path, draft: Draft, tmp_path: Path
) -> None:
    settle_all(run, draft_file, draft)
    code, out, _ = run("review", draft_file, "--plant", 3, "--planted", "--json")
    report = json.loads(out)
    assert code == 1
    # One rule only was read without a question; no error is planted where the truth is not known.
    assert (report["planted"], report["unanswered"]) == (1, 1)
    assert run("emit", draft_file, "-o", tmp_path / "r.json")[0] == 0


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (b"", "JSON"),
        (b"\x00\x01", "JSON"),
        (b"[1]", "schema"),
        (b'{"schema": "xize.draft/0"}', "xize.draft/0"),
        (b'{"schema": "xize.draft/1"}', "rubric"),
        (b"[" * 100000, "JSON"),
    ],
)
def test_what_is_no_draft_is_told_apart(run: Run, tmp_path: Path, content: bytes, wanted: str) -> None:
    path = tmp_path / "a.draft.json"
    path.write_bytes(content)
    for command in ("review", "emit"):
        code, _, err = run(command, path)
        assert code == 2
        assert str(path) in err
        assert wanted in err
        assert "xize parse" in err


def test_a_rubric_is_no_draft(run: Run, draft_file: Path, draft: Draft, tmp_path: Path) -> None:
    settle_all(run, draft_file, draft)
    run("emit", draft_file, "-o", tmp_path / "r.json")
    code, _, err = run("review", tmp_path / "r.json")
    assert code == 2
    assert "xize show" in err


def test_a_damaged_log_stops_everything_and_stays_as_it_is(run: Run, draft_file: Path, draft: Draft) -> None:
    settle_all(run, draft_file, draft)
    data = log_of(draft_file).read_bytes().replace(b'"choice":0', b'"choice":"?"', 2)
    log_of(draft_file).write_bytes(data)
    for args in (("review", draft_file), ("emit", draft_file), ("review", draft_file, "--answer", "cap=1")):
        code, _, err = run(*args)
        assert code == 2
        assert "line 1" in err
    assert log_of(draft_file).read_bytes() == data


def test_a_draft_that_names_a_question_it_does_not_have_is_refused(run: Run, draft: Draft, tmp_path: Path) -> None:
    path = save(draft.model_copy(update={"questions": draft.questions[:-1]}), tmp_path / "a.draft.json")
    code, _, err = run("emit", path)
    assert code == 2
    assert "cap" in err


def test_a_read_only_folder_is_a_message_and_exit_2(
    run: Run, draft_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    truly = os.open

    def read_only(path: Any, flags: int, *args: Any, **more: Any) -> int:
        if flags & (os.O_CREAT | os.O_RDWR | os.O_WRONLY):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), path)
        return truly(path, flags, *args, **more)

    monkeypatch.setattr(os, "open", read_only)
    code, _, err = run("review", draft_file, "--answer", "cap=1")
    assert code == 2
    assert "Read-only" in err
    assert "--decisions" in err
    assert list(draft_file.parent.iterdir()) == [draft_file]


def test_any_value_of_a_rubric_can_be_explained(run: Run, draft_file: Path, draft: Draft, tmp_path: Path) -> None:
    settle_all(run, draft_file, draft)
    run("emit", draft_file, "-o", tmp_path / "r.json")
    code, out, _ = run("explain", tmp_path / "r.json", "1/2#r1", "--json")
    report = json.loads(out)
    assert code == 0
    assert (report["quote"], report["pattern"], report["origin"]) == ("发现1件超期扣1分", "per-unit-found", "reviewed")
    assert len(report["decisions"]) == 2
    values = {value["path"]: value for value in report["values"]}
    assert (values["points"]["printed"], values["points"]["origin"]) == ("扣1分", "printed")
    assert (values["cap.value"]["value"], values["cap.value"]["origin"]) == ("indicator", "implied")
    assert "发现1件超期扣1分" in run("explain", tmp_path / "r.json", "1/2#r1.points")[1]
    assert run("explain", tmp_path / "r.json", "settings.implied_cap")[0] == 0
    code, _, err = run("explain", tmp_path / "r.json", "1/2#r9")
    assert code == 2
    assert "1/2#r1" in err


def test_build_parses_and_emits_in_one_step(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("考核办法\n本办法自发布之日起施行。\n", encoding="utf-8")
    assert run("build", path, "-o", tmp_path / "a.json")[0] == 0
    assert Rubric.model_validate_json((tmp_path / "a.json").read_bytes()).sources[0].name == "a.txt"


@pytest.mark.parametrize("what", ["draft", "log", "applied"])
def test_a_pipe_is_refused_and_not_waited_for(run: Run, draft_file: Path, tmp_path: Path, what: str) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    given = {"draft": [pipe], "log": [draft_file, "--decisions", pipe], "applied": [draft_file, "--apply", pipe]}
    code, _, err = run("review", *given[what], "--list")
    assert code == 2
    assert "pipe" in err


def test_the_list_marks_the_answer_that_is_offered(run: Run, draft_file: Path, draft: Draft, tmp_path: Path) -> None:
    settle_all(run, draft_file, draft)
    other = json.loads(draft_file.read_text(encoding="utf-8"))
    other["rubric"]["number"] = "林办〔2032〕1号"
    other["rubric"]["sources"][0]["sha256"] = "f" * 64
    next_year = tmp_path / "明年.draft.json"
    next_year.write_text(json.dumps(other), encoding="utf-8")
    log = draft_file.with_name("林场.decisions.jsonl")
    code, out, _ = run("review", next_year, "--offer", log, "--list")
    assert code == 1
    assert out.count("◆") == len(draft.questions)
    assert not next_year.with_name("明年.decisions.jsonl").exists()
