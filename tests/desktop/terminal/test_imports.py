"""`hotseat import`: the program takes in a transcript, refuses what is none, and goes on with the others."""

from __future__ import annotations

from pathlib import Path

from tests.desktop.terminal.program import hotseat, objects

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
