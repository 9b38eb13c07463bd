"""How a server is asked to keep its reply to a form: four ways, from the strictest to none, and which it takes. Pure.

OpenAI, vLLM and llama.cpp take a JSON schema; Ollama takes one and does not always keep to it; LM Studio takes a schema
but no plain JSON mode; older servers refuse every field they do not know. A server refuses at once, so that stepping
down costs a moment; what a server took is remembered for its next reply, as long as the program runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from interviewer.minds.prompts import Message
from interviewer.minds.replies import NAME
from interviewer.minds.server import Server


class Form(StrEnum):
    """What is asked for beside the reply itself."""

    SCHEMA = "json_schema"
    """A JSON object by a schema."""
    OBJECT = "json_object"
    """Any JSON object."""
    PLAIN = "plain"
    """The prompt alone asks for JSON; the server is asked to count tokens."""
    BARE = "bare"
    """Nothing every server does not know."""


class FormRefused(Exception):
    """The server does not take requests of this form. Never reaches anybody who waits for a reply."""


class Forms:
    """Which form each model of each server takes."""

    def __init__(self) -> None:
        self._taken: dict[tuple[str, str], Form] = {}

    def to_try(self, server: Server) -> tuple[Form, ...]:
        """Forms in the order in which they are tried, from the one that was taken before."""
        every = tuple(Form)
        return every[every.index(self._taken.get((server.url, server.model), every[0])) :]

    def took(self, server: Server, form: Form) -> None:
        """A request of this form got a reply."""
        self._taken[server.url, server.model] = form


FORMS = Forms()
"""Of this process."""


def body(
    model: str, messages: Sequence[Message], form: Form = Form.BARE, schema: Mapping[str, object] | None = None
) -> dict[str, Any]:
    """The JSON body of a request for a streamed reply."""
    asked: dict[str, Any] = {
        "model": model,
        "messages": [{"role": message.role, "content": message.content} for message in messages],
        "stream": True,
    }
    if form is not Form.BARE:
        asked["stream_options"] = {"include_usage": True}
    if form is Form.SCHEMA:
        form_asked = {"name": NAME, "strict": True, "schema": dict(schema or {})}
        asked["response_format"] = {"type": "json_schema", "json_schema": form_asked}
    elif form is Form.OBJECT:
        asked["response_format"] = {"type": "json_object"}
    return asked
