"""Spans of a recording that may still grow."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from speech.recorder.wav import WavWriter
from speech.whisper.spans import HEADER_BYTES, Part, read_span


def part(path: Path, frames: range, start: int) -> Part:
    writer = WavWriter(path)
    writer.write(struct.pack(f"<{len(frames)}h", *frames))
    writer.close()
    return Part(path, start)


def values(parts: list[Part], start: int, end: int) -> list[int]:
    sound = read_span(parts, start, end)
    assert sound.dtype == np.float32
    return [round(float(value) * 32768) for value in sound]


def test_frames_are_those_of_the_session(tmp_path: Path) -> None:
    parts = [part(tmp_path / "a.wav", range(100, 200), 1000)]
    assert values(parts, 1010, 1014) == [110, 111, 112, 113]


def test_what_no_file_holds_is_silence(tmp_path: Path) -> None:
    parts = [part(tmp_path / "a.wav", range(100, 110), 1000), part(tmp_path / "b.wav", range(200, 210), 1012)]
    assert values(parts, 998, 1014) == [0, 0, *range(100, 110), 0, 0, 200, 201]
    assert values(parts, 1020, 1025) == [208, 209, 0, 0, 0]
    assert values(parts, 0, 3) == [0, 0, 0]


def test_a_part_that_is_not_written_yet_is_silence(tmp_path: Path) -> None:
    assert values([Part(tmp_path / "later.wav", 5)], 0, 8) == [0] * 8


@pytest.mark.parametrize(("start", "end"), [(5, 5), (5, 2)])
def test_an_empty_span_has_no_frames(tmp_path: Path, start: int, end: int) -> None:
    assert values([part(tmp_path / "a.wav", range(10), 0)], start, end) == []


def test_a_header_that_lags_behind_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    data = part(path, range(1, 9), 0).path.read_bytes()
    path.write_bytes(data[:40] + struct.pack("<I", 2) + data[HEADER_BYTES:])
    assert values([Part(path, 0)], 0, 8) == list(range(1, 9))


def test_half_a_frame_at_the_end_is_left_for_later(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    part(path, range(1, 4), 0)
    with path.open("ab") as file:
        file.write(b"\x7f")
    assert values([Part(path, 0)], 0, 5) == [1, 2, 3, 0, 0]
