"""A mind that works ahead is told what is said as it is said, of every pause once, and to give up at the end."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator

import pytest

from interviewer.attention import PAUSE_SECONDS, Attention
from interviewer.conduct import Interview
from interviewer.events import AnswerHeard, SegmentHeard, SessionEnded, SpeechBegan, SpeechPaused, Ticked
from interviewer.minds.scripted import ScriptedMind
from interviewer.plan import Mode, make_plan
from interviewer.ports import Saying, Situation, Wording
from interviewer.scripted import MemoryRecord, ScriptedStudio, Turn, VirtualClock, in_order
from interviewer.state import Stage, State
from speech.words import Utterance
from tests.interviewer.minds.support import ROUND, question

PLAN = make_plan(ROUND, question("library-holds"), 4, Mode.PRACTICE)


class Attentive(ScriptedMind):
    """Notes what it is told."""

    seconds = 6.0
    wording: Wording | None = None

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[str, str]] = []
        self.closed = 0

    def attend(self, situation: Situation, *, pauses: bool) -> None:
        self.told.append(("pauses" if pauses else "speaks", situation.last_answer))

    def resumed(self) -> None:
        self.told.append(("resumed", ""))

    async def close(self) -> None:
        self.closed += 1

    async def reply(self, situation: Situation) -> AsyncIterator[Saying]:
        self.told.append(("reply", situation.last_answer))
        async for saying in super().reply(situation):
            yield saying


def listening(now: float, *, quiet_since: float | None = None, spoke: bool = True, interjecting: bool = False) -> State:
    return State(
        PLAN,
        Stage.LISTENING,
        now,
        speaking_since=None if quiet_since is not None else 1.0,
        quiet_since=quiet_since or 0.0,
        spoke=spoke,
        interjecting=interjecting,
    )


def tick(now: float) -> Ticked:
    return Ticked(t=now)


SEGMENT = SegmentHeard(t=5.0, answer=1, utterance=Utterance("Holds.", 1.0, 5.0, 1.0))


def test_a_pause_is_told_of_once_when_it_has_grown() -> None:
    mind = Attentive()
    attention = Attention(mind)
    for step in range(8):
        attention.take_in(tick(5 + step / 2), listening(5 + step / 2, quiet_since=5.0))
    assert [kind for kind, _ in mind.told] == ["pauses"]
    attention.take_in(SpeechBegan(t=9.0, answer=1), listening(9.0))
    attention.take_in(tick(12.0), listening(12.0, quiet_since=10.0))
    assert [kind for kind, _ in mind.told] == ["pauses", "resumed", "pauses"]


def test_words_that_come_late_belong_to_the_pause_they_come_in() -> None:
    mind = Attentive()
    attention = Attention(mind)
    attention.take_in(SEGMENT, listening(5.5, quiet_since=5.0))
    attention.take_in(SEGMENT, listening(5.0 + PAUSE_SECONDS, quiet_since=5.0))
    attention.take_in(tick(8.0), listening(8.0, quiet_since=5.0))
    assert [kind for kind, _ in mind.told] == ["speaks", "pauses"]


@pytest.mark.parametrize(
    "state",
    [
        listening(9.0, quiet_since=5.0, spoke=False),
        listening(9.0, quiet_since=5.0, interjecting=True),
        State(PLAN, Stage.SPEAKING, 9.0, spoke=True, quiet_since=5.0),
    ],
)
def test_a_silence_that_is_no_pause_is_not_told_of(state: State) -> None:
    mind = Attentive()
    Attention(mind).take_in(tick(9.0), state)
    assert mind.told == []


async def test_minds_that_do_not_work_ahead_are_told_nothing() -> None:
    attention = Attention(ScriptedMind())
    attention.take_in(SEGMENT, listening(5.5))
    await attention.close()


async def test_a_whole_interview_is_told_in_order() -> None:
    mind, clock, record = Attentive(), VirtualClock(), MemoryRecord()
    turns = [Turn("We have readers. They wait. That is all.", key=None), None]
    held = Interview(
        PLAN,
        make_studio=lambda publish: ScriptedStudio(publish, clock, in_order(filter(None, turns))),
        mind=mind,
        fallback=ScriptedMind(),
        clock=clock,
        record=record,
        engines={},
        show=lambda event: None,
    )
    assert await held.hold() == "time"
    kinds = [kind for kind, _ in mind.told]
    assert kinds[:7] == ["reply", "resumed", "speaks", "resumed", "speaks", "resumed", "speaks"]
    assert kinds[7] == "pauses"
    assert mind.told[7][1] == "We have readers. They wait. That is all."
    texts = [text for kind, text in mind.told if kind == "speaks"]
    assert all(later.startswith(earlier) for earlier, later in itertools.pairwise(texts))
    heard = [event.text for event in record.events if isinstance(event, AnswerHeard)]
    assert heard[0] == mind.told[7][1], "what is told in the pause is what is heard in the end"
    assert kinds.count("pauses") == 1
    assert mind.closed == 1
    assert isinstance(record.events[-1], SessionEnded)
    assert any(isinstance(event, SpeechPaused) for event in record.events)
