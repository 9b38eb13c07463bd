"""Moments of a session that are marked on the waveform. Pure.

Each kind has a shape of its own, so that colour is never needed to tell them apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from desktop.language import tr
from interviewer.events import Event, Fault, Gap, LineSaid, Role
from interviewer.records.notes import Note
from speech.words import SAMPLE_RATE


class Kind(StrEnum):
    """What a moment is marked for. The first four are what reviewers remark on."""

    STRENGTH = "strength"
    GAP = "gap"
    TIME = "time"
    FILLERS = "fillers"
    NOTE = "note"
    HINT = "hint"
    TROUBLE = "trouble"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Marker:
    """A moment with a sentence about it."""

    at: float
    """Session seconds."""
    kind: Kind
    text: str
    id: str = ""
    """Of the note."""


def markers_of(events: tuple[Event, ...], notes: tuple[Note, ...]) -> tuple[Marker, ...]:
    """Everything to mark, in order."""
    found = [*_of_events(events), *(Marker(note.at, Kind.NOTE, note.text, note.id) for note in notes)]
    return tuple(sorted(found, key=lambda marker: marker.at))


def hints_of(events: tuple[Event, ...]) -> int:
    """How many hints were given."""
    return sum(isinstance(event, LineSaid) and event.role is Role.HINT for event in events)


def _of_events(events: tuple[Event, ...]) -> Iterator[Marker]:
    for event in events:
        match event:
            case LineSaid(role=Role.HINT):
                yield Marker(event.t, Kind.HINT, tr("Hint: {text}", text=event.text))
            case Fault():
                yield Marker(event.t, Kind.TROUBLE, event.sentence)
            case Gap():
                at = event.frame / SAMPLE_RATE if event.frame is not None else event.t
                lost = f"{event.frames / SAMPLE_RATE:.1f}"
                yield Marker(at, Kind.LOST, tr("{seconds} s of sound never arrived", seconds=lost))
