"""Whole interviews with a language model that behaves, and with one that does not: all come to the same end."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from interviewer.conduct import Interview
from interviewer.events import Event, Fault, LineSaid, LineWorded, Role, from_json, to_json
from interviewer.minds.briefing import LEFT_OUT, ROOMS, Room
from interviewer.minds.client import ChatClient
from interviewer.minds.forms import Forms
from interviewer.minds.language_model import LanguageModelMind
from interviewer.minds.scripted import ScriptedMind
from interviewer.minds.server import server_at
from interviewer.minds.tally import tally
from interviewer.plan import Mode, Plan, make_plan
from interviewer.ports import Mind, ModelMind, Saying, Situation, Trigger, Wording
from interviewer.scripted import MemoryRecord, ScriptedStudio, VirtualClock, in_order
from tests.interviewer.minds.support import ROUND, opened, question
from tests.interviewer.minds.test_client import let_generators_end
from tests.interviewer.minds.test_prompts import shipped
from tests.support.fake_openai import MODEL, FakeOpenAI, asked_form, running_fake_openai
from tests.support.fake_vendors import MAIN, VENDORS

KEY = "sk-canary-0123456789"
SECONDS = 0.2
WIDE = Room(2000, 20, 20)
SCRIPTED: list[tuple[Role, str, str]] = []
"""The lines of the same interview without a model, once it was held."""
ANSWERS = (
    "I assume one canarycity and phones only. The product exists so that people read what they want.",
    "I see two groups, readers who wait for a book and librarians who move the copies.",
    "How many members are there?",
    "My main objective is that a reader gets the book while she still wants it.",
    "The north star is holds picked up within ten days, each week.",
    "As a guardrail I would watch the number of books that come back late.",
    "I would not do it everywhere, since a lapse costs more than a short wait gains.",
)

FAULTS = {
    "403": "does not allow",
    "503": "may still be loading",
    "not here": "no chat at this address",
    "not json": "does not speak the OpenAI protocol",
    "redirect": "points to another address",
    "begin only": "too slow",
    "keep alive": "too slow",
    "length": "cut off at the longest length",
    "error midway": "failed in the middle",
    "hang up": "closed the connection",
    "empty": "gave an empty reply",
    "huge": "talked too long",
    "endless": "talked too long",
}
"""Those in which vendors differ are in `test_every_server`."""
UNFIT = {
    "What would it miss? And who would notice?": "asked more than one question at once",
    "Great answer. What would it miss?": "praised or judged the answer",
    "The candidate named a metric, so I should ask about it.": "thought aloud",
    "word " * 61: "talked too long",
    '{"aim": "a", "question": "What would it miss? And who would notice?"}': "asked more than one question at once",
    '{"aim": "a"}': "gave an empty reply",
}


class PatientClock:
    """A virtual clock that stands still while a mind thinks: real seconds of a fault cost no interview time."""

    def __init__(self) -> None:
        self._clock = VirtualClock()
        self.running = asyncio.Event()
        self.running.set()

    def now(self) -> float:
        return self._clock.now()

    async def tick(self) -> float:
        await self.running.wait()
        return await self._clock.tick()


@dataclass
class Timed:
    """A mind that stops the clock until its first sentence."""

    mind: Mind
    clock: PatientClock
    ahead: bool = False
    """Whether it is told what is being said: virtual seconds of speech take no time, in which little can be done."""

    @property
    def name(self) -> str:
        return self.mind.name

    @property
    def seconds(self) -> float:
        return self.mind.seconds if isinstance(self.mind, ModelMind) else 6.0

    @property
    def wording(self) -> Wording | None:
        return self.mind.wording if isinstance(self.mind, ModelMind) else None

    def attend(self, situation: Situation, *, pauses: bool) -> None:
        if isinstance(self.mind, ModelMind) and self.ahead:
            self.mind.attend(situation, pauses=pauses)

    def resumed(self) -> None:
        if isinstance(self.mind, ModelMind):
            self.mind.resumed()

    async def close(self) -> None:
        if isinstance(self.mind, ModelMind):
            await self.mind.close()

    async def reply(self, situation: Situation) -> AsyncIterator[Saying]:
        sayings = self.mind.reply(situation)
        self.clock.running.clear()
        try:
            first = await anext(sayings)
        finally:
            self.clock.running.set()
        yield first
        async for saying in sayings:
            yield saying


@pytest.fixture(name="fake")
def _fake() -> Iterator[FakeOpenAI]:
    with running_fake_openai() as fake:
        yield fake


def mind_at(address: str, model: str = MODEL, reply_seconds: float = SECONDS) -> LanguageModelMind:
    client = ChatClient(server_at(address, model, {}, key=KEY))
    return LanguageModelMind(client, shipped(), reply_seconds=reply_seconds, forms=Forms())


async def interview(
    mind: Mind, *, ahead: bool = False, plan: Plan | None = None, answers: tuple[str, ...] = ANSWERS
) -> list[Event]:
    """Hold a four-minute interview; everything that was kept."""
    plan = plan or make_plan(ROUND, question("library-holds"), 4, Mode.PRACTICE)
    clock, record = PatientClock(), MemoryRecord()
    held = Interview(
        plan,
        make_studio=lambda publish: ScriptedStudio(publish, clock, in_order(answers)),
        mind=Timed(mind, clock, ahead),
        fallback=ScriptedMind(),
        clock=clock,
        record=record,
        engines={"mind": mind.name},
        show=lambda event: None,
    )
    assert await held.hold() in ("finished", "time")
    assert record.closed
    return record.events


def lines(events: list[Event]) -> list[tuple[Role, str, str]]:
    return [(event.role, event.item, event.text) for event in events if isinstance(event, LineSaid)]


def faults(events: list[Event]) -> list[Fault]:
    return [event for event in events if isinstance(event, Fault)]


async def test_the_model_words_the_follow_ups_and_the_script_everything_else(fake: FakeOpenAI) -> None:
    said, scripted = (
        lines(await interview(mind_at(fake.url, reply_seconds=5.0))),
        lines(await interview(ScriptedMind())),
    )
    worded = [text for role, _, text in said if role in (Role.PROBE, Role.NUDGE)]
    assert len(worded) >= 3
    assert worded == fake.said
    assert len(fake.chats) == len(worded)
    kept = [line for line in said if line[0] not in (Role.PROBE, Role.NUDGE)]
    assert {role for role, _, _ in kept} >= {Role.QUESTION, Role.CLARIFICATION, Role.CLOSING}
    pack = {text for role, _, text in scripted if role in (Role.QUESTION, Role.CLARIFICATION, Role.CLOSING)}
    assert {text for role, _, text in kept if role in (Role.QUESTION, Role.CLARIFICATION, Role.CLOSING)} <= pack


@pytest.mark.parametrize("mode", ["think", "think at large", "whole"])
async def test_thoughts_are_never_said(fake: FakeOpenAI, mode: str) -> None:
    fake.mode = mode
    events = await interview(mind_at(fake.url, reply_seconds=5.0))
    assert faults(events) == []
    assert [text for role, _, text in lines(events) if role in (Role.PROBE, Role.NUDGE)] == fake.said
    assert len(fake.said) >= 3


@pytest.mark.parametrize("mode", FAULTS)
async def test_a_fault_costs_a_wording_and_nothing_else(
    fake: FakeOpenAI, caplog: pytest.LogCaptureFixture, mode: str
) -> None:
    caplog.set_level(logging.DEBUG)
    fake.mode = mode
    seconds = SECONDS if mode not in ("huge", "endless") else 5.0  # what goes on for ever is not waited for
    events = await interview(mind_at(fake.url, MODEL, seconds))
    await assert_scripted(events, FAULTS[mode])
    assert_private(events, caplog)


@pytest.mark.parametrize("mode", ["ok", "never", "500", "hang up", "drip", "endless", "401", "page"])
async def test_working_ahead_changes_nothing_of_what_is_asked(fake: FakeOpenAI, mode: str) -> None:
    """Nor does it leave anything behind, whatever the server does."""
    fake.mode = mode
    items = [
        [(role, item) for role, item, _ in lines(await interview(mind_at(fake.url, MODEL, seconds), ahead=ahead))]
        for seconds, ahead in ((5.0 if mode == "ok" else SECONDS, True), (5.0 if mode == "ok" else SECONDS, False))
    ]
    await let_generators_end()
    assert items[0] == items[1]


@pytest.mark.parametrize("reply", UNFIT)
async def test_a_reply_that_breaks_a_rule_is_not_said(
    fake: FakeOpenAI, caplog: pytest.LogCaptureFixture, reply: str
) -> None:
    fake.reply = reply
    events = await interview(mind_at(fake.url, reply_seconds=5.0))
    await assert_scripted(events, UNFIT[reply])
    assert {fault.code for fault in faults(events)} == {"mind_reply_unfit"}
    assert_private(events, caplog)


async def test_a_refused_reply_is_repaired_once(fake: FakeOpenAI) -> None:
    """It is told which rule it broke, and what it says then is said, if it is fit."""
    fake.mode, fake.then = "praise", "ok"
    events = await interview(mind_at(fake.url, reply_seconds=5.0))
    assert faults(events) == []
    worded = [text for role, _, text in lines(events) if role in (Role.PROBE, Role.NUDGE)]
    assert worded == fake.said
    assert len(fake.chats) == 2 * len(worded)
    first, second = fake.chats[0]["messages"], fake.chats[1]["messages"]
    assert second[:2] == first
    assert [message["role"] for message in second[2:]] == ["assistant", "user"]
    assert "it praised or judged the answer." in second[3]["content"]
    told = [event for event in events if isinstance(event, LineWorded)]
    assert [(event.refused, event.said) for event in told] == [(("praise",), True)] * len(worded)


async def test_a_repair_that_comes_too_late_leaves_the_scripted_line(fake: FakeOpenAI) -> None:
    """One deadline for both; what was wrong with the first reply is what is told."""
    fake.mode, fake.then = "praise", "never"
    events = await interview(mind_at(fake.url, reply_seconds=0.5))
    await assert_scripted(events, "praised or judged the answer")
    told = [event for event in events if isinstance(event, LineWorded)]
    assert {(event.refused, event.said) for event in told} == {(("praise",), False)}
    assert len(told) >= 3


async def test_what_becomes_of_every_line_given_to_the_model_is_kept(fake: FakeOpenAI) -> None:
    fake.reply = "Great. What would it miss?"
    events = await interview(mind_at(fake.url, reply_seconds=5.0))
    told = [event for event in events if isinstance(event, LineWorded)]
    assert {(event.refused, event.said) for event in told} == {(("praise", "praise"), False)}
    worded = [event.line for event in events if isinstance(event, LineSaid) and event.role in (Role.PROBE, Role.NUDGE)]
    assert [event.line for event in told] == worded
    read = [from_json(json.loads(json.dumps(to_json(event)))) for event in told]
    assert [dataclasses.replace(event, t=0.0) for event in read] == [dataclasses.replace(one, t=0.0) for one in told]
    counted = tally(events)
    assert (counted.given, counted.said) == (len(told), 0)
    assert counted.refused == {"praise": 2 * len(told)}
    assert counted.reasons == ("praised or judged the answer",)


async def test_the_model_chooses_among_the_aims_that_are_due(fake: FakeOpenAI) -> None:
    """Its choice is what counts as asked: the same aim is never offered again."""
    fake.mode = "last aim"
    events = await interview(mind_at(fake.url, reply_seconds=5.0))
    sent = [data_of(chat) for chat in fake.chats]
    offered = [list(data["aims"].values()) for data in sent]
    assert {len(aims) for aims in offered} <= {1, 2, 3}
    chosen = [aims[-1] for aims in offered]
    assert len(chosen) == len(set(chosen)) >= 3
    items = [event.item for event in events if isinstance(event, LineSaid) and event.role is Role.PROBE]
    assert len(items) == len(set(items))
    assert sent[-1]["already_asked"] == fake.said[:-1]


@pytest.mark.parametrize("vendor", VENDORS)
async def test_whatever_a_server_refuses_its_model_is_heard(fake: FakeOpenAI, vendor: str) -> None:
    fake.vendor = VENDORS[vendor]
    events = await interview(mind_at(fake.url, reply_seconds=5.0))
    assert faults(events) == []
    worded = [text for role, _, text in lines(events) if role in (Role.PROBE, Role.NUDGE)]
    assert worded == fake.said
    refused = len(VENDORS[vendor].refuses) if "json_schema" in VENDORS[vendor].refuses else 0
    assert len(fake.chats) == len(worded) + refused, "what it refuses is tried once"
    assert len(set(fake.forms[refused:])) == 1


@pytest.mark.parametrize("vendor", [*MAIN, "llama.cpp, old", "lm studio, gguf"])
async def test_a_small_context_is_told_of_and_the_interview_condensed_to_it(fake: FakeOpenAI, vendor: str) -> None:
    """Some say that the prompt does not fit, one of them in the stream; one cuts it without a word and answers to the
    rest, and one says nothing at all."""
    fake.vendor, fake.context = VENDORS[vendor], 1024
    mind = mind_at(fake.url, reply_seconds=5.0)
    talk = opened(question("library-holds"))
    talk.exchanges[-1] = dataclasses.replace(talk.exchanges[-1], answered="I would measure holds. " * 400)
    mind._phraser.asker = dataclasses.replace(mind._phraser.asker, rooms=(WIDE, *ROOMS))
    said = [saying.text async for saying in mind.reply(talk.situation(Trigger.ANSWER))]
    assert " ".join(said) == fake.said[-1]
    first, second = ([*chat["messages"]] for chat in read_by(fake))
    assert sum(len(message["content"]) for message in first) > 4 * 1024 > sum(len(one["content"]) for one in second)
    assert LEFT_OUT in second[1]["content"]
    again = [saying.text async for saying in mind.reply(talk.situation(Trigger.ANSWER))]
    await let_generators_end()
    assert again == said
    assert len(read_by(fake)) == 3, "what was learned is remembered"


async def test_a_context_too_small_for_anything_costs_a_wording(fake: FakeOpenAI) -> None:
    fake.context = 100
    events = await interview(mind_at(fake.url, reply_seconds=5.0))
    await assert_scripted(events, "does not fit into the context")
    assert {fault.code for fault in faults(events)} == {"mind_context"}


def read_by(fake: FakeOpenAI) -> list[Any]:
    """Requests that were not refused for their form."""
    return [chat for chat in fake.chats if asked_form(chat) not in fake.vendor.refuses]


def data_of(chat: Any) -> Any:
    """The record in a request."""
    return next(json.loads(line) for line in chat["messages"][1]["content"].splitlines() if line.startswith("{"))


async def test_a_server_that_is_not_there_costs_a_wording_and_nothing_else() -> None:
    with running_fake_openai() as gone:
        address = gone.url
    events = await interview(mind_at(address))
    await assert_scripted(events, "Cannot reach 127.0.0.1:")


async def test_a_server_may_fail_and_come_back(fake: FakeOpenAI) -> None:
    class Recovering(LanguageModelMind):
        async def reply(self, situation: Situation) -> AsyncIterator[Saying]:
            fake.mode = "ok" if fake.chats else "500"
            async for saying in super().reply(situation):
                yield saying

    client = ChatClient(server_at(fake.url, MODEL, {}, key=KEY))
    events = await interview(Recovering(client, shipped(), reply_seconds=5.0, forms=Forms()))
    assert len(faults(events)) == 1
    assert fake.said
    assert set(fake.said) <= {text for _, _, text in lines(events)}


async def assert_scripted(events: list[Event], cause: str) -> None:
    """Every line is the scripted one, and each wording that failed is told with its cause."""
    if not SCRIPTED:
        SCRIPTED.extend(lines(await interview(ScriptedMind())))
    assert lines(events) == SCRIPTED
    told = faults(events)
    assert len(told) == len([role for role, _, _ in lines(events) if role in (Role.PROBE, Role.NUDGE)]) >= 3
    for fault in told:
        assert cause in fault.sentence
        assert fault.sentence.endswith("The scripted interviewer goes on.")


def assert_private(events: list[Event], caplog: pytest.LogCaptureFixture) -> None:
    """The key is nowhere, and the log has none of what was said."""
    logged = json.dumps([vars(record) for record in caplog.records], default=str)
    assert KEY not in logged + json.dumps([to_json(event) for event in events])
    assert "canarycity" not in logged


async def test_the_record_names_model_and_server_but_no_key(fake: FakeOpenAI) -> None:
    mind = mind_at(fake.url)
    assert mind.name == f"{MODEL} at {fake.origin.removeprefix('http://')}"


async def test_what_was_said_is_sent_as_data(fake: FakeOpenAI) -> None:
    await interview(mind_at(fake.url, reply_seconds=5.0))
    system, user = fake.chats[-1]["messages"]
    assert "canarycity" not in system["content"]
    first = fake.chats[0]["messages"]
    assert first[0] == system
    boundary = next(line for line in user["content"].splitlines() if len(line) == 16)
    data = json.loads(user["content"].splitlines()[user["content"].splitlines().index(boundary) + 1])
    assert list(data) == [
        "interview_question", "mode", "plan_minutes", "facts_told", "already_asked", "covered", "claims",
        "last_question", "last_answer", "phase", "minutes_left", "aims",
    ]  # fmt: skip
    assert data["last_answer"] in ANSWERS
    assert data["interview_question"] == question("library-holds").spoken
    other = mind_at(fake.url)
    assert other._phraser.asker.boundary != mind_at(fake.url)._phraser.asker.boundary
