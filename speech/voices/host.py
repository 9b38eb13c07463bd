"""The voice child as its parent sees it: started, asked, killed, started again. Lives on the asyncio thread."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from speech.errors import VoiceUnavailable, WorkerError, WorkerFailed, WorkerLate
from speech.voices.values import Engine, VoiceInfo
from speech.worker import Message, Worker

log = logging.getLogger("hotseat.voice")

START_SECONDS: Mapping[Engine, float] = {"system": 15.0, "neural": 30.0}
"""Piper loads in 1.3 s on a quiet machine."""


@dataclass(frozen=True, slots=True)
class HostOptions:
    """What every start of a child is given."""

    cache_dir: Path
    pace: float
    """A multiple of the normal pace."""
    play: bool
    environment: Mapping[str, str] | None


class Host:
    """One child at a time. A child that ended is started again by `restart`, in the background."""

    def __init__(
        self, options: HostOptions, *, on_message: Callable[[Message], None], on_exit: Callable[[str], None]
    ) -> None:
        """`on_exit(reason)` is called when the child ends by itself, not while it is being started."""
        self._options = options
        self._on_message = on_message
        self._on_exit = on_exit
        self._worker: Worker | None = None
        self._engine: Engine = "system"
        self._starting: asyncio.Task[VoiceInfo] | None = None
        self._started_at = 0.0
        self._closed = False
        self.worked = False
        """The child that runs now has done something, so that its end is no reason not to start another."""

    @property
    def running(self) -> bool:
        return self._worker is not None and self._worker.running

    @property
    def pid(self) -> int | None:
        return self._worker.pid if self._worker is not None else None

    @property
    def age_seconds(self) -> float:
        """Since the child that runs now was started."""
        return time.monotonic() - self._started_at

    async def open(self, engine: Engine, voice: str | None) -> VoiceInfo:
        """Start a child with this engine, in place of the one before.

        Raises: VoiceUnavailable with the reason and the cure.
        """
        if self._worker is not None:
            await self._worker.stop()
        options = self._options
        self._engine = engine
        self._worker = Worker(
            "speech.voices.child",
            name="voice",
            on_message=self._on_message,
            on_exit=self._ended,
            arguments=[
                *("--engine", engine, "--cache", str(options.cache_dir), "--pace", str(options.pace)),
                *(("--voice", voice) if voice is not None else ()),
                *(() if options.play else ("--no-play",)),
            ],
            environment=options.environment,
        )
        return await self._start(self._worker)

    async def ready(self) -> None:
        """Wait for a child that runs. A caller that is cancelled leaves the start alone.

        Raises: VoiceUnavailable when it does not start.
        """
        if self._starting is None or self._starting.done():
            if self.running:
                return
            self.restart("it had ended")
        if self._starting is None:
            raise VoiceUnavailable("The voice is not open. Lines are shown on the screen.")
        await asyncio.shield(self._starting)

    def restart(self, reason: str) -> None:
        """Kill the child if it lives and start another, in the background; `ready` waits for it."""
        if self._worker is None or self._closed:
            return
        log.info("voice is started again", extra={"reason": reason})
        self._worker.kill(reason)
        self._starting = asyncio.create_task(self._start_again(self._worker), name="voice start")
        self._starting.add_done_callback(_take_note)

    async def call(self, op: str, *, deadline: float, **fields: Any) -> Message:
        """Raises: WorkerError, VoiceUnavailable."""
        if self._worker is None:
            raise VoiceUnavailable("The voice is not open. Lines are shown on the screen.")
        reply = await self._worker.call(op, deadline=deadline, **fields)
        self.worked = True
        return reply

    def send(self, op: str, **fields: Any) -> None:
        """Tell the child something; a dead one is not told."""
        if self._worker is not None:
            with contextlib.suppress(WorkerError):
                self._worker.send(op, **fields)

    async def close(self) -> None:
        """End the child for good. Safe to call twice."""
        self._closed = True
        if self._starting is not None:
            self._starting.cancel()
            await asyncio.wait({self._starting})
        if self._worker is not None:
            await self._worker.stop()

    async def _start_again(self, worker: Worker) -> VoiceInfo:
        await worker.stop(grace=0.0)  # its end is no news: it was wanted
        return await self._start(worker)

    async def _start(self, worker: Worker) -> VoiceInfo:
        self.worked = False
        try:
            ready = await worker.start(deadline=START_SECONDS[self._engine])
        except WorkerError as error:
            await worker.stop(grace=0.5)
            raise unavailable(error) from error
        self._started_at = time.monotonic()
        return VoiceInfo(self._engine, voice=ready["voice"], name=ready["name"])

    def _ended(self, reason: str) -> None:
        if not self._closed and (self._starting is None or self._starting.done()):
            self._on_exit(reason)


def unavailable(error: WorkerError) -> VoiceUnavailable:
    """What a fault of the child means to the user."""
    sentence = error.sentence
    if error.code in (WorkerFailed.code, WorkerLate.code):
        sentence += " Lines are shown on the screen; start Hotseat again to hear them."
    return VoiceUnavailable(sentence, code=error.code)


def _take_note(task: asyncio.Task[VoiceInfo]) -> None:
    """A start that fails in the background is told by the next line that needs it."""
    if not task.cancelled():
        task.exception()
