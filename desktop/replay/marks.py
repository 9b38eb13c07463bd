"""Moments of a session that are marked on the waveform. Pure.

Each kind has a shape of its own, so that colour is never needed to tell them apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from desktop.language import tr
from desktop.replay.annotated import kind_word, why_words
from interviewer.events import Event, Fault, Gap, LineSaid, Role
from interviewer.review.annotations import Annotation, Kind, Mark
from speech.words import SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class Marker:
    """A moment with a sentence about it."""

    at: float
    """Session seconds."""
    kind: Mark
    text: str
    id: str = ""
    """Of the remark; empty for what happened."""


def markers_of(events: tuple[Event, ...], annotations: Iterable[Annotation]) -> tuple[Marker, ...]:
    """Everything to mark, in order."""
    found = [*_of_events(events), *(_of_annotation(one) for one in annotations)]
    return tuple(sorted(found, key=lambda marker: marker.at))


def hints_of(events: tuple[Event, ...]) -> int:
    """How many hints were given."""
    return sum(isinstance(event, LineSaid) and event.role is Role.HINT for event in events)


def _of_annotation(one: Annotation) -> Marker:
    if one.kind is Kind.NOTE:
        return Marker(one.start, Mark.NOTE, one.why, one.id)
    parts = (kind_word(one.kind), one.title, why_words(one))
    return Marker(one.start, Mark(one.kind.value), " · ".join(part for part in parts if part), one.id)


def _of_events(events: tuple[Event, ...]) -> Iterator[Marker]:
    for event in events:
        match event:
            case LineSaid(role=Role.HINT):
                yield Marker(event.t, Mark.HINT, tr("Hint: {text}", text=event.text))
            case Fault():
                yield Marker(event.t, Mark.TROUBLE, event.sentence)
            case Gap():
                at = event.frame / SAMPLE_RATE if event.frame is not None else event.t
                lost = f"{event.frames / SAMPLE_RATE:.1f}"
                yield Marker(at, Mark.LOST, tr("{seconds} s of sound never arrived", seconds=lost))
