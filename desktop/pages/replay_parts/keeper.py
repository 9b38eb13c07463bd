"""Keeps own notes on the disk soon after they were changed, one writing after the other. GUI thread.

Signals of `NotesKeeper`: `failed(str)`, the sentence when they could not be written.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.engine import Engine
from interviewer.errors import InterviewerError
from interviewer.records.folder import SessionFolder
from interviewer.records.notes import Notes, write_notes

PAUSE_MS = 500
"""So long after the last letter."""


class NotesKeeper(QObject):
    """Writes the latest notes of a session."""

    failed = Signal(str)

    def __init__(self, engine: Engine, parent: QObject) -> None:
        super().__init__(parent)
        self._engine = engine
        self._waiting: tuple[SessionFolder, Notes] | None = None
        self._writing = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._write)

    def keep(self, folder: SessionFolder, notes: Notes) -> None:
        """These are the notes now."""
        self._waiting = (folder, notes)
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
            write_notes(*waiting)
        except InterviewerError as error:
            self.failed.emit(error.sentence)

    def _write(self) -> None:
        if self._waiting is None or self._writing:
            return
        (folder, notes), self._waiting = self._waiting, None
        self._writing = True
        self._engine.call(lambda: write_notes(folder, notes), lambda _none: self._wrote(), self._broke, owner=self)

    def _wrote(self) -> None:
        self._writing = False
        if not self._timer.isActive():
            self._write()

    def _broke(self, error: Exception) -> None:
        self._writing = False
        if not isinstance(error, InterviewerError):
            raise error
        self.failed.emit(error.sentence)
