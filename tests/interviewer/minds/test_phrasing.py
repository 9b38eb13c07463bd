"""What is said of a reply before it is complete, and what follows when the rest is not to be said."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
from collections.abc import AsyncGenerator, AsyncIterator, Iterator

import pytest

from interviewer.errors import MindError, MindLate, MindReplyUnfit, MindUnavailable
from interviewer.minds.language_model import LanguageModelMind
from interviewer.ports import Saying, Situation, Trigger, Wording
from tests.interviewer.minds.support import opened, question
from tests.interviewer.minds.test_client import let_generators_end
from tests.interviewer.minds.test_language_model import mind_at
from tests.support.fake_openai import FakeOpenAI, running_fake_openai

ANSWER = (
    "The north star would be holds picked up within ten days, because readers and librarians both need it. "
    "I assume one city only, and late returns must not rise."
)


@pytest.fixture(name="fake")
def _fake() -> Iterator[FakeOpenAI]:
    with running_fake_openai() as fake:
        yield fake


def situation() -> Situation:
    talk = opened(question("library-holds"))
    talk.exchanges[-1] = dataclasses.replace(talk.exchanges[-1], answered=ANSWER)
    return talk.situation(Trigger.ANSWER)


def scripted(mind: LanguageModelMind) -> str:
    return mind._phraser.asker.aims(situation())[0].line.text


@contextlib.asynccontextmanager
async def replying(mind: LanguageModelMind) -> AsyncIterator[AsyncIterator[Saying]]:
    reply = mind.reply(situation())
    assert isinstance(reply, AsyncGenerator)
    try:
        yield reply
    finally:
        await reply.aclose()
        await let_generators_end()


async def said_by(mind: LanguageModelMind) -> tuple[list[str], MindError | None]:
    texts: list[str] = []
    async with replying(mind) as reply:
        try:
            async for saying in reply:
                texts.append(saying.text)  # noqa: PERF401  (what was said before a fault counts)
        except MindError as fault:
            return texts, fault
    return texts, None


async def test_a_statement_is_said_while_the_question_is_still_written(fake: FakeOpenAI) -> None:
    fake.mode = "halt"
    mind = mind_at(fake.url, reply_seconds=5.0)
    async with replying(mind) as reply:
        first = await asyncio.wait_for(anext(reply), 4.0)
        assert first.text == "You mentioned librarians."
        assert not fake.go_on.is_set()
        fake.go_on.set()
        rest = [saying async for saying in reply]
    assert " ".join(saying.text for saying in (first, *rest)) == fake.said[-1]
    assert {(saying.role, saying.item) for saying in rest} == {(first.role, first.item)}
    assert mind.wording == Wording((), said=True)


async def test_a_question_is_said_when_all_of_it_was_checked(fake: FakeOpenAI) -> None:
    fake.reply, fake.mode = '{"aim": "a", "question": "What would holds per week miss? It is one. Why?"}', "halt"
    fake.go_on.set()
    texts, fault = await said_by(mind_at(fake.url, reply_seconds=5.0))
    assert texts == []
    assert isinstance(fault, MindReplyUnfit)


@pytest.mark.parametrize(
    "rest",
    ["What would it miss? And who would notice?", "Great answer, so why?", "How would revenue of 40 percent help?"],
)
async def test_the_line_of_the_pack_follows_when_the_rest_breaks_a_rule(fake: FakeOpenAI, rest: str) -> None:
    fake.reply = f'{{"aim": "a", "question": "You named holds picked up within ten days. {rest}"}}'
    mind = mind_at(fake.url, reply_seconds=5.0)
    texts, fault = await said_by(mind)
    assert " ".join(texts) == f"You named holds picked up within ten days. {scripted(mind)}"
    assert fault is None
    assert len(fake.chats) == 1, "nobody waits for a repair in the middle of a line"
    assert mind.wording is not None
    assert (len(mind.wording.refused), mind.wording.said) == (1, False)


@pytest.mark.parametrize(("mode", "kind"), [("half", MindUnavailable), ("halt", MindLate)])
async def test_the_line_of_the_pack_follows_when_the_server_fails_midway(
    fake: FakeOpenAI, mode: str, kind: type[MindError]
) -> None:
    fake.mode = mode
    mind = mind_at(fake.url, reply_seconds=0.5 if mode == "halt" else 5.0)
    texts, fault = await said_by(mind)
    assert " ".join(texts) == f"You mentioned librarians. {scripted(mind)}"
    assert isinstance(fault, kind)


async def test_a_statement_that_breaks_a_rule_is_not_said(fake: FakeOpenAI) -> None:
    fake.reply = '{"aim": "a", "question": "You named the revenue of shops. What would holds miss?"}'
    texts, fault = await said_by(mind_at(fake.url, reply_seconds=5.0))
    assert texts == []
    assert isinstance(fault, MindReplyUnfit)
    assert "quoted something that was never said" in fault.sentence
    assert len(fake.chats) == 2
