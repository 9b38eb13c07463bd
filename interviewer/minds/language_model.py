"""A language model as interviewer: it chooses among the next aims and words the question. Runs on the asyncio thread.

What may be asked, and when, is decided by code: the scripted mind knows the clock, the phases, the facts, what is
covered and what was asked, and names the aims that are due, each with its line. Where the exact words matter (the
question itself, facts, figures, time, hints, repeats, the end) its line is said as it stands. Probes and nudges are
given to the model with the ledger of what the candidate has committed to, and it asks so that the question follows from
the last answer.

The whole short reply is collected within a deadline and held against the rules before its first sentence is spoken: a
second question or praise often comes last, and what was said cannot be taken back.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Mapping, Sequence

from interviewer.errors import MindError, MindReplyUnfit, MindUnavailable
from interviewer.minds.asking import Asker, Request
from interviewer.minds.client import ChatClient
from interviewer.minds.forms import FORMS, Forms
from interviewer.minds.line import Line
from interviewer.minds.prompts import Message, Prompt
from interviewer.minds.replies import Choice, read_choice
from interviewer.minds.reply_rules import Rule, broken_rule, is_too_long, sentences_of
from interviewer.minds.scripted import ScriptedMind
from interviewer.minds.sentences import split
from interviewer.minds.server_faults import CONTEXT_TOO_SMALL
from interviewer.minds.structured import StructuredChat, tokens_of
from interviewer.ports import Saying, Situation, Wording

REPLY_SECONDS = 5.5
"""For the whole reply. The conduct of an interview waits six; this is shorter, so that the cause can be told."""
CONTEXT_TOKENS = 3000
"""Of a prompt, at first: most servers give a model a context of 4096 by themselves, and the reply needs some of it."""
SHRINK = 0.6
"""A prompt that did not fit is cut to this share: the longest one then fits into 2048, the smallest usual context."""


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
        self._client = client
        self._asker = Asker(chooser or ScriptedMind(), prompt, secrets.token_hex(8))
        self._chat = StructuredChat(client, forms)
        self._reply_seconds = reply_seconds
        self._tokens = CONTEXT_TOKENS
        self._wording: Wording | None = None

    @property
    def name(self) -> str:
        return f"{self._client.server.model} at {self._client.server.host}"

    @property
    def wording(self) -> Wording | None:
        """How the line it was asked for last came about; None: it was given to no model."""
        return self._wording

    async def reply(self, situation: Situation) -> AsyncIterator[Saying]:
        """The next line, a sentence at a time.

        Raises:
            MindLate, MindUnavailable: the server gave no reply, or not in time.
            MindReplyUnfit: the reply breaks a rule, and so did the one after it was told which, if there was time.
        """
        self._wording = None
        aims = self._asker.aims(situation)
        request = self._asker.request(situation, aims, self._tokens)
        line, sentences = aims[0].line, split(aims[0].line.text)
        if request is not None:
            line, sentences = await self._worded(situation, request)
        for sentence in sentences:
            yield Saying(line.role, line.item, sentence)

    async def _worded(self, situation: Situation, request: Request) -> tuple[Line, tuple[str, ...]]:
        """The line the model chose and the sentences it found for it, at the second try at the latest."""
        self._wording = Wording()
        until = asyncio.get_running_loop().time() + self._reply_seconds
        request, reply = await self._first_reply(situation, request, until)
        choice = read_choice(reply, request.letters)
        rule = self._broken(situation, request, choice)
        refused = [] if rule is None else [rule]
        if rule is not None:
            with contextlib.suppress(MindError):  # what it said first is what is told
                reply = await self._asked(self._asker.again(request, reply, rule), request.form, until)
                choice = read_choice(reply, request.letters)
                rule = self._broken(situation, request, choice)
                refused += [] if rule is None else [rule]
        self._wording = Wording(tuple(broken.value for broken in refused), said=rule is None)
        if rule is not None:
            raise MindReplyUnfit(f"{self._client.server.model} {rule.broken}.")
        return request.aim(choice.aim).line, sentences_of(choice.question)

    async def _first_reply(self, situation: Situation, request: Request, until: float) -> tuple[Request, str]:
        """A reply to the request, or to a shorter one where it does not fit into the model's context."""
        try:
            return request, await self._asked(request.messages, request.form, until)
        except MindUnavailable as fault:
            closer = self._condensed(situation, request) if fault.code == CONTEXT_TOO_SMALL else None
            if closer is None:
                raise
            return closer, await self._asked(closer.messages, closer.form, until)

    def _broken(self, situation: Situation, request: Request, choice: Choice) -> Rule | None:
        """The first rule a wording breaks."""
        grounds = self._asker.grounds(situation, request, choice.aim)
        return broken_rule(choice.question, boundary=self._asker.boundary, grounds=grounds)

    async def _asked(self, messages: Sequence[Message], form: Mapping[str, object], until: float) -> str:
        """What the model says to some messages, as far as it may be worth reading."""
        reply = ""
        stream = self._chat.stream(messages, form, seconds=self._reply_seconds, until=until)
        async with contextlib.aclosing(stream) as deltas:
            async for delta in deltas:
                reply += delta
                if is_too_long(reply):
                    break
        return reply

    def _condensed(self, situation: Situation, request: Request) -> Request | None:
        """A shorter request for the same, from now on; None when this one was the shortest."""
        sent = tokens_of(request.messages)
        self._tokens = int(sent * SHRINK)
        closer = self._asker.request(situation, request.aims, self._tokens)
        return closer if closer is not None and tokens_of(closer.messages) < sent else None
