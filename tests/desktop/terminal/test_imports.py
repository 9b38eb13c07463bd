"""`hotseat import`: the program takes in a transcript, refuses what is none, and goes on with the others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.paths import find
from desktop.remote_speech import asking
from desktop.terminal.imports import run
from desktop.terminal.parser import make_parser
from desktop.terminal.setting import Exit
from interviewer.records.folder import SessionFolder
from interviewer.records.library import open_session
from interviewer.records.manifest import read_manifest
from interviewer.records.notes import read_notes
from tests.desktop.terminal.program import hotseat, objects
from tests.support import replayed
from tests.support.fake_listener import MODEL, running_listener
from tests.support.recorded import tone, write_wav

TALK = "Interviewer: What are the goals of holds?\nJo: I assume one city. My first goal is to shorten the wait.\n"


def test_files_are_taken_in_and_one_that_is_refused_stops_no_other(tmp_path: Path) -> None:
    (tmp_path / "mock.txt").write_text(TALK)
    (tmp_path / "evil.hotseat").write_bytes(b"PK")
    on = ("--data-dir", tmp_path / "data", "--json")
    done = hotseat("import", tmp_path / "evil.hotseat", tmp_path / "mock.txt", "--speaker", "Jo=you", *on)
    assert (done.returncode, done.stderr) == (1, "")
    refused, taken = objects(done.stdout)
    assert (refused["error"], "Ask for it again." in refused["sentence"]) == ("import_refused", True)
    assert "rule-based coach" in taken["sentence"]
    (shown,) = objects(hotseat("sessions", "show", taken["id"], *on).stdout)
    assert shown["manifest"]["origin"] == "transcript"
    assert [one["asked"] for one in shown["transcript"]] == ["What are the goals of holds?"]


def test_a_speaker_without_you_is_a_wrong_command(tmp_path: Path) -> None:
    done = hotseat("import", tmp_path / "x.txt", "--speaker", "Jo", "--data-dir", tmp_path / "data")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--speaker NAME=you" in done.stderr


def test_a_server_that_is_none_is_told_of_before_anything_is_taken_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mock.txt").write_text(TALK)
    on = ["--speech-server", "http://127.0.0.1:9/v1", "--data-dir", str(tmp_path / "data")]
    assert run(make_parser().parse_args(["import", str(tmp_path / "mock.txt"), *on])) == Exit.USAGE
    assert "go together" in capsys.readouterr().err
    assert list((tmp_path / "data" / "sessions").iterdir()) == []


def test_a_recording_whose_server_fails_is_taken_in_all_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "RETRY_SECONDS", 0.0)
    sound = write_wav(tmp_path / "mock.wav", tone(1.0))
    server = ["--speech-server", "http://127.0.0.1:9/v1", "--speech-server-model", "m", "--speech-model", "absent"]
    args = make_parser().parse_args(["import", str(sound), *server, "--data-dir", str(tmp_path / "data"), "--json"])
    assert run(args) == Exit.FAULT
    failed, taken = objects(capsys.readouterr().out)
    assert "127.0.0.1:9" in failed["sentence"]
    assert (tmp_path / "data" / "sessions" / taken["id"]).is_dir()
    assert "taken for your answer" in taken["sentence"]


def test_none_leaves_the_server_that_is_named_at_work(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sound = write_wav(tmp_path / "mock.wav", tone(1.0))
    command = ["import", str(sound), "--speech-model", "none", "--data-dir", str(tmp_path / "data"), "--json"]
    with running_listener() as fake:
        fake.texts = ["I count the holds."]
        server = ["--speech-server", fake.url, "--speech-server-model", MODEL]
        assert run(make_parser().parse_args([*command, *server])) == Exit.DONE
    (taken,) = objects(capsys.readouterr().out)
    assert open_session(tmp_path / "data" / "sessions" / taken["id"]).answers[0].text == "I count the holds."
    assert run(make_parser().parse_args(command)) == Exit.DONE
    assert "can be transcribed at any time" in capsys.readouterr().out


def test_what_a_partner_saved_in_a_page_is_taken_in_whatever_its_ending_is(tmp_path: Path) -> None:
    paths = find(tmp_path / "data")
    paths.make()
    session = replayed.short(paths.sessions)
    value = {
        "kind": "hotseat-hand-back",
        "format": 1,
        "session": session.name,
        "started": read_manifest(SessionFolder(session)).started.isoformat(),
        "partner": "ab12",
        "saved": "2026-11-27T15:00:00.000Z",
        "by": "Ada",
        "notes": [{"id": "n1", "at": 2.5, "until": None, "quote": "", "kind": "gap", "text": "no number"}],
        "rating": None,
    }
    file, evil = tmp_path / "ada.json.txt", tmp_path / "evil.json"
    file.write_text(json.dumps(value))
    evil.write_text("{}")
    done = hotseat("import", evil, file, "--data-dir", tmp_path / "data", "--json")
    refused, taken = objects(done.stdout)
    assert (done.returncode, refused["error"], taken["id"]) == (1, "import_refused", session.name)
    assert "From Ada: 1 note and 0 reviews" in taken["sentence"]
    assert [note.by for note in read_notes(session).notes] == ["Ada"]


def test_the_schema_of_that_file_is_printed() -> None:
    done = hotseat("import", "--schema")
    assert done.returncode == 0
    assert json.loads(done.stdout)["$id"] == "hotseat:hand-back-1"


def test_it_needs_a_file(tmp_path: Path) -> None:
    done = hotseat("import", "--data-dir", tmp_path / "data")
    assert (done.returncode, "Name a file" in done.stderr) == (2, True)
