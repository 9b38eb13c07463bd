"""`speech.recorder.activity` with a detector that says what it is told, and once with the real one."""

from __future__ import annotations

import wave
from array import array
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from speech.recorder.activity import CHUNK_FRAMES, FLOOR_DB, PAUSE_CHUNKS, Activity, Boundary, level, silero
from tests.support.guards import skip_missing_part

SILENCE = bytes(2 * CHUNK_FRAMES)
SPEECH = Path("/usr/share/pocketsphinx/test/data/librivox")


class Script:
    """A detector that reads its probabilities from a list."""

    def __init__(self, probabilities: Iterable[float]) -> None:
        self._left = list(probabilities)
        self.resets = 0
        self.asked = 0

    def process_chunk(self, audio: bytes, /) -> float:
        assert len(audio) == 2 * CHUNK_FRAMES
        self.asked += 1
        return self._left.pop(0) if self._left else 0.0

    def reset(self) -> None:
        self.resets += 1


def open_activity(probabilities: Iterable[float], frame: int = 0) -> Activity:
    activity = Activity(Script(probabilities))
    activity.skip(frame)
    activity.open_gate(frame)
    return activity


def listen(activity: Activity, chunks: int, frame: int = 0) -> list[Boundary]:
    found = []
    for number in range(chunks):
        found += activity.process(SILENCE, frame + number * CHUNK_FRAMES)
    return found


def test_speech_begins_with_its_first_chunk_and_pauses_after_its_last() -> None:
    activity = open_activity([0.1] * 3 + [0.9] * 10 + [0.1] * 20, frame=16_000)
    assert listen(activity, 33, 16_000) == [
        Boundary(True, 16_000 + 3 * CHUNK_FRAMES),
        Boundary(False, 16_000 + 13 * CHUNK_FRAMES),
    ]
    assert activity.silence_since == 16_000 + 13 * CHUNK_FRAMES


def test_a_click_is_no_speech() -> None:
    assert listen(open_activity([0.1, 0.99, 0.1, 0.99, 0.1]), 10) == []


def test_a_short_gap_between_words_is_no_pause() -> None:
    activity = open_activity([0.9] * 5 + [0.1] * (PAUSE_CHUNKS - 1) + [0.9] * 5 + [0.1] * PAUSE_CHUNKS)
    end = (5 + PAUSE_CHUNKS - 1 + 5) * CHUNK_FRAMES
    assert listen(activity, 40) == [Boundary(True, 0), Boundary(False, end)]


def test_hysteresis_keeps_quiet_speech_going_but_does_not_begin_it() -> None:
    assert listen(open_activity([0.4] * 30), 30) == []
    assert listen(open_activity([0.9, 0.9] + [0.4] * 30), 32) == [Boundary(True, 0)]


@pytest.mark.parametrize("size", [1, 100, 320, 511, 513, 5_000])
def test_boundaries_do_not_depend_on_the_size_of_blocks(size: int) -> None:
    activity = open_activity([0.1] * 4 + [0.9] * 4 + [0.1] * 10, frame=1000)
    sound, found = bytes(2 * 18 * CHUNK_FRAMES), []
    for start in range(0, 18 * CHUNK_FRAMES, size):
        found += activity.process(sound[2 * start : 2 * (start + size)], 1000 + start)
    assert found == [Boundary(True, 1000 + 4 * CHUNK_FRAMES), Boundary(False, 1000 + 8 * CHUNK_FRAMES)]


def test_the_gate_is_closed_until_it_is_opened() -> None:
    activity = Activity(Script([0.9] * 50))
    assert listen(activity, 10) == []
    activity.open_gate(12 * CHUNK_FRAMES)
    assert listen(activity, 10, 10 * CHUNK_FRAMES) == [Boundary(True, 12 * CHUNK_FRAMES)]


def test_closing_the_gate_ends_speech_where_it_is() -> None:
    activity = open_activity([0.9] * 50)
    assert listen(activity, 5) == [Boundary(True, 0)]
    assert activity.close_gate() == [Boundary(False, 5 * CHUNK_FRAMES)]
    assert activity.close_gate() == []
    assert listen(activity, 5, 5 * CHUNK_FRAMES) == []


def test_opening_the_gate_forgets_the_voice_that_was_there_and_opening_it_twice_nothing() -> None:
    script = Script([0.9] * 50)
    activity = Activity(script)
    activity.open_gate(0)
    assert script.resets == 1
    assert listen(activity, 3) == [Boundary(True, 0)]
    activity.open_gate(2 * CHUNK_FRAMES)
    assert script.resets == 1
    assert activity.speech


def test_a_skip_ends_speech_at_the_last_frame_heard() -> None:
    activity = open_activity([0.9] * 4 + [0.9] * 10)
    listen(activity, 4)
    assert activity.process(SILENCE[:100], 4 * CHUNK_FRAMES) == []
    assert activity.skip(1_000_000) == [Boundary(False, 4 * CHUNK_FRAMES)]
    assert activity.process(SILENCE * 2, 1_000_000) == [Boundary(True, 1_000_000)]


def test_levels() -> None:
    full = level(np.array([32767, -32768] * 100, dtype=np.int16))
    assert (round(full.peak_db, 2), round(full.rms_db, 2), full.clipped, full.zero) == (0.0, -0.0, 1.0, False)
    half = level(np.array([16384, -16384] * 100, dtype=np.int16))
    assert (round(half.peak_db, 2), half.clipped) == (-6.02, 0.0)
    zero = level(np.zeros(100, dtype=np.int16))
    assert (zero.peak_db, zero.rms_db, zero.zero) == (FLOOR_DB, FLOOR_DB, True)
    assert not level(np.array([0, 1, 0], dtype=np.int16)).zero


def test_the_real_detector_hears_speech_and_no_noise() -> None:
    noise = array("h", np.random.default_rng(1).normal(0, 300, 16_000 * 5).astype(np.int16).tolist()).tobytes()
    activity = Activity(silero())
    activity.open_gate(0)
    assert activity.process(noise, 0) == []
    clips = sorted(SPEECH.rglob("*.wav"))
    if not clips:
        skip_missing_part("no read clips; apt install pocketsphinx-testdata")
    with wave.open(str(clips[0]), "rb") as file:
        said = file.readframes(file.getnframes())
    found = activity.process(said + bytes(32_000), 5 * 16_000)
    assert found[0].speech
    assert not found[-1].speech
