"""Live text of one answer, while it is given: boundaries in, segments out, and at the end only the tail is left.

Runs on the asyncio thread. What a speculative decode found is used when nothing followed it.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from speech.errors import SpeechError
from speech.notices import FileBegan, Level, Notice, SpeechBegan, SpeechPaused
from speech.whisper.segments import Decode, Segmenter, Span
from speech.whisper.transcriber import Parts, Text
from speech.words import SAMPLE_RATE, Utterance

SPARE_GUESSES = 3
"""So many more guesses than there are segments may be wrong; then only segments are decoded. With somebody who stops at
every word, guessing costs no more than the segments themselves."""


class Decoder(Protocol):
    """What a dictation needs of a transcriber."""

    @property
    def guesses(self) -> bool:
        """Whether it may be asked what was said before a pause that may not be the end."""

    def decode(self, parts: Parts, span: Span, floor: int) -> asyncio.Future[Text]: ...

    def answering(self, begins: bool) -> None: ...


@dataclass(frozen=True, slots=True)
class Dictated:
    """The live text of an answer."""

    text: str
    complete: bool
    """False when a segment is still to be transcribed or could not be."""


class Dictation:
    """One answer being transcribed. `on_segment` is called with every segment's text, in order, as it is known.

    `on_guess` is called with what a speculative decode found in a pause, while nothing has followed it.
    """

    def __init__(
        self,
        decoder: Decoder,
        on_segment: Callable[[Utterance], None],
        on_guess: Callable[[str], None] = lambda _text: None,
    ) -> None:
        self._decoder = decoder
        self._on_segment = on_segment
        self._on_guess = on_guess
        self._segmenter = Segmenter()
        self._parts: list[tuple[Path, int]] = []
        self._guess: tuple[Span, asyncio.Future[Text]] | None = None
        self._floor = 0
        self._pending: list[asyncio.Task[str]] = []
        self._asked: list[asyncio.Future[Text]] = []
        self._texts: list[str] = []
        self._failed = False
        self._wrong_guesses = 0
        self._answering = True
        self.cpu_seconds = 0.0
        self.wasted_cpu_seconds = 0.0
        decoder.answering(True)

    @property
    def parts(self) -> Parts:
        """The files of the answer so far."""
        return tuple(self._parts)

    def hear(self, notice: Notice) -> None:
        """Take what the recorder says, in order."""
        match notice:
            case FileBegan(path, frame):
                self._parts.append((path, frame))
            case SpeechBegan(frame):
                self._drop_guess()
                self._decode(self._segmenter.speech(frame))
            case SpeechPaused(frame):
                self._decode(self._segmenter.pause(frame))
            case Level():
                self._decode(self._segmenter.heard(notice.frame, notice.rms_db))
            case _:
                pass

    async def finish(self, frame: int, *, deadline: float) -> Dictated:
        """The answer ended at session frame `frame`: transcribe the tail and wait at most `deadline` seconds for it."""
        self._decode(self._segmenter.finish(frame))
        self._drop_guess()
        self._stop_answering()
        waiting = [task for task in self._pending if not task.done()]
        late: set[asyncio.Task[str]] = set()
        if waiting:
            _, late = await asyncio.wait(waiting, timeout=deadline)
        return Dictated(" ".join(filter(None, self._texts)), complete=not late and not self._failed)

    async def abandon(self) -> None:
        """Forget what is not transcribed yet."""
        self._drop_guess()
        self._stop_answering()
        for asked in self._asked:
            asked.cancel()
        for task in self._pending:
            task.cancel()
        for task in self._pending:
            with contextlib.suppress(asyncio.CancelledError):
                await task

    def _decode(self, wanted: list[Decode]) -> None:
        for decode in wanted:
            if decode.final:
                self._commit(decode.span)
            else:
                self._speculate(decode.span)

    def _speculate(self, span: Span) -> None:
        self._drop_guess()  # two pauses with no onset between them: the recorder was lost and is back
        if not self._decoder.guesses or self._wrong_guesses >= SPARE_GUESSES + len(self._pending):
            return
        guess = self._decoder.decode(self._parts, span, self._floor)
        self._guess = (span, guess)
        guess.add_done_callback(self._guessed)

    def _guessed(self, guess: asyncio.Future[Text]) -> None:
        """Tell a guess, unless it was dropped meanwhile or failed."""
        current = self._guess is not None and self._guess[1] is guess
        if current and not guess.cancelled() and guess.exception() is None and guess.result().text:
            self._on_guess(guess.result().text)

    def _commit(self, span: Span) -> None:
        guessed, self._guess = self._guess, None
        if guessed is not None and guessed[0] == span:
            text = guessed[1]
        else:
            if guessed is not None:
                self._waste(guessed[1])
            text = self._decoder.decode(self._parts, span, self._floor)
        self._floor = span.listened(self._floor).end
        self._asked.append(text)
        previous = self._pending[-1] if self._pending else None
        self._pending.append(asyncio.create_task(self._await(span, text, previous), name="segment"))

    async def _await(self, span: Span, text: asyncio.Future[Text], previous: asyncio.Task[str] | None) -> str:
        if previous is not None:
            await asyncio.wait([previous])
        try:
            heard = await text
        except SpeechError:
            self._failed = True
            return ""
        self.cpu_seconds += heard.cpu_seconds
        if heard.text:
            self._texts.append(heard.text)
            start, end = span.start / SAMPLE_RATE, span.end / SAMPLE_RATE
            self._on_segment(Utterance(heard.text, start, end, heard.probability))
        return heard.text

    def _drop_guess(self) -> None:
        if self._guess is not None:
            self._waste(self._guess[1])
            self._guess = None

    def _stop_answering(self) -> None:
        if self._answering:
            self._answering = False
            self._decoder.answering(False)

    def _waste(self, guess: asyncio.Future[Text]) -> None:
        """A guess that was wrong: not begun, it is called off; else its cost is counted."""
        self._wrong_guesses += 1
        if guess.done() and not guess.cancelled() and guess.exception() is None:
            self.wasted_cpu_seconds += guess.result().cpu_seconds
        guess.cancel()
