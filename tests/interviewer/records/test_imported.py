"""An interview from elsewhere becomes a session like any other, or nothing at all; readiness never counts it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from interviewer.errors import ImportRefused, RecordNotWritten
from interviewer.events import Role
from interviewer.plan import Mode
from interviewer.records.folder import SessionFolder
from interviewer.records.foreign import candidate_of, read_turns
from interviewer.records.imported import PART_SECONDS, Foreign, import_session
from interviewer.records.index import Index
from interviewer.records.library import Session, append_later, open_session
from interviewer.records.manifest import read_manifest, write_manifest
from interviewer.records.origins import Origin
from interviewer.records.recovery import recover_all
from interviewer.records.verify import verify
from interviewer.records.wav import HEADER_BYTES, our_header
from speech.words import SAMPLE_RATE
from tests.interviewer.records import sessions
from tests.interviewer.records.sessions import kept, tone

STARTED = datetime.fromisoformat("2026-11-20T09:30:00+01:00")
SRT = """1
00:00:00,500 --> 00:00:01,500
Sam: What are the goals?

2
00:00:01,600 --> 00:00:03,000
Jo: Shorter waits.

3
00:00:03,000 --> 00:00:03,100
Sam: Hm.

4
00:00:02,900 --> 00:00:04,000
Jo: And fewer idle books.
"""
TURNS = read_turns(SRT.encode(), "x")
FOREIGN = Foreign("Mock with Sam", STARTED, round="execution", turns=TURNS, candidate=candidate_of(TURNS))


def recording(folder: Path, seconds: float) -> Path:
    file = folder / "all.wav"
    frames = round(seconds * SAMPLE_RATE)
    file.write_bytes(our_header(2 * frames) + (tone(SAMPLE_RATE) * (int(seconds) + 1))[: 2 * frames])
    return file


def made(folder: Path, foreign: Foreign) -> Session:
    path = import_session(folder / "sessions", foreign, app="0.1.0")
    assert path is not None
    session = open_session(path)
    assert verify(session) == []
    assert recover_all(folder / "sessions") == []
    assert [entry.name for entry in (folder / "sessions").iterdir()] == [path.name]
    return session


def test_a_transcript_alone(tmp_path: Path) -> None:
    session = made(tmp_path, FOREIGN)
    assert [(one.role, one.asked, one.answered) for one in session.transcript] == [
        (Role.QUESTION, "What are the goals?", "Shorter waits. And fewer idle books."),
        (Role.PROBE, "Hm.", ""),
    ]
    assert session.manifest.origin == Origin.TRANSCRIPT
    assert session.manifest.started == STARTED
    assert session.unkept_answers == ()
    (answer,) = session.answers
    assert [(one.text, one.start) for one in answer.utterances] == [
        ("Shorter waits.", 1.6), ("And fewer idle books.", 2.9),
    ]  # fmt: skip


def test_a_recording_alone_is_one_answer_in_parts(tmp_path: Path) -> None:
    sound = recording(tmp_path, PART_SECONDS + 2.5)
    session = made(tmp_path, Foreign("talk", STARTED, sound=sound, question_text="What are the goals of it?"))
    (exchange,) = session.transcript
    assert exchange.asked == "What are the goals of it?"
    (answer,) = session.answers
    assert [file.start_frame for file in answer.files] == [0, PART_SECONDS * SAMPLE_RATE]
    assert (answer.seconds, answer.pending, session.unkept_answers) == (PART_SECONDS + 2.5, True, (1,))
    parts = [(session.folder.path / file.name).read_bytes()[HEADER_BYTES:] for file in answer.files]
    assert b"".join(parts) == sound.read_bytes()[HEADER_BYTES:]
    append_later(session.folder.path, [kept(1, 1.0, "heard carefully")])
    assert open_session(session.folder.path).answers[0].text == "heard carefully"


def test_a_recording_with_its_transcript_is_cut_by_it(tmp_path: Path) -> None:
    sound = recording(tmp_path, 3.5)
    session = made(tmp_path, replace(FOREIGN, sound=sound))
    asked, _ = session.transcript
    (answer,) = session.answers
    whole = sound.read_bytes()[HEADER_BYTES:]
    line = (session.folder.path / asked.file).read_bytes()[HEADER_BYTES:]
    assert line == whole[2 * 8000 : 2 * 24000]
    (file,) = answer.files
    assert (session.folder.path / file.name).read_bytes()[HEADER_BYTES:] == whole[2 * 25600 :]
    assert answer.text == "Shorter waits. And fewer idle books."
    assert session.unkept_answers == (1,)
    assert session.manifest.origin == Origin.RECORDING


@pytest.mark.parametrize(
    ("foreign", "why"),
    [
        (replace(FOREIGN, candidate="Kim"), "says nothing"),
        (Foreign("x", STARTED, sound=Path("short")), "nothing to be heard"),
        (Foreign("x", STARTED, sound=Path("other")), "form"),
    ],
)
def test_what_cannot_be_a_session_leaves_nothing(tmp_path: Path, foreign: Foreign, why: str) -> None:
    if foreign.sound is not None:
        file = tmp_path / "x.wav"
        file.write_bytes(our_header(200, 16000 if foreign.sound.name == "short" else 8000) + bytes(200))
        foreign = replace(foreign, sound=file)
    with pytest.raises(ImportRefused, match=why):
        import_session(tmp_path / "sessions", foreign, app="0.1.0")
    assert list((tmp_path / "sessions").iterdir()) == []


def test_given_up_or_not_written_nothing_is_left(tmp_path: Path) -> None:
    assert import_session(tmp_path / "sessions", FOREIGN, app="", go_on=lambda share: share < 0.5) is None
    assert list((tmp_path / "sessions").iterdir()) == []
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(RecordNotWritten):
        import_session(tmp_path / "file" / "sessions", FOREIGN, app="")


def test_readiness_never_counts_it_and_somebody_elses_is_not_compared_at_all(tmp_path: Path) -> None:
    own = made(tmp_path, FOREIGN)
    folder = SessionFolder(sessions.hold(tmp_path / "sessions"))
    with Index.open(tmp_path) as index:
        modes = {one.id: one.mode for one in index.measured()}
        assert modes.keys() == {own.id, folder.id}
        assert modes[own.id] not in list(Mode)
    write_manifest(folder, read_manifest(folder).model_copy(update={"origin": Origin.BUNDLE.value}))
    with Index.open(tmp_path) as index:
        assert [one.id for one in index.measured()] == [own.id]
        assert {one.id: one.origin for one in index.sessions()} == {own.id: "transcript", folder.id: "bundle"}
