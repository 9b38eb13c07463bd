"""The two clocks of a session: time that passes, and time that is counted in frames."""

from __future__ import annotations

import asyncio
import time

from speech.words import SAMPLE_RATE

TICK_SECONDS = 0.1


class WallClock:
    """A second takes a second. `origin` is the monotonic time of session second 0."""

    def __init__(self, origin: float) -> None:
        self._origin = origin

    def now(self) -> float:
        return time.monotonic() - self._origin

    async def tick(self) -> float:
        await asyncio.sleep(TICK_SECONDS)
        return self.now()

    def advance(self, frame: int) -> None:
        """Frames follow this clock, not the other way round."""


class FrameClock:
    """Time is what has been recorded: for recordings that answer as fast as possible."""

    def __init__(self) -> None:
        self._frame = 0
        self._moved = asyncio.Event()

    def now(self) -> float:
        return self._frame / SAMPLE_RATE

    async def tick(self) -> float:
        await self._moved.wait()
        self._moved.clear()
        return self.now()

    def advance(self, frame: int) -> None:
        """The recording has come to `frame`."""
        if frame > self._frame:
            self._frame = frame
            self._moved.set()
