"""A server in the transcriber's place: each segment while the answer is given, the whole answer after it.

Live text goes first: careful passes wait while an answer is being given, and a piece of one that is being asked about
is dropped for it and asked about again afterwards. Only the sound of answers is sent. When the server gives no text, a
model on this computer goes on for the rest of the session where there is one; else the sound is kept, and can be
transcribed later. Runs on the asyncio thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from desktop.language import tr
from desktop.parts import Transcribes
from desktop.remote_speech.asking import Asks
from desktop.remote_speech.sound import pieces_of, read_frames, seconds_of, silenced
from interviewer.errors import MindError
from interviewer.minds.server import Server
from speech.errors import SpeechError, TranscriptionFailed
from speech.notices import Notice, Trouble
from speech.whisper.segments import Span
from speech.whisper.transcriber import Parts, Text
from speech.words import SAMPLE_RATE, Utterance

LIVE_SECONDS = 8.0
"""For the text of a segment; a later one still reaches the record."""
CAREFUL_SECONDS = 30.0
"""For a piece of a whole answer, and half its own length on top."""
FELL_BACK = "transcriber_fell_back"

T = TypeVar("T")


class RemoteTranscriber:
    """A model on a server. `local` makes the one that takes over, if there is one here."""

    def __init__(
        self,
        server: Server,
        notify: Callable[[Notice], None],
        local: Callable[[Callable[[Notice], None]], Transcribes] | None = None,
    ) -> None:
        self.server = server
        self.guesses = server.is_near
        """Whether a pause may be transcribed that may be none: elsewhere somebody pays for each."""
        self._notify = notify
        self._make_local = local
        self._local: Transcribes | None = None
        self._asks: Asks | None = None
        self._opening = asyncio.Lock()
        self._answering = 0
        self._jobs: set[asyncio.Task[Text]] = set()
        self._careful_turn = asyncio.Lock()
        self._careful_may = asyncio.Event()
        self._careful_may.set()
        self._piece: asyncio.Timeout | None = None
        """Around the piece of a careful pass that is being asked about."""

    @property
    def model(self) -> str:
        """What transcribes now, as the record names it."""
        return self._local.model if self._local is not None else self.server.title

    async def open(self) -> None:
        """Get ready to ask. Nobody is contacted.

        Raises: TranscriptionFailed: the proxy of this machine cannot be used.
        """
        try:
            self._asks = await asyncio.to_thread(Asks, self.server)
        except MindError as fault:
            raise TranscriptionFailed(fault.sentence) from fault

    async def close(self) -> None:
        """Drop what is being asked. Safe to call twice."""
        for job in self._jobs:
            job.cancel()
        if self._jobs:
            await asyncio.wait(self._jobs)
        if self._local is not None:
            await self._local.close()

    def answering(self, begins: bool) -> None:
        """While an answer is being given, careful passes wait."""
        self._answering += 1 if begins else -1
        self._live_first()
        if self._local is not None:
            self._local.answering(begins)

    def decode(self, parts: Parts, span: Span, floor: int) -> asyncio.Future[Text]:
        """Live text of a span; cancelling it drops the request. Nothing before the frame `floor` is heard again."""
        job = asyncio.create_task(self._live(parts, span, floor), name="segment on a server")
        self._jobs.add(job)
        job.add_done_callback(self._live_done)
        self._live_first()
        return job

    async def careful(
        self,
        parts: Parts,
        span: Span,
        silent: Sequence[tuple[int, int]] = (),
        progress: Callable[[float], None] = lambda fraction: None,
    ) -> tuple[Utterance, ...]:
        """The whole of a span; times are on the session clock. `silent` spans are blanked before it is sent.

        Raises: TranscriptionFailed, or what the model here raises.
        """
        return await self._or_here(
            lambda: self._whole(parts, span, silent, progress),
            lambda local: local.careful(parts, span, silent, progress),
        )

    async def _live(self, parts: Parts, span: Span, floor: int) -> Text:
        listened = span.listened(floor)

        async def there() -> Text:
            sound = await asyncio.to_thread(read_frames, parts, listened.start, listened.end)
            found = await self._asking.hear(sound, listened.start / SAMPLE_RATE, seconds=LIVE_SECONDS)
            probability = min((utterance.probability for utterance in found), default=1.0)
            return Text(" ".join(utterance.text for utterance in found), probability, 0.0)

        return await self._or_here(there, lambda local: local.decode(parts, span, floor))

    async def _whole(
        self, parts: Parts, span: Span, silent: Sequence[tuple[int, int]], progress: Callable[[float], None]
    ) -> tuple[Utterance, ...]:
        sound = silenced(await asyncio.to_thread(read_frames, parts, span.start, span.end), span.start, silent)
        found: list[Utterance] = []
        async with self._careful_turn:
            for start, piece in pieces_of(sound):
                heard = None
                while heard is None:
                    while not self._careful_may.is_set():
                        await self._careful_may.wait()
                    if self._local is not None:  # it took over meanwhile
                        return await self._local.careful(parts, span, silent, progress)
                    heard = await self._unless_live(piece, (span.start + start) / SAMPLE_RATE)
                found += heard
                progress((start / SAMPLE_RATE + seconds_of(piece)) / seconds_of(sound))
        return tuple(found)

    async def _unless_live(self, piece: bytes, offset: float) -> tuple[Utterance, ...] | None:
        """What is said in a piece of a careful pass; None when live text was wanted meanwhile."""
        seconds = CAREFUL_SECONDS + 0.5 * seconds_of(piece)
        try:
            async with asyncio.timeout(None) as self._piece:
                return await self._asking.hear(piece, offset, seconds=seconds)
        except TimeoutError:
            return None
        finally:
            self._piece = None

    def _live_first(self) -> None:
        """Let careful passes go on when nobody answers and no live text is waited for."""
        if self._answering <= 0 and not self._jobs:
            self._careful_may.set()
            return
        self._careful_may.clear()
        if self._jobs and self._piece is not None:
            piece, self._piece = self._piece, None
            piece.reschedule(0.0)

    def _live_done(self, job: asyncio.Task[Text]) -> None:
        self._jobs.discard(job)
        self._live_first()
        if not job.cancelled():
            job.exception()  # whoever waited may be gone

    @property
    def _asking(self) -> Asks:
        if self._asks is None:
            raise TranscriptionFailed(tr("The server that transcribes was not opened."))
        return self._asks

    async def _or_here(self, there: Callable[[], Awaitable[T]], here: Callable[[Transcribes], Awaitable[T]]) -> T:
        """Done by the server, or by the model here once the server has failed."""
        if self._local is None:
            try:
                return await there()
            except TranscriptionFailed as fault:
                if not await self._takes_over(fault):
                    raise
        assert self._local is not None
        return await here(self._local)

    async def _takes_over(self, fault: TranscriptionFailed) -> bool:
        """Have the model here loaded, and say so; whether there is one."""
        async with self._opening:
            if self._local is not None or self._make_local is None:
                return self._local is not None
            local = self._make_local(self._notify)
            try:
                await local.open()
            except SpeechError:
                await local.close()
                return False
            for _ in range(self._answering):
                local.answering(True)
            self._local = local
        sentence = tr("{why} {model} on this computer transcribes from here on.", why=fault.sentence, model=local.model)
        self._notify(Trouble("transcriber", FELL_BACK, sentence))
        return True
