"""Sound in which nobody speaks, and which makes Whisper write all the same when nothing stops it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from speech.words import SAMPLE_RATE

Sound = npt.NDArray[np.float32]

SECONDS = 8


def _of(values: npt.NDArray[np.floating]) -> Sound:
    return values.astype(np.float32)


def _time(seconds: float = SECONDS) -> npt.NDArray[np.float64]:
    return np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE


def _noise(decibels: float, seconds: float = SECONDS) -> Sound:
    return _of(np.random.default_rng(1).normal(0.0, 10 ** (decibels / 20), round(seconds * SAMPLE_RATE)))


def _hum() -> Sound:
    """50 Hz with overtones, as of a bad power supply."""
    return _of(sum((0.05 / n * np.sin(2 * np.pi * 50 * n * _time()) for n in (1, 2, 3)), np.zeros(1)))


def _clicks() -> Sound:
    """A mouse, twice a second, over a quiet room."""
    sound = _noise(-65)
    for second in np.arange(0.3, SECONDS - 0.5, 0.5):
        at = round(second * SAMPLE_RATE)
        sound[at : at + 40] += np.linspace(0.5, 0.0, 40, dtype=np.float32) * np.tile([1, -1], 20).astype(np.float32)
    return sound


SILENCES: dict[str, Callable[[], Sound]] = {
    "silence": lambda: _of(np.zeros(SECONDS * SAMPLE_RATE)),
    "quiet room": lambda: _noise(-60),
    "50 Hz hum": _hum,
    "clicks": _clicks,
    "white noise": lambda: _noise(-20),
    "no numbers": lambda: _of(np.full(SECONDS * SAMPLE_RATE, np.nan)),
    "infinite": lambda: _of(np.full(SECONDS * SAMPLE_RATE, np.inf)),
    "no samples": lambda: _of(np.zeros(0)),
    "10 ms": lambda: _noise(-30, 0.01),
}
