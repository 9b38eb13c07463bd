"""Has the answers of a session listened to for how they were spoken, in the background. GUI thread.

Signals of `Hearing`: `progress(str)`; `ended(Path, str)`: which session, and a sentence when it went wrong, else empty.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from desktop.delivery.hearing import hear_later
from desktop.desk import AtLive, Desk, Place
from desktop.engine import Job
from desktop.language import tr
from interviewer.errors import InterviewerError
from speech.errors import SpeechError


class Hearing(QObject):
    """One session at a time. An interview that begins takes the recogniser; what was heard by then is kept."""

    progress = Signal(str)
    ended = Signal(object, str)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._job: Job | None = None
        self._session = Path()
        desk.wanted.connect(self._make_room)

    def running(self, session: Path) -> bool:
        """Whether this session is being listened to."""
        return self._job is not None and session == self._session

    @property
    def idle(self) -> bool:
        return self._job is None

    def start(self, session: Path) -> None:
        """Listen to the answers of a session nobody has listened to, unless one is being listened to."""
        if self._job is not None:
            return
        self._session = session
        store, wanted = self._desk.models(), self._desk.settings.speech.model or None

        async def hear() -> None:
            model = await asyncio.to_thread(store.resolve, wanted)
            await hear_later(session, model, lambda _notice: None, self._tell)

        self._job = self._desk.engine.run(hear, lambda _none: self._finish(""), self._failed, owner=self)
        self.progress.emit(tr("Listening to how you spoke"))

    def cancel(self) -> None:
        """Stop; what was heard is kept."""
        if self._job is not None:
            self._job.cancel()
            self._finish("")

    def _make_room(self, place: Place) -> None:
        if isinstance(place, AtLive):
            self.cancel()

    def _tell(self, share: float) -> None:
        text = tr("Listening to how you spoke: {n} %", n=round(100 * share))
        self._desk.engine.post(lambda: self._told(text))

    def _told(self, text: str) -> None:
        if isValid(self) and self._job is not None:
            self.progress.emit(text)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, SpeechError | InterviewerError):
            self._job = None
            raise error
        self._finish(error.sentence)

    def _finish(self, fault: str) -> None:
        self._job = None
        self.ended.emit(self._session, fault)
