"""Answers given to the real recorder and transcriber by the file microphone, as the studio gives them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from speech.notices import Notice, SourceEnded
from speech.recorder.recorder import Recorder, Recordings
from speech.whisper.dictation import Dictation
from speech.whisper.segments import Span
from speech.whisper.transcriber import Transcriber
from speech.words import SAMPLE_RATE, Utterance

LATEST_SECONDS = 600.0


@dataclass(frozen=True)
class Answer:
    """One answer and what its live text cost."""

    live: str
    complete: bool
    segments: tuple[Utterance, ...]
    tail_seconds: float
    """From the key to the complete live text."""
    cpu_seconds: float
    """Of the transcriber process over the whole answer."""
    wasted_cpu_seconds: float
    parts: tuple[tuple[Path, int], ...]
    span: Span


class Booth:
    """A candidate who says what is in the recordings, one an answer."""

    def __init__(self, folder: Path, recordings: Recordings, model: Path) -> None:
        self._folder = folder
        self._origin = time.monotonic()
        self.transcriber = Transcriber(model, model=model.name, notify=self._heard)
        self.recorder = Recorder(recordings, origin=self._origin, notify=self._heard)
        self.notices: list[Notice] = []
        self._dictation: Dictation | None = None
        self._ended = asyncio.Event()
        self._answers = 0

    async def answer(self, *, key_after: float | None = None) -> Answer:
        """Let the next recording be said. The key is pressed when it has ended, or `key_after` seconds into it."""
        self._answers += 1
        self._ended.clear()
        segments: list[Utterance] = []
        worked = self._cpu()
        dictation = self._dictation = Dictation(self.transcriber, segments.append)
        pattern = f"{self._answers:04d}-candidate{{part}}.wav"
        self.recorder.open_gate(self.recorder.frame)
        start = await self.recorder.start_take(self._folder, pattern)
        if key_after is not None:
            due = self._origin + start / SAMPLE_RATE + key_after - time.monotonic()
            asyncio.get_running_loop().call_later(due, self._ended.set)
        await self._ended.wait()
        pressed = time.monotonic()
        end = await self.recorder.end_take(at_frame=self.recorder.frame_at(pressed))
        self.recorder.close_gate()
        self._dictation = None
        dictated = await dictation.finish(end, deadline=LATEST_SECONDS)
        tail = time.monotonic() - pressed
        return Answer(
            dictated.text,
            dictated.complete,
            tuple(segments),
            tail,
            self._cpu() - worked,
            dictation.wasted_cpu_seconds,
            tuple(dictation.parts),
            Span(start, end),
        )

    async def kept(self, answer: Answer) -> str:
        """The careful text of an answer."""
        utterances = await self.transcriber.careful(answer.parts, answer.span)
        return text_of(utterances)

    def _heard(self, notice: Notice) -> None:
        self.notices.append(notice)
        if self._dictation is not None:
            self._dictation.hear(notice)
        if isinstance(notice, SourceEnded):
            self._ended.set()

    def _cpu(self) -> float:
        assert self.transcriber.pid is not None
        times = psutil.Process(self.transcriber.pid).cpu_times()
        return float(times.user + times.system)


@asynccontextmanager
async def booth(folder: Path, files: Sequence[Path], model: Path, *, fast: bool) -> AsyncIterator[Booth]:
    """A booth with its processes running."""
    made = Booth(folder, Recordings(tuple(files), fast=fast), model)
    try:
        await made.transcriber.open()
        await made.recorder.open()
        made.recorder.close_gate()
        yield made
    finally:
        await made.recorder.close()
        await made.transcriber.close()


def text_of(utterances: Sequence[Utterance]) -> str:
    return " ".join(utterance.text for utterance in utterances)
