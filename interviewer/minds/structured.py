"""Asks a server for a reply of a form, and sees that it read all it was sent. Runs on the asyncio thread.

Some servers answer what does not fit into a model's context with an error, others cut it silently and reply to the
rest: only their own count of what they read tells.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncGenerator, Mapping, Sequence

from interviewer.minds import server_faults
from interviewer.minds.chat import Chat
from interviewer.minds.completions import Usage
from interviewer.minds.forms import FORMS, FormRefused, Forms
from interviewer.minds.prompts import Message

SMALLEST_CONTEXT = 1000
"""Tokens. A smaller count is of what was new to the server: some leave out what they remembered."""
READ_SHARE = 0.6
"""A server that counts less than this share of the tokens we estimate has not read all: no estimate is so far off."""
LIMITS = frozenset({1024, 2048, 4096, 8192})
"""Contexts servers give by themselves. A prompt that is just so long, and by our estimate longer, was cut there."""
LIMIT_SHARE = 1.05
EMPTY_TOKENS = 2000
"""A reply of nothing at all to more than that means a context that is too small: some programs say no more of it. The
smallest one that servers give by themselves is 2048."""


class StructuredChat:
    """One model of one server, asked for replies of a form."""

    def __init__(self, client: Chat, forms: Forms = FORMS) -> None:
        self._client = client
        self._forms = forms

    async def stream(
        self, messages: Sequence[Message], form: Mapping[str, object], *, seconds: float, until: float | None = None
    ) -> AsyncGenerator[str, None]:
        """What the model says, in pieces. `form` is a JSON schema; the reply need not keep to it.

        Args:
            seconds: for the whole reply.
            until: when they end, on the event loop's clock; None: counted from now.

        Raises:
            MindLate, MindUnavailable: as `ChatClient.stream`; with the code `CONTEXT_TOO_SMALL` when not all was read.
        """
        server, usage, silent = self._client.server, Usage(), True
        for way in self._forms.to_try(server):
            pieces = self._client.stream(
                messages, seconds=seconds, until=until, form=way, schema=form, counted=usage.take
            )
            try:
                async with contextlib.aclosing(pieces):
                    async for piece in pieces:
                        silent = silent and not piece
                        yield piece
            except FormRefused:
                continue
            self._forms.took(server, way)
            break
        estimate = tokens_of(messages)
        if usage.prompt is not None and was_cut(usage.prompt, estimate):
            raise server_faults.cut_context(server, usage.prompt, estimate)
        if silent and estimate > EMPTY_TOKENS:
            raise server_faults.empty(server, estimate)


def tokens_of(messages: Sequence[Message]) -> int:
    """How many tokens some messages are, about: four characters of English are one; a little more for each message."""
    return sum(len(message.content) // 4 + 4 for message in messages)


def was_cut(read: int, estimate: int) -> bool:
    """Whether a server that says it read so many tokens cannot have read all, by our estimate of what was sent."""
    at_limit = read in LIMITS and estimate > LIMIT_SHARE * read
    return at_limit or SMALLEST_CONTEXT <= read < READ_SHARE * estimate
