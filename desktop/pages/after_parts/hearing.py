"""Has the answers of a session listened to for how they were spoken, in the background. GUI thread.

Signals of `Hearing`: `ended(Path, str)`: which session, and a sentence when it went wrong, else empty.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.delivery.hearing import hear_later
from desktop.desk import AtLive, Desk, Place
from desktop.engine import Job
from desktop.language import tr
from desktop.pages.after_parts.report_view import ReportView
from interviewer.errors import InterviewerError
from speech.errors import SpeechError


class Hearing(QObject):
    """One session at a time. An interview that begins takes the recogniser; what was heard by then is kept."""

    ended = Signal(object, str)

    def __init__(self, desk: Desk, view: ReportView, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._view = desk, view
        self._job: Job | None = None
        self._session = self._shown = Path()
        self._share = 0.0
        self._wanted: Path | None = None
        """A session that has just ended: it is listened to once its answers are transcribed."""
        self._next: Path | None = None
        """The session that is shown, while it waits for another one."""
        desk.wanted.connect(self._make_room)
        view.listen.connect(lambda: self.start(self._shown))

    @property
    def idle(self) -> bool:
        return self._job is None

    def show_session(self, session: Path, *, fresh: bool, ready: bool) -> None:
        """Show how far this session is; one that is `fresh` is listened to as soon as it is `ready`."""
        self._shown = session
        if fresh:
            self._wanted = session
        if self._wanted == session and ready:
            self._wanted = None
            self.start(session)
        self._show()

    def start(self, session: Path) -> None:
        """Listen to the answers of a session nobody has listened to, after the one that is being listened to."""
        if self._job is not None:
            self._next = session if session != self._session else None
            self._show()
            return
        self._session, self._share = session, 0.0
        store, wanted = self._desk.models(), self._desk.settings.speech.model or None

        async def hear() -> None:
            model = await asyncio.to_thread(store.resolve, wanted)
            await hear_later(session, model, lambda _notice: None, self._tell)

        self._job = self._desk.engine.run(hear, lambda _none: self._finish(""), self._failed, owner=self)
        self._show()

    def cancel(self) -> None:
        """Stop; what was heard is kept."""
        if self._job is not None:
            self._job.cancel()
            self._finish("")

    def wait_no_longer(self) -> None:
        """Leave out the session that waits for another one."""
        self._next = None
        self._show()

    def _make_room(self, place: Place) -> None:
        if isinstance(place, AtLive):
            self.wait_no_longer()
            self.cancel()

    def _tell(self, share: float) -> None:
        self._desk.engine.post(lambda: self._told(share), owner=self)

    def _told(self, share: float) -> None:
        self._share = share
        if self._session == self._shown:
            self._show()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, SpeechError | InterviewerError):
            self._finish("")
            raise error
        self._finish(error.sentence)

    def _finish(self, fault: str) -> None:
        self._job = None
        self._show()
        self.ended.emit(self._session, fault)
        if self._next is not None:
            session, self._next = self._next, None
            self.start(session)

    def _show(self) -> None:
        """How far it is, or what it waits for, with a way to stop."""
        if self._next is not None and self._next == self._shown:
            text = tr("Another session is listened to first. This one follows, as long as you stay here.")
            self._view.hearing.say("info", text, (tr("Cancel"), "after_cancel_hearing", self.wait_no_longer))
        elif self._job is not None and self._session == self._shown:
            text = tr("Listening to how you spoke: {n} %", n=round(100 * self._share))
            self._view.hearing.say("info", text, (tr("Cancel"), "after_cancel_hearing", self.cancel))
        else:
            self._view.hearing.clear()
