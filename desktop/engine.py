"""The one bridge between the window and everything that waits: an asyncio thread beside the Qt thread.

Commands go in by `run`, `call` and `post_in`; what comes back arrives in the Qt thread, in order, through one queued
signal that carries a batch. However fast the asyncio thread talks, the window wakes once for all that has gathered.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

T = TypeVar("T")
STOP_SECONDS = 4.0
WORKER_SECONDS = 1.0
REST_SECONDS = 1.0

log = logging.getLogger("hotseat.engine")


class Job:
    """Something the engine does for the window. After `cancel` neither `done` nor `failed` is called."""

    def __init__(self) -> None:
        self._task: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self.cancelled = False
        self.finished = False

    def cancel(self) -> None:
        """Stop it and hear no more of it. From the Qt thread; does nothing to a finished one."""
        self.cancelled = True
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._cancel_task)

    def _cancel_task(self) -> None:
        if self._task is not None:
            self._task.cancel()


class Engine(QObject):
    """The asyncio thread. Make it in the Qt thread, `stop` it before the application ends.

    Signals: `failed(Exception)`: something raised that nobody took; the program goes on.
    """

    failed = Signal(object)
    _gathered = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._outbox: deque[Callable[[], None]] = deque()
        self._waiting = False
        self._lock = threading.Lock()
        self._gathered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._loop = asyncio.new_event_loop()
        self._loop.set_exception_handler(self._loop_failed)
        self._workers = ThreadPoolExecutor(thread_name_prefix="worker")
        self._loop.set_default_executor(self._workers)
        self._stuck = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._run, name="asyncio", daemon=True)
        self._thread.start()

    # -- from the Qt thread

    def run(
        self,
        work: Callable[[], Awaitable[T]],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        *,
        owner: QObject | None = None,
    ) -> Job:
        """Await `work()` on the asyncio thread; then `done(result)` or `failed(error)` in the Qt thread.

        `owner`: nothing is called once it was deleted. Without `failed` the error goes to the signal of that name.
        """
        job = Job()
        job._loop = self._loop
        self._loop.call_soon_threadsafe(self._begin, job, work, done, failed, owner)
        return job

    def call(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        *,
        owner: QObject | None = None,
    ) -> Job:
        """The same for work that blocks, in a worker thread; once begun it is not interrupted by `cancel`."""
        return self.run(lambda: asyncio.to_thread(work), done, failed, owner=owner)

    def post_in(self, call: Callable[[], None]) -> None:
        """Have something done on the asyncio thread, soon; nobody waits."""
        self._loop.call_soon_threadsafe(call)

    def report(self, error: Exception) -> None:
        """Log an error that nobody can do anything about, and tell of it."""
        log.error("an error nobody took", exc_info=error)
        self.failed.emit(error)

    def stop(self) -> bool:
        """Cancel everything, wait until it has cleaned up; False when that took too long and was left alone."""
        if not self._thread.is_alive():
            return True
        self._loop.call_soon_threadsafe(self._wind_up)
        self._thread.join(STOP_SECONDS)
        self._outbox.clear()
        if self._thread.is_alive() or self._stuck:
            log.error("the engine did not stop in time")
            return False
        return True

    # -- from any thread

    def post(self, call: Callable[[], None]) -> None:
        """Have something done in the Qt thread, after what was posted before."""
        with self._lock:
            self._outbox.append(call)
            wake, self._waiting = not self._waiting, True
        if wake:
            self._gathered.emit()

    # -- in the Qt thread

    @Slot()
    def _deliver(self) -> None:
        with self._lock:
            calls, self._outbox = self._outbox, deque()
            self._waiting = False
        for call in calls:
            try:
                call()
            except Exception as error:
                log.exception("a view failed")
                self.failed.emit(error)

    # -- in the asyncio thread

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
        finally:
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._shut_workers()
            self._loop.close()

    def _shut_workers(self) -> None:
        """Wait for worker threads, but not for ever: one may be stuck in a disk or a bus."""
        waiting = threading.Thread(target=self._workers.shutdown, kwargs={"cancel_futures": True}, daemon=True)
        waiting.start()
        waiting.join(WORKER_SECONDS)
        self._stuck = waiting.is_alive()

    def _begin(self, job: Job, work: Any, done: Any, failed: Any, owner: QObject | None) -> None:
        if job.cancelled:
            return
        job._task = task = self._loop.create_task(self._carry_out(job, work, done, failed, owner))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry_out(self, job: Job, work: Any, done: Any, failed: Any, owner: QObject | None) -> None:
        try:
            result = await work()
        except Exception as error:
            if failed is None:
                log.exception("a job failed")
            self.post(lambda error=error: self._finish(job, owner, failed or self.failed.emit, error))  # type: ignore[misc]
        else:
            self.post(lambda: self._finish(job, owner, done, result))

    def _finish(self, job: Job, owner: QObject | None, tell: Callable[[Any], None], value: object) -> None:
        job.finished = True
        if not job.cancelled and (owner is None or isValid(owner)):
            tell(value)

    def _wind_up(self) -> None:
        for task in self._tasks:
            if not task.cancelling():  # a second time would break off how it cleans up
                task.cancel()
        self._loop.create_task(self._stop_when_done(set(self._tasks)))

    async def _stop_when_done(self, tasks: set[asyncio.Task[None]]) -> None:
        if tasks:
            await asyncio.wait(tasks)
        if rest := asyncio.all_tasks() - {asyncio.current_task()}:  # those that close what the jobs had opened
            await asyncio.wait(rest, timeout=REST_SECONDS)
        self._loop.stop()

    def _loop_failed(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        log.error("the asyncio thread met an error nobody took", exc_info=error)
        if isinstance(error, Exception):
            self.post(lambda: self.failed.emit(error))
