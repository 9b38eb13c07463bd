"""Sound to record and recorded sound to look at, for the recorder's tests."""

from __future__ import annotations

import math
import random
import wave
from array import array
from pathlib import Path

RATE = 16_000


def noise(seconds: float, seed: int = 7) -> bytes:
    """int16 frames that never repeat, so that a place in them is found again; none is zero."""
    generator = random.Random(seed)
    return array(
        "h", (generator.choice((-1, 1)) * generator.randint(1, 12_000) for _ in range(round(seconds * RATE)))
    ).tobytes()


def tone(seconds: float, peak: int = 8_000, hertz: float = 440.0) -> bytes:
    """int16 frames of a sine."""
    turn = 2 * math.pi * hertz / RATE
    return array("h", (round(peak * math.sin(turn * n)) for n in range(round(seconds * RATE)))).tobytes()


def write_wav(path: Path, pcm: bytes) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(pcm)
    return path


def read_wav(path: Path) -> bytes:
    """Every frame `wave` can read; a file whose header and size disagree is an error."""
    with wave.open(str(path), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        pcm = file.readframes(file.getnframes())
        assert len(pcm) == 2 * file.getnframes(), "the header promises more than there is"
    return pcm


def data_of(path: Path) -> bytes:
    """All whole frames after the header, whatever it says."""
    data = path.read_bytes()[44:]
    return data[: len(data) // 2 * 2]
