"""The parent's end of the transcriber: one job at a time, live ones first, every job until it is done.

A child that dies or hangs is replaced and its job asked for again, so that text is only ever late, never lost. Careful
passes wait while an answer is being given and go on, window by window, when it is over. Runs on the asyncio thread.
"""

from __future__ import annotations

import asyncio
import collections
import contextlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from speech.delivery.wire import from_plain
from speech.delivery.words import Spoken, joined
from speech.errors import SpeechError, WorkerFailed, WorkerLate
from speech.notices import Notice, Restored, Trouble
from speech.whisper.segments import Span
from speech.words import Utterance, Word
from speech.worker import Message, Worker

LOAD_SECONDS = 60.0
DECODE_SECONDS = 20.0
"""For a live segment, and four times its own length on top."""
STEP_SECONDS = 120.0
"""One window of a careful pass on a busy machine."""
TRIES = 3
"""A job that ends its worker this often is at fault itself."""
RETRY_SECONDS = 1.0
"""Between attempts to load a model that does not load any more."""
GONE_SECONDS = 5.0
"""A killed process is gone in milliseconds, unless the system itself hangs."""
NICENESS = 5
"""Recording and playing go first."""

Parts = Sequence[tuple[Path, int]]
"""Files of a recording and the session frame each begins at."""


@dataclass(frozen=True, slots=True)
class Text:
    """Live text of one span."""

    text: str
    probability: float
    cpu_seconds: float


@dataclass(slots=True)
class _Job:
    fields: Message
    op: str
    deadline: float
    done: asyncio.Future[Message]
    tries: int = 0


@dataclass(slots=True)
class _Careful:
    fields: Message
    done: asyncio.Future[list[Message]]
    progress: Callable[[float], None]
    begun: bool = False
    seconds: float = 0.0
    found: list[Message] = field(default_factory=list)
    tries: int = 0


def budget_threads() -> int:
    """Threads for decoding: all processors but one, at most four."""
    return max(1, min(4, (os.cpu_count() or 2) - 1))


class Transcriber:
    """A speech model in a process of its own. `notify` is told when it fails and when it is back."""

    guesses = True

    def __init__(
        self,
        folder: Path,
        *,
        model: str,
        notify: Callable[[Notice], None],
        threads: int | None = None,
        short_context: bool = True,
    ) -> None:
        self.model = model
        self._opening = {
            "folder": str(folder),
            "threads": threads or budget_threads(),
            "short_context": short_context,
        }
        self._notify = notify
        threads_of = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), str(self._opening["threads"]))
        self._worker = Worker(
            "speech.whisper.child",
            name="speech recogniser",
            on_message=lambda message: None,
            on_exit=self._lost,
            environment={**threads_of, "HF_HUB_OFFLINE": "1"},
            niceness=NICENESS,
        )
        self._live: collections.deque[_Job] = collections.deque()
        self._careful: collections.deque[_Careful] = collections.deque()
        self._wake = asyncio.Event()
        self._gone = asyncio.Event()
        self._answering = 0
        self._job_numbers = 0
        self._runner: asyncio.Task[None] | None = None
        self._broken = False
        self._revive = False
        self._loading = False

    @property
    def pid(self) -> int | None:
        """Process id of the child, None while there is none."""
        return self._worker.pid

    async def open(self) -> None:
        """Start the child and load the model.

        Raises: ModelDamaged's sentence as WorkerFailed, or WorkerLate.
        """
        await self._load()
        self._runner = asyncio.create_task(self._run(), name="transcriber")

    async def close(self) -> None:
        """Stop the child; jobs still waiting fail with WorkerFailed. Safe to call twice."""
        if self._runner is not None:
            self._runner.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._runner
            self._runner = None
        await self._worker.stop(grace=0.5)
        for job in self._live:
            _abandon(job.done)
        for careful in self._careful:
            _abandon(careful.done)
        self._live.clear()
        self._careful.clear()

    def answering(self, begins: bool) -> None:
        """While an answer is being given, careful passes wait."""
        self._answering += 1 if begins else -1
        self._wake.set()

    def decode(self, parts: Parts, span: Span, floor: int) -> asyncio.Future[Text]:
        """Ask for live text of a span; cancelling the future before it has begun saves the work.

        `floor` is the frame before which nothing may be heard again.
        """
        fields = {"parts": _plain(parts), "start": span.start, "end": span.end, "floor": floor}
        answer: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        text: asyncio.Future[Text] = asyncio.get_running_loop().create_future()
        answer.add_done_callback(lambda done: _hand_on(done, text))
        text.add_done_callback(lambda done: answer.cancel() if done.cancelled() else None)
        seconds = (span.end - span.start) / 16_000
        self._live.append(_Job(fields, "decode", DECODE_SECONDS + 4 * seconds, answer))
        self._wake.set()
        return text

    async def careful(
        self,
        parts: Parts,
        span: Span,
        silent: Sequence[tuple[int, int]] = (),
        progress: Callable[[float], None] = lambda fraction: None,
    ) -> tuple[Utterance, ...]:
        """The careful pass over a span; times are on the session clock. `silent` spans are blanked first.

        Raises: WorkerFailed when it cannot be done.
        """
        fields = {"parts": _plain(parts), "start": span.start, "end": span.end, "silent": [list(s) for s in silent]}
        return _utterances(await self._queue_careful(fields, progress))

    async def careful_file(
        self, path: Path, progress: Callable[[float], None] = lambda fraction: None
    ) -> tuple[Utterance, ...]:
        """The careful pass over a sound file; times are seconds from its start.

        Raises: WorkerFailed with code `file_unreadable` or for a pass that cannot be done.
        """
        return _utterances(await self._queue_careful({"file": str(path)}, progress))

    async def spoken_file(self, path: Path, progress: Callable[[float], None] = lambda fraction: None) -> Spoken:
        """All that was said in a sound file, fillers too, with aligned times in seconds from its start.

        Two to three times the work of the careful pass, which is part of it. Raises: as `careful_file`.
        """
        fields = {"file": str(path), "verbatim": True}
        return joined([from_plain(part) for part in await self._queue_careful(fields, progress)])

    async def spoken(
        self,
        parts: Parts,
        span: Span,
        kept: Sequence[Word],
        silent: Sequence[tuple[int, int]] = (),
        progress: Callable[[float], None] = lambda fraction: None,
    ) -> Spoken:
        """All that was said in a span whose careful pass found the words `kept`; times are on the session clock.

        As much work as that pass was. Raises: as `careful`.
        """
        fields = {
            "parts": _plain(parts),
            "start": span.start,
            "end": span.end,
            "silent": [list(s) for s in silent],
            "verbatim": True,
            "kept": [[word.text, word.start, word.end, word.probability] for word in kept],
        }
        return joined([from_plain(part) for part in await self._queue_careful(fields, progress)])

    async def _queue_careful(self, fields: Message, progress: Callable[[float], None]) -> list[Message]:
        done: asyncio.Future[list[Message]] = asyncio.get_running_loop().create_future()
        self._job_numbers += 1
        self._careful.append(_Careful({"job": self._job_numbers, **fields}, done, progress))
        self._wake.set()
        return await done

    # -- the queue

    async def _run(self) -> None:
        while True:
            while self._live and self._live[0].done.done():
                self._live.popleft()
            while self._careful and self._careful[0].done.done():
                await self._forget(self._careful.popleft())
            if self._live:
                await self._do(self._live[0])
            elif self._careful and self._answering <= 0:
                await self._step(self._careful[0])
            elif self._revive:
                await self._bring_back()
            else:
                self._wake.clear()
                await self._wake.wait()

    async def _do(self, job: _Job) -> None:
        try:
            answer = await self._ask(job.op, job.deadline, job.fields)
        except SpeechError as fault:
            job.tries += 1
            if job.tries >= TRIES and not job.done.done():
                job.done.set_exception(fault)
        else:
            if not job.done.done():
                job.done.set_result(answer)

    async def _step(self, careful: _Careful) -> None:
        try:
            if not careful.begun:
                careful.found.clear()
                begun = await self._ask("careful_begin", STEP_SECONDS, careful.fields)
                careful.begun, careful.seconds = True, begun["seconds"]
                return
            answer = await self._ask("careful_next", STEP_SECONDS, {"job": careful.fields["job"]})
        except SpeechError as fault:
            careful.begun = False
            careful.tries += 1
            hopeless = careful.tries >= TRIES or fault.code == "file_unreadable"
            if hopeless and not careful.done.done():
                careful.done.set_exception(fault)
            return
        if answer["found"] is not None:
            careful.found.append(answer["found"])
            span_start = careful.fields.get("start", 0) / 16_000
            careful.progress(min(1.0, (answer["found"]["end"] - span_start) / max(careful.seconds, 0.1)))
        else:
            careful.begun = False
            if not careful.done.done():
                careful.done.set_result(careful.found)

    async def _forget(self, careful: _Careful) -> None:
        """Free what the child holds for a pass that nobody waits for any more."""
        if careful.begun and self._worker.running:
            with contextlib.suppress(SpeechError):
                await self._ask("careful_drop", STEP_SECONDS, {"job": careful.fields["job"]})

    async def _ask(self, op: str, deadline: float, fields: Message) -> Message:
        """Ask the child, replacing it first if it is gone; one that is late is killed."""
        if not self._worker.running:
            await self._reload()
        try:
            return await self._worker.call(op, deadline=deadline, **fields)
        except WorkerLate:
            await self._kill("it did not answer in time")
            raise

    async def _kill(self, reason: str) -> None:
        """End a child that runs and wait until it is gone, or else the next request would still go to it."""
        if not self._worker.running:
            return
        self._gone.clear()
        self._worker.kill(reason)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GONE_SECONDS):
                await self._gone.wait()

    async def _load(self) -> None:
        self._loading = True
        try:
            await self._worker.start(deadline=LOAD_SECONDS)
            await self._worker.call("open", deadline=LOAD_SECONDS, **self._opening)
        except BaseException:
            await self._worker.stop(grace=0.0)
            raise
        finally:
            self._loading = False

    async def _reload(self) -> None:
        for careful in self._careful:
            careful.begun = False
        self._revive = False
        try:
            await self._load()
        except SpeechError:
            await asyncio.sleep(RETRY_SECONDS)
            raise
        if self._broken:
            self._broken = False
            self._notify(Restored("transcriber", "The speech recogniser is back; what was said meanwhile follows."))

    async def _bring_back(self) -> None:
        """Load again before somebody asks. When that fails, whoever asks next tries again."""
        with contextlib.suppress(SpeechError):
            await self._reload()

    def _lost(self, reason: str) -> None:
        self._gone.set()
        if self._loading:  # whoever loads it says so
            return
        self._broken = self._revive = True
        sentence = f"The speech recogniser stopped ({reason}). The recording goes on; the text follows later."
        self._notify(Trouble("transcriber", "transcriber_lost", sentence))
        self._wake.set()


def _abandon(future: asyncio.Future[Any]) -> None:
    if not future.done():
        future.set_exception(WorkerFailed("The speech recogniser was stopped."))
        future.exception()  # whoever waited may be gone


def _plain(parts: Parts) -> list[tuple[str, int]]:
    return [(str(path), start) for path, start in parts]


def _hand_on(done: asyncio.Future[Message], text: asyncio.Future[Text]) -> None:
    if text.done() or done.cancelled():
        return
    if (fault := done.exception()) is not None:
        text.set_exception(fault)
        text.exception()
    else:
        answer = done.result()
        text.set_result(Text(answer["text"], answer["probability"], answer["cpu"]))


def _utterances(found: Sequence[Message]) -> tuple[Utterance, ...]:
    return tuple(_utterance(plain) for plain in found)


def _utterance(plain: Message) -> Utterance:
    words = tuple(Word(**word) for word in plain["words"])
    return Utterance(plain["text"], plain["start"], plain["end"], plain["probability"], words)
