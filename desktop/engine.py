"""The one bridge between the window and everything that waits: an asyncio thread beside the Qt thread.

Commands go in by `run`, `call` and `post_in`; what comes back arrives in the Qt thread, in order, through one queued
signal that carries a batch. However fast the asyncio thread talks, the window wakes once for all that has gathered.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from shiboken6 import isValid

from desktop.loading import load_first

if TYPE_CHECKING:
    from desktop.asyncio_side import AsyncioSide

T = TypeVar("T")
STOP_SECONDS = 4.0
HOLD_MS = 1000
"""The longest that work waits for a first paint; a window may start hidden."""

log = logging.getLogger("hotseat.engine")


class Job:
    """Something the engine does for the window. After `cancel` neither `done` nor `failed` is called."""

    def __init__(self, cancel: Callable[[Job], None]) -> None:
        self._cancel = cancel
        self.cancelled = False
        self.finished = False

    def cancel(self) -> None:
        """Stop it and hear no more of it. From the Qt thread; does nothing to a finished one."""
        self.cancelled = True
        self._cancel(self)


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
        self._side: AsyncioSide | None = None
        self._early: list[Callable[[AsyncioSide], None]] = []
        """What came before there was an asyncio side."""
        self._thread = threading.Thread(target=self._run, name="asyncio", daemon=True)
        self._held = QTimer(self, singleShot=True, interval=HOLD_MS)
        self._held.timeout.connect(self.release)

    # -- from the Qt thread

    def hold(self) -> None:
        """Let work wait until `release`, a second at most: what it loads would hold up the first paint."""
        self._held.start()

    @Slot()
    def release(self) -> None:
        """The window is painted: what has waited begins. Does nothing when nothing is held."""
        self._held.stop()
        if self._early:
            self._start()

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
        return self._order(lambda _side: work(), done, failed, owner)

    def call(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        *,
        owner: QObject | None = None,
    ) -> Job:
        """The same for work that blocks, in a worker thread; once begun it is not interrupted by `cancel`."""
        return self._order(lambda side: side.in_worker(work), done, failed, owner)

    def post_in(self, call: Callable[[], None]) -> None:
        """Have something done on the asyncio thread, soon; nobody waits."""
        self._send(lambda _side: call())

    def report(self, error: Exception) -> None:
        """Log an error that nobody can do anything about, and tell of it."""
        log.error("an error nobody took", exc_info=error)
        self.failed.emit(error)

    def stop(self) -> bool:
        """Cancel everything, wait until it has cleaned up; False when that took too long and was left alone."""
        self._held.stop()
        if not self._thread.is_alive():
            return True
        self._send(lambda side: side.wind_up())
        self._thread.join(STOP_SECONDS)
        self._outbox.clear()
        if self._thread.is_alive() or (self._side is not None and self._side.stuck):
            log.error("the engine did not stop in time")
            return False
        return True

    def _order(
        self,
        work: Callable[[AsyncioSide], Awaitable[T]],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None,
        owner: QObject | None,
    ) -> Job:
        job = Job(self._cancel)

        def is_done(result: T) -> None:
            self.post(lambda: self._finish(job, owner, done, result))

        def has_failed(error: Exception) -> None:
            if failed is None:
                log.error("a job failed", exc_info=error)
            self.post(lambda: self._finish(job, owner, failed or self.failed.emit, error))

        def begin(side: AsyncioSide) -> None:
            if not job.cancelled:
                side.begin(job, lambda: work(side), is_done, has_failed)

        self._send(begin)
        return job

    def _cancel(self, job: Job) -> None:
        if self._side is None or not self._side.loop.is_closed():
            self._send(lambda side: side.cancel(job))

    def _send(self, call: Callable[[AsyncioSide], None]) -> None:
        with self._lock:
            if self._side is not None:
                self._side.loop.call_soon_threadsafe(call, self._side)
                return
            self._early.append(call)
        if not self._held.isActive():
            self._start()

    def _start(self) -> None:
        if self._thread.ident is None:
            self._thread.start()

    # -- from any thread

    def post(self, call: Callable[[], None], *, owner: QObject | None = None) -> None:
        """Have something done in the Qt thread, after what was posted before; not if its owner is gone by then."""
        with self._lock:
            self._outbox.append(call if owner is None else lambda: call() if isValid(owner) else None)
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

    def _finish(self, job: Job, owner: QObject | None, tell: Callable[[Any], None], value: object) -> None:
        job.finished = True
        if not job.cancelled and (owner is None or isValid(owner)):
            tell(value)

    # -- in the asyncio thread

    def _run(self) -> None:
        from desktop.asyncio_side import AsyncioSide  # heavy: in its thread, not before the first paint

        load_first()
        side = AsyncioSide(lambda error: self.post(lambda: self.failed.emit(error)))
        with self._lock:
            for call in self._early:
                side.loop.call_soon(call, side)
            self._early.clear()
            self._side = side
        side.run()
