"""A model file as interviewer: loaded while the question is spoken, unloaded at the end. Asyncio thread."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

from desktop.embedded.chat import FileChat
from desktop.language import tr
from desktop.listening import scripted_mind
from desktop.prompts import CASE_SLOT, QUESTION, shipped_prompt
from interviewer.minds.language_model import REPLY_SECONDS, LanguageModelMind
from interviewer.ports import Saying, Situation


class FileMind(LanguageModelMind):
    """A mind whose model runs here. Until that is loaded, and whenever it fails, the scripted one has the word."""

    def __init__(self, file: Path, *, reply_seconds: float = REPLY_SECONDS) -> None:
        self._file_chat = FileChat(file)
        prompt, ties = shipped_prompt(QUESTION), shipped_prompt(CASE_SLOT)
        super().__init__(self._file_chat, prompt, chooser=scripted_mind(), reply_seconds=reply_seconds, ties=ties)

    @property
    def remark(self) -> str:
        """What has to be said of the model wherever its words are used; empty: nothing."""
        return self._file_chat.remark

    @property
    def name(self) -> str:
        model = self._file_chat.server.model
        if self.remark:
            return tr("{model}, run by Hotseat, far too small to interview", model=model)
        return tr("{model}, run by Hotseat", model=model)

    def reply(self, situation: Situation) -> AsyncIterator[Saying]:
        """As `LanguageModelMind.reply`; the first line, which needs no model, has it loaded."""
        self._file_chat.begin()
        return super().reply(situation)

    async def close(self) -> None:
        try:
            await super().close()
        finally:
            await self._file_chat.close()
