"""A studio put together from scripted parts, as its tests talk to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, TypeVar

from desktop.clocks import FrameClock
from desktop.studio import Studio
from interviewer.events import (
    Event,
)
from interviewer.scripted import MemoryRecord
from speech import notices
from speech.endpoint import Endpoint
from speech.errors import MicrophoneError, VoiceUnavailable
from speech.notices import Notice
from speech.recorder.recorder import Device, Opened
from speech.scripted import ScriptedTranscriber
from speech.voices.silent import SilentVoice
from speech.voices.values import Heard, VoiceInfo, VoiceNotice
from speech.words import SAMPLE_RATE

T = TypeVar("T", bound=Event)
ORIGIN = 1000.0
"""Monotonic second of session frame 0."""
REPORT = SAMPLE_RATE // 10


class ScriptedRecorder:
    """A recorder that hears what it is told to; the gate works on frames, as the real one's does."""

    def __init__(self, notify: Callable[[Notice], None], *, timed: bool = True) -> None:
        self.notify = notify
        self.timed = timed
        self.frame = 0
        self.gate: int | None = 0
        """Frame from which on somebody is heard; None: nobody is."""
        self.calls: list[tuple[str, Any]] = []
        self.take: tuple[Path, str] | None = None
        self.closed = False
        self.refuses: MicrophoneError | None = None
        self.may_open = asyncio.Event()
        """Another microphone opens once it is set."""
        self.may_open.set()
        self._speaking = False

    def frame_at(self, monotonic: float) -> int | None:
        return round((monotonic - ORIGIN) * SAMPLE_RATE) if self.timed else None

    async def open(self) -> Opened:
        if self.refuses is not None:
            raise self.refuses
        return Opened("scripted", "none", SAMPLE_RATE, 0)

    async def use(self, device: Device) -> Opened:
        self.calls.append(("use", device.name))
        await self.may_open.wait()
        if self.refuses is not None:
            raise self.refuses
        return Opened(device.name or "scripted", "none", SAMPLE_RATE, self.frame)

    async def start_take(self, folder: Path, pattern: str, *, from_frame: int | None = None) -> int:
        self.calls.append(("start_take", from_frame))
        self.take = (folder, pattern)
        start = self.frame if from_frame is None else from_frame
        self.notify(notices.FileBegan(folder / pattern.format(part=""), start))
        if not self.timed:  # as fast as possible: what is said is there before anybody can react
            self.hear(2.0, speech=True)
        return start

    async def end_take(self, *, at_frame: int | None = None) -> int:
        self.calls.append(("end_take", at_frame))
        self.take = None
        return self.frame

    async def hold(self) -> None:
        self.calls.append(("hold", None))

    async def resume(self) -> None:
        self.calls.append(("resume", None))

    def close_gate(self) -> None:
        self.calls.append(("close_gate", None))
        self.gate = None
        self._stop_speech()

    def open_gate(self, frame: int) -> None:
        self.calls.append(("open_gate", frame))
        self.gate = frame

    async def close(self) -> None:
        self.closed = True

    def hear(self, seconds: float, *, speech: bool) -> None:
        for _ in range(round(seconds * 10)):
            heard = speech and self.gate is not None and self.frame >= self.gate
            if heard and not self._speaking:
                self._speaking = True
                self.notify(notices.SpeechBegan(self.frame))
            elif not heard:
                self._stop_speech()
            self.frame += REPORT
            level = -20.0 if speech else -70.0
            self.notify(notices.Level(self.frame, level, level, heard, self.frame))

    def _stop_speech(self) -> None:
        if self._speaking:
            self._speaking = False
            self.notify(notices.SpeechPaused(self.frame))


class ScriptedVoice:
    """A voice that takes `seconds` of the recorder's time; somebody may speak `over` it."""

    sounds = True

    def __init__(self, recorder: Callable[[], ScriptedRecorder | None], seconds: float = 2.0) -> None:
        self.recorder = recorder
        self.seconds = seconds
        self.over = False
        self.refuses: list[str] = []
        self.fails = False
        self.hushed = False
        self.closed = False

    async def open(self) -> VoiceInfo:
        if self.refuses:
            raise VoiceUnavailable(self.refuses[0])
        return VoiceInfo("system", "x", "x")

    async def speak(self, sentences: AsyncIterator[str], out: Path) -> Heard:
        if self.fails:
            raise VoiceUnavailable("The voice failed.")
        said = [sentence async for sentence in sentences]
        assert said
        recorder = self.recorder()
        start = ORIGIN + (recorder.frame if recorder else 0) / SAMPLE_RATE
        if recorder is not None:
            recorder.hear(self.seconds, speech=self.over)
        return Heard(self.seconds, self.seconds, False, start, start + self.seconds)

    async def hush(self) -> None:
        self.hushed = True

    async def close(self) -> None:
        self.closed = True


async def lines(*sentences: str) -> AsyncIterator[str]:
    for sentence in sentences or ("How would you measure success?",):
        yield sentence


class Room:
    """A studio with its parts and everything it published."""

    def __init__(
        self,
        folder: Path,
        *,
        timed: bool = True,
        microphone: bool = True,
        recogniser: bool = True,
        voice: bool | SilentVoice = True,
        endpoint: Endpoint | None = None,
        transcriber: ScriptedTranscriber | None = None,
    ) -> None:
        self.events: list[Event] = []
        self.recorder: ScriptedRecorder | None = None
        self.clock = FrameClock()
        self.transcriber = transcriber or ScriptedTranscriber(["One two three.", "Four five.", "Six."])
        self.voice = ScriptedVoice(lambda: self.recorder)

        def make_recorder(notify: Callable[[Notice], None]) -> ScriptedRecorder:
            self.recorder = ScriptedRecorder(notify, timed=timed)
            return self.recorder

        def make_voice(_notify: Callable[[VoiceNotice], None]) -> ScriptedVoice | SilentVoice:
            return voice if isinstance(voice, SilentVoice) else self.voice

        self.studio = Studio(
            self.events.append,
            clock=self.clock,
            paths=MemoryRecord(folder),
            make_recorder=make_recorder if microphone else None,
            make_transcriber=(lambda _notify: self.transcriber) if recogniser else None,
            make_voice=make_voice if voice is not False else None,
            endpoint=endpoint,
        )

    @property
    def ear(self) -> ScriptedRecorder:
        assert self.recorder is not None
        return self.recorder

    def of(self, kind: type[T]) -> list[T]:
        return [event for event in self.events if isinstance(event, kind)]

    async def settle(self) -> None:
        for _ in range(10):
            await asyncio.sleep(0)

    async def asked(self, answer: int = 1) -> Room:
        """The question is spoken and the candidate is listened to."""
        if answer == 1:
            await self.studio.open()
        await self.studio.speak(answer, lines())
        await self.studio.listen(answer, answer)
        return self
