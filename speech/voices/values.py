"""What the voice tells its owner: who speaks, how a line was heard, and what went wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Engine = Literal["system", "neural"]


@dataclass(frozen=True, slots=True)
class VoiceInfo:
    """Who speaks."""

    engine: Engine
    voice: str
    """The engine's own id of the voice."""
    name: str
    """The voice as a person knows it."""


@dataclass(frozen=True, slots=True)
class VoiceChoice:
    """A voice that could speak."""

    id: str
    name: str
    languages: tuple[str, ...]
    """Language tags such as `en-us`."""


@dataclass(frozen=True, slots=True)
class Heard:
    """How a line was heard."""

    seconds: float
    """Length of all the sound that was made for the line."""
    heard_seconds: float
    """How much of it left the loudspeaker; 0 when there is none."""
    stopped: bool
    """The line was not heard to its end."""
    started_monotonic: float
    """When its first sound left the loudspeaker, on `time.monotonic()`; the same as the end when none did."""
    ended_monotonic: float
    """When its last sound left the loudspeaker, on `time.monotonic()`."""


@dataclass(frozen=True, slots=True)
class VoiceNotice:
    """Something the candidate should know. Lines go on: what cannot be heard can be read."""

    code: str
    sentence: str
    restored: bool = False
    """True when a trouble told before is over."""
