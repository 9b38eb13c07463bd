"""The sound of an answer as it is sent: 16 kHz mono WAV, in pieces that end where it is quiet. Blocking, but short."""

from __future__ import annotations

import io
import wave
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from speech.files import to_pcm
from speech.words import SAMPLE_RATE

PIECE_SECONDS = 300.0
"""Ten megabytes. Servers take 25 at the most, and what is lost with a connection is sent again."""
LOOK_BACK_SECONDS = 15.0
"""A piece ends at the quietest moment of its last seconds."""
_STEP = SAMPLE_RATE // 10

Sound = npt.NDArray[np.float32]


def wav_of(sound: Sound) -> bytes:
    """Float frames in [-1, 1], shape (n,), as a file of 16-bit mono WAV at 16 kHz."""
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(to_pcm(sound))
    return made.getvalue()


def silenced(sound: Sound, start: int, spans: Sequence[tuple[int, int]]) -> Sound:
    """The same sound, which begins at session frame `start`, with spans of session frames blanked."""
    blanked = sound.copy()
    for since, until in spans:
        blanked[max(0, since - start) : max(0, until - start)] = 0.0
    return blanked


def pieces_of(sound: Sound) -> Iterator[tuple[int, Sound]]:
    """The sound in pieces of five minutes at the most, each with the frame it begins at."""
    start, most = 0, round(PIECE_SECONDS * SAMPLE_RATE)
    while start < len(sound):
        end = min(len(sound), start + most)
        if end < len(sound):
            end = _quietest(sound, end - round(LOOK_BACK_SECONDS * SAMPLE_RATE), end)
        yield start, sound[start:end]
        start = end


def _quietest(sound: Sound, since: int, until: int) -> int:
    """The middle of the quietest tenth of a second."""
    steps = sound[since : since + (until - since) // _STEP * _STEP].reshape(-1, _STEP)
    return since + int(np.argmin(np.square(steps).mean(axis=1))) * _STEP + _STEP // 2
