"""Language models on servers: which run here, what a server has, whether it can interview. Asyncio thread.

Nothing is asked unless somebody looks: the settings and the set-up call these, nothing in the background does. Only
`found_here` tries addresses nobody named, and only those of this computer.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from desktop.language import tr
from interviewer.errors import MindError, MindLate, MindUnavailable
from interviewer.minds.client import ChatClient
from interviewer.minds.language_model import REPLY_SECONDS
from interviewer.minds.phrasing import CONTEXT_TOKENS
from interviewer.minds.prompts import Message
from interviewer.minds.server import Server, server_at
from interviewer.minds.server_faults import CONTEXT_TOO_SMALL, KEY_REFUSED
from interviewer.minds.structured import StructuredChat

Port = tuple[str, int]
PORTS: tuple[Port, ...] = (("Ollama", 11434), ("LM Studio", 1234), ("llama.cpp", 8080), ("Jan", 1337))
"""Programs that serve models, and where they listen unless told otherwise."""
CONNECT_SECONDS = 0.3
"""A program on this computer takes a connection in a millisecond."""
TEST_SECONDS = 30.0
"""A model that is not in memory yet is loaded from the disk first."""
ENOUGH_CHARACTERS = 200
_NO_MODEL = "-"
"""Stands for the model where none is asked."""
TEST = (
    Message("system", "You are being tested. Reply with one short sentence."),
    Message("user", "Are you ready to interview somebody?"),
)


LONG_TEST = (
    TEST[0],
    Message("user", " ".join(f"Item {number} was left where it stood." for number in range(CONTEXT_TOKENS * 4 // 36))),
    Message("user", 'Have you read all of this? Reply with {"read": true} and nothing else.'),
)
"""As much as an interview sends at most."""
READY = {
    "type": "object",
    "properties": {"read": {"type": "boolean"}},
    "required": ["read"],
    "additionalProperties": False,
}


@dataclass(frozen=True, slots=True)
class FoundServer:
    """A program on this computer that has said which models it has."""

    name: str
    url: str
    models: tuple[str, ...]


TONES = {"well": "good", "slow": "warn", "fault": "bad"}
"""How a verdict is shown."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What a test found: `well`, `slow` (works, but not in the time an interview waits), or `fault`."""

    verdict: Literal["well", "slow", "fault"]
    sentence: str


async def found_here(ports: Sequence[Port] = PORTS) -> tuple[FoundServer, ...]:
    """The servers of models on this computer. A port proves nothing: only a list of models counts."""
    found = await asyncio.gather(*(_at_port(name, port) for name, port in ports))
    return tuple(server for server in found if server is not None)


async def _at_port(name: str, port: int) -> FoundServer | None:
    for host in ("127.0.0.1", "[::1]"):
        if not await _listens(host.strip("[]"), port):
            continue
        url = f"http://{host}:{port}/v1"
        with contextlib.suppress(MindError):
            return FoundServer(name, url, await models_of(Server(url, _NO_MODEL)))
    return None


async def _listens(host: str, port: int) -> bool:
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            _reader, writer = await asyncio.open_connection(host, port)
    except (OSError, TimeoutError):
        return False
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return True


async def models_of(server: Server) -> tuple[str, ...]:
    """The models a server says it has.

    Raises: MindError.
    """
    client = await asyncio.to_thread(ChatClient, server)
    return await client.models()


async def try_out(server: Server) -> Tried:
    """Ask a model something, as an interview would, and say how it went in one sentence.

    One nearby is also sent as much as an interview sends, to see that its context holds it; a hosted one would be paid.
    """
    began = time.monotonic()
    try:
        client = await asyncio.to_thread(ChatClient, server)
        began = time.monotonic()
        reply, rate = await _reply(client)
        took = time.monotonic() - began
        if not reply.strip():
            return Tried("fault", tr("{model} answered with nothing. Choose another model.", model=server.model))
        if took > REPLY_SECONDS:
            return Tried("slow", _slow(server, took, rate))
        if server.is_near and (small := await _too_small(client)):
            return Tried("slow", small)
    except MindError as fault:
        return Tried("fault", fault_sentence(server, fault))
    sentence = tr(
        "{model} at {host} answered in {s} s.", model=server.model, host=server.host, s=f"{max(0.1, took):.1f}"
    )
    return Tried("well", sentence)


async def _reply(client: ChatClient) -> tuple[str, float]:
    """What it says, and how many pieces of that came in a second after the first: most servers send a token in each."""
    reply, times = "", list[float]()
    async with contextlib.aclosing(client.stream(TEST, seconds=TEST_SECONDS)) as pieces:
        async for piece in pieces:
            reply += piece
            times.append(time.monotonic())
            if len(reply) > ENOUGH_CHARACTERS:
                break
    spent = times[-1] - times[0] if times else 0.0
    return reply, (len(times) - 1) / spent if spent > 0 else 0.0


def _slow(server: Server, took: float, rate: float) -> str:
    speed = tr(" ({rate} tokens a second)", rate=f"{rate:.0f}" if rate >= 1 else f"{rate:.1f}") if rate else ""
    return tr(
        "{model} works, but took {s} s{speed}, and an interview waits {wait} s before it goes on without. The first "
        "answer is often slow: test again, or choose a smaller model.",
        model=server.model,
        s=f"{took:.0f}",
        speed=speed,
        wait=f"{REPLY_SECONDS:g}",
    )


async def _too_small(client: ChatClient) -> str:
    """Why a model reads less at once than an interview sends; empty when it reads all. Costs nothing where it runs.

    Raises: MindError: of any other kind.
    """
    try:
        chat = StructuredChat(client)
        async with contextlib.aclosing(chat.stream(LONG_TEST, READY, seconds=TEST_SECONDS)) as pieces:
            async for _ in pieces:
                pass
    except MindLate:
        return tr(
            "{model} works, but needs more than {s} s to read as much as an interview sends. Choose a smaller model.",
            model=client.server.model,
            s=f"{TEST_SECONDS:g}",
        )
    except MindUnavailable as fault:
        if fault.code != CONTEXT_TOO_SMALL:
            raise
        return tr(
            "{model} works, but its context is small: {why} Ollama takes its size from OLLAMA_CONTEXT_LENGTH, others "
            "from a setting of the model. Until then an interview is condensed to it.",
            model=client.server.model,
            why=fault.sentence,
        )
    return ""


def fault_sentence(server: Server, fault: MindError) -> str:
    """Why a server cannot be used, as somebody reads it who sees the fields for address, key and model."""
    if fault.code != KEY_REFUSED:
        return fault.sentence
    if server.key:
        return tr("{host} refused the key. Check it and enter it again.", host=server.host)
    return tr("{host} wants a key. Enter it above.", host=server.host)


def named_server(address: str, model: str, *, key: str = "", offline_only: bool = False) -> tuple[Server | None, str]:
    """The server of what somebody entered, or None and a sentence that says what is wrong with it."""
    if not address.strip():
        return None, tr("Enter the address of the server.")
    try:
        server = server_at(address, model.strip() or _NO_MODEL, {}, key="")
    except MindError as fault:
        return None, fault.sentence
    if any(not "!" <= character <= "~" for character in key.strip()):
        return None, tr("The key holds characters that no key has. Copy it again.")
    if offline_only and not server.is_here:
        return None, tr("Offline only is on, so {host} is not contacted. Privacy has the switch.", host=server.host)
    return Server(server.url, server.model, key.strip()), ""


def has_model(server: Server) -> bool:
    """Whether a model is named."""
    return server.model != _NO_MODEL
