"""A recorder whose notices a test can wait for, with the moment each came at."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from speech.notices import FileBegan, GapFound, Notice, Restored, Trouble
from speech.recorder.recorder import Device, Opened, Recorder, Recordings
from tests.support.recorded import RATE, data_of, read_wav

PATTERN = "0001-candidate{part}.wav"
N = TypeVar("N", bound=Notice)


@dataclass(frozen=True)
class Came:
    """A notice, and when it came."""

    notice: Notice
    at: float
    """Monotonic seconds."""


class Listener:
    """Somebody who listens to a recorder."""

    def __init__(self, source: Device | Recordings) -> None:
        self.origin = time.monotonic()
        self.heard: list[Came] = []
        self._news = asyncio.Event()
        self.recorder = Recorder(source, origin=self.origin, notify=self._notify)
        self.opened: Opened | None = None

    def _notify(self, notice: Notice) -> None:
        self.heard.append(Came(notice, time.monotonic()))
        self._news.set()

    def all(self, kind: type[N]) -> list[N]:
        return [came.notice for came in self.heard if isinstance(came.notice, kind)]

    @property
    def codes(self) -> list[str]:
        """Of every trouble, in order."""
        return [trouble.code for trouble in self.all(Trouble)]

    async def wait_for(self, kind: type[N], test: Callable[[N], bool] = lambda notice: True, *, within: float,
                       after: float = 0.0) -> tuple[N, float]:  # fmt: skip
        """The first such notice that came after a moment, and when it came.

        Raises: TimeoutError with all that was heard instead.
        """
        try:
            async with asyncio.timeout(within):
                while True:
                    for came in self.heard:
                        if came.at >= after and isinstance(came.notice, kind) and test(came.notice):
                            return came.notice, came.at
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            said = [str(came.notice) for came in self.heard if isinstance(came.notice, Trouble | Restored | GapFound)]
            raise TimeoutError(f"no {kind.__name__} within {within:g} s, only {said}") from None

    async def trouble(self, code: str, *, within: float, after: float = 0.0) -> tuple[Trouble, float]:
        return await self.wait_for(Trouble, lambda trouble: trouble.code == code, within=within, after=after)

    async def restored(self, *, within: float, after: float = 0.0) -> tuple[Restored, float]:
        return await self.wait_for(Restored, within=within, after=after)

    async def frames(self, count: int, *, within: float = 15.0) -> None:
        """Wait until so many frames more were heard."""
        wanted = self.recorder.frame + count
        async with asyncio.timeout(within):
            while self.recorder.frame < wanted:
                self._news.clear()
                await self._news.wait()

    @property
    def files(self) -> list[FileBegan]:
        return self.all(FileBegan)

    def take(self) -> bytes:
        """The whole closed take on the session's time: files where they belong, silence between them.

        Every file must be complete, and everything that is missing must have been named as a gap.
        """
        files = self.files
        whole = b""
        for file in files:
            pcm = data_of(file.path)
            missing = file.frame - files[0].frame - len(whole) // 2
            assert missing >= 0, "files overlap"
            if missing:
                end = file.frame - missing
                assert (end, missing) in [(gap.frame, gap.frames) for gap in self.all(GapFound)], "an unnamed gap"
            whole += bytes(2 * missing) + pcm
        if files:
            read_wav(files[-1].path)
        return whole


@contextlib.asynccontextmanager
async def listening(source: Device | Recordings | None = None) -> AsyncIterator[Listener]:
    """A recorder with its microphone open."""
    listener = Listener(source or Device())
    try:
        listener.opened = await listener.recorder.open()
        yield listener
    finally:
        await listener.recorder.close()


async def answering(listener: Listener, folder: Path) -> int:
    """Begin an answer with the gate open; its first frame."""
    frame = await listener.recorder.start_take(folder, PATTERN)
    listener.recorder.open_gate(frame)
    await listener.wait_for(FileBegan, lambda file: file.frame >= frame, within=5)
    return frame


def seconds(frames: int) -> float:
    return frames / RATE
