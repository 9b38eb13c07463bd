"""What minds and judges ask: one model somewhere, as a Protocol. `ChatClient` is the one for servers."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from typing import Protocol

from interviewer.minds.forms import Form
from interviewer.minds.prompts import Message
from interviewer.minds.server import Server

Counted = Callable[[int], None]
"""Is told how many tokens of the prompt the server says it read."""


class Chat(Protocol):
    """One model that can be asked."""

    @property
    def server(self) -> Server:
        """Which one; what it is called by, and whether it is paid for."""

    def stream(
        self,
        messages: Sequence[Message],
        *,
        seconds: float,
        until: float | None = None,
        form: Form = Form.BARE,
        schema: Mapping[str, object] | None = None,
        counted: Counted | None = None,
    ) -> AsyncGenerator[str, None]:
        """What the model says, as `ChatClient.stream`."""

    async def read(self, messages: Sequence[Message], *, seconds: float) -> None:
        """Have it read messages ahead, as `ChatClient.read`."""
