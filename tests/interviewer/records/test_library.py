"""Sessions are found by name, read as a conversation, checked byte by byte, added to and thrown away."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from interviewer.errors import SessionBusy, SessionDamaged, SessionMissing, SessionTooNew
from interviewer.events import (
    AnswerBegan,
    AnswerEnded,
    AnswerHeard,
    AnswerTyped,
    By,
    Event,
    Fault,
    FileBegan,
    Gap,
    LineBegan,
    Part,
    Paused,
    Role,
    SegmentHeard,
    Ticked,
)
from interviewer.records import lock
from interviewer.records.library import append_later, find_session, open_session, trash
from interviewer.records.transcript import transcript_of, unkept_answers
from interviewer.records.verify import verify
from interviewer.records.wav import our_header
from tests.interviewer.records import sessions


def test_sessions_are_found_by_any_name(tmp_path: Path) -> None:
    first = sessions.hold(tmp_path, started=sessions.STARTED)
    second = sessions.hold(tmp_path, started=sessions.STARTED + timedelta(days=1))
    (tmp_path / "zzz").mkdir()

    assert find_session(tmp_path, first.name) == first
    assert find_session(tmp_path, "2026-11-21") == first
    assert find_session(tmp_path, second.name[-4:]) == second
    assert find_session(tmp_path, "last") == second
    assert find_session(tmp_path / "elsewhere", str(first)) == first


def test_a_name_that_does_not_tell_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SessionMissing, match="no session yet"):
        find_session(tmp_path / "nothing", "last")
    for day in range(2):
        sessions.hold(tmp_path, started=sessions.STARTED + timedelta(days=day))

    with pytest.raises(SessionMissing, match="2 sessions fit"):
        find_session(tmp_path, "2026")
    for name in ("1999", "", "/nowhere"):
        with pytest.raises(SessionMissing, match="No session is called"):
            find_session(tmp_path, name)


def test_what_is_no_session_says_so(tmp_path: Path) -> None:
    with pytest.raises(SessionMissing, match="no session in"):
        open_session(tmp_path)
    folder = sessions.hold(tmp_path)
    manifest = folder / "session.json"
    fields = json.loads(manifest.read_text())
    manifest.write_text(json.dumps({**fields, "state": "dreaming"}))
    with pytest.raises(SessionDamaged, match="wrong in: state"):
        open_session(folder)
    manifest.write_text(json.dumps({**fields, "format": 7, "min_reader": 7}))
    with pytest.raises(SessionTooNew, match="format 7"):
        open_session(folder)
    manifest.unlink()
    with pytest.raises(SessionDamaged, match="lost its manifest"):
        open_session(folder)


def test_a_session_that_is_being_held_opens(tmp_path: Path) -> None:
    record = sessions.begin(tmp_path)
    sessions.ask(record, 1, 0.25)
    sessions.open_answer(record, 1, 1, 4000)

    session = open_session(record.folder)

    assert session.live
    assert session.answers[0].seconds is None
    assert session.manifest.seconds is None
    record.close()


def line(number: int, t: float, text: str) -> LineBegan:
    return LineBegan(t=t, line=number, role=Role.PROBE, item=f"item-{number}", text=text)


def test_the_best_text_there_is_is_taken() -> None:
    """Careful pass over complete live text over segments; typed words are added."""
    segments = [
        SegmentHeard(t=float(t), answer=1, utterance=sessions.utterance(text, t - 1.0, float(t)))
        for t, text in ((3, " one"), (4, "two "))
    ]
    began = [line(1, 1.0, "Which?"), AnswerBegan(t=2.0, frame=32_000, answer=1, line=1)]
    heard = AnswerHeard(t=5.0, answer=1, text="one two three")

    def answered(*more: SegmentHeard | AnswerHeard | AnswerTyped) -> str:
        return transcript_of([*began, *more])[0].answered

    assert answered() == ""
    assert answered(*segments) == "one two"
    assert answered(*segments, heard) == "one two three"
    assert answered(*segments, AnswerHeard(t=5.0, answer=1, text="one", pending=True)) == "one two"
    assert transcript_of([*began, *segments, heard, sessions.kept(1, 5.0, "One, two, four.")])[0].answers[0].kept
    assert transcript_of([*began, heard, sessions.kept(1, 5.0, "One, four.")])[0].answered == "One, four."
    assert answered(heard, AnswerTyped(t=6.0, answer=1, text="and five")) == "one two three and five"


def test_the_transcript_follows_the_lines() -> None:
    events = [
        AnswerTyped(t=0.5, answer=9, text="before anything was asked"),
        line(1, 1.0, "First?"),
        AnswerBegan(t=2.0, frame=32_000, answer=1, line=1),
        FileBegan(t=2.0, frame=32_000, answer=1, file="audio/0001-candidate.wav"),
        AnswerEnded(t=4.0, frame=64_000, answer=1, by=By.KEY, seconds=2.0),
        AnswerHeard(t=4.1, answer=1, text="to the first"),
        line(2, 5.0, "Second?"),
        line(3, 8.0, "Third?"),
        AnswerTyped(t=9.0, answer=2, text="to the third"),
    ]

    transcript = transcript_of(events)

    assert [(exchange.line, exchange.asked, exchange.answered) for exchange in transcript] == [
        (0, "", "before anything was asked"),
        (1, "First?", "to the first"),
        (2, "Second?", ""),
        (3, "Third?", "to the third"),
    ]
    answer = transcript[1].answers[0]
    assert (answer.start, answer.start_frame, answer.end_frame, answer.by) == (2.0, 32_000, 64_000, By.KEY)
    assert answer.files[0].start_seconds == 2.0
    assert unkept_answers(events) == (1,)


def test_adding_later_needs_a_session_nobody_holds(tmp_path: Path) -> None:
    record = sessions.begin(tmp_path)
    with pytest.raises(SessionBusy, match="in use"):
        append_later(record.folder, [])
    record._journal.close()
    record._lock.release()
    with pytest.raises(SessionBusy, match="recover"):
        append_later(record.folder, [])
    with pytest.raises(SessionMissing):
        append_later(tmp_path / "nowhere", [])


def test_what_is_added_later_is_numbered_and_hashed(tmp_path: Path) -> None:
    folder = sessions.hold(tmp_path)
    owner = (folder / ".lock").read_bytes()

    append_later(folder, [sessions.kept(1, 0.525, "fewer members"), Ticked(t=1.0)])

    session = open_session(folder)
    assert [entry.seq for entry in session.journal.entries] == list(range(1, len(session.events) + 1))
    assert session.events[-1].kind == "answer_kept"
    assert session.answers[0].text == "fewer members"
    assert session.manifest.files[0].bytes == (folder / "events.jsonl").stat().st_size
    assert verify(session) == []
    assert (folder / ".lock").read_bytes() == owner


def test_a_kill_between_an_added_event_and_its_manifest_is_no_damage(tmp_path: Path) -> None:
    folder = sessions.hold(tmp_path)
    manifest = (folder / "session.json").read_bytes()
    append_later(folder, [sessions.kept(1, 0.525, "fewer members")])
    (folder / "session.json").write_bytes(manifest)

    assert verify(open_session(folder)) == []


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 0xFF
    path.write_bytes(bytes(data))


SOUND = "audio/0001-candidate.wav"


@pytest.mark.parametrize(
    ("file", "damage", "says"),
    [
        (SOUND, lambda path: flip(path, 300), "content has changed"),
        (SOUND, lambda path: path.write_bytes(path.read_bytes()[:-20]), "bytes instead of"),
        (SOUND, lambda path: path.write_bytes(path.read_bytes()[:-20]), "promises more sound"),
        (SOUND, lambda path: path.write_bytes(our_header(100) + b"\0" * 100), "s of answer 1 are missing"),
        (SOUND, lambda path: path.unlink(), "It is missing"),
        (SOUND, lambda path: flip(path, 0), "not a WAV"),
        (SOUND, lambda path: path.write_bytes(our_header(800, 8000) + b"\0" * 800), "not 16-bit mono at 16 kHz"),
        ("events.jsonl", lambda path: flip(path, 3), "content has changed"),
        ("events.jsonl", lambda path: flip(path, 3), "do not read"),
        ("events.jsonl", lambda path: path.write_bytes(path.read_bytes() + b"{"), "unfinished"),
        ("events.jsonl", lambda path: path.write_bytes(path.read_bytes().split(b"\n", 1)[1]), "Events are missing"),
        ("audio/0002-candidate.wav", lambda path: sessions.write_sound(path, 5), "does not know this file"),
    ],
)
def test_damage_is_found(tmp_path: Path, file: str, damage: Callable[[Path], object], says: str) -> None:
    folder = sessions.hold(tmp_path)
    damage(folder / file)

    problems = verify(open_session(folder))

    assert [problem for problem in problems if problem.file == file and says in problem.sentence]


def test_the_end_of_a_session_cannot_be_cut_off_unseen(tmp_path: Path) -> None:
    folder = sessions.hold(tmp_path)
    events = folder / "events.jsonl"
    events.write_bytes(b"".join(events.read_bytes().splitlines(keepends=True)[:-1]))

    assert "The end of the session is missing." in [problem.sentence for problem in verify(open_session(folder))]


def test_a_manifest_that_names_a_file_elsewhere_is_not_followed(tmp_path: Path) -> None:
    folder = sessions.hold(tmp_path)
    manifest = folder / "session.json"
    manifest.write_text(manifest.read_text().replace('"audio/0001', '"../audio/0001'))

    assert "outside the session" in verify(open_session(folder))[0].sentence


def two_parts(sessions_dir: Path, second_frame: int, *between: Event) -> Path:
    """An answer of 500 frames from frame 1000 on, and 100 more from `second_frame` on."""
    record = sessions.begin(sessions_dir)
    sessions.open_answer(record, 1, 0, 1000)
    sessions.write_sound(record.folder / record.answer_file(1, 1), 500)
    for event in between:
        record.append(event)
    record.append(FileBegan(t=0.1, frame=second_frame, answer=1, file=record.answer_file(1, 2)))
    sessions.write_sound(record.folder / record.answer_file(1, 2), 100)
    record.append(AnswerEnded(t=0.1, frame=second_frame + 100, answer=1, by=By.KEY, seconds=0.04))
    record.close()
    return record.folder


@pytest.mark.parametrize(
    ("second_frame", "says"),
    [(1400, "begins 100 frames before"), (1700, "200 frames before it are not accounted for")],
)
def test_parts_of_an_answer_follow_each_other(tmp_path: Path, second_frame: int, says: str) -> None:
    (problem,) = verify(open_session(two_parts(tmp_path, second_frame)))

    assert problem.file == "audio/0001-candidate-02.wav"
    assert says in problem.sentence


@pytest.mark.parametrize(
    "reason",
    [
        Paused(t=0.1),
        Gap(t=0.1, frame=1500, frames=200, cause="sound that never arrived"),
        Fault(t=0.1, part=Part.MICROPHONE, code="microphone_gone", sentence="The microphone is gone."),
    ],
)
def test_a_hole_that_an_event_explains_is_no_damage(tmp_path: Path, reason: Event) -> None:
    assert verify(open_session(two_parts(tmp_path, 1700, reason))) == []
    assert verify(open_session(two_parts(tmp_path, 1500))) == []


def test_an_interrupted_session_is_told(tmp_path: Path) -> None:
    record = sessions.begin(tmp_path)
    assert verify(open_session(record.folder)) == []
    record._journal.close()
    record._lock.release()

    assert "interrupted" in verify(open_session(record.folder))[0].sentence


def test_trash_moves_a_session_out_of_the_way(tmp_path: Path) -> None:
    folder = sessions.hold(tmp_path / "sessions")
    twin = tmp_path / "trash" / folder.name
    twin.mkdir(parents=True)

    now = trash(folder)

    assert now == twin.with_name(f"{folder.name}-2")
    assert open_session(now).answers[0].text == "more members and more time"
    assert not folder.exists()
    with pytest.raises(SessionMissing):
        trash(folder)


def test_a_held_session_is_not_thrown_away(tmp_path: Path) -> None:
    record = sessions.begin(tmp_path / "sessions")

    with pytest.raises(SessionBusy):
        trash(record.folder)

    assert lock.is_held(record.folder)
    record.close()
