"""The shipped stand-ins hold a whole interview on virtual time, with the events of a real one."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from interviewer.conduct import Interview
from interviewer.content.model import Question
from interviewer.events import (
    AnswerBegan,
    AnswerEnded,
    AnswerHeard,
    AnswerKept,
    By,
    Event,
    FileBegan,
    Key,
    LineSaid,
    Pressed,
    Role,
    SegmentHeard,
    SessionEnded,
    SpeechBegan,
    SpeechPaused,
)
from interviewer.minds.scripted import ScriptedMind
from interviewer.scripted import WORDS_A_SECOND, Candidate, MemoryRecord, ScriptedStudio, Turn, VirtualClock, in_order
from speech.words import SAMPLE_RATE
from tests.interviewer.minds.support import PEOPLE, first_of_each, plan_for


async def test_time_moves_as_fast_as_the_work_lets_it() -> None:
    clock = VirtualClock()
    times = [await clock.tick() for _ in range(3)]
    assert times == pytest.approx([0.1, 0.2, 0.3])


async def test_everybody_waits_for_the_same_tick() -> None:
    clock = VirtualClock()
    assert await asyncio.gather(*(clock.tick() for _ in range(5))) == pytest.approx([0.1] * 5)


async def test_a_cancelled_driver_leaves_nobody_waiting() -> None:
    clock = VirtualClock()
    driver = asyncio.create_task(clock.tick())
    waiting = asyncio.create_task(clock.tick())
    await asyncio.sleep(0)
    driver.cancel()
    assert await waiting == pytest.approx(0.1)
    assert await clock.tick() == pytest.approx(0.2)


async def test_time_that_is_advanced_by_hand_stands_still_otherwise() -> None:
    clock = VirtualClock(running=False)
    waiting = asyncio.create_task(clock.tick())
    for _ in range(50):
        await asyncio.sleep(0)
    assert not waiting.done()
    await clock.advance(2.0)
    assert clock.now() == pytest.approx(2.0)
    assert await waiting == pytest.approx(0.1)


class Room:
    """A studio with its events."""

    def __init__(self, candidate: Candidate) -> None:
        self.events: list[Event] = []
        self.clock = VirtualClock(running=False)
        self.studio = ScriptedStudio(self.events.append, self.clock, candidate)

    def of(self, kind: type[Event]) -> list[Event]:
        return [event for event in self.events if isinstance(event, kind)]


async def one(sentence: str) -> AsyncIterator[str]:
    yield sentence


async def test_an_answer_is_published_as_it_would_be_heard() -> None:
    room = Room(in_order([Turn("One two three. Four five.", wait_seconds=1.0)]))
    await room.studio.listen(1, 4)
    await room.clock.advance(10)
    kinds = [type(event) for event in room.events]
    assert kinds == [
        AnswerBegan, FileBegan, *[SpeechBegan, SegmentHeard, SpeechPaused] * 2, Pressed,
    ]  # fmt: skip
    await room.studio.finish(1, By.KEY)
    ended, heard, kept = room.events[-3:]
    assert isinstance(ended, AnswerEnded)
    assert ended.seconds == pytest.approx(10)
    assert ended.frame == 10 * SAMPLE_RATE
    assert isinstance(heard, AnswerHeard)
    assert heard.text == "One two three. Four five."
    assert isinstance(kept, AnswerKept)
    words = [word for utterance in kept.utterances for word in utterance.words]
    assert " ".join(word.text for word in words) == heard.text
    assert words[0].start == pytest.approx(1.0)
    assert all(first.end <= second.start + 1e-9 for first, second in itertools.pairwise(words))
    assert [event.t for event in room.events] == sorted(event.t for event in room.events)


async def test_somebody_stopped_in_a_sentence_is_heard_so_far() -> None:
    room = Room(in_order([Turn("one two three four five six seven eight", wait_seconds=0.0)]))
    await room.studio.listen(1, 1)
    await room.clock.advance(1.7)
    await room.studio.finish(1, By.TIME)
    (heard,) = room.of(AnswerHeard)
    assert isinstance(heard, AnswerHeard)
    assert heard.text == "one two three four"
    await room.clock.advance(5)
    assert room.of(Pressed) == []


async def test_nothing_is_said_while_the_interview_is_held() -> None:
    room = Room(in_order([Turn("one two three", wait_seconds=0.5)]))
    await room.studio.listen(1, 1)
    await room.studio.hold()
    await room.clock.advance(30)
    assert room.of(SpeechBegan) == []
    await room.studio.resume()
    await room.clock.advance(3)
    assert len(room.of(SegmentHeard)) == 1
    assert len({event.file for event in room.of(FileBegan) if isinstance(event, FileBegan)}) == 2
    await room.studio.close()


async def test_a_line_takes_its_time_and_can_be_stopped() -> None:
    room = Room(in_order([]))
    speaking = asyncio.create_task(room.studio.speak(1, one("one two three four five six seven eight nine ten")))
    await room.clock.advance(1)
    assert not speaking.done()
    await room.studio.hush()
    await room.clock.advance(0.2)
    spoken = await speaking
    assert spoken.stopped
    assert spoken.seconds == pytest.approx(4)
    assert spoken.heard_seconds == pytest.approx(1, abs=0.15)
    await room.studio.hush()
    speaking = asyncio.create_task(room.studio.speak(2, one("one two three four five")))
    await room.clock.advance(2.2)
    assert not (await speaking).stopped


async def test_a_silent_candidate_says_nothing_and_presses_nothing() -> None:
    room = Room(in_order([]))
    await room.studio.listen(1, 1)
    await room.clock.advance(60)
    await room.studio.finish(1, By.TIME)
    (heard,) = room.of(AnswerHeard)
    assert isinstance(heard, AnswerHeard)
    assert heard.text == ""
    assert room.of(SpeechBegan) == []


def answers(round_id: str, seconds: float) -> Candidate:
    """Somebody who asks first, then talks for about so long at a time, and fishes when there is a case."""
    words = round(seconds * WORDS_A_SECOND)
    talk = itertools.cycle(text * (1 + words // len(text.split())) for text in (f"{one} " for one in PEOPLE[round_id]))
    first = iter([Turn("How many people does it concern?", key=Key.ASK)])

    def answer(asked: str) -> Turn:
        if "Ask me" in asked or "find out" in asked:
            return Turn("When did it start, and is it Android or iPhone?")
        return next(first, None) or Turn(next(talk))

    return answer


@pytest.mark.parametrize("minutes", [10, 20])
@first_of_each
async def test_a_whole_interview_takes_moments(asked: Question, minutes: int) -> None:
    plan = plan_for(asked, minutes)
    clock, record, candidate = VirtualClock(), MemoryRecord(), answers(asked.round, minutes * 60 / 8)
    interview = Interview(
        plan,
        make_studio=lambda publish: ScriptedStudio(publish, clock, candidate),
        mind=ScriptedMind(),
        fallback=ScriptedMind(),
        clock=clock,
        record=record,
        engines={"mind": "scripted"},
        show=lambda _event: None,
    )
    began = time.perf_counter()
    assert await interview.hold() in ("finished", "time")
    assert time.perf_counter() - began < 20
    said = [event for event in record.events if isinstance(event, LineSaid)]
    assert said[0].role is Role.QUESTION
    assert said[1].role is Role.CLARIFICATION
    assert said[-1].role is Role.CLOSING
    assert [line.item for line in said if line.role is Role.QUESTION] == [each.id for each in plan.questions]
    assert sum(line.role is Role.PROBE for line in said) >= 2
    assert any(line.role is Role.TIME_CALL for line in said)
    assert isinstance(record.events[-1], SessionEnded)
    assert record.closed
    assert not record.failed
    assert clock.now() <= plan.seconds + 60


def test_a_record_in_memory_names_its_files() -> None:
    record = MemoryRecord(Path("somewhere"))
    assert record.folder == Path("somewhere")
    assert record.answer_file(2, 1) != record.answer_file(2, 2)
    assert record.line_file(3).endswith(".wav")
    record.close(failed=True)
    record.close()
    assert record.failed
