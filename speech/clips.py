"""Sound files at their places on the session clock, read as 16 kHz mono in blocks. Any thread; blocking.

What a window replays and draws is made of these. A file that is missing or is no 16-bit WAV is passed over and named.
"""

from __future__ import annotations

import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from speech.words import SAMPLE_RATE

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

BLOCK_SECONDS = 30
"""Sound held in memory at once: 1 MB."""
UNREADABLE = (OSError, EOFError, wave.Error)
"""What opening or reading a file raises when there is no sound to be had from it."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A sound file and when it is heard."""

    path: Path
    start: float
    """Session seconds of its first frame."""
    seconds: float | None = None
    """How much of it is heard from its beginning; None: all of it."""

    @property
    def start_frame(self) -> int:
        return round(self.start * SAMPLE_RATE)


def read_blocks(clip: Clip) -> Iterator[tuple[int, npt.NDArray[np.int16]]]:
    """The clip as (session frame, int16 frames of shape (n,)), in order.

    Raises: one of `UNREADABLE`.
    """
    with wave.open(str(clip.path), "rb") as file:
        if file.getsampwidth() != 2:
            raise wave.Error("not 16-bit")
        rate, channels = file.getframerate(), file.getnchannels()
        left = file.getnframes() if clip.seconds is None else min(file.getnframes(), round(clip.seconds * rate))
        at = clip.start_frame
        while left > 0:
            frames = _mono(file.readframes(min(left, BLOCK_SECONDS * rate)), channels)
            if not len(frames):
                return
            left -= len(frames)
            block = _at_our_rate(frames, rate)
            yield at, block
            at += len(block)


def _mono(data: bytes, channels: int) -> npt.NDArray[np.int16]:
    import numpy as np

    frames = np.frombuffer(data[: len(data) // (2 * channels) * 2 * channels], dtype="<i2")
    return frames[::channels].astype(np.int16, copy=False)


def _at_our_rate(frames: npt.NDArray[np.int16], rate: int) -> npt.NDArray[np.int16]:
    """Lines are shorter than a block, so that no seam is heard where they are converted."""
    if rate == SAMPLE_RATE:
        return frames
    import numpy as np

    from speech.files import resample

    sound = resample(frames.astype(np.float32) / 32768.0, rate)
    converted: npt.NDArray[np.int16] = np.clip(sound * 32768.0, -32768, 32767).astype(np.int16)
    return converted
