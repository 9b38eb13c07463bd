"""An interview has the model to itself: reviews by a model nearby stop, wait, and go on where they were."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop import judging
from desktop.judging import judge_session, progress_words
from desktop.model_turns import TURNS, ModelTurns
from desktop.paths import Paths, find
from interviewer.content.model import Level
from interviewer.errors import MindUnavailable
from interviewer.minds.client import ChatClient
from interviewer.minds.server import Server
from interviewer.records.folder import SessionFolder
from interviewer.records.library import Session
from interviewer.review.judge.judging import Progress
from interviewer.review.judge.kept import begun_in
from interviewer.review.judge.matter import Matter
from interviewer.review.values import Review
from tests.support.fake_openai import MODEL, FakeOpenAI, running_fake_openai
from tests.support.reviewed import interview, keep
from tests.support.reviewer import reviewer

STEPS = 1 + 5 + 1 + 1


@pytest.fixture(name="fake")
def _fake() -> Iterator[FakeOpenAI]:
    with running_fake_openai() as fake:
        fake.answers = reviewer(2)
        yield fake


@pytest.fixture(name="paths")
def _paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    """Sessions are judged by one dimension, and held against no coach: it takes less time."""
    whole = judging.matter_of

    def less(session: Session, paths: Paths, level: Level | None = None) -> Matter:
        matter = whole(session, paths, level)
        changes = {"dimensions": matter.of.dimensions[:1], "answer_parts": matter.of.answer_parts[:1]}
        return replace(matter, of=matter.of.model_copy(update=changes))

    monkeypatch.setattr(judging, "matter_of", less)
    monkeypatch.setattr(judging, "coach_on", lambda _session, _matter: None)
    return find(tmp_path)


@pytest.fixture(name="sessions")
def _sessions(paths: Paths) -> list[Path]:
    """Two that are kept. Not made in a test: they are held on a loop of their own."""
    return [keep(paths.sessions, interview()), keep(paths.sessions, interview(), title="other")]


class Waits:
    """What a review tells, and the moment in which it tells that it waits."""

    def __init__(self) -> None:
        self.told: list[Progress] = []
        self.waits = asyncio.Event()

    def tell(self, progress: Progress) -> None:
        self.told.append(progress)
        if progress.waiting:
            self.waits.set()


async def until(fake: FakeOpenAI, fits: Callable[[], bool]) -> None:
    """Wait for what happens in the server."""
    await asyncio.to_thread(fake.wait, fits, 60.0)


async def review_of(
    session: Path, paths: Paths, fake: FakeOpenAI, tell: Callable[[Progress], None] = lambda _progress: None
) -> Review:
    _name, review = await judge_session(session, paths, lambda: ChatClient(Server(fake.url, MODEL)), tell)
    for _ in range(10):
        await asyncio.sleep(0)  # the library drops its own generators unfinished
    return review


async def test_a_review_gives_way_to_an_interview_and_loses_one_reply(
    fake: FakeOpenAI, paths: Paths, sessions: list[Path]
) -> None:
    session, heard, answers = sessions[0], Waits(), reviewer(2)

    def halting(body: object) -> str:
        while len(fake.chats) == 4 and not (fake.go_on.wait(0.01) or fake.give_up.is_set()):
            pass
        return answers(body)

    fake.answers = halting
    working = asyncio.create_task(review_of(session, paths, fake, heard.tell))
    await until(fake, lambda: len(fake.chats) == 4)
    with TURNS.interview():
        await heard.waits.wait()
        assert progress_words(heard.told[-1]) == "it goes on when the interview, or another review, is over"
        assert heard.told[-1].steps_done == begun_in(SessionFolder(session))[0].done == 3
        fake.go_on.set()
        await until(fake, lambda: fake.reading == 0)
        assert len(fake.chats) == 4, "nothing is asked while it is held"
        assert not working.done()
    review = await working
    assert [one.score for one in review.dimensions] == [2]
    assert len(fake.chats) == STEPS + 1, "one reply was given up, and no other is asked for twice"


async def test_two_reviews_take_turns(fake: FakeOpenAI, paths: Paths, sessions: list[Path]) -> None:
    heard = Waits()
    first = asyncio.create_task(review_of(sessions[0], paths, fake))
    await until(fake, lambda: bool(fake.chats))
    second = asyncio.create_task(review_of(sessions[1], paths, fake, heard.tell))
    await heard.waits.wait()
    await asyncio.gather(first, second)
    assert fake.most_reading == 1
    assert len(fake.chats) == 2 * STEPS


async def test_a_review_on_a_hosted_server_need_not_wait(
    fake: FakeOpenAI, paths: Paths, sessions: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Server, "is_near", property(lambda _server: False))
    with TURNS.interview():
        assert (await review_of(sessions[0], paths, fake)).dimensions[0].score == 2


async def test_what_fails_or_is_cancelled_frees_the_turn() -> None:
    turns, waited = ModelTurns(), list[str]()

    async def fails() -> None:
        raise MindUnavailable("It is not there.")

    async def for_ever() -> None:
        await asyncio.Event().wait()

    with pytest.raises(MindUnavailable):
        await turns.review(fails, lambda: waited.append("first"))
    at_work = asyncio.create_task(turns.review(for_ever, lambda: waited.append("second")))
    await asyncio.sleep(0)
    next_one = asyncio.create_task(turns.review(fails, lambda: waited.append("third")))
    await asyncio.sleep(0)
    at_work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await at_work
    with pytest.raises(MindUnavailable):
        await next_one
    assert waited == ["third"]
