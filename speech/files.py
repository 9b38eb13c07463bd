"""The only door to sound files of any kind: read one as 16 kHz mono, or make one small.

Used inside child processes. Our own recordings are read by `speech.whisper.spans`, which needs no library and can read
a file that still grows.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from speech.errors import SpeechError
from speech.words import SAMPLE_RATE

LEAST_KILOBITS, MOST_KILOBITS = 8, 160
"""Of MP3 at 16 kHz (MPEG-2 layer III); libsndfile counts its level of compression between them, 0 to 1."""
SMALL_KILOBITS = 24
"""Speech is clear; at 16 the s sounds fizz."""
BLOCK_SECONDS = 30
FEWEST_RATE, MOST_RATE = 4000, 384_000
MOST_CHANNELS = 8
MOST_SECONDS = 4 * 3600
"""Of a recording that is taken in; no interview lasts so long."""


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


def compress(source: Path, target: Path, go_on: Callable[[float], bool] = lambda _share: True) -> bool:
    """Write a WAV anew as MP3 of `SMALL_KILOBITS`, which every browser plays; 45 minutes take half a minute, 8 MB.

    A constant bit rate, so that a player that seeks in it lands where it is asked to. `go_on` is told which share is
    done, from 0 to 1; False from it: given up, and nothing is left behind.

    Raises: SpeechError with code `sound_not_compressed`; nothing is left behind.
    """
    import soundfile

    level = (MOST_KILOBITS - SMALL_KILOBITS) / (MOST_KILOBITS - LEAST_KILOBITS)
    form = {"format": "MP3", "subtype": "MPEG_LAYER_III", "bitrate_mode": "CONSTANT", "compression_level": level}
    whole = True
    try:
        with (
            soundfile.SoundFile(str(source)) as wav,
            soundfile.SoundFile(str(target), "w", wav.samplerate, 1, **form) as small,
        ):
            while whole and len(block := wav.read(BLOCK_SECONDS * wav.samplerate, dtype="float32")):
                small.write(block)
                whole = go_on(wav.tell() / max(1, wav.frames))
    except (OSError, soundfile.LibsndfileError, ValueError) as fault:
        target.unlink(missing_ok=True)
        sentence = f"The sound could not be made small ({fault}). Free some disk space, or leave the sound out."
        raise SpeechError(sentence, code="sound_not_compressed") from fault
    if not whole:
        target.unlink(missing_ok=True)
    return whole


def to_recording(source: Path, target: Path, told: Callable[[float], None] = lambda _share: None) -> float:
    """Write any sound file as a recording of ours, 16-bit mono at 16 kHz; its seconds.

    `told` hears which share is done, from 0 to 1.

    Raises: SpeechError with code `file_unreadable`; DiskFull. What was written until then stays.
    """
    import soundfile
    import soxr

    from speech.recorder.wav import WavWriter

    writer = WavWriter(target)
    try:
        with soundfile.SoundFile(str(source)) as sound:
            if not FEWEST_RATE <= sound.samplerate <= MOST_RATE or sound.channels > MOST_CHANNELS:
                raise SpeechError(
                    f"{source.name} is no recording of speech. Choose another one.", code="file_unreadable"
                )
            stream = soxr.ResampleStream(sound.samplerate, SAMPLE_RATE, 1, dtype="float32")
            while len(block := sound.read(BLOCK_SECONDS * sound.samplerate, dtype="float32", always_2d=True)):
                mono = np.nan_to_num(block.mean(axis=1, dtype=np.float32), nan=0.0, posinf=1.0, neginf=-1.0)
                writer.write(to_pcm(stream.resample_chunk(np.ascontiguousarray(mono))))
                if writer.frames > MOST_SECONDS * SAMPLE_RATE:
                    hours = MOST_SECONDS // 3600
                    raise SpeechError(f"{source.name} is longer than {hours} hours. Cut it.", code="file_too_long")
                told(min(1.0, sound.tell() / max(1, sound.frames)))
            writer.write(to_pcm(stream.resample_chunk(np.zeros(0, dtype=np.float32), last=True)))
    except (OSError, soundfile.LibsndfileError, ValueError) as fault:
        sentence = f"{source.name} is not a sound file Hotseat can read. WAV, FLAC, OGG and MP3 work."
        raise SpeechError(sentence, code="file_unreadable") from fault
    finally:
        writer.close()
    return writer.frames / SAMPLE_RATE
