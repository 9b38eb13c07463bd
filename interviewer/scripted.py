"""Shipped stand-ins for what the conversation needs from outside: a clock, a studio with a candidate in it, a record.

They serve tests, the demo and headless runs alike. Everything runs on the asyncio thread, opens no device and writes no
file; on a `VirtualClock` a twenty-minute talk takes moments.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from interviewer.events import (
    AnswerBegan,
    AnswerEnded,
    AnswerHeard,
    AnswerKept,
    By,
    Event,
    FileBegan,
    Key,
    MicrophoneReady,
    Pressed,
    SegmentHeard,
    SpeechBegan,
    SpeechPaused,
)
from interviewer.minds.sentences import split
from interviewer.ports import Clock, Publish, Spoken
from speech.words import SAMPLE_RATE, Utterance, Word

TICK_SECONDS = 0.1
SETTLE_TURNS = 12
"""Turns of the event loop in which everybody else may finish what they are doing before virtual time moves on."""
WORDS_A_SECOND = 2.5
"""About 150 words a minute, an ordinary speaking rate."""
BREATH_SECONDS = 0.8
"""Silence between two sentences, long enough for a recogniser to cut there."""


class VirtualClock:
    """A clock that moves as fast as the work lets it, or, with `running=False`, only when told to.

    All who wait for a tick wait for the same one, so that everybody sees the same time.
    """

    def __init__(self, *, running: bool = True) -> None:
        self._running = running
        self._ticks = 0
        self._next: asyncio.Future[None] | None = None

    def now(self) -> float:
        """Seconds since the clock was made."""
        return self._ticks * TICK_SECONDS

    async def tick(self) -> float:
        """Wait for the next tenth of a second; the new time."""
        if self._next is not None:
            await asyncio.shield(self._next)
        elif self._running:
            await self._step()
        else:
            self._next = asyncio.get_running_loop().create_future()
            await asyncio.shield(self._next)
        return self.now()

    async def advance(self, seconds: float) -> None:
        """Let so much time pass, tick by tick, everybody doing their work in between."""
        for _ in range(round(seconds / TICK_SECONDS)):
            await self._step()
        await _settle()

    async def _step(self) -> None:
        if self._next is None:
            self._next = asyncio.get_running_loop().create_future()
        try:
            await _settle()
        finally:
            # Whoever drives the clock may be cancelled; those who wait on the same tick must not wait for ever.
            self._ticks += 1
            waiting, self._next = self._next, None
            waiting.set_result(None)


async def _settle() -> None:
    for _ in range(SETTLE_TURNS):
        await asyncio.sleep(0)


@dataclass(frozen=True, slots=True)
class Turn:
    """What the candidate says once they are listened to, and how they end it."""

    text: str
    """Empty: says nothing."""
    wait_seconds: float = 1.0
    """Silence before the first word."""
    key: Key | None = Key.DONE
    """Pressed after the last word; None: waits."""
    words_a_second: float = WORDS_A_SECOND


Candidate = Callable[[str], Turn | None]
"""What is said to a line of the interviewer's; None: sits there in silence."""


def in_order(turns: Iterable[Turn | str]) -> Candidate:
    """A candidate who says these one after the other, whatever is asked, and then nothing more."""
    rest = iter(turns)

    def answer(_asked: str) -> Turn | None:
        turn = next(rest, None)
        return Turn(turn) if isinstance(turn, str) else turn

    return answer


class ScriptedStudio:
    """A studio whose candidate speaks by script. It publishes what the real one would, at the same moments."""

    def __init__(self, publish: Publish, clock: Clock, candidate: Candidate) -> None:
        self._publish = publish
        self._clock = clock
        self._candidate = candidate
        self._asked = ""
        self._speaking = False
        self._hushed = False
        self._held = False
        self._answer = 0
        self._part = 1
        self._began = 0.0
        self._words: list[Word] = []
        self._segments: list[Utterance] = []
        self._talking: asyncio.Task[None] | None = None

    async def open(self) -> None:
        now = self._clock.now()
        self._publish(MicrophoneReady(t=now, frame=_frame(now), device="scripted candidate", rate=SAMPLE_RATE))

    async def speak(self, line: int, sentences: AsyncIterator[str]) -> Spoken:
        """Takes as long as saying the sentences would."""
        self._speaking, self._hushed, said = True, False, []
        began, seconds = self._clock.now(), 0.0
        try:
            async for sentence in sentences:
                said.append(sentence)
                seconds += len(sentence.split()) / WORDS_A_SECOND
                while self._clock.now() < began + seconds and not self._hushed:
                    await self._clock.tick()
        finally:
            self._speaking = False
        self._asked = " ".join(said)
        heard = min(seconds, self._clock.now() - began) if self._hushed else seconds
        return Spoken(seconds=seconds, heard_seconds=heard, stopped=self._hushed)

    async def hush(self) -> None:
        self._hushed = self._speaking

    async def listen(self, answer: int, line: int) -> None:
        now = self._clock.now()
        self._answer, self._part, self._began = answer, 1, now
        self._words, self._segments = [], []
        self._publish(AnswerBegan(t=now, frame=_frame(now), answer=answer, line=line))
        self._publish(self._file())
        turn = self._candidate(self._asked)
        if turn is not None:
            self._talking = asyncio.create_task(self._talk(answer, turn), name=f"candidate-{answer}")

    async def finish(self, answer: int, by: By) -> None:
        """What was spoken so far is what is heard, also when the candidate is stopped in a sentence."""
        await self._stop_talking()
        now = self._clock.now()
        self._publish(AnswerEnded(t=now, frame=_frame(now), answer=answer, by=by, seconds=now - self._began))
        self._commit()
        text = " ".join(segment.text for segment in self._segments)
        self._publish(AnswerHeard(t=now, answer=answer, text=text))
        self._publish(AnswerKept(t=now, answer=answer, utterances=tuple(self._segments), model="scripted"))

    async def hold(self) -> None:
        self._held = True

    async def resume(self) -> None:
        self._held = False
        self._part += 1
        self._publish(self._file())

    def patient(self, until: float) -> None:
        """This candidate ends every turn by key, so there is nothing to put off."""

    async def close(self) -> None:
        await self._stop_talking()

    async def abandon(self) -> None:
        """There are no careful passes to leave."""
        await self.close()

    async def _talk(self, answer: int, turn: Turn) -> None:
        await self._pause(turn.wait_seconds)
        for number, sentence in enumerate(split(turn.text)):
            if number:
                await self._pause(BREATH_SECONDS)
            now = self._clock.now()
            self._publish(SpeechBegan(t=now, frame=_frame(now), answer=answer))
            for word in sentence.split():
                began = self._clock.now()
                await self._pause(1 / turn.words_a_second)
                self._words.append(Word(word, began, self._clock.now(), 1.0))
            self._commit()
            now = self._clock.now()
            self._publish(SpeechPaused(t=now, frame=_frame(now), answer=answer))
        if turn.key is not None:
            self._publish(Pressed(t=self._clock.now(), key=turn.key))

    async def _pause(self, seconds: float) -> None:
        """Let time pass; time in which the interview is held or the interviewer speaks does not count."""
        left = seconds
        before = self._clock.now()
        while left > TICK_SECONDS / 2:
            now = await self._clock.tick()
            if not (self._held or self._speaking):
                left -= now - before
            before = now

    def _commit(self) -> None:
        """Publish the words spoken since the last segment as one."""
        if not self._words:
            return
        words = tuple(self._words)
        self._words = []
        text = " ".join(word.text for word in words)
        segment = Utterance(text, words[0].start, words[-1].end, 1.0, words)
        self._segments.append(segment)
        live = Utterance(text, segment.start, segment.end, 1.0)
        self._publish(SegmentHeard(t=self._clock.now(), answer=self._answer, utterance=live))

    def _file(self) -> FileBegan:
        now = self._clock.now()
        name = f"audio/{self._answer:04d}-{self._part}-candidate.wav"
        return FileBegan(t=now, frame=_frame(now), answer=self._answer, file=name)

    async def _stop_talking(self) -> None:
        talking, self._talking = self._talking, None
        if talking is not None:
            talking.cancel()
            await asyncio.wait((talking,))
            if not talking.cancelled():
                talking.result()


class MemoryRecord:
    """A record that is kept in memory only."""

    def __init__(self, folder: Path = Path("memory")) -> None:
        self._folder = folder
        self.events: list[Event] = []
        """Every kept event, in order."""
        self.closed = False
        self.failed = False

    @property
    def folder(self) -> Path:
        return self._folder

    def append(self, event: Event) -> None:
        if event.kept:
            self.events.append(event)

    def answer_file(self, answer: int, part: int) -> str:
        return f"audio/{answer:04d}-{part}-candidate.wav"

    def line_file(self, line: int) -> str:
        return f"audio/q{line:04d}.wav"

    def close(self, *, failed: bool = False) -> None:
        if not self.closed:
            self.closed, self.failed = True, failed


def _frame(seconds: float) -> int:
    return round(seconds * SAMPLE_RATE)
