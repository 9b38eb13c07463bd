"""A shipped stand-in for the recogniser: it knows beforehand what is said. For tests and runs without a model.

Needs no process and no weights; runs on the asyncio thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from speech.whisper.segments import Span
from speech.whisper.transcriber import Parts, Text
from speech.words import SAMPLE_RATE, Utterance, Word


class ScriptedTranscriber:
    """A `Transcriber` that gives one of `texts` for every answer in which somebody speaks, then nothing.

    All of a text comes with the first segment of its answer; the words of the careful pass share its span evenly.
    """

    model = "scripted"
    guesses = True

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = iter(texts)
        self._said: dict[Path, str] = {}
        """Text of each answer, by its first file."""
        self.silenced: list[tuple[tuple[int, int], ...]] = []
        """The spans that each careful pass was told to blank."""
        self.answers_open = 0

    async def open(self) -> None:
        """There is nothing to load."""

    async def close(self) -> None:
        """There is nothing to stop."""

    def answering(self, begins: bool) -> None:
        self.answers_open += 1 if begins else -1

    def decode(self, parts: Parts, span: Span, floor: int) -> asyncio.Future[Text]:
        """The text of the answer while none of it was given, then nothing; known at once."""
        answer = parts[0][0]
        if answer not in self._said:
            self._said[answer] = next(self._texts, "")
        text: asyncio.Future[Text] = asyncio.get_running_loop().create_future()
        text.set_result(Text(self._said[answer] if floor == 0 else "", 1.0, 0.0))
        return text

    async def careful(
        self,
        parts: Parts,
        span: Span,
        silent: Sequence[tuple[int, int]] = (),
        progress: Callable[[float], None] = lambda fraction: None,
    ) -> tuple[Utterance, ...]:
        """The same text with the times of its words."""
        self.silenced.append(tuple(silent))
        words = self._said.get(parts[0][0], "").split()
        progress(1.0)
        if not words:
            return ()
        start, step = span.start / SAMPLE_RATE, (span.end - span.start) / SAMPLE_RATE / len(words)
        timed = [Word(word, start + n * step, start + (n + 1) * step, 1.0) for n, word in enumerate(words)]
        return (Utterance(" ".join(words), timed[0].start, timed[-1].end, 1.0, tuple(timed)),)
