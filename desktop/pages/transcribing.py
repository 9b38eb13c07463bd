"""Transcribes kept sessions from the window, one after the other, and reviews them anew. GUI thread.

Signals of `Transcribing`: `progress(str)`; `ended(object)`, an `Outcome`; `took_in()`, a session was changed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.desk import AtLive, Desk, Place
from desktop.engine import Job
from desktop.hosts import listening_server
from desktop.language import tr, trn
from desktop.later import transcribe_later
from desktop.model_turns import TURNS
from desktop.remote_speech.listener import Listener
from desktop.reviews import review_after
from interviewer.errors import RecordError
from interviewer.minds.server import Server
from speech.errors import ModelError, ModelMissing, SpeechError
from speech.whisper.models import ModelFiles


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ended."""

    sentence: str
    fault: bool = False
    needs_model: bool = False
    """A speech model has to be set up first."""


class Transcribing(QObject):
    """One run at a time; `running` says whether there is one. While an interview is held it waits for its end."""

    progress = Signal(str)
    ended = Signal(object)
    took_in = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._job: Job | None = None
        self._folders: tuple[Path, ...] = ()
        """Those of the run."""
        self._next: list[Path] = []
        desk.wanted.connect(self._make_room)

    @property
    def running(self) -> bool:
        return self._job is not None

    def start(self, folders: Sequence[Path]) -> None:
        """Transcribe these sessions, after those that are being transcribed."""
        if not folders:
            return
        if self._job is not None:
            self._next += [folder for folder in folders if folder not in (*self._folders, *self._next)]
            return
        self.progress.emit(_loading())
        self._folders = tuple(folders)
        work = _Work(self._desk, self._folders, self._tell, self._changed)
        self._job = self._desk.engine.run(work.run, self._done, self._failed, owner=self)

    def cancel(self) -> None:
        """Stop; what was transcribed is kept."""
        if self._job is None:
            return
        self._job.cancel()
        self._job = None
        self._next.clear()
        self.ended.emit(Outcome(tr("Stopped. What was transcribed is kept; the rest can follow at any time.")))
        self.took_in.emit()

    def _make_room(self, place: Place) -> None:
        """An interview needs the recogniser for itself."""
        if isinstance(place, AtLive):
            self.cancel()

    def _tell(self, text: str) -> None:
        self._desk.engine.post(lambda: self._told(text), owner=self)

    def _told(self, text: str) -> None:
        if self._job is not None:
            self.progress.emit(text)

    def _changed(self) -> None:
        self._desk.engine.post(self.took_in.emit, owner=self)

    def _done(self, answers: int) -> None:
        self._job = None
        self.ended.emit(Outcome(trn("{n} answer transcribed.", "{n} answers transcribed.", answers)))
        waiting, self._next = self._next, []
        self.start(waiting)

    def _failed(self, error: Exception) -> None:
        self._job = None
        self._next.clear()
        if not isinstance(error, (SpeechError, RecordError)):
            self.ended.emit(Outcome(tr("Transcribing broke off. What was transcribed is kept."), fault=True))
            raise error
        self.ended.emit(Outcome(error.sentence, fault=True, needs_model=isinstance(error, ModelMissing)))
        self.took_in.emit()


def _loading() -> str:
    return tr("Loading the speech model")


class _Work:
    """What runs on the asyncio thread. `tell` and `changed` may be called from there."""

    def __init__(
        self, desk: Desk, folders: tuple[Path, ...], tell: Callable[[str], None], changed: Callable[[], None]
    ) -> None:
        self._paths, self._store = desk.paths, desk.models()
        self._settings, self._secrets = desk.settings, desk.secrets
        self._folders, self._tell_text, self._changed = folders, tell, changed
        self._number = 0

    async def run(self) -> int:
        """How many answers gained their text."""
        if TURNS.in_interview:
            self._tell_text(tr("It is transcribed when the interview is over"))
            await TURNS.interviews_over()
            self._tell_text(_loading())
        model = await asyncio.to_thread(self._recogniser)
        answers = 0
        for number, folder in enumerate(self._folders, 1):
            self._number = number
            answers += await transcribe_later(folder, model, lambda _notice: None, self._tell)
            await asyncio.to_thread(review_after, folder, self._paths)
            self._changed()
        return answers

    def _recogniser(self) -> ModelFiles | Listener:
        """Who transcribes; a server does without a model here. Blocking.

        Raises: ModelError.
        """
        server = listening_server(self._settings)
        try:
            model = self._store.resolve(self._settings.speech.model or None)
        except ModelError:
            if server is None:
                raise
            model = None
        if server is None:
            assert model is not None
            return model
        return Listener(Server(server.url, server.model, self._secrets.key_for(server.host)), model)

    def _tell(self, done: int, of: int) -> None:
        text = tr("Transcribing answer {done} of {of}", done=done + 1, of=of)
        if len(self._folders) > 1:
            fields = {"number": self._number, "sessions": len(self._folders), "text": text}
            text = tr("Session {number} of {sessions}: {text}", **fields)
        self._tell_text(text)
