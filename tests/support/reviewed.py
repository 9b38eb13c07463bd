"""Sessions worth a report: interviews held with the scripted parts on virtual time, kept as the program keeps them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

from interviewer.content.model import Question
from interviewer.events import AnswerHeard, AnswerKept, AnswerTyped, Event, FileBegan, SegmentHeard, SessionEnded
from interviewer.records.manifest import PlanSummary
from interviewer.records.session import SessionRecord
from interviewer.records.wav import our_header
from tests.interviewer.review.support import LIBRARY, MEDIUM, SOLVED, STRONG, Candidate, Held, held

STARTED = datetime.fromisoformat("2026-11-21T20:47:05+01:00")
ENGINES = {"voice": "none", "speech": "tiny.en", "mind": "scripted"}
SOUND_SECONDS = 0.2
"""Of each answer: enough to be there."""
LITTLE = "I would ask people."


@cache
def interview(
    main: str = STRONG,
    case: tuple[str, ...] = SOLVED,
    *,
    pace: float = 2.5,
    asked: Question = LIBRARY,
    rest: str = "I would look at it this way and decide.",
) -> Held:
    """An interview that was held; the same words are held once."""
    return asyncio.run(held(Candidate(main, case, pace=pace, rest=rest), asked))


def medium() -> Held:
    """One with things to improve: half of the framework, one question too wide, a case left open."""
    return interview(MEDIUM, ("Anything unusual?", "When did it start?", "When did it start?", "I have no idea."))


def keep(
    sessions_dir: Path,
    told: Held,
    *,
    typed: bool = False,
    careful: bool = True,
    title: str = "",
    level: str = "",
    extra: Sequence[Event] = (),
) -> Path:
    """Keep an interview as a session; its folder.

    Args:
        typed: the answers were typed, and there is no sound.
        careful: every answer has its careful pass; without it only what was heard live is known.
        extra: events to put before the last one.
    """
    changes = {"question_title": title or told.plan.question_title, "level": level}
    plan: PlanSummary = told.plan.model_copy(update=changes)
    record = SessionRecord.create(sessions_dir, plan=plan, engines=ENGINES, app="0.1.0", started=STARTED)
    for event in _kept(told.events, typed=typed, careful=careful, extra=extra):
        if isinstance(event, FileBegan):
            file = record.answer_file(event.answer, 1)
            _write_sound(record.folder / file)
            record.append(replace(event, file=file))
        else:
            record.append(event)
    record.close()
    return record.folder


def _kept(events: Iterable[Event], *, typed: bool, careful: bool, extra: Sequence[Event]) -> Iterator[Event]:
    for event in events:
        if isinstance(event, SessionEnded):
            yield from extra
        if typed and isinstance(event, (FileBegan, SegmentHeard, AnswerHeard)):
            continue
        if typed and isinstance(event, AnswerKept):
            text = " ".join(utterance.text for utterance in event.utterances)
            yield AnswerTyped(t=event.t, answer=event.answer, text=text)
        elif careful or not isinstance(event, AnswerKept):
            yield event


def _write_sound(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pcm = bytes(2 * round(SOUND_SECONDS * 16_000))
    path.write_bytes(our_header(len(pcm)) + pcm)
