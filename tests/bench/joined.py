"""Long answers built on the fly: clips one after the other, with pauses of faint noise between them."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from speech.files import read_sound, to_pcm
from speech.recorder.wav import WavWriter
from speech.words import SAMPLE_RATE
from tests.bench.clips import Clip

PAUSE_SECONDS = (0.3, 1.5)
NOISE_DB = -70.0
AFTER_SECONDS = 3.0
"""Noise after the last word, so that the key can come late."""
_STEP = SAMPLE_RATE // 100


@dataclass(frozen=True)
class Joined:
    """A built answer."""

    path: Path
    words: str
    seconds: float
    last_voiced: float
    """Second of the last voiced sample, by level, whatever any detector says."""


def join(
    clips: Sequence[Clip], path: Path, *, seconds: float, seed: int, pauses: tuple[float, float] = PAUSE_SECONDS
) -> Joined:
    """Clips in a random order, drawn again when they run out, until `seconds` are reached; `pauses` in seconds."""
    draw = random.Random(seed)
    noise_seconds = math.ceil(max(AFTER_SECONDS, *pauses)) + 1
    spread = 10 ** (NOISE_DB / 20)
    noise = np.random.default_rng(seed).normal(0.0, spread, SAMPLE_RATE * noise_seconds).astype(np.float32)
    pieces: list[npt.NDArray[np.float32]] = [noise[: SAMPLE_RATE // 2]]
    words: list[str] = []
    waiting: list[Clip] = []
    while sum(map(len, pieces)) < seconds * SAMPLE_RATE:
        waiting = waiting or draw.sample(list(clips), len(clips))
        clip = waiting.pop()
        pieces += [_voiced(read_sound(clip.path)), noise[: round(draw.uniform(*pauses) * SAMPLE_RATE)]]
        words.append(clip.words)
    voiced = sum(map(len, pieces[:-1])) / SAMPLE_RATE
    pieces[-1] = noise[: round(AFTER_SECONDS * SAMPLE_RATE)]
    sound = np.concatenate(pieces)
    writer = WavWriter(path)
    writer.write(to_pcm(sound))
    writer.close()
    return Joined(path, " ".join(words), len(sound) / SAMPLE_RATE, voiced)


def _voiced(sound: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The clip without the silence around it: what is 36 dB or more under its loudest hundredth of a second."""
    steps = sound[: len(sound) // _STEP * _STEP].reshape(-1, _STEP)
    levels = np.sqrt(np.mean(np.square(steps), axis=1))
    loud = np.flatnonzero(levels > levels.max() * 10 ** (-36 / 20))
    return sound[loud[0] * _STEP : (loud[-1] + 1) * _STEP]
