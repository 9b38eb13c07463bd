"""Serves a model file while somebody uses it: started when it is wanted, stopped when nobody has used it for a while.

Asyncio thread. One `Serving` is one file; its child process dies with this one.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import sys
import time
from collections.abc import AsyncIterator
from importlib.util import find_spec
from pathlib import Path

from desktop.embedded.budget import Budget, budget_for, free_memory, threads_here
from desktop.embedded.child import EXTRA_MISSING, NOT_LOADED
from desktop.embedded.gguf import head_of
from desktop.language import tr
from interviewer.errors import MindError, MindUnavailable
from interviewer.minds.server import Server
from speech.errors import WorkerError, WorkerLate
from speech.worker import Worker

START_SECONDS = 20.0
LOAD_SECONDS = 180.0
"""Some gigabytes come from a slow disk."""
IDLE_SECONDS = 600.0
"""A model nobody asks gives its memory back. As long as an answer may be: one that is typed is not read along."""
NICENESS = 6
"""Behind the recogniser, whose words come first."""
MOST_LOSSES = 2
"""A model that crashed so often is not started again."""
INSTALL = f"{sys.executable} -m pip install xllamacpp"

log = logging.getLogger("hotseat.embedded")


def can_run_files() -> bool:
    """Whether the library that runs model files is installed; it is not loaded."""
    return find_spec("xllamacpp") is not None


def usable_file(file: Path) -> Path:
    """A model file that looks as if it could be served, so that what it lacks is said before an interview. Blocking.

    Raises: MindUnavailable.
    """
    head_of(file)
    if not can_run_files():
        raise missing_extra()
    return file


def missing_extra() -> MindUnavailable:
    """The library that runs model files is not installed."""
    sentence = tr(
        "The part that runs model files is not installed. Install it and try again: {command}", command=INSTALL
    )
    return MindUnavailable(sentence, code=EXTRA_MISSING)


class Serving:
    """One model file, served on loopback on demand."""

    def __init__(self, file: Path, *, idle_seconds: float = IDLE_SECONDS) -> None:
        self.file = file
        self.budget: Budget | None = None
        """What it was given when it was loaded last."""
        self.load_seconds = 0.0
        """How long that took."""
        self.ended = asyncio.Event()
        """Set once its process has ended, whyever, until it is started again."""
        self._idle_seconds = idle_seconds
        self._opening: asyncio.Task[Server] | None = None
        self._resting: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._users = 0
        self._losses = 0
        self._lost_because = ""
        self._worker = Worker(
            "desktop.embedded.child",
            name="language model",
            on_message=lambda message: None,
            on_exit=self._lost,
            niceness=NICENESS,
        )

    @property
    def name(self) -> str:
        """The model, as it is called after its file."""
        return self.file.stem or self.file.name

    @property
    def running(self) -> bool:
        """Whether the process is there."""
        return self._worker.running

    def begin(self) -> None:
        """Have the model loaded, if it is not; nobody waits."""
        self._opened()
        self._wait_for_users()

    @contextlib.asynccontextmanager
    async def use(self) -> AsyncIterator[Server]:
        """The server, which stays as long as the block lasts.

        Raises: MindUnavailable: the file cannot be served, for the reason given.
        """
        self._users += 1
        self._cancel_timer()
        try:
            yield await asyncio.shield(self._opened())
        finally:
            self._users -= 1
            self._wait_for_users()

    async def close(self) -> None:
        """End the process. Safe to call twice; what is wanted afterwards starts it again."""
        self._cancel_timer()
        opening, self._opening = self._opening, None
        if opening is not None and not opening.done():
            opening.cancel()
            await asyncio.wait([opening])
        if self._resting is not None:
            await asyncio.wait([self._resting])
        await self._stop()

    async def _stop(self) -> None:
        await self._worker.stop()
        self.ended.set()

    def _opened(self) -> asyncio.Task[Server]:
        if self._opening is None:
            self._opening = asyncio.create_task(self._open(), name="model file")
            self._opening.add_done_callback(_looked_at)
        return self._opening

    async def _open(self) -> Server:
        if self._resting is not None:
            await asyncio.wait([self._resting])
        if self._losses >= MOST_LOSSES:
            sentence = tr("{name} has stopped: {why}. Choose a smaller model.", name=self.name, why=self._lost_because)
            raise MindUnavailable(sentence)
        budget = await asyncio.to_thread(self._budget)
        self.ended.clear()
        key, began = secrets.token_urlsafe(32), time.monotonic()
        try:
            await self._worker.start(deadline=START_SECONDS)
            answer = await self._worker.call(
                "serve",
                deadline=LOAD_SECONDS,
                file=str(self.file),
                key=key,
                context=budget.context,
                threads=budget.threads,
            )
        except WorkerError as fault:
            await self._worker.stop()
            raise self._explained(fault) from fault
        self.budget, self.load_seconds = budget, time.monotonic() - began
        log.info("model loaded", extra={"seconds": round(self.load_seconds, 2), "threads": budget.threads})
        return Server(f"{answer['url']}/v1", self.name, key)

    def _budget(self) -> Budget:
        return budget_for(self.file.name, head_of(self.file), threads=threads_here(), free_bytes=free_memory())

    def _explained(self, fault: WorkerError) -> MindError:
        if fault.code == EXTRA_MISSING:
            return missing_extra()
        if fault.code == NOT_LOADED:
            sentence = tr(
                "{name} cannot be loaded: it is damaged, not whole, or of a kind this version does not know. Download "
                "it again or choose another file.",
                name=self.file.name,
            )
            return MindUnavailable(sentence, code=NOT_LOADED)
        if isinstance(fault, WorkerLate):
            sentence = tr("{name} was not loaded in time. Choose a smaller model.", name=self.file.name)
            return MindUnavailable(sentence, code=NOT_LOADED)
        return MindUnavailable(f"{fault.sentence} " + tr("Choose a smaller model if this goes on."), code=NOT_LOADED)

    def _lost(self, reason: str) -> None:
        self.ended.set()
        self._losses += 1
        self._lost_because = reason
        if self._opening is not None and self._opening.done():
            self._opening = None

    def _wait_for_users(self) -> None:
        self._cancel_timer()
        if not self._users and self._opening is not None:
            self._timer = asyncio.get_running_loop().call_later(self._idle_seconds, self._rest)

    def _rest(self) -> None:
        if self._users or self._opening is None or not self._opening.done():
            return
        self._opening = None
        self._resting = asyncio.create_task(self._stop(), name="model rests")

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _looked_at(opening: asyncio.Task[Server]) -> None:
    if not opening.cancelled():
        opening.exception()  # whoever uses it is told; nobody has to
