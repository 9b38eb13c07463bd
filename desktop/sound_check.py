"""A microphone that is listened to for as long as somebody looks, and records a sentence when asked. Qt thread.

The recorder is a child process; here are only its notices. What is recorded lies in a folder of its own below the
cache, which `stop` deletes.

Signals of `SoundCheck`: `opened(str)`, the name of the microphone that delivers sound; `level(float)`, peak in dBFS ten
times a second; `trouble(str)`, a sentence that says what is wrong and what to do; `well()`, a trouble is over;
`recorded(Path)`, a sentence was recorded.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.desk import Desk
from desktop.engine import Job
from speech.errors import MicrophoneError
from speech.notices import FileBegan, Level, Notice, Restored, Trouble
from speech.recorder.recorder import Device, Recorder

SENTENCE_SECONDS = 3.0


class SoundCheck(QObject):
    """Opens a microphone, one at a time."""

    opened = Signal(str)
    level = Signal(float)
    trouble = Signal(str)
    well = Signal()
    recorded = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._job: Job | None = None
        self._listening: _Listening | None = None
        self._turn = asyncio.Lock()
        """One microphone is closed before the next is opened: some devices serve one at a time."""

    @property
    def running(self) -> bool:
        """Whether a microphone is open, or being opened."""
        return self._job is not None

    def start(self, device: Device) -> None:
        """Listen to a microphone, in place of the one before."""
        self.stop()
        self._listening = listening = _Listening(self, device, self._desk.paths.cache, self._turn)
        self._job = self._desk.engine.run(listening.run, lambda _: None, owner=self)

    def stop(self) -> None:
        """Close the microphone and delete what was recorded. Does nothing when it is closed."""
        if self._job is not None:
            self._job.cancel()
            self._job = self._listening = None

    def record(self) -> None:
        """Record a sentence; `recorded` tells of it."""
        if self._listening is not None:
            self._desk.engine.post_in(self._listening.wanted.set)

    def tell(self, listening: _Listening, signal: str, *values: object) -> None:
        """From the asyncio thread: emit a signal, unless another microphone was chosen meanwhile."""

        def emit() -> None:
            if self._listening is listening:
                getattr(self, signal).emit(*values)

        self._desk.engine.post(emit)


class _Listening:
    """One microphone from opening to closing. Asyncio thread."""

    def __init__(self, check: SoundCheck, device: Device, cache: Path, turn: asyncio.Lock) -> None:
        self._check, self._device, self._cache, self._turn = check, device, cache, turn
        self.wanted = asyncio.Event()
        """Set when a sentence is to be recorded."""
        self._file: Path | None = None
        self._sentences = 0

    async def run(self) -> None:
        async with self._turn:
            folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="sentence-", dir=self._cache))
            recorder = Recorder(self._device, origin=time.monotonic(), notify=self._heard)
            try:
                opened = await recorder.open()
                self._tell("opened", opened.device)
                while True:
                    await self.wanted.wait()
                    await self._record(recorder, folder)
            except MicrophoneError as fault:
                self._tell("trouble", fault.sentence)
            finally:
                await recorder.close()
                await asyncio.to_thread(shutil.rmtree, folder, True)

    async def _record(self, recorder: Recorder, folder: Path) -> None:
        self.wanted.clear()
        self._sentences += 1
        self._file = None
        await recorder.start_take(folder, f"{self._sentences}-{{part}}.wav")
        await asyncio.sleep(SENTENCE_SECONDS)
        await recorder.end_take()
        self.wanted.clear()
        self._tell("recorded", self._recorded(folder))

    def _recorded(self, folder: Path) -> Path:
        """What was recorded; a file that is not there when no sound came."""
        return folder / "none.wav" if self._file is None else self._file

    def _heard(self, notice: Notice) -> None:
        match notice:
            case Level():
                self._tell("level", notice.peak_db)
            case FileBegan():
                self._file = notice.path
            case Trouble():
                self._tell("trouble", notice.sentence)
            case Restored():
                self._tell("well")
            case _:
                pass

    def _tell(self, signal: str, *values: object) -> None:
        self._check.tell(self, signal, *values)
