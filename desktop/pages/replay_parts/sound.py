"""Has the sound of a session prepared by workers: the file to play, and what is drawn of it. GUI thread.

Signals of `SessionSound`: `ready(Path)`, the file can be played; `drawn(Picture)`; `told()`, `remark` is another one;
`failed(str)`, the sentence when there will be no file.
"""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.desk import Desk
from desktop.engine import Job
from desktop.language import tr
from desktop.replay.opening import Opened
from desktop.replay.sound import ROOM, SoundFile, picture_of
from speech.errors import SpeechError

SOON_SECONDS = 0.4
"""Preparing is not worth a word before."""


class SessionSound(QObject):
    """The sound of one session at a time."""

    ready = Signal(Path)
    drawn = Signal(object)
    told = Signal()
    failed = Signal(str)

    def __init__(self, desk: Desk, parent: QObject, room: str = ROOM) -> None:
        super().__init__(parent)
        self._desk, self._room = desk, room
        self._file: SoundFile | None = None
        self._jobs: list[Job] = []
        self.remark = ""
        """How far it is, when that takes long."""

    def prepare(self, opened: Opened) -> None:
        """Begin. The file comes first: whoever presses Play at once waits for it."""
        line, engine = opened.timeline, self._desk.engine
        file = self._file = SoundFile(self._desk.paths, opened.session.id, self._room)
        since = time.monotonic()

        def tell(share: float) -> None:
            if time.monotonic() - since > SOON_SECONDS:
                engine.post(lambda: self._so_far(file, share))

        make = engine.call(lambda: file.make(line, tell), lambda _whole: self._made(file), self._broke, owner=self)
        draw = engine.call(lambda: picture_of(line), self.drawn.emit, owner=self)
        self._jobs = [make, draw]

    def leave(self) -> None:
        """Nobody wants it any more; the file is deleted. Whatever plays it has let go of it."""
        for job in self._jobs:
            job.cancel()
        self._jobs, self.remark = [], ""
        file, self._file = self._file, None
        if file is not None:
            file.leave()
            self._desk.engine.call(file.delete, lambda _none: None)

    def _so_far(self, file: SoundFile, share: float) -> None:
        if file is self._file:
            self.remark = tr("preparing the sound, {percent} %", percent=round(100 * share))
            self.told.emit()

    def _made(self, file: SoundFile) -> None:
        self.remark = ""
        self.told.emit()
        self.ready.emit(file.path)

    def _broke(self, error: Exception) -> None:
        if not isinstance(error, SpeechError):
            raise error
        self.remark = ""
        self.failed.emit(error.sentence)
