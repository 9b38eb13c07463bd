"""A language model as interviewer: it chooses among the next aims and words the question. Runs on the asyncio thread.

What may be asked, and when, is decided by code: the scripted mind knows the clock, the phases, the facts, what is
covered and what was asked, and names the aims that are due, each with its line. Where the exact words matter (the
question itself, facts, figures, time, hints, repeats, the end) its line is said as it stands. Probes and nudges are
given to the model with the ledger of what the candidate has committed to, and it asks so that the question follows from
the last answer.

In a case the rules read what a question asks about, and tell its fact; where they are undecided between a few slots,
the model may choose one of those (`ties`).

While the candidate speaks, a server nearby already reads what was said (`ahead`); hosted ones would be paid for every
reading. In a pause that may be the end of an answer a reply is tried; it is dropped when the candidate goes on.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator

from interviewer.events import ASKING, Role
from interviewer.minds import server_faults
from interviewer.minds.ahead import Guess, Reading, ended
from interviewer.minds.asking import Asker, Request
from interviewer.minds.chat import Chat
from interviewer.minds.follow_ups import Aim
from interviewer.minds.forms import FORMS, Forms
from interviewer.minds.phrasing import Attempt, Phraser, deadline
from interviewer.minds.prompts import Prompt
from interviewer.minds.scripted import ScriptedMind
from interviewer.minds.sentences import split
from interviewer.minds.structured import StructuredChat
from interviewer.minds.ties import TieBreaker
from interviewer.ports import Saying, Situation, Wording

REPLY_SECONDS = 6.0
"""For a whole reply, a repair included: a silence longer than that is no pause of an interviewer's any more."""
READ_SECONDS = 30.0
"""For reading ahead: nobody waits for it, and the first time a model may have to be loaded."""
PAID_GUESSES = 2
"""Replies tried in the pauses of one answer where somebody is paid for them."""


class LanguageModelMind:
    """A mind that has its follow-ups worded by a language model."""

    def __init__(
        self,
        client: Chat,
        prompt: Prompt,
        *,
        chooser: ScriptedMind | None = None,
        reply_seconds: float = REPLY_SECONDS,
        forms: Forms = FORMS,
        ties: Prompt | None = None,
    ) -> None:
        """A mind of one interview.

        Args:
            prompt: how a line is given to be worded.
            chooser: decides what may be asked; None: a scripted mind that listens by cues.
            ties: how it is asked what an unclear question of a case is about; None: the rules decide.
        """
        self._server = client.server
        asker, chat = Asker(chooser or ScriptedMind(), prompt, secrets.token_hex(8)), StructuredChat(client, forms)
        self._phraser = Phraser(asker, chat, client.server, reply_seconds)
        self._ties = TieBreaker(chat, ties, asker.boundary) if ties is not None else None
        self._attempt: Attempt | None = None
        self._reading = Reading(lambda messages: client.read(messages, seconds=READ_SECONDS))
        self._guess: Guess | None = None
        self._tried = (0, 0)
        """Lines said when a reply was tried last, and how many were tried since."""
        self._dropped: set[asyncio.Task[list[Saying]]] = set()

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
        await self._settle(situation, until)
        aims = self._phraser.asker.aims(situation)
        guess = await self._taken_guess(situation, aims)
        request = self._phraser.request(situation, aims)
        if request is None:
            line = aims[0].line
            for sentence in split(line.text):
                yield Saying(line.role, line.item, sentence)
            return
        self._attempt = Attempt()
        if guess is not None:
            self._attempt = guess.attempt
            guessed = await self._guessed(guess, until)
            for saying in guessed or ():
                yield saying
            if guessed is not None:
                return
        sayings = self._phraser.sayings(situation, request, self._attempt, until)
        async with contextlib.aclosing(sayings):
            async for saying in sayings:
                yield saying
        await self._reading.stop(forgive=True)

    async def _settle(self, situation: Situation, until: float) -> None:
        """Have it decided what a question of a case asks about, where the rules cannot tell."""
        chooser = self._phraser.asker.chooser
        tie = chooser.tie(situation) if self._ties is not None else None
        if tie is None or self._ties is None:
            return
        await self._reading.stop()
        chosen = await self._ties.broken(tie, until)
        if chosen is not None:
            chooser.settle(situation, tie, chosen)

    # --- ahead of the candidate -------------------------------------------------------------------------------------

    def attend(self, situation: Situation, *, pauses: bool) -> None:
        """Have the server read what is known of the answer; in a pause, try a reply to it."""
        if _asking(situation) is Role.TROUBLESHOOTING:
            return  # facts of a case are answered from its sheet
        if not pauses:
            self._drop()
            if self._server.is_near:
                self._reading.want(self._phraser.asker.beginning(situation, self._phraser.tokens))
            return
        aims = self._phraser.asker.aims(situation)
        about = _about(situation, aims)
        if self._guess is not None and self._guess.about == about:
            return
        self._drop()
        request = self._phraser.request(situation, aims)
        number = len(situation.exchanges)
        self._tried = (number, self._tried[1] + 1 if self._tried[0] == number else 1)
        if request is None or (not self._server.is_near and self._tried[1] > PAID_GUESSES):
            return
        attempt = Attempt()
        self._guess = Guess.begin(about, attempt, self._try(situation, request, attempt))

    def resumed(self) -> None:
        """What was tried in the pause was not the reply to the whole answer."""
        self._drop()

    async def close(self) -> None:
        """Give up what was begun."""
        self._drop()
        await self._reading.stop()
        for task in tuple(self._dropped):
            await ended(task)

    async def _try(self, situation: Situation, request: Request, attempt: Attempt) -> list[Saying]:
        await self._reading.stop()
        sayings = self._phraser.sayings(situation, request, attempt, deadline(2 * self.seconds))
        async with contextlib.aclosing(sayings):
            return [saying async for saying in sayings]

    async def _taken_guess(self, situation: Situation, aims: tuple[Aim, ...]) -> Guess | None:
        """What was tried for just this situation; whatever else was begun is given up."""
        guess, self._guess = self._guess, None
        if guess is not None and guess.about == _about(situation, aims):
            return guess
        if guess is not None:
            await ended(guess.task)
        await self._reading.stop()
        return None

    async def _guessed(self, guess: Guess, until: float) -> list[Saying] | None:
        """The reply that was tried; None when it may not be said, or the server failed. Raises MindLate."""
        try:
            async with asyncio.timeout_at(until):
                return await guess.reply()
        except TimeoutError:
            raise server_faults.late(self._server, self.seconds, answered=True) from None
        finally:
            await ended(guess.task)

    def _drop(self) -> None:
        guess, self._guess = self._guess, None
        if guess is not None:
            guess.task.cancel()
            self._dropped.add(guess.task)
            guess.task.add_done_callback(self._over)

    def _over(self, task: asyncio.Task[list[Saying]]) -> None:
        self._dropped.discard(task)
        if not task.cancelled():
            task.exception()  # looked at, so that nobody reports it as forgotten


def _about(situation: Situation, aims: tuple[Aim, ...]) -> object:
    """What a reply depends on, but for the clock: what was asked and answered, and what could be asked next."""
    said = tuple((one.line, one.asked, " ".join(one.answered.split())) for one in situation.exchanges)
    return said, aims


def _asking(situation: Situation) -> Role | None:
    return next((one.role for one in reversed(situation.exchanges) if one.role in ASKING), None)
