"""When the loudspeaker of the private sound server was loud, on `time.monotonic()`."""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import AsyncIterator, Mapping

RATE = 16_000
LOUD = 500
"""Of 32768."""
CHUNK_SECONDS = 0.01
"""How late the monitor may be: parec is asked for this latency."""


class Monitor:
    """Arrival times of what the loudspeaker is given; an upper bound of when it sounded."""

    def __init__(self) -> None:
        self._loud_at: list[float] = []
        self._silent_chunks = 0
        self._heard = asyncio.Event()

    def hear(self, chunk: bytes) -> None:
        samples = memoryview(chunk).cast("h")
        highest, lowest = max(samples), min(samples)
        if max(highest, -lowest) > LOUD:
            self._loud_at.append(time.monotonic())
            self._silent_chunks = 0
        else:
            self._silent_chunks += 1
        self._heard.set()

    async def loud_since(self, moment: float) -> float:
        """Wait for the first loud sound after a moment; when it came."""
        while not (later := [at for at in self._loud_at if at > moment]):
            await self._next()
        return later[0]

    async def silence_since(self, moment: float) -> float:
        """Wait until it has been silent for 0.3 s; when the last loud sound after a moment came, else that moment."""
        while self._silent_chunks * CHUNK_SECONDS < 0.3:
            await self._next()
        return max((at for at in self._loud_at if at > moment), default=moment)

    async def _next(self) -> None:
        self._heard.clear()
        await self._heard.wait()


@contextlib.asynccontextmanager
async def monitoring(environment: Mapping[str, str]) -> AsyncIterator[Monitor]:
    """Listen to the loudspeaker until the end of the block."""
    process = await asyncio.create_subprocess_exec(
        *("parec", "--device=speaker.monitor", "--raw", "--format=s16le", "--channels=1", f"--rate={RATE}"),
        f"--latency-msec={round(CHUNK_SECONDS * 1000)}",
        env={**os.environ, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    stdout = process.stdout
    assert stdout is not None
    monitor = Monitor()
    size = round(CHUNK_SECONDS * RATE) * 2

    async def listen() -> None:
        with contextlib.suppress(asyncio.IncompleteReadError):
            while True:
                monitor.hear(await stdout.readexactly(size))

    await stdout.readexactly(size)  # the recording has begun
    listening = asyncio.create_task(listen())
    try:
        yield monitor
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await listening
        await process.wait()
