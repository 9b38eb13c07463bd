"""Has sessions reviewed in the background, each once at a time; goes on when the page is left. GUI thread.

Signals of `Reviewing`: `ended(Path, str)`: which session, and a sentence when it went wrong, else empty.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.desk import Desk
from desktop.report.opening import make_review
from interviewer.content.model import Level
from interviewer.errors import InterviewerError


class Reviewing(QObject):
    """Reviews by the rule-based coach.

    A worker that has begun is not interrupted. One that was called off is heard no more, unless it is wanted again.
    """

    ended = Signal(object, str)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._at_work: dict[Path, Level | None] = {}
        self._unwanted: set[Path] = set()
        self._next: dict[Path, Level | None] = {}

    def running(self, session: Path) -> bool:
        """Whether a session is being reviewed and somebody waits for it."""
        return session in self._at_work and session not in self._unwanted

    @property
    def idle(self) -> bool:
        """Whether no worker is at it."""
        return not self._at_work

    def start(self, session: Path, level: Level | None = None) -> None:
        """Have a session reviewed, unless it is; `level`: whose standards, else those it was held for."""
        if session in self._at_work:
            if not self.running(session) and self._at_work[session] != level:
                self._next[session] = level
            self._unwanted.discard(session)
            return
        self._at_work[session] = level
        paths = self._desk.paths
        self._desk.engine.call(
            lambda: make_review(session, paths, level),
            lambda _none: self._finish(session, ""),
            lambda error: self._failed(session, error),
            owner=self,
        )

    def cancel(self, session: Path) -> None:
        """Hear no more of it. What a worker has begun it may still finish and keep."""
        if session in self._at_work:
            self._unwanted.add(session)
        self._next.pop(session, None)

    def _failed(self, session: Path, error: Exception) -> None:
        if not isinstance(error, InterviewerError):
            self._at_work.pop(session)
            raise error
        self._finish(session, error.sentence)

    def _finish(self, session: Path, fault: str) -> None:
        self._at_work.pop(session)
        if session in self._next:
            self.start(session, self._next.pop(session))
        elif session in self._unwanted:
            self._unwanted.discard(session)
        else:
            self.ended.emit(session, fault)
