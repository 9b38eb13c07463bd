"""Asks one server what is said in a sound: one request at a time, a deadline each, one more try. Asyncio thread.

The log gets lengths, times and codes, never texts or keys.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging

from desktop.remote_speech import faults
from desktop.remote_speech.replies import NotThisApi, heard_in
from desktop.remote_speech.sound import seconds_of, wav_of
from interviewer.errors import MindError, MindLate
from interviewer.minds.client import ChatClient, Page
from interviewer.minds.server import Server
from speech.errors import TranscriptionFailed
from speech.words import Utterance

RETRY_SECONDS = 0.5
"""Before a second try, which is the last."""
SHORTEST_SECONDS = 0.1
"""Shorter sounds are refused by OpenAI, and hold no word."""
TIMED: dict[str, object] = {"response_format": "verbose_json", "timestamp_granularities": ["word", "segment"]}
"""How words with times are asked for."""
SEGMENTS: dict[str, object] = {"response_format": "verbose_json"}
"""The same of servers that time no words."""
PLAIN: dict[str, object] = {"response_format": "json"}
"""The same of servers that know nothing else; their text has no times."""

log = logging.getLogger("hotseat.listener")


class Asks:
    """One server. Making one imports the library, which takes half a second: make it beforehand, in a thread."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._client = ChatClient(server)
        self._turn = asyncio.Lock()
        self._forms = [TIMED, SEGMENTS, PLAIN]
        """How it may be asked; the first ones go as it refuses them."""

    async def hear(self, sound: bytes, offset: float, *, seconds: float) -> tuple[Utterance, ...]:
        """What is said in a sound that begins at session second `offset`; none where nobody speaks.

        Args:
            sound: frames of 16 bits, 16 kHz.
            seconds: how long each of two tries may take, from now on and not from when the server is free.

        Raises: TranscriptionFailed.
        """
        length = seconds_of(sound)
        if length < SHORTEST_SECONDS:
            return ()
        file = await asyncio.to_thread(wav_of, sound)
        try:
            return await self._try(file, length, offset, seconds)
        except TranscriptionFailed as fault:
            log.info("a server gave no text", extra={"code": fault.code, "bytes": len(file)})
            if not fault.passing:
                raise
        await asyncio.sleep(RETRY_SECONDS)
        return await self._try(file, length, offset, seconds)

    async def models(self) -> tuple[str, ...]:
        """The models the server says it has.

        Raises: MindError.
        """
        return await self._client.models()

    async def _try(self, file: bytes, length: float, offset: float, seconds: float) -> tuple[Utterance, ...]:
        try:
            async with asyncio.timeout(seconds), self._turn:
                page = await self._page(file, seconds)
                while faults.about_form(page) and len(self._forms) > 1:
                    self._forms.pop(0)
                    page = await self._page(file, seconds)
        except TimeoutError:
            raise faults.late(self.server, seconds) from None
        if (fault := faults.refusal(self.server, page)) is not None:
            raise await self._explained(page) or fault
        try:
            return heard_in(page.body, length, offset)
        except NotThisApi:
            raise faults.not_this_api(self.server) from None

    async def _page(self, file: bytes, seconds: float) -> Page:
        try:
            return await self._client.transcription(file, {"language": "en", **self._forms[0]}, seconds=seconds)
        except MindLate:
            raise faults.late(self.server, seconds) from None
        except MindError as fault:
            raise faults.unreachable(fault.sentence) from fault

    async def _explained(self, page: Page) -> TranscriptionFailed | None:
        """That the model is missing, where the server has others."""
        if faults.is_about_model(page):
            with contextlib.suppress(MindError):
                models = await self.models()
                if self.server.model not in models:
                    return faults.model_missing(self.server, models)
        return None
