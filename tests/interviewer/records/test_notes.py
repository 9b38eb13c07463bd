"""Own notes on disk: what is written is read again, and nothing that is there is ever lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from interviewer.errors import RecordNotWritten, SessionDamaged, SessionTooNew
from interviewer.records.folder import SessionFolder
from interviewer.records.notes import Note, Notes, new_note, read_notes, write_notes, write_pad


@pytest.fixture
def folder(tmp_path: Path) -> SessionFolder:
    return SessionFolder(tmp_path)


def test_nothing_was_written_yet(folder: SessionFolder) -> None:
    assert read_notes(folder) == Notes()


def test_notes_come_back_in_the_order_of_their_moments(folder: SessionFolder) -> None:
    late, early = new_note(20.0, "late"), new_note(3.5, "early\nand long “quoted”")
    write_notes(folder, Notes("the pad", (late, early)))
    read = read_notes(folder.path)
    assert read.pad == "the pad"
    assert read.notes == (early, late)
    assert folder.notes.stat().st_mode & 0o777 == 0o600


def test_a_note_keeps_its_id_when_it_is_edited() -> None:
    note = new_note(3.0, "one")
    notes = Notes(notes=(note,)).with_note(note.model_copy(update={"text": "two"}))
    assert [(one.id, one.text) for one in notes.notes] == [(note.id, "two")]
    assert notes.without(note.id).notes == ()


def test_the_pad_leaves_the_notes_and_notes_leave_the_pad(folder: SessionFolder) -> None:
    write_notes(folder, Notes(notes=(new_note(1.0, "kept"),)))
    write_pad(folder, "goal: loans")
    write_notes(folder, read_notes(folder).with_note(new_note(2.0, "another")))
    read = read_notes(folder)
    assert read.pad == "goal: loans"
    assert [note.text for note in read.notes] == ["kept", "another"]


def test_what_a_later_version_added_is_carried_along(folder: SessionFolder) -> None:
    value = {
        "format": 1,
        "pad": "p",
        "colour": "red",
        "notes": [{"id": "a", "at": 1, "text": "t", "until": 4}, {"at": "soon"}, 7],
    }
    folder.notes.write_text(json.dumps(value), encoding="utf-8")
    read = read_notes(folder)
    assert [note.text for note in read.notes] == ["t"]
    write_notes(folder, read.with_note(new_note(9.0)))
    kept = json.loads(folder.notes.read_text(encoding="utf-8"))
    assert kept["colour"] == "red"
    assert kept["notes"][0] == {"id": "a", "at": 1, "text": "t", "until": 4}
    assert {"at": "soon"} in kept["notes"]
    assert 7 in kept["notes"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "one"}', '{"notes": []}', "\x00\x00"])
def test_a_file_that_does_not_read_is_put_aside_and_not_overwritten(folder: SessionFolder, text: str) -> None:
    folder.notes.write_text(text, encoding="utf-8")
    with pytest.raises(SessionDamaged):
        read_notes(folder)
    write_pad(folder, "new")
    write_pad(folder, "newer")
    assert read_notes(folder).pad == "newer"
    assert folder.notes.with_name("notes.json.damaged").read_text(encoding="utf-8") == text


def test_notes_of_a_later_format_are_left_alone(folder: SessionFolder) -> None:
    folder.notes.write_text('{"format": 2}', encoding="utf-8")
    for act in (lambda: read_notes(folder), lambda: write_pad(folder, "x"), lambda: write_notes(folder, Notes())):
        with pytest.raises(SessionTooNew):
            act()
    assert folder.notes.read_text(encoding="utf-8") == '{"format": 2}'


def test_a_folder_that_is_gone_says_so(tmp_path: Path) -> None:
    with pytest.raises(RecordNotWritten, match="folder is gone"):
        write_pad(tmp_path / "nowhere", "x")


def test_a_moment_is_never_before_the_session() -> None:
    assert new_note(-3.0).at == 0.0
    with pytest.raises(ValueError, match="greater than or equal"):
        Note(id="a", at=-1.0)


def test_a_note_may_be_about_a_span_and_what_was_said_in_it(folder: SessionFolder) -> None:
    ranged, moment = new_note(3.0, "why?", until=5.004, quote="so many loans"), new_note(8.0)
    write_notes(folder, Notes("", (ranged, moment)))
    assert read_notes(folder).notes == (ranged, moment)
    assert (ranged.until, ranged.end, moment.until, moment.end) == (5.0, 5.0, None, 8.0)
    plain = json.loads(folder.notes.read_text(encoding="utf-8"))["notes"]
    assert [set(note) for note in plain] == [{"id", "at", "text", "until", "quote"}, {"id", "at", "text"}]
