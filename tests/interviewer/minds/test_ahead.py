"""While the candidate speaks the server reads along; in a pause a reply is tried, and dropped when she goes on."""

from __future__ import annotations

import asyncio
import dataclasses
import time
from collections.abc import Callable, Iterator

import pytest

from interviewer.errors import MindUnavailable
from interviewer.events import Role
from interviewer.minds.ahead import Messages, Reading
from interviewer.minds.language_model import PAID_GUESSES, LanguageModelMind
from interviewer.minds.prompts import Message
from interviewer.minds.server import Server
from interviewer.ports import Saying, Situation, Trigger, Wording
from tests.interviewer.minds.support import EXECUTION_PURPOSE, opened, question
from tests.interviewer.minds.test_client import let_generators_end
from tests.interviewer.minds.test_language_model import mind_at
from tests.support.fake_openai import FakeOpenAI, running_fake_openai

ANSWER = (
    "The north star would be holds picked up within ten days, because readers and librarians both need it. "
    "I assume one city only, and late returns must not rise. "
) * 13
"""Three minutes."""


@pytest.fixture(name="fake")
def _fake() -> Iterator[FakeOpenAI]:
    with running_fake_openai() as fake:
        yield fake


def answered(text: str) -> Situation:
    """A situation after one answer, in which this one was given so far."""
    talk = opened(question("library-holds"))
    talk.answer(EXECUTION_PURPOSE)
    talk.exchanges[-1] = dataclasses.replace(talk.exchanges[-1], answered=text)
    return talk.situation(Trigger.ANSWER)


async def reply_of(mind: LanguageModelMind, situation: Situation) -> list[Saying]:
    try:
        return [saying async for saying in mind.reply(situation)]
    finally:
        await mind.close()
        await let_generators_end()


async def until(fake: FakeOpenAI, fits: Callable[[], bool]) -> None:
    """Wait for what happens in the server."""
    await asyncio.to_thread(fake.wait, fits)


async def turns() -> None:
    """Let everybody do what they can do without waiting."""
    for _ in range(20):
        await asyncio.sleep(0)


async def caught_up(mind: LanguageModelMind) -> None:
    """Wait until nothing is read ahead any more."""
    if mind._reading._task is not None:
        await asyncio.wait((mind._reading._task,))


def idle(fake: FakeOpenAI, chats: int) -> Callable[[], bool]:
    return lambda: len(fake.new) >= chats and fake.reading == 0


# --- reading --------------------------------------------------------------------------------------------------------


class Slow:
    """Reads one prompt whenever it is let."""

    def __init__(self, fault: MindUnavailable | None = None) -> None:
        self.read: list[str] = []
        self.gate = asyncio.Semaphore(0)
        self.fault = fault

    async def __call__(self, messages: Messages) -> None:
        self.read.append(messages[0].content)
        await self.gate.acquire()
        if self.fault is not None:
            raise self.fault


def prompt(text: str) -> Messages:
    return (Message("user", text),)


async def let(slow: Slow) -> None:
    slow.gate.release()
    for _ in range(5):
        await asyncio.sleep(0)


async def test_one_prompt_is_read_at_a_time_and_the_latest_next() -> None:
    slow = Slow()
    reading = Reading(slow)
    for text in ("one", "two", "three", "three"):
        reading.want(prompt(text))
        await asyncio.sleep(0)
    assert slow.read == ["one"]
    await let(slow)
    assert slow.read == ["one", "three"]
    await let(slow)
    reading.want(prompt("three"))
    await let(slow)
    assert slow.read == ["one", "three"], "what was read is not read again"
    reading.want(prompt("four"))
    await asyncio.sleep(0)
    reading.want(prompt("five"))
    await reading.stop()
    assert slow.read == ["one", "three", "four"]


async def test_a_server_that_fails_is_left_in_peace_until_forgiven() -> None:
    slow = Slow(MindUnavailable("away"))
    reading = Reading(slow)
    reading.want(prompt("one"))
    await let(slow)
    await let(slow)
    reading.want(prompt("two"))
    await reading.stop()
    reading.want(prompt("three"))
    await let(slow)
    assert slow.read == ["one"]
    await reading.stop(forgive=True)
    reading.want(prompt("four"))
    await let(slow)
    assert slow.read == ["one", "four"]
    await reading.stop()


async def test_at_the_end_of_an_answer_only_its_end_is_new(fake: FakeOpenAI) -> None:
    """With the answer sent ahead the reply comes in a quarter of the time it takes without, in the same run."""
    fake.read_seconds = 0.4
    words = ANSWER.split()
    took = {}
    for ahead in (False, True):
        fake.remembered, fake.new = "", []
        mind = mind_at(fake.url, reply_seconds=5.0)
        for end in range(20, len(words), 20) if ahead else ():
            seen = len(fake.new)
            mind.attend(answered(" ".join(words[:end])), pauses=False)
            await until(fake, idle(fake, seen + 1))
        began = time.monotonic()
        said = await reply_of(mind, answered(ANSWER))
        took[ahead] = time.monotonic() - began
        assert " ".join(saying.text for saying in said) == fake.said[-1]
    assert took[True] <= took[False] / 4
    assert fake.new[0] > 5 * max(fake.new[1:-1]), "each time only what was said since"
    assert all(chat["max_tokens"] == 1 and len(chat["messages"]) == 2 for chat in fake.chats[1:-1])
    assert "max_tokens" not in fake.chats[-1]
    assert fake.most_reading == 1


async def test_nobody_waits_for_what_is_still_read_ahead(fake: FakeOpenAI) -> None:
    fake.read_seconds = 100.0
    mind = mind_at(fake.url, reply_seconds=5.0)
    mind.attend(answered("The north star would be holds"), pauses=False)
    await until(fake, lambda: fake.reading == 1)
    fake.read_seconds = 0.0
    assert await reply_of(mind, answered(ANSWER))
    assert len(fake.chats) == 2
    await until(fake, lambda: fake.reading == 0)


@pytest.mark.parametrize("mode", ["500", "cut", "hang up", "page"])
async def test_a_server_that_cannot_read_ahead_still_replies(fake: FakeOpenAI, mode: str) -> None:
    fake.mode = mode
    mind = mind_at(fake.url, reply_seconds=5.0)
    for text in ("The north star", "The north star would be", "The north star would be holds"):
        mind.attend(answered(text), pauses=False)
        await caught_up(mind)
    assert len(fake.chats) == 1
    fake.mode = "ok"
    assert await reply_of(mind, answered(ANSWER))


async def test_a_hosted_server_reads_nothing_ahead_and_guesses_little(
    fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Server, "is_near", property(lambda server: False))
    fake.read_seconds = 100.0
    mind = mind_at(fake.url, reply_seconds=5.0)
    for number in range(1, 5):
        mind.attend(answered("The north star would be holds. " * number), pauses=False)
        mind.attend(answered("The north star would be holds. " * number), pauses=True)
        if number <= PAID_GUESSES:
            await until(fake, lambda: fake.reading == 1)
        await turns()
        mind.resumed()
        await until(fake, lambda: fake.reading == 0)
    assert len(fake.chats) == PAID_GUESSES
    assert all("max_tokens" not in chat for chat in fake.chats)
    await mind.close()
    await let_generators_end()


# --- trying a reply -------------------------------------------------------------------------------------------------


async def test_a_reply_that_was_tried_in_the_pause_is_there_at_once(fake: FakeOpenAI) -> None:
    mind = mind_at(fake.url, reply_seconds=5.0)
    mind.attend(answered(ANSWER), pauses=True)
    mind.attend(answered(ANSWER), pauses=True)
    await until(fake, idle(fake, 1))
    said = await reply_of(mind, answered(f" {ANSWER} "))
    assert " ".join(saying.text for saying in said) == fake.said[-1]
    assert len(fake.chats) == 1
    assert mind.wording == Wording((), said=True)


async def test_a_reply_is_dropped_when_the_candidate_goes_on(fake: FakeOpenAI) -> None:
    fake.read_seconds = 100.0
    mind = mind_at(fake.url, reply_seconds=5.0)
    mind.attend(answered(ANSWER), pauses=True)
    await until(fake, lambda: fake.reading == 1)
    mind.resumed()
    await until(fake, lambda: fake.reading == 0)
    fake.read_seconds = 0.0
    assert await reply_of(mind, answered(f"{ANSWER} And that is all."))
    assert len(fake.chats) == 2
    assert "And that is all" in fake.chats[1]["messages"][1]["content"]


async def test_a_reply_to_less_than_was_said_is_not_said(fake: FakeOpenAI) -> None:
    mind = mind_at(fake.url, reply_seconds=5.0)
    mind.attend(answered(ANSWER), pauses=True)
    await until(fake, idle(fake, 1))
    assert await reply_of(mind, answered(f"{ANSWER} And that is all."))
    assert len(fake.chats) == 2


async def test_a_reply_that_may_not_be_said_is_asked_for_again(fake: FakeOpenAI) -> None:
    fake.mode = "praise"
    mind = mind_at(fake.url, reply_seconds=5.0)
    mind.attend(answered(ANSWER), pauses=True)
    await until(fake, idle(fake, 2))
    fake.mode = "ok"
    said = await reply_of(mind, answered(ANSWER))
    assert " ".join(saying.text for saying in said) == fake.said[-1]
    assert mind.wording == Wording(("praise", "praise"), said=True)


async def test_nothing_is_worked_ahead_in_a_case(fake: FakeOpenAI) -> None:
    situation = answered("Is it the same on all platforms?")
    last = dataclasses.replace(situation.exchanges[-1], role=Role.TROUBLESHOOTING)
    mind = mind_at(fake.url)
    for pauses in (False, True):
        mind.attend(dataclasses.replace(situation, exchanges=(*situation.exchanges[:-1], last)), pauses=pauses)
    await turns()
    assert fake.chats == []
    await mind.close()
