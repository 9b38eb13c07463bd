"""What the pure core wants done: each command is carried out by `conduct`, and its outcome comes back as an event."""

from __future__ import annotations

from dataclasses import dataclass

from interviewer.events import By, Event
from interviewer.ports import Trigger


@dataclass(frozen=True, slots=True)
class Reply:
    """Ask the mind for a line and speak it."""

    trigger: Trigger


@dataclass(frozen=True, slots=True)
class Listen:
    answer: int
    line: int


@dataclass(frozen=True, slots=True)
class Finish:
    answer: int
    by: By


@dataclass(frozen=True, slots=True)
class Hush:
    """Stop the voice at once."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Take nothing in."""


@dataclass(frozen=True, slots=True)
class GoOn:
    """Take the open answer up again."""


@dataclass(frozen=True, slots=True)
class BePatient:
    """No automatic end of turn before `until`."""

    until: float


@dataclass(frozen=True, slots=True)
class Emit:
    """A fact that follows from the one just taken in."""

    event: Event


@dataclass(frozen=True, slots=True)
class Close:
    reason: str


Command = Reply | Listen | Finish | Hush | Hold | GoOn | BePatient | Emit | Close
