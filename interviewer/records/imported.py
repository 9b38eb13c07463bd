"""Makes a session of an interview that was held elsewhere: a recording, a transcript, or both. Blocking; any thread.

Its events are those of any other session: lines of the interviewer, answers with their sound and text, an end. What
was spoken by others than the candidate is a line; without a transcript the whole recording is one answer. It is marked
as imported, so that readiness never counts it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from interviewer.errors import ImportRefused
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
    SessionEnded,
    SessionStarted,
)
from interviewer.records import wav
from interviewer.records.durable import BINARY, not_written, write_all
from interviewer.records.folder import FILE_MODE, SessionFolder
from interviewer.records.foreign import Turn
from interviewer.records.manifest import PlanSummary, read_manifest, write_manifest
from interviewer.records.origins import IMPORTED, Origin
from interviewer.records.session import SessionRecord
from interviewer.records.staging import move_in, staged
from interviewer.records.transcript import frame_at
from speech.words import SAMPLE_RATE, Utterance

PART_SECONDS = 600
"""A recording of ours begins a new file so often; an imported one does, too."""
LEAST_SECONDS = 0.5
"""Shorter spans of sound are nothing that was said."""
_CHUNK = 1024 * 1024
ELSEWHERE = "elsewhere"
"""What an imported session says of the engines it was held with."""
FOREIGN = "imported transcript"
"""In place of the model that transcribed an answer."""

Progress = Callable[[float], bool]
"""Is told which share is done, from 0 to 1; False from it: nobody wants it any more."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """An interview from elsewhere."""

    title: str
    started: datetime
    """With its offset."""
    round: str = ""
    question: str = ""
    """Id of the question, where it is known."""
    question_text: str = ""
    level: str = ""
    turns: tuple[Turn, ...] = ()
    candidate: str = ""
    """Which of the speakers."""
    sound: Path | None = None
    """All of it, as 16-bit mono at 16 kHz with a header of ours."""


def import_session(
    sessions_dir: Path, foreign: Foreign, *, app: str, go_on: Progress = lambda _share: True
) -> Path | None:
    """Make a session of it; its folder, or None when it was given up. All of it or nothing.

    Raises:
        ImportRefused: there is nothing to be heard or read in it.
        RecordNotWritten: naming the cause.
    """
    try:
        with staged(sessions_dir) as room:
            record = SessionRecord.create(
                room, plan=_plan(foreign), engines={"source": ELSEWHERE}, app=app, started=foreign.started
            )
            try:
                whole = _Writer(record, foreign, go_on).write()
            finally:
                record.close()
            if not whole:
                return None
            folder = SessionFolder(record.folder)
            origin = Origin.RECORDING if foreign.sound is not None else Origin.TRANSCRIPT
            write_manifest(folder, read_manifest(folder).model_copy(update={"origin": origin.value}))
            return move_in(record.folder, sessions_dir)
    except OSError as error:
        raise not_written(error, "The imported session") from error


def _plan(foreign: Foreign) -> PlanSummary:
    last = max((turn.end for turn in foreign.turns), default=0.0)
    seconds = last if foreign.sound is None else _length(foreign.sound) / SAMPLE_RATE
    return PlanSummary(
        round=foreign.round,
        question=foreign.question,
        question_title=foreign.title,
        question_text=foreign.question_text,
        mode=IMPORTED,
        minutes=round(seconds / 60, 1),
        level=foreign.level,
    )


def _length(sound: Path) -> int:
    """Frames of a recording.

    Raises: ImportRefused: there is nothing in it.
    """
    header = wav.read_header(sound)
    if header is None or (header.rate, header.channels, header.bits) != (SAMPLE_RATE, 1, 16):
        raise ImportRefused("The recording could not be brought into the form Hotseat keeps. Convert it to WAV.")
    if header.seconds < LEAST_SECONDS:
        raise ImportRefused("There is nothing to be heard in this recording. Choose another one.")
    return header.frames


class _Writer:
    """Writes the events of one interview."""

    def __init__(self, record: SessionRecord, foreign: Foreign, go_on: Progress) -> None:
        self._record = record
        self._foreign = foreign
        self._go_on = go_on
        self._frames = _length(foreign.sound) if foreign.sound is not None else 0
        self._now = 0.0
        self._line = self._answer = 0

    def write(self) -> bool:
        """Everything from the start to the end; False when it was given up."""
        foreign, record = self._foreign, self._record
        record.append(
            SessionStarted(
                t=0.0,
                round=foreign.round,
                question=foreign.question,
                minutes=0.0,
                mode=IMPORTED,
                engines=MappingProxyType({"source": ELSEWHERE}),
            )
        )
        turns: Sequence[Turn | None] = foreign.turns or (None,)
        for number, turn in enumerate(turns):
            if not self._go_on(number / len(turns)):
                return False
            if turn is None or turn.speaker == foreign.candidate:
                self._answered(turn)
            else:
                self._asked(turn)
        if not self._answer:
            raise ImportRefused("The candidate says nothing in it. Say which speaker is the candidate.")
        record.append(SessionEnded(t=self._now, reason="finished"))
        return self._go_on(1.0)

    def _span(self, turn: Turn | None) -> tuple[float, float]:
        """When a turn is, behind the one before and inside the recording."""
        if turn is None:
            return 0.0, self._frames / SAMPLE_RATE
        start, end = max(self._now, turn.start), max(self._now, turn.end)
        limit = self._frames / SAMPLE_RATE if self._frames else end
        return min(start, limit), min(end, limit)

    def _asked(self, turn: Turn) -> None:
        start, end = self._span(turn)
        file = self._cut(self._record.line_file(self._line + 1), start, end)
        self._say(turn.text, start, end, file)

    def _say(self, text: str, start: float, end: float, file: str) -> None:
        self._line += 1
        role = Role.QUESTION if self._line == 1 else Role.PROBE
        item = self._foreign.question if self._line == 1 else f"line-{self._line}"
        heard = round(end - start, 4) if file else 0.0
        self._record.append(LineBegan(t=start, line=self._line, role=role, item=item, text=text))
        self._record.append(
            LineSaid(
                t=end, line=self._line, role=role, item=item, text=text,
                seconds=heard, heard_seconds=heard, stopped=False, file=file,
            )
        )  # fmt: skip
        self._now = end

    def _answered(self, turn: Turn | None) -> None:
        start, end = self._span(turn)
        if self._line == 0:
            self._say(self._foreign.question_text or self._foreign.title, start, start, "")
        self._answer += 1
        number, first, last = self._answer, frame_at(start), frame_at(end)
        self._record.append(AnswerBegan(t=start, frame=first, answer=number, line=self._line))
        sounds = self._record_answer(number, first, last)
        self._record.append(AnswerEnded(t=end, frame=last, answer=number, by=By.SOURCE, seconds=round(end - start, 4)))
        text = turn.text if turn is not None else ""
        self._record.append(AnswerHeard(t=end, answer=number, text=text, pending=turn is None))
        if turn is not None and not sounds:
            utterances = tuple(Utterance(one.text, one.start or 0.0, one.end or 0.0, 1.0) for one in turn.pieces)
            self._record.append(AnswerKept(t=end, answer=number, utterances=utterances, model=FOREIGN))
        self._now = end

    def _record_answer(self, number: int, first: int, last: int) -> bool:
        """The sound of an answer in parts; whether there is any."""
        if self._foreign.sound is None or last - first < LEAST_SECONDS * SAMPLE_RATE:
            return False
        for part, at in enumerate(range(first, last, PART_SECONDS * SAMPLE_RATE), 1):
            file = self._record.answer_file(number, part)
            until = min(last, at + PART_SECONDS * SAMPLE_RATE)
            self._record.append(FileBegan(t=at / SAMPLE_RATE, frame=at, answer=number, file=file))
            self._copy(file, at, until)
        return True

    def _cut(self, file: str, start: float, end: float) -> str:
        """Sound of a line; where it lies, empty: nowhere."""
        if self._foreign.sound is None or end - start < LEAST_SECONDS:
            return ""
        self._copy(file, frame_at(start), frame_at(end))
        return file

    def _copy(self, name: str, first: int, last: int) -> None:
        """Some frames of the recording as a file of their own, on the disk. Raises: OSError."""
        assert self._foreign.sound is not None
        left = (last - first) * wav.FRAME_BYTES
        target = os.open(self._record.folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, FILE_MODE)
        try:
            write_all(target, wav.our_header(left))
            with self._foreign.sound.open("rb") as source:
                source.seek(wav.HEADER_BYTES + first * wav.FRAME_BYTES)
                while left and (chunk := source.read(min(left, _CHUNK))):
                    write_all(target, chunk)
                    left -= len(chunk)
            os.fsync(target)
        finally:
            os.close(target)
