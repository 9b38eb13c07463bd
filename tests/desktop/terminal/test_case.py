"""`hotseat case`: which cases there are, and what is answered to questions about one, alone or a line at a time."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import desktop.terminal.case as case_command
from desktop.__main__ import main
from interviewer.content.model import Case, Question
from tests.desktop.terminal.program import COMMAND, REPOSITORY, objects, running
from tests.interviewer.content.support import change, copy_of_pm, shipped
from tests.support.loaded_once import load_once

ID = "execution/library-holds"
KINDS = {
    "slot",
    "multi",
    "vague",
    "cause",
    "diagnosis",
    "off_sheet",
    "clarify_definition",
    "think",
    "repeat",
    "nothing",
}
Printed = tuple[int, str, str]
Typed = Callable[..., Printed]


def cases() -> list[tuple[Question, Case]]:
    return [(asked, f.case) for asked in shipped().questions for f in asked.follow_ups if f.case is not None]


CASES = cases()
SHEET = {fact.slot: fact.fact for asked, case in CASES if asked.id == ID for fact in case.facts}
LINES = next(entry for entry in shipped().rounds if entry.id == "execution").lines


@pytest.fixture(name="case")
def _case(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Typed]:
    """Types a command; its exit code, output and errors."""
    before = os.umask(0o077)  # as the program sets it for itself
    load_once(case_command, monkeypatch)

    def typed(*words: str, lines: str | bytes = "", data: Path = tmp_path / "data") -> Printed:
        raw = lines if isinstance(lines, bytes) else lines.encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))
        code = main(["case", *words, "--data-dir", str(data)])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    yield typed
    os.umask(before)


def batch(case: Typed, lines: str | bytes) -> list[dict[str, Any]]:
    code, out, err = case("ask", ID, "--batch", lines=lines)
    assert (code, err) == (0, "")
    return objects(out)


# --- list -------------------------------------------------------------------------------------------------------------


def test_the_list_is_an_array_of_all_cases(case: Typed) -> None:
    code, out, err = case("list", "--json")
    assert (code, err) == (0, "")
    listed = json.loads(out)
    assert [entry["id"] for entry in listed] == [asked.id for asked, _ in CASES]
    assert len(listed) >= 16
    assert all(entry["opening"] and entry["metric"] and entry["title"] for entry in listed)


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_the_list_gives_nothing_away(case: Typed, form: tuple[str, ...]) -> None:
    _, out, _ = case("list", *form)
    if form:
        out = json.dumps(json.loads(out), ensure_ascii=False)
    for asked, hidden in CASES:
        assert asked.id in out
        for secret in (hidden.cause, hidden.action, *(fact.fact for fact in hidden.facts)):
            assert secret not in out
            assert json.dumps(secret, ensure_ascii=False)[1:-1] not in out
    for name in ("cause", "action", "facts", "signal"):
        assert f'"{name}' not in out


# --- one question -----------------------------------------------------------------------------------------------------


def test_a_question_is_answered_in_words(case: Typed) -> None:
    assert case("ask", ID, "When did the drop start?") == (0, f"{SHEET['time_period']}\n", "")


def test_a_question_is_answered_as_one_object(case: Typed) -> None:
    code, out, err = case("ask", ID, "When did the drop start?", "--json")
    assert (code, err) == (0, "")
    assert objects(out) == [{"kind": "slot", "slots": ["time_period"], "reply": SHEET["time_period"]}]


def test_the_last_part_of_an_id_is_enough(case: Typed) -> None:
    assert case("ask", "library-holds", "Which countries are affected?")[1] == f"{SHEET['geography']}\n"


def test_a_diagnosis_is_asked_what_follows(case: Typed) -> None:
    _, out, _ = case("ask", ID, "I think the new release broke it, so I would roll it back.", "--json")
    (line,) = objects(out)
    assert (line["kind"], line["slots"]) == ("diagnosis", [])
    assert line["reply"] in LINES.action


def test_an_empty_question_is_led_on(case: Typed) -> None:
    for text in ("", "   "):
        code, out, _ = case("ask", ID, text, "--json")
        (line,) = objects(out)
        assert (code, line["kind"], line["slots"]) == (0, "nothing", [])
        assert line["reply"] in LINES.go_ahead


# --- many questions ---------------------------------------------------------------------------------------------------


def test_a_batch_has_one_object_for_each_line(case: Typed) -> None:
    lines = [
        "When did the drop start?",
        "",
        "When did it start, and is it on Android only?",
        "  ",
        "Give me a minute to think.",
        "¿Cuándo? 我们 🤷",
        "word " * 2000,
        "When did the drop start?",
    ]
    found = batch(case, "\n".join(lines) + "\n")
    assert len(found) == len(lines)
    assert all(set(line) == {"kind", "slots", "reply"} and line["kind"] in KINDS and line["reply"] for line in found)
    assert found[0] == found[-1]
    assert (found[2]["kind"], set(found[2]["slots"])) == ("multi", {"time_period", "platform"})
    assert found[2]["reply"] == " ".join(SHEET[slot] for slot in found[2]["slots"])
    assert [found[place]["kind"] for place in (1, 3, 4)] == ["nothing", "nothing", "think"]


def test_each_line_of_a_batch_is_answered_by_itself(case: Typed) -> None:
    """As typed alone: nothing of the lines before lingers."""
    text = "Is it on Android or on iPhone?"
    _, alone, _ = case("ask", ID, text, "--json")
    assert batch(case, f"What caused it?\nWhen did the drop start?\n{text}")[-1] == objects(alone)[0]


@pytest.mark.parametrize(
    "lines", [b"", b"\n", b"When did the drop start?", b"When did the drop start?\r\n", b"\xff\xfe\x00 \xc3\n"]
)
def test_odd_input_is_no_trouble(case: Typed, lines: bytes) -> None:
    found = batch(case, lines)
    assert len(found) == len(lines.splitlines())
    if b"drop" in lines:
        assert found[0]["reply"] == SHEET["time_period"]


def test_a_batch_answers_before_its_input_ends() -> None:
    """Whoever asks waits for each answer before the next question."""
    with running("case", "ask", ID, "--batch") as program:
        for text, slot in (("When did the drop start?", "time_period"), ("Which countries are affected?", "geography")):
            program.type(text)
            assert program.until(lambda line: "reply" in line)["reply"] == SHEET[slot]
        assert program.process.stdin is not None
        program.process.stdin.close()
        assert program.end() == 0


def test_what_nobody_reads_ends_quietly() -> None:
    process = subprocess.Popen(
        [*COMMAND, "case", "ask", ID, "--batch"],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        process.stdin.write(b"What caused it?\n" * 3)
        process.stdin.close()
        assert process.wait(30) == 141
        assert process.stderr.read() == b""


# --- ids --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["no-such-case", "", "execution", "execution/", "holds"])
def test_an_unknown_id_is_told(case: Typed, name: str) -> None:
    code, out, err = case("ask", name, "When?")
    assert (code, out) == (3, "")
    assert f"“{name}”" in err
    assert "hotseat case list" in err


def test_an_unknown_id_is_told_as_json(case: Typed) -> None:
    code, out, err = case("ask", "no-such-case", "When?", "--json")
    (line,) = objects(out)
    assert (code, err, line["error"]) == (3, "", "plan_impossible")


def test_a_question_without_a_case_has_none(case: Typed) -> None:
    plain = next(asked.id for asked in shipped().questions if all(f.case is None for f in asked.follow_ups))
    code, _, err = case("ask", plain, "When?")
    assert code == 3
    assert plain in err


def test_an_ambiguous_id_names_those_it_could_be(case: Typed, tmp_path: Path) -> None:
    """A pack of the user's own has a case of the same name in another round."""
    folder = copy_of_pm(tmp_path / "data" / "packs")
    for part in ("rounds", "rubrics", "follow_ups"):
        (folder / part / "execution.toml").rename(folder / part / "drill.toml")
        change_id(folder / part / "drill.toml")
    question = folder / "questions" / "library-holds.toml"
    change(question, f'id = "{ID}"', 'id = "drill/library-holds"')
    change(question, 'round = "execution"', 'round = "drill"')
    change(folder / "pack.toml", 'id = "pm"', 'id = "mine"')
    code, out, err = case("ask", "library-holds", "When did the drop start?")
    assert (code, out) == (3, "")
    assert ID in err
    assert "drill/library-holds" in err
    for name in (ID, "drill/library-holds"):
        assert case("ask", name, "When did the drop start?")[1] == f"{SHEET['time_period']}\n"


def change_id(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count('\nid = "execution"\n') + text.startswith('id = "execution"\n') == 1
    file.write_text(text.replace('id = "execution"\n', 'id = "drill"\n', 1), encoding="utf-8")


def test_either_a_question_or_a_batch_is_asked_for(case: Typed, capsys: pytest.CaptureFixture[str]) -> None:
    for words in ((), ("When?", "--batch")):
        with pytest.raises(SystemExit) as ended:
            case("ask", ID, *words)
        assert ended.value.code == 2
        assert "usage:" in capsys.readouterr().err
