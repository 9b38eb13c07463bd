"""Servers found, listed and tried: a real one on loopback that does wrong what servers do wrong."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from desktop import servers
from desktop.servers import FoundServer, Tried, found_here, models_of, named_server, try_out
from interviewer.errors import MindError
from interviewer.minds.server import Server
from tests.support.fake_openai import MODEL, FakeOpenAI, running_fake_openai
from tests.support.fake_vendors import MAIN, VENDORS

KEY = "sk-entirely-secret-123456"
LATE = ("never", "drip", "keep alive")
FAULTS = {
    "401": "refused the key",
    "no model": "has no model gone. It has small-chat, large-chat.",
    "429": "asks to wait 90 seconds",
    "500": "failed with an error of its own",
    "quota": "used up its quota",
    "page": "does not speak the OpenAI protocol",
    "not json": "does not speak the OpenAI protocol",
    "bad event": "does not speak the OpenAI protocol",
    "cut": "was cut off",
    "no finish": "was cut off",
    "hang up": "closed the connection",
    "never": "did not answer within 0.2 seconds",
    "drip": "too slow",
    "keep alive": "too slow",
    "empty": "answered with nothing",
    "only thoughts": "answered with nothing",
}


@pytest.fixture
def fake() -> Iterator[FakeOpenAI]:
    with running_fake_openai() as made:
        yield made


async def tried_out(server: Server) -> Tried:
    """The library drops its own generators unfinished; the loop ends them, if it runs on for a moment."""
    tried = await try_out(server)
    for _ in range(10):
        await asyncio.sleep(0)
    return tried


def port_of(fake: FakeOpenAI) -> int:
    return urlsplit(fake.origin).port or 0


def closed_port() -> int:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return int(unused.getsockname()[1])


async def test_servers_on_this_computer_are_found_with_their_models(fake: FakeOpenAI) -> None:
    found = await found_here((("Ollama", closed_port()), ("LM Studio", port_of(fake))))
    assert found == (FoundServer("LM Studio", fake.url, fake.models),)


async def test_a_port_that_lists_no_models_is_no_server(fake: FakeOpenAI) -> None:
    fake.mode = "not here"
    assert await found_here((("Jan", port_of(fake)),)) == ()


async def test_a_port_that_says_nothing_is_no_server() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        assert await found_here((("Jan", silent.getsockname()[1]),)) == ()


async def test_a_working_server(fake: FakeOpenAI) -> None:
    tried = await tried_out(Server(fake.url, MODEL, KEY))
    assert tried.verdict == "well"
    assert MODEL in tried.sentence
    assert fake.requests[-1][1]["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize("vendor", MAIN)
@pytest.mark.parametrize("mode", FAULTS)
async def test_one_cause_in_one_sentence(
    fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch, mode: str, vendor: str
) -> None:
    monkeypatch.setattr(servers, "TEST_SECONDS", 0.2 if mode in LATE else 30.0)
    fake.mode, fake.vendor = mode, MAIN[vendor]
    tried = await tried_out(Server(fake.url, "gone", KEY))
    assert tried.verdict == "fault"
    assert FAULTS[mode] in tried.sentence
    assert KEY not in tried.sentence
    assert "environment variable" not in tried.sentence


@pytest.mark.parametrize("vendor", MAIN)
async def test_every_kind_of_server_that_works_is_said_to(fake: FakeOpenAI, vendor: str) -> None:
    fake.vendor = MAIN[vendor]
    assert (await tried_out(Server(fake.url, MODEL))).verdict == "well"


@pytest.mark.parametrize("vendor", [*MAIN, "lm studio, gguf"])
async def test_a_context_that_is_too_small_is_told(fake: FakeOpenAI, vendor: str) -> None:
    """Whatever becomes of what does not fit."""
    fake.vendor, fake.context = VENDORS[vendor], 2048
    tried = await tried_out(Server(fake.url, MODEL))
    assert tried.verdict == "slow"
    assert tried.sentence.startswith(f"{MODEL} works, but its context is small: ")
    assert "OLLAMA_CONTEXT_LENGTH" in tried.sentence


async def test_a_hosted_server_is_sent_a_word_only(fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Server, "is_near", property(lambda _server: False))
    assert (await tried_out(Server(fake.url, MODEL))).verdict == "well"
    assert len(fake.chats) == 1


async def test_one_that_reads_too_slowly_is_told(fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "TEST_SECONDS", 0.4)
    fake.read_seconds = 0.1
    tried = await tried_out(Server(fake.url, MODEL))
    assert (tried.verdict, "needs more than 0.4 s to read" in tried.sentence) == ("slow", True)


async def test_a_server_without_models_says_so(fake: FakeOpenAI) -> None:
    """Ollama's list is then none at all."""
    fake.vendor, fake.models, fake.mode = MAIN["ollama"], (), "no model"
    assert await models_of(Server(fake.url, "-")) == ()
    assert "has no model gone. It has none yet." in (await tried_out(Server(fake.url, "gone"))).sentence


async def test_a_key_that_is_missing(fake: FakeOpenAI) -> None:
    fake.mode = "401"
    assert "wants a key. Enter it above." in (await tried_out(Server(fake.url, MODEL))).sentence


async def test_nothing_listens() -> None:
    tried = await tried_out(Server(f"http://127.0.0.1:{closed_port()}/v1", MODEL))
    assert "Check that the server runs" in tried.sentence


async def test_a_slow_one_is_called_slow(fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "REPLY_SECONDS", 0.0)
    tried = await tried_out(Server(fake.url, MODEL))
    assert tried.verdict == "slow"
    assert "tokens a second)" in tried.sentence


async def test_one_that_never_answers(fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "TEST_SECONDS", 0.2)
    fake.mode = "never"
    assert "did not answer within 0.2 seconds" in (await tried_out(Server(fake.url, MODEL))).sentence


async def test_why_models_cannot_be_listed() -> None:
    with pytest.raises(MindError, match="Check that the server runs"):
        await models_of(Server(f"http://127.0.0.1:{closed_port()}/v1", "-"))


@pytest.mark.parametrize(
    ("address", "key", "says"),
    [
        ("", "", "Enter the address"),
        ("127.0.0.1:1234", "", "begins with http"),
        ("http://127.0.0.1:1234", "geh\u00e4im", "characters that no key has"),
    ],
)
def test_what_cannot_be_an_entry_is_said(address: str, key: str, says: str) -> None:
    server, sentence = named_server(address, MODEL, key=key)
    assert server is None
    assert says in sentence


def test_offline_only_allows_this_computer_alone() -> None:
    server, sentence = named_server("https://api.example.com/v1", MODEL, offline_only=True)
    assert server is None
    assert "Offline only is on, so api.example.com is not contacted" in sentence
    assert named_server("http://localhost:11434", MODEL, offline_only=True)[0] == Server(
        "http://localhost:11434/v1", MODEL
    )
