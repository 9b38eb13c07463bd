"""A transcriber that knows what it will hear in a second hearing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from speech.delivery.words import Spoken
from speech.errors import WorkerFailed
from speech.whisper.segments import Span
from speech.whisper.transcriber import Parts
from speech.words import SAMPLE_RATE, Word
from tests.speech.delivery.said import say


class Listens:
    """A transcriber that puts an "um" before every answer's words; `breaks` on the answer of that number."""

    def __init__(self) -> None:
        self.holds = asyncio.Event()
        """Clear it to have answers wait."""
        self.holds.set()
        self.asked: list[tuple[Span, tuple[str, ...]]] = []
        self.breaks = 0
        self.fault: Exception = WorkerFailed("It broke.")
        self.closed = 0

    async def open(self) -> None: ...

    async def close(self) -> None:
        self.closed += 1

    async def spoken(
        self,
        parts: Parts,
        span: Span,
        kept: Sequence[Word],
        silent: Sequence[tuple[int, int]],
        progress: Callable[[float], None],
    ) -> Spoken:
        self.asked.append((span, tuple(word.text for word in kept)))
        await self.holds.wait()
        if len(self.asked) == self.breaks:
            raise self.fault
        progress(1.0)
        return say("um " + " ".join(word.text for word in kept)).moved(span.start / SAMPLE_RATE)
