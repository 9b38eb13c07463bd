"""The client against a server that does everything wrong: one cause a sentence, in time, and no key anywhere."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import socket
import time
from collections.abc import Iterator

import pytest

from interviewer.errors import MindError, MindLate, MindUnavailable
from interviewer.minds.client import ChatClient
from interviewer.minds.prompts import Message
from interviewer.minds.server import server_at
from tests.support.fake_openai import MODEL, QUESTION, FakeOpenAI, running_fake_openai

KEY = "sk-canary-0123456789"
SPOKEN = "canary words of the candidate"
MESSAGES = (Message("system", "Ask."), Message("user", SPOKEN))
SECONDS = 0.3
NOT_THIS_API = "does not speak the OpenAI protocol"

FAULTS: dict[str, tuple[type[MindError], str]] = {
    "length": (MindUnavailable, "cut off at the longest length"),
    "filtered": (MindUnavailable, "content filter"),
    "tool": (MindUnavailable, "tool"),
    "no finish": (MindUnavailable, "was cut off"),
    "cut": (MindUnavailable, "was cut off"),
    "hang up": (MindUnavailable, "closed the connection without an answer"),
    "nothing": (MindUnavailable, NOT_THIS_API),
    "page": (MindUnavailable, NOT_THIS_API),
    "not json": (MindUnavailable, NOT_THIS_API),
    "bad event": (MindUnavailable, NOT_THIS_API),
    "error with 200": (MindUnavailable, "failed in the middle"),
    "error midway": (MindUnavailable, "failed in the middle"),
    "401": (MindUnavailable, "refused the key. Check the one in the environment variable HOTSEAT_API_KEY"),
    "403": (MindUnavailable, "does not allow"),
    "429": (MindUnavailable, "asks to wait 90 seconds"),
    "quota": (MindUnavailable, "used up its quota"),
    "context": (MindUnavailable, "does not fit into the context"),
    "500": (MindUnavailable, r"error of its own \(500\)"),
    "503": (MindUnavailable, "may still be loading"),
    "not here": (MindUnavailable, "no chat at this address"),
    "redirect": (MindUnavailable, "points to another address, which is not followed"),
    "never": (MindLate, r"did not answer within 0\.3 seconds"),
    "begin only": (MindLate, "too slow"),
    "drip": (MindLate, "too slow"),
    "keep alive": (MindLate, "too slow"),
}


@pytest.fixture(name="fake")
def _fake() -> Iterator[FakeOpenAI]:
    with running_fake_openai() as fake:
        yield fake


def client_of(address: str, model: str = MODEL, key: str = KEY) -> ChatClient:
    return ChatClient(server_at(address, model, {}, key=key))


async def ask(client: ChatClient, seconds: float = SECONDS) -> str:
    try:
        async with contextlib.aclosing(client.stream(MESSAGES, seconds=seconds)) as deltas:
            return "".join([delta async for delta in deltas])
    finally:
        await let_generators_end()


async def let_generators_end() -> None:
    """The library drops its own generators unfinished; the loop ends them, if it runs on for a moment."""
    for _ in range(10):
        await asyncio.sleep(0)


async def fault_of(client: ChatClient) -> MindError:
    with pytest.raises(MindError) as raised:
        await ask(client)
    return raised.value


@pytest.mark.parametrize("mode", ["ok", "whole", "no done", "stay", "think"])
async def test_a_reply_arrives(fake: FakeOpenAI, mode: str) -> None:
    fake.mode = mode
    assert (await ask(client_of(fake.url), 5.0)).strip() == QUESTION
    assert fake.chats == [
        {
            "model": MODEL,
            "messages": [{"role": "system", "content": "Ask."}, {"role": "user", "content": SPOKEN}],
            "stream": True,
        }
    ]


async def test_a_reply_arrives_in_pieces(fake: FakeOpenAI) -> None:
    async with contextlib.aclosing(client_of(fake.url).stream(MESSAGES, seconds=5.0)) as deltas:
        assert len([delta async for delta in deltas]) > 5
    await let_generators_end()


@pytest.mark.parametrize("mode", FAULTS)
async def test_a_fault_is_named(fake: FakeOpenAI, caplog: pytest.LogCaptureFixture, mode: str) -> None:
    caplog.set_level(logging.DEBUG)
    fake.mode = mode
    kind, says = FAULTS[mode]
    began = time.monotonic()
    fault = await fault_of(client_of(fake.url))
    assert time.monotonic() - began < SECONDS + 1.0
    with pytest.raises(kind, match=says):
        raise fault
    assert len(fake.chats) == 1, "asked once"
    logged = json.dumps([vars(record) for record in caplog.records], default=str)
    assert "model failed" in logged
    assert KEY not in logged + fault.sentence
    assert SPOKEN not in logged + fault.sentence


async def test_a_missing_model_is_told_with_those_that_are_there(fake: FakeOpenAI) -> None:
    fake.mode, fake.models = "no model", ("one", "two\n\x1b[31m", *(f"model-{number}" for number in range(9)))
    fault = await fault_of(client_of(fake.url, "absent"))
    host = fake.origin.removeprefix("http://")
    names = "one, two[31m, model-0, model-1, model-2, model-3 and 5 more"
    assert fault.sentence == f"{host} has no model absent. It has {names}."


async def test_without_a_key_none_is_sent_and_one_is_asked_for(fake: FakeOpenAI) -> None:
    fake.mode = "401"
    fault = await fault_of(client_of(fake.url, key=""))
    assert "wants a key" in fault.sentence
    assert "authorization" not in fake.requests[0][1]


async def test_nobody_listens() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
        assert "Cannot reach 127.0.0.1:" in (await fault_of(client_of(address))).sentence


async def test_only_what_is_needed_is_sent(fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library would take these from the environment."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary-of-another-server")
    monkeypatch.setenv("OPENAI_ORG_ID", "canary-organisation")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "canary-project")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Canary: canary\nAuthorization: Bearer canary")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    await ask(client_of(fake.url), 5.0)
    ((path, headers, _),) = fake.requests
    assert path == "/v1/chat/completions"
    assert headers["authorization"] == f"Bearer {KEY}"
    assert set(headers) == {
        "host", "accept", "accept-encoding", "authorization", "connection", "content-length", "content-type",
        "user-agent",
    }  # fmt: skip


async def test_a_proxy_gets_nothing_of_a_server_on_this_machine(
    fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running_fake_openai() as proxy:
        for variable in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(variable, proxy.origin)
        assert await ask(client_of(fake.url), 5.0) == QUESTION
        assert proxy.requests == []


def test_a_proxy_of_an_unknown_kind_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "gopher://canary:canary@127.0.0.1:1")
    with pytest.raises(MindUnavailable, match="Check HTTPS_PROXY") as refused:
        client_of("https://models.example")
    assert "canary" not in refused.value.sentence


async def test_a_redirect_is_not_followed(fake: FakeOpenAI) -> None:
    fake.mode = "redirect"
    await fault_of(client_of(fake.url))
    assert [path for path, _, _ in fake.requests] == ["/v1/chat/completions"]


async def test_the_models_are_listed(fake: FakeOpenAI) -> None:
    assert await client_of(fake.url).models() == fake.models
    fake.mode = "not here"
    with pytest.raises(MindUnavailable, match=NOT_THIS_API):
        await client_of(fake.url).models()
