"""What happened to the record of a session, in sentences: faults, gaps, lost sound, words that were read. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.language import tr, trn
from desktop.replay.timeline import Timeline
from desktop.report.values import Remark
from desktop.worded import worded
from interviewer.events import Fault, Gap
from interviewer.records.library import Session
from interviewer.records.manifest import State
from interviewer.review.values import Review
from speech.words import SAMPLE_RATE


def remarks_of(session: Session, line: Timeline, review: Review | None) -> tuple[Remark, ...]:
    """Sentences, those about the whole first, then faults as they came."""
    whole = (Remark(None, sentence) for sentence in _on_the_whole(session, line, review))
    return (*whole, *_faults(session))


def _on_the_whole(session: Session, line: Timeline, review: Review | None) -> Iterator[str]:
    manifest = session.manifest
    if manifest.recovered:
        yield manifest.recovered
    elif manifest.state is State.RECORDING and not session.live:
        yield tr("This session was interrupted. Start Hotseat again to have it put in order.")
    if manifest.lost_seconds:
        yield trn(
            "At most {n} second of sound before the interruption is missing.",
            "At most {n} seconds of sound before the interruption are missing.",
            _up(manifest.lost_seconds),
        )
    if gap := sum(event.frames for event in session.events if isinstance(event, Gap)):
        yield trn(
            "{n} second of sound never came from the microphone; it is silence in the recording.",
            "{n} seconds of sound never came from the microphone; they are silence in the recording.",
            _up(gap / SAMPLE_RATE),
        )
    if line.missing:
        yield trn(
            "{n} sound file is missing or does not read.",
            "{n} sound files are missing or do not read.",
            len(line.missing),
        )
    if about_the_model := worded(session.events):
        yield about_the_model
    if review is not None:
        yield trn("{n} word of yours was read.", "{n} words of yours were read.", review.words)


def _faults(session: Session) -> Iterator[Remark]:
    told = set[str]()
    for event in session.events:
        if isinstance(event, Fault) and event.sentence not in told:
            told.add(event.sentence)
            yield Remark(event.t, event.sentence)


def _up(seconds: float) -> int:
    return max(1, round(seconds))
