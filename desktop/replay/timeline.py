"""The time line of a session: which sound is heard when, and which phase it was. Pure but for reading file headers.

Seconds are session seconds. Pauses for thinking between two files are part of it: a replay takes as long as the
interview did, unless silence is skipped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from desktop.view_state import Speaker
from interviewer.events import Event, LineBegan, LineSaid, PhaseBegan
from interviewer.records import wav
from interviewer.records.folder import AUDIO, answer_and_part, is_line_file
from interviewer.records.library import Session
from speech.clips import Clip


@dataclass(frozen=True, slots=True)
class Band:
    """A phase of the interview."""

    title: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """A whole session."""

    seconds: float
    interviewer: tuple[Clip, ...]
    you: tuple[Clip, ...]
    bands: tuple[Band, ...]
    missing: tuple[str, ...]
    """Paths inside the folder of sounds that were kept and are gone, or do not read."""

    @property
    def clips(self) -> tuple[Clip, ...]:
        """Everything that is heard."""
        return self.interviewer + self.you

    def band_at(self, seconds: float) -> Band | None:
        """The phase at a moment."""
        return next((band for band in reversed(self.bands) if band.start <= seconds), None)


@dataclass(frozen=True, slots=True)
class _Found:
    """A sound and its length; None: it is missing."""

    speaker: Speaker
    name: str
    clip: Clip
    length: float | None


def timeline_of(session: Session) -> Timeline:
    """The time line of a session. Reads the header of every sound."""
    found = [*_lines(session), *_answers(session)]
    there = [one for one in found if one.length is not None]
    ends = [one.clip.start + (one.length or 0.0) for one in there]
    told = max((event.t for event in session.events), default=0.0)
    seconds = max([told, *ends])
    return Timeline(
        seconds=seconds,
        interviewer=tuple(one.clip for one in there if one.speaker is Speaker.INTERVIEWER),
        you=tuple(one.clip for one in there if one.speaker is Speaker.YOU),
        bands=_bands(session, seconds),
        missing=tuple(one.name for one in found if one.length is None),
    )


def line_spans(events: tuple[Event, ...]) -> dict[int, tuple[float, float]]:
    """When each line of the interviewer was heard, or stood on the screen before the next thing happened.

    A line ends when it is said, so that its sound began as long before as it was heard: making the first sentence
    takes a voice up to some seconds.
    """
    began = {event.line: event.t for event in reversed(events) if isinstance(event, LineBegan)}
    spans = {line: (start, start) for line, start in began.items()}
    for event in events:
        if isinstance(event, LineSaid):
            first = began.get(event.line, event.t)
            start = max(first, event.t - event.heard_seconds) if event.heard_seconds else first
            spans[event.line] = (start, max(start, event.t))
    return spans


def _lines(session: Session) -> Iterator[_Found]:
    spans = line_spans(session.events)
    for event in session.events:
        if isinstance(event, LineSaid) and event.file and event.heard_seconds > 0:
            length = _length(session, event.file)
            heard = event.heard_seconds if length is None else min(length, event.heard_seconds)
            clip = Clip(session.folder.path / event.file, spans[event.line][0], heard)
            yield _Found(Speaker.INTERVIEWER, event.file, clip, None if length is None else heard)


def _answers(session: Session) -> Iterator[_Found]:
    for answer in session.answers:
        for file in answer.files:
            clip = Clip(session.folder.path / file.name, file.start_seconds)
            yield _Found(Speaker.YOU, file.name, clip, _length(session, file.name))


def _length(session: Session, name: str) -> float | None:
    """Names come out of the session's own events, which may have been made by somebody else: only ours are opened."""
    ours = is_line_file(name) or answer_and_part(name) is not None
    if not ours or name.rpartition("/")[0] != AUDIO:
        return None
    try:
        header = wav.read_header(session.folder.path / name)
    except OSError:
        return None
    return header.seconds if header is not None else None


def _bands(session: Session, seconds: float) -> tuple[Band, ...]:
    titles = {phase.id: phase.title for phase in session.manifest.plan.phases}
    begun = [event for event in session.events if isinstance(event, PhaseBegan)]
    ends = [*(event.t for event in begun[1:]), seconds]
    return tuple(
        Band(titles.get(event.phase, event.phase), event.t, end)
        for event, end in zip(begun, ends, strict=False)
        if end > event.t
    )
