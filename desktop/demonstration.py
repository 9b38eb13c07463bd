"""The demonstration held behind the pages, whatever is in front; one at a time. Qt thread.

Signals of `Demonstration`: `changed()`, it is further, has begun, or is over; `held(Path)`, the session is there.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.desk import AtLive, Desk, Place
from desktop.engine import Job
from desktop.language import tr
from desktop.loading import LOADING
from desktop.settings import Settings
from interviewer.errors import InterviewerError
from speech.errors import SpeechError

if TYPE_CHECKING:
    from desktop.demo import Progress
    from desktop.headless import Wishes


class Demonstration(QObject):
    """See above. `demonstration_of(desk)` is the one of a desk."""

    changed = Signal()
    held = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._job: Job | None = None
        self._run: object = None
        """Which one is being held: what an earlier one still tells is not heard."""
        self.progress: Progress | None = None
        """How far it is; None before it tells, and when there is none."""
        self.session: Path | None = None
        """Where the one lies that was held last."""
        self.sentence = ""
        """Why the last one was not held to its end; empty otherwise."""
        desk.wanted.connect(self._make_room)

    @property
    def running(self) -> bool:
        return self._job is not None

    def start(self) -> None:
        """Hold it, unless it is being held."""
        if self._job is not None:
            return
        settings, paths, store = self._desk.settings, self._desk.paths, self._desk.models()
        run = self._run = object()

        async def hold() -> Path:
            with LOADING:
                from desktop.demo import hold_in_background  # heavy: not before it is wanted

            return await hold_in_background(_parts(settings), paths, store, lambda progress: self._tell(run, progress))

        self.progress, self.session, self.sentence = None, None, ""
        self._job = self._desk.engine.run(hold, self._done, self._failed, owner=self)
        self.changed.emit()

    def cancel(self) -> None:
        """Call it off; what was held goes to the trash."""
        self._stop("")

    def _make_room(self, place: Place) -> None:
        """An interview needs the recogniser for itself."""
        if isinstance(place, AtLive):
            self._stop(tr("Stopped, since an interview began."))

    def _stop(self, sentence: str) -> None:
        if self._job is not None:
            self._job.cancel()
            self._end(sentence)

    def _tell(self, run: object, progress: Progress) -> None:
        """From the asyncio thread, once a second."""
        self._desk.engine.post(lambda: self._progressed(run, progress))

    def _progressed(self, run: object, progress: Progress) -> None:
        if run is self._run and self._job is not None:
            self.progress = progress
            self.changed.emit()

    def _done(self, session: Path) -> None:
        self.session = session
        self._end("")
        self.held.emit(session)
        self._desk.sessions_changed.emit()

    def _failed(self, error: Exception) -> None:
        known = isinstance(error, (SpeechError, InterviewerError))
        self._end(str(error) if known else tr("The demo could not be held."))
        if not known:
            self._desk.engine.failed.emit(error)

    def _end(self, sentence: str) -> None:
        self._job, self.progress, self.sentence = None, None, sentence
        self.changed.emit()


def demonstration_of(desk: Desk) -> Demonstration:
    """The demonstration of a desk; there is one such object, made when it is first asked for."""
    found = desk.findChild(Demonstration)
    return found if found is not None else Demonstration(desk)


def _parts(settings: Settings) -> Wishes:
    """The chosen model and voice; her follow-ups are scripted, whoever else asks: nothing leaves this computer."""
    from desktop.headless import Wishes

    return Wishes(
        speech_model=settings.speech.model or None,
        voice=settings.voice.engine,
        voice_name=settings.voice.name,
        rate=settings.voice.rate,
    )
