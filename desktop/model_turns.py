"""Whose turn it is to have a model on this computer work. Asyncio thread.

An interview has it at once. Reviews wait until none is held, one after the other: two models at work, or one with two
who ask, would each be too slow, and a follow-up has seconds. A review that is interrupted loses the one reply it was
waiting for, since the others are kept. A recogniser that is not the interview's waits, too.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

T = TypeVar("T")


class ModelTurns:
    """Turns of one process."""

    def __init__(self) -> None:
        self._interviews = 0
        self._reviewing = False
        self._waiting: set[asyncio.Future[None]] = set()

    @property
    def in_interview(self) -> bool:
        """Whether an interview is held."""
        return self._interviews > 0

    @contextlib.contextmanager
    def interview(self) -> Iterator[None]:
        """As long as the block lasts an interview is held."""
        self._interviews += 1
        self._tell()
        try:
            yield
        finally:
            self._interviews -= 1
            self._tell()

    async def interviews_over(self) -> None:
        """Return when no interview is held."""
        await self._until(lambda: not self.in_interview)

    async def review(self, work: Callable[[], Awaitable[T]], waits: Callable[[], None]) -> T:
        """The result of `work()`, begun when it is its turn, and anew when an interview came in between.

        Args:
            waits: called when it has to wait.
        """
        while True:
            if self._busy():
                waits()
                await self._until(lambda: not self._busy())
            self._reviewing = True
            try:
                done = await self._uninterrupted(work)
            finally:
                self._reviewing = False
                self._tell()
            if done is not None:
                return done.result()

    def _busy(self) -> bool:
        return self.in_interview or self._reviewing

    async def _uninterrupted(self, work: Callable[[], Awaitable[T]]) -> asyncio.Future[T] | None:
        """The work when it is done; None when an interview began first, and it was cancelled."""
        working = asyncio.ensure_future(work())
        interrupted = asyncio.ensure_future(self._until(lambda: self.in_interview))
        try:
            await asyncio.wait((working, interrupted), return_when=asyncio.FIRST_COMPLETED)
            gives_way = interrupted.done()
        finally:
            for task in (working, interrupted):
                task.cancel()
            await asyncio.wait((working, interrupted))
            if not working.cancelled():
                working.exception()  # looked at, so that nobody reports it as forgotten
        if working.cancelled() and not gives_way:
            raise asyncio.CancelledError
        return None if working.cancelled() else working

    async def _until(self, fits: Callable[[], bool]) -> None:
        while not fits():
            change = asyncio.get_running_loop().create_future()
            self._waiting.add(change)
            try:
                await change
            finally:
                self._waiting.discard(change)

    def _tell(self) -> None:
        for change in self._waiting:
            if not change.done():
                change.set_result(None)


TURNS = ModelTurns()
"""Of this process."""
