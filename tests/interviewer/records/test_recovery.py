"""Whatever ends a process, the session it held opens afterwards with everything that reached the disk."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from interviewer.events import AnswerEnded, By, FileBegan, Paused, SegmentHeard, SessionEnded, from_json
from interviewer.records import lock
from interviewer.records.library import append_later, find_session, open_session
from interviewer.records.manifest import State
from interviewer.records.recovery import KILLED_SECONDS, NEW_SECONDS, POWER_LOSS_SECONDS, recover, recover_all
from interviewer.records.session import SessionRecord
from interviewer.records.verify import verify
from interviewer.records.wav import our_header
from speech.words import SAMPLE_RATE
from tests.interviewer.records import sessions
from tests.support.guards import ExpectedLog


def die(record: SessionRecord) -> Path:
    """What the end of the process does: the system closes its files and frees its lock. Nothing else happens."""
    record._journal.close()
    record._lock.release()
    return record.folder


def interrupted(sessions_dir: Path, *, frames: int = 500) -> Path:
    """A session that died in its second answer, the header of which is behind."""
    record = sessions.begin(sessions_dir)
    sessions.ask(record, 1, 0.25)
    sessions.give_answer(record, 1, 1, 8000, 400, "more members")
    record.append(sessions.kept(1, 0.525, "more members"))
    sessions.ask(record, 2, 1.0, "Why those?")
    sessions.open_answer(record, 2, 2, 16_000)
    (record.folder / record.answer_file(2, 1)).write_bytes(our_header(100) + sessions.tone(frames))
    said = sessions.utterance("because", 1.0, 1.02)
    record.append(SegmentHeard(t=1.02, answer=2, utterance=said))
    return die(record)


def test_p3_an_interrupted_session_comes_back_whole(tmp_path: Path) -> None:
    folder = interrupted(tmp_path)

    (recovered,) = recover_all(tmp_path)

    session = open_session(folder)
    assert (recovered.folder, recovered.title, recovered.failed) == (folder, "Groups", False)
    assert recovered.unkept_answers == session.unkept_answers == (2,)
    assert session.manifest.state is State.RECOVERED
    assert session.manifest.plan == sessions.PLAN
    assert session.manifest.ended == "interrupted"
    assert session.manifest.recovered == recovered.note
    assert [answer.text for answer in session.answers] == ["more members", "because"]
    end = round(16_500 / SAMPLE_RATE, 4)
    assert session.events[-2:] == (
        AnswerEnded(t=end, frame=16_500, answer=2, by=By.FAULT, seconds=round(500 / SAMPLE_RATE, 4)),
        SessionEnded(t=end, reason="interrupted"),
    )
    assert verify(session) == []
    assert not (folder / ".reserve").exists()


def test_recovering_twice_changes_nothing(tmp_path: Path) -> None:
    folder = interrupted(tmp_path)
    recover_all(tmp_path)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    assert recover_all(tmp_path) == []
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_kill_between_the_steps_of_a_recovery_does_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything but the last step is done; the manifest still says `recording`."""
    folder = interrupted(tmp_path)
    manifest = (folder / "session.json").read_bytes()
    recover(folder)
    events = (folder / "events.jsonl").read_bytes()
    (folder / "session.json").write_bytes(manifest)

    assert recover(folder) is not None
    assert (folder / "events.jsonl").read_bytes() == events
    assert verify(open_session(folder)) == []


def test_of_two_recoveries_at_once_one_does_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = interrupted(tmp_path)
    acquire = lock.acquire

    def after_the_other(path: Path, *, sign: bool = True) -> lock.SessionLock:
        monkeypatch.setattr(lock, "acquire", acquire)
        assert recover(path) is not None
        append_later(path, [sessions.kept(2, 1.03, "and then some")])
        return acquire(path, sign=sign)

    monkeypatch.setattr(lock, "acquire", after_the_other)

    assert recover(folder) is None
    assert open_session(folder).answers[1].text == "and then some"


def test_what_may_be_missing_depends_on_how_the_process_ended(tmp_path: Path) -> None:
    killed = interrupted(tmp_path)
    power_cut = interrupted(tmp_path)
    owner = json.loads((power_cut / ".lock").read_text())
    (power_cut / ".lock").write_text(json.dumps({**owner, "boot": "another"}))
    between_answers = die(sessions.begin(tmp_path))
    known_boot = bool(owner["boot"])

    lost = {recovered.folder: recovered for recovered in recover_all(tmp_path)}

    assert lost[killed].lost_seconds == (KILLED_SECONDS if known_boot else POWER_LOSS_SECONDS)
    assert lost[power_cut].lost_seconds == POWER_LOSS_SECONDS
    assert "1.2 s" in lost[power_cut].note
    assert lost[between_answers].lost_seconds == 0
    assert "missing" not in lost[between_answers].note
    assert json.loads((power_cut / ".lock").read_text())["boot"] == "another"  # for a recovery that is itself killed


def test_events_tell_of_sound_that_is_not_there(tmp_path: Path) -> None:
    """Text of second 4 but sound only to second 1.03: three seconds are gone, and it says so."""
    folder = interrupted(tmp_path)
    with (folder / "events.jsonl").open("a") as file:
        line = {"v": 1, "seq": 99, "kind": "speech_paused", "t": 4.0, "frame": 64_000, "answer": 2}
        file.write(json.dumps(line) + "\n")

    recovered = recover(folder)

    assert recovered is not None
    assert recovered.lost_seconds == round((64_000 - 16_500) / SAMPLE_RATE, 2)


def test_sound_that_no_event_tells_of_is_adopted(tmp_path: Path) -> None:
    """The process died between opening files and saying so: a second part, and an answer of its own."""
    folder = interrupted(tmp_path)
    sessions.write_sound(folder / "audio" / "0002-candidate-02.wav", 300)
    sessions.write_sound(folder / "audio" / "0003-candidate.wav", 200)

    recovered = recover(folder)

    session = open_session(folder)
    began = [event for event in session.events if isinstance(event, FileBegan)]
    assert recovered is not None
    assert recovered.unkept_answers == (2, 3)
    assert [(event.file, event.frame) for event in began[2:]] == [
        ("audio/0002-candidate-02.wav", 16_500),
        ("audio/0003-candidate.wav", 16_800),
    ]
    assert [(answer.number, answer.end_frame) for answer in session.answers] == [(1, 8400), (2, 16_800), (3, 17_000)]
    assert verify(session) == []


def test_the_file_of_an_answer_that_had_just_begun_starts_with_it(tmp_path: Path) -> None:
    record = sessions.begin(tmp_path)
    record.append(from_json({"kind": "answer_began", "t": 2.0, "frame": 31_000, "answer": 1, "line": 1}))
    sessions.write_sound(record.folder / record.answer_file(1, 1), 100)
    folder = die(record)

    recover(folder)

    session = open_session(folder)
    assert session.answers[0].files[0].start_frame == 31_000
    assert session.answers[0].end_frame == 31_100
    assert verify(session) == []


@pytest.mark.parametrize("manifest", [None, b"", b"{", b"[]", b'{"format": 1, "min_reader": 1}', b"\xff" * 64])
def test_a_session_without_a_readable_manifest_is_adopted(tmp_path: Path, manifest: bytes | None) -> None:
    folder = interrupted(tmp_path)
    if manifest is None:
        (folder / "session.json").unlink()
    else:
        (folder / "session.json").write_bytes(manifest)

    (recovered,) = recover_all(tmp_path)

    session = open_session(folder)
    assert not recovered.failed
    assert session.manifest.state is State.RECOVERED
    assert (session.manifest.plan.round, session.manifest.plan.question) == ("execution", "execution/groups")
    assert session.manifest.engines == sessions.ENGINES
    assert session.manifest.started.strftime("%Y-%m-%dT%H%M") == "2026-11-21T2047"
    assert verify(session) == []
    if manifest is not None:
        assert (folder / "session.json.damaged").read_bytes() == manifest


def test_sound_alone_becomes_a_session(tmp_path: Path) -> None:
    folder = tmp_path / "what the user saved"
    sessions.write_sound(folder / "audio" / "0001-candidate.wav", 160)
    sessions.write_sound(folder / "audio" / "0002-candidate.wav", 320)
    (folder / "audio" / "0003-candidate.wav").write_bytes(b"not a sound file at all, by any means, is it")

    (recovered,) = recover_all(tmp_path)

    session = open_session(folder)
    assert recovered.unkept_answers == (1, 2)
    assert [(answer.start, answer.seconds) for answer in session.answers] == [(0.0, 0.01), (0.01, 0.02)]
    assert (folder / "audio" / "0003-candidate.wav.damaged").exists()
    assert "1 sound files" in recovered.note
    assert verify(session) == []


def test_one_bad_session_does_not_keep_the_others_back(
    tmp_path: Path, expected_log: ExpectedLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, later, good = (interrupted(tmp_path) for _ in range(3))
    fields = json.loads((later / "session.json").read_text())
    (later / "session.json").write_text(json.dumps({**fields, "min_reader": 99}))
    (bad / "events.jsonl").unlink()
    (bad / "events.jsonl").mkdir()
    before = (bad / "session.json").read_bytes()
    expected_log("session not recovered")

    recovered = {each.folder: each for each in recover_all(tmp_path)}

    assert recovered[bad].failed
    assert recovered[bad].note
    assert (bad / "session.json").read_bytes() == before
    assert recovered[later].failed
    assert "99" in recovered[later].note
    assert not recovered[good].failed
    assert verify(open_session(good)) == []


def test_a_folder_that_came_to_nothing_goes_when_it_is_old(tmp_path: Path) -> None:
    folder = tmp_path / "2026-11-21T2047_execution-groups_0000"
    (folder / "audio").mkdir(parents=True)
    lock.acquire(folder).release()

    assert recover_all(tmp_path) == []
    assert folder.exists()
    old = folder.stat().st_mtime - 2 * NEW_SECONDS
    os.utime(folder, (old, old))
    recover_all(tmp_path)

    assert not folder.exists()


def test_folders_of_the_user_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "holiday").mkdir()
    (tmp_path / "holiday" / "beach.txt").write_text("sand")
    os.utime(tmp_path / "holiday", (0, 0))

    assert recover_all(tmp_path) == []
    assert (tmp_path / "holiday" / "beach.txt").read_text() == "sand"


def test_the_careful_text_can_come_after_the_recovery(tmp_path: Path) -> None:
    folder = interrupted(tmp_path)
    recover_all(tmp_path)

    append_later(folder, [sessions.kept(2, 1.03, "because they bring the others")])

    session = open_session(folder)
    assert session.unkept_answers == ()
    assert session.answers[1].text == "because they bring the others"
    assert session.manifest.state is State.RECOVERED
    assert verify(session) == []


def test_a_torn_line_is_gone_and_the_next_one_whole(tmp_path: Path) -> None:
    folder = interrupted(tmp_path)
    with (folder / "events.jsonl").open("ab") as file:
        file.write(b'{"v":1,"seq":12,"kind":"segment_he')

    recover(folder)

    journal = open_session(folder).journal
    assert (journal.torn_bytes, journal.skipped) == (0, 0)
    assert [entry.seq for entry in journal.entries] == list(range(1, len(journal.entries) + 1))


TALK = """
import itertools, sys
from pathlib import Path
from interviewer.events import Paused
from tests.interviewer.records import sessions

record = sessions.begin(Path(sys.argv[1]))
print(record.folder, flush=True)
for number in itertools.count(1):
    if number % 50 == 1:
        sessions.give_answer(record, number, 1, number * 1000, 10, "words " * (number % 200))
    record.append(Paused(t=number / 10))
    print(number, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_kills_at_random_moments_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    rng = random.Random(20261121)
    for _ in range(15):
        shutil.rmtree(tmp_path / "sessions", ignore_errors=True)
        process = subprocess.Popen(
            [sys.executable, "-c", TALK, str(tmp_path / "sessions")], stdout=subprocess.PIPE, text=True
        )
        with process:
            assert process.stdout is not None
            folder = Path(process.stdout.readline().strip())
            for _ in range(rng.randrange(1, 60)):
                process.stdout.readline()
            process.send_signal(signal.SIGKILL)
            last = [line for line in process.stdout.read().split("\n")[:-1] if line]
        before = open_session(folder)
        assert not before.live

        recover_all(tmp_path / "sessions")

        session = open_session(find_session(tmp_path / "sessions", "last"))
        paused = [event.t for event in session.events if isinstance(event, Paused)]
        assert before.journal.skipped == session.journal.skipped == session.journal.torn_bytes == 0
        assert paused == [number / 10 for number in range(1, len(paused) + 1)]
        assert len(paused) >= int(last[-1]) if last else paused
        assert session.manifest.state is State.RECOVERED
        assert verify(session) == []


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_a_kill_while_a_session_closes_leaves_it_closed_or_recoverable(tmp_path: Path) -> None:
    """The process ends itself before each step of `close` in turn."""
    steps = ["journal.os.fsync", "manifest.replace_file", "durable.sync_folder", "session.release_reserve"]
    script = """
import os, signal, sys
from pathlib import Path
from tests.interviewer.records import sessions
import interviewer.records.session, interviewer.records.manifest, interviewer.records.durable
import interviewer.records.journal
record = sessions.begin(Path(sys.argv[1]))
sessions.give_answer(record, 1, 1, 0, 300, "all of it")
module, name = sys.argv[2].split(".", 1)
target = getattr(interviewer.records, module)
*inner, name = name.split(".")
for part in inner:
    target = getattr(target, part)
setattr(target, name, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
record.close()
"""
    for step in steps:
        sessions_dir = tmp_path / step
        done = subprocess.run([sys.executable, "-c", script, str(sessions_dir), step], check=False)
        assert done.returncode == -signal.SIGKILL

        recover_all(sessions_dir)

        session = open_session(find_session(sessions_dir, "last"))
        assert session.manifest.state in (State.CLOSED, State.RECOVERED)
        assert session.answers[0].text == "all of it"
        assert verify(session) == []
