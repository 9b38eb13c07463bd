"""Loudness and pitch of words, from the samples. Runs in the transcriber child.

Pitch by autocorrelation, divided by that of the window (Boersma 1993), in two passes: the second looks only near the
voice the first found, 0.75 times its lower quartile to 1.5 times its upper, which takes out most octave errors
(De Looze and Hirst 2008).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from speech.delivery.snap import FRAME, FRAME_SECONDS, levels
from speech.delivery.words import Voice
from speech.whisper.engine import Sound
from speech.words import SAMPLE_RATE

WINDOW = round(0.04 * SAMPLE_RATE)
LOWEST_HERTZ, HIGHEST_HERTZ = 65.0, 450.0
VOICED = 0.5
"""Of the strength of a perfect repetition: less is noise. Praat's default is 0.45."""
OCTAVE_COST = 0.03
"""What a pitch an octave lower loses: a sound that repeats repeats at twice the period too. Praat's default is 0.01."""
BLOCK_FRAMES = 6000
"""A minute at a time, so that memory stays bounded."""
REFERENCE_HERTZ = 100.0
FFT_SIZE = 2048
QUIET_DB = 30.0
"""A frame so far below the loudest has no pitch worth having."""

Array = npt.NDArray[np.float64]


class Contours:
    """Level and pitch of a sound every 10 ms."""

    def __init__(self, sound: Sound) -> None:
        self.levels = levels(sound)
        self._semitones = semitones(sound, self.levels)

    @property
    def noise(self) -> float:
        """Level of the quietest tenth."""
        return float(np.percentile(self.levels, 10)) if len(self.levels) else -90.0

    def voice(self, start: float, end: float) -> Voice | None:
        """How it sounded between two times; None for less than a frame."""
        first, last = round(start / FRAME_SECONDS), round(end / FRAME_SECONDS)
        level = self.levels[first:last]
        if not len(level):
            return None
        pitch = self._semitones[first:last]
        pitch = pitch[np.isfinite(pitch)]
        loudness = float(10 * np.log10(np.mean(10 ** (level / 10))))
        if not len(pitch):
            return Voice(loudness, 0.0, 0.0, 0.0)
        return Voice(loudness, len(pitch) * FRAME_SECONDS, float(pitch.mean()), float(np.square(pitch).mean()))


def semitones(sound: Sound, level: Array) -> Array:
    """Pitch every 10 ms in semitones above 100 Hz, shape of `level`, not a number where there is no voice."""
    hertz = _hertz(sound, level, LOWEST_HERTZ, HIGHEST_HERTZ)
    heard = hertz[np.isfinite(hertz)]
    if len(heard) >= 20:
        low, high = np.percentile(heard, (25, 75))
        hertz = _hertz(sound, level, max(LOWEST_HERTZ, 0.75 * low), min(HIGHEST_HERTZ, 1.5 * high))
    result: Array = 12 * np.log2(hertz / REFERENCE_HERTZ)
    return result


def _hertz(sound: Sound, level: Array, lowest: float, highest: float) -> Array:
    found = np.full(len(level), np.nan)
    padded = np.pad(sound.astype(np.float64), (WINDOW // 2, WINDOW))
    windows = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[FRAME // 2 :: FRAME][: len(level)]
    audible = np.flatnonzero(level > (level.max() if len(level) else 0.0) - QUIET_DB)
    shape = np.hanning(WINDOW)
    own = _autocorrelation(shape[None, :])[0]
    first, last = int(SAMPLE_RATE / highest), int(SAMPLE_RATE / lowest) + 1
    for block in np.array_split(audible, max(1, len(audible) // BLOCK_FRAMES)):
        if not len(block):
            continue
        frames = windows[block]
        frames = (frames - frames.mean(axis=1, keepdims=True)) * shape
        curve = _autocorrelation(frames) / own
        best = (curve[:, first:last] - OCTAVE_COST * np.log2(np.arange(first, last) / first)).argmax(axis=1) + first
        strength = curve[np.arange(len(block)), best]
        inner = (best > first) & (best < last - 1)
        found[block] = np.where((strength > VOICED) & inner, SAMPLE_RATE / _peak(curve, best), np.nan)
    return found


def _autocorrelation(frames: Array) -> Array:
    """Of each row, 1 at lag 0."""
    power = np.abs(np.fft.rfft(frames, FFT_SIZE, axis=1)) ** 2
    curve: Array = np.fft.irfft(power, axis=1)[:, : frames.shape[1]]
    curve /= np.maximum(curve[:, :1], 1e-12)
    return np.maximum(curve, 1e-6) if len(frames) == 1 else curve


def _peak(curve: Array, best: npt.NDArray[np.intp]) -> Array:
    """The lag of a maximum, between samples by a parabola."""
    rows = np.arange(len(best))
    left, middle, right = (curve[rows, best + step] for step in (-1, 0, 1))
    bend = left - 2 * middle + right
    shift = np.where(np.abs(bend) > 1e-9, 0.5 * (left - right) / np.where(bend == 0, 1, bend), 0.0)
    result: Array = best + np.clip(shift, -0.5, 0.5)
    return result
