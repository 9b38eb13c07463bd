"""The sound of an answer as it is sent: 16 kHz mono WAV, in pieces that end where it is quiet. Blocking, but short.

Frames are bytes throughout, 16-bit little-endian: nothing is computed with them here but where it is quiet.
"""

from __future__ import annotations

import io
import sys
import wave
from array import array
from collections.abc import Iterator, Sequence

from speech.recorder.wav import HEADER_BYTES
from speech.whisper.stretches import STRETCH_SECONDS
from speech.whisper.transcriber import Parts
from speech.words import SAMPLE_RATE

FRAME_BYTES = 2
PIECE_SECONDS = STRETCH_SECONDS
"""Two megabytes. Servers take 25 at the most, and what is lost with a connection or dropped for live text is sent once
more."""
LOOK_BACK_SECONDS = 15.0
"""A piece ends at the quietest moment of its last seconds."""
_STEP = SAMPLE_RATE // 10


def seconds_of(sound: bytes) -> float:
    """How long some frames last."""
    return len(sound) / FRAME_BYTES / SAMPLE_RATE


def read_frames(parts: Parts, start: int, end: int) -> bytes:
    """Session frames `start` to `end`; what no file holds is silence. The headers of files that grow lag behind."""
    sound = bytearray(FRAME_BYTES * max(0, end - start))
    for path, first in parts:
        since = max(start, first)
        if since >= end or not path.exists():
            continue
        with path.open("rb") as file:
            file.seek(HEADER_BYTES + FRAME_BYTES * (since - first))
            data = file.read(FRAME_BYTES * (end - since))
        at = FRAME_BYTES * (since - start)
        whole = len(data) // FRAME_BYTES * FRAME_BYTES
        sound[at : at + whole] = data[:whole]
    return bytes(sound)


def wav_of(sound: bytes) -> bytes:
    """The frames as a file."""
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(FRAME_BYTES)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(sound)
    return made.getvalue()


def silenced(sound: bytes, start: int, spans: Sequence[tuple[int, int]]) -> bytes:
    """The same sound, which begins at session frame `start`, with spans of session frames blanked."""
    blanked, frames = bytearray(sound), len(sound) // FRAME_BYTES
    for since, until in spans:
        first, last = (min(frames, max(0, frame - start)) for frame in (since, until))
        blanked[FRAME_BYTES * first : FRAME_BYTES * last] = bytes(FRAME_BYTES * max(0, last - first))
    return bytes(blanked)


def pieces_of(sound: bytes) -> Iterator[tuple[int, bytes]]:
    """The sound in pieces of a minute at the most, each with the frame it begins at."""
    start, most, frames = 0, round(PIECE_SECONDS * SAMPLE_RATE), len(sound) // FRAME_BYTES
    while start < frames:
        end = min(frames, start + most)
        if end < frames:
            end = _quietest(sound, end - round(LOOK_BACK_SECONDS * SAMPLE_RATE), end)
        yield start, sound[FRAME_BYTES * start : FRAME_BYTES * end]
        start = end


def _quietest(sound: bytes, since: int, until: int) -> int:
    """The middle of the quietest tenth of a second."""
    levels = array("h", sound[FRAME_BYTES * since : FRAME_BYTES * until])
    if sys.byteorder == "big":
        levels.byteswap()
    starts = range(0, len(levels) - _STEP + 1, _STEP)
    quietest = min(starts, key=lambda start: sum(map(abs, levels[start : start + _STEP])))
    return since + quietest + _STEP // 2
