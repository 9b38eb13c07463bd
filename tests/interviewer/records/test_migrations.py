"""Sessions of every released format open in this version, and an older manifest is kept when a new one replaces it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from interviewer.errors import SessionDamaged, SessionTooNew
from interviewer.events import By, Unknown
from interviewer.records.library import append_later, open_session
from interviewer.records.manifest import State, write_manifest
from interviewer.records.migrations import FORMAT, Migration, keep_old, upgrade
from interviewer.records.verify import verify
from tests.interviewer.records import sessions

GOLDEN = Path(__file__).parents[2] / "fixtures" / "sessions"


def golden(number: int) -> Path:
    (folder,) = (path for path in (GOLDEN / f"format-{number}").iterdir() if path.is_dir())
    return folder


def test_there_is_a_golden_session_of_every_format() -> None:
    assert {path.name for path in GOLDEN.iterdir() if path.is_dir()} == {
        f"format-{number}" for number in range(1, FORMAT + 1)
    }


def test_p10_a_session_of_format_1_opens() -> None:
    session = open_session(golden(1))

    assert session.manifest.state is State.CLOSED
    assert session.manifest.title == "Groups"
    assert session.manifest.started.isoformat() == "2026-11-21T20:47:05+01:00"
    assert [phase.id for phase in session.manifest.plan.phases] == ["clarify"]
    assert [(exchange.line, exchange.asked, exchange.answered) for exchange in session.transcript] == [
        (1, "What are the goals of Groups?", "Members who find a group they come back to."),
        (2, "Which one comes first?", "Coming back, for it holds the rest. And here is why."),
        (3, "Thank you, that was it.", ""),
    ]
    first, second = session.answers
    assert (first.kept, first.by, first.start_frame, first.end_frame) == (True, By.KEY, 8000, 8160)
    assert [word.text for word in first.utterances[0].words][:2] == ["Members", "who"]
    assert [file.name for file in second.files] == ["audio/0002-candidate.wav", "audio/0002-candidate-02.wav"]
    assert session.transcript[0].file == "audio/q0001.wav"
    assert [type(event) for event in session.events].count(Unknown) == 1
    assert session.unkept_answers == (2,)
    assert verify(session) == []


def test_a_session_of_format_1_can_be_added_to(tmp_path: Path) -> None:
    folder = tmp_path / golden(1).name
    shutil.copytree(golden(1), folder)
    sounds = {path.name: path.read_bytes() for path in (folder / "audio").iterdir()}
    before = (folder / "events.jsonl").read_bytes()

    append_later(folder, [sessions.kept(2, 3.0, "Coming back.")])

    session = open_session(folder)
    assert session.unkept_answers == ()
    assert (folder / "events.jsonl").read_bytes().startswith(before)
    assert {path.name: path.read_bytes() for path in (folder / "audio").iterdir()} == sounds
    assert verify(session) == []


def rename_title(fields: dict[str, Any]) -> dict[str, Any]:
    return {**{key: value for key, value in fields.items() if key != "name"}, "title": fields["name"]}


def add_colour(fields: dict[str, Any]) -> dict[str, Any]:
    return {**fields, "colour": fields["title"] + " is blue"}


STEPS = (Migration(1, "names became titles", rename_title), Migration(2, "sessions have colours", add_colour))


def test_a_manifest_passes_through_the_steps_it_lacks() -> None:
    oldest = {"format": 1, "min_reader": 1, "name": "Groups"}
    middle = {"format": 2, "min_reader": 1, "title": "Groups"}
    newest = {"format": 3, "min_reader": 3, "title": "Groups", "colour": "red"}

    done = [upgrade(fields, migrations=STEPS, current=3) for fields in (oldest, middle, newest)]

    assert [fields["format"] for fields in done] == [3, 3, 3]
    assert [fields["colour"] for fields in done] == ["Groups is blue", "Groups is blue", "red"]
    assert oldest == {"format": 1, "min_reader": 1, "name": "Groups"}


def test_a_later_format_that_allows_us_is_read() -> None:
    fields = {"format": 9, "min_reader": 1, "title": "Groups"}

    assert upgrade(fields, migrations=STEPS, current=3) == fields


def test_a_later_format_that_does_not_is_refused() -> None:
    with pytest.raises(SessionTooNew, match="Update"):
        upgrade({"format": 9, "min_reader": 4}, migrations=STEPS, current=3)


@pytest.mark.parametrize("fields", [{}, {"format": "1", "min_reader": 1}, {"format": 1, "min_reader": None}])
def test_a_manifest_without_a_format_is_damaged(fields: dict[str, Any]) -> None:
    with pytest.raises(SessionDamaged):
        upgrade(fields)


def test_fields_of_a_later_version_survive_our_writing(tmp_path: Path) -> None:
    folder = sessions.hold(tmp_path)
    path = folder / "session.json"
    fields = json.loads(path.read_text())
    path.write_text(json.dumps({**fields, "format": 2, "weather": "rain", "plan": {**fields["plan"], "pace": 3}}))

    append_later(folder, [sessions.kept(1, 0.5, "a")])

    after = json.loads(path.read_text())
    assert (after["format"], after["weather"], after["plan"]["pace"]) == (2, "rain", 3)


def test_the_old_manifest_is_kept_once_when_it_is_replaced(tmp_path: Path) -> None:
    folder = sessions.hold(tmp_path)
    path = folder / "session.json"
    manifest = open_session(folder).manifest
    fields = json.loads(path.read_text())
    path.write_text(json.dumps({**fields, "format": 0}))
    old = path.read_bytes()

    for _ in range(2):
        write_manifest(open_session(folder).folder, manifest)

    assert (folder / "session.json.v0.bak").read_bytes() == old
    assert (folder / "session.json.v0.bak").stat().st_mode & 0o077 == 0
    assert json.loads(path.read_text())["format"] == FORMAT


def test_a_manifest_of_today_is_not_copied(tmp_path: Path) -> None:
    path = sessions.hold(tmp_path) / "session.json"

    keep_old(path, FORMAT)

    assert not list(path.parent.glob("*.bak"))
