"""Small sessions for tests: events that make sense together, and sound that is a plain tone."""

from __future__ import annotations

import math
import struct
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from interviewer.events import (
    AnswerBegan,
    AnswerEnded,
    AnswerHeard,
    AnswerKept,
    By,
    FileBegan,
    LineBegan,
    LineSaid,
    Role,
    SegmentHeard,
    SessionEnded,
    SessionStarted,
)
from interviewer.records.manifest import PhaseSummary, PlanSummary
from interviewer.records.session import SessionRecord
from interviewer.records.wav import our_header
from speech.words import SAMPLE_RATE, Utterance, Word

STARTED = datetime.fromisoformat("2026-11-21T20:47:05+01:00")
ENGINES = {"voice": "none", "speech": "tiny.en", "mind": "scripted"}
PLAN = PlanSummary(
    round="execution",
    question="execution/groups",
    question_title="Groups",
    question_text="What are the goals of Groups?",
    mode="practice",
    minutes=10,
    phases=(PhaseSummary(id="clarify", title="Clarify", seconds=60),),
)


def tone(frames: int) -> bytes:
    """16-bit frames of 440 Hz at half scale."""
    samples = (round(16383 * math.sin(2 * math.pi * 440 * frame / SAMPLE_RATE)) for frame in range(frames))
    return b"".join(struct.pack("<h", sample) for sample in samples)


def write_sound(path: Path, frames: int) -> None:
    """A sound file as the recorder leaves it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(our_header(frames * 2) + tone(frames))


def begin(sessions_dir: Path, *, plan: PlanSummary = PLAN, started: datetime = STARTED) -> SessionRecord:
    record = SessionRecord.create(sessions_dir, plan=plan, engines=ENGINES, app="0.1.0", started=started)
    record.append(
        SessionStarted(
            t=0.0,
            round=plan.round,
            question=plan.question,
            minutes=plan.minutes,
            mode=plan.mode,
            engines=MappingProxyType(ENGINES),
        )
    )
    return record


def ask(record: SessionRecord, line: int, t: float, text: str = "What are the goals of Groups?") -> None:
    role = Role.QUESTION if line == 1 else Role.PROBE
    record.append(LineBegan(t=t, line=line, role=role, item=f"item-{line}", text=text))
    record.append(
        LineSaid(
            t=t,
            line=line,
            role=role,
            item=f"item-{line}",
            text=text,
            seconds=0.0,
            heard_seconds=0.0,
            stopped=False,
            file="",
        )
    )


def open_answer(record: SessionRecord, answer: int, line: int, frame: int) -> None:
    """An answer that has begun and whose file is open."""
    t = frame / SAMPLE_RATE
    record.append(AnswerBegan(t=t, frame=frame, answer=answer, line=line))
    record.append(FileBegan(t=t, frame=frame, answer=answer, file=record.answer_file(answer, 1)))


def utterance(text: str, start: float, end: float, *, words: bool = False) -> Utterance:
    spoken = tuple(Word(word, start, end, 0.9) for word in text.split()) if words else ()
    return Utterance(text, start, end, 0.9, spoken)


def give_answer(record: SessionRecord, answer: int, line: int, frame: int, frames: int, text: str) -> None:
    """A whole answer with its sound and live text."""
    open_answer(record, answer, line, frame)
    write_sound(record.folder / record.answer_file(answer, 1), frames)
    start, end = frame / SAMPLE_RATE, (frame + frames) / SAMPLE_RATE
    record.append(SegmentHeard(t=end, answer=answer, utterance=utterance(text, start, end)))
    record.append(AnswerEnded(t=end, frame=frame + frames, answer=answer, by=By.KEY, seconds=end - start))
    record.append(AnswerHeard(t=end, answer=answer, text=text))


def kept(answer: int, t: float, text: str) -> AnswerKept:
    return AnswerKept(t=t, answer=answer, utterances=(utterance(text, 0.5, t, words=True),), model="tiny.en")


def hold(sessions_dir: Path, *, said: str = "more members and more time", started: datetime = STARTED) -> Path:
    """A complete session with one question and one answer of 400 frames; its folder."""
    record = begin(sessions_dir, started=started)
    ask(record, 1, 0.25)
    give_answer(record, 1, 1, 8000, 400, said)
    record.append(kept(1, 0.525, said))
    record.append(SessionEnded(t=0.6, reason="finished"))
    record.close()
    return record.folder
