"""A voice whose lines are made and kept but not played: each takes as long as if it were. Lives on the asyncio thread.

For an interview that is held in the background: its record is that of one that was heard.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from pathlib import Path

from speech.voices.values import Heard, VoiceInfo
from speech.voices.voice import Voice


class UnheardVoice:
    """`voice` without its loudspeaker. It has to be made with `play=False`."""

    sounds = False

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._hushed = asyncio.Event()

    async def open(self) -> VoiceInfo:
        """Raises: VoiceUnavailable."""
        return await self._voice.open()

    async def speak(self, sentences: AsyncIterator[str], out: Path) -> Heard:
        """Make the sound of a line, then let its time pass, unless it is hushed.

        Raises: VoiceUnavailable.
        """
        self._hushed.clear()
        made = await self._voice.speak(sentences, out)
        started = time.monotonic()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._hushed.wait(), made.seconds)
        ended = time.monotonic()
        stopped = made.stopped or self._hushed.is_set()
        heard = min(made.seconds, ended - started) if stopped else made.seconds
        return Heard(made.seconds, heard, stopped, started_monotonic=started, ended_monotonic=ended)

    async def hush(self) -> None:
        """The rest of the line takes no time."""
        self._hushed.set()
        await self._voice.hush()

    async def close(self) -> None:
        """Safe to call twice."""
        self._hushed.set()
        await self._voice.close()
