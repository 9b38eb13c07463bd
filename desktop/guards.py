"""What surrounds the running window: errors nobody took, signals of the system, garbage in the right thread.

Qt thread. An error anywhere is logged, told once in one dialog, and the program goes on: a recording goes on too.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import logging
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Signal

GARBAGE_MS = 5000

log = logging.getLogger("hotseat.window")


class Errors(QObject):
    """Takes errors from every thread. Signals: `met(Exception)`, in the Qt thread."""

    met = Signal(object)

    def __enter__(self) -> Errors:
        self._before = sys.excepthook, threading.excepthook
        sys.excepthook = self._hook
        threading.excepthook = self._thread_hook
        return self

    def __exit__(self, *_: object) -> None:
        sys.excepthook, threading.excepthook = self._before

    def _hook(self, _type: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        self.take(error)

    def _thread_hook(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.take(args.exc_value)

    def take(self, error: BaseException) -> None:
        """Log an error and tell of it."""
        log.error("an error nobody took", exc_info=error)
        self.met.emit(error)


@contextlib.contextmanager
def crash_file(folder: Path) -> Iterator[None]:
    """What Python can still say of a crash goes to a file in `folder`: places in the code, no values.

    Where there can be no such file, the window does without.
    """
    try:
        opened = (folder / "crash.txt").open("a", encoding="utf-8")
    except OSError as error:
        log.warning("no file for crashes", extra={"reason": error.strerror})
        yield
        return
    with opened as file:
        faulthandler.enable(file)
        try:
            yield
        finally:
            faulthandler.disable()


@contextlib.contextmanager
def stop_signals(stop: Callable[[], None]) -> Iterator[None]:
    """Call `stop` in the Qt thread when the system or a terminal asks the program to end.

    Python's handlers wait for the interpreter, which sleeps inside Qt; a byte through a socket wakes it. A handler may
    run in the middle of anything, painting too, so it only leaves a note for the one who was woken.
    """
    reader, writer = socket.socketpair()
    for end in (reader, writer):
        end.setblocking(False)
    notifier = QSocketNotifier(reader.fileno(), QSocketNotifier.Type.Read)

    asked: list[int] = []

    def woken() -> None:
        with contextlib.suppress(BlockingIOError):
            reader.recv(64)
        if asked:
            asked.clear()
            stop()

    notifier.activated.connect(woken)
    woken_before = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
    handled = {number: signal.signal(number, lambda number, _frame: asked.append(number)) for number in _ends()}
    try:
        yield
    finally:
        for number, handler in handled.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(woken_before)
        notifier.setEnabled(False)
        reader.close()
        writer.close()


def _ends() -> tuple[signal.Signals, ...]:
    hangup = (signal.SIGHUP,) if hasattr(signal, "SIGHUP") else ()
    return (signal.SIGINT, signal.SIGTERM, *hangup)


class Garbage(QObject):
    """Collects garbage in the Qt thread only: a cycle with a widget in it must not be taken apart in another one."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(GARBAGE_MS)
        self._timer.timeout.connect(self._collect)
        self._was_enabled = True

    def __enter__(self) -> Garbage:
        self._was_enabled = gc.isenabled()
        gc.collect()
        gc.freeze()  # what is there at start is not looked through again: it would cost a frame each time
        gc.disable()
        self._timer.start()
        return self

    def _collect(self) -> None:
        gc.collect()

    def __exit__(self, *_: object) -> None:
        self._timer.stop()
        if self._was_enabled:
            gc.enable()
        gc.unfreeze()
