"""Says in one sentence why a server gave no reply, and what to do about it. Pure.

Nothing a server wrote is repeated but the names of its models: error messages can quote the key or what was said.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator

from interviewer.errors import MindLate, MindUnavailable
from interviewer.minds.server import KEY_VARIABLE, Server

MODELS_NAMED = 6
NAME_CHARACTERS = 60
CONTEXT_TOO_SMALL = "mind_context"
"""Code of a fault that a shorter prompt, or a larger context, mends."""
NOT_FINISHED = "mind_unfinished"
"""Code of a fault of one reply, and not of the server: it is there, but not whole."""
_GETS = {"library": "ollama pull", "organization_owner": "lms get"}
"""The command that fetches a model, by whose Ollama and LM Studio say their models are."""
_GETS_AT = {11434: "ollama pull", 1234: "lms get"}
"""And by the port they listen at, for those that have no model yet."""
KEY_REFUSED = "mind_key"
"""Code of a fault that another key mends: who shows it knows where the key is kept."""


def unreachable(server: Server, fault: BaseException) -> MindUnavailable:
    """No answer came at all."""
    causes = list(_causes(fault))
    if _has(causes, socket.gaierror):
        return MindUnavailable(f"No server is known by the name {server.host}. Check the address.")
    if _has(causes, ssl.SSLError):
        return MindUnavailable(f"The connection to {server.host} is not secure: its certificate was refused.")
    if _has(causes, OSError) and not _has(causes, ConnectionResetError):
        return MindUnavailable(f"Cannot reach {server.host}. Check that the server runs, and its address.")
    return MindUnavailable(f"{server.host} closed the connection without an answer.")


def proxy_unusable(server: Server) -> MindUnavailable:
    """The environment names a proxy of an unknown kind."""
    sentence = f"The proxy this machine names for {server.host} cannot be used. Check HTTPS_PROXY and ALL_PROXY."
    return MindUnavailable(sentence)


def refused(server: Server, status: int, kind: str, retry_seconds: float | None) -> MindUnavailable | MindLate:
    """It answered with an error. `kind` is the error's code and type, as far as it gave any."""
    host, model = server.host, server.model
    if status == 429 and "quota" in kind:
        return MindUnavailable(f"The account at {host} has used up its quota.")
    if status == 429:
        wait = "" if retry_seconds is None else f" and asks to wait {retry_seconds:.0f} seconds"
        return MindUnavailable(f"{host} gets more requests than it allows{wait}.")
    if 300 <= status < 400:
        return MindUnavailable(f"{host} points to another address, which is not followed. Name that address instead.")
    if status == 401:
        return MindUnavailable(_key_refused(server), code=KEY_REFUSED)
    sentences = {
        403: f"{host} does not allow the use of {model} with this key.",
        404: f"{host} has no chat at this address. Most addresses end in /v1.",
        405: f"{host} has no chat at this address. Most addresses end in /v1.",
        407: f"A proxy wants a password before it lets anything through to {host}.",
        503: f"{host} is not ready; it may still be loading {model}.",
    }
    if status in (408, 504):
        return MindLate(f"{host} gave up because {model} took too long.")
    if status in sentences:
        return MindUnavailable(sentences[status])
    if status >= 500:
        return MindUnavailable(f"{host} failed with an error of its own ({status}). Look at its log.")
    return MindUnavailable(f"{host} refused the request ({status}). {model} may not be a model to chat with.")


def no_room(server: Server) -> MindUnavailable:
    """What was sent does not fit into the model's context."""
    sentence = f"The interview does not fit into the context of {server.model} at {server.host}."
    return MindUnavailable(sentence, code=CONTEXT_TOO_SMALL)


def empty(server: Server, sent: int) -> MindUnavailable:
    """It replied with nothing to so many tokens, as some do to what does not fit."""
    sentence = f"{server.model} replied with nothing to about {sent} tokens. Give it a larger context."
    return MindUnavailable(sentence, code=CONTEXT_TOO_SMALL)


def model_missing(server: Server, models: tuple[str, ...], owner: str) -> MindUnavailable:
    """It knows other models, but not this one. `owner`: whose it says its models are."""
    names = [_clean(name) for name in models[:MODELS_NAMED]]
    more = f" and {len(models) - MODELS_NAMED} more" if len(models) > MODELS_NAMED else ""
    there = f"It has {', '.join(names)}{more}." if names else "It has none yet."
    get = _GETS.get(owner) or _GETS_AT.get(server.port or 0)
    how = f" To get it, enter in a terminal: {get} {server.model}" if get else ""
    return MindUnavailable(f"{server.host} has no model {server.model}. {there}{how}")


def not_this_api(server: Server) -> MindUnavailable:
    """What came is no reply of an OpenAI-compatible server."""
    return MindUnavailable(
        f"What answers at {server.host} does not speak the OpenAI protocol. Check the address; most end in /v1."
    )


def failed_midway(server: Server) -> MindUnavailable:
    """It reported an error in place of a reply, or after the beginning of one."""
    return MindUnavailable(f"{server.host} failed in the middle of its reply. Look at its log.")


def cut_off(server: Server) -> MindUnavailable:
    """The reply ended without saying that it was complete."""
    return MindUnavailable(f"The reply of {server.host} was cut off.")


def not_finished(server: Server, finish: str) -> MindUnavailable:
    """The reply is complete, but not as it was meant."""
    reasons = {
        "length": f"The reply of {server.model} was cut off at the longest length {server.host} allows.",
        "content_filter": f"A content filter of {server.host} held the reply back.",
    }
    sentence = reasons.get(finish, f"{server.model} wanted to use a tool instead of asking a question.")
    return MindUnavailable(sentence, code=NOT_FINISHED)


def cut_context(server: Server, read: int, sent: int) -> MindUnavailable:
    """It replied, but had read only a part of what it was sent."""
    return MindUnavailable(
        f"{server.host} read only {read} of about {sent} tokens. Give {server.model} a larger context.",
        code=CONTEXT_TOO_SMALL,
    )


def late(server: Server, seconds: float, *, answered: bool) -> MindLate:
    """The deadline passed; `answered` tells whether the reply had begun to arrive."""
    within = f"within {seconds:g} second" + ("" if seconds == 1 else "s")
    if answered:
        return MindLate(f"{server.model} at {server.host} is too slow: no complete reply {within}.")
    return MindLate(f"{server.host} did not answer {within}.")


def _key_refused(server: Server) -> str:
    if not server.key:
        return f"{server.host} wants a key. Put it into the environment variable {KEY_VARIABLE}."
    return f"{server.host} refused the key. Check the one in the environment variable {KEY_VARIABLE}."


def _clean(name: str) -> str:
    return "".join(character for character in name if character.isprintable())[:NAME_CHARACTERS]


def _causes(fault: BaseException | None) -> Iterator[BaseException]:
    """A fault and all that led to it."""
    while fault is not None:
        yield fault
        if isinstance(fault, BaseExceptionGroup):
            for member in fault.exceptions:
                yield from _causes(member)
        fault = fault.__cause__ or fault.__context__


def _has(causes: list[BaseException], kind: type[BaseException]) -> bool:
    return any(isinstance(cause, kind) for cause in causes)
