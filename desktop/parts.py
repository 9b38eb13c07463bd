"""What a studio needs of its parts, as Protocols: clock, recorder, transcriber, voice, and where files go.

The real ones are in `speech`; `speech.scripted` and `speech.voices.silent` ship ones that need no device or model.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Protocol

from speech.recorder.recorder import Device, Opened
from speech.voices.values import Heard, VoiceInfo
from speech.whisper.segments import Span
from speech.whisper.transcriber import Parts, Text
from speech.words import Utterance


class SessionClock(Protocol):
    """A clock that can be told how far the recording is."""

    def now(self) -> float: ...

    async def tick(self) -> float: ...

    def advance(self, frame: int) -> None: ...


class Records(Protocol):
    """What a studio needs of a recorder; `speech.recorder.recorder` has it."""

    @property
    def timed(self) -> bool: ...

    @property
    def frame(self) -> int: ...

    def frame_at(self, monotonic: float) -> int | None: ...

    async def open(self) -> Opened: ...

    async def use(self, device: Device) -> Opened: ...

    async def start_take(self, folder: Path, pattern: str, *, from_frame: int | None = None) -> int: ...

    async def end_take(self, *, at_frame: int | None = None) -> int: ...

    async def hold(self) -> None: ...

    async def resume(self) -> None: ...

    def close_gate(self) -> None: ...

    def open_gate(self, frame: int) -> None: ...

    async def close(self) -> None: ...


class Transcribes(Protocol):
    """What a studio needs of a transcriber; `speech.whisper`, `speech.scripted` and `remote_speech` have it."""

    @property
    def model(self) -> str: ...

    @property
    def guesses(self) -> bool: ...

    async def open(self) -> None: ...

    async def close(self) -> None: ...

    def decode(self, parts: Parts, span: Span, floor: int) -> asyncio.Future[Text]: ...

    def answering(self, begins: bool) -> None: ...

    async def careful(
        self,
        parts: Parts,
        span: Span,
        silent: Sequence[tuple[int, int]] = (),
        progress: Callable[[float], None] = ...,
    ) -> tuple[Utterance, ...]: ...


class Speaks(Protocol):
    """What a studio needs of a voice."""

    @property
    def sounds(self) -> bool: ...

    async def open(self) -> VoiceInfo: ...

    async def speak(self, sentences: AsyncIterator[str], out: Path) -> Heard: ...

    async def hush(self) -> None: ...

    async def close(self) -> None: ...


class Paths(Protocol):
    """Where the sound of a session goes."""

    @property
    def folder(self) -> Path: ...

    def answer_file(self, answer: int, part: int) -> str: ...

    def line_file(self, line: int) -> str: ...
