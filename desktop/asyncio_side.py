"""The other side of the engine: an asyncio loop with its tasks and worker threads. Asyncio thread.

`desktop.engine` makes it in the thread it runs in, so that a window need not wait until asyncio is loaded.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")
WORKER_SECONDS = 2.5
REST_SECONDS = 1.0

log = logging.getLogger("hotseat.engine")

Work = Callable[[], Awaitable[Any]]
Tell = Callable[[Any], None]


class AsyncioSide:
    """Awaits what the engine is given. `failed` hears of errors nobody took, in the asyncio thread."""

    def __init__(self, failed: Callable[[Exception], None]) -> None:
        self._failed = failed
        self.loop = asyncio.new_event_loop()
        self.loop.set_exception_handler(self._loop_failed)
        self._workers = ThreadPoolExecutor(thread_name_prefix="worker")
        self.loop.set_default_executor(self._workers)
        self.stuck = False
        """A worker thread did not end when the loop did."""
        self._tasks: dict[object, asyncio.Task[None]] = {}

    def run(self) -> None:
        """Until `wind_up`; then close the loop."""
        asyncio.set_event_loop(self.loop)
        try:
            self.loop.run_forever()
        finally:
            self.loop.run_until_complete(self.loop.shutdown_asyncgens())
            self._shut_workers()
            self.loop.close()

    async def in_worker(self, work: Callable[[], T]) -> T:
        """What `work()` returns, in a worker thread."""
        return await asyncio.to_thread(work)

    def begin(self, job: object, work: Work, done: Tell, failed: Tell) -> None:
        """Await `work()`, then tell what came of it. `job`: what it is cancelled by."""
        self._tasks[job] = task = self.loop.create_task(self._carry_out(work, done, failed))
        task.add_done_callback(lambda _task: self._tasks.pop(job))

    def cancel(self, job: object) -> None:
        """Cancel the task of a job, if it has one."""
        if (task := self._tasks.get(job)) is not None:
            task.cancel()

    def wind_up(self) -> None:
        """Cancel everything, and stop once it has cleaned up."""
        for task in self._tasks.values():
            if not task.cancelling():  # a second time would break off how it cleans up
                task.cancel()
        self.loop.create_task(self._stop_when_done(set(self._tasks.values())))

    async def _carry_out(self, work: Work, done: Tell, failed: Tell) -> None:
        try:
            result = await work()
        except Exception as error:  # noqa: BLE001  (it is passed on)
            failed(error)
        else:
            done(result)

    async def _stop_when_done(self, tasks: set[asyncio.Task[None]]) -> None:
        if tasks:
            await asyncio.wait(tasks)
        if rest := asyncio.all_tasks() - {asyncio.current_task()}:  # those that close what the jobs had opened
            await asyncio.wait(rest, timeout=REST_SECONDS)
        self.loop.stop()

    def _shut_workers(self) -> None:
        """Wait for worker threads, but not for ever: one may be stuck in a disk or a bus."""
        waiting = threading.Thread(target=self._workers.shutdown, kwargs={"cancel_futures": True}, daemon=True)
        waiting.start()
        waiting.join(WORKER_SECONDS)
        self.stuck = waiting.is_alive()

    def _loop_failed(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        log.error("the asyncio thread met an error nobody took", exc_info=error)
        if isinstance(error, Exception):
            self._failed(error)
