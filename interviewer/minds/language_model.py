"""A language model as interviewer: it chooses among the next aims and words the question. Runs on the asyncio thread.

What may be asked, and when, is decided by code: the scripted mind knows the clock, the phases, the facts, what is
covered and what was asked, and names the aims that are due, each with its line. Where the exact words matter (the
question itself, facts, figures, time, hints, repeats, the end) its line is said as it stands. Probes and nudges are
given to the model with the ledger of what the candidate has committed to, and it asks so that the question follows from
the last answer.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import AsyncIterator

from interviewer.minds.asking import Asker
from interviewer.minds.client import ChatClient
from interviewer.minds.forms import FORMS, Forms
from interviewer.minds.phrasing import Attempt, Phraser, deadline
from interviewer.minds.prompts import Prompt
from interviewer.minds.scripted import ScriptedMind
from interviewer.minds.sentences import split
from interviewer.minds.structured import StructuredChat
from interviewer.ports import Saying, Situation, Wording

REPLY_SECONDS = 6.0
"""For a whole reply, a repair included: a silence longer than that is no pause of an interviewer's any more."""


class LanguageModelMind:
    """A mind that has its follow-ups worded by a language model."""

    def __init__(
        self,
        client: ChatClient,
        prompt: Prompt,
        *,
        chooser: ScriptedMind | None = None,
        reply_seconds: float = REPLY_SECONDS,
        forms: Forms = FORMS,
    ) -> None:
        """`chooser` decides what may be asked; None: a scripted mind that listens by cues."""
        self._server = client.server
        asker = Asker(chooser or ScriptedMind(), prompt, secrets.token_hex(8))
        self._phraser = Phraser(asker, StructuredChat(client, forms), client.server, reply_seconds)
        self._attempt: Attempt | None = None

    @property
    def name(self) -> str:
        return f"{self._server.model} at {self._server.host}"

    @property
    def seconds(self) -> float:
        """How long its first sentence may take."""
        return self._phraser.seconds

    @property
    def wording(self) -> Wording | None:
        """How the line it was asked for last came about; None: it was given to no model."""
        return None if self._attempt is None else self._attempt.wording

    async def reply(self, situation: Situation) -> AsyncIterator[Saying]:
        """The next line, a sentence at a time.

        Raises:
            MindLate, MindUnavailable: the server gave no reply, or not in time.
            MindReplyUnfit: the reply breaks a rule, and so did the one after it was told which, if there was time.
        """
        self._attempt = None
        until = deadline(self.seconds)
        aims = self._phraser.asker.aims(situation)
        request = self._phraser.request(situation, aims)
        if request is None:
            line = aims[0].line
            for sentence in split(line.text):
                yield Saying(line.role, line.item, sentence)
            return
        self._attempt = Attempt()
        sayings = self._phraser.sayings(situation, request, self._attempt, until)
        async with contextlib.aclosing(sayings):
            async for saying in sayings:
                yield saying
