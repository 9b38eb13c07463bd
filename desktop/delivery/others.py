"""When a silence within an answer is not the candidate's, as the events of a session tell it. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.delivery.storage import Heard
from desktop.later import silent_in
from interviewer.events import ThinkingBegan
from interviewer.records.library import Session
from interviewer.records.transcript import Answer
from interviewer.review.phases import pauses_in
from speech.delivery.cuts import Cuts, Span, joined_spans
from speech.words import SAMPLE_RATE


def others_in(session: Session, heard: Heard) -> tuple[Span, ...]:
    """Time that is not the candidate's, and time to think that was asked for: until the next word."""
    answer = next((one for one in session.answers if one.number == heard.answer), None)
    held = _held(session, answer) if answer is not None else ()
    return (*held, *_thinking(session, heard))


def own_seconds(session: Session, answer: Answer) -> float:
    """How long an answer is without the time in which it was held or the interviewer spoke."""
    seconds = answer.seconds or 0.0
    held = Cuts(tuple(joined_spans(_held(session, answer))))
    return held.seconds((answer.start, answer.start + seconds))


def _held(session: Session, answer: Answer) -> tuple[Span, ...]:
    lines = ((first / SAMPLE_RATE, last / SAMPLE_RATE) for first, last in silent_in(session, answer))
    return (*pauses_in(session.events), *lines)


def _thinking(session: Session, heard: Heard) -> Iterator[Span]:
    for event in session.events:
        if isinstance(event, ThinkingBegan):
            said = (word.start for word in heard.spoken.words if word.start >= event.t)
            yield event.t, min(event.until, next(said, event.until))
