"""The sessions of the Library and what was searched for among them, read off the Qt thread. GUI thread.

Signals of `Collection`: `changed()`, other sessions or hits; `progress(str)`, how far reading is; `failed(str)` and
`noticed(str)`, a sentence.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.desk import Desk
from desktop.engine import Job
from desktop.language import tr
from desktop.library_work import Kept, found, fresh_sessions, known_sessions
from interviewer.errors import InterviewerError
from interviewer.records.listed import Listed


class Collection(QObject):
    """What the index knows at once, what is on the disk as soon as it has been looked at."""

    changed = Signal()
    progress = Signal(str)
    failed = Signal(str)
    noticed = Signal(str)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._searching: Job | None = None
        self._text = ""
        self.reading: Job | None = None
        """The latest look at the folders."""
        self.sessions: tuple[Listed, ...] | None = None
        """Newest first; None: not read yet."""
        self.hits: dict[str, str] | None = None
        """Ids of those that have the words, each with some words around them; None: nothing is searched for."""

    def read(self) -> None:
        """Look at the folders, and search again if something is searched for."""
        if self.reading is not None:
            self.reading.cancel()
        paths, engine = self._desk.paths, self._desk.engine
        if self.sessions is None:
            engine.call(lambda: known_sessions(paths), self._take_known, self._cannot, owner=self)

        def told(read: int, of: int) -> None:
            engine.post(lambda: self._tell(read, of), owner=self)

        self.reading = engine.call(lambda: fresh_sessions(paths, told), self._take, self._cannot, owner=self)

    def search(self, text: str) -> None:
        """Look for words; only the answer to the latest search counts. Empty: for nothing."""
        if self._searching is not None:
            self._searching.cancel()
            self._searching = None
        self._text = text
        if not text:
            self.hits = None
            self.changed.emit()
            return
        paths = self._desk.paths
        self._searching = self._desk.engine.call(lambda: found(paths, text), self._take_hits, self._cannot, owner=self)

    def _tell(self, read: int, of: int) -> None:
        self.progress.emit(tr("Reading session {read} of {of}", read=read + 1, of=of))

    def _take_known(self, kept: Kept) -> None:
        if kept.sessions and self.sessions is None:
            self._take(kept)

    def _take(self, kept: Kept) -> None:
        if kept.notice:
            self.noticed.emit(kept.notice)
        self.sessions = kept.sessions
        if self._text:
            self.search(self._text)
        self.changed.emit()

    def _take_hits(self, hits: dict[str, str]) -> None:
        self._searching = None
        self.hits = hits
        self.changed.emit()

    def _cannot(self, error: Exception) -> None:
        if not isinstance(error, InterviewerError):
            raise error
        self.sessions = self.sessions or ()
        self.failed.emit(error.sentence)
        self.changed.emit()
