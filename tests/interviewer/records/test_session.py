"""A session on disk from its first event to its last, and what a full disk or a second process does to it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from interviewer.content.model import Question, Round
from interviewer.errors import RecordNotWritten, SessionBusy
from interviewer.events import LevelShown, Paused, SessionEnded
from interviewer.plan import Mode, Phase, Plan
from interviewer.ports import Record
from interviewer.records import lock
from interviewer.records.folder import SessionFolder, answer_and_part, session_name, slug, started_in_name
from interviewer.records.library import open_session
from interviewer.records.manifest import RESERVE_BYTES, State, summary_of
from interviewer.records.recovery import recover, recover_all
from interviewer.records.session import SessionRecord
from interviewer.records.verify import verify
from tests.interviewer.records import sessions
from tests.support.guards import skip_missing_part


def test_it_is_the_record_that_conduct_asks_for(tmp_path: Path) -> None:
    record: Record = sessions.begin(tmp_path)  # the type checker is the test
    record.close()

    assert record.folder.parent == tmp_path


def test_the_manifest_keeps_what_shows_a_session_without_its_pack() -> None:
    question = Question.model_construct(id="execution/groups", title="Groups", spoken="What are the goals of Groups?")
    phases = (Phase("clarify", "Clarify", 60.0), Phase("rest", "The rest", 540.0))
    plan = Plan(Round.model_construct(id="execution"), question, Mode.PRACTICE, phases)

    summary = summary_of(plan)

    assert summary.model_copy(update={"phases": summary.phases[:1]}) == sessions.PLAN
    assert [phase.seconds for phase in summary.phases] == [60.0, 540.0]


def test_a_title_that_cannot_be_written_ends_no_session(tmp_path: Path) -> None:
    """A byte that is not UTF-8, as it comes from a terminal or a file's name."""
    plan = sessions.PLAN.model_copy(update={"question_title": "caf\udce9", "question_text": "What of caf\udce9s?"})
    record = SessionRecord.create(tmp_path / "sessions", plan=plan, engines={}, app="1.0")
    record.close()
    kept = open_session(record.folder).manifest
    assert (kept.title, kept.plan.question_title, kept.plan.question_text) == ("caf?", "caf?", "What of caf?s?")


def test_a_held_session_opens_whole(tmp_path: Path) -> None:
    folder = sessions.hold(tmp_path / "sessions")

    session = open_session(folder)

    (exchange,) = session.transcript
    (answer,) = exchange.answers
    assert session.manifest.state is State.CLOSED
    assert session.manifest.ended == "finished"
    assert session.manifest.seconds == 0.6
    assert session.manifest.started == sessions.STARTED
    assert session.manifest.started.utcoffset() == sessions.STARTED.utcoffset()
    assert session.manifest.plan == sessions.PLAN
    assert exchange.asked == "What are the goals of Groups?"
    assert (answer.text, answer.kept, answer.start, answer.seconds) == ("more members and more time", True, 0.5, 0.025)
    assert answer.utterances[0].words[0].text == "more"
    assert [(entry.name, entry.seconds) for entry in session.manifest.files] == [
        ("events.jsonl", None),
        ("audio/0001-candidate.wav", 0.025),
    ]
    assert verify(session) == []
    assert not session.live


def test_the_folder_tells_when_and_what(tmp_path: Path) -> None:
    record = sessions.begin(tmp_path)
    record.close()

    day, what, number = record.id.split("_")

    assert (day, what) == ("2026-11-21T2047", "execution-groups")
    assert len(number) == 4
    assert int(number, 16) >= 0
    named = started_in_name(record.id)
    assert named is not None
    assert named.strftime("%Y-%m-%d %H:%M") == "2026-11-21 20:47"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("execution", "execution-groups"), "execution-groups"),
        (("execution", "execution/groups"), "execution-groups"),
        (("sense", "Über uns & Ko."), "sense-uber-uns-ko"),
        (("../..", "con\0/\\:*?"), "con"),
        (("", "日本"), "session"),
        (("a" * 300, "b"), "a" * 48),
    ],
)
def test_slugs_are_safe_names(parts: tuple[str, ...], expected: str) -> None:
    assert slug(*parts) == expected


def test_file_names_of_answers_and_lines(tmp_path: Path) -> None:
    record = sessions.begin(tmp_path)
    record.close()

    assert record.answer_file(1, 1) == "audio/0001-candidate.wav"
    assert record.answer_file(12, 2) == "audio/0012-candidate-02.wav"
    assert record.line_file(3) == "audio/q0003.wav"
    assert answer_and_part(record.answer_file(12, 2)) == (12, 2)
    assert answer_and_part(record.answer_file(1, 1)) == (1, 1)
    assert answer_and_part(record.line_file(3)) is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_everything_is_private_under_any_umask(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        folder = sessions.hold(tmp_path / "data" / "sessions")
        held = sessions.begin(tmp_path / "data" / "sessions")
    finally:
        os.umask(before)
    sound = folder / "audio" / "0001-candidate.wav"  # the recorder's, not ours

    for path in (tmp_path / "data").rglob("*"):
        wanted = 0o700 if path.is_dir() else 0o600
        if path != sound:
            assert (path.name, stat.S_IMODE(path.stat().st_mode)) == (path.name, wanted)
    assert (held.folder / ".reserve").stat().st_size == RESERVE_BYTES
    held.close()


def test_only_kept_events_are_written(tmp_path: Path) -> None:
    record = sessions.begin(tmp_path)
    record.append(LevelShown(t=1.0, peak_db=-3.0, rms_db=-20.0, speech=True))
    record.close()

    assert [event.kind for event in open_session(record.folder).events] == ["session_started", "session_ended"]


def test_a_session_closes_once(tmp_path: Path) -> None:
    record = sessions.begin(tmp_path)
    record.append(SessionEnded(t=1.0, reason="candidate"))

    record.close()
    written = (record.folder / "session.json").read_bytes()
    record.close(failed=True)

    assert (record.folder / "session.json").read_bytes() == written
    assert not (record.folder / ".reserve").exists()
    assert not lock.is_held(record.folder)
    with pytest.raises(RecordNotWritten, match="closed"):
        record.append(Paused(t=2.0))


@pytest.mark.parametrize(("failed", "state", "reason"), [(True, "failed", "failed"), (False, "closed", "interrupted")])
def test_a_session_that_was_not_ended_is_ended_by_closing(
    tmp_path: Path, failed: bool, state: str, reason: str
) -> None:
    record = sessions.begin(tmp_path)
    record.append(Paused(t=3.0))

    record.close(failed=failed)

    session = open_session(record.folder)
    assert session.events[-1] == SessionEnded(t=3.0, reason=reason)
    assert (session.manifest.state.value, session.manifest.ended) == (state, reason)


def test_a_header_behind_its_sound_is_mended_at_the_close(tmp_path: Path, expected_log: object) -> None:
    """What a killed recorder leaves while the program lives on."""
    record = sessions.begin(tmp_path)
    sessions.open_answer(record, 1, 0, 0)
    sound = record.folder / record.answer_file(1, 1)
    sessions.write_sound(sound, 200)
    sound.write_bytes(sound.read_bytes() + sessions.tone(100))

    record.close()

    entry = open_session(record.folder).manifest.entry("audio/0001-candidate.wav")
    assert entry is not None
    assert entry.seconds == round(300 / 16_000, 4)


def test_two_sessions_of_one_minute_have_two_folders(tmp_path: Path) -> None:
    names = {session_name(sessions.STARTED, "execution", "groups") for _ in range(20)}

    assert len(names) > 15


def test_no_folder_is_left_behind_when_a_session_cannot_begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(folder: SessionFolder) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("interviewer.records.session.put_reserve", refused)

    with pytest.raises(RecordNotWritten, match="disk is full"):
        sessions.begin(tmp_path / "sessions")

    assert list((tmp_path / "sessions").iterdir()) == []


def test_a_data_folder_that_is_a_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "sessions").write_text("")

    with pytest.raises(RecordNotWritten, match="could not be written"):
        sessions.begin(tmp_path / "sessions")


# --- the lock -------------------------------------------------------------------------------------------------------

HOLD = """
import sys
from pathlib import Path
from interviewer.plan import Mode, Phase, Plan
from interviewer.ports import Record
from interviewer.records import lock
held = lock.acquire(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


@contextlib.contextmanager
def holder(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds a session until it is killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_held_session_is_refused_and_free_at_once_after_a_kill(tmp_path: Path) -> None:
    with holder(tmp_path) as process:
        assert lock.is_held(tmp_path)
        with pytest.raises(SessionBusy, match=f"process {process.pid} on "):
            lock.acquire(tmp_path)
        process.kill()
        process.wait()

        assert not lock.is_held(tmp_path)
        with lock.acquire(tmp_path):
            assert lock.is_held(tmp_path)
    assert not lock.is_held(tmp_path)


def test_the_last_owner_stays_readable(tmp_path: Path) -> None:
    lock.acquire(tmp_path).release()
    with lock.acquire(tmp_path, sign=False):
        owner = lock.last_owner(tmp_path)

    assert owner is not None
    assert owner.pid == os.getpid()
    assert owner.same_boot == bool(owner.boot)
    assert lock.last_owner(tmp_path / "nowhere") is None


def test_a_live_session_is_not_recovered(tmp_path: Path) -> None:
    record = sessions.begin(tmp_path)

    assert recover_all(tmp_path) == []
    with pytest.raises(SessionBusy):
        recover(record.folder)

    record.close()
    assert open_session(record.folder).manifest.state is State.CLOSED


# --- a full disk ----------------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 1 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    if sys.platform != "linux" or os.geteuid() != 0 or mount is None:
        skip_missing_part("the right to mount a small disk")
    done = subprocess.run(
        [str(mount), "-t", "tmpfs", "-o", "size=1m,mode=700", "hotseat-test", str(disk)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        skip_missing_part(f"the right to mount a small disk ({done.stderr.strip()})")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)  # also when a failing test holds a file open


def fill(disk: Path) -> None:
    with (disk / "ballast").open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"\1" * 4096)
    assert shutil.disk_usage(disk).free == 0


def begin_an_answer(disk: Path) -> SessionRecord:
    record = sessions.begin(disk / "sessions")
    sessions.ask(record, 1, 0.25)
    sessions.give_answer(record, 1, 1, 8000, 400, "more members")
    return record


def fill_last_page(record: SessionRecord) -> int:
    """Append until the page that holds the end of the journal is full too; how many events found room."""
    written = 0
    with contextlib.suppress(RecordNotWritten):
        while True:
            record.append(Paused(t=1.0))
            written += 1
    with pytest.raises(RecordNotWritten, match="disk is full"):
        record.append(Paused(t=1.0))
    return written


def test_on_a_full_disk_the_last_manifest_finds_room(small_disk: Path) -> None:
    record = begin_an_answer(small_disk)
    fill(small_disk)
    written = fill_last_page(record)

    record.append(SessionEnded(t=2.0, reason="failed"))
    record.close(failed=True)

    session = open_session(record.folder)
    assert session.manifest.state is State.FAILED
    assert [event.kind for event in session.events].count("paused") == written
    assert session.events[-1] == SessionEnded(t=2.0, reason="failed")
    assert session.journal.torn_bytes == session.journal.skipped == 0
    assert session.answers[0].text == "more members"
    assert verify(session) == []


def test_on_a_full_disk_a_session_that_was_not_ended_closes(small_disk: Path) -> None:
    record = begin_an_answer(small_disk)
    fill(small_disk)

    record.close(failed=True)

    session = open_session(record.folder)
    assert (session.manifest.state, session.manifest.ended) == (State.FAILED, "failed")
    assert verify(session) == []


def test_an_interrupted_session_is_recovered_on_a_full_disk(small_disk: Path) -> None:
    record = begin_an_answer(small_disk)
    fill(small_disk)
    record._lock.release()  # as a kill does; the reserve stays

    recovered = recover(record.folder)

    record._journal.close()
    assert recovered is not None
    assert verify(open_session(record.folder)) == []


def test_a_session_does_not_begin_on_a_full_disk(small_disk: Path) -> None:
    fill(small_disk)

    with pytest.raises(RecordNotWritten, match="disk is full"):
        sessions.begin(small_disk / "sessions")


def test_the_manifest_before_stands_when_there_is_no_reserve_left(small_disk: Path) -> None:
    record = begin_an_answer(small_disk)
    (record.folder / ".reserve").unlink()
    fill(small_disk)

    with pytest.raises(RecordNotWritten, match=r"manifest could not be written: the disk is full"):
        record.close()

    fields = json.loads((record.folder / "session.json").read_text())
    assert fields["state"] == "recording"
    (small_disk / "ballast").unlink()
    (recovered,) = recover_all(small_disk / "sessions")
    assert not recovered.failed
    assert verify(open_session(record.folder)) == []
