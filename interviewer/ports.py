"""What the conversation needs from outside, as Protocols that are satisfied structurally.

`desktop` puts the real ones together; `scripted.py` in both rooms ships ones that need no device. Everything here runs
on the one asyncio thread.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol, runtime_checkable

from interviewer.content.model import Question
from interviewer.events import By, Event, Role
from interviewer.plan import Phase, Plan

Publish = Callable[[Event], None]
"""Puts an event on the stream. Never waits; callable from the asyncio thread only."""


class Clock(Protocol):
    """Time of the session. Only the clock knows whether a second takes a second."""

    def now(self) -> float:
        """Seconds on the session clock."""

    async def tick(self) -> float:
        """Wait until the clock has moved on (at least ten times a second at real pace); the new time."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """How a line was heard."""

    seconds: float
    """Length of its sound; 0 when it was only shown."""
    heard_seconds: float
    stopped: bool
    file: str = ""
    """Path inside the session folder."""


class Studio(Protocol):
    """The sound side of an interview: microphone, recogniser and voice behind one door.

    It publishes what happens by itself: `MicrophoneReady`, `AnswerBegan`, `FileBegan`, `SpeechBegan`, `SpeechPaused`,
    `SegmentHeard`, `TailGuessed`, `LevelShown`, `SilenceCounted`, `AnswerEnded`, `AnswerHeard`, `AnswerKept`, `Gap`,
    `Fault`, `Restored`, and `Pressed(DONE)` when silence or the end of a played recording ends a turn. No method raises
    for a failing part: it publishes a `Fault` and does without.
    """

    async def open(self) -> None:
        """Open the microphone and wait for its first sound, or publish why there is none. Loads the recogniser."""

    async def speak(self, line: int, sentences: AsyncIterator[str]) -> Spoken:
        """Say sentences as they arrive; returns when the last one was heard or `hush` stopped it."""

    async def hush(self) -> None:
        """Stop the voice within 100 ms. Does nothing in silence."""

    async def listen(self, answer: int, line: int) -> None:
        """Record from now on and take what is heard for answer `answer`."""

    async def finish(self, answer: int, by: By) -> None:
        """End the recording of an answer, publish `AnswerEnded`, complete the live text, publish `AnswerHeard`."""

    async def hold(self) -> None:
        """Take nothing in until `resume`; the answer stays open."""

    async def resume(self) -> None:
        """Go on with the open answer in a new file."""

    def patient(self, until: float) -> None:
        """No automatic end of turn before `until` (session seconds)."""

    async def close(self) -> None:
        """Finish the careful passes, stop every child process, close every file. Safe to call twice."""

    async def abandon(self) -> None:
        """As `close`, but careful passes are left for later. Cuts short a `close` that is waiting for them."""


class Trigger(StrEnum):
    """Why a mind is asked for a line."""

    OPENING = "opening"
    ANSWER = "answer"
    ASK = "ask"
    """The candidate asked something back."""
    REPEAT = "repeat"
    HINT = "hint"
    NOTHING_HEARD = "nothing_heard"
    TIME_CALL = "time_call"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One line of the interviewer and what was answered to it so far."""

    line: int
    role: Role
    item: str
    asked: str
    answered: str = ""
    seconds: float = 0.0
    """How long the answer took."""
    began: float | None = None
    """Session seconds at which the answer began; None before it is complete."""


@dataclass(frozen=True, slots=True)
class Situation:
    """All a mind may look at when it is asked for a line."""

    plan: Plan
    trigger: Trigger
    phase: Phase
    seconds_left: float
    """Until the end of the plan; negative when over."""
    exchanges: tuple[Exchange, ...]

    @property
    def asked_items(self) -> frozenset[str]:
        """Ids of everything asked so far."""
        return frozenset(exchange.item for exchange in self.exchanges)

    @property
    def asked_question(self) -> int:
        """Number of the main question that was asked last; 0 before the first."""
        ids = [question.id for question in self.plan.questions]
        asked = (ids.index(one.item) for one in reversed(self.exchanges) if _opens(one) and one.item in ids)
        return next(asked, 0)

    @property
    def question(self) -> Question:
        """The main question that is being worked on."""
        return self.plan.questions[self.asked_question]

    @property
    def about_question(self) -> tuple[Exchange, ...]:
        """What was said since that question was asked."""
        begun = [number for number, one in enumerate(self.exchanges) if _opens(one) and one.item == self.question.id]
        return self.exchanges[begun[0] :] if begun else self.exchanges

    @property
    def last_answer(self) -> str:
        """What was said last, whatever the interviewer has put in since; empty where that is not transcribed yet."""
        answers = (one.answered for one in reversed(self.exchanges) if one.answered or one.began is not None)
        return next(answers, "")


def _opens(exchange: Exchange) -> bool:
    return exchange.role is Role.QUESTION


@dataclass(frozen=True, slots=True)
class Saying:
    """One sentence of a line. All sentences of one line share `role` and `item`."""

    role: Role
    item: str
    text: str
    """A sentence as it is spoken: plain words, no markup."""


@dataclass(frozen=True, slots=True)
class Wording:
    """How a line came about that was given to a language model."""

    refused: tuple[str, ...] = ()
    """Rules its replies broke, a word for each reply, in order."""
    said: bool = False
    """Whether one of them is said; if not, the scripted line is."""


class Mind(Protocol):
    """Answers "what do you say next?", sentence by sentence."""

    @property
    def name(self) -> str:
        """Who this is, as the record names it."""

    def reply(self, situation: Situation) -> AsyncIterator[Saying]:
        """The next line, at least one sentence. `Role.CLOSING` ends the interview after it is said.

        Raises:
            MindError: it cannot say anything now; the interview falls back to the scripted mind.
        """


@runtime_checkable
class ModelMind(Mind, Protocol):
    """A mind that has lines worded by a language model, and begins with that while the candidate still speaks."""

    @property
    def seconds(self) -> float:
        """How long its first sentence may take; it keeps to that by itself."""

    @property
    def wording(self) -> Wording | None:
        """How the line it was asked for last came about; None: it was given to no model."""

    def attend(self, situation: Situation, *, pauses: bool) -> None:
        """More of the open answer is known: the situation is the one in which it ends here. Never waits or raises.

        `pauses`: the candidate has stopped to speak, and this may be the whole answer.
        """

    def resumed(self) -> None:
        """The candidate speaks again: it was not the whole answer. Never waits or raises."""

    async def close(self) -> None:
        """Give up what was begun ahead. Safe to call twice."""


class Record(Protocol):
    """A session that is being held, on disk."""

    @property
    def folder(self) -> Path:
        """The session folder."""

    def append(self, event: Event) -> None:
        """Write one kept event durably before returning; others are passed over.

        Raises:
            RecordNotWritten: the disk is full or gone. Nothing half-written stays behind.
        """

    def answer_file(self, answer: int, part: int) -> str:
        """Path inside the folder for part `part` (from 1) of an answer's sound."""

    def line_file(self, line: int) -> str:
        """Path inside the folder for the sound of an interviewer's line."""

    def close(self, *, failed: bool = False) -> None:
        """Write the manifest with sizes and hashes and let the session go. Safe to call twice."""
