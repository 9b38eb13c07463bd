"""`events.jsonl`: what was acknowledged is there, what is torn is not, and a fault leaves nothing half-written."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.errors import RecordNotWritten
from interviewer.events import AnswerTyped, Event, Fault, Part, Paused, Unknown
from interviewer.records.journal import JournalWriter, add_events, cut_torn_line, decode, encode, read_journal
from tests.interviewer.records import sessions
from tests.support.small_files import small_files


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "events.jsonl"


def write(path: Path, *events: Event) -> None:
    writer = JournalWriter(path)
    for event in events:
        writer.append(event)
    writer.close()


def typed(text: str, t: float = 1.0) -> AnswerTyped:
    return AnswerTyped(t=t, answer=1, text=text)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 10**6), st.text(st.characters(codec=None), max_size=40))
def test_a_line_holds_any_text(seq: int, text: str) -> None:
    """Line separators, control characters and halves of surrogate pairs among them."""
    line = encode(seq, typed(text))

    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert decode(line).event == typed(text)
    assert decode(line).seq == seq


def test_lines_are_numbered_and_versioned(path: Path) -> None:
    write(path, Paused(t=1.0), Paused(t=2.0))

    lines = [json.loads(line) for line in path.read_text().splitlines()]

    assert [(line["v"], line["seq"], line["kind"], line["t"]) for line in lines] == [
        (1, 1, "paused", 1.0),
        (1, 2, "paused", 2.0),
    ]


@pytest.mark.parametrize("tail", [b'{"v":1,"se', b'{"v":1,"seq":3,"kind":"paused","t":3.0}', b"\0" * 512])
def test_a_torn_last_line_is_passed_over_and_cut(path: Path, tail: bytes) -> None:
    """Half a line, a line that lacks only its newline, and what a power cut leaves."""
    write(path, Paused(t=1.0), Paused(t=2.0))
    whole = path.read_bytes()
    path.write_bytes(whole + tail)

    journal = read_journal(path)
    cut_torn_line(path, journal)

    assert [event.t for event in journal.events] == [1.0, 2.0]
    assert journal.torn_bytes == len(tail)
    assert path.read_bytes() == whole


@pytest.mark.parametrize(
    "bad",
    [
        b"\xff\xfe",
        b"[]",
        b"null",
        b"{}",
        b'{"v":1,"seq":2,"kind":"paused","t":"soon"}',
        b'{"v":1,"seq":2,"kind":"paused","t":NaN}',
        b'{"v":1,"seq":"2","kind":"paused","t":1.0}',
        b'{"v":1,"seq":2,"kind":"paused","t":1.0,"frame":"x"}',
        b'{"v":1,"seq":2,"kind":"answer_kept","t":1.0,"answer":1,"utterances":[[]],"model":""}',
        b"[" * 100_000,
        b'{"v":1,"seq":2,"kind":"paused","t":1' + b"0" * 400 + b"}",
        b'{"v":1,"seq":2,"kind":"paused","t":1.0,"frame":1' + b"0" * 400 + b"}",
        b'{"v":1,"seq":2,"kind":"later","t":1' + b"0" * 400 + b"}",
    ],
    ids=range(13),
)
def test_a_damaged_middle_line_costs_only_itself(path: Path, bad: bytes) -> None:
    path.write_bytes(encode(1, Paused(t=1.0)) + bad + b"\n" + encode(3, Paused(t=3.0)))

    journal = read_journal(path)

    assert [event.t for event in journal.events] == [1.0, 3.0]
    assert (journal.skipped, journal.torn_bytes) == (1, 0)
    assert journal.next_seq > 3


def test_unknown_kinds_are_kept(path: Path) -> None:
    path.write_bytes(b'{"v":2,"seq":1,"kind":"gesture_seen","t":4.0,"hand":"left"}\n')

    (event,) = read_journal(path).events

    assert isinstance(event, Unknown)
    assert dict(event.line) == {"kind": "gesture_seen", "t": 4.0, "hand": "left"}


def test_a_missing_file_reads_as_empty(path: Path) -> None:
    assert read_journal(path).events == ()


def test_events_are_added_behind_a_torn_line(path: Path) -> None:
    path.write_bytes(encode(1, Paused(t=1.0)) + b'{"torn')

    journal = add_events(path, [Paused(t=2.0)])

    assert [(entry.seq, entry.event.t) for entry in journal.entries] == [(1, 1.0), (2, 2.0)]
    assert journal.torn_bytes == 0


def test_a_write_that_fails_half_way_leaves_no_part_of_it(path: Path) -> None:
    writer = JournalWriter(path)
    writer.append(typed("a" * 400))
    before = path.read_bytes()

    with small_files(1000), pytest.raises(OSError, match="File too large") as caught:
        writer.append(typed("b" * 800))
    after_fault = path.read_bytes()
    writer.append(typed("c" * 100))
    writer.close()

    assert caught.value.errno == errno.EFBIG
    assert after_fault == before
    journal = read_journal(path)
    assert [(entry.seq, entry.event) for entry in journal.entries] == [(1, typed("a" * 400)), (2, typed("c" * 100))]


def test_a_short_write_is_continued(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_some = os.write
    monkeypatch.setattr(os, "write", lambda file, data: write_some(file, bytes(data)[:7]))

    write(path, typed("quite a long answer"), typed("another"))

    assert read_journal(path).events == (typed("quite a long answer"), typed("another"))


def test_a_torn_line_that_could_not_be_cut_is_cut_before_the_next(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that takes half a line and then nothing at all, and comes back."""
    writer = JournalWriter(path)
    writer.append(Paused(t=1.0))
    write_some, truncate = os.write, os.ftruncate
    calls = iter([5])

    def half(file: int, data: bytes) -> int:
        if size := next(calls, 0):
            return write_some(file, bytes(data)[:size])
        raise OSError(errno.EIO, "Input/output error")

    def refused(file: int, length: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "write", half)
    monkeypatch.setattr(os, "ftruncate", refused)
    with pytest.raises(OSError, match="Input/output"):
        writer.append(Paused(t=2.0))
    assert read_journal(path).torn_bytes == 5
    monkeypatch.setattr(os, "write", write_some)
    monkeypatch.setattr(os, "ftruncate", truncate)
    writer.append(Paused(t=3.0))
    writer.close()

    assert [event.t for event in read_journal(path).events] == [1.0, 3.0]
    assert read_journal(path).skipped == 0


def test_every_line_is_synced(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sync = os.fsync
    synced: list[int] = []

    def noting(file: int) -> None:
        synced.append(os.fstat(file).st_size)
        sync(file)

    monkeypatch.setattr(os, "fsync", noting)

    write(path, Paused(t=1.0), Paused(t=2.0))

    lines = path.read_bytes().splitlines(keepends=True)
    assert synced == [len(lines[0]), len(lines[0]) + len(lines[1])]


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "permissions"),
        (errno.EIO, "fault"),
        (errno.ENXIO, "the system said"),
    ],
)
def test_the_sentence_names_the_cause(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, says: str) -> None:
    record = sessions.begin(tmp_path / "sessions")

    def refused(file: int, data: bytes) -> int:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", refused)
        with pytest.raises(RecordNotWritten, match=says):
            record.append(Fault(t=1.0, part=Part.VOICE, code="voice", sentence="The voice has stopped."))
    record.append(Paused(t=2.0))
    record.close()

    assert [event.t for event in read_journal(record.folder / "events.jsonl").events] == [0.0, 2.0, 2.0]
