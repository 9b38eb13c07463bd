"""Word times where the aligner finds none: Whisper's, moved to where sound begins. Runs in the transcriber child.

Threshold as measured on hand-timed clips (onset error 158 to 136 ms with tiny.en, 118 to 102 ms with base; the median
after a pause from 300 to 30 ms). Marked apart, for pauses found this way are less sure.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from speech.delivery.aligner import Placed
from speech.whisper.engine import Sound
from speech.words import SAMPLE_RATE

FRAME = SAMPLE_RATE // 100
FRAME_SECONDS = 0.01
LOUD = 0.28
"""Of the way from the quiet tenth to the loud twentieth: above it somebody speaks."""
SHORTEST = 0.04
"""Seconds a word keeps."""


def levels(sound: Sound) -> npt.NDArray[np.float64]:
    """Level of every whole 10 ms in dB below full scale, shape (n,), never under -90."""
    whole = sound[: len(sound) // FRAME * FRAME].reshape(-1, FRAME).astype(np.float64)
    decibels: npt.NDArray[np.float64] = 10 * np.log10(np.square(whole).mean(axis=1) + 1e-9)
    return decibels


def loud_from(level: npt.NDArray[np.float64]) -> float:
    """The level above which a frame counts as speech."""
    quiet, loud = np.percentile(level, (10, 95))
    return float(quiet + LOUD * (loud - quiet))


def snapped(level: npt.NDArray[np.float64], words: Sequence[Placed]) -> list[Placed]:
    """Words in order, each shrunk over the silence at its edges."""
    if not len(level):
        return list(words)
    speech = level > loud_from(level)
    return [_shrunk(speech, word) for word in words]


def _shrunk(speech: npt.NDArray[np.bool_], word: Placed) -> Placed:
    first, last = round(word.start / FRAME_SECONDS), round(word.end / FRAME_SECONDS)
    inside = np.flatnonzero(speech[first:last])
    if not len(inside):
        return word
    start, end = first + int(inside[0]), first + int(inside[-1]) + 1
    if (end - start) * FRAME_SECONDS < SHORTEST:
        return word
    return Placed(start * FRAME_SECONDS, end * FRAME_SECONDS)
