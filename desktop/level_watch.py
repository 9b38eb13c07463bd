"""Listens to the microphone for a while and tells how loud it is; nothing is kept. Qt thread, sound in a child.

Signals of `LevelWatch`: `level(float)`, peak in dBFS ten times a second; `trouble(str)`, a sentence; `ended()`.
"""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.desk import Desk
from desktop.engine import Job
from desktop.settings import Sound
from speech.errors import MicrophoneError

if TYPE_CHECKING:
    from speech.notices import Notice


class LevelWatch(QObject):
    """A microphone that is only listened to."""

    level = Signal(float)
    trouble = Signal(str)
    ended = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._job: Job | None = None

    def start(self, seconds: float) -> None:
        """Listen for so long to the microphone of the settings."""
        self.stop()
        sound = self._desk.settings.sound
        self._job = self._desk.engine.run(lambda: self._listen(sound, seconds), lambda _: self._over(), owner=self)

    def stop(self) -> None:
        """Close the microphone. Does nothing when it is closed."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
            self.ended.emit()

    def _over(self) -> None:
        self._job = None
        self.ended.emit()

    async def _listen(self, sound: Sound, seconds: float) -> None:
        import asyncio  # this and the recorder: when somebody tests, not before the first paint

        from speech.recorder.recorder import Device, Recorder

        device = Device(sound.microphone or None, sound.host_api or None)
        recorder = Recorder(device, origin=time.monotonic(), notify=self._heard)
        try:
            await recorder.open()
            await asyncio.sleep(seconds)
        except MicrophoneError as fault:
            sentence = fault.sentence
            self._desk.engine.post(lambda: self.trouble.emit(sentence))
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.sleep(0)
        finally:
            await recorder.close()

    def _heard(self, notice: Notice) -> None:
        from speech.notices import Level, Trouble

        match notice:
            case Level():
                peak = notice.peak_db
                self._desk.engine.post(lambda: self.level.emit(peak))
            case Trouble():
                sentence = notice.sentence
                self._desk.engine.post(lambda: self.trouble.emit(sentence))
            case _:
                pass
