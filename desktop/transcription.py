"""The words of a session's answers: live text while they are given, the careful pass over each afterwards.

What cannot be transcribed now is left for later: its sound is kept. Runs on the asyncio thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from desktop.parts import SessionClock, Transcribes
from interviewer import events
from interviewer.events import Part
from interviewer.ports import Publish
from speech.errors import SpeechError
from speech.whisper.dictation import Dictation
from speech.whisper.segments import Span
from speech.words import SAMPLE_RATE, Utterance


@dataclass(slots=True)
class Answer:
    """An answer being given."""

    number: int
    began: float
    """Session seconds."""
    dictation: Dictation | None = None
    """None: nobody transcribes it."""
    recorded: bool = False
    """False: there is no microphone for it."""
    start: int = 0
    """Session frame its recording begins with."""
    silent: list[tuple[int, int]] = field(default_factory=list)
    """Spans in which the interviewer put a line in."""


class Transcription:
    """One session's dictations and careful passes. `heard_text` is told the text of every live segment."""

    def __init__(
        self, publish: Publish, clock: SessionClock, transcriber: Transcribes, heard_text: Callable[[str], None]
    ) -> None:
        self._publish = publish
        self._clock = clock
        self._transcriber = transcriber
        self._heard_text = heard_text
        self._careful: set[asyncio.Task[None]] = set()
        self._dictations: list[Dictation] = []
        self._abandoned = False

    async def open(self) -> bool:
        """Load the model; False, and a fault, when it cannot be."""
        try:
            await self._transcriber.open()
        except SpeechError as fault:
            await self._transcriber.close()
            self._fault(fault.code, f"{fault.sentence} Your answers are recorded and can be transcribed later.")
            return False
        return True

    def dictation(self, answer: int) -> Dictation:
        """Live text of answer `answer`, from its first sound on."""

        def on_segment(utterance: Utterance) -> None:
            frame = round(utterance.start * SAMPLE_RATE)
            self._publish(events.SegmentHeard(t=self._clock.now(), frame=frame, answer=answer, utterance=utterance))
            self._heard_text(utterance.text)

        def on_guess(text: str) -> None:
            self._publish(events.TailGuessed(t=self._clock.now(), answer=answer, text=text))

        dictation = Dictation(self._transcriber, on_segment, on_guess)
        self._dictations.append(dictation)
        return dictation

    async def complete(self, answer: Answer, dictation: Dictation, end: int, *, deadline: float) -> None:
        """Publish the live text of an answer that ended at frame `end`, and begin its careful pass."""
        dictated = await dictation.finish(end, deadline=0.0 if self._abandoned else deadline)
        if dictated.complete:
            self._dictations.remove(dictation)
        pending = self._abandoned or not dictated.complete
        number, now = answer.number, self._clock.now()
        self._publish(events.AnswerHeard(t=now, answer=number, text=dictated.text, pending=pending))
        if self._abandoned:
            return
        task = asyncio.create_task(self._keep(answer, dictation, end), name=f"careful pass {number}")
        self._careful.add(task)
        task.add_done_callback(self._careful.discard)

    async def _keep(self, answer: Answer, dictation: Dictation, end: int) -> None:
        if not dictation.parts:
            return
        try:
            utterances = await self._transcriber.careful(dictation.parts, Span(answer.start, end), answer.silent)
        except SpeechError as fault:
            self._fault(
                fault.code,
                f"Answer {answer.number} could not be transcribed carefully: {fault.sentence} Its sound is kept.",
            )
            return
        self._publish(
            events.AnswerKept(
                t=self._clock.now(),
                frame=answer.start,
                answer=answer.number,
                utterances=utterances,
                model=self._transcriber.model,
            )
        )

    async def close(self) -> None:
        """Finish the careful passes, then stop the transcriber."""
        if self._careful:
            await asyncio.wait(self._careful)
        await self._transcriber.close()
        await self._forget()

    async def abandon(self) -> None:
        """Wait for nothing more: what is not transcribed can be done later from the record."""
        self._abandoned = True
        for task in self._careful:
            task.cancel()
        await self._forget()

    async def _forget(self) -> None:
        for dictation in self._dictations:
            await dictation.abandon()

    def _fault(self, code: str, sentence: str) -> None:
        self._publish(events.Fault(t=self._clock.now(), part=Part.TRANSCRIBER, code=code, sentence=sentence))
