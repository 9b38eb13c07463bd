"""What a sudden end costs: everything killed at random moments, one part killed, the disk full. On the real program.

A recording at real pace is the microphone: every 20 ms of wall clock 20 ms of sound are delivered. Loss is the wall
clock at the kill, on the session clock, minus the last frame on disk of the answer that was being recorded. The session
clock is taken from the events the program printed, so the figure errs by the milliseconds a line takes, towards less.
"""

from __future__ import annotations

import faulthandler
import os
import random
import statistics
import sys
from array import array
from dataclasses import dataclass
from pathlib import Path

import pytest

from interviewer.events import KINDS, AnswerBegan, AnswerEnded, AnswerKept, FileBegan, Gap, to_json
from interviewer.records.folder import SessionFolder
from interviewer.records.journal import read_journal
from interviewer.records.library import Session, open_session, session_folders
from interviewer.records.manifest import State
from interviewer.records.recovery import recover_all
from interviewer.records.verify import verify
from tests.support.guards import skip_missing_part
from tests.support.recorded import RATE, data_of, read_wav, tone, write_wav
from tests.support.rehearsal import Rehearsal, rehearsing
from tests.support.small_disk import fill, small_disk
from tests.support.weights import FOLDER_VARIABLE, model_folder

CLIPS = sorted(Path("/usr/share/pocketsphinx/test/data/librivox").glob("*.wav"))
SEED = 20261121
MOST_LOST_SECONDS = 0.2
GOES_ON_SECONDS = 2.0
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL and SIGTERM")

pytestmark = POSIX


@dataclass(frozen=True)
class Loss:
    """What one kill cost."""

    seconds: float | None
    """Of sound; None when no answer was being recorded."""
    events: int
    """Printed, but not in the record."""
    torn_bytes: int
    """Of a line that was being written."""


def answers(folder: Path) -> tuple[Path, Path]:
    """A short and a longer answer, so that kills also meet the moments between answers."""
    short, long = tone(2.0), tone(9.0, hertz=220.0)
    return write_wav(folder / "short.wav", short), write_wav(folder / "long.wav", long)


def kill_at(moment: float, data: Path, recordings: tuple[Path, ...], model: str, env: dict[str, str]) -> Loss:
    """Hold an interview, kill everything `moment` seconds after the first answer began, and recover."""
    with rehearsing(data, *recordings, model=model, environment=env) as rehearsal:
        rehearsal.until("answer_began")
        rehearsal.run_for(moment)
        killed = rehearsal.kill_everything() - rehearsal.origin()
    (path,) = session_folders(data / "sessions")
    torn = read_journal(SessionFolder(path).events).torn_bytes
    (recovered,) = recover_all(data / "sessions")
    assert not recovered.failed, recovered.note
    assert recover_all(data / "sessions") == []
    session = open_session(path)
    assert session.manifest.state is State.RECOVERED
    assert verify(session) == []
    assert session.journal.skipped == 0
    return Loss(lost_seconds(session, rehearsal, killed), lost_events(session, rehearsal), torn)


def lost_seconds(session: Session, rehearsal: Rehearsal, killed: float) -> float | None:
    """How much sound between the last frame on disk and the kill is missing, if an answer was being recorded."""
    ended = {line["answer"] for line in rehearsal.events("answer_ended")}
    open_answers = [line["answer"] for line in rehearsal.events("answer_began") if line["answer"] not in ended]
    if not open_answers:
        return None
    files = [event for event in session.events if isinstance(event, FileBegan) and event.answer == open_answers[-1]]
    if not files:
        begun = max(float(line["t"]) for line in rehearsal.events("answer_began"))
        return killed - begun
    assert files[-1].frame is not None
    sound = data_of(session.folder.path / files[-1].file)
    assert read_wav(session.folder.path / files[-1].file) == sound, "the header was put right"
    return killed - (files[-1].frame + len(sound) // 2) / RATE


def lost_events(session: Session, rehearsal: Rehearsal) -> int:
    """How many kept events were shown, but are not in the record."""
    kept = [to_json(event) for event in session.events]
    return sum(1 for _, line in rehearsal.lines if line not in kept and is_kept(line))


def is_kept(line: dict[str, object]) -> bool:
    return "kind" in line and KINDS[str(line["kind"])].kept


def report(losses: list[Loss]) -> None:
    seconds = [loss.seconds for loss in losses if loss.seconds is not None]
    print(
        f"\n{len(losses)} kills of everything, {len(seconds)} while an answer was being recorded\n"
        f"sound lost: median {1000 * statistics.median(seconds):.0f} ms, most {1000 * max(seconds):.0f} ms; "
        f"events lost: {sum(loss.events for loss in losses)}; "
        f"lines torn: {sum(loss.torn_bytes > 0 for loss in losses)}; sessions that open: {len(losses)}"
    )


def kill_many(count: int, tmp_path: Path, model: str, env: dict[str, str]) -> None:
    moments, recordings = random.Random(SEED), answers(tmp_path)
    losses = []
    for number in range(count):
        data = tmp_path / f"data-{number}"
        losses.append(kill_at(moments.uniform(0.0, 7.0), data, recordings, model, env))
    report(losses)
    seconds = [loss.seconds for loss in losses if loss.seconds is not None]
    assert len(seconds) >= count / 2, "most kills meet an answer"
    assert max(seconds) <= MOST_LOST_SECONDS
    assert sum(loss.events for loss in losses) == 0


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_p2_eight_kills_lose_next_to_nothing(tmp_path: Path) -> None:
    kill_many(8, tmp_path, "none", {})


@pytest.mark.bench
@pytest.mark.whisper
@pytest.mark.timeout(1200)
def test_p2_forty_kills_lose_next_to_nothing(tmp_path: Path) -> None:
    faulthandler.cancel_dump_traceback_later()  # it is meant to take long
    kill_many(40, tmp_path, "tiny.en", {FOLDER_VARIABLE: str(model_folder("tiny.en").parent)})


def read_clip() -> Path:
    if not CLIPS:
        skip_missing_part("no read clips; apt install pocketsphinx-testdata")
    return max(CLIPS, key=lambda path: path.stat().st_size)


def text_of(session: Session, answer: int) -> str:
    (kept,) = (event for event in session.events if isinstance(event, AnswerKept) and event.answer == answer)
    return " ".join(utterance.text for utterance in kept.utterances)


def ended_well(rehearsal: Rehearsal) -> Session:
    """End the interview and open what it left."""
    assert rehearsal.end() == 0
    session = open_session(rehearsal.session())
    assert session.manifest.state is State.CLOSED
    assert verify(session) == []
    return session


def test_p1_a_killed_recorder_costs_a_gap(tmp_path: Path) -> None:
    recordings = answers(tmp_path)
    with rehearsing(tmp_path / "data", recordings[1]) as rehearsal:
        rehearsal.until("answer_began")
        rehearsal.run_for(1.5)
        killed = rehearsal.kill_child("speech.recorder.child")
        fault_at, fault = rehearsal.until("fault", part="microphone", within=GOES_ON_SECONDS)
        restored_at, _ = rehearsal.until("restored", part="microphone", within=5)
        print(f"\nrecorder killed: said after {fault_at - killed:.2f} s, recording after {restored_at - killed:.2f} s")
        assert restored_at - killed < GOES_ON_SECONDS
        assert "Recording stopped: it was killed" in fault["sentence"]
        rehearsal.until("answer_ended", answer=1)
        rehearsal.until("answer_began", answer=2)
        session = ended_well(rehearsal)
    files = [event for event in session.events if isinstance(event, FileBegan) and event.answer == 1]
    (gap,) = (event for event in session.events if isinstance(event, Gap))
    assert [event.file for event in files] == ["audio/0001-candidate.wav", "audio/0001-candidate-02.wav"]
    first = data_of(session.folder.path / files[0].file)
    assert gap.frame == (files[0].frame or 0) + len(first) // 2
    assert files[1].frame == gap.frame + gap.frames
    (ended,) = (event for event in session.events if isinstance(event, AnswerEnded) and event.answer == 1)
    (began,) = (event for event in session.events if isinstance(event, AnswerBegan) and event.answer == 1)
    second = data_of(session.folder.path / files[1].file)
    assert ended.seconds * RATE == pytest.approx((files[1].frame or 0) + len(second) // 2 - (began.frame or 0), abs=2)


@pytest.mark.whisper
def test_p1_a_killed_transcriber_costs_nothing_but_time(tmp_path: Path) -> None:
    env = {FOLDER_VARIABLE: str(model_folder("tiny.en").parent)}
    clip = read_clip()
    with rehearsing(tmp_path / "data", clip, model="tiny.en", environment=env) as rehearsal:
        rehearsal.until("speech_began", answer=1)
        rehearsal.run_for(3.0)
        killed = rehearsal.kill_child("speech.whisper.child")
        fault_at, fault = rehearsal.until("fault", part="transcriber", within=GOES_ON_SECONDS)
        assert "The recording goes on; the text follows later" in fault["sentence"]
        restored_at, _ = rehearsal.until("restored", part="transcriber", within=30)
        _, heard = rehearsal.until("answer_heard", answer=1, within=60)
        _, again = rehearsal.until("answer_heard", answer=2, within=60)
        print(
            f"\ntranscriber killed: said after {fault_at - killed:.2f} s, "
            f"transcribing after {restored_at - killed:.2f} s"
        )
        session = ended_well(rehearsal)
    assert not any(isinstance(event, Gap) for event in session.events)
    assert len(heard["text"].split()) > 5
    assert heard["text"].split()[-3:] == again["text"].split()[-3:]
    assert text_of(session, 1) == text_of(session, 2)


def test_a_full_disk_costs_what_is_said_until_there_is_room(tmp_path: Path) -> None:
    recordings = answers(tmp_path)
    with small_disk(tmp_path / "disk", 6000) as disk:
        with rehearsing(disk, recordings[1]) as rehearsal:
            rehearsal.until("answer_began")
            rehearsal.run_for(1.0)
            filler = fill(disk)
            _, fault = rehearsal.until("fault", part="disk", code="disk_full", within=10)
            assert fault["sentence"].startswith("The disk is full, so recording has stopped. Free some space")
            rehearsal.run_for(0.5)
            filler.unlink()
            rehearsal.until("restored", part="disk", within=10)
            rehearsal.run_for(1.0)
            session = ended_well(rehearsal)
        files = [event for event in session.events if isinstance(event, FileBegan)]
        assert len(files) >= 2
        for event in files:
            assert max(array("h", read_wav(session.folder.path / event.file)), default=1) > 0
        assert any(isinstance(event, Gap) and event.cause == "the disk took nothing" for event in session.events)


def test_a_disk_that_stays_full_leaves_a_playable_answer_and_a_manifest(tmp_path: Path) -> None:
    recordings = answers(tmp_path)
    with small_disk(tmp_path / "disk", 6000) as disk:
        with rehearsing(disk, recordings[1]) as rehearsal:
            rehearsal.until("answer_began")
            rehearsal.run_for(1.0)
            fill(disk)
            rehearsal.until("fault", part="disk", code="disk_full", within=10)
            assert rehearsal.end() == 0
        (path,) = session_folders(disk / "sessions")
        session = open_session(path)
        assert session.manifest.state in (State.CLOSED, State.RECOVERED)
        (file,) = session.folder.answer_sounds()
        sound = read_wav(file[2])
        assert len(sound) > RATE
        assert sound == data_of(file[2])
        assert session.journal.skipped == 0
        assert os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize < 1_000_000
