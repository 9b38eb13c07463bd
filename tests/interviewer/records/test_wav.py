"""Headers are put right without touching a sample, and what is no sound is put aside."""

from __future__ import annotations

import os
import struct
import wave
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.records.wav import HEADER_BYTES, Repair, our_header, read_header, repair
from speech.words import SAMPLE_RATE
from tests.interviewer.records import sessions

SOUND = sessions.tone(320)


def candidate(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "0001-candidate.wav"
    path.write_bytes(data)
    return path


def line(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "q0001.wav"
    path.write_bytes(data)
    return path


def played(path: Path) -> bytes:
    """The sound as a reader that knows nothing of us finds it."""
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (SAMPLE_RATE, 1, 2)
        return bytes(file.readframes(file.getnframes()))


def test_a_true_header_is_left_alone(tmp_path: Path) -> None:
    path = candidate(tmp_path, our_header(len(SOUND)) + SOUND)
    before = path.stat().st_mtime_ns

    assert repair(path) is Repair.NONE
    assert path.stat().st_mtime_ns == before


@pytest.mark.parametrize("claimed", [0, 100, 10**6, 0xFFFFFFFF])
def test_sizes_follow_the_file(tmp_path: Path, claimed: int) -> None:
    """A kill leaves the header behind the sound; lost sectors leave it ahead."""
    header = our_header(0)[:40] + struct.pack("<I", claimed)
    path = candidate(tmp_path, header + SOUND)

    assert repair(path) is Repair.SIZES
    assert played(path) == SOUND
    assert repair(path) is Repair.NONE


def test_half_a_frame_at_the_end_is_cut(tmp_path: Path) -> None:
    path = candidate(tmp_path, our_header(len(SOUND)) + SOUND + b"\x01")

    assert repair(path) is Repair.SIZES
    assert played(path) == SOUND


def test_a_file_that_still_grows_is_not_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A recorder whose parent has died adds its last frames while the header is being mended."""
    path = candidate(tmp_path, our_header(0) + SOUND)
    patch_header = os.lseek

    def meanwhile(file: int, at: int, whence: int) -> int:
        with path.open("ab") as recorder:
            recorder.write(SOUND)
        return patch_header(file, at, whence)

    monkeypatch.setattr(os, "lseek", meanwhile)
    repair(path)

    assert path.read_bytes()[HEADER_BYTES:] == SOUND + SOUND


@pytest.mark.parametrize("length", [0, 3, 20, 43, 44])
def test_a_file_that_had_only_begun_becomes_an_empty_sound(tmp_path: Path, length: int) -> None:
    path = candidate(tmp_path, our_header(0)[:length])

    repair(path)

    assert played(path) == b""
    assert repair(path) is Repair.NONE


def test_a_header_that_never_reached_the_disk_is_written_anew(tmp_path: Path) -> None:
    path = candidate(tmp_path, b"\0" * HEADER_BYTES + SOUND)

    assert repair(path) is Repair.HEADER
    assert played(path) == SOUND


@settings(max_examples=200, deadline=None)
@given(
    head=st.one_of(
        st.binary(min_size=44, max_size=44),
        st.lists(st.tuples(st.integers(0, 43), st.integers(0, 255)), max_size=12).map(
            lambda changes: bytes(dict(changes).get(at, byte) for at, byte in enumerate(our_header(len(SOUND))))
        ),
    ),
    frames=st.integers(0, 40),
)
def test_any_first_44_bytes(tmp_path_factory: pytest.TempPathFactory, head: bytes, frames: int) -> None:
    """Whatever they are: the file plays all of its sound, or it is put aside byte for byte; once is enough."""
    sound = SOUND[: frames * 2]
    folder = tmp_path_factory.mktemp("fuzz")
    path = candidate(folder, head + sound)

    done = repair(path)

    if done is Repair.PUT_ASIDE:
        assert not path.exists()
        assert (folder / "0001-candidate.wav.damaged").read_bytes() == head + sound
    else:
        assert played(path) == sound
        assert repair(path) is Repair.NONE


def test_garbage_is_put_aside_and_never_overwritten(tmp_path: Path) -> None:
    for text in (b"this is a shopping list and not a sound at all, honestly", b"and this is another one, just as bad"):
        assert repair(candidate(tmp_path, text)) is Repair.PUT_ASIDE

    kept = sorted(path.name for path in tmp_path.iterdir())
    assert kept == ["0001-candidate.wav.damaged", "0001-candidate.wav.damaged-2"]


def foreign_wav(rate: int, sound: bytes, *, claimed: int | None = None) -> bytes:
    """A WAV of another writer: two channels, a text chunk before the sound."""
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 2, rate, rate * 4, 4, 16)
    text = struct.pack("<4sI", b"LIST", 6) + b"hello!"
    data = struct.pack("<4sI", b"data", len(sound) if claimed is None else claimed) + sound
    body = b"WAVE" + form + text + data
    return struct.pack("<4sI", b"RIFF", len(body)) + body


def test_lines_of_any_engine_are_understood(tmp_path: Path) -> None:
    path = line(tmp_path, foreign_wav(22050, SOUND))

    header = read_header(path)

    assert repair(path) is Repair.NONE
    assert header is not None
    assert (header.rate, header.channels, header.bits, header.frames) == (22050, 2, 16, 160)
    assert header.seconds == pytest.approx(160 / 22050)


@pytest.mark.parametrize("claimed", [0, 10**8])
def test_sizes_of_a_line_follow_the_file(tmp_path: Path, claimed: int) -> None:
    path = line(tmp_path, foreign_wav(22050, SOUND, claimed=claimed))

    assert repair(path) is Repair.SIZES
    assert repair(path) is Repair.NONE
    with wave.open(str(path)) as file:
        assert file.readframes(file.getnframes()) == SOUND


def test_what_follows_the_sound_of_a_line_stays(tmp_path: Path) -> None:
    tail = struct.pack("<4sI", b"LIST", 2) + b"ok"
    whole = foreign_wav(22050, SOUND) + tail
    path = line(tmp_path, whole)

    assert repair(path) is Repair.NONE
    assert path.read_bytes() == whole


def test_the_session_clock_is_the_frame_count(tmp_path: Path) -> None:
    path = candidate(tmp_path, our_header(32_000) + b"\0" * 32_000)

    header = read_header(path)

    assert header is not None
    assert header.seconds == 16_000 / SAMPLE_RATE == 1.0
