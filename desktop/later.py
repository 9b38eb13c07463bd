"""Transcribes what an interrupted session left untranscribed, from its sound files. Runs on the asyncio thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from desktop.headless import RECORDINGS, transcriber_maker
from desktop.parts import Transcribes
from desktop.remote_speech.listener import Listener
from desktop.studio import GATE_SECONDS
from interviewer.events import AnswerKept, Event, LineSaid
from interviewer.records.library import Session, append_later, open_session
from interviewer.records.transcript import Answer
from speech.notices import Notice
from speech.whisper.models import ModelFiles
from speech.whisper.segments import Span
from speech.words import SAMPLE_RATE

TOLD_SECONDS = 0.1
"""A line is told to be over so long after its last sound."""


async def transcribe_later(
    folder: Path,
    model: ModelFiles | Listener,
    notify: Callable[[Notice], None],
    told: Callable[[int, int], None] = lambda _done, _of: None,
) -> int:
    """Do the careful passes a session lacks and add them to it; how many answers gained their text.

    Args:
        told: how many of how many answers have it, before each of them.

    Raises: SpeechError when an answer cannot be transcribed, RecordError when the session cannot take it. What was
    done before is kept.
    """
    session = open_session(folder)
    missing = [answer for answer in session.answers if answer.number in session.unkept_answers and answer.files]
    if not missing:
        return 0
    transcriber = transcriber_maker(model)(notify)
    try:
        await transcriber.open()
        for number, answer in enumerate(missing):
            told(number, len(missing))
            append_later(folder, [await _kept(folder, answer, transcriber, silent_in(session, answer))])
    finally:
        await transcriber.close()
    return len(missing)


def silent_in(session: Session, answer: Answer) -> list[tuple[int, int]]:
    """What of an answer's sound is the interviewer's; a played recording cannot hear her."""
    return [] if session.manifest.engines.get("microphone") == RECORDINGS else lines_put_in(answer, session.events)


def lines_put_in(answer: Answer, events: Iterable[Event]) -> list[tuple[int, int]]:
    """Spans of session frames in which the interviewer spoke into an answer."""
    start, end = answer.start, answer.start + (answer.seconds or 0.0)
    said = [event for event in events if isinstance(event, LineSaid) and event.heard_seconds and start < event.t <= end]
    spans = [(event.t - event.heard_seconds - TOLD_SECONDS, event.t + GATE_SECONDS) for event in said]
    return [(round(first * SAMPLE_RATE), round(last * SAMPLE_RATE)) for first, last in spans]


async def _kept(
    folder: Path, answer: Answer, transcriber: Transcribes, silent: Sequence[tuple[int, int]]
) -> AnswerKept:
    parts, span = sound_of(folder, answer)
    utterances = await transcriber.careful(parts, span, silent)
    return AnswerKept(
        t=span.end / SAMPLE_RATE, frame=span.start, answer=answer.number, utterances=utterances, model=transcriber.model
    )


def sound_of(folder: Path, answer: Answer) -> tuple[list[tuple[Path, int]], Span]:
    """The files of an answer with the session frame each begins at, and the span they hold.

    Raises: OSError when a file is gone.
    """
    parts = [(folder / file.name, file.start_frame) for file in answer.files]
    start = answer.start_frame if answer.start_frame is not None else parts[0][1]
    end = answer.end_frame if answer.end_frame is not None else max(_end(path, first) for path, first in parts)
    return parts, Span(start, end)


def _end(path: Path, first: int) -> int:
    """The session frame after the last one in a file of ours."""
    return first + max(0, path.stat().st_size - 44) // 2
