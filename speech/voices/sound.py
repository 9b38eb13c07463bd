"""A piece of speech as 16-bit mono samples, read from what engines write and written as WAV. Needs no numpy.

Files are written whole under another name, put in place by renaming, and readable by their owner only.
"""

from __future__ import annotations

import array
import os
import struct
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from speech.errors import VoiceUnavailable

SAMPLE_BYTES = 2
_BINARY = getattr(os, "O_BINARY", 0)
"""Windows turns line ends in a file without it."""
_EXTENDED_BIAS = 16383 + 63
"""An 80-bit float is mantissa * 2 ** (exponent - this)."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Speech in memory."""

    rate: int
    """Frames a second."""
    pcm: bytes
    """16-bit little-endian mono."""

    @property
    def seconds(self) -> float:
        return len(self.pcm) / SAMPLE_BYTES / self.rate

    def samples(self) -> array.array[int]:
        return array.array("h", self.pcm)


def read_sound(path: Path) -> Sound:
    """A WAV or AIFF file of 16-bit samples; of several channels the first.

    Raises: VoiceUnavailable with code `voice_unusable` when it is not such a file, or incomplete.
    """
    try:
        data = path.read_bytes()
        rate, channels, bits, pcm = _aiff(data) if data[:4] == b"FORM" else _wav(path)
    except (OSError, EOFError, ValueError, KeyError, struct.error, wave.Error) as error:
        raise VoiceUnavailable("The speech engine wrote a file that is not sound.", code="voice_unusable") from error
    if bits != 8 * SAMPLE_BYTES or rate <= 0:
        raise VoiceUnavailable("The speech engine wrote sound of an unknown form.", code="voice_unusable")
    if channels > 1:
        pcm = array.array("h", pcm)[::channels].tobytes()
    return Sound(rate, pcm)


def write_wav(path: Path, sounds: Sequence[Sound]) -> None:
    """Write sounds of one rate, one after the other, as one WAV file.

    Raises: OSError when the disk is full or the folder gone; nothing half-written stays behind. ValueError when the
    sounds differ in rate.
    """
    if len({sound.rate for sound in sounds}) != 1:
        raise ValueError("a WAV file has one sample rate")
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, 0o600)
        with os.fdopen(handle, "wb") as file:
            with wave.open(file, "wb") as writer:
                writer.setnchannels(1)
                writer.setsampwidth(SAMPLE_BYTES)
                writer.setframerate(sounds[0].rate)
                writer.writeframes(b"".join(sound.pcm for sound in sounds))
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _wav(path: Path) -> tuple[int, int, int, bytes]:
    with wave.open(str(path), "rb") as reader:
        pcm = reader.readframes(reader.getnframes())
        return reader.getframerate(), reader.getnchannels(), 8 * reader.getsampwidth(), pcm


def _aiff(data: bytes) -> tuple[int, int, int, bytes]:
    """The macOS engine writes AIFF, whose reader left Python's library in 3.13. Only uncompressed sound is taken."""
    chunks: dict[bytes, bytes] = {}
    position = 12
    while position + 8 <= len(data):
        name, size = struct.unpack_from(">4sI", data, position)
        chunks[name] = data[position + 8 : position + 8 + size]
        position += 8 + size + size % 2
    channels, frames, bits, exponent, mantissa = struct.unpack_from(">hIhHQ", chunks[b"COMM"])
    encoding = chunks[b"COMM"][18:22] if data[8:12] == b"AIFC" else b"NONE"
    if encoding not in (b"NONE", b"sowt", b"twos"):
        raise ValueError("compressed AIFF")
    rate = round(mantissa * 2.0 ** (exponent - _EXTENDED_BIAS))
    (offset,) = struct.unpack_from(">I", chunks[b"SSND"])
    pcm = chunks[b"SSND"][8 + offset :][: frames * channels * bits // 8]
    if encoding != b"sowt" and bits == 8 * SAMPLE_BYTES:
        samples = array.array("h", pcm)
        samples.byteswap()
        pcm = samples.tobytes()
    return rate, channels, bits, pcm
