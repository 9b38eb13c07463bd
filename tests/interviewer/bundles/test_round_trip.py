"""A bundle out and in is the same session; a partner's words come back beside one's own, and overwrite nothing."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from interviewer.bundles.returns import partners_words, slug_of, write_return
from interviewer.bundles.taking_in import Outcome, TakenIn, take_in
from interviewer.bundles.writing import Choices, write_bundle
from interviewer.errors import ImportRefused, RecordError, RecordNotWritten, SessionBusy, SessionMissing
from interviewer.events import Fault, FileBegan, LineSaid, MicrophoneReady, Part, SessionEnded
from interviewer.records.folder import SessionFolder
from interviewer.records.library import open_session
from interviewer.records.manifest import read_manifest, write_manifest
from interviewer.records.measured import told_of
from interviewer.records.notes import Note, new_note, read_notes, write_notes
from interviewer.records.verify import verify
from interviewer.review.call import Call
from interviewer.review.storage import read_review, write_review
from interviewer.review.values import Reviewer
from tests.interviewer.bundles.support import bundle, everything, files_in, review, session
from tests.interviewer.records.sessions import ask, begin, give_answer, hold

DEVICE = "Blue Yeti of Jo"


def take(path: Path, sessions: Path, *, mine: bool = False) -> TakenIn:
    sessions.mkdir(exist_ok=True)
    return take_in(path, sessions, lambda _value: None, mine=mine)


def with_device(sessions: Path) -> Path:
    """A session in which a microphone has a name and fails."""
    record = begin(sessions)
    record.append(MicrophoneReady(t=0.1, device=DEVICE, host_api="ALSA", rate=48000))
    ask(record, 1, 0.25)
    record.append(Fault(t=0.3, part=Part.MICROPHONE, code="gone", sentence=f"{DEVICE} in /home/jo is gone."))
    give_answer(record, 1, 1, 8000, 400, "more")
    record.append(SessionEnded(t=0.6, reason="finished"))
    record.close()
    manifest = read_manifest(SessionFolder(record.folder))
    write_manifest(SessionFolder(record.folder), manifest.model_copy(update={"engines": {"microphone": DEVICE}}))
    return record.folder


# --- out and in -------------------------------------------------------------------------------------------------------


def test_out_and_in_is_the_same_byte_for_byte(tmp_path: Path) -> None:
    mine = session(tmp_path / "mine")
    taken = take(bundle(mine, tmp_path / "a.hotseat"), tmp_path / "theirs", mine=True)
    assert (taken.outcome, taken.folder) == (Outcome.NEW, tmp_path / "theirs" / mine.name)
    assert taken.folder is not None
    private = {".lock", ".reserve"}
    there = {k: v for k, v in everything(mine).items() if k not in private}
    assert everything(taken.folder) == {**there, ".arrived": b""}
    assert verify(open_session(taken.folder)) == []
    again = bundle(taken.folder, tmp_path / "b.hotseat")
    assert again.read_bytes() == (tmp_path / "a.hotseat").read_bytes()


def test_somebody_elses_differs_only_in_being_marked(tmp_path: Path) -> None:
    theirs = session(tmp_path / "theirs")
    folder = take(bundle(theirs, tmp_path / "a.hotseat"), tmp_path / "mine").folder
    assert folder is not None
    before, after = everything(theirs), everything(folder)
    assert after.keys() - before.keys() == {"received.json", ".arrived"}
    assert {name for name in before.keys() & after.keys() if before[name] != after[name]} == {"session.json"}
    assert open_session(folder).manifest == open_session(theirs).manifest.model_copy(update={"origin": "bundle"})


def test_what_was_unpacked_is_for_its_owner_only(tmp_path: Path) -> None:
    folder = take(bundle(session(tmp_path / "theirs"), tmp_path / "a.hotseat"), tmp_path / "mine").folder
    assert folder is not None
    if os.name == "posix":
        assert {path.stat().st_mode & 0o077 for path in [folder, *folder.rglob("*")]} == {0}
    assert [path.name for path in (tmp_path / "mine").iterdir()] == [folder.name]


def test_the_computer_is_not_told_of_unless_that_is_wished(tmp_path: Path) -> None:
    folder = with_device(tmp_path / "mine")
    private = bundle(folder, tmp_path / "private.hotseat")
    assert not any(DEVICE.encode() in data or b"/home" in data for data in files_in(private).values())
    told = bundle(folder, tmp_path / "told.hotseat", Choices(devices=True))
    assert files_in(told)["events.jsonl"] == (folder / "events.jsonl").read_bytes()
    mine = open_session(folder).events
    theirs = open_session(take(private, tmp_path / "theirs").folder or Path()).events
    assert [type(event) for event in theirs] == [type(event) for event in mine]
    assert [event for event in theirs if not isinstance(event, MicrophoneReady | Fault)] == [
        event for event in mine if not isinstance(event, MicrophoneReady | Fault)
    ]


def test_sound_and_notes_can_be_left_out(tmp_path: Path) -> None:
    folder = session(tmp_path / "mine")
    path = bundle(folder, tmp_path / "a.hotseat", Choices(sound=False, notes=False, reviews=False))
    assert files_in(path).keys() == {"session.json", "events.jsonl"}
    taken = open_session(take(path, tmp_path / "theirs").folder or Path())
    assert verify(taken) == []
    assert not any(isinstance(event, FileBegan) for event in taken.events)
    assert not any(event.file for event in taken.events if isinstance(event, LineSaid))
    assert [answer.text for answer in taken.answers] == [answer.text for answer in open_session(folder).answers]


def test_what_no_session_has_is_not_handed_on(tmp_path: Path) -> None:
    folder = session(tmp_path / "mine")
    for name in ("secret.txt", "audio/0001-candidate.wav.damaged", "reviews/model.part", "reviews/Übel.json"):
        (folder / name).write_text("{}")
    assert files_in(bundle(folder, tmp_path / "a.hotseat")).keys() == {
        *("session.json", "events.jsonl", "notes.json", "reviews/coach.json", "audio/0001-candidate.wav")
    }


def test_a_session_that_is_held_is_not_handed_on(tmp_path: Path) -> None:
    record = begin(tmp_path / "mine")
    with pytest.raises(SessionBusy):
        write_bundle(record.folder, tmp_path / "a.hotseat")
    record.close()


def test_given_up_or_not_written_nothing_is_left(tmp_path: Path) -> None:
    folder = session(tmp_path / "mine")
    assert write_bundle(folder, tmp_path / "a.hotseat", go_on=lambda _share: False) is None
    with pytest.raises(RecordNotWritten, match="nowhere"):
        write_bundle(folder, tmp_path / "nowhere" / "a.hotseat")
    good = bundle(folder, tmp_path / "b.hotseat")
    assert take_in(good, tmp_path / "theirs", print, go_on=lambda _share: False).outcome is Outcome.GIVEN_UP
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.hotseat", "mine", "theirs"]
    assert not any((tmp_path / "theirs").iterdir())


# --- a partner's words come back --------------------------------------------------------------------------------------


@pytest.fixture(name="mine")
def _mine(tmp_path: Path) -> Path:
    return session(tmp_path / "mine")


@pytest.fixture(name="partners")
def _partners(mine: Path, tmp_path: Path) -> Path:
    """The session on the partner's computer, with their note, and their rating."""
    folder = take(bundle(mine, tmp_path / "out.hotseat"), tmp_path / "partners").folder
    assert folder is not None
    write_notes(folder, read_notes(folder).with_note(new_note(0.5, "a good start", quote="more members")))
    write_review(SessionFolder(folder), review(Reviewer.PARTNER, "", Call.NO_HIRE), "partner")
    return folder


def back(partners: Path, by: str = "Alex Müller") -> Path:
    path = partners.parent.parent / "back.hotseat"
    assert write_return(partners, path, by) is not None
    return path


def test_only_what_the_partner_wrote_is_handed_back(partners: Path) -> None:
    assert files_in(back(partners)).keys() == {"notes.json", "reviews/partner.json"}
    reviews, notes = partners_words(partners)
    assert [one.call for one in reviews] == [Call.NO_HIRE]
    assert [note.text for note in notes] == ["a good start"]


def test_it_is_merged_as_another_reviewer_and_nothing_else_changes(mine: Path, partners: Path) -> None:
    before = everything(mine)
    own = read_notes(mine)
    taken = take(back(partners), mine.parent)
    assert (taken.outcome, taken.by, taken.merged.notes) == (Outcome.MERGED, "Alex Müller", 1)
    after = everything(mine)
    changed = {name for name in after if after[name] != before.get(name, b"")}
    assert changed == {"notes.json", "reviews/partner-alex-muller.json"}
    theirs = read_review(SessionFolder(mine), "partner-alex-muller")
    assert (theirs.made_by.kind, theirs.made_by.name, theirs.call) == (Reviewer.PARTNER, "Alex Müller", Call.NO_HIRE)
    notes = read_notes(mine)
    assert notes.pad == own.pad
    assert set(own.notes) < set(notes.notes)
    (theirs_note,) = set(notes.notes) - set(own.notes)
    assert (theirs_note.text, theirs_note.at, theirs_note.quote) == ("Alex Müller: a good start", 0.5, "more members")


def test_a_name_that_would_steer_a_terminal_is_shown_without_that(mine: Path, partners: Path) -> None:
    taken = take(back(partners, "Al\x1b[2Jex\u202e\n李 "), mine.parent)
    assert taken.by == "Al [2Jex 李"
    assert "Al [2Jex 李: a good start" in {note.text for note in read_notes(mine).notes}


def test_the_same_once_more_changes_nothing(mine: Path, partners: Path) -> None:
    path = back(partners)
    take(path, mine.parent)
    before = everything(mine)
    assert take(path, mine.parent).outcome is Outcome.NOTHING_NEW
    assert everything(mine) == before


def test_what_differs_under_one_name_is_kept_apart(mine: Path, partners: Path) -> None:
    take(back(partners), mine.parent)
    (note,) = partners_words(partners)[1]
    write_notes(partners, read_notes(partners).with_note(note.model_copy(update={"text": "no, a bad one"})))
    write_review(SessionFolder(partners), review(Reviewer.PARTNER, "", Call.HIRE), "partner")
    taken = take(back(partners), mine.parent)
    assert (taken.merged.reviews, taken.merged.notes, taken.merged.apart) == (("partner-alex-muller-2",), 1, 2)
    calls = [read_review(SessionFolder(mine), f"partner-alex-muller{tail}").call for tail in ("", "-2")]
    assert calls == [Call.NO_HIRE, Call.HIRE]
    texts = {note.text for note in read_notes(mine).notes}
    assert texts == {"said it well", "Alex Müller: a good start", "Alex Müller: no, a bad one"}


def rate(partners: Path, mine: Path, call: Call) -> TakenIn:
    """The partner hands back a rating; all that was there is older."""
    for file in (mine / "reviews").iterdir():
        os.utime(file, (file.stat().st_mtime - 60,) * 2)
    write_review(SessionFolder(partners), review(Reviewer.PARTNER, "", call), "partner")
    return take(back(partners), mine.parent)


def test_who_goes_back_to_what_they_said_before_has_the_last_word(mine: Path, partners: Path) -> None:
    for call in (Call.HIRE, Call.NO_HIRE, Call.HIRE):
        assert rate(partners, mine, call).outcome is Outcome.MERGED
        assert told_of(SessionFolder(mine)).call == call.value
    before = everything(mine)
    assert rate(partners, mine, Call.HIRE).outcome is Outcome.NOTHING_NEW
    assert everything(mine) == before


def test_an_old_copy_of_the_session_changes_nobodys_mind(mine: Path, partners: Path, tmp_path: Path) -> None:
    rate(partners, mine, Call.HIRE)
    copy = bundle(mine, tmp_path / "copy.hotseat")
    rate(partners, mine, Call.NO_HIRE)
    before = everything(mine)
    assert take(copy, mine.parent).outcome is Outcome.NOTHING_NEW
    assert everything(mine) == before


def test_notes_of_the_candidates_that_a_partner_changed_stay_as_they_were(mine: Path, partners: Path) -> None:
    (own,) = read_notes(mine).notes
    write_notes(partners, read_notes(partners).with_note(own.model_copy(update={"text": "rubbish"})))
    take(back(partners), mine.parent)
    assert own in read_notes(mine).notes
    assert "Alex Müller: rubbish" in {note.text for note in read_notes(mine).notes}


def test_a_partner_cannot_pass_for_the_coach_or_the_candidate(mine: Path, partners: Path) -> None:
    """A whole session of the same id brings only what says that a partner made it."""
    write_review(SessionFolder(partners), review(Reviewer.RULES, "rule-based coach", Call.STRONG_HIRE), "coach")
    write_review(SessionFolder(partners), review(Reviewer.SELF, "you", Call.STRONG_HIRE), "self")
    before = everything(mine)
    taken = take(bundle(partners, partners.parent.parent / "whole.hotseat", Choices(by="Alex")), mine.parent)
    assert taken.merged.reviews == ("partner-alex",)
    assert everything(mine).keys() - before.keys() == {"reviews/partner-alex.json"}
    assert all(everything(mine)[name] == data for name, data in before.items())


def test_a_return_needs_its_session(mine: Path, partners: Path, tmp_path: Path) -> None:
    with pytest.raises(SessionMissing, match=mine.name):
        take(back(partners), tmp_path / "elsewhere")
    manifest = read_manifest(SessionFolder(mine))
    other = manifest.started.replace(year=2020)
    write_manifest(SessionFolder(mine), manifest.model_copy(update={"started": other}))
    with pytest.raises(ImportRefused, match="another session"):
        take(back(partners), mine.parent)


def test_a_partner_who_writes_too_much_is_refused_before_anything_is_written(mine: Path, partners: Path) -> None:
    notes = read_notes(partners)
    many = tuple(Note(id=f"n{number}", at=1.0, text=os.urandom(450).hex()) for number in range(3000))
    write_notes(partners, replace(notes, notes=(*notes.notes, *many)))
    before = everything(mine)
    with pytest.raises(ImportRefused, match="more than"):
        take(back(partners), mine.parent)
    assert everything(mine) == before


def test_there_must_be_something_to_hand_back_and_a_name(mine: Path, partners: Path, tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="Say who"):
        write_return(partners, tmp_path / "x.hotseat", "  ")
    with pytest.raises(RecordError, match="somebody else"):
        write_return(mine, tmp_path / "x.hotseat", "Alex")
    fresh = take(tmp_path / "out.hotseat", tmp_path / "third").folder
    assert fresh is not None
    with pytest.raises(RecordError, match="nothing to hand back"):
        write_return(fresh, tmp_path / "x.hotseat", "Alex")


@pytest.mark.parametrize(
    ("by", "name"),
    [("Alex", "partner-alex"), ("李", "partner"), ("../..", "partner"), ("", "partner"), ("Partner", "partner")],
)
def test_a_name_becomes_part_of_a_file_name(by: str, name: str) -> None:
    assert slug_of(by) == name


def test_events_that_do_not_read_are_not_handed_on(tmp_path: Path) -> None:
    folder = hold(tmp_path / "mine")
    events = folder / "events.jsonl"
    lines = events.read_bytes().splitlines(keepends=True)
    events.write_bytes(b"".join([*lines[:2], b"spoilt\n", *lines[2:], b'{"torn']))
    taken = take(bundle(folder, tmp_path / "a.hotseat"), tmp_path / "theirs").folder
    assert taken is not None
    seen = [json.loads(line)["seq"] for line in (taken / "events.jsonl").read_bytes().splitlines()]
    assert seen == list(range(1, len(lines) + 1))
