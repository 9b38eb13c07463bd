"""Spans of a recording that may still grow, read by frame number. Runs in the transcriber child.

A recording is a list of parts: files of 16-bit mono WAV at 16 kHz with the session frame their sound starts at. Headers
are not trusted: while a file grows they lag behind the data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

HEADER_BYTES = 44
"""Of the files `speech.recorder.wav` writes."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a recording."""

    path: Path
    start: int
    """Session frame of its first frame."""


def read_span(parts: Sequence[Part], start: int, end: int) -> npt.NDArray[np.float32]:
    """Frames `start` to `end` of the session as float32 in [-1, 1], shape (end - start,).

    What no file holds (a pause, a hole, a part not yet written) is silence.
    """
    sound = np.zeros(max(0, end - start), dtype=np.float32)
    for part in parts:
        offset = max(0, start - part.start)
        wanted = end - max(start, part.start)
        if wanted <= 0 or not part.path.exists():
            continue
        with part.path.open("rb") as file:
            file.seek(HEADER_BYTES + 2 * offset)
            data = file.read(2 * wanted)
        frames = np.frombuffer(data[: len(data) // 2 * 2], dtype="<i2")
        at = max(start, part.start) - start
        sound[at : at + len(frames)] = frames.astype(np.float32) / 32768.0
    return sound
