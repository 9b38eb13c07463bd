"""A synthetic candidate: speaks what it is told into the virtual microphone of `tests.support.sound_server`.

Its voice is espeak-ng's. What it has said once in a test run is kept as a WAV. Where nobody speaks, that microphone
gives exact zeros, as one that is muted; `present` puts a candidate into a quiet room.
"""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import subprocess
import tempfile
import wave
from array import array
from collections.abc import Iterator
from pathlib import Path

from tests.support import isolation
from tests.support.sound_server import SoundServer

RATE = 16_000
"""Frames a second: what the virtual microphone wants."""
WORDS_PER_MINUTE = 150
_LATE_SECONDS = 15.0
_ROOM_VOLUME = 6_000
"""Of 65536, whose cube is the gain: white noise of −67 dB against full scale, as a good microphone makes by itself."""


def missing_part() -> str:
    """Why there is no candidate here; empty when there is one."""
    return "" if shutil.which("espeak-ng") else "espeak-ng is not installed (apt install espeak-ng)"


@functools.cache
def spoken(text: str, *, words_per_minute: int = WORDS_PER_MINUTE) -> Path:
    """A WAV of the text, 16-bit mono at `RATE`; the same file for the same text."""
    import numpy
    import soxr

    folder = Path(tempfile.mkdtemp(prefix="spoken-", dir=isolation.ROOT))
    raw, path = folder / "raw.wav", folder / "spoken.wav"
    command = ["espeak-ng", "-v", "en-us", "-s", str(words_per_minute), "-w", str(raw), "--stdin"]
    subprocess.run(command, input=text.encode(), check=True, capture_output=True, timeout=60)
    with wave.open(str(raw), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        rate, frames = file.getframerate(), numpy.frombuffer(file.readframes(file.getnframes()), "<i2")
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(array("h", soxr.resample(frames, rate, RATE).tobytes()).tobytes())
    raw.unlink()
    return path


def seconds_of(wav: Path) -> float:
    with wave.open(str(wav), "rb") as file:
        return file.getnframes() / file.getframerate()


@contextlib.contextmanager
def present(sound: SoundServer, sink: str = "vmic") -> Iterator[Candidate]:
    """A candidate with a microphone that is not muted, until the end of the block."""
    command = ["pacat", "--playback", f"--device={sink}", "--raw", "--format=s16le", "--channels=1", f"--rate={RATE}"]
    environment = {**os.environ, **sound.environment}
    with Path("/dev/urandom").open("rb") as noise:
        room = subprocess.Popen(
            [*command, f"--volume={_ROOM_VOLUME}"],
            env=environment,
            stdin=noise,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    try:
        yield Candidate(sound, sink)
    finally:
        room.kill()
        room.wait()


class Candidate:
    """Speaks at the pace of speech."""

    def __init__(self, sound: SoundServer, sink: str = "vmic") -> None:
        self._sound, self._sink = sound, sink

    def say(self, text: str) -> None:
        """Speak, and come back when it has been said."""
        self.play(spoken(text))

    def play(self, wav: Path) -> None:
        """The same with a recording.

        Raises: TimeoutExpired when the sound server takes much longer than the sound; CalledProcessError.
        """
        with self.playing(wav) as process:
            if code := process.wait(seconds_of(wav) + _LATE_SECONDS):
                raise subprocess.CalledProcessError(code, process.args)

    @contextlib.contextmanager
    def saying(self, text: str) -> Iterator[subprocess.Popen[bytes]]:
        """Speak while the block runs; its end cuts the candidate off. Yields the process that ends with the speech."""
        with self.playing(spoken(text)) as process:
            yield process

    @contextlib.contextmanager
    def playing(self, wav: Path) -> Iterator[subprocess.Popen[bytes]]:
        """The same with a recording."""
        process = self._sound.play_into_microphone(wav, self._sink)
        try:
            yield process
        finally:
            process.kill()
            process.wait()
