"""A voice that says nothing: for those who read, and for machines that cannot speak. Lives on the asyncio thread."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

from speech.voices.values import Heard, VoiceChoice, VoiceInfo


class SilentVoice:
    """`Voice` without sound: a line is over as soon as its last sentence has arrived, and no file is written."""

    sounds = False

    async def open(self) -> VoiceInfo:
        return VoiceInfo(engine="system", voice="", name="text only")

    async def speak(self, sentences: AsyncIterator[str], out: Path) -> Heard:
        async for _ in sentences:
            pass
        now = time.monotonic()
        return Heard(0.0, 0.0, stopped=False, started_monotonic=now, ended_monotonic=now)

    async def hush(self) -> None:
        """It is silent already."""

    async def prepare(self, texts: Iterable[str]) -> None:
        """There is nothing to make."""

    async def list_voices(self) -> tuple[VoiceChoice, ...]:
        return ()

    async def close(self) -> None:
        """There is nothing to close."""
