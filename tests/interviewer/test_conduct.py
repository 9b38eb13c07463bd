"""The driver: whole interviews on virtual time, and what becomes of them when a part is late, fails, or is stopped."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from typing import TypeVar

import pytest

from interviewer import conduct
from interviewer.conduct import Interview
from interviewer.errors import MindUnavailable, RecordNotWritten
from interviewer.events import (
    AnswerEnded,
    AnswerHeard,
    AnswerKept,
    By,
    Event,
    Fault,
    Key,
    LineBegan,
    LineSaid,
    Part,
    Pressed,
    Role,
    SessionEnded,
    SessionStarted,
    SpeechBegan,
    StudioOpened,
    Ticked,
)
from interviewer.minds.scripted import ScriptedMind
from interviewer.plan import Mode
from interviewer.ports import Mind, Publish, Saying, Situation, Spoken, Trigger
from interviewer.records.measured import seconds_held
from interviewer.scripted import Candidate, MemoryRecord, ScriptedStudio, Turn, VirtualClock, in_order
from interviewer.state import Stage
from tests.interviewer.table import plan

T = TypeVar("T", bound=Event)

ANSWER = "I would look at one city first. Then I would count the people who come back each week."


class Stall:
    """Something that does not come until it is let go."""

    def __init__(self) -> None:
        self.reached = asyncio.Event()
        self.released = asyncio.Event()

    async def wait(self) -> None:
        self.reached.set()
        await self.released.wait()


class Room:
    """An interview with everything scripted; each part can be replaced."""

    def __init__(
        self,
        candidate: Candidate | None = None,
        *,
        minutes: float = 10,
        mode: Mode = Mode.PRACTICE,
        mind: Mind | None = None,
        record: MemoryRecord | None = None,
        studio: Callable[[Publish, VirtualClock, Candidate], ScriptedStudio] = ScriptedStudio,
    ) -> None:
        self.clock = VirtualClock()
        self.record = record or MemoryRecord()
        self.shown: list[Event] = []
        self.waiting: list[tuple[Callable[[Event], bool], asyncio.Event]] = []
        talker = candidate or (lambda _asked: Turn(ANSWER))
        self.interview = Interview(
            plan(minutes, mode),
            make_studio=lambda publish: studio(publish, self.clock, talker),
            mind=mind or ScriptedMind(),
            fallback=ScriptedMind(),
            clock=self.clock,
            record=self.record,
            engines={"mind": "scripted"},
            show=self.show,
        )

    def show(self, event: Event) -> None:
        self.shown.append(event)
        for fits, came in self.waiting:
            if fits(event):
                came.set()

    async def until(self, fits: Callable[[Event], bool]) -> None:
        came = asyncio.Event()
        self.waiting.append((fits, came))
        await came.wait()

    def of(self, kind: type[T]) -> list[T]:
        return [event for event in self.record.events if isinstance(event, kind)]

    def check_whole(self, reason: str) -> None:
        """The record begins and ends as every record does, and nobody is left working on it."""
        events = self.record.events
        assert [index for index, one in enumerate(events) if isinstance(one, SessionStarted)] == [0]
        ends = [index for index, one in enumerate(events) if isinstance(one, SessionEnded)]
        assert ends == [len(events) - 1]
        assert self.of(SessionEnded)[0].reason == reason
        assert self.record.closed
        assert self.record.failed is (reason == "failed")
        assert asyncio.all_tasks() == {asyncio.current_task()}


# --- whole interviews -----------------------------------------------------------------------------------------------


async def test_twenty_minutes_take_moments() -> None:
    room = Room(minutes=20)
    began = time.perf_counter()
    reason = await room.interview.hold()
    assert time.perf_counter() - began < 10
    room.check_whole(reason)
    assert reason in ("finished", "time")
    ended = [one.answer for one in room.of(AnswerEnded)]
    assert ended == list(range(1, len(ended) + 1))
    assert [one.answer for one in room.of(AnswerHeard)] == ended
    assert [one.answer for one in room.of(AnswerKept)] == ended
    lines = [one.line for one in room.of(LineSaid)]
    assert lines == list(range(1, len(lines) + 1))
    assert room.of(LineSaid)[-1].role is Role.CLOSING


async def test_a_silent_candidate_is_not_cut_off_before_the_time_is_over() -> None:
    room = Room(lambda _asked: None, minutes=2)
    assert await room.interview.hold() == "time"
    room.check_whole("time")
    (ended,) = room.of(AnswerEnded)
    assert ended.by is By.TIME
    assert ended.seconds >= 120


async def test_what_is_shown_was_written_before() -> None:
    room = Room(minutes=2)
    room.interview._show = lambda event: seen.append(event in room.record.events)
    seen: list[bool] = []
    await room.interview.hold()
    assert any(seen)
    room.check_whole(room.of(SessionEnded)[0].reason)
    kept = [event for event in room.shown if event.kept]
    assert kept == []


async def test_careful_passes_that_come_late_are_kept_before_the_end() -> None:
    class Late(ScriptedStudio):
        async def close(self) -> None:
            await super().close()
            ended.append(self._clock.now())
            await room.clock.advance(360)
            self._publish(AnswerKept(t=self._clock.now(), answer=1, utterances=(), model="late"))

    ended: list[float] = []
    room = Room(minutes=2, studio=Late)
    reason = await room.interview.hold()
    room.check_whole(reason)
    last = room.record.events[-2]
    assert isinstance(last, AnswerKept)
    assert last.model == "late"
    assert last in room.shown
    assert seconds_held(room.record.events) == pytest.approx(ended[0], abs=1)


# --- the mind -------------------------------------------------------------------------------------------------------


class Moody:
    """A mind that says what a function yields; the scripted mind's closing line otherwise."""

    name = "Moody"

    def __init__(self, reply: Callable[[Situation], AsyncIterator[Saying]]) -> None:
        self._reply = reply
        self.closed = 0

    async def reply(self, situation: Situation) -> AsyncIterator[Saying]:
        if situation.trigger is not Trigger.OPENING:
            yield Saying(Role.CLOSING, "closing", "Thank you.")
            return
        try:
            async for saying in self._reply(situation):
                yield saying
        finally:
            self.closed += 1


def opening(text: str) -> Saying:
    return Saying(Role.QUESTION, "mine", text)


async def never(_situation: Situation) -> AsyncIterator[Saying]:
    await asyncio.Event().wait()
    yield opening("never")


async def nothing(_situation: Situation) -> AsyncIterator[Saying]:
    return
    yield opening("never")


async def unreachable(_situation: Situation) -> AsyncIterator[Saying]:
    raise MindUnavailable("The server is away.")
    yield opening("never")


async def half(_situation: Situation) -> AsyncIterator[Saying]:
    yield opening("How would you begin?")
    raise MindUnavailable("The server went away.")


async def half_and_silence(_situation: Situation) -> AsyncIterator[Saying]:
    yield opening("How would you begin?")
    await asyncio.Event().wait()


@pytest.fixture
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conduct, "MIND_SECONDS", 0.01)


@pytest.mark.usefixtures("_impatient")
@pytest.mark.parametrize(
    ("reply", "code"), [(never, "mind_late"), (nothing, "mind_unavailable"), (unreachable, "mind_unavailable")]
)
async def test_the_scripted_mind_has_the_word_when_the_other_has_none(
    reply: Callable[[Situation], AsyncIterator[Saying]], code: str
) -> None:
    mind = Moody(reply)
    room = Room(mind=mind)
    assert await room.interview.hold() == "finished"
    room.check_whole("finished")
    (fault,) = room.of(Fault)
    assert (fault.part, fault.code) == (Part.MIND, code)
    assert "scripted interviewer" in fault.sentence
    assert room.of(LineSaid)[0].item == room.interview.state.plan.question.id
    assert mind.closed == 1


@pytest.mark.usefixtures("_impatient")
@pytest.mark.parametrize(("reply", "code"), [(half, "mind_unavailable"), (half_and_silence, "mind_late")])
async def test_a_line_that_was_begun_ends_where_the_mind_fails(
    reply: Callable[[Situation], AsyncIterator[Saying]], code: str
) -> None:
    mind = Moody(reply)
    room = Room(mind=mind)
    assert await room.interview.hold() == "finished"
    room.check_whole("finished")
    assert room.of(LineSaid)[0].text == "How would you begin?"
    assert [fault.code for fault in room.of(Fault)] == [code]
    assert mind.closed == 1


async def test_a_defect_of_the_mind_ends_the_session_as_failed_with_everything_kept() -> None:
    class Broken(ScriptedMind):
        async def reply(self, situation: Situation) -> AsyncIterator[Saying]:
            if situation.trigger is Trigger.ANSWER:
                raise ZeroDivisionError
            async for saying in super().reply(situation):
                yield saying

    room = Room(mind=Broken())
    with pytest.raises(ZeroDivisionError):
        await room.interview.hold()
    room.check_whole("failed")
    assert [one.text for one in room.of(AnswerHeard)] == [ANSWER]
    assert len(room.of(AnswerKept)) == 1


async def test_a_mind_decides_neither_when_it_ends_nor_what_counts_as_a_hint() -> None:
    class Confused(ScriptedMind):
        async def reply(self, situation: Situation) -> AsyncIterator[Saying]:
            wrong = Role.PROBE if situation.trigger in (Trigger.HINT, Trigger.CLOSING) else Role.CLOSING
            yield Saying(wrong, "wrong", "Well.")

    room = Room(in_order([Turn("", key=Key.HINT), Turn(ANSWER)]), mind=Confused())
    assert await room.interview.hold() == "time"
    assert [one.role for one in room.of(LineSaid)] == [Role.QUESTION, Role.HINT, *[Role.TIME_CALL] * 2, Role.CLOSING]
    assert room.interview.state.hints == 1


async def test_a_line_that_is_stopped_lets_the_mind_go() -> None:
    async def long(_situation: Situation) -> AsyncIterator[Saying]:
        for _ in range(100):
            yield opening("And then there is one more thing that I would like to know about it.")

    mind = Moody(long)

    class Hushable(ScriptedStudio):
        async def speak(self, line: int, sentences: AsyncIterator[str]) -> Spoken:
            async for _sentence in sentences:
                self._speaking = line == 1
                while self._speaking and not self._hushed:
                    await self._clock.tick()
                self._speaking = False
                break
            return Spoken(1.0, 0.5, stopped=True)

    room = Room(mind=mind, studio=Hushable)
    holding = asyncio.create_task(room.interview.hold())
    await room.until(lambda event: isinstance(event, LineBegan))
    room.interview.press(Key.STOP_VOICE)
    assert await holding == "finished"
    assert mind.closed == 1


# --- the record -----------------------------------------------------------------------------------------------------


class FullDisk(MemoryRecord):
    """A record that cannot be written between two of its events."""

    def __init__(self, first: int, last: int) -> None:
        super().__init__()
        self.count = 0
        self.bad = range(first, last)

    def append(self, event: Event) -> None:
        if not event.kept:
            return
        self.count += 1
        if self.count in self.bad:
            raise RecordNotWritten("The disk is full. Free some space.")
        super().append(event)


async def test_a_record_that_cannot_be_written_is_told_once_and_the_interview_goes_on() -> None:
    room = Room(minutes=2, record=FullDisk(3, 40))
    reason = await room.interview.hold()
    room.check_whole(reason)
    told = [event for event in room.shown if isinstance(event, Fault)]
    assert [(fault.part, fault.code) for fault in told] == [(Part.RECORD, "record_not_written")]
    assert len(room.of(AnswerHeard)) >= 1


async def test_it_is_told_again_when_it_happens_again() -> None:
    record = FullDisk(3, 6)
    record_again = range(12, 14)
    record.bad = [*record.bad, *record_again]  # type: ignore[assignment]
    room = Room(minutes=2, record=record)
    await room.interview.hold()
    assert sum(isinstance(event, Fault) for event in room.shown) == 2


# --- a view that fails ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [LineBegan, AnswerHeard, AnswerKept, SessionEnded])
async def test_a_view_that_fails_costs_the_interview_but_nothing_of_it(kind: type[Event]) -> None:
    room = Room(minutes=2)
    told = room.interview._show

    def broken(event: Event) -> None:
        told(event)
        if isinstance(event, kind):
            raise ZeroDivisionError

    room.interview._show = broken
    with pytest.raises(ZeroDivisionError):
        await room.interview.hold()
    room.check_whole(room.of(SessionEnded)[0].reason)
    assert sum(isinstance(event, kind) for event in room.shown) == 1


# --- slow parts, keys and cancelling ------------------------------------------------------------------------------


class Slow(ScriptedStudio):
    """A studio that stays in one of its methods until it is let go."""

    stalls: dict[str, Stall]

    def _stalled(self, name: str) -> Stall | None:
        return self.stalls.get(name)

    async def open(self) -> None:
        await super().open()
        if stall := self._stalled("open"):
            await stall.wait()

    async def speak(self, line: int, sentences: AsyncIterator[str]) -> Spoken:
        if stall := self._stalled("speak"):
            await stall.wait()
        return await super().speak(line, sentences)

    async def listen(self, answer: int, line: int) -> None:
        if stall := self._stalled("listen"):
            await stall.wait()
        await super().listen(answer, line)

    async def finish(self, answer: int, by: By) -> None:
        if stall := self._stalled("finish"):
            await stall.wait()
        await super().finish(answer, by)

    async def close(self) -> None:
        if stall := self._stalled("close"):
            await stall.wait()
        await super().close()

    async def abandon(self) -> None:
        for stall in self.stalls.values():
            stall.released.set()
        await super().close()


def slow(**stalls: Stall) -> Callable[[Publish, VirtualClock, Candidate], ScriptedStudio]:
    def make(publish: Publish, clock: VirtualClock, candidate: Candidate) -> ScriptedStudio:
        studio = Slow(publish, clock, candidate)
        studio.stalls = stalls
        return studio

    return make


async def test_a_slow_studio_is_waited_for() -> None:
    stall = Stall()
    room = Room(studio=slow(open=stall))
    holding = asyncio.create_task(room.interview.hold())
    await stall.reached.wait()
    await room.until(lambda event: isinstance(event, Ticked) and event.t > 5)
    assert room.interview.state.stage is Stage.OPENING
    stall.released.set()
    await room.until(lambda event: isinstance(event, StudioOpened))
    room.interview.press(Key.END)
    assert await holding == "candidate"
    room.check_whole("candidate")


@pytest.mark.parametrize("part", ["open", "speak", "listen", "finish"])
async def test_cancelling_ends_it_as_interrupted_wherever_it_stands(part: str) -> None:
    stall = Stall()
    room = Room(studio=slow(**{part: stall}))
    holding = asyncio.create_task(room.interview.hold())
    await stall.reached.wait()
    holding.cancel()
    with pytest.raises(asyncio.CancelledError):
        await holding
    room.check_whole("interrupted")


@pytest.mark.parametrize("key", [Key.PAUSE, Key.THINK, Key.HINT, Key.REPEAT, Key.ASK])
async def test_cancelling_after_any_key_ends_it_as_interrupted(key: Key) -> None:
    room = Room(lambda _asked: Turn("Let me see.", key=key))
    holding = asyncio.create_task(room.interview.hold())
    await room.until(lambda event: isinstance(event, Pressed) and event.key is key)
    holding.cancel()
    with pytest.raises(asyncio.CancelledError):
        await holding
    room.check_whole("interrupted")


async def test_cancelling_while_a_mind_thinks() -> None:
    thinking = Stall()

    async def think(_situation: Situation) -> AsyncIterator[Saying]:
        await thinking.wait()
        yield opening("never")

    room = Room(mind=Moody(think))
    holding = asyncio.create_task(room.interview.hold())
    await thinking.reached.wait()
    holding.cancel()
    with pytest.raises(asyncio.CancelledError):
        await holding
    room.check_whole("interrupted")


async def test_cancelling_while_careful_passes_are_waited_for_leaves_them() -> None:
    """The interview had been ended by then: that stays its reason."""
    stall = Stall()
    room = Room(studio=slow(close=stall))
    holding = asyncio.create_task(room.interview.hold())
    await room.until(lambda event: isinstance(event, SpeechBegan))
    room.interview.press(Key.END)
    await stall.reached.wait()
    holding.cancel()
    with pytest.raises(asyncio.CancelledError):
        await holding
    room.check_whole("candidate")


@pytest.mark.parametrize("key", Key)
async def test_a_key_that_comes_with_the_cancelling_does_nothing(key: Key) -> None:
    room = Room()
    holding = asyncio.create_task(room.interview.hold())
    await room.until(lambda event: isinstance(event, LineBegan))
    holding.cancel()
    room.interview.press(key, "text")
    with pytest.raises(asyncio.CancelledError):
        await holding
    room.check_whole("interrupted")


async def test_being_cancelled_again_and_again_changes_nothing() -> None:
    stall = Stall()

    class Stubborn(ScriptedStudio):
        async def abandon(self) -> None:
            await stall.wait()
            await super().close()

    room = Room(studio=Stubborn)
    holding = asyncio.create_task(room.interview.hold())
    await room.until(lambda event: isinstance(event, SpeechBegan))
    holding.cancel()
    await stall.reached.wait()
    for _ in range(3):
        holding.cancel()
        await asyncio.sleep(0)
    stall.released.set()
    with pytest.raises(asyncio.CancelledError):
        await holding
    room.check_whole("interrupted")


async def test_the_voice_is_stopped_while_the_hands_are_busy_speaking() -> None:
    room = Room()
    holding = asyncio.create_task(room.interview.hold())
    await room.until(lambda event: isinstance(event, LineBegan))
    room.interview.press(Key.DONE)
    await room.until(lambda event: isinstance(event, LineSaid))
    (said,) = room.of(LineSaid)
    assert said.stopped
    assert said.heard_seconds < said.seconds
    room.interview.press(Key.END)
    assert await holding == "candidate"
    room.check_whole("candidate")


@pytest.mark.parametrize("moment", [SessionStarted, StudioOpened, LineBegan, LineSaid, SpeechBegan, AnswerHeard])
async def test_the_key_ends_it_at_any_moment(moment: type[Event]) -> None:
    room = Room()
    holding = asyncio.create_task(room.interview.hold())
    await room.until(lambda event: isinstance(event, moment))
    room.interview.press(Key.END)
    assert await holding == "candidate"
    room.check_whole("candidate")
    assert len(room.of(AnswerEnded)) == len(room.of(AnswerHeard))


async def test_keys_after_the_end_do_nothing() -> None:
    room = Room(minutes=2)
    reason = await room.interview.hold()
    written = len(room.record.events)
    room.interview.press(Key.END)
    room.check_whole(reason)
    assert len(room.record.events) == written
