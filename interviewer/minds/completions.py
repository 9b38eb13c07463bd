"""What stands in the replies and lists of a server, read as leniently as servers differ. Pure.

Values of the library are looked at by name alone: servers leave fields out, and it does not check them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from interviewer.minds import server_faults
from interviewer.minds.chat import Counted
from interviewer.minds.server import Server

UNFINISHED = frozenset({"length", "content_filter", "tool_calls", "function_call"})
"""`finish_reason` of a reply that is not what the model meant to say. Servers have many words for one that is."""


@dataclass(slots=True)
class Usage:
    """What a server counted."""

    prompt: int | None = None
    """Tokens it read; None when it does not say."""

    def take(self, prompt: int) -> None:
        self.prompt = prompt


@dataclass(frozen=True, slots=True)
class Listed:
    """The models a server says it has."""

    names: tuple[str, ...]
    owner: str
    """Who it says the first one belongs to, by which some programs are known; empty: it does not say."""


def listed(page: Any, server: Server) -> Listed:
    """What a list of models holds.

    Raises: MindUnavailable: it is none.
    """
    entries = getattr(page, "data", None)
    if entries is None and getattr(page, "object", None) == "list":
        entries = []  # Ollama's way to say that it has none
    if not isinstance(entries, list):
        raise server_faults.not_this_api(server)
    names = tuple(name for entry in entries if isinstance(name := getattr(entry, "id", None), str))
    owners = (getattr(entry, "owned_by", None) for entry in entries)
    return Listed(names, next((owner for owner in owners if isinstance(owner, str)), ""))


def first_choice(chunk: Any) -> Any:
    """The choice of a piece of a stream; None: it has none."""
    choices = getattr(chunk, "choices", None)
    return choices[0] if isinstance(choices, list) and choices else None


def said_in(choice: Any) -> str | None:
    """What a piece adds to the reply; None: nothing. Thoughts that come in a field of their own are passed over."""
    content = getattr(getattr(choice, "delta", None), "content", None)
    return content if isinstance(content, str) else None


def whole(page: bytes, server: Server, counted: Counted | None, *, capped: bool) -> str:
    """The content of a reply that came in one piece, from a server that does not stream.

    Raises: MindUnavailable: it is none, or not whole; ValueError, RecursionError: it is no JSON.
    """
    reply = json.loads(page)
    if isinstance(reply, dict) and reply.get("error"):
        raise server_faults.failed_midway(server)
    try:
        choice = reply["choices"][0]
        content, finish = choice["message"]["content"], choice["finish_reason"]
    except (LookupError, TypeError):
        raise server_faults.not_this_api(server) from None
    if not finish:
        raise server_faults.cut_off(server)
    check_finish(str(finish), server, capped=capped)
    usage = reply.get("usage")
    _say_count(usage.get("prompt_tokens") if isinstance(usage, dict) else None, counted)
    return content if isinstance(content, str) else ""


def check_finish(finish: str, server: Server, *, capped: bool) -> None:
    """See that a reply ended as the model meant. `capped`: we have set how long it may be.

    Raises: MindUnavailable.
    """
    if finish in UNFINISHED and not (capped and finish == "length"):
        raise server_faults.not_finished(server, finish)


def count(chunk: Any, counted: Counted | None) -> None:
    """Tell how many tokens of the prompt were read, where a piece says so."""
    _say_count(getattr(getattr(chunk, "usage", None), "prompt_tokens", None), counted)


def _say_count(tokens: object, counted: Counted | None) -> None:
    if counted is not None and isinstance(tokens, int) and tokens > 0:
        counted(tokens)
