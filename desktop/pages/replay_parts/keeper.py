"""Keeps what somebody writes on the disk soon after it was changed, one writing after the other. GUI thread.

Signals of `Keeper`: `failed(str)`, the sentence when it could not be written.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.engine import Engine
from interviewer.errors import InterviewerError
from interviewer.records.folder import SessionFolder

PAUSE_MS = 500
"""So long after the last letter."""
Kept = TypeVar("Kept")


class _Keeper(QObject):
    failed = Signal(str)


class Keeper(_Keeper, Generic[Kept]):
    """Writes the latest notes of a session, or the latest of something else."""

    def __init__(self, engine: Engine, write: Callable[[SessionFolder, Kept], None], parent: QObject) -> None:
        """`write`: blocking; raises an `InterviewerError` when it cannot."""
        super().__init__(parent)
        self._engine, self._put = engine, write
        self._waiting: tuple[SessionFolder, Kept] | None = None
        self._writing = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._write)

    def keep(self, folder: SessionFolder, value: Kept) -> None:
        """This is how it is now."""
        self._waiting = (folder, value)
        self._timer.start()

    def flush(self) -> None:
        """Write what waits before going on. On this thread, a few ms: after this the program may end.

        While an earlier writing is under way it follows that one instead.
        """
        self._timer.stop()
        if self._waiting is None or self._writing:
            return
        waiting, self._waiting = self._waiting, None
        try:
            self._put(*waiting)
        except InterviewerError as error:
            self.failed.emit(error.sentence)

    def _write(self) -> None:
        if self._waiting is None or self._writing:
            return
        (folder, value), self._waiting = self._waiting, None
        self._writing = True
        self._engine.call(lambda: self._put(folder, value), lambda _none: self._wrote(), self._broke, owner=self)

    def _wrote(self) -> None:
        self._writing = False
        if not self._timer.isActive():
            self._write()

    def _broke(self, error: Exception) -> None:
        self._writing = False
        if not isinstance(error, InterviewerError):
            raise error
        self.failed.emit(error.sentence)
