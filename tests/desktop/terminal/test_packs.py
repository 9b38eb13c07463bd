"""`hotseat pack` as it is typed: faults with file and line, what there is, and packs of one's own."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.__main__ import main
from tests.desktop.terminal.program import QUIET, hotseat, objects
from tests.interviewer.content.support import PM, change, copy_of_pm

ANALYST = Path(__file__).parents[2] / "fixtures" / "packs" / "analyst"
QUESTION = "questions/library-holds.toml"


class Typed:
    """What a command printed, and its exit code."""

    def __init__(self, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._data = data
        self._capsys = capsys

    def __call__(self, *words: str | Path) -> tuple[int, str, str]:
        code = main(["pack", *map(str, words), "--data-dir", str(self._data)])
        printed = self._capsys.readouterr()
        return code, printed.out, printed.err

    def json(self, *words: str | Path) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self(*words, "--json")[1].splitlines()]


@pytest.fixture
def pack(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Typed]:
    before = os.umask(0o077)  # as the program sets it for itself
    yield Typed(tmp_path / "data", capsys)
    os.umask(before)


# --- check ------------------------------------------------------------------------------------------------------------


def test_a_sound_pack_is_summed_up_in_a_line(pack: Typed, tmp_path: Path) -> None:
    folder = copy_of_pm(tmp_path)
    code, out, err = pack("check", folder)
    assert (code, err) == (0, "")
    assert out.startswith("pm 1.0.0 is sound: 1 round, 1 question, 1 case, ")
    (facts,) = pack.json("check", folder)
    assert (facts["pack"], facts["questions"], facts["cases"], facts["faults"]) == ("pm", 1, 1, 0)


def test_the_shipped_packs_are_sound(pack: Typed) -> None:
    assert pack("check", PM)[0] == 0


def test_every_fault_has_file_and_line(pack: Typed, tmp_path: Path) -> None:
    folder = copy_of_pm(tmp_path)
    line = change(folder / QUESTION, "no holds at all?", "no holds & all?")
    common = change(folder / "common.toml", '"We have {left} left."', '"We have little left."')
    code, out, err = pack("check", folder)
    assert code == 1
    assert out.splitlines()[0].startswith(f"{folder / 'common.toml'}:{common}: ")
    assert out.splitlines()[1].startswith(f"{folder / QUESTION}:{line}: ")
    assert err == "2 faults.\n"


def test_the_faults_of_a_named_file_come_first(pack: Typed, tmp_path: Path) -> None:
    folder = copy_of_pm(tmp_path)
    line = change(folder / QUESTION, "no holds at all?", "no holds & all?")
    change(folder / "common.toml", '"We have {left} left."', '"We have little left."')
    for path in (folder / QUESTION, folder / "questions"):
        *faults, summary = pack.json("check", path)
        assert (faults[0]["file"], faults[0]["line"]) == (QUESTION, line)
        assert Path(faults[0]["path"]) == folder / QUESTION
        assert [fault["file"] for fault in faults[1:]] == ["common.toml"]
        assert summary == {"pack": "pm", "folder": str(folder), "faults": 2}


def test_there_has_to_be_something_to_check(pack: Typed, tmp_path: Path) -> None:
    code, _, err = pack("check", tmp_path / "nowhere")
    assert (code, "There is no folder or file" in err) == (3, True)
    (tmp_path / "empty").mkdir()
    code, out, _ = pack("check", tmp_path / "empty")
    assert (code, out) == (1, f"{tmp_path / 'empty' / 'pack.toml'}:1: This file is missing.\n")


# --- list and show ----------------------------------------------------------------------------------------------------


def test_packs_are_listed_with_where_they_are_from(pack: Typed, tmp_path: Path) -> None:
    _, out, _ = pack("list")
    head, row = out.splitlines()
    assert head.split() == ["ID", "VERSION", "ROUNDS", "QUESTIONS", "FROM", "TITLE"]
    assert row.split()[:2] == ["pm", "1.0.0"]
    assert "built in" in row
    copy_of_pm(tmp_path / "data" / "packs")
    pack("new", "mine")
    listed = {line["id"]: line for line in pack.json("list")}
    assert listed["pm"]["from"] == "yours instead of the built-in one"
    assert listed["pm"]["folder"] == str(tmp_path / "data" / "packs" / "pm")
    assert (listed["mine"]["from"], listed["mine"]["rounds"], listed["mine"]["questions"]) == ("yours", 1, 1)


def test_a_pack_left_out_is_listed_with_its_faults(pack: Typed, tmp_path: Path) -> None:
    folder = copy_of_pm(tmp_path / "data" / "packs")
    line = change(folder / QUESTION, 'level = "pm"', 'level = "boss"')
    _, out, _ = pack("list")
    assert "built in" in out
    assert f"  pm/{QUESTION}:{line}: " in out
    fault = pack.json("list")[-1]
    assert (fault["left_out"], fault["file"], fault["line"]) == ("pm", QUESTION, line)


def test_a_pack_a_round_and_a_question_are_shown(pack: Typed) -> None:
    assert "execution/library-holds: Holds at a city library (pm, medium)" in pack("show", "pm")[1]
    code, out, _ = pack("show", "pm/execution")
    assert code == 0
    assert "- 8 minutes: Metrics" in out
    assert "- Troubleshooting: at most 1" in out
    assert "- Puts one countable metric first (Metrics, 10 of 10)" in out
    assert "weight 3" in out
    assert pack("show", "execution")[1] == pack("show", "pm:execution")[1] == out
    question = pack("show", "execution/library-holds")[1]
    assert pack("show", "pm:execution/library-holds")[1] == question
    assert "What would members do if the library had no holds at all?" in question
    for shown in ("pm", "pm/execution", "execution/library-holds"):
        assert max(map(len, pack("show", shown)[1].splitlines())) <= 80


def test_what_a_question_hides_is_shown_on_request_only(pack: Typed) -> None:
    hidden = "stopped showing the notice"
    question = ("show", "execution/library-holds")
    assert hidden not in " ".join(pack(*question)[1].split())
    assert hidden in " ".join(pack(*question, "--spoilers")[1].split())
    assert hidden not in json.dumps(pack.json(*question))
    assert hidden in json.dumps(pack.json(*question, "--spoilers"))
    assert not any("case" in follow_up for follow_up in pack.json("show", "pm/execution")[0]["follow_ups"])


@pytest.mark.parametrize("name", ["nothing", "execution/nothing", "no:execution/library-holds", "pm/nothing"])
def test_what_is_not_there_is_said(pack: Typed, name: str) -> None:
    code, out, err = pack("show", name)
    assert (code, out) == (3, "")
    assert err.startswith("There is no ")


# --- new and duplicate ------------------------------------------------------------------------------------------------


def test_a_new_pack_is_sound_and_can_be_rehearsed(pack: Typed, tmp_path: Path) -> None:
    code, out, _ = pack("new", "mine")
    folder = tmp_path / "data" / "packs" / "mine"
    assert code == 0
    assert out.splitlines()[0] == f"Made {folder}. To undo this, delete that folder."
    assert f"hotseat pack check {folder}" in out
    assert pack("check", folder)[0] == 0
    typed = "Some customers who cannot ride wait, and I'd start with broken brakes.\n/end\n"
    where = ("--data-dir", tmp_path / "data", "--json")
    done = hotseat("rehearse", *QUIET, *where, "--round", "mine:support", typed=typed)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Imagine you take over the support team" in done.stdout
    asked = [line["text"] for line in objects(done.stdout) if line.get("kind") == "line_began"]
    assert asked[1].startswith("You would start with broken brakes.")


def test_a_pack_for_another_job_is_rehearsed(tmp_path: Path) -> None:
    shutil.copytree(ANALYST, tmp_path / "packs" / "analyst")
    typed = "I would exclude bookings without an account, and compare them with travellers a day earlier.\n/end\n"
    question = ("--question", "analyst:analysis/ferry-cancellations")
    done = hotseat("rehearse", *QUIET, "--json", "--data-dir", tmp_path, *question, typed=typed)
    assert (done.returncode, done.stderr) == (0, "")
    assert "A ferry company cancels crossings when the wind is strong." in done.stdout
    assert "Who is waiting for this figure, and what will they do with it?" in done.stdout


def test_ids_that_are_taken_are_refused(pack: Typed) -> None:
    assert pack("new", "mine")[0] == 0
    for words in (["new", "mine"], ["new", "pm"], ["duplicate", "mine"], ["duplicate", "pm", "mine"]):
        code, out, err = pack(*words)
        assert (code, out) == (1, "")
        assert "already" in err
    assert pack("duplicate", "mine", "pm")[0] == 1
    assert pack("new", "Mine!")[0] == 2
    assert pack("duplicate", "nobodys")[0] == 3


def test_a_duplicate_wins_or_has_an_id_of_its_own(pack: Typed, tmp_path: Path) -> None:
    _, out, _ = pack("duplicate", "pm")
    assert "used instead of the built-in pack “pm”" in out
    assert "To undo this, delete that folder." in out
    (made,) = pack.json("duplicate", "pm", "mine")
    assert made == {"pack": "mine", "folder": str(tmp_path / "data" / "packs" / "mine")}
    (again,) = pack.json("duplicate", "mine", "ours")
    assert pack("check", again["folder"])[0] == 0
    assert [line["id"] for line in pack.json("list")] == ["mine", "ours", "pm"]


def test_a_rehearsal_says_which_pack_it_had_to_leave_out(tmp_path: Path) -> None:
    folder = copy_of_pm(tmp_path / "packs")
    line = change(folder / QUESTION, 'level = "pm"', 'level = "boss"')
    done = hotseat("rehearse", *QUIET, "--json", "--data-dir", tmp_path, typed="/end\n")
    assert done.returncode == 0
    assert f"Left out because of faults: pm. The first is in pm/{QUESTION}, line {line}: " in done.stderr
    done = hotseat("rehearse", *QUIET, "--data-dir", tmp_path, "--question", "behavioural/library-holds")
    assert done.returncode == 3
    assert "Did you mean “execution/library-holds”" in done.stderr
    assert "hotseat pack check" in done.stderr
