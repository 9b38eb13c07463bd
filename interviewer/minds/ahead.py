"""Work on a server before anybody waits for it: it reads what was said so far, and tries a reply in a pause.

Servers that run a model keep what they computed of the last prompt, and read of the next one only what is new. So while
a candidate speaks, the prompt is sent again and again with the answer as far as it is known, one request at a time and
the latest first, and its reply of one token is thrown away: at the end of the answer only its last words are new.
Reading is most of the work: a model of one billion parameters on two cores reads some hundred tokens a second.

Runs on the asyncio thread. Nothing here raises into the interview; a server that fails here is left in peace until it
has given a reply.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from interviewer.errors import MindError
from interviewer.minds.phrasing import Attempt
from interviewer.minds.prompts import Message
from interviewer.ports import Saying

Messages = tuple[Message, ...]


class Reading:
    """Has a server read prompts, one at a time, the latest next."""

    def __init__(self, read: Callable[[Messages], Awaitable[None]]) -> None:
        """`read` sends a prompt and returns when it was read. It may raise MindError."""
        self._read = read
        self._wanted: Messages | None = None
        self._last: Messages = ()
        self._task: asyncio.Task[None] | None = None
        self._failed = False

    def want(self, messages: Messages) -> None:
        """Have these read as soon as what is being read now was read. Those that still wait are passed over."""
        if self._failed or messages == self._last:
            return
        self._wanted = self._last = messages
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._catch_up(), name="reading ahead")

    async def stop(self, *, forgive: bool = False) -> None:
        """Break off, and read nothing more that was wanted. `forgive`: a server that failed is tried again."""
        self._wanted, self._last = None, ()
        self._failed = self._failed and not forgive
        task, self._task = self._task, None
        if task is not None:
            await ended(task)

    async def _catch_up(self) -> None:
        try:
            while (messages := self._wanted) is not None:
                self._wanted = None
                await self._read(messages)
        except MindError:
            self._failed = True


@dataclass(frozen=True, slots=True)
class Guess:
    """A reply to what may be the whole answer."""

    about: object
    """What it was made for: it is a reply to that and to nothing else."""
    attempt: Attempt
    task: asyncio.Task[list[Saying]]

    @classmethod
    def begin(cls, about: object, attempt: Attempt, sayings: Coroutine[Any, Any, list[Saying]]) -> Guess:
        """Start to make one."""
        return cls(about, attempt, asyncio.create_task(sayings, name="guess"))

    async def reply(self) -> list[Saying] | None:
        """The reply, when it is complete; None when the server failed or its reply broke a rule."""
        with contextlib.suppress(MindError):
            return await self.task
        return None


async def ended(task: asyncio.Task[Any]) -> None:
    """Cancel a task and wait until it is over, whatever comes of it."""
    task.cancel()
    await asyncio.wait((task,))
    if not task.cancelled():
        task.exception()  # looked at, so that nobody reports it as forgotten
