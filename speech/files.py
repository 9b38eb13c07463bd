"""The only door to sound files of any kind: read one as 16 kHz mono.

Used inside child processes. Our own recordings are read by `speech.whisper.spans`, which needs no library and can read
a file that still grows.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from speech.errors import SpeechError
from speech.words import SAMPLE_RATE


def read_sound(path: Path) -> npt.NDArray[np.float32]:
    """A sound file (WAV, FLAC, OGG, MP3 and whatever else libsndfile reads) as float32 frames, shape (n,), 16 kHz mono.

    Raises: SpeechError with code `file_unreadable` that says which file and why.
    """
    import soundfile

    try:
        sound, rate = soundfile.read(str(path), dtype="float32", always_2d=True)
    except (OSError, soundfile.LibsndfileError) as fault:
        why = "there is no such file" if not path.is_file() else "it is not a sound file Hotseat can read"
        sentence = f"{path} cannot be read: {why}. WAV, FLAC, OGG and MP3 work."
        raise SpeechError(sentence, code="file_unreadable") from fault
    mono = sound.mean(axis=1, dtype=np.float32)
    return resample(mono, rate)


def resample(sound: npt.NDArray[np.float32], rate: int) -> npt.NDArray[np.float32]:
    """Float frames at `rate`, shape (n,), as 16 kHz."""
    if rate == SAMPLE_RATE:
        return sound
    import soxr

    resampled: npt.NDArray[np.float32] = soxr.resample(sound, rate, SAMPLE_RATE).astype(np.float32)
    return resampled


def to_pcm(sound: npt.NDArray[np.float32]) -> bytes:
    """Float frames as int16 little-endian bytes; beyond full scale is clipped, what is no number is silence."""
    finite = np.nan_to_num(sound, nan=0.0, posinf=1.0, neginf=-1.0)
    return (np.clip(finite, -1.0, 1.0) * 32767.0).round().astype("<i2").tobytes()
