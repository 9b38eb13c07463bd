"""What the speech room says unasked: frozen values, delivered on the asyncio thread by a plain callback."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Level:
    """A tenth of a second of sound, ending before `frame`."""

    frame: int
    peak_db: float
    """dBFS."""
    rms_db: float
    """dBFS."""
    speech: bool
    silence_since: int
    """Session frame after the last speech."""


@dataclass(frozen=True, slots=True)
class SpeechBegan:
    frame: int


@dataclass(frozen=True, slots=True)
class SpeechPaused:
    """The speaker stopped at `frame`; known about 0.2 s later."""

    frame: int


@dataclass(frozen=True, slots=True)
class FileBegan:
    """Sound from session frame `frame` on is in `path`."""

    path: Path
    frame: int


@dataclass(frozen=True, slots=True)
class GapFound:
    """`frames` frames from `frame` on never arrived."""

    frame: int
    frames: int
    cause: str


@dataclass(frozen=True, slots=True)
class SourceEnded:
    """The recording that stands for a speaker came to its end."""

    frame: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """A part (`microphone`, `transcriber`, `voice`, `disk`) fails or needs attention."""

    part: str
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Restored:
    """A part that failed works again."""

    part: str
    sentence: str


Notice = Level | SpeechBegan | SpeechPaused | FileBegan | GapFound | SourceEnded | Trouble | Restored
